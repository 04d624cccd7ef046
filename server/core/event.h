// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QMetaType>
#include <QObject>
#include <QString>

#include <optional>
#include <variant>

// The facts of the program, in the past tense. Everything on screen, in the database, on the guest's page
// and in a report is a fold over these. A payload is a small gadget: its property names are its JSON names
// and its form on disk. Where AWS has a name for a field, that is the name. Times ending in Ms are
// durations in milliseconds.

namespace greenroom {

// A project file was read. Reading runs nothing.
struct ProjectOpened
{
    Q_GADGET
    Q_PROPERTY(QString apiId MEMBER apiId)
    Q_PROPERTY(QString name MEMBER name)
    Q_PROPERTY(QString file MEMBER file)
    Q_PROPERTY(QString format MEMBER format)
    Q_PROPERTY(QString stage MEMBER stage)
    Q_PROPERTY(QString region MEMBER region)
    Q_PROPERTY(QString routeSelectionExpression MEMBER routeSelectionExpression)
    Q_PROPERTY(QJsonArray routes MEMBER routes)
    Q_PROPERTY(QJsonArray functions MEMBER functions)
    Q_PROPERTY(QJsonArray problems MEMBER problems)

public:
    static constexpr auto kind = "project.opened";

    QString apiId;   // 10 lower-case letters and digits, stable for a project folder
    QString name;
    QString file;   // the project file, or "builtin:demo"
    QString format;   // serverless, sam, cloudformation or builtin
    QString stage;
    QString region;
    QString routeSelectionExpression;
    QJsonArray routes;   // [{routeKey, integration, function, twoWay, line}]
    QJsonArray functions;   // [{name, handler, runtime, timeoutMs, memoryMb}]
    QJsonArray problems;   // [{severity, text, remedy, file, line, column}]
};

// Something a person should know; also every reader's Problem.
struct Notice
{
    Q_GADGET
    Q_PROPERTY(QString severity MEMBER severity)
    Q_PROPERTY(QString area MEMBER area)
    Q_PROPERTY(QString text MEMBER text)
    Q_PROPERTY(QString remedy MEMBER remedy)
    Q_PROPERTY(QString file MEMBER file)
    Q_PROPERTY(int line MEMBER line)
    Q_PROPERTY(int column MEMBER column)

public:
    static constexpr auto kind = "notice";

    QString severity;   // info, warning or error
    QString area;   // who says it: project, gateway, function, run, archive
    QString text;   // one sentence
    QString remedy;
    QString file;
    int line = 0;   // from 1; 0 unknown
    int column = 0;
};

// The host began or ceased to listen for an API.
struct ListeningChanged
{
    Q_GADGET
    Q_PROPERTY(QString apiId MEMBER apiId)
    Q_PROPERTY(QString name MEMBER name)
    Q_PROPERTY(QString state MEMBER state)
    Q_PROPERTY(QString host MEMBER host)
    Q_PROPERTY(int port MEMBER port)
    Q_PROPERTY(QString stage MEMBER stage)
    Q_PROPERTY(QString wsUrl MEMBER wsUrl)
    Q_PROPERTY(QString httpUrl MEMBER httpUrl)
    Q_PROPERTY(bool beyondLoopback MEMBER beyondLoopback)
    Q_PROPERTY(QString error MEMBER error)

public:
    static constexpr auto kind = "listening.changed";

    QString apiId;
    QString name;
    QString state;   // listening, stopped or failed
    QString host;
    int port = 0;
    QString stage;
    QString wsUrl;   // ws://127.0.0.1:3001/dev
    QString httpUrl;   // http://127.0.0.1:3001/dev
    bool beyondLoopback = false;   // reachable from other machines
    QString error;   // why it failed, with who has the port
};

// Guests may start a suite from a page of this API; the link is made anew for each time it listens.
struct GuestsInvited
{
    Q_GADGET
    Q_PROPERTY(QString apiId MEMBER apiId)
    Q_PROPERTY(QString url MEMBER url)
    Q_PROPERTY(QString title MEMBER title)
    Q_PROPERTY(qint64 validUntil MEMBER validUntil)

public:
    static constexpr auto kind = "guests.invited";

    QString apiId;
    QString url;   // http://127.0.0.1:3001/guest#…, with the start token
    QString title;   // the suite's, as guests read it
    qint64 validUntil = 0;   // ms since the epoch; 0: as long as it listens, and no token is asked for
};

// An opening handshake, or a request at the gate, was refused.
struct ConnectRefused
{
    Q_GADGET
    Q_PROPERTY(QString apiId MEMBER apiId)
    Q_PROPERTY(QString connectionId MEMBER connectionId)
    Q_PROPERTY(QString requestId MEMBER requestId)
    Q_PROPERTY(QString sourceIp MEMBER sourceIp)
    Q_PROPERTY(int status MEMBER status)
    Q_PROPERTY(QString reason MEMBER reason)
    Q_PROPERTY(QString detail MEMBER detail)
    Q_PROPERTY(QString remedy MEMBER remedy)
    Q_PROPERTY(QString path MEMBER path)
    Q_PROPERTY(QString origin MEMBER origin)

public:
    static constexpr auto kind = "connect.refused";

    QString apiId;
    QString connectionId;   // empty when refused before $connect
    QString requestId;
    QString sourceIp;
    int status = 0;   // the HTTP status sent
    QString reason;   // one sentence
    QString detail;   // the handler's error, the offending header
    QString remedy;   // how to allow it
    QString path;
    QString origin;
};

// A WebSocket is open: hosted (we are the service) or client (we are the client).
struct ConnectionOpened
{
    Q_GADGET
    Q_PROPERTY(QString apiId MEMBER apiId)
    Q_PROPERTY(QString connectionId MEMBER connectionId)
    Q_PROPERTY(QString side MEMBER side)
    Q_PROPERTY(QString name MEMBER name)
    Q_PROPERTY(QString url MEMBER url)
    Q_PROPERTY(QString sourceIp MEMBER sourceIp)
    Q_PROPERTY(QString userAgent MEMBER userAgent)
    Q_PROPERTY(QString subprotocol MEMBER subprotocol)
    Q_PROPERTY(bool secure MEMBER secure)
    Q_PROPERTY(QString runId MEMBER runId)
    Q_PROPERTY(QString testId MEMBER testId)
    Q_PROPERTY(QJsonObject requestHeaders MEMBER requestHeaders)
    Q_PROPERTY(QJsonObject responseHeaders MEMBER responseHeaders)

public:
    static constexpr auto kind = "connection.opened";

    QString apiId;
    QString connectionId;
    QString side;   // hosted or client
    QString name;   // what people call it: the step's "as", or empty
    QString url;   // as the client asked for it, secrets masked
    QString sourceIp;
    QString userAgent;
    QString subprotocol;
    bool secure = false;   // TLS
    QString runId;   // of the run whose step opened it
    QString testId;
    QJsonObject requestHeaders;
    QJsonObject responseHeaders;   // client side only
};

struct ConnectionClosed
{
    Q_GADGET
    Q_PROPERTY(QString connectionId MEMBER connectionId)
    Q_PROPERTY(int code MEMBER code)
    Q_PROPERTY(QString reason MEMBER reason)
    Q_PROPERTY(QString closedBy MEMBER closedBy)

public:
    static constexpr auto kind = "connection.closed";

    QString connectionId;
    int code = 0;   // RFC 6455 §7.4.1; 1005 and 1006 as seen, never sent
    QString reason;
    QString closedBy;   // client, server or network
};

// A message arrived at our side of the connection.
struct MessageReceived
{
    Q_GADGET
    Q_PROPERTY(QString connectionId MEMBER connectionId)
    Q_PROPERTY(QString messageId MEMBER messageId)
    Q_PROPERTY(QString opcode MEMBER opcode)
    Q_PROPERTY(qint64 size MEMBER size)
    Q_PROPERTY(QByteArray body MEMBER body)
    Q_PROPERTY(QString routeKey MEMBER routeKey)
    Q_PROPERTY(QString requestId MEMBER requestId)

public:
    static constexpr auto kind = "message.received";

    QString connectionId;
    QString messageId;   // 16 characters; hosted only
    QString opcode;   // text, binary, ping, pong or close
    qint64 size = 0;   // bytes
    QByteArray body;   // empty when only counted or recording is "meta"
    QString routeKey;   // the matched key; hosted only
    QString requestId;   // of the invocation it caused; hosted only
};

// A message left from our side of the connection.
struct MessageSent
{
    Q_GADGET
    Q_PROPERTY(QString connectionId MEMBER connectionId)
    Q_PROPERTY(QString messageId MEMBER messageId)
    Q_PROPERTY(QString opcode MEMBER opcode)
    Q_PROPERTY(qint64 size MEMBER size)
    Q_PROPERTY(QByteArray body MEMBER body)
    Q_PROPERTY(QString origin MEMBER origin)
    Q_PROPERTY(QString routeKey MEMBER routeKey)
    Q_PROPERTY(QString requestId MEMBER requestId)

public:
    static constexpr auto kind = "message.sent";

    QString connectionId;
    QString messageId;
    QString opcode;   // text, binary, ping, pong or close
    qint64 size = 0;   // bytes
    QByteArray body;
    QString origin;   // response (route response), post (@connections), error (error frame), person, step or suite
    QString routeKey;
    QString requestId;   // of the invocation it answers, where known
};

// Messages that were counted, not recorded, since the last such event (one a second at most).
struct TrafficCounted
{
    Q_GADGET
    Q_PROPERTY(QString apiId MEMBER apiId)
    Q_PROPERTY(qint64 received MEMBER received)
    Q_PROPERTY(qint64 sent MEMBER sent)
    Q_PROPERTY(qint64 receivedBytes MEMBER receivedBytes)
    Q_PROPERTY(qint64 sentBytes MEMBER sentBytes)

public:
    static constexpr auto kind = "traffic.counted";

    QString apiId;
    qint64 received = 0;   // messages
    qint64 sent = 0;   // messages
    qint64 receivedBytes = 0;
    qint64 sentBytes = 0;
};

// A route called its integration.
struct IntegrationInvoked
{
    Q_GADGET
    Q_PROPERTY(QString apiId MEMBER apiId)
    Q_PROPERTY(QString requestId MEMBER requestId)
    Q_PROPERTY(QString connectionId MEMBER connectionId)
    Q_PROPERTY(QString routeKey MEMBER routeKey)
    Q_PROPERTY(QString integration MEMBER integration)
    Q_PROPERTY(QString function MEMBER function)
    Q_PROPERTY(QByteArray event MEMBER event)

public:
    static constexpr auto kind = "integration.invoked";

    QString apiId;
    QString requestId;   // the 16-character id of the event
    QString connectionId;
    QString routeKey;   // empty for an authoriser
    QString integration;   // AWS_PROXY, MOCK, HTTP_PROXY, BUILTIN, TEST_SUITE, AUTHORIZER, INVOKE
    QString function;   // name, empty for non-Lambda
    QByteArray event;   // the JSON a handler receives
};

// How that call ended.
struct IntegrationAnswered
{
    Q_GADGET
    Q_PROPERTY(QString requestId MEMBER requestId)
    Q_PROPERTY(QString connectionId MEMBER connectionId)
    Q_PROPERTY(QString routeKey MEMBER routeKey)
    Q_PROPERTY(QString function MEMBER function)
    Q_PROPERTY(QString outcome MEMBER outcome)
    Q_PROPERTY(int statusCode MEMBER statusCode)
    Q_PROPERTY(QString errorType MEMBER errorType)
    Q_PROPERTY(QString errorMessage MEMBER errorMessage)
    Q_PROPERTY(QJsonArray stackTrace MEMBER stackTrace)
    Q_PROPERTY(QByteArray result MEMBER result)
    Q_PROPERTY(QByteArray clientGot MEMBER clientGot)
    Q_PROPERTY(double durationMs MEMBER durationMs)
    Q_PROPERTY(double queueMs MEMBER queueMs)
    Q_PROPERTY(double initMs MEMBER initMs)
    Q_PROPERTY(double handlerMs MEMBER handlerMs)
    Q_PROPERTY(double answerMs MEMBER answerMs)
    Q_PROPERTY(int billedMs MEMBER billedMs)
    Q_PROPERTY(int memoryMb MEMBER memoryMb)
    Q_PROPERTY(double maxMemoryMb MEMBER maxMemoryMb)
    Q_PROPERTY(bool cold MEMBER cold)
    Q_PROPERTY(QString lambdaRequestId MEMBER lambdaRequestId)
    Q_PROPERTY(QString instance MEMBER instance)

public:
    static constexpr auto kind = "integration.answered";

    QString requestId;
    QString connectionId;
    QString routeKey;
    QString function;
    QString outcome;   // ok, error, timeout (29 s), malformed or gone
    int statusCode = 0;   // of the proxy response, 0 if none
    QString errorType;
    QString errorMessage;
    QJsonArray stackTrace;   // [text]
    QByteArray result;   // what the handler returned
    QByteArray clientGot;   // the frame or body the client received, empty for silence
    double durationMs = 0;   // from dispatch to the answer on the wire
    double queueMs = 0;   // waiting for an instance
    double initMs = 0;   // 0 when warm
    double handlerMs = 0;   // the handler's own time
    double answerMs = 0;
    int billedMs = 0;
    int memoryMb = 0;   // configured
    double maxMemoryMb = 0;   // real peak, 0 unknown
    bool cold = false;
    QString lambdaRequestId;   // UUID, as in the log lines
    QString instance;
};

// A child process runs a function.
struct FunctionStarted
{
    Q_GADGET
    Q_PROPERTY(QString function MEMBER function)
    Q_PROPERTY(QString instance MEMBER instance)
    Q_PROPERTY(qint64 pid MEMBER pid)
    Q_PROPERTY(QString runtime MEMBER runtime)
    Q_PROPERTY(QString program MEMBER program)
    Q_PROPERTY(QString reason MEMBER reason)

public:
    static constexpr auto kind = "function.started";

    QString function;
    QString instance;
    qint64 pid = 0;
    QString runtime;   // as configured
    QString program;   // what really runs it
    QString reason;   // warm (ahead of need), demand, restart
};

// One line a function wrote.
struct FunctionLogged
{
    Q_GADGET
    Q_PROPERTY(QString function MEMBER function)
    Q_PROPERTY(QString instance MEMBER instance)
    Q_PROPERTY(QString requestId MEMBER requestId)
    Q_PROPERTY(QString connectionId MEMBER connectionId)
    Q_PROPERTY(QString level MEMBER level)
    Q_PROPERTY(QString text MEMBER text)

public:
    static constexpr auto kind = "function.logged";

    QString function;
    QString instance;
    QString requestId;   // 16-character id of the event being handled, empty during init
    QString connectionId;
    QString level;   // DEBUG, INFO, WARN, ERROR, or PLATFORM for START, END, REPORT
    QString text;   // without the line end
};

struct FunctionStopped
{
    Q_GADGET
    Q_PROPERTY(QString function MEMBER function)
    Q_PROPERTY(QString instance MEMBER instance)
    Q_PROPERTY(qint64 pid MEMBER pid)
    Q_PROPERTY(QString reason MEMBER reason)
    Q_PROPERTY(int exitCode MEMBER exitCode)
    Q_PROPERTY(int signal MEMBER signal)

public:
    static constexpr auto kind = "function.stopped";

    QString function;
    QString instance;
    qint64 pid = 0;
    QString reason;   // idle, timeout, exited, crashed, reload or shutdown
    int exitCode = 0;
    int signal = 0;
};

struct RunStarted
{
    Q_GADGET
    Q_PROPERTY(QString runId MEMBER runId)
    Q_PROPERTY(int number MEMBER number)
    Q_PROPERTY(QString suite MEMBER suite)
    Q_PROPERTY(QString suiteName MEMBER suiteName)
    Q_PROPERTY(QString file MEMBER file)
    Q_PROPERTY(QString profile MEMBER profile)
    Q_PROPERTY(QString target MEMBER target)
    Q_PROPERTY(int workers MEMBER workers)
    Q_PROPERTY(int total MEMBER total)
    Q_PROPERTY(bool growing MEMBER growing)
    Q_PROPERTY(QString startedBy MEMBER startedBy)
    Q_PROPERTY(QString connectionId MEMBER connectionId)
    Q_PROPERTY(QJsonObject blind MEMBER blind)
    Q_PROPERTY(QString receipt MEMBER receipt)

public:
    static constexpr auto kind = "run.started";

    QString runId;
    int number = 0;   // counts up in the data folder, what people say: run 142
    QString suite;   // suite id
    QString suiteName;
    QString file;
    QString profile;
    QString target;   // where it connects; empty when the suite says
    int workers = 0;   // tests at a time
    int total = 0;   // tests known so far
    bool growing = false;   // discovery goes on: the total is "23+"
    QString startedBy;   // window, command line, route, guest
    QString connectionId;   // of the starter
    QJsonObject blind;   // the suite's blind block, {} if none
    QString receipt;   // 7F3K-92
};

// A row of the tree: known at the start or discovered during the run.
struct TestFound
{
    Q_GADGET
    Q_PROPERTY(QString runId MEMBER runId)
    Q_PROPERTY(QString testId MEMBER testId)
    Q_PROPERTY(QString parentId MEMBER parentId)
    Q_PROPERTY(QString type MEMBER type)
    Q_PROPERTY(QString name MEMBER name)
    Q_PROPERTY(QString suite MEMBER suite)
    Q_PROPERTY(QString file MEMBER file)
    Q_PROPERTY(int line MEMBER line)
    Q_PROPERTY(QJsonArray tags MEMBER tags)
    Q_PROPERTY(QString groupName MEMBER groupName)
    Q_PROPERTY(int position MEMBER position)
    Q_PROPERTY(bool discovered MEMBER discovered)
    Q_PROPERTY(QJsonObject row MEMBER row)

public:
    static constexpr auto kind = "test.found";

    QString runId;
    QString testId;   // stable across runs: the key of history
    QString parentId;   // empty at the top of a suite
    QString type;   // test, group (rows of one test), discovery, setup or teardown
    QString name;   // variables filled in
    QString suite;
    QString file;
    int line = 0;
    QJsonArray tags;
    QString groupName;   // tests of one group never overlap
    int position = 0;   // order in the file
    bool discovered = false;   // found while running
    QJsonObject row;
};

struct TestStarted
{
    Q_GADGET
    Q_PROPERTY(QString runId MEMBER runId)
    Q_PROPERTY(QString testId MEMBER testId)
    Q_PROPERTY(int attempt MEMBER attempt)
    Q_PROPERTY(int worker MEMBER worker)

public:
    static constexpr auto kind = "test.started";

    QString runId;
    QString testId;
    int attempt = 0;   // from 1
    int worker = 0;   // from 1
};

struct StepFinished
{
    Q_GADGET
    Q_PROPERTY(QString runId MEMBER runId)
    Q_PROPERTY(QString testId MEMBER testId)
    Q_PROPERTY(int attempt MEMBER attempt)
    Q_PROPERTY(int index MEMBER index)
    Q_PROPERTY(QString phase MEMBER phase)
    Q_PROPERTY(QString name MEMBER name)
    Q_PROPERTY(QString action MEMBER action)
    Q_PROPERTY(QString state MEMBER state)
    Q_PROPERTY(qint64 startedAt MEMBER startedAt)
    Q_PROPERTY(double durationMs MEMBER durationMs)
    Q_PROPERTY(QJsonArray checks MEMBER checks)
    Q_PROPERTY(QString error MEMBER error)
    Q_PROPERTY(QString file MEMBER file)
    Q_PROPERTY(int line MEMBER line)
    Q_PROPERTY(QJsonObject exchange MEMBER exchange)
    Q_PROPERTY(QJsonArray notes MEMBER notes)
    Q_PROPERTY(QJsonArray connections MEMBER connections)
    Q_PROPERTY(QJsonObject captures MEMBER captures)

public:
    static constexpr auto kind = "step.finished";

    QString runId;
    QString testId;
    int attempt = 0;
    int index = 0;   // from 0; setup before, teardown after
    QString phase;   // setup, steps or teardown
    QString name;
    QString action;   // page, http, websocket, command, wait, use
    QString state;   // passed, failed, error, timedOut, skipped, stopped
    qint64 startedAt = 0;   // ms since the epoch
    double durationMs = 0;
    QJsonArray checks;   // [{subject, selector, operator, wanted, got, state, soft, sentence, because, where}]
    QString error;   // sentence when it could not be judged
    QString file;
    int line = 0;
    QJsonObject exchange;   // what went over the wire: {request, response} or {command, exit, stdout, stderr}, secrets masked
    QJsonArray notes;   // [text]
    QJsonArray connections;   // [connectionId]
    QJsonObject captures;
};

// A line of a command, a note of the runner.
struct TestLogged
{
    Q_GADGET
    Q_PROPERTY(QString runId MEMBER runId)
    Q_PROPERTY(QString testId MEMBER testId)
    Q_PROPERTY(QString level MEMBER level)
    Q_PROPERTY(QString text MEMBER text)

public:
    static constexpr auto kind = "test.logged";

    QString runId;
    QString testId;
    QString level;
    QString text;
};

// One attempt ended; final says whether it was the last.
struct TestFinished
{
    Q_GADGET
    Q_PROPERTY(QString runId MEMBER runId)
    Q_PROPERTY(QString testId MEMBER testId)
    Q_PROPERTY(int attempt MEMBER attempt)
    Q_PROPERTY(bool final MEMBER final)
    Q_PROPERTY(QString state MEMBER state)
    Q_PROPERTY(double durationMs MEMBER durationMs)
    Q_PROPERTY(QString reason MEMBER reason)
    Q_PROPERTY(QString cause MEMBER cause)
    Q_PROPERTY(int worker MEMBER worker)
    Q_PROPERTY(bool slow MEMBER slow)

public:
    static constexpr auto kind = "test.finished";

    QString runId;
    QString testId;
    int attempt = 0;
    bool final = false;
    QString state;   // passed, failed, flaky, skipped, error, timedOut, stopped or known; flaky only when final
    double durationMs = 0;   // of this attempt
    QString reason;   // one line: what was wanted and got, or why skipped
    QString cause;   // key that groups failures with one cause
    int worker = 0;
    bool slow = false;
};

// No new test begins until it goes on; what runs comes to its end.
struct RunPaused
{
    Q_GADGET
    Q_PROPERTY(QString runId MEMBER runId)
    Q_PROPERTY(bool paused MEMBER paused)

public:
    static constexpr auto kind = "run.paused";

    QString runId;
    bool paused = false;   // false: it goes on
};

struct RunStopping
{
    Q_GADGET
    Q_PROPERTY(QString runId MEMBER runId)
    Q_PROPERTY(QString strength MEMBER strength)

public:
    static constexpr auto kind = "run.stopping";

    QString runId;
    QString strength;   // finish (no new tests), stop (no new steps) or kill
};

struct RunFinished
{
    Q_GADGET
    Q_PROPERTY(QString runId MEMBER runId)
    Q_PROPERTY(QString state MEMBER state)
    Q_PROPERTY(QString sentence MEMBER sentence)
    Q_PROPERTY(QJsonObject counts MEMBER counts)
    Q_PROPERTY(double durationMs MEMBER durationMs)
    Q_PROPERTY(QString receipt MEMBER receipt)

public:
    static constexpr auto kind = "run.finished";

    QString runId;
    QString state;   // passed, failed, error, stopped
    QString sentence;   // All 20 passed in 41 s.
    QJsonObject counts;   // {passed, failed, flaky, error, timedOut, skipped, stopped, known}
    double durationMs = 0;
    QString receipt;
};

using Payload = std::variant<
    ProjectOpened,
    Notice,
    ListeningChanged,
    GuestsInvited,
    ConnectRefused,
    ConnectionOpened,
    ConnectionClosed,
    MessageReceived,
    MessageSent,
    TrafficCounted,
    IntegrationInvoked,
    IntegrationAnswered,
    FunctionStarted,
    FunctionLogged,
    FunctionStopped,
    RunStarted,
    TestFound,
    TestStarted,
    StepFinished,
    TestLogged,
    TestFinished,
    RunPaused,
    RunStopping,
    RunFinished>;

struct Event
{
    quint64 sequence = 0;   // total order within one launch; the key on disk is (launch, sequence)
    qint64 at = 0;          // milliseconds since the epoch, taken where it happened
    Payload payload;
};

// "connection.opened" and so on.
QString kindOf(const Payload &payload);

// The payload's properties. Bytes that are not UTF-8 are written as {"base64": "…"}.
QJsonObject payloadToJson(const Payload &payload);
// The same as one compact text, the form on disk: values that say nothing (empty, zero, false) are left out, and
// the properties named in `without`. Several times quicker than by way of a QJsonObject.
QByteArray payloadToText(const Payload &payload, const QList<QByteArray> &without = {});
// A whole event in that form: {"seq":1,"at":1701245041796,"kind":"…",…}, in one line.
void appendEvent(QByteArray &out, const Event &event, const QList<QByteArray> &without = {});
std::optional<Payload> payloadFromJson(const QString &kind, const QJsonObject &json);

// {"seq": 1, "at": 1701245041796, "kind": "…", …the payload's properties}.
QJsonObject toJson(const Event &event);
std::optional<Event> eventFromJson(const QJsonObject &json);

// The id of the run / connection / invocation a payload belongs to, empty if it has none.
QString runIdOf(const Payload &payload);
QString connectionIdOf(const Payload &payload);
QString requestIdOf(const Payload &payload);

// Visits with the few lambdas one cares about: std::visit(Overloaded { …, [](const auto &) {} }, payload).
template <class... Lambdas>
struct Overloaded : Lambdas...
{
    using Lambdas::operator()...;
};
template <class... Lambdas>
Overloaded(Lambdas...) -> Overloaded<Lambdas...>;

} // namespace greenroom

Q_DECLARE_METATYPE(greenroom::Event)
