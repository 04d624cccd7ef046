// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/projectfiles/intrinsics.h"
#include "core/projectfiles/projectfiles.h"
#include "core/projectfiles/variables.h"

#include <memory>

namespace greenroom {

// Reads the Serverless Framework's serverless.yml, v3 and v4 (contract §11.1). serverless.cpp has the service
// and its functions, serverlessevents.cpp the events and authorisers.
class ServerlessReader
{
public:
    ServerlessReader(const yaml::Node &root, const QString &file, const ProjectOptions &options);

    ProjectReading read();

private:
    struct Entry
    {
        QString key;
        yaml::Node node;
        Place place;
    };

    void readService();
    QList<Entry> functionEntries();
    void readResources(const QList<Entry> &functions);
    void addResources(const yaml::Node &resources);
    void tellResources();
    void readFunction(const Entry &entry);
    QMap<QString, QString> environmentOf(const yaml::Node &node);
    QStringList layersOf(const yaml::Node &layers);
    void tellPlugins();

    // serverlessevents.cpp
    void readEvent(const QString &functionKey, const yaml::Node &event);
    void readWebSocket(const QString &functionKey, const yaml::Node &event, const Place &place);
    void readRouteKeys(Route &route, const yaml::Node &event);
    void readAuthorizer(Route &route, const yaml::Node &node);
    QString authorizerFunction(const yaml::Node &node);
    void checkAuthorizers();

    void unknownKeys(const yaml::Node &node, const QStringList &known, const QString &what);
    void problem(Problem::Severity severity, const QString &text, const QString &remedy, const Place &place)
    {
        m_problems.append({ severity, text, remedy, place });
    }

    const yaml::Node &m_root;
    QString m_file;
    Problems m_problems;
    Problems m_ignored;      // the settings' own problems are told by whoever hosts
    ProjectSettings m_settings;
    ProjectOptions m_options;
    ServerlessVariables m_variables;
    QString m_service;
    yaml::Node m_provider;
    yaml::Node m_template;   // what “resources” adds up to
    std::unique_ptr<Intrinsics> m_intrinsics;
    QMap<QString, QString> m_environment;         // --env-file, then the provider's
    QHash<QString, QString> m_functionByName;     // deployed name → key
    Api m_api;
};

} // namespace greenroom
