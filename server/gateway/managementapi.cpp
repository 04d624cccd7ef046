// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/managementapi.h"

#include "core/jsonstring.h"
#include "gateway/hostedapi.h"
#include "gateway/ids.h"
#include "gateway/proxyevent.h"

#include <QDateTime>
#include <QJsonDocument>

#include <optional>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// Where a request leads: the stage it named (empty: none) and the connection, decoded exactly once.
struct ManagementPath
{
    QString stage;
    QString connectionId;
};

std::optional<ManagementPath> parsePath(const QByteArray &path)
{
    const QList<QByteArray> parts = path.split('/');   // "", stage?, "@connections", id
    for (qsizetype i = 1; i <= 2 && i + 1 < parts.size(); ++i) {
        const QByteArray name = QByteArray::fromPercentEncoding(parts.at(i));
        if (name != "@connections" || i + 2 != parts.size())
            continue;
        return ManagementPath { i == 2 ? QString::fromUtf8(QByteArray::fromPercentEncoding(parts.at(1))) : QString(),
                                QString::fromUtf8(QByteArray::fromPercentEncoding(parts.at(i + 1))) };
    }
    return std::nullopt;
}

HttpResponse answer(int status, const QByteArray &errorType = {}, const QByteArray &body = {})
{
    HttpResponse response;
    response.status = status;
    response.headers = { { "x-amzn-RequestId", newUuid().toLatin1() }, { "x-amz-apigw-id", newRequestId().toLatin1() } };
    if (status != 204)
        response.headers.append(RequestHead::Header { "Content-Type", "application/json" });
    if (!errorType.isEmpty())
        response.headers.append(RequestHead::Header { "x-amzn-ErrorType", errorType });
    response.body = body;
    return response;
}

QByteArray errorBody(const QString &message, const QString &connectionId)
{
    return "{\"message\":" + jsonString(message.toUtf8()) + ",\"connectionId\":" + jsonString(connectionId.toUtf8())
        + ",\"requestId\":\"" + newRequestId().toLatin1() + "\"}";
}

QString isoTime(qint64 at)
{
    return QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODateWithMs);
}

HttpResponse describe(const Connection &connection)
{
    const QJsonObject json {
        { u"connectedAt"_s, isoTime(connection.facts().connectedAt) },
        { u"identity"_s, QJsonObject { { u"sourceIp"_s, connection.facts().sourceIp },
                                       { u"userAgent"_s, connection.facts().userAgent } } },
        { u"lastActiveAt"_s, isoTime(connection.lastActiveAt) },
    };
    return answer(200, {}, QJsonDocument(json).toJson(QJsonDocument::Compact));
}

HttpResponse post(HostedApi &api, const QString &id, const QByteArray &body)
{
    switch (api.post(id, body, u"post"_s)) {
    case HostedApi::Posted::Accepted: return answer(200);
    case HostedApi::Posted::Gone: return answer(410, "GoneException");
    case HostedApi::Posted::Full: return answer(429, "LimitExceededException");
    case HostedApi::Posted::NotText:
        return answer(400, "BadRequestException", errorBody(u"The message is not UTF-8 text"_s, id));
    case HostedApi::Posted::TooLarge:
        return answer(413, "PayloadTooLargeException", errorBody(u"Message too long"_s, id));
    }
    return answer(500, "InternalServerErrorException", R"({"message":"Internal server error"})");
}

HttpResponse handle(HostedApi &api, const HttpRequest &request)
{
    const std::optional<ManagementPath> path = parsePath(request.head.path());
    if (!path || (!path->stage.isEmpty() && path->stage != api.api().stage))
        return answer(403, "ForbiddenException", R"({"message":"Forbidden"})");
    if (api.signatures().strict) {
        const SignatureVerdict verdict = checkSignature(request.head, request.body, api.signatures());
        if (!verdict.isGood())
            return answer(403, verdict.errorType, "{\"message\":" + jsonString(verdict.message.toUtf8()) + '}');
    }
    if (!api.takeRequest())
        return answer(429, "LimitExceededException");
    const QString &id = path->connectionId;
    if (!isConnectionId(id))
        return answer(400, "BadRequestException", errorBody(u"Invalid connectionId: "_s + id, id));
    const QByteArray &method = request.head.method;
    if (method == "POST")
        return post(api, id, request.body);
    Connection *connection = api.connection(id);
    if (method == "GET")
        return connection ? describe(*connection) : answer(410, "GoneException");
    if (method == "DELETE") {
        if (!connection)
            return answer(410, "GoneException");
        connection->close(1000, {}, u"Connection Closed Normally"_s);
        return answer(204);
    }
    return answer(403, "MissingAuthenticationTokenException", R"({"message":"Missing Authentication Token"})");
}

} // namespace

void addManagementApi(HttpRouter &router, HostedApi &api)
{
    router.add(
        [](const HttpRequest &request) {
            return request.head.target.contains("@connections") || request.head.target.contains("%40connections");
        },
        [&api](const HttpRequest &request, const HttpRouter::Respond &respond) { respond(handle(api, request)); });
    // An ordinary GET below the stage is told to upgrade; anything else is nobody's.
    router.setFallback([&api](const HttpRequest &request, const HttpRouter::Respond &respond) {
        const QByteArray first = request.head.path().split('/').value(1);
        if (!first.isEmpty() && first != api.api().stage.toUtf8()) {
            respond(answer(403, "ForbiddenException", R"({"message":"Forbidden"})"));
            return;
        }
        HttpResponse response = answer(426, {}, R"({"message":"Upgrade Required"})");
        response.headers.append(RequestHead::Header { "Upgrade", "websocket" });
        respond(response);
    });
}

} // namespace greenroom
