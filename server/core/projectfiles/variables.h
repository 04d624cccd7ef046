// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "core/yaml.h"

#include <QHash>
#include <QMap>
#include <QSet>

namespace greenroom {

// The Serverless Framework's ${provider:key, fallback} in values (contract §11.1): self, env, opt, sls, file,
// param, strToBool; nested ones inside out. What cannot be resolved here becomes "" and a warning with its
// place; nothing is ever fetched.
class ServerlessVariables
{
public:
    ServerlessVariables(const yaml::Node &root, const QString &folder, const ProjectOptions &options,
                        const QMap<QString, QString> &values, Problems &problems);

    // A copy of the node with every variable filled in; a value that is only one variable keeps its type.
    yaml::Node resolve(const yaml::Node &node, int depth = 0);
    QString stage();
    QStringList filesRead() const { return m_files; }

private:
    yaml::Node resolveText(const yaml::Node &node, int depth);
    std::optional<yaml::Node> lookUp(const QString &expression, const yaml::Node &at, int depth);
    std::optional<yaml::Node> source(const QString &expression, const yaml::Node &at, int depth, bool *known);
    std::optional<yaml::Node> fromFile(const QString &expression, const yaml::Node &at, int depth);
    static std::optional<yaml::Node> descend(const yaml::Node &node, const QString &path);
    void loadEnvFiles(const ProjectOptions &options);

    const yaml::Node &m_root;
    QString m_folder;
    ProjectOptions m_options;
    QMap<QString, QString> m_values;          // what only the cloud knows, from the project's settings
    QMap<QString, QString> m_env;
    Problems &m_problems;
    QStringList m_files;
    QHash<QString, yaml::Node> m_fileCache;
    QSet<QString> m_underWay;                 // guards against self references that go in circles
    QString m_instanceId;
};

} // namespace greenroom
