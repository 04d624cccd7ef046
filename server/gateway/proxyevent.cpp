// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/proxyevent.h"

#include "core/jsonstring.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTimeZone>
#include <QUrl>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QJsonObject stageVariables(const Api &api)
{
    QJsonObject variables;
    for (auto it = api.stageVariables.begin(); it != api.stageVariables.end(); ++it)
        variables.insert(it.key(), *it);
    return variables;
}

QJsonObject requestContext(const Api &api, const ConnectionFacts &connection, const EventFacts &event,
                           const QString &routeKey, const QString &eventType)
{
    QJsonObject identity { { u"sourceIp"_s, connection.sourceIp } };
    if (!connection.userAgent.isEmpty())
        identity.insert("userAgent"_L1, connection.userAgent);
    if (!event.apiKey.isEmpty())
        identity.insert("apiKey"_L1, event.apiKey);
    if (!event.accessKey.isEmpty()) {
        identity.insert("accessKey"_L1, event.accessKey);
        identity.insert("accountId"_L1, api.accountId);
    }
    QJsonObject context {
        { u"routeKey"_s, routeKey },
        { u"eventType"_s, eventType },
        { u"extendedRequestId"_s, event.requestId },
        { u"requestTime"_s, requestTime(event.at) },
        { u"messageDirection"_s, u"IN"_s },
        { u"stage"_s, api.stage },
        { u"connectedAt"_s, connection.connectedAt },
        { u"requestTimeEpoch"_s, event.at },
        { u"identity"_s, identity },
        { u"requestId"_s, event.requestId },
        { u"domainName"_s, connection.domainName },
        { u"connectionId"_s, connection.connectionId },
        { u"apiId"_s, api.id },
    };
    if (!connection.authorizer.isEmpty())
        context.insert("authorizer"_L1, connection.authorizer);
    return context;
}

void insertHeader(QJsonObject &single, QJsonObject &multi, const QString &name, const QString &value)
{
    single.insert(name, value);   // of a repeated header the last value
    QJsonArray values = multi.value(name).toArray();
    values.append(value);
    multi.insert(name, values);
}

QString decoded(const QByteArray &text)
{
    QByteArray plain = text;
    plain.replace('+', ' ');
    return QUrl::fromPercentEncoding(plain);
}

void insertQuery(QJsonObject &json, const QByteArray &query)
{
    QJsonObject single;
    QJsonObject multi;
    const QList<QByteArray> pairs = query.split('&');
    for (const QByteArray &pair : pairs) {
        if (pair.isEmpty())
            continue;
        const qsizetype equals = pair.indexOf('=');
        const QString name = decoded(equals < 0 ? pair : pair.left(equals));
        insertHeader(single, multi, name, equals < 0 ? QString() : decoded(pair.mid(equals + 1)));
    }
    if (single.isEmpty())
        return;
    json.insert("queryStringParameters"_L1, single);
    json.insert("multiValueQueryStringParameters"_L1, multi);
}

// The client's headers and those the gateway adds; events look as if they came through AWS.
void insertHeaders(QJsonObject &json, const ConnectionFacts &connection, const EventFacts &event,
                   const RequestHead &head, bool forAuthorizer)
{
    QJsonObject single;
    QJsonObject multi;
    for (const RequestHead::Header &header : head.headers) {
        const bool hop = header.name.compare("Connection", Qt::CaseInsensitive) == 0
            || header.name.compare("Upgrade", Qt::CaseInsensitive) == 0
            || header.name.compare("Content-Length", Qt::CaseInsensitive) == 0;
        if (!hop)
            insertHeader(single, multi, QString::fromLatin1(header.name), QString::fromUtf8(header.value));
    }
    insertHeader(single, multi, u"X-Amzn-Trace-Id"_s, u"Root="_s + event.traceId);
    insertHeader(single, multi, u"X-Forwarded-For"_s, connection.sourceIp);
    insertHeader(single, multi, u"X-Forwarded-Port"_s, u"443"_s);
    insertHeader(single, multi, u"X-Forwarded-Proto"_s, u"https"_s);
    if (forAuthorizer) {
        insertHeader(single, multi, u"Connection"_s, u"upgrade"_s);
        insertHeader(single, multi, u"Upgrade"_s, u"websocket"_s);
        insertHeader(single, multi, u"content-length"_s, u"0"_s);
    }
    json.insert("headers"_L1, single);
    json.insert("multiValueHeaders"_L1, multi);
}

QByteArray compact(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace

QByteArray connectEvent(const Api &api, const ConnectionFacts &connection, const EventFacts &event,
                        const RequestHead &head, double integrationLatencyMs)
{
    QJsonObject json;
    insertHeaders(json, connection, event, head, false);
    insertQuery(json, head.query());
    if (!api.stageVariables.isEmpty())
        json.insert("stageVariables"_L1, stageVariables(api));
    QJsonObject context = requestContext(api, connection, event, u"$connect"_s, u"CONNECT"_s);
    if (integrationLatencyMs >= 0) {
        QJsonObject authorizer = connection.authorizer;
        authorizer.insert("integrationLatency"_L1, qRound(integrationLatencyMs));
        context.insert("authorizer"_L1, authorizer);
    }
    json.insert("requestContext"_L1, context);
    json.insert("isBase64Encoded"_L1, false);
    return compact(json);
}

QByteArray authorizerEvent(const Api &api, const ConnectionFacts &connection, const EventFacts &event,
                           const RequestHead &head)
{
    QJsonObject json {
        { u"type"_s, u"REQUEST"_s },
        { u"methodArn"_s, methodArn(api, u"$connect"_s) },
        { u"stageVariables"_s, stageVariables(api) },
        { u"requestContext"_s, requestContext(api, connection, event, u"$connect"_s, u"CONNECT"_s) },
    };
    insertHeaders(json, connection, event, head, true);
    insertQuery(json, head.query());
    return compact(json);
}

QByteArray messageEvent(const Api &api, const ConnectionFacts &connection, const EventFacts &event,
                        const QString &routeKey, const QString &messageId, const QByteArray &body, bool base64)
{
    // By hand: this one stands between every message and its handler, and a QJsonObject of it costs 30 µs.
    QByteArray json;
    json.reserve(1024 + body.size() + body.size() / 8);
    const auto text = [&json](const char *name, const QString &value) {
        json += name;
        appendJsonString(json, value.toUtf8());
    };
    text(R"({"requestContext":{"routeKey":)", routeKey);
    if (!connection.authorizer.isEmpty())
        json += R"(,"authorizer":)" + compact(connection.authorizer);
    text(R"(,"messageId":)", messageId);
    text(R"(,"eventType":"MESSAGE","extendedRequestId":)", event.requestId);
    text(R"(,"requestTime":)", requestTime(event.at));
    text(R"(,"messageDirection":"IN","stage":)", api.stage);
    json += R"(,"connectedAt":)" + QByteArray::number(connection.connectedAt);
    json += R"(,"requestTimeEpoch":)" + QByteArray::number(event.at);
    text(R"(,"identity":{"sourceIp":)", connection.sourceIp);
    if (!connection.userAgent.isEmpty())
        text(R"(,"userAgent":)", connection.userAgent);
    text(R"(},"requestId":)", event.requestId);
    text(R"(,"domainName":)", connection.domainName);
    text(R"(,"connectionId":)", connection.connectionId);
    text(R"(,"apiId":)", api.id);
    json += '}';
    if (!api.stageVariables.isEmpty())
        json += ",\"stageVariables\":" + compact(stageVariables(api));
    json += ",\"body\":";
    appendJsonString(json, base64 ? body.toBase64() : body);
    json += base64 ? ",\"isBase64Encoded\":true}" : ",\"isBase64Encoded\":false}";
    return json;
}

QByteArray disconnectEvent(const Api &api, const ConnectionFacts &connection, const EventFacts &event, int code,
                           const QString &reason)
{
    // The four odd headers are exactly what AWS sends (DG-intreq).
    QJsonObject single;
    QJsonObject multi;
    insertHeader(single, multi, u"Host"_s, connection.domainName);
    insertHeader(single, multi, u"x-api-key"_s, {});
    insertHeader(single, multi, u"X-Forwarded-For"_s, {});
    insertHeader(single, multi, u"x-restapi"_s, {});
    QJsonObject context = requestContext(api, connection, event, u"$disconnect"_s, u"DISCONNECT"_s);
    context.insert("disconnectStatusCode"_L1, code);
    context.insert("disconnectReason"_L1, reason);
    QJsonObject json {
        { u"headers"_s, single },
        { u"multiValueHeaders"_s, multi },
        { u"requestContext"_s, context },
        { u"isBase64Encoded"_s, false },
    };
    if (!api.stageVariables.isEmpty())
        json.insert("stageVariables"_L1, stageVariables(api));
    return compact(json);
}

QString methodArn(const Api &api, const QString &routeKey)
{
    return u"arn:aws:execute-api:%1:%2:%3/%4/%5"_s.arg(api.region, api.accountId, api.id, api.stage, routeKey);
}

QString requestTime(qint64 at)
{
    static constexpr const char *months[]
        = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    // The text of the latest second is kept: thousands of events share it.
    static thread_local qint64 second = -1;
    static thread_local QString words;
    if (std::exchange(second, at / 1000) == at / 1000)
        return words;
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(at, Qt::UTC);
    words = time.toString(u"dd/'%1'/yyyy:HH:mm:ss +0000"_s.arg(QLatin1StringView(months[time.date().month() - 1])));
    return words;
}

} // namespace greenroom
