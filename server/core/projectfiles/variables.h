// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "core/yaml.h"

#include <QHash>
#include <QMap>
#include <QSet>

#include <optional>

namespace greenroom {

// The Serverless Framework's ${source:key, fallback} in values (contract §11.1), nested ones inside out. What
// only the cloud knows comes from the value table of the project's settings, else becomes "" and a warning with
// its place; nothing is ever fetched or run. The sources are in variablesources.cpp.
class ServerlessVariables
{
public:
    ServerlessVariables(const yaml::Node &root, const QString &folder, const ProjectOptions &options,
                        const ProjectSettings &settings, Problems &problems);

    // A copy of the node with every variable filled in; a value that is only one variable keeps its type.
    yaml::Node resolve(const yaml::Node &node, int depth = 0);
    QString stage();
    QStringList filesRead() const { return m_files; }

private:
    using Found = std::optional<yaml::Node>;
    struct Asked
    {
        QString expression;   // "file(x.yml):a"
        QString key;          // behind the first colon
        const yaml::Node &at;
        int depth;
    };
    struct Source
    {
        const char *name;
        Found (ServerlessVariables::*read)(const Asked &asked);
    };
    static const Source sources[];

    yaml::Node resolveText(const yaml::Node &node, int depth);
    Found lookUp(const QString &expression, const yaml::Node &at, int depth);
    Found source(const QString &expression, const yaml::Node &at, int depth);
    Found resolvedOnce(const QString &key, const Found &found, const Asked &asked);

    Found fromSelf(const Asked &asked);
    Found fromEnv(const Asked &asked);
    Found fromOpt(const Asked &asked);
    Found fromSls(const Asked &asked);
    Found fromParam(const Asked &asked);
    Found fromFile(const Asked &asked);
    Found fromStrToBool(const Asked &asked);
    Found fromGit(const Asked &asked);
    Found fromAws(const Asked &asked);
    Found fromCloud(const Asked &asked);
    const yaml::Node *rootOf(const QString &path, const QString &name, const Asked &asked);

    static Found descend(const yaml::Node &node, const QString &path);
    void loadEnvFiles();
    void problem(Problem::Severity severity, const QString &text, const QString &remedy, const Place &place);

    const yaml::Node &m_root;
    QString m_folder;
    ProjectOptions m_options;
    const ProjectSettings &m_settings;
    QMap<QString, QString> m_env;
    Problems &m_problems;
    QStringList m_files;
    QHash<QString, yaml::Node> m_fileCache;
    QHash<QString, yaml::Node> m_resolved;    // by source and key: each is worked out once
    QSet<QString> m_underWay;                 // guards against references that go in circles
    QSet<QString> m_told;
    bool m_cut = false;                       // a text grew too long; said once
    QString m_instanceId;
    QString m_why;                            // of the last source that had nothing: what to say
    QString m_remedy;
};

} // namespace greenroom
