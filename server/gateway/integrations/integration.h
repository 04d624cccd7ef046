// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "core/journal.h"
#include "core/problem.h"
#include "gateway/http/requesthead.h"

#include <QByteArray>
#include <QFuture>
#include <QJsonObject>
#include <QObject>

#include <cmath>
#include <functional>
#include <memory>
#include <optional>

namespace greenroom {

class DemoService;
class FunctionPool;

// One call of a route's integration.
struct Invocation
{
    QString apiId;
    QString requestId;        // the event's 16 characters
    QString connectionId;
    QString routeKey;
    QByteArray event;         // the JSON a Lambda handler receives (proxyevent.h)
    QByteArray body;          // the message as it came
    bool binary = false;      // it was a binary message (builtin:echo only)
    QString traceId;          // X-Ray root
    QByteArray clientContext; // JSON of a caller by name
    bool wantsLog = false;    // the answer carries the end of the log
};

// What came back. An error is a value too: the gateway turns it into 502, 500 or an error frame.
struct IntegrationResponse
{
    enum class Outcome { Ok, Error, Malformed, Timeout, NotCallable };

    Outcome outcome = Outcome::Ok;
    QByteArray result;            // Lambda: what the handler returned, as JSON; else the body
    bool isProxyResult = false;   // result is a Lambda proxy response, to be judged by contract §2.4
    bool binary = false;
    bool silent = false;          // nothing goes back, whatever the route says
    int statusCode = 200;
    QList<RequestHead::Header> headers;   // of an HTTP back end; a Lambda's stand in its result
    QString errorType;
    QString errorMessage;
    QStringList stackTrace;
    double queueMs = 0;
    double initMs = 0;            // 0 when warm
    double handlerMs = 0;
    int billedMs = 0;
    int memoryMb = 0;
    double maxMemoryMb = 0;
    bool cold = false;
    QString lambdaRequestId;
    QString instance;
    QByteArray logTail;           // for wantsLog: START to REPORT, at most 4 KB
};

// What an invocation is billed for: handler and init together, rounded up once (contract §8.4).
inline int billedMilliseconds(double handlerMs, double initMs)
{
    return int(std::ceil(handlerMs + initMs));
}

// Answers later, exactly once. A promise dropped unanswered cancels the future: callers treat that as
// Outcome::Error. The 29-second deadline is the caller's.
class Integration : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual QFuture<IntegrationResponse> invoke(const Invocation &invocation) = 0;

    // What is wrong with it, told when hosting begins; the route's place is added.
    virtual Problems problems() const { return {}; }

    // For those that can answer on the spot (builtin:echo): no future, no event loop in between.
    virtual std::optional<IntegrationResponse> invokeNow(const Invocation &) { return std::nullopt; }
};

// What an integration may use of its host; all of it lives on the gateway thread.
struct IntegrationContext
{
    const Api &api;
    Journal &journal;
    FunctionPool &functions;
    DemoService *demo = nullptr;      // builtin:demo only
    // Sends a frame to a hosted connection as @connections POST does; false when it is gone.
    std::function<bool(const QString &connectionId, const QByteArray &text)> post;
    // ${host.ws_url} and ${host.api_url} for suites behind a route.
    QMap<QString, QString> host;
};

// The table's lookup: an integration for a route, or null for IntegrationType::None.
std::unique_ptr<Integration> makeIntegration(const IntegrationSpec &spec, const IntegrationContext &context);

} // namespace greenroom
