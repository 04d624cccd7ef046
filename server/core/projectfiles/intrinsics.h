// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "core/projectfiles/resourcenames.h"
#include "core/yaml.h"

#include <QSet>

#include <optional>

namespace greenroom {

// CloudFormation's functions (Ref, Fn::GetAtt, Fn::Sub, Fn::Join, Fn::If …, also as YAML tags) over a template's
// Parameters, Mappings, Conditions and Resources. What only the cloud knows comes from the value table of the
// project's settings, by logical id or “Id.Attribute”; else a stand-in is used and named. Never fetches anything.
class Intrinsics
{
public:
    Intrinsics(const yaml::Node &root, const ProjectSettings &settings, const QMap<QString, QString> &parameters,
               Stack stack, Problems &problems);

    // What the reader itself knows: a Ref's value by logical id, an attribute's by “Id.Attribute”.
    void define(const QString &name, const QString &value) { m_defined.insert(name, value); }

    // A copy with every function worked out; what is AWS::NoValue is left out.
    yaml::Node resolve(const yaml::Node &node);
    QString text(const yaml::Node &node, const QString &fallback = {}) { return resolve(node).toText(fallback); }
    bool condition(const QString &name, const Place &at);
    // False for a resource whose Condition does not hold.
    bool exists(const yaml::Node &resource);

private:
    using Function = yaml::Node (Intrinsics::*)(const yaml::Node &argument);
    struct Named { const char *name; Function function; };
    static const Named functions[];

    std::optional<yaml::Node> call(const QString &name, const yaml::Node &argument);
    yaml::Node plain(const yaml::Node &node);
    yaml::Node ref(const yaml::Node &argument);
    yaml::Node getAtt(const yaml::Node &argument);
    yaml::Node sub(const yaml::Node &argument);
    yaml::Node join(const yaml::Node &argument);
    yaml::Node select(const yaml::Node &argument);
    yaml::Node split(const yaml::Node &argument);
    yaml::Node findInMap(const yaml::Node &argument);
    yaml::Node choose(const yaml::Node &argument);
    yaml::Node equals(const yaml::Node &argument);
    yaml::Node allOf(const yaml::Node &argument);
    yaml::Node anyOf(const yaml::Node &argument);
    yaml::Node noneOf(const yaml::Node &argument);
    yaml::Node importValue(const yaml::Node &argument);
    yaml::Node base64(const yaml::Node &argument);
    yaml::Node length(const yaml::Node &argument);
    yaml::Node toJsonString(const yaml::Node &argument);
    yaml::Node getAzs(const yaml::Node &argument);

    bool holds(const yaml::Node &node);
    yaml::Node named(const QString &name, const Place &at);
    std::optional<yaml::Node> parameter(const QString &name, const Place &at);
    QString attribute(const QString &logicalId, const QString &attribute, const Place &at);
    std::optional<QString> physicalName(const QString &logicalId, const Place &at);
    yaml::Node standIn(const QString &name, const Place &at);
    yaml::Node wrong(const QString &function, const QString &takes, const Place &at);
    void problem(Problem::Severity severity, const QString &text, const QString &remedy, const Place &place);

    const yaml::Node &m_root;
    const ProjectSettings &m_settings;
    QMap<QString, QString> m_parameters;
    Stack m_stack;
    Problems &m_problems;
    QMap<QString, QString> m_defined;
    QSet<QString> m_underWay;      // names and conditions being worked out: circles end here
    QSet<QString> m_told;          // one notice a name
    int m_depth = 0;
    int m_steps = 0;
    int m_allSteps = 0;
};

} // namespace greenroom
