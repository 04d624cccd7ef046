// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The opening handshake of a hosted API (contract §2.1): stage, throttle, authoriser, $connect, then 101.

#include "gateway/authorizer.h"
#include "gateway/hostedapi.h"
#include "gateway/ids.h"
#include "gateway/proxyresponse.h"

#include <QDateTime>
#include <QElapsedTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

// A client whose handshake is parked. Dropped when the client leaves; later answers then find nobody.
struct HostedApi::PendingConnect
{
    std::unique_ptr<Upgrade> upgrade;
    ConnectionFacts facts;
    EventFacts event;
    bool gone = false;
};

namespace {

// A call of an authoriser is a fact like any other, though no route made it.
IntegrationInvoked callOf(const AuthorizerSpec &authorizer, const Invocation &invocation)
{
    IntegrationInvoked invoked;
    invoked.apiId = invocation.apiId;
    invoked.requestId = invocation.requestId;
    invoked.connectionId = invocation.connectionId;
    invoked.integration = u"AUTHORIZER"_s;
    invoked.function = authorizer.function;
    invoked.event = invocation.event;
    return invoked;
}

IntegrationAnswered answerOf(const IntegrationInvoked &invoked, const IntegrationResponse &response, double durationMs)
{
    using Outcome = IntegrationResponse::Outcome;
    IntegrationAnswered answered;
    answered.requestId = invoked.requestId;
    answered.connectionId = invoked.connectionId;
    answered.function = invoked.function;
    answered.outcome = response.outcome == Outcome::Ok        ? u"ok"_s
                       : response.outcome == Outcome::Timeout ? u"timeout"_s
                                                              : u"error"_s;
    answered.errorType = response.errorType;
    answered.errorMessage = response.errorMessage;
    answered.stackTrace = QJsonArray::fromStringList(response.stackTrace);
    answered.result = response.result;
    answered.durationMs = durationMs;
    answered.queueMs = response.queueMs;
    answered.initMs = response.initMs;
    answered.handlerMs = response.handlerMs;
    answered.answerMs = std::max(0.0, durationMs - response.queueMs - response.initMs - response.handlerMs);
    answered.billedMs = response.billedMs;
    answered.memoryMb = response.memoryMb;
    answered.maxMemoryMb = response.maxMemoryMb;
    answered.cold = response.cold;
    answered.lambdaRequestId = response.lambdaRequestId;
    answered.instance = response.instance;
    return answered;
}

// Most connections come from one place: ten thousand of them keep one copy of its name.
QString shared(QString &last, const QString &text)
{
    if (last != text)
        last = text;
    return last;
}

} // namespace

bool HostedApi::isOurPath(const QByteArray &path) const
{
    QByteArray trimmed = path;
    while (trimmed.size() > 1 && trimmed.endsWith('/'))
        trimmed.chop(1);
    return trimmed == "/" || trimmed == '/' + m_api.stage.toUtf8();
}

void HostedApi::onUpgrade(const RequestHead &head, QTcpSocket *socket, bool secure)
{
    auto pending = std::make_shared<PendingConnect>();
    pending->upgrade = std::make_unique<Upgrade>(head, socket, secure);
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    QHostAddress peer = pending->upgrade->peerAddress();
    bool mapped = false;
    if (const quint32 v4 = peer.toIPv4Address(&mapped); mapped)
        peer = QHostAddress(v4);
    pending->facts = { newConnectionId(), shared(m_lastHost, QString::fromUtf8(head.header("Host"))),
                       shared(m_lastPeer, peer.toString()),
                       shared(m_lastAgent, QString::fromUtf8(head.header("User-Agent"))), now, {} };
    pending->event = { newRequestId(), now, newTraceId() };

    if (m_closing || !isOurPath(head.path())) {
        refuse(pending, 403, u"There is no stage at %1; this API's is /%2."_s.arg(QString::fromUtf8(head.path()), m_api.stage));
        return;
    }
    if (m_faults.isThrottling(now) || !m_connects.take() || !m_requests.take()) {
        refuse(pending, 429, u"More than %1 new connections in a second."_s.arg(m_quotas.connectionsPerSecond));
        return;
    }
    if (!passesGates(pending))
        return;
    // While the handshake is parked its end is somebody's leaving: whoever answers later finds it gone.
    connect(pending->upgrade.get(), &Upgrade::left, this, [weak = std::weak_ptr(pending)] {
        if (const auto left = weak.lock())
            left->gone = true;
    });
    authorize(pending);
}

// What $connect asks before anybody is called: its throttle, its key, its parameters.
bool HostedApi::passesGates(const std::shared_ptr<PendingConnect> &pending)
{
    const Route *route = m_api.route(u"$connect"_s);
    if (!route)
        return true;
    const RequestHead &head = pending->upgrade->head();
    if (!m_gates->take(route->key)) {
        refuse(pending, 429, u"The throttle of $connect lets no more through now."_s);
        return false;
    }
    if (!m_gates->takesKeyFromAuthorizer() && !hasApiKey(pending, QString::fromUtf8(head.header("x-api-key"))))
        return false;
    const QStringList missing = RouteGates::missingParameters(*route, head);
    if (missing.isEmpty())
        return true;
    // REST's words: none are known of WebSocket APIs.
    HttpResponse response = HttpResponse::json(400, "{\"message\": \"Missing required request parameters: [" + missing.join(u", "_s).toUtf8() + "]\"}");
    response.headers.append(RequestHead::Header { "x-amzn-ErrorType", "BadRequestException" });
    refuse(pending, 400, u"The handshake lacks what $connect requires: %1."_s.arg(missing.join(u", "_s)), {}, response);
    return false;
}

// True when none is asked for.
bool HostedApi::hasApiKey(const std::shared_ptr<PendingConnect> &pending, const QString &key)
{
    const Route *route = m_api.route(u"$connect"_s);
    if (!route || !route->apiKeyRequired)
        return true;
    if (m_gates->knowsKey(key)) {
        pending->event.apiKey = key;
        return true;
    }
    refuse(pending, 403, key.isEmpty() ? u"$connect asks for an API key, and none came."_s
                                       : u"The API key that came is none of this API's."_s);
    return false;
}

void HostedApi::authorize(const std::shared_ptr<PendingConnect> &pending)
{
    const Route *route = m_api.route(u"$connect"_s);
    if (!route || route->authorizer.isEmpty()) {
        runConnect(pending, -1);
        return;
    }
    const AuthorizerSpec *authorizer = m_api.findAuthorizer(route->authorizer);
    if (authorizer && authorizer->kind == AuthorizerSpec::Kind::Iam) {
        const SignatureVerdict verdict = checkSignature(pending->upgrade->head(), {}, m_signatures);
        if (!verdict.isGood()) {
            refuse(pending, 403, u"The handshake's signature: %1"_s.arg(verdict.message), {}, signatureRefusal(verdict));
            return;
        }
        pending->event.accessKey = QString::fromLatin1(verdict.accessKey);
        runConnect(pending, -1);
        return;
    }
    if (!authorizer || authorizer->kind != AuthorizerSpec::Kind::Lambda || !m_api.function(authorizer->function)) {
        refuse(pending, 500, u"The authoriser “%1” is not hosted here."_s.arg(route->authorizer));
        return;
    }
    if (!hasIdentity(*authorizer, m_api, pending->upgrade->head(), pending->facts.connectionId)) {
        refuse(pending, 401, u"The authoriser's identity source %1 is missing from the request."_s
                                 .arg(authorizer->identitySource.join(u", "_s)));
        return;
    }
    callAuthorizer(pending, *authorizer);
}

void HostedApi::callAuthorizer(const std::shared_ptr<PendingConnect> &pending, const AuthorizerSpec &authorizer)
{
    Invocation invocation;
    invocation.apiId = m_api.id;
    invocation.requestId = pending->event.requestId;
    invocation.connectionId = pending->facts.connectionId;
    invocation.routeKey = u"$connect"_s;
    invocation.traceId = pending->event.traceId;
    invocation.event = authorizerEvent(m_api, pending->facts, pending->event, pending->upgrade->head());
    const IntegrationInvoked invoked = callOf(authorizer, invocation);
    m_journal.record(invoked);
    QElapsedTimer timer;
    timer.start();
    m_functions->invoke(authorizer.function, invocation)
        .then(this, [this, pending, timer, invoked](const IntegrationResponse &response) {
            m_journal.record(answerOf(invoked, response, double(timer.nsecsElapsed()) / 1e6));
            const AuthorizerDecision decision = judgeAuthorizer(response, methodArn(m_api, u"$connect"_s));
            if (decision.status != 0) {
                refuse(pending, decision.status, decision.reason, response.errorMessage);
                return;
            }
            if (m_gates->takesKeyFromAuthorizer() && !hasApiKey(pending, decision.apiKey))
                return;
            pending->facts.authorizer = decision.context;
            pending->event.requestId = newRequestId();
            runConnect(pending, double(timer.elapsed()));
        })
        .onCanceled(this, [this, pending] { refuse(pending, 500, u"The authoriser could not be called."_s); });
}

void HostedApi::runConnect(const std::shared_ptr<PendingConnect> &pending, double authorizerMs)
{
    const Route *route = m_api.route(u"$connect"_s);
    if (!route || !integrationFor(route->key)) {
        accept(pending, {});
        return;
    }
    Invocation invocation;
    invocation.apiId = m_api.id;
    invocation.requestId = pending->event.requestId;
    invocation.connectionId = pending->facts.connectionId;
    invocation.routeKey = u"$connect"_s;
    invocation.traceId = pending->event.traceId;
    invocation.event
        = connectEvent(m_api, pending->facts, pending->event, pending->upgrade->head(), authorizerMs);
    begin(*route, invocation, nullptr,
          [this, pending](const std::shared_ptr<Call> &call, const IntegrationResponse &response) {
              recordConnect(call, response);
              judgeConnect(pending, response);
          });
}

void HostedApi::judgeConnect(const std::shared_ptr<PendingConnect> &pending, const IntegrationResponse &response)
{
    using Outcome = IntegrationResponse::Outcome;
    if (response.outcome == Outcome::Timeout) {
        refuse(pending, 504, u"The $connect handler did not answer in time."_s, response.errorMessage);
        return;
    }
    if (response.outcome == Outcome::NotCallable) {
        refuse(pending, 500, u"The $connect handler could not be called."_s, response.errorMessage);
        return;
    }
    if (response.outcome != Outcome::Ok) {
        refuse(pending, 502, u"The $connect handler failed."_s,
               response.errorType + u": "_s + response.errorMessage);
        return;
    }
    if (!response.isProxyResult) {
        judgeBackend(pending, response);
        return;
    }
    const Result<ProxyResponse> proxy = parseProxyResponse(response.result);
    if (!proxy) {
        refuse(pending, 502, proxy.error().text, QString::fromUtf8(response.result.left(200)));
        return;
    }
    if (proxy->statusCode < 200 || proxy->statusCode >= 300) {
        HttpResponse passed;
        passed.status = proxy->statusCode;
        for (const RequestHead::Header &header : proxy->headers) {
            if (header.name.compare("Content-Length", Qt::CaseInsensitive) != 0
                && header.name.compare("Transfer-Encoding", Qt::CaseInsensitive) != 0
                && header.name.compare("Connection", Qt::CaseInsensitive) != 0)
                passed.headers.append(header);
        }
        passed.body = proxy->body.value_or(QByteArray());
        refuse(pending, proxy->statusCode, u"The $connect handler answered %1."_s.arg(proxy->statusCode),
               QString::fromUtf8(passed.body.left(200)), passed);
        return;
    }
    accept(pending, QString::fromUtf8(proxy->header("Sec-WebSocket-Protocol")));
}

// What no function answered: an HTTP back end's words go to the client, as a handler's do.
void HostedApi::judgeBackend(const std::shared_ptr<PendingConnect> &pending, const IntegrationResponse &response)
{
    HttpResponse passed;
    passed.status = response.statusCode;
    QByteArray subprotocol;
    for (const RequestHead::Header &header : response.headers) {
        if (header.name.compare("Sec-WebSocket-Protocol", Qt::CaseInsensitive) == 0)
            subprotocol = header.value;
        else if (header.name.compare("Content-Type", Qt::CaseInsensitive) == 0)
            passed.headers.append(header);
    }
    if (passed.status >= 200 && passed.status < 300) {
        accept(pending, QString::fromUtf8(subprotocol));
        return;
    }
    passed.body = response.result;
    const bool hasOwnWords = !response.headers.isEmpty();
    refuse(pending, passed.status, u"The integration answered %1."_s.arg(passed.status), {},
           hasOwnWords ? std::optional(passed) : std::nullopt);
}

void HostedApi::accept(const std::shared_ptr<PendingConnect> &pending, const QString &subprotocol)
{
    if (pending->gone)
        return;
    if (m_closing) {
        refuse(pending, 503, u"The host is closing."_s);
        return;
    }
    std::unique_ptr<Transport> transport = pending->upgrade->accept(subprotocol.toLatin1(), m_batch);
    if (!transport)
        return;
    auto *connection = new Connection(pending->facts, std::move(transport), m_quotas, *this, this);
    m_connections[connection->id()] = connection;
    if (!m_api.recordTraffic)
        return;
    const RequestHead &head = pending->upgrade->head();
    ConnectionOpened opened;
    opened.apiId = m_api.id;
    opened.connectionId = connection->id();
    opened.side = u"hosted"_s;
    opened.url = QString::fromUtf8(head.target);
    opened.sourceIp = pending->facts.sourceIp;
    opened.userAgent = pending->facts.userAgent;
    opened.subprotocol = subprotocol;
    opened.secure = pending->upgrade->isSecure();
    for (const RequestHead::Header &header : head.headers)
        opened.requestHeaders.insert(QString::fromLatin1(header.name), QString::fromUtf8(header.value));
    m_journal.record(opened);
}

void HostedApi::refuse(const std::shared_ptr<PendingConnect> &pending, int status, const QString &reason,
                       const QString &detail, std::optional<HttpResponse> response)
{
    ConnectRefused refused;
    refused.apiId = m_api.id;
    refused.connectionId = pending->facts.connectionId;
    refused.requestId = pending->event.requestId;
    refused.sourceIp = pending->facts.sourceIp;
    refused.status = status;
    refused.reason = reason;
    refused.detail = detail;
    refused.path = QString::fromUtf8(pending->upgrade->head().target);
    refused.origin = QString::fromUtf8(pending->upgrade->head().header("Origin"));
    m_journal.record(refused);
    if (pending->gone)
        return;
    if (!response) {
        const char *message = status == 401 ? "Unauthorized"
            : status == 403                 ? "Forbidden"
            : status == 429                 ? "Too Many Requests"
            : status == 504                 ? "Endpoint request timed out"
                                            : "Internal server error";
        response = HttpResponse::json(
            status, errorFrame(message, pending->facts.connectionId, pending->event.requestId));
        const char *type = status == 401 ? "UnauthorizedException"
            : status == 403              ? "ForbiddenException"
            : status == 429              ? "LimitExceededException"
                                         : "InternalServerErrorException";
        response->headers.append(RequestHead::Header { "x-amzn-ErrorType", type });
    }
    response->headers.append(RequestHead::Header { "x-amzn-RequestId", pending->event.requestId.toLatin1() });
    pending->upgrade->refuse(*response);
    pending->upgrade.release()->deleteLater();
    pending->gone = true;
}

} // namespace greenroom
