// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a name stands for; the functions themselves are in intrinsicfunctions.cpp.

#include "core/projectfiles/intrinsics.h"

#include "core/projectfiles/tables.h"

#include <QScopeGuard>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int maxDepth = 100;
constexpr int maxSteps = 200'000;       // of one value; what takes more is a bomb
constexpr int maxAllSteps = 5'000'000;  // of a whole template

yaml::Node textNode(const QString &text, const Place &place)
{
    yaml::Node node;
    node.kind = yaml::Node::Kind::Text;
    node.text = text;
    node.place = place;
    return node;
}

} // namespace

Intrinsics::Intrinsics(const yaml::Node &root, const ProjectSettings &settings,
                       const QMap<QString, QString> &parameters, Stack stack, Problems &problems)
    : m_root(root)
    , m_settings(settings)
    , m_parameters(parameters)
    , m_stack(std::move(stack))
    , m_problems(problems)
{
}

void Intrinsics::problem(Problem::Severity severity, const QString &text, const QString &remedy, const Place &place)
{
    if (m_told.contains(text))
        return;
    m_told.insert(text);
    m_problems.append({ severity, text, remedy, place });
}

yaml::Node Intrinsics::wrong(const QString &function, const QString &takes, const Place &at)
{
    problem(Problem::Severity::Error, u"%1 takes %2; an empty text is used."_s.arg(function, takes), {}, at);
    return textNode({}, at);
}

yaml::Node Intrinsics::standIn(const QString &name, const Place &at)
{
    problem(Problem::Severity::Warning, u"Only the cloud knows “%1”; “%1” itself is used."_s.arg(name),
            u"Give it in greenroom.project.yaml under “values: { %1: … }”."_s.arg(name), at);
    return textNode(name, at);
}

yaml::Node Intrinsics::resolve(const yaml::Node &node)
{
    if (node.isScalar() && node.tag.isEmpty())
        return node;
    if (m_depth == 0)
        m_steps = 0;
    if (m_depth >= maxDepth || ++m_steps > maxSteps || ++m_allSteps > maxAllSteps) {
        problem(Problem::Severity::Error, u"Working this template out takes too long; the rest is left as it stands."_s,
                u"Write values out instead of repeating them."_s, node.place);
        return textNode({}, node.place);
    }
    ++m_depth;
    const auto up = qScopeGuard([this] { --m_depth; });
    if (!node.tag.isEmpty()) {
        yaml::Node argument = node;
        argument.tag.clear();
        const QString name = node.tag.mid(1);
        return call(name == "Ref"_L1 || name == "Condition"_L1 ? name : u"Fn::"_s + name, argument)
            .value_or(argument);
    }
    if (node.isMapping() && node.keys.size() == 1 && node.items.size() == 1) {
        if (const std::optional<yaml::Node> value = call(node.keys.first().text, node.items.first()))
            return *value;
    }
    return plain(node);
}

// Resolves what is inside; AWS::NoValue takes its entry with it.
yaml::Node Intrinsics::plain(const yaml::Node &node)
{
    yaml::Node copy = node;
    copy.items.clear();
    copy.keys.clear();
    for (qsizetype i = 0; i < node.items.size(); ++i) {
        yaml::Node item = resolve(node.items.at(i));
        if (item.tag == "!NoValue"_L1)
            continue;
        copy.items.append(std::move(item));
        if (node.isMapping())
            copy.keys.append(node.keys.at(i));
    }
    return copy;
}

// A Ref: what the reader knows, the value table, a parameter, a pseudo parameter, a resource.
yaml::Node Intrinsics::named(const QString &name, const Place &at)
{
    if (const auto known = m_defined.constFind(name); known != m_defined.constEnd())
        return textNode(*known, at);
    if (const std::optional<QString> given = m_settings.value(name))
        return textNode(*given, at);
    if (const std::optional<yaml::Node> value = parameter(name, at))
        return *value;
    if (name == "AWS::NoValue"_L1) {
        yaml::Node nothing;
        nothing.tag = u"!NoValue"_s;
        nothing.place = at;
        return nothing;
    }
    const std::pair<QString, QString> pseudo[] = {
        { u"AWS::Region"_s, m_stack.region }, { u"AWS::AccountId"_s, m_stack.accountId },
        { u"AWS::Partition"_s, u"aws"_s }, { u"AWS::StackName"_s, m_stack.name },
        { u"AWS::URLSuffix"_s, u"amazonaws.com"_s },
        { u"AWS::StackId"_s, u"arn:aws:cloudformation:%1:%2:stack/%3/local"_s.arg(m_stack.region, m_stack.accountId, m_stack.name) },
    };
    for (const auto &[key, value] : pseudo) {
        if (key == name)
            return textNode(value, at);
    }
    const yaml::Node &resources = m_root[u"Resources"_s];
    if (!resources.contains(name)) {
        const QString near = yaml::nearest(name, resources.keyNames() + m_root[u"Parameters"_s].keyNames());
        problem(Problem::Severity::Error, u"There is no parameter or resource “%1”; “%1” itself is used."_s.arg(name),
                near.isEmpty() ? QString() : u"Did you mean “%1”?"_s.arg(near), at);
        return textNode(name, at);
    }
    const ResourceNaming *naming = resourceNaming(resources[name][u"Type"_s].toText());
    const std::optional<QString> physical = naming ? physicalName(name, at) : std::nullopt;
    return physical ? textNode(refOf(*naming, *physical, m_stack), at) : standIn(name, at);
}

std::optional<yaml::Node> Intrinsics::parameter(const QString &name, const Place &at)
{
    const yaml::Node &spec = m_root[u"Parameters"_s][name];
    if (!spec.isMapping())
        return std::nullopt;
    const QString type = spec[u"Type"_s].toText();
    yaml::Node value = spec[u"Default"_s];
    if (const auto given = m_parameters.constFind(name); given != m_parameters.constEnd()) {
        value = textNode(*given, at);
    } else if (type.startsWith("AWS::SSM::"_L1)) {
        problem(Problem::Severity::Warning,
                u"Only the cloud knows the parameter “%1” (%2); its path “%3” is used."_s.arg(name, type, value.toText()),
                u"Give it in greenroom.project.yaml under “values: { %1: … }”."_s.arg(name), at);
    } else if (value.isNull()) {
        problem(Problem::Severity::Warning, u"The parameter “%1” has no default; an empty text is used."_s.arg(name),
                u"Give it in greenroom.project.yaml under “values: { %1: … }”."_s.arg(name), at);
        value = textNode({}, at);
    }
    if (type != "CommaDelimitedList"_L1 && !type.startsWith("List<"_L1))
        return value;
    yaml::Node list;
    list.kind = yaml::Node::Kind::Sequence;
    list.place = at;
    for (const QString &item : value.toText().split(u',', Qt::SkipEmptyParts))
        list.items.append(textNode(item.trimmed(), at));
    return list;
}

// The name a resource has on AWS, as far as its template says it.
std::optional<QString> Intrinsics::physicalName(const QString &logicalId, const Place &at)
{
    const yaml::Node &resource = m_root[u"Resources"_s][logicalId];
    const ResourceNaming *naming = resourceNaming(resource[u"Type"_s].toText());
    if (!naming || *naming->property == 0)
        return logicalId;
    const yaml::Node &property = resource[u"Properties"_s][QLatin1StringView(naming->property)];
    if (property.isNull() && isTableType(resource[u"Type"_s].toText()))
        return logicalId;   // it is created under this name
    if (property.isNull())
        return standIn(logicalId, at).text;
    const QString guard = u"name "_s + logicalId;
    if (m_underWay.contains(guard)) {
        problem(Problem::Severity::Error, u"The name of “%1” refers to itself."_s.arg(logicalId), u"Write it out."_s, at);
        return logicalId;
    }
    m_underWay.insert(guard);
    const QString name = text(property, logicalId);
    m_underWay.remove(guard);
    return name;
}

QString Intrinsics::attribute(const QString &logicalId, const QString &attribute, const Place &at)
{
    const QString whole = logicalId + u'.' + attribute;
    if (const auto known = m_defined.constFind(whole); known != m_defined.constEnd())
        return *known;
    if (const std::optional<QString> given = m_settings.value(whole))
        return *given;
    const yaml::Node &resources = m_root[u"Resources"_s];
    if (!resources.contains(logicalId)) {
        const QString near = yaml::nearest(logicalId, resources.keyNames());
        problem(Problem::Severity::Error, u"There is no resource “%1”; “%2” itself is used."_s.arg(logicalId, whole),
                near.isEmpty() ? QString() : u"Did you mean “%1”?"_s.arg(near), at);
        return whole;
    }
    if (const ResourceNaming *naming = resourceNaming(resources[logicalId][u"Type"_s].toText())) {
        if (attributeOf(*naming, attribute, {}, m_stack))
            return *attributeOf(*naming, attribute, physicalName(logicalId, at).value_or(logicalId), m_stack);
    }
    return standIn(whole, at).text;
}

bool Intrinsics::condition(const QString &name, const Place &at)
{
    const yaml::Node &conditions = m_root[u"Conditions"_s];
    if (!conditions.contains(name)) {
        const QString near = yaml::nearest(name, conditions.keyNames());
        problem(Problem::Severity::Error, u"There is no condition “%1”; it counts as false."_s.arg(name),
                near.isEmpty() ? QString() : u"Did you mean “%1”?"_s.arg(near), at);
        return false;
    }
    const QString guard = u"condition "_s + name;
    if (m_underWay.contains(guard)) {
        problem(Problem::Severity::Error, u"The condition “%1” refers to itself."_s.arg(name), u"Take one of them out."_s, at);
        return false;
    }
    m_underWay.insert(guard);
    const bool result = holds(conditions[name]);
    m_underWay.remove(guard);
    return result;
}

bool Intrinsics::exists(const yaml::Node &resource)
{
    const yaml::Node &named = resource[u"Condition"_s];
    return named.isNull() || condition(named.toText(), named.place);
}

bool Intrinsics::holds(const yaml::Node &node)
{
    if (node.tag == "!Condition"_L1)
        return condition(node.text, node.place);
    if (node.isMapping() && node.keys.size() == 1 && node.keys.first().text == "Condition"_L1)
        return condition(node.items.value(0).toText(), node.place);
    return resolve(node).toText() == "true"_L1;
}

} // namespace greenroom
