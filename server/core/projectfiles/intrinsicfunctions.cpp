// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// CloudFormation's functions, one method each (the intrinsic function reference).

#include "core/projectfiles/intrinsics.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr qsizetype maxText = 1024 * 1024;   // AWS takes no larger template

yaml::Node textNode(const QString &text, const Place &place)
{
    yaml::Node node;
    node.kind = yaml::Node::Kind::Text;
    node.text = text;
    node.place = place;
    return node;
}

yaml::Node booleanNode(bool value, const Place &place)
{
    yaml::Node node = textNode(value ? u"true"_s : u"false"_s, place);
    node.kind = yaml::Node::Kind::Boolean;
    return node;
}

} // namespace

// The table of functions.
const Intrinsics::Named Intrinsics::functions[] = {
    { "Ref", &Intrinsics::ref },
    { "Fn::GetAtt", &Intrinsics::getAtt },
    { "Fn::Sub", &Intrinsics::sub },
    { "Fn::Join", &Intrinsics::join },
    { "Fn::Select", &Intrinsics::select },
    { "Fn::Split", &Intrinsics::split },
    { "Fn::FindInMap", &Intrinsics::findInMap },
    { "Fn::If", &Intrinsics::choose },
    { "Fn::Equals", &Intrinsics::equals },
    { "Fn::And", &Intrinsics::allOf },
    { "Fn::Or", &Intrinsics::anyOf },
    { "Fn::Not", &Intrinsics::noneOf },
    { "Fn::ImportValue", &Intrinsics::importValue },
    { "Fn::Base64", &Intrinsics::base64 },
    { "Fn::Length", &Intrinsics::length },
    { "Fn::ToJsonString", &Intrinsics::toJsonString },
    { "Fn::GetAZs", &Intrinsics::getAzs },
};

std::optional<yaml::Node> Intrinsics::call(const QString &name, const yaml::Node &argument)
{
    if (name == "Condition"_L1)
        return std::nullopt;
    for (const Named &known : functions) {
        if (name == QLatin1StringView(known.name))
            return (this->*known.function)(argument);
    }
    if (!name.startsWith("Fn::"_L1))
        return std::nullopt;
    QStringList names;
    for (const Named &known : functions)
        names.append(QLatin1StringView(known.name));
    const QString near = yaml::nearest(name, names);
    problem(Problem::Severity::Error, u"The function “%1” is not worked out here; an empty text is used."_s.arg(name),
            near.isEmpty() ? u"There are: %1."_s.arg(names.join(u", "_s)) : u"Did you mean “%1”?"_s.arg(near), argument.place);
    return textNode({}, argument.place);
}

yaml::Node Intrinsics::ref(const yaml::Node &argument)
{
    return argument.isScalar() ? named(argument.toText(), argument.place)
                               : wrong(u"Ref"_s, u"the name of a parameter or resource"_s, argument.place);
}

yaml::Node Intrinsics::getAtt(const yaml::Node &argument)
{
    QString whole = argument.toText();
    if (argument.isSequence()) {
        QStringList parts;
        for (const yaml::Node &part : argument.items)
            parts.append(text(part));
        whole = parts.join(u'.');
    }
    const qsizetype dot = whole.indexOf(u'.');
    if (dot <= 0)
        return wrong(u"Fn::GetAtt"_s, u"a resource and an attribute"_s, argument.place);
    return textNode(attribute(whole.left(dot), whole.mid(dot + 1), argument.place), argument.place);
}

yaml::Node Intrinsics::sub(const yaml::Node &argument)
{
    const yaml::Node form = argument.isSequence() ? argument.items.value(0) : argument;
    const yaml::Node values = argument.isSequence() ? argument.items.value(1) : yaml::Node();
    if (!form.isScalar())
        return wrong(u"Fn::Sub"_s, u"a text, or [text, values]"_s, argument.place);
    QString result;
    qsizetype at = 0;
    while (result.size() < maxText) {
        const qsizetype start = form.text.indexOf("${"_L1, at);
        const qsizetype end = start < 0 ? -1 : form.text.indexOf(u'}', start);
        if (end < 0)
            break;
        result += QStringView(form.text).mid(at, start - at);
        const QString name = form.text.mid(start + 2, end - start - 2).trimmed();
        at = end + 1;
        if (name.startsWith(u'!'))
            result += u"${"_s + name.mid(1) + u'}';
        else if (values.contains(name))
            result += text(values[name]);
        else if (name.contains(u'.'))
            result += attribute(name.section(u'.', 0, 0), name.section(u'.', 1), form.place);
        else
            result += named(name, form.place).toText();
    }
    return textNode((result + form.text.mid(at)).left(maxText), form.place);
}

yaml::Node Intrinsics::join(const yaml::Node &argument)
{
    const yaml::Node values = argument.items.size() == 2 ? resolve(argument.items.at(1)) : yaml::Node();
    if (!values.isSequence())
        return wrong(u"Fn::Join"_s, u"[delimiter, [values]]"_s, argument.place);
    const QString delimiter = argument.items.at(0).toText();
    QString result;
    for (qsizetype i = 0; i < values.items.size() && result.size() < maxText; ++i)
        result += (i > 0 ? delimiter : QString()) + values.items.at(i).toText();
    return textNode(result, argument.place);
}

yaml::Node Intrinsics::select(const yaml::Node &argument)
{
    const yaml::Node values = argument.items.size() == 2 ? resolve(argument.items.at(1)) : yaml::Node();
    bool isNumber = false;
    const int index = argument.items.isEmpty() ? -1 : text(argument.items.at(0)).toInt(&isNumber);
    if (!values.isSequence() || !isNumber)
        return wrong(u"Fn::Select"_s, u"[index, [values]]"_s, argument.place);
    if (index < 0 || index >= values.items.size())
        return wrong(u"Fn::Select"_s, u"an index from 0 to %1, not %2"_s.arg(values.items.size() - 1).arg(index), argument.place);
    return values.items.at(index);
}

yaml::Node Intrinsics::split(const yaml::Node &argument)
{
    if (argument.items.size() != 2 || argument.items.at(0).toText().isEmpty())
        return wrong(u"Fn::Split"_s, u"[delimiter, text]"_s, argument.place);
    yaml::Node list;
    list.kind = yaml::Node::Kind::Sequence;
    list.place = argument.place;
    const QStringList parts = text(argument.items.at(1)).split(argument.items.at(0).toText());
    for (const QString &part : parts)
        list.items.append(textNode(part, argument.place));
    return list;
}

yaml::Node Intrinsics::findInMap(const yaml::Node &argument)
{
    if (argument.items.size() < 3)
        return wrong(u"Fn::FindInMap"_s, u"[map, first key, second key]"_s, argument.place);
    const QString map = text(argument.items.at(0));
    const QString first = text(argument.items.at(1));
    const QString second = text(argument.items.at(2));
    const yaml::Node &row = m_root[u"Mappings"_s][map][first];
    if (row.contains(second))
        return row[second];
    if (argument.items.size() > 3 && argument.items.at(3).contains(u"DefaultValue"_s))
        return resolve(argument.items.at(3)[u"DefaultValue"_s]);
    problem(Problem::Severity::Error,
            u"The mapping “%1” has no “%2” → “%3”; an empty text is used."_s.arg(map, first, second), {}, argument.place);
    return textNode({}, argument.place);
}

yaml::Node Intrinsics::choose(const yaml::Node &argument)
{
    if (argument.items.size() != 3)
        return wrong(u"Fn::If"_s, u"[condition, value if true, value if false]"_s, argument.place);
    const bool isTrue = condition(argument.items.at(0).toText(), argument.items.at(0).place);
    return resolve(argument.items.at(isTrue ? 1 : 2));
}

yaml::Node Intrinsics::equals(const yaml::Node &argument)
{
    if (argument.items.size() != 2)
        return wrong(u"Fn::Equals"_s, u"two values"_s, argument.place);
    return booleanNode(text(argument.items.at(0)) == text(argument.items.at(1)), argument.place);
}

yaml::Node Intrinsics::allOf(const yaml::Node &argument)
{
    for (const yaml::Node &item : argument.items) {
        if (!holds(item))
            return booleanNode(false, argument.place);
    }
    return booleanNode(true, argument.place);
}

yaml::Node Intrinsics::anyOf(const yaml::Node &argument)
{
    for (const yaml::Node &item : argument.items) {
        if (holds(item))
            return booleanNode(true, argument.place);
    }
    return booleanNode(false, argument.place);
}

yaml::Node Intrinsics::noneOf(const yaml::Node &argument)
{
    if (argument.items.size() != 1)
        return wrong(u"Fn::Not"_s, u"[condition]"_s, argument.place);
    return booleanNode(!holds(argument.items.first()), argument.place);
}

// Exports live in other stacks: the value table, by the export's name.
yaml::Node Intrinsics::importValue(const yaml::Node &argument)
{
    const QString name = text(argument);
    const std::optional<QString> given = m_settings.value(name);
    return given ? textNode(*given, argument.place) : standIn(name, argument.place);
}

yaml::Node Intrinsics::base64(const yaml::Node &argument)
{
    return textNode(QString::fromLatin1(text(argument).toUtf8().toBase64()), argument.place);
}

yaml::Node Intrinsics::length(const yaml::Node &argument)
{
    yaml::Node node = textNode(QString::number(resolve(argument).items.size()), argument.place);
    node.kind = yaml::Node::Kind::Integer;
    return node;
}

yaml::Node Intrinsics::toJsonString(const yaml::Node &argument)
{
    const QJsonValue json = resolve(argument).toJson();
    const QJsonDocument document = json.isArray() ? QJsonDocument(json.toArray()) : QJsonDocument(json.toObject());
    return textNode(QString::fromUtf8(document.toJson(QJsonDocument::Compact)), argument.place);
}

yaml::Node Intrinsics::getAzs(const yaml::Node &argument)
{
    const QString given = text(argument);
    const QString region = given.isEmpty() ? m_stack.region : given;
    yaml::Node list;
    list.kind = yaml::Node::Kind::Sequence;
    list.place = argument.place;
    for (const char zone : { 'a', 'b', 'c' })
        list.items.append(textNode(region + QLatin1Char(zone), argument.place));
    return list;
}

} // namespace greenroom
