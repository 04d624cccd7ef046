// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/projectfiles/intrinsics.h"
#include "core/projectfiles/projectfiles.h"

namespace greenroom {

// Reads a CloudFormation template, with or without the SAM transform, into the WebSocket APIs it describes
// (contract §11.2–11.4). template.cpp has what both share, cloudformation.cpp the raw AWS::ApiGatewayV2
// resources, sam.cpp AWS::Serverless::WebSocketApi and Globals.
class TemplateReader
{
public:
    TemplateReader(const yaml::Node &root, const QString &file, const ProjectOptions &options, const QString &format);

    ProjectReading read();

private:
    struct Resource
    {
        QString id;
        QString type;
        yaml::Node properties;   // as written
        yaml::Node whole;
        Place place;
    };

    // template.cpp
    void collect();
    void defineNames();
    void readFunctions();
    FunctionSpec readFunction(const Resource &resource);
    void readCode(FunctionSpec &function, const Resource &resource, const yaml::Node &properties);
    QStringList layersOf(const yaml::Node &layers);
    QMap<QString, QString> environmentOf(const yaml::Node &variables);
    void giveFunctions();
    void giveTables();
    void tellNotHosted();
    QList<Resource> ofType(const char *type) const;
    // ofType(), of the API only.
    QList<Resource> ofApi(const char *type, const QString &apiId);
    yaml::Node property(const Resource &resource, const QString &name) { return m_intrinsics.resolve(resource.properties[name]); }
    QString textOf(const Resource &resource, const QString &name) { return property(resource, name).toText(); }
    QString referenceTo(const QString &logicalId);
    Api newApi(const Resource &resource);
    QString functionOf(const QString &uri, const Api &api) const;
    void problem(Problem::Severity severity, const QString &text, const QString &remedy, const Place &place)
    {
        m_problems.append({ severity, text, remedy, place });
    }

    // cloudformation.cpp
    void readRawApis();
    void readStage(Api &api, yaml::Node *stageProperties);
    void readRawRoute(Api &api, const Resource &resource);
    void readAuthorization(Api &api, Route &route, const Resource &resource);
    IntegrationSpec readIntegration(const Api &api, const Resource &integration, const QString &routeKey);
    QJsonArray integrationResponses(const Api &api, const QString &integrationId);
    void readModels(const Api &api, Route &route, const yaml::Node &requestModels);
    bool hasRouteResponse(const Api &api, const QString &routeId);
    void checkDeployment(const Api &api, const yaml::Node &stageProperties);
    void readApiKeys(Api &api);

    // sam.cpp
    yaml::Node withGlobals(const Resource &resource, const QString &section);
    void readSamApis();
    void readSamRoute(Api &api, const QString &key, const yaml::Node &properties, const Place &place, bool authorised);
    bool readSamAuth(Api &api, const yaml::Node &auth);
    void tellSamEvents(const Resource &resource);

    // Both.
    void readThrottles(Api &api, const yaml::Node &stageProperties);
    int integrationTimeout(const yaml::Node &value);

    const yaml::Node &m_root;
    QString m_file;
    QString m_folder;
    ProjectOptions m_options;
    QString m_format;
    Problems m_ignored;           // the settings' own problems are told by whoever hosts
    ProjectSettings m_settings;
    Problems m_problems;
    Stack m_stack;
    Intrinsics m_intrinsics;
    QMap<QString, QString> m_fileEnvironment;   // of --env-file
    QList<Resource> m_resources;
    QList<FunctionSpec> m_functions;
    QHash<QString, QString> m_functionByName;   // deployed name → logical id
    QHash<QString, QList<Resource>> m_ofApi;    // by type and API: each is worked out once
    QHash<QString, QSet<QString>> m_answering;  // API → routes with a route response
    QList<Api> m_apis;
};

} // namespace greenroom
