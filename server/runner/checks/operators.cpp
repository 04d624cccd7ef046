// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/checks/words.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <cmath>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QString textOf(const QJsonValue &value)
{
    return value.isString() ? value.toString() : shown(value);
}

// "1.5s" is 1500 (ms), "20kB" is 20000: what min and max are compared with.
std::optional<double> numberOf(const QJsonValue &value)
{
    if (value.isDouble())
        return value.toDouble();
    const QString text = value.toString().trimmed();
    bool ok = false;
    const double number = text.toDouble(&ok);
    if (ok)
        return number;
    if (const std::optional<int> ms = parseDuration(text))
        return *ms;
    if (const std::optional<qint64> bytes = parseSize(text))
        return double(*bytes);
    return std::nullopt;
}

bool sameValue(const QJsonValue &a, const QJsonValue &b, const yaml::Node &modifiers)
{
    if (a.isString() && b.isString())
        return a.toString().compare(b.toString(), modifiers[u"ignore_case"_s].toBool() ? Qt::CaseInsensitive : Qt::CaseSensitive) == 0;
    // A page says "12" where a suite says 12.
    if (a.isString() && b.isDouble())
        return textOf(a) == textOf(b);
    return a == b;
}

Qt::CaseSensitivity caseOf(const yaml::Node &modifiers)
{
    return modifiers[u"ignore_case"_s].toBool() ? Qt::CaseInsensitive : Qt::CaseSensitive;
}

Verdict equals(const Found &found, const QJsonValue &wanted, const yaml::Node &modifiers)
{
    // status: [200, 302] means one of them.
    if (wanted.isArray() && !found.value.isArray()) {
        for (const QJsonValue &candidate : wanted.toArray()) {
            if (sameValue(found.value, candidate, modifiers))
                return { true, u"one of %1"_s.arg(shown(wanted)), shown(found.value) };
        }
        return { false, u"one of %1"_s.arg(shown(wanted)), shown(found.value) };
    }
    return { sameValue(found.value, wanted, modifiers), shown(wanted), shown(found.value) };
}

Verdict notEquals(const Found &found, const QJsonValue &wanted, const yaml::Node &modifiers)
{
    const Verdict same = equals(found, wanted, modifiers);
    return { !same.held, u"not %1"_s.arg(same.wanted), same.got };
}

Verdict contains(const Found &found, const QJsonValue &wanted, const yaml::Node &modifiers)
{
    return { textOf(found.value).contains(textOf(wanted), caseOf(modifiers)), u"contains “%1”"_s.arg(textOf(wanted)), shown(found.value) };
}

Verdict notContains(const Found &found, const QJsonValue &wanted, const yaml::Node &modifiers)
{
    return { !textOf(found.value).contains(textOf(wanted), caseOf(modifiers)), u"does not contain “%1”"_s.arg(textOf(wanted)), shown(found.value) };
}

bool isMatch(const Found &found, const QJsonValue &wanted, const yaml::Node &modifiers)
{
    return QRegularExpression(textOf(wanted), modifiers[u"ignore_case"_s].toBool() ? QRegularExpression::CaseInsensitiveOption
                                                                                   : QRegularExpression::NoPatternOption)
        .match(textOf(found.value)).hasMatch();
}

Verdict matches(const Found &found, const QJsonValue &wanted, const yaml::Node &modifiers)
{
    return { isMatch(found, wanted, modifiers), u"matches %1"_s.arg(textOf(wanted)), shown(found.value) };
}

Verdict notMatches(const Found &found, const QJsonValue &wanted, const yaml::Node &modifiers)
{
    return { !isMatch(found, wanted, modifiers), u"does not match %1"_s.arg(textOf(wanted)), shown(found.value) };
}

Verdict startsWith(const Found &found, const QJsonValue &wanted, const yaml::Node &modifiers)
{
    return { textOf(found.value).startsWith(textOf(wanted), caseOf(modifiers)), u"starts with “%1”"_s.arg(textOf(wanted)), shown(found.value) };
}

Verdict endsWith(const Found &found, const QJsonValue &wanted, const yaml::Node &modifiers)
{
    return { textOf(found.value).endsWith(textOf(wanted), caseOf(modifiers)), u"ends with “%1”"_s.arg(textOf(wanted)), shown(found.value) };
}

// -1, 0 or 1; nothing when the two cannot be ordered. Dates only where `as: date` says so.
std::optional<int> order(const QJsonValue &have, const QJsonValue &limit, const yaml::Node &modifiers)
{
    if (modifiers[u"as"_s].toText() == "date"_L1) {
        const QDateTime a = QDateTime::fromString(have.toString(), Qt::ISODate);
        const QDateTime b = QDateTime::fromString(limit.toString(), Qt::ISODate);
        if (!a.isValid() || !b.isValid())
            return std::nullopt;
        return a < b ? -1 : a > b ? 1 : 0;
    }
    const std::optional<double> a = numberOf(have);
    const std::optional<double> b = numberOf(limit);
    if (!a || !b)
        return std::nullopt;
    return *a < *b ? -1 : *a > *b ? 1 : 0;
}

Verdict atLeast(const Found &found, const QJsonValue &wanted, const yaml::Node &modifiers)
{
    return { order(found.value, wanted, modifiers).value_or(-1) >= 0, u"at least %1"_s.arg(shown(wanted)), shown(found.value) };
}

Verdict atMost(const Found &found, const QJsonValue &wanted, const yaml::Node &modifiers)
{
    return { order(found.value, wanted, modifiers).value_or(1) <= 0, u"at most %1"_s.arg(shown(wanted)), shown(found.value) };
}

Verdict in(const Found &found, const QJsonValue &wanted, const yaml::Node &modifiers)
{
    return equals(found, wanted.isArray() ? wanted : QJsonValue(QJsonArray { wanted }), modifiers);
}

Verdict exists(const Found &found, const QJsonValue &wanted, const yaml::Node &)
{
    return { found.missing != wanted.toBool(true), wanted.toBool(true) ? u"is there"_s : u"is not there"_s,
             found.missing ? u"nothing"_s : shown(found.value) };
}

Verdict empty(const Found &found, const QJsonValue &wanted, const yaml::Node &)
{
    const bool isEmpty = found.missing || found.value.isNull() || (found.value.isString() && found.value.toString().trimmed().isEmpty())
        || (found.value.isArray() && found.value.toArray().isEmpty()) || (found.value.isObject() && found.value.toObject().isEmpty());
    return { isEmpty == wanted.toBool(true), wanted.toBool(true) ? u"empty"_s : u"not empty"_s,
             found.missing ? u"nothing"_s : shown(found.value) };
}

QString typeName(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool: return u"boolean"_s;
    case QJsonValue::Double: return value.toDouble() == std::floor(value.toDouble()) ? u"integer"_s : u"number"_s;
    case QJsonValue::String: return u"text"_s;
    case QJsonValue::Array: return u"list"_s;
    case QJsonValue::Object: return u"object"_s;
    default: return u"null"_s;
    }
}

Verdict type(const Found &found, const QJsonValue &wanted, const yaml::Node &)
{
    static const QHash<QString, QString> synonyms { { u"string"_s, u"text"_s }, { u"array"_s, u"list"_s } };
    const QString name = synonyms.value(wanted.toString(), wanted.toString());
    const QString have = typeName(found.value);
    return { have == name || (name == "number"_L1 && have == "integer"_L1), name, u"%1 (%2)"_s.arg(have, shown(found.value)) };
}

// A number, or operators on it: { min: 3 }.
Verdict onNumber(double have, const QJsonValue &wanted, const yaml::Node &modifiers)
{
    Found number;
    number.value = have;
    if (!wanted.isObject())
        return equals(number, wanted, modifiers);
    const QJsonObject operators = wanted.toObject();
    Verdict all { !operators.isEmpty(), {}, shown(have) };
    for (auto it = operators.begin(); it != operators.end(); ++it) {
        const OperatorWord *word = findOperator(it.key());
        const Verdict verdict = word ? word->compare(number, *it, modifiers) : Verdict { false, u"“%1”, which is no operator"_s.arg(it.key()), {} };
        all.held = all.held && verdict.held;
        all.wanted += (all.wanted.isEmpty() ? QString() : u", "_s) + verdict.wanted;
    }
    return all;
}

Verdict length(const Found &found, const QJsonValue &wanted, const yaml::Node &modifiers)
{
    const qsizetype have = found.value.isArray() ? found.value.toArray().size()
        : found.value.isObject()                 ? found.value.toObject().size()
                                                 : textOf(found.value).size();
    Verdict verdict = onNumber(double(have), wanted, modifiers);
    verdict.wanted = u"length "_s + verdict.wanted;
    return verdict;
}

Verdict count(const Found &found, const QJsonValue &wanted, const yaml::Node &modifiers)
{
    Verdict verdict = onNumber(double(found.all.size()), wanted, modifiers);
    verdict.wanted = u"count "_s + verdict.wanted;
    return verdict;
}

Verdict includes(const Found &found, const QJsonValue &wanted, const yaml::Node &modifiers)
{
    const QJsonArray values = found.value.isArray() ? found.value.toArray() : toArray(found.all);
    for (const QJsonValue &value : values) {
        if (sameValue(value, wanted, modifiers))
            return { true, u"includes %1"_s.arg(shown(wanted)), shown(QJsonValue(values)) };
    }
    return { false, u"includes %1"_s.arg(shown(wanted)), shown(QJsonValue(values)) };
}

Verdict like(const Found &found, const QJsonValue &wanted, const yaml::Node &)
{
    QJsonValue have = found.value;
    if (have.isString() && !wanted.isString()) {
        const QJsonDocument document = QJsonDocument::fromJson(have.toString().toUtf8());
        have = document.isObject() ? QJsonValue(document.object()) : QJsonValue(document.array());
    }
    return { isLike(have, wanted), u"like %1"_s.arg(shown(wanted)), shown(found.value) };
}

} // namespace

bool isLike(const QJsonValue &have, const QJsonValue &wanted)
{
    if (wanted.isObject()) {
        const QJsonObject object = wanted.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (!have.toObject().contains(it.key()) || !isLike(have.toObject().value(it.key()), *it))
                return false;
        }
        return have.isObject();
    }
    if (wanted.isArray()) {
        const QJsonArray list = wanted.toArray();
        if (!have.isArray() || have.toArray().size() != list.size())
            return false;
        for (qsizetype i = 0; i < list.size(); ++i) {
            if (!isLike(have.toArray().at(i), list.at(i)))
                return false;
        }
        return true;
    }
    return have == wanted;
}

QJsonArray toArray(const QList<QJsonValue> &values)
{
    QJsonArray array;
    for (const QJsonValue &value : values)
        array.append(value);
    return array;
}

QString shown(const QJsonValue &value)
{
    QString text;
    if (value.isString()) {
        text = value.toString();
    } else if (value.isUndefined()) {
        text = u"nothing"_s;
    } else {
        const QByteArray json = QJsonDocument(QJsonArray { value }).toJson(QJsonDocument::Compact);
        text = QString::fromUtf8(json.mid(1, json.size() - 2));
    }
    return text.size() > 300 ? text.left(300) + u'…' : text;
}

// The table of operators: how it is compared.
const QList<OperatorWord> &operatorTable()
{
    static const QList<OperatorWord> table {
        { "equals", &equals, false },
        { "not_equals", &notEquals, false },
        { "contains", &contains, false },
        { "not_contains", &notContains, false },
        { "matches", &matches, false },
        { "not_matches", &notMatches, false },
        { "starts_with", &startsWith, false },
        { "ends_with", &endsWith, false },
        { "min", &atLeast, false },
        { "max", &atMost, false },
        { "in", &in, false },
        { "exists", &exists, true },
        { "empty", &empty, true },
        { "type", &type, false },
        { "length", &length, false },
        { "count", &count, true },
        { "includes", &includes, false },
        { "like", &like, false },
    };
    return table;
}

} // namespace greenroom
