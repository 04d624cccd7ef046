// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/variables.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int maxDepth = 20;
constexpr int maxRepeat = 64 * 1024 * 1024;

QString textOf(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    if (value.isArray())
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    return value.toVariant().toString();
}

yaml::Node nodeOf(const QJsonValue &value, const Place &place)
{
    yaml::Node node;
    node.place = place;
    switch (value.type()) {
    case QJsonValue::Bool:
        node.kind = yaml::Node::Kind::Boolean;
        node.text = value.toBool() ? u"true"_s : u"false"_s;
        break;
    case QJsonValue::Double:
        node.kind = value.toDouble() == double(value.toInteger()) ? yaml::Node::Kind::Integer : yaml::Node::Kind::Number;
        node.text = textOf(value);
        break;
    case QJsonValue::String:
        node.kind = yaml::Node::Kind::Text;
        node.text = value.toString();
        break;
    case QJsonValue::Array:
        node.kind = yaml::Node::Kind::Sequence;
        for (const QJsonValue &item : value.toArray())
            node.items.append(nodeOf(item, place));
        break;
    case QJsonValue::Object: {
        node.kind = yaml::Node::Kind::Mapping;
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            node.keys.append(nodeOf(it.key(), place));
            node.items.append(nodeOf(*it, place));
        }
        break;
    }
    default: break;
    }
    return node;
}

QString unquoted(const QString &text)
{
    const QString trimmed = text.trimmed();
    const bool quoted = trimmed.size() >= 2 && (trimmed.front() == u'\'' || trimmed.front() == u'"')
        && trimmed.back() == trimmed.front();
    return quoted ? trimmed.mid(1, trimmed.size() - 2) : QString();
}

} // namespace

void Variables::set(const QMap<QString, yaml::Node> &values)
{
    for (auto it = values.begin(); it != values.end(); ++it)
        m_values.insert(it.key(), it->toJson());
}

bool Variables::contains(const QString &name) const
{
    return m_values.contains(name) && !m_values.value(name).isNull() && m_values.value(name) != QJsonValue(false)
        && m_values.value(name) != QJsonValue(QString());
}

Result<QJsonValue> Variables::evaluate(const QString &expression, const Place &place, int depth) const
{
    const QString name = expression.trimmed();
    if (depth > maxDepth)
        return Error { 2, u"%1: the variable “%2” refers to itself"_s.arg(place.toString(), name) };
    const qsizetype paren = name.indexOf(u'(');
    if (paren > 0 && name.endsWith(u')'))
        return call(name.left(paren), name.mid(paren + 1, name.size() - paren - 2), place, depth);
    if (name.startsWith("env."_L1))
        return QJsonValue(qEnvironmentVariable(name.mid(4).toLocal8Bit().constData()));
    if (name.startsWith("secret."_L1)) {
        const auto secret = m_secrets.constFind(name.mid(7));
        if (secret == m_secrets.constEnd())
            return Error { 2, u"%1: there is no secret “%2”"_s.arg(place.toString(), name.mid(7)) };
        return QJsonValue(*secret);
    }
    QJsonValue value = m_values.value(name);
    if (value.isUndefined() && name.contains(u'.'))
        value = m_values.value(name.section(u'.', 0, 0)).toObject().value(name.section(u'.', 1));
    if (value.isUndefined()) {
        QStringList known = m_values.keys();
        const QString near = yaml::nearest(name, known);
        return Error { 2, u"%1: there is no variable “%2”%3"_s.arg(place.toString(), name,
                                                                   near.isEmpty() ? QString() : u"; did you mean “%1”?"_s.arg(near)) };
    }
    if (value.isString() && value.toString().contains("${"_L1))
        return expandText(value.toString(), place, depth + 1);
    return value;
}

Result<QJsonValue> Variables::call(const QString &function, const QString &arguments, const Place &place, int depth) const
{
    const QStringList parts = arguments.trimmed().isEmpty() ? QStringList() : arguments.split(u',');
    const auto argument = [&](int index) -> Result<QString> {
        const QString text = parts.value(index).trimmed();
        if (text.isEmpty())
            return QString();
        if (text.front() == u'\'' || text.front() == u'"' || text.front().isDigit() || text.front() == u'-')
            return unquoted(text).isNull() ? text : unquoted(text);
        const Result<QJsonValue> value = evaluate(text, place, depth + 1);
        return value ? Result<QString>(textOf(*value)) : Result<QString>(value.error());
    };
    const Result<QString> first = argument(0);
    const Result<QString> second = argument(1);
    if (!first)
        return first.error();
    if (!second)
        return second.error();
    if (function == "uuid"_L1)
        return QJsonValue(QUuid::createUuid().toString(QUuid::WithoutBraces));
    if (function == "now"_L1)
        return *first == "unix"_L1 ? QJsonValue(QDateTime::currentSecsSinceEpoch())
                                   : QJsonValue(QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs));
    if (function == "random"_L1 && second->toInt() >= first->toInt())
        return QJsonValue(QRandomGenerator::global()->bounded(first->toInt(), second->toInt() + 1));
    if (function == "repeat"_L1 && second->toLongLong() * first->size() <= maxRepeat)
        return QJsonValue(first->repeated(second->toInt()));
    if (function == "base64"_L1)
        return QJsonValue(QString::fromLatin1(first->toUtf8().toBase64()));
    if (function == "sha256"_L1)
        return QJsonValue(QString::fromLatin1(QCryptographicHash::hash(first->toUtf8(), QCryptographicHash::Sha256).toHex()));
    const QStringList known { u"uuid"_s, u"now"_s, u"random"_s, u"repeat"_s, u"base64"_s, u"sha256"_s };
    const QString near = yaml::nearest(function, known);
    return Error { 2, u"%1: %2(%3) cannot be used here%4"_s.arg(
                          place.toString(), function, arguments,
                          near.isEmpty() || near == function ? u"; there are: %1"_s.arg(known.join(u", "_s)) : u"; did you mean “%1”?"_s.arg(near)) };
}

Result<QJsonValue> Variables::expandText(const QString &text, const Place &place, int depth) const
{
    QString result;
    qsizetype at = 0;
    while (at < text.size()) {
        const qsizetype start = text.indexOf("${"_L1, at);
        if (start < 0)
            break;
        if (start > 0 && text.at(start - 1) == u'$') {
            result += text.mid(at, start - 1 - at) + u"${"_s;
            at = start + 2;
            continue;
        }
        const qsizetype end = text.indexOf(u'}', start);
        if (end < 0)
            return Error { 2, u"%1: a variable is not closed: “%2”"_s.arg(place.toString(), text.mid(start, 40)) };
        const Result<QJsonValue> value = evaluate(text.mid(start + 2, end - start - 2), place, depth);
        if (!value)
            return value.error();
        if (start == 0 && end + 1 == text.size())
            return *value;   // only a variable: it keeps its type
        result += text.mid(at, start - at) + textOf(*value);
        at = end + 1;
    }
    return QJsonValue(result + text.mid(at));
}

Result<QString> Variables::expand(const QString &text, const Place &place) const
{
    const Result<QJsonValue> value = expandText(text, place, 0);
    return value ? Result<QString>(textOf(*value)) : Result<QString>(value.error());
}

Result<yaml::Node> Variables::expand(const yaml::Node &node) const
{
    if (node.isScalar()) {
        if (!node.isText() || !node.text.contains("${"_L1))
            return node;
        const Result<QJsonValue> value = expandText(node.text, node.place, 0);
        if (!value)
            return value.error();
        return nodeOf(*value, node.place);
    }
    yaml::Node copy = node;
    for (yaml::Node &item : copy.items) {
        Result<yaml::Node> expanded = expand(item);
        if (!expanded)
            return expanded.error();
        item = std::move(*expanded);
    }
    return copy;
}

Result<StepSpec> Variables::expand(const StepSpec &step) const
{
    StepSpec copy = step;
    // A talk fills its own variables as it goes: captures made in it are known to what follows.
    if (step.action != "websocket"_L1 && step.action != "wait"_L1) {
        Result<yaml::Node> value = expand(step.value);
        if (!value)
            return value.error();
        copy.value = *value;
    }
    const Result<QString> name = expand(step.name, step.place);
    if (!name)
        return name.error();
    copy.name = *name;
    return copy;
}

} // namespace greenroom
