// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/lambda/runtimeapi.h"

#include "gateway/http/httpconnection.h"

#include <QTcpSocket>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr char base[] = "/2018-06-01/runtime/";

HttpResponse error(int status, const char *type, const char *message)
{
    return HttpResponse::json(
        status, QByteArray("{\"errorMessage\":\"") + message + "\",\"errorType\":\"" + type + "\"}");
}

// Kept when it is one of the platform's own, else said to be unknown (contract §8.1).
QByteArray errorTypeOf(const QByteArray &header, const char *unknown)
{
    return header.startsWith("Runtime.") || header.startsWith("Function.") ? header : QByteArray(unknown);
}

HttpResponse accepted()
{
    return HttpResponse::json(202, R"({"status":"OK"})");
}

} // namespace

RuntimeApi::RuntimeApi(qint64 payloadLimit, QObject *parent)
    : QObject(parent)
    , m_payloadLimit(payloadLimit)
{
    m_limits.headBytes = 64 * 1024;
    m_limits.headTimeoutMs = 0;   // a handler may take its time between head and body
    m_limits.urlCharacters = 0;
    connect(&m_server, &QTcpServer::newConnection, this, &RuntimeApi::onConnection);
    m_router.add(
        [](const HttpRequest &request) {
            return request.head.method == "GET" && request.head.target.endsWith("/invocation/next");
        },
        [this](const HttpRequest &request, const HttpRouter::Respond &respond) { onNext(request, respond); });
    m_router.add(
        [](const HttpRequest &request) { return request.head.method == "POST" && request.head.target.startsWith(base); },
        [this](const HttpRequest &request, const HttpRouter::Respond &respond) { onPost(request, respond); });
}

bool RuntimeApi::listen()
{
    return m_server.listen(QHostAddress::LocalHost, 0);
}

QString RuntimeApi::address() const
{
    return u"127.0.0.1:%1"_s.arg(m_server.serverPort());
}

void RuntimeApi::onConnection()
{
    while (QTcpSocket *socket = m_server.nextPendingConnection()) {
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        const auto gate = [this](const RequestHead &head) {
            HttpResponse response;
            response.status = 0;
            refuseTooLarge(head.contentLength(), &response);
            return response;
        };
        auto *connection = new HttpConnection(socket, false, m_limits, m_router, gate,
                                              [](QTcpSocket *upgrading) { upgrading->deleteLater(); }, this);
        connection->answerAtOnce();
    }
}

// An announced length is refused before a byte of it is read; a chunked result when it is there.
bool RuntimeApi::refuseTooLarge(qint64 size, HttpResponse *response)
{
    if (m_payloadLimit <= 0 || size <= m_payloadLimit)
        return false;
    *response = error(413, "RequestEntityTooLarge", "Exceeded maximum allowed payload size");
    m_current.clear();   // failed, and so answered
    emit tooLarge();
    return true;
}

void RuntimeApi::onNext(const HttpRequest &, const HttpRouter::Respond &respond)
{
    // One invocation at a time: the current one is answered first.
    if (!m_current.isEmpty()) {
        respond(error(403, "InvalidStateTransition", "The invocation before is not answered yet"));
        return;
    }
    m_isUp = true;
    m_next = respond;
    emit waiting();
}

void RuntimeApi::give(const Work &work)
{
    if (!m_next)
        return;
    m_current = work.requestId;
    HttpResponse response;
    response.headers = {
        { "Content-Type", "application/json" },
        { "Lambda-Runtime-Aws-Request-Id", work.requestId },
        { "Lambda-Runtime-Deadline-Ms", QByteArray::number(work.deadlineMs) },
        { "Lambda-Runtime-Invoked-Function-Arn", work.functionArn },
        { "Lambda-Runtime-Trace-Id", work.traceId },
    };
    if (!work.clientContext.isEmpty())
        response.headers.append(RequestHead::Header { "Lambda-Runtime-Client-Context", work.clientContext });
    response.body = work.event;
    std::exchange(m_next, nullptr)(response);
}

void RuntimeApi::onPost(const HttpRequest &request, const HttpRouter::Respond &respond)
{
    // Copies: answering makes the connection forget its request.
    const QByteArray body = request.body;
    const QByteArray path = request.head.path().mid(qsizetype(sizeof base) - 1);
    const QByteArray type = request.head.header("Lambda-Runtime-Function-Error-Type");
    if (path == "init/error") {
        onInitError(body, type, respond);
        return;
    }
    const QList<QByteArray> parts = path.split('/');   // invocation/{id}/response|error
    if (parts.size() != 3 || parts.first() != "invocation" || (parts.at(2) != "response" && parts.at(2) != "error")) {
        respond(error(404, "NotFound", "There is no such call"));
        return;
    }
    if (m_current.isEmpty() || parts.at(1) != m_current) {
        respond(error(400, "InvalidRequestID", "Invalid request ID"));
        return;
    }
    if (HttpResponse response; refuseTooLarge(body.size(), &response)) {
        respond(response);
        return;
    }
    const QByteArray id = std::exchange(m_current, {});
    respond(accepted());
    if (parts.at(2) == "response")
        emit responded(id, body);
    else
        emit failed(id, body, errorTypeOf(type, "Function.Unknown"));
}

void RuntimeApi::onInitError(const QByteArray &body, const QByteArray &type, const HttpRouter::Respond &respond)
{
    if (m_isUp) {
        respond(error(403, "InvalidStateTransition", "State transition is not allowed: init is over"));
        return;
    }
    respond(accepted());
    emit initFailed(body, errorTypeOf(type, "Runtime.Unknown"));
}

} // namespace greenroom
