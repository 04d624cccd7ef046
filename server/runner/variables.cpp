// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/variables.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QUuid>

#include <algorithm>
#include <utility>

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

// The “}” that ends what begins at `from`; quoted ones are text.
qsizetype closingBrace(const QString &text, qsizetype from)
{
    QChar quote;
    for (qsizetype i = from; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (!quote.isNull())
            quote = c == quote ? QChar() : quote;
        else if (c == u'\'' || c == u'"')
            quote = c;
        else if (c == u'}')
            return i;
    }
    return -1;
}

// "'a, b', 3" is two arguments.
QStringList splitArguments(const QString &text)
{
    QStringList parts;
    QString part;
    QChar quote;
    for (const QChar c : text) {
        if (!quote.isNull())
            quote = c == quote ? QChar() : quote;
        else if (c == u'\'' || c == u'"')
            quote = c;
        if (c == u',' && quote.isNull())
            parts.append(std::exchange(part, {}));
        else
            part += c;
    }
    return part.trimmed().isEmpty() && parts.isEmpty() ? QStringList() : parts << part;
}

bool mentionsVariables(const yaml::Node &node)
{
    return (node.isText() && node.text.contains("${"_L1)) || std::any_of(node.items.begin(), node.items.end(), &mentionsVariables);
}

QString unquoted(const QString &text)
{
    const QString trimmed = text.trimmed();
    const bool quoted = trimmed.size() >= 2 && (trimmed.front() == u'\'' || trimmed.front() == u'"')
        && trimmed.back() == trimmed.front();
    return quoted ? trimmed.mid(1, trimmed.size() - 2) : QString();
}

} // namespace

void Variables::set(const QString &name, const QJsonValue &value, Origin origin)
{
    m_values.insert(name, value);
    if (origin == Origin::Outside)
        m_outside.insert(name);
    else
        m_outside.remove(name);
}

void Variables::set(const QMap<QString, yaml::Node> &values)
{
    for (auto it = values.begin(); it != values.end(); ++it)
        set(it.key(), it->toJson());
}

bool Variables::holds(const QString &name) const
{
    const Result<QJsonValue> value = evaluate(name, {}, 0);
    return value && !value->isNull() && *value != QJsonValue(false) && *value != QJsonValue(QString());
}

QStringList Variables::functionWords()
{
    return { u"uuid"_s, u"now"_s, u"random"_s, u"repeat"_s, u"base64"_s, u"sha256"_s };
}

QStringList Variables::mentioned(const QString &text)
{
    QStringList names;
    for (qsizetype at = text.indexOf("${"_L1); at >= 0; at = text.indexOf("${"_L1, at + 2)) {
        const qsizetype end = closingBrace(text, at + 2);
        if (end >= 0 && (at == 0 || text.at(at - 1) != u'$'))
            names.append(text.mid(at + 2, end - at - 2).trimmed());
    }
    return names;
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
    return m_outside.contains(m_values.contains(name) ? name : name.section(u'.', 0, 0)) ? value : expandValue(value, place, depth + 1);
}

Result<QJsonValue> Variables::expandValue(const QJsonValue &value, const Place &place, int depth) const
{
    if (value.isString())
        return value.toString().contains("${"_L1) ? expandText(value.toString(), place, depth) : value;
    if (value.isArray()) {
        QJsonArray list;
        for (const QJsonValue &item : value.toArray()) {
            const Result<QJsonValue> expanded = expandValue(item, place, depth);
            if (!expanded)
                return expanded.error();
            list.append(*expanded);
        }
        return QJsonValue(list);
    }
    if (!value.isObject())
        return value;
    QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        const Result<QJsonValue> expanded = expandValue(*it, place, depth);
        if (!expanded)
            return expanded.error();
        *it = *expanded;
    }
    return QJsonValue(object);
}

Result<QJsonValue> Variables::call(const QString &function, const QString &arguments, const Place &place, int depth) const
{
    const QStringList parts = splitArguments(arguments);
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
    const auto number = [](const Result<QString> &text, bool *ok) { return text->toInt(ok); };
    bool whole = false;
    bool secondWhole = false;
    const int from = number(first, &whole);
    const int to = number(second, &secondWhole);
    if (function == "uuid"_L1 && parts.isEmpty())
        return QJsonValue(QUuid::createUuid().toString(QUuid::WithoutBraces));
    if (function == "now"_L1 && (parts.isEmpty() || *first == "unix"_L1))
        return *first == "unix"_L1 ? QJsonValue(QDateTime::currentSecsSinceEpoch())
                                   : QJsonValue(QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs));
    if (function == "random"_L1 && parts.size() == 2 && whole && secondWhole && to >= from)
        return QJsonValue(from + qint64(QRandomGenerator::global()->bounded(quint64(qint64(to) - from + 1))));
    if (function == "repeat"_L1 && parts.size() == 2 && secondWhole && to >= 0 && qint64(to) * first->size() <= maxRepeat)
        return QJsonValue(first->repeated(to));
    if (function == "base64"_L1 && parts.size() == 1)
        return QJsonValue(QString::fromLatin1(first->toUtf8().toBase64()));
    if (function == "sha256"_L1 && parts.size() == 1)
        return QJsonValue(QString::fromLatin1(QCryptographicHash::hash(first->toUtf8(), QCryptographicHash::Sha256).toHex()));
    const QStringList known = functionWords();
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
        const qsizetype end = closingBrace(text, start + 2);
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
    if (!mentionsVariables(node))
        return node;   // shared, not copied: most checks of most tests
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
