// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxyresponse.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

Error malformed(const QString &why)
{
    return { 502, u"The handler's answer is no proxy response: "_s + why };
}

QString scalarText(const QJsonValue &value)
{
    return value.isString() ? value.toString() : value.toVariant().toString();
}

} // namespace

QByteArray ProxyResponse::header(const char *name) const
{
    for (const RequestHead::Header &candidate : headers) {
        if (candidate.name.compare(name, Qt::CaseInsensitive) == 0)
            return candidate.value;
    }
    return {};
}

Result<ProxyResponse> parseProxyResponse(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (json.trimmed() == "null")
        return malformed(u"it is nothing. Return { statusCode: 200 }."_s);
    if (!document.isObject())
        return malformed(u"it is not a JSON object."_s);
    const QJsonObject object = document.object();
    static const QStringList known { u"statusCode"_s, u"headers"_s, u"multiValueHeaders"_s, u"body"_s,
                                     u"isBase64Encoded"_s };
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!known.contains(it.key()))
            return malformed(u"it has the key “%1”; only %2 may stand there."_s.arg(it.key(), known.join(u", "_s)));
    }
    const QJsonValue status = object.value("statusCode"_L1);
    const int code = status.toInt();
    if (!status.isDouble() || status.toDouble() != code || code < 100 || code > 599)
        return malformed(u"its statusCode is missing or no status."_s);

    ProxyResponse response;
    response.statusCode = code;
    const QJsonValue body = object.value("body"_L1);
    if (!body.isUndefined() && !body.isNull()) {
        if (!body.isString())
            return malformed(u"its body is not a string."_s);
        const QByteArray text = body.toString().toUtf8();
        response.body = object.value("isBase64Encoded"_L1).toBool() ? QByteArray::fromBase64(text) : text;
    }
    const QJsonObject headers = object.value("headers"_L1).toObject();
    for (auto it = headers.begin(); it != headers.end(); ++it)
        response.headers.append({ it.key().toLatin1(), scalarText(*it).toUtf8() });
    const QJsonObject multi = object.value("multiValueHeaders"_L1).toObject();
    for (auto it = multi.begin(); it != multi.end(); ++it) {
        const QJsonArray values = it->toArray();
        for (const QJsonValue &value : values)
            response.headers.append({ it.key().toLatin1(), scalarText(value).toUtf8() });
    }
    return response;
}

QByteArray errorFrame(const char *message, const QString &connectionId, const QString &requestId)
{
    return QByteArray("{\"message\": \"") + message + "\", \"connectionId\":\"" + connectionId.toLatin1()
        + "\", \"requestId\":\"" + requestId.toLatin1() + "\"}";
}

QByteArray badBodyFrame(const QString &connectionId, const QString &messageId)
{
    return "{\"message\" : \"Bad request body\", \"connectionId\": \"" + connectionId.toLatin1() + "\", \"messageId\": \""
        + messageId.toLatin1() + "\"}";
}

} // namespace greenroom
