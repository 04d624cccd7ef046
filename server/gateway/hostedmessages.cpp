// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Messages of a hosted API (contract §3): route selection, integrations, answers and error frames.

#include "core/platformlog.h"
#include "gateway/hostedapi.h"
#include "gateway/ids.h"
#include "gateway/proxyresponse.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QPointer>
#include <QStringDecoder>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

// One call of an integration until its answer, its deadline, or both: whichever comes first answers.
struct HostedApi::Call
{
    QPointer<Connection> connection;
    Invocation invocation;
    QString function;
    QElapsedTimer timer;
    Deadlines::Key deadline;
    std::optional<Result<ProxyResponse>> proxy;   // its answer, once it was read as one
    bool answered = false;
};

namespace {

bool isUtf8(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    return !decoder.hasError();
}

IntegrationResponse failedOnPurpose()
{
    IntegrationResponse failed;
    failed.outcome = IntegrationResponse::Outcome::Error;
    failed.errorType = u"Greenroom.Fault"_s;
    failed.errorMessage = u"This invocation failed because a fault asked for it."_s;
    failed.statusCode = 0;
    return failed;
}

// A function that outlived our patience is billed for all of its time: its last lines say for how much.
void recordLate(Journal &journal, const Invocation &invocation, const QString &function, const IntegrationResponse &response)
{
    IntegrationAnswered answered;
    answered.requestId = invocation.requestId;
    answered.connectionId = invocation.connectionId;
    answered.function = function;
    answered.errorType = response.errorType;
    answered.handlerMs = response.handlerMs;
    answered.initMs = response.initMs;
    answered.billedMs = response.billedMs;
    answered.memoryMb = response.memoryMb;
    answered.maxMemoryMb = response.maxMemoryMb;
    answered.cold = response.cold;
    answered.lambdaRequestId = response.lambdaRequestId;
    const QList<FunctionLogged> lines = logLines(answered);
    for (const FunctionLogged &line : lines)
        journal.record(line);
}

QString outcomeName(IntegrationResponse::Outcome outcome)
{
    switch (outcome) {
    case IntegrationResponse::Outcome::Ok: return u"ok"_s;
    case IntegrationResponse::Outcome::Error: return u"error"_s;
    case IntegrationResponse::Outcome::Malformed: return u"malformed"_s;
    case IntegrationResponse::Outcome::Timeout: return u"timeout"_s;
    case IntegrationResponse::Outcome::NotCallable: return u"error"_s;
    }
    return {};
}

} // namespace

// builtin:echo and its like: counted, not recorded, answered on the spot.
void HostedApi::countMessage(Connection &connection, const QByteArray &body, bool binary)
{
    ++m_counts.received;
    m_counts.receivedBytes += body.size();
    if (!m_countTimer.isActive())
        m_countTimer.start();
    Integration *integration = integrationFor(u"$default"_s);
    if (!integration)
        return;
    Invocation invocation;
    invocation.connectionId = connection.id();
    invocation.body = body;
    invocation.binary = binary;
    const std::optional<IntegrationResponse> response = integration->invokeNow(invocation);
    if (!response)
        return;
    if (response->binary)
        connection.sendBinary(response->result);
    else
        connection.sendText(response->result);
    ++m_counts.sent;
    m_counts.sentBytes += response->result.size();
}

void HostedApi::takeMessage(Connection &connection, const QByteArray &body, bool binary)
{
    if (!m_api.recordTraffic) {
        countMessage(connection, body, binary);
        return;
    }
    connection.lastActiveAt = QDateTime::currentMSecsSinceEpoch();
    if (binary && !m_quotas.binaryAccepted && !m_api.acceptBinary) {
        MessageReceived received;
        received.connectionId = connection.id();
        received.opcode = u"binary"_s;
        received.size = body.size();
        received.body = body;
        m_journal.record(received);
        connection.close(1003, {}, u"Unsupported Data"_s);
        return;
    }
    // Not JSON, or nothing matches: $default; without one the client is told “Forbidden” (§3.3).
    QString routeKey;
    const Route *route = nullptr;
    if (m_routeSelection.isConstant())
        routeKey = m_routeSelection.evaluate(QJsonValue());
    else if (const QJsonDocument json = binary ? QJsonDocument() : QJsonDocument::fromJson(body); json.isObject())
        routeKey = m_routeSelection.evaluate(json.object());
    if (!routeKey.isEmpty() && routeKey != "$connect"_L1 && routeKey != "$disconnect"_L1)
        route = m_api.route(routeKey);
    if (!route) {
        routeKey = u"$default"_s;
        route = m_api.route(routeKey);
    }

    const QString requestId = newRequestId();
    MessageReceived received;
    received.connectionId = connection.id();
    received.messageId = newMessageId(connection.id());
    received.opcode = binary ? u"binary"_s : u"text"_s;
    received.size = body.size();
    received.body = body;
    received.routeKey = route ? routeKey : QString();
    received.requestId = requestId;
    m_journal.record(received);

    if (isThrottled(connection, requestId, route))
        return;
    if (!route || !integrationFor(route->key)) {
        sendFrame(connection, errorFrame("Forbidden", connection.id(), requestId), u"error"_s, requestId, {});
        return;
    }
    if (isRefusedByModel(connection, *route, received))
        return;
    if (m_api.serial && connection.busy) {
        connection.waiting.enqueue([this, &connection, key = route->key, messageId = received.messageId, requestId,
                                    body, binary] {
            if (const Route *later = m_api.route(key))
                dispatch(connection, *later, key, messageId, requestId, body, binary);
        });
        return;
    }
    dispatch(connection, *route, routeKey, received.messageId, requestId, body, binary);
}

void HostedApi::dispatch(Connection &connection, const Route &route, const QString &routeKey,
                         const QString &messageId, const QString &requestId, const QByteArray &body, bool binary)
{
    connection.busy = true;
    Invocation invocation;
    invocation.apiId = m_api.id;
    invocation.requestId = requestId;
    invocation.connectionId = connection.id();
    invocation.routeKey = routeKey;
    invocation.binary = binary;
    invocation.traceId = newTraceId();
    const EventFacts event { requestId, QDateTime::currentMSecsSinceEpoch(), invocation.traceId };
    // CONVERT_TO_BINARY decodes the text first; a binary message that is let in travels as base64.
    const bool convert = route.integration.convertToBinary && !binary;
    invocation.body = convert ? QByteArray::fromBase64(body) : body;
    invocation.event = messageEvent(m_api, connection.facts(), event, routeKey, messageId, invocation.body, convert || binary);
    begin(route, invocation, &connection,
          [this](const std::shared_ptr<Call> &call, const IntegrationResponse &response) { onAnswer(call, response); });
}

// Calls the integration and races its answer against the deadline. The function itself goes on running and
// billing after the gateway gave up, as the real one does.
void HostedApi::begin(const Route &route, const Invocation &invocation, Connection *connection, Answered answered)
{
    auto call = std::make_shared<Call>();
    call->connection = connection;
    call->invocation = invocation;
    call->function = route.integration.function;
    call->timer.start();
    IntegrationInvoked invoked;
    invoked.apiId = m_api.id;
    invoked.requestId = invocation.requestId;
    invoked.connectionId = invocation.connectionId;
    invoked.routeKey = invocation.routeKey;
    invoked.integration = integrationTypeName(route.integration.type);
    invoked.function = call->function;
    invoked.event = invocation.event;
    m_journal.record(invoked);

    ++m_calls;
    const auto answerOnce = [this, call, answered = std::move(answered)](const IntegrationResponse &response) {
        if (std::exchange(call->answered, true)) {
            recordLate(m_journal, call->invocation, call->function, response);
            return;
        }
        --m_calls;
        m_deadlines.callOff(call->deadline);
        answered(call, response);
    };
    int limit = route.integration.timeoutMs;
    if (m_quotas.integrationTimeoutMs > 0)
        limit = std::min(limit, m_quotas.integrationTimeoutMs);
    call->deadline = m_deadlines.add(limit, [answerOnce, limit] {
        IntegrationResponse late;
        late.outcome = IntegrationResponse::Outcome::Timeout;
        late.errorMessage = u"No answer within %1 ms."_s.arg(limit);
        answerOnce(late);
    });
    const bool isToFail = !m_faults.isQuiet() && m_faults.failsOne(call->function);
    (isToFail ? QtFuture::makeReadyFuture(failedOnPurpose()) : integrationFor(route.key)->invoke(invocation))
        .then(this, answerOnce)
        .onCanceled(this, [answerOnce] {
            IntegrationResponse dropped;
            dropped.outcome = IntegrationResponse::Outcome::Error;
            dropped.errorMessage = u"The integration gave no answer."_s;
            answerOnce(dropped);
        });
}

void HostedApi::onAnswer(const std::shared_ptr<Call> &call, const IntegrationResponse &response)
{
    using Outcome = IntegrationResponse::Outcome;
    Connection *connection = call->connection;
    const QString &requestId = call->invocation.requestId;
    const Route *route = m_api.route(call->invocation.routeKey);
    QString outcome = outcomeName(response.outcome);
    std::optional<QByteArray> frame;
    QString origin = u"response"_s;
    const auto fail = [&](const char *message) {
        frame = errorFrame(message, call->invocation.connectionId, requestId);
        origin = u"error"_s;
    };
    if (response.outcome == Outcome::Timeout) {
        fail("Endpoint request timed out");
    } else if (response.outcome != Outcome::Ok) {
        fail("Internal server error");
    } else if (response.isProxyResult) {
        call->proxy = parseProxyResponse(response.result);
        const Result<ProxyResponse> &proxy = *call->proxy;
        // One way or two: what is no proxy response is an error (§3.5), also nothing at all. Nor can bytes that
        // are no text be sent as one.
        if (!proxy || (route && route->twoWay && proxy->body && !isUtf8(*proxy->body))) {
            fail("Internal server error");
            outcome = u"malformed"_s;
        } else if (route && route->twoWay) {
            frame = proxy->body;
        }
    } else if (route && route->twoWay && !response.silent) {
        frame = response.result;
        if (!response.binary && !isUtf8(response.result)) {
            fail("Internal server error");
            outcome = u"malformed"_s;
        }
    }
    QByteArray clientGot;
    if (frame && connection && connection->isOpen()) {
        const bool binary = response.binary && origin == "response"_L1;
        if (sendFrame(*connection, *frame, origin, requestId, call->invocation.routeKey, binary))
            clientGot = *frame;
        connection->flush();
    }
    finishCall(call, response, outcome, clientGot);
    if (connection) {
        connection->busy = false;
        if (!connection->waiting.isEmpty())
            connection->waiting.dequeue()();
    }
}

void HostedApi::finishCall(const std::shared_ptr<Call> &call, const IntegrationResponse &response,
                           const QString &outcome, const QByteArray &clientGot)
{
    IntegrationAnswered answered;
    answered.requestId = call->invocation.requestId;
    answered.connectionId = call->invocation.connectionId;
    answered.routeKey = call->invocation.routeKey;
    answered.function = call->function;
    answered.outcome = outcome;
    answered.statusCode = response.statusCode;
    if (response.isProxyResult) {
        const Result<ProxyResponse> proxy = call->proxy ? *call->proxy : parseProxyResponse(response.result);
        answered.statusCode = proxy ? proxy->statusCode : 0;
        if (outcome == "malformed"_L1)
            answered.errorMessage = proxy ? u"The handler's answer cannot be sent: its body is no UTF-8 text."_s : proxy.error().text;
    }
    answered.errorType = response.errorType;
    if (answered.errorMessage.isEmpty())
        answered.errorMessage = response.errorMessage;
    answered.stackTrace = QJsonArray::fromStringList(response.stackTrace);
    answered.result = response.result;
    answered.clientGot = clientGot;
    answered.durationMs = double(call->timer.nsecsElapsed()) / 1e6;
    answered.queueMs = response.queueMs;
    answered.initMs = response.initMs;
    answered.handlerMs = response.handlerMs;
    answered.answerMs = std::max(0.0, answered.durationMs - response.queueMs - response.initMs - response.handlerMs);
    answered.billedMs = response.billedMs;
    answered.memoryMb = response.memoryMb;
    answered.maxMemoryMb = response.maxMemoryMb;
    answered.cold = response.cold;
    answered.lambdaRequestId = response.lambdaRequestId;
    answered.instance = response.instance;
    m_journal.record(answered);
}

void HostedApi::recordConnect(const std::shared_ptr<Call> &call, const IntegrationResponse &response)
{
    finishCall(call, response, outcomeName(response.outcome), {});
}

bool HostedApi::sendFrame(Connection &connection, const QByteArray &text, const QString &origin,
                          const QString &requestId, const QString &routeKey, bool binary)
{
    if (isFull(connection)) {
        notice(u"warning"_s,
               u"Connection %1 was closed with 1008: it reads too slowly, %2 MB were waiting."_s
                   .arg(connection.id()).arg(connection.waitingBytes() / 1'048'576),
               u"Read faster on the client's side, or send less."_s);
        connection.close(1008, {}, u"Policy Violation"_s);
        return false;
    }
    const qint64 now = m_faults.isQuiet() ? 0 : QDateTime::currentMSecsSinceEpoch();
    if (const int delay = m_faults.latencyMs(now); delay > 0 || !m_late.isEmpty()) {
        later(now + delay, [=, this, to = QPointer<Connection>(&connection)] {
            if (to && to->isOpen())
                putFrame(*to, text, origin, requestId, routeKey, binary);
        });
        return true;
    }
    putFrame(connection, text, origin, requestId, routeKey, binary);
    return true;
}

void HostedApi::putFrame(Connection &connection, const QByteArray &text, const QString &origin,
                         const QString &requestId, const QString &routeKey, bool binary)
{
    if (binary)
        connection.sendBinary(text);
    else
        connection.sendText(text);
    connection.lastActiveAt = QDateTime::currentMSecsSinceEpoch();
    MessageSent sent;
    sent.connectionId = connection.id();
    sent.opcode = binary ? u"binary"_s : u"text"_s;
    sent.size = text.size();
    sent.body = text;
    sent.origin = origin;
    sent.routeKey = routeKey;
    sent.requestId = requestId;
    m_journal.record(sent);
}

HostedApi::Posted HostedApi::post(const QString &connectionId, const QByteArray &text, const QString &origin,
                                  const QString &requestId)
{
    if (m_quotas.postBytes > 0 && text.size() > m_quotas.postBytes)
        return Posted::TooLarge;
    Connection *target = connection(connectionId);
    if (!target)
        return Posted::Gone;
    if (!isUtf8(text))
        return Posted::NotText;
    if (isFull(*target)) {
        // Said once, until it has caught up.
        if (!std::exchange(target->slownessSaid, true))
            notice(u"warning"_s,
                   u"A message to connection %1 was refused with 429: it reads too slowly, %2 MB are waiting."_s
                       .arg(connectionId).arg(target->waitingBytes() / 1'048'576),
                   u"Read faster on the client's side, or post less."_s);
        return Posted::Full;
    }
    target->slownessSaid = false;
    if (!m_api.recordTraffic) {
        target->sendText(text);
        return Posted::Accepted;
    }
    sendFrame(*target, text, origin, requestId, {});
    return Posted::Accepted;
}

// The model of a route (§4.4): what does not fit never reaches the integration.
bool HostedApi::isRefusedByModel(Connection &connection, const Route &route, const MessageReceived &received)
{
    const QString complaint = m_gates->complaint(route, received.body);
    if (complaint.isEmpty())
        return false;
    notice(u"info"_s, u"A message to “%1” does not fit its model: %2"_s.arg(route.key, complaint));
    sendFrame(connection, badBodyFrame(connection.id(), received.messageId), u"error"_s, received.requestId, route.key);
    return true;
}

bool HostedApi::isThrottled(Connection &connection, const QString &requestId, const Route *route)
{
    if (!m_faults.isThrottling(connection.lastActiveAt) && m_requests.take() && (!route || m_gates->take(route->key)))
        return false;
    const qint64 second = connection.lastActiveAt / 1000;
    if (std::exchange(connection.throttledSecond, second) != second)
        connection.throttledNow = 0;
    if (m_quotas.throttledPerSecond > 0 && ++connection.throttledNow > m_quotas.throttledPerSecond)
        connection.close(1008, {}, u"Policy Violation"_s);
    else
        sendFrame(connection, errorFrame("Too Many Requests", connection.id(), requestId), u"error"_s, requestId, {});
    return true;
}

void HostedApi::onClosed(Connection &connection, int code, const QString &reason, const QString &closedBy)
{
    m_connections.erase(connection.id());
    if (m_api.recordTraffic) {
        ConnectionClosed closed;
        closed.connectionId = connection.id();
        closed.code = code;
        closed.reason = reason;
        closed.closedBy = closedBy;
        m_journal.record(closed);
    }
    const Route *route = m_api.route(u"$disconnect"_s);
    if (route && integrationFor(route->key)) {
        Invocation invocation;
        invocation.apiId = m_api.id;
        invocation.requestId = newRequestId();
        invocation.connectionId = connection.id();
        invocation.routeKey = u"$disconnect"_s;
        invocation.traceId = newTraceId();
        const EventFacts event { invocation.requestId, QDateTime::currentMSecsSinceEpoch(), invocation.traceId };
        invocation.event = disconnectEvent(m_api, connection.facts(), event, code, reason);
        // Its answer matters to nobody.
        begin(*route, invocation, nullptr,
              [this](const std::shared_ptr<Call> &call, const IntegrationResponse &response) {
                  finishCall(call, response, outcomeName(response.outcome), {});
              });
    }
    connection.deleteLater();
}

void HostedApi::invokeAgain(const QString &function, const QString &routeKey, const QByteArray &event)
{
    const Route *route = m_api.route(routeKey);
    if (!route || !integrationFor(routeKey)) {
        notice(u"warning"_s, u"“%1” cannot be invoked again: the project has no route “%2” now."_s.arg(function, routeKey));
        return;
    }
    const QJsonObject json = QJsonDocument::fromJson(event).object();
    Invocation invocation;
    invocation.apiId = m_api.id;
    invocation.requestId = newRequestId();
    invocation.connectionId = json.value("requestContext"_L1).toObject().value("connectionId"_L1).toString();
    invocation.routeKey = routeKey;
    invocation.traceId = newTraceId();
    invocation.event = event;
    invocation.body = json.value("body"_L1).toString().toUtf8();
    begin(*route, invocation, nullptr,
          [this](const std::shared_ptr<Call> &call, const IntegrationResponse &response) {
              finishCall(call, response, outcomeName(response.outcome), {});
          });
}

} // namespace greenroom
