// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// $input and $util (contract §4.3).

#include "gateway/vtl/calls.h"

#include "core/jsonpath.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace greenroom::vtl {

namespace {

// Apache's StringEscapeUtils.escapeJavaScript: also ' and / and all that is not ASCII.
QString escapedJavaScript(const QString &text)
{
    static const QHash<QChar, QString> named { { u'\b', u"\\b"_s }, { u'\n', u"\\n"_s }, { u'\t', u"\\t"_s }, { u'\f', u"\\f"_s },
                                               { u'\r', u"\\r"_s }, { u'\'', u"\\'"_s }, { u'"', u"\\\""_s }, { u'\\', u"\\\\"_s },
                                               { u'/', u"\\/"_s } };
    QString escaped;
    for (const QChar c : text) {
        if (const auto found = named.constFind(c); found != named.constEnd())
            escaped += *found;
        else if (c < u' ' || c.unicode() > 0x7f)
            escaped += u"\\u"_s + QString::number(c.unicode(), 16).toUpper().rightJustified(4, u'0');
        else
            escaped += c;
    }
    return escaped;
}

// java.net.URLEncoder: a blank is “+”, and * - _ . stay.
QString urlEncoded(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text, "* ", "~").replace(' ', '+'));
}

QString urlDecoded(const QString &text)
{
    return QUrl::fromPercentEncoding(text.toUtf8().replace('+', ' '));
}

// A path of names and indexes alone keeps the order of keys; all others go through RFC 9535.
std::optional<Value> plainPath(const Value &root, const QString &path)
{
    static const QRegularExpression shape(uR"re(^\$(\.[A-Za-z_][A-Za-z0-9_-]*|\[\d+\]|\['[^'\]]*'\]|\["[^"\]]*"\])*$)re"_s);
    static const QRegularExpression step(uR"re(\.([A-Za-z_][A-Za-z0-9_-]*)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\])re"_s);
    if (!shape.match(path).hasMatch())
        return std::nullopt;
    Value value = root;
    auto steps = step.globalMatch(path);
    while (steps.hasNext()) {
        const QRegularExpressionMatch match = steps.next();
        if (match.capturedLength(2) > 0) {
            const qsizetype index = match.captured(2).toLongLong();
            value = value.list() && index < value.list()->items.size() ? value.list()->items.at(index) : Value();
            continue;
        }
        const QString name = match.captured(1) + match.captured(3) + match.captured(4);
        const Value *found = value.map() ? value.map()->find(name) : nullptr;
        value = found ? *found : Value();
    }
    return value;
}

// Several matches come as a list; one that was not found as null.
Result<Value> selected(const QByteArray &body, const QString &asked)
{
    const std::optional<Value> root = Value::fromJson(body);
    if (!root)
        return body.trimmed().isEmpty() ? Result<Value>(Value()) : Error { 2, u"the body is no JSON"_s };
    const QString path = asked.startsWith(u'$') ? asked : u"$."_s + asked;
    if (const std::optional<Value> plain = plainPath(*root, path))
        return *plain;
    const QJsonDocument document = QJsonDocument::fromJson('[' + body + ']');
    const Result<QList<QJsonValue>> found = jsonPath(path, document.array().first());
    if (!found)
        return found.error();
    if (isSingularPath(path))
        return found->isEmpty() ? Value() : Value::fromJson(found->first());
    QJsonArray all;
    for (const QJsonValue &value : *found)
        all.append(value);
    return Value::fromJson(QJsonValue(all));
}

// path, then querystring, then header; a header in any case.
Value parameter(const Value &params, const QString &name)
{
    for (const QString &kind : { u"path"_s, u"querystring"_s, u"header"_s }) {
        const Value *values = params.map() ? params.map()->find(kind) : nullptr;
        if (!values || !values->map())
            continue;
        for (const auto &[key, value] : values->map()->entries) {
            if (key == name || (kind == "header"_L1 && key.compare(name, Qt::CaseInsensitive) == 0))
                return value;
        }
    }
    return u""_s;
}

Result<Value> parsedJson(const QString &text)
{
    const std::optional<Value> value = Value::fromJson(text.toUtf8());
    if (!value)
        return Error { 2, u"$util.parseJson was given no JSON"_s };
    return *value;
}

struct Utility
{
    const char *name;
    Result<Value> (*call)(const QString &text);
};

constexpr Utility utilities[] = {
    { "escapeJavaScript", [](const QString &text) -> Result<Value> { return Value(escapedJavaScript(text)); } },
    { "parseJson", &parsedJson },
    { "urlEncode", [](const QString &text) -> Result<Value> { return Value(urlEncoded(text)); } },
    { "urlDecode", [](const QString &text) -> Result<Value> { return Value(urlDecoded(text)); } },
    { "base64Encode", [](const QString &text) -> Result<Value> { return Value(QString::fromLatin1(text.toUtf8().toBase64())); } },
    { "base64Decode", [](const QString &text) -> Result<Value> { return Value(QString::fromUtf8(QByteArray::fromBase64(text.toLatin1()))); } },
};

} // namespace

Result<Value> callInput(const Variables &variables, const QString &name, const QList<Value> &arguments)
{
    const QString first = arguments.isEmpty() ? QString() : arguments.first().text();
    if (name == "body"_L1)
        return Value(QString::fromUtf8(variables.body));
    if (name == "params"_L1)
        return arguments.isEmpty() ? variables.params : parameter(variables.params, first);
    if (name != "json"_L1 && name != "path"_L1)
        return Error { 2, u"$input has no “%1”; it has body, json, path and params"_s.arg(name) };
    const Result<Value> found = selected(variables.body, first.isEmpty() ? u"$"_s : first);
    if (!found || name == "path"_L1)
        return found;
    return Value(found->isNull() ? u"\"\""_s : QString::fromUtf8(found->json()));
}

Result<Value> callUtil(const QString &name, const QList<Value> &arguments)
{
    QStringList names;
    for (const Utility &utility : utilities) {
        if (name == QLatin1StringView(utility.name)) {
            if (arguments.size() != 1)
                return Error { 2, u"$util.%1 takes one argument"_s.arg(name) };
            return utility.call(arguments.first().text());
        }
        names.append(QLatin1StringView(utility.name));
    }
    return Error { 2, u"$util has no “%1”; it has %2"_s.arg(name, names.join(u", "_s)) };
}

} // namespace greenroom::vtl
