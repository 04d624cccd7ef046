// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The twenty conformance vectors of contract §12, one row each, and the numbers of §6.1.

#include "core/api.h"
#include "core/quotas.h"
#include "gateway/integrations/integration.h"
#include "support/deployment.h"
#include "support/projectfolder.h"
#include "support/rules.h"

#include <QRegularExpression>
#include <QSet>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

class TstVectors : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void vectors_data();
    void vectors();
    void numbers_data();
    void numbers();

private:
    void noConnectRoute();
    void connectStatuses();
    void postFromConnect();
    void subprotocol();
    void query();
    void routes();
    void notJson();
    void expressions();
    void failures();
    void twoWay();
    void integrationTimeout();
    void sizes();
    void timers();
    void endings();
    void managementErrors();
    void authorizer();
    void identifiers();
    void serialMode();
    void signatures();
    void billing();

    static QString data(const char *project) { return QStringLiteral(GREENROOM_TEST_DATA "/projects/") + QLatin1String(project); }
    static QJsonObject json(const QByteArray &text) { return QJsonDocument::fromJson(text).object(); }
    static QJsonObject contextOf(RawClient &client) { return json(client.ask("who")).value("requestContext"_L1).toObject(); }
    static QByteArray idOf(RawClient &client) { return contextOf(client).value("connectionId"_L1).toString().toLatin1(); }
    static int manage(const Serving &host, const QByteArray &method, const QByteArray &path, const QByteArray &body = {}, RawClient *answer = nullptr)
    {
        RawClient own(host.httpUrl);
        RawClient &client = answer ? *answer : own;
        return client.request(managementRequest(host, method, path, body));
    }
    static void verifyErrorFrame(const QByteArray &frame, const QString &message)
    {
        const QRegularExpression shape(u"^\\{\"message\": \"%1\", \"connectionId\":\"[A-Za-z0-9_-]{15}=\", \"requestId\":\"[A-Za-z0-9_-]{15}=\"\\}$"_s.arg(message));
        QVERIFY2(shape.match(QString::fromUtf8(frame)).hasMatch(), frame.constData());
    }
    // What $disconnect was told of this connection: code and reason.
    static std::pair<int, QString> ending(Serving &host, const QByteArray &id)
    {
        const QJsonObject invoked = host.waitForEvent(u"integration.invoked"_s, [&id](const QJsonObject &event) {
            return event.value("routeKey"_L1).toString() == "$disconnect"_L1 && event.value("connectionId"_L1).toString().toLatin1() == id;
        });
        const QJsonObject context = json(invoked.value("event"_L1).toString().toUtf8()).value("requestContext"_L1).toObject();
        return { context.value("disconnectStatusCode"_L1).toInt(), context.value("disconnectReason"_L1).toString() };
    }
    static int upgraded(const Serving &host, const QString &query, const QByteArray &headers = {})
    {
        RawClient client(host.wsUrl + query);
        return client.upgrade(headers);
    }

    std::unique_ptr<Serving> m_plain;
    std::unique_ptr<Serving> m_guarded;
    std::unique_ptr<Serving> m_rules;
};

void TstVectors::initTestCase()
{
    QVERIFY2(!QStandardPaths::findExecutable(u"node"_s).isEmpty(), "Node.js is not installed: run packaging/test, which does it.");
    const QStringList asJson { u"--format"_s, u"json"_s };
    m_plain = contractDeployment(asJson);
    QVERIFY2(m_plain->ready, m_plain->process.readAllStandardError().constData());
    m_guarded = guardedDeployment(asJson);
    QVERIFY2(m_guarded->ready, m_guarded->process.readAllStandardError().constData());
    m_rules = std::make_unique<Serving>(data("rules"), asJson);
    QVERIFY2(m_rules->ready, m_rules->process.readAllStandardError().constData());
}

void TstVectors::vectors_data()
{
    addRules<TstVectors>({
        { "12.1 D no $connect route: the socket opens, no invocation", &TstVectors::noConnectRoute },
        { "12.2 O statuses of $connect", &TstVectors::connectStatuses },
        { "12.3 D $connect posts to itself: 410, later 200", &TstVectors::postFromConnect },
        { "12.4 D the sub-protocol the handler echoes, or none", &TstVectors::subprotocol },
        { "12.5 O query and agent, or no keys", &TstVectors::query },
        { "12.6 O a route, $default, neither: Forbidden", &TstVectors::routes },
        { "12.7 D not JSON: $default, body verbatim", &TstVectors::notJson },
        { "12.8 D the seven expressions", &TstVectors::expressions },
        { "12.9 O a throw is a frame both ways, a 500 is silence", &TstVectors::failures },
        { "12.10 D two-way answers, one-way is silent", &TstVectors::twoWay },
        { "12.11 O time-out frame, the function finishes", &TstVectors::integrationTimeout },
        { "12.12 D sizes of frames and messages, binary", &TstVectors::sizes },
        { "12.13 D idle and duration timers", &TstVectors::timers },
        { "12.14 D how a connection ends", &TstVectors::endings },
        { "12.15 O errors of the management API", &TstVectors::managementErrors },
        { "12.16 D the authoriser in every mood", &TstVectors::authorizer },
        { "12.17 O identifiers and times", &TstVectors::identifiers },
        { "12.18 R slow messages overlap, but not in serial mode", &TstVectors::serialMode },
        { "12.19 D signing vectors V1 to V4", &TstVectors::signatures },
        { "12.20 O REPORT arithmetic", &TstVectors::billing },
    });
}

void TstVectors::vectors()
{
    using Check = void (TstVectors::*)();
    QFETCH(Check, check);
    (this->*check)();
}

void TstVectors::numbers_data()
{
    QTest::addColumn<qint64>("ours");
    QTest::addColumn<qint64>("number");
    const greenroom::Quotas quotas;
    const std::tuple<const char *, qint64, qint64> rows[] = {
        { "6.1 D new connections per second", quotas.connectionsPerSecond, 500 },
        { "6.1 D requests per second", quotas.requestsPerSecond, 10'000 },
        { "6.1 D burst of requests", quotas.requestBurst, 5'000 },
        { "6.1 D integration time-out, ms", quotas.integrationTimeoutMs, 29'000 },
        { "6.1 D integration time-out of an integration, ms", greenroom::IntegrationSpec().timeoutMs, 29'000 },
        { "6.1 D bytes of a frame", quotas.frameBytes, 32'768 },
        { "6.1 D bytes of a message", quotas.messageBytes, 131'072 },
        { "6.1 D bytes of a POST", quotas.postBytes, 131'072 },
        { "6.1 D connection duration, ms", quotas.maxConnectionDurationMs, 7'200'000 },
        { "6.1 D idle time-out, ms", quotas.idleTimeoutMs, 600'000 },
        { "6.1 D characters of a URL", quotas.urlCharacters, 4096 },
        { "6.1 R bytes of a head", quotas.headBytes, 16'384 },
        { "6.1 R headers of a head", quotas.headCount, 100 },
        { "6.1 R pings keep alive", quotas.pingsKeepAlive, 0 },
        { "3.5 R throttled messages in a second before 1008", quotas.throttledPerSecond, 100 },
        { "8.1 D bytes of a function's result", quotas.functionPayloadBytes, 6'291'556 },
    };
    for (const auto &[name, ours, number] : rows)
        QTest::newRow(name) << ours << number;
}

void TstVectors::numbers()
{
    QFETCH(qint64, ours);
    QFETCH(qint64, number);
    QCOMPARE(ours, number);
}

void TstVectors::noConnectRoute()
{
    NEEDS_LOCAL_HOST(*m_plain);
    Serving host(data("handlers"), { u"--format"_s, u"json"_s });
    QVERIFY(host.ready);
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QCOMPARE(client.ask("{\"action\":\"async\"}"), QByteArray("async"));
    QVERIFY(!host.waitForEvent(u"integration.answered"_s, [](const QJsonObject &) { return true; }).isEmpty());
    QCOMPARE(host.events(u"integration.invoked"_s).size(), 1);
}

void TstVectors::connectStatuses()
{
    const std::pair<const char *, int> rows[] = { { "?status=201", 101 }, { "?status=301", 301 }, { "?status=401", 401 }, { "?status=501", 501 },
                                                  { "?throws=1", 502 }, { "?empty=1", 502 }, { "?extra=1", 502 } };
    for (const auto &[text, status] : rows)
        QCOMPARE(upgraded(*m_plain, QLatin1String(text)), status);
}

void TstVectors::postFromConnect()
{
    NEEDS_LOCAL_HOST(*m_guarded);
    RawClient client(m_guarded->wsUrl + u"?token=vector3"_s);
    QCOMPARE(client.upgrade(), 101);
    QCOMPARE(m_guarded->waitForEvent(u"function.logged"_s, [](const QJsonObject &event) {
        return event.value("text"_L1).toString().startsWith("posting to itself"_L1);
    }).value("text"_L1).toString(), u"posting to itself: 410"_s);
    const QByteArray id = json(client.ask("{\"action\":\"show\"}")).value("requestContext"_L1).toObject().value("connectionId"_L1).toString().toLatin1();
    QCOMPARE(manage(*m_guarded, "POST", "/live/@connections/" + id, "now"), 200);
    QCOMPARE(client.text(), QByteArray("now"));
}

void TstVectors::subprotocol()
{
    RawClient chosen(m_plain->wsUrl + u"?protocol=myprotocol"_s);
    QCOMPARE(chosen.upgrade("Sec-WebSocket-Protocol: chat1,myprotocol\r\n"), 101);
    QCOMPARE(chosen.header("Sec-WebSocket-Protocol"), QByteArray("myprotocol"));
    RawClient none(m_plain->wsUrl);
    QCOMPARE(none.upgrade("Sec-WebSocket-Protocol: chat1,myprotocol\r\n"), 101);
    QVERIFY(!none.answerHead.toLower().contains("sec-websocket-protocol"));
}

void TstVectors::query()
{
    NEEDS_LOCAL_HOST(*m_plain);
    const auto connected = [this](const QString &marker) {
        return json(m_plain->waitForEvent(u"integration.invoked"_s, [&marker](const QJsonObject &event) {
            return event.value("routeKey"_L1).toString() == "$connect"_L1 && event.value("event"_L1).toString().contains(marker);
        }).value("event"_L1).toString().toUtf8());
    };
    QCOMPARE(upgraded(*m_plain, u"?a=1&a=2"_s, "X-Mark: five-query\r\n"), 101);
    const QJsonObject event = connected(u"five-query"_s);
    QCOMPARE(event.value("queryStringParameters"_L1).toObject(), (QJsonObject { { u"a"_s, u"2"_s } }));
    QCOMPARE(event.value("multiValueQueryStringParameters"_L1).toObject(), (QJsonObject { { u"a"_s, QJsonArray { u"1"_s, u"2"_s } } }));
    QCOMPARE(upgraded(*m_plain, {}, "X-Mark: five-bare\r\n"), 101);
    const QJsonObject bare = connected(u"five-bare"_s);
    QVERIFY(!bare.isEmpty() && !bare.contains("queryStringParameters"_L1) && !bare.contains("multiValueQueryStringParameters"_L1));
    QCOMPARE(bare.value("requestContext"_L1).toObject().value("identity"_L1).toObject().keys(), QStringList { u"sourceIp"_s });
}

void TstVectors::routes()
{
    RawClient plain(m_plain->wsUrl);
    QCOMPARE(plain.upgrade(), 101);
    QCOMPARE(plain.ask("{\"action\":\"two\"}"), QByteArray("hi"));
    QCOMPARE(json(plain.ask("{\"action\":\"x\"}")).value("requestContext"_L1).toObject().value("routeKey"_L1).toString(), u"$default"_s);
    RawClient guarded(m_guarded->wsUrl + u"?token=x"_s);
    QCOMPARE(guarded.upgrade(), 101);
    verifyErrorFrame(guarded.ask("{\"action\":\"x\"}"), u"Forbidden"_s);
}

void TstVectors::notJson()
{
    RawClient client(m_plain->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    const QJsonObject event = json(client.ask("not JSON \xc3\xbc"));
    QCOMPARE(event.value("requestContext"_L1).toObject().value("routeKey"_L1).toString(), u"$default"_s);
    QCOMPARE(event.value("body"_L1).toString(), u"not JSON ü"_s);
}

void TstVectors::expressions()
{
    NEEDS_LOCAL_HOST(*m_plain);
    const std::pair<QString, QString> rows[] = {
        { u"$request.body.action"_s, u"join"_s },
        { u"${request.body.action}"_s, u"join"_s },
        { u"${request.body.service}/${request.body.action}"_s, u"chat/join"_s },
        { u"${request.body.action}-${request.body.invalidPath}"_s, u"join-"_s },
        { u"action"_s, u"action"_s },
        { u"\\$default"_s, u"$default"_s },
        { u"$request.body.list"_s, u"[item1, item2]"_s },
    };
    for (const auto &[expression, value] : rows) {
        QStringList keys { u"$default"_s, u"other"_s };
        if (!keys.contains(value))
            keys.append(value);
        const ProjectFolder project({ { u"template.json"_s, ProjectFolder::oneFunction(expression, keys,
            "exports.handler = async (event) => ({ statusCode: 200, body: event.requestContext.routeKey });") } });
        Serving host(project.path());
        QVERIFY2(host.ready, host.process.readAllStandardError().constData());
        RawClient client(host.wsUrl);
        QCOMPARE(client.upgrade(), 101);
        QCOMPARE(QString::fromUtf8(client.ask(R"({"service":"chat","action":"join","data":{"room":"room1234"},"list":["item1","item2"]})")), value);
    }
}

void TstVectors::failures()
{
    RawClient client(m_rules->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    for (const char *route : { "one", "two" })
        verifyErrorFrame(client.ask("{\"action\":\"" + QByteArray(route) + "\",\"give\":\"throw\"}"), u"Internal server error"_s);
    client.sendText(R"({"action":"one","give":{"statusCode":500}})");
    for (const QByteArray &next : { QByteArray("first"), QByteArray("second") })
        QCOMPARE(client.ask("{\"action\":\"two\",\"give\":{\"statusCode\":200,\"body\":\"" + next + "\"}}"), next);
}

void TstVectors::twoWay()
{
    RawClient client(m_plain->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QCOMPARE(client.ask("{\"action\":\"two\"}"), QByteArray("hi"));
    client.sendText("{\"action\":\"one\"}");
    for (const QByteArray &next : { QByteArray("first"), QByteArray("second") })
        QCOMPARE(json(client.ask(next)).value("body"_L1).toString().toUtf8(), next);
}

void TstVectors::integrationTimeout()
{
    Serving host(data("rules"), { u"--quotas"_s, u"integrationTimeout=50ms"_s });
    QVERIFY(host.ready);
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    // On a busy machine 50 ms may not do for an ordinary call: asked until they do.
    const auto instance = [&client] {
        QByteArray who;
        for (int i = 0; i < 100 && !who.startsWith('"'); ++i) {
            who = client.ask(R"({"action":"instance"})");
            if (!who.startsWith('"'))
                QTest::qWait(100);
        }
        return who;
    };
    const QByteArray first = instance();
    verifyErrorFrame(client.ask(R"({"action":"instance","wait":300})"), u"Endpoint request timed out"_s);
    QTest::qWait(500);
    QCOMPARE(instance(), first);   // it was not cut off
}

void TstVectors::sizes()
{
    const int full = 32'768;
    const std::tuple<QList<int>, int, int> rows[] = {
        { { full }, 1, 0 }, { { full + 1 }, 1, 1009 }, { { full, full, full, full }, 1, 0 }, { { full, full, full, full, 1 }, 1, 1009 }, { { 10 }, 2, 1003 },
    };
    for (const auto &[frames, opcode, code] : rows) {
        RawClient client(m_plain->wsUrl);
        QCOMPARE(client.upgrade(), 101);
        for (qsizetype i = 0; i < frames.size(); ++i)
            client.send(i == 0 ? opcode : 0, QByteArray(frames.at(i), 'x'), i + 1 == frames.size());
        if (code != 0)
            QCOMPARE(client.closeCode(), code);
        else
            QCOMPARE(json(client.text()).value("body"_L1).toString().size(), full * frames.size());
    }
}

void TstVectors::timers()
{
    NEEDS_LOCAL_HOST(*m_plain);
    Serving idle(data("contract"), { u"--quotas"_s, u"idleTimeout=1s"_s, u"--format"_s, u"json"_s });
    QVERIFY(idle.ready);
    RawClient silent(idle.wsUrl);
    QCOMPARE(silent.upgrade(), 101);
    const QByteArray silentId = idOf(silent);
    RawClient posted(idle.wsUrl);
    QCOMPARE(posted.upgrade(), 101);
    const QByteArray id = idOf(posted);
    for (int i = 0; i < 100 && silent.socket.state() == QAbstractSocket::ConnectedState; ++i) {
        QCOMPARE(manage(idle, "POST", "/dev/@connections/" + id, "keep"), 200);
        QTest::qWait(100);
    }
    QCOMPARE(silent.closeCode(), 1001);
    QCOMPARE(silent.reason, QByteArray("Going away"));
    QCOMPARE(ending(idle, silentId), (std::pair { 1001, u"Going away"_s }));
    QCOMPARE(manage(idle, "POST", "/dev/@connections/" + id, "still here"), 200);
    Serving limited(data("contract"), { u"--quotas"_s, u"maxConnectionDuration=1s,idleTimeout=off"_s });
    QVERIFY(limited.ready);
    RawClient busy(limited.wsUrl);
    QCOMPARE(busy.upgrade(), 101);
    for (int i = 0; i < 200 && busy.socket.state() == QAbstractSocket::ConnectedState; ++i) {
        busy.sendText(R"({"action":"one"})");
        QTest::qWait(50);
    }
    QCOMPARE(busy.closeCode(), 1001);
}

void TstVectors::endings()
{
    NEEDS_LOCAL_HOST(*m_plain);
    const std::tuple<QByteArray, int, QString> rows[] = {
        { RawClient::frame(8, {}), 1005, u"Client-side close frame status not set"_s },
        { RawClient::frame(8, QByteArray("\x03\xe8") + "bye"), 1000, u"bye"_s },
        { QByteArray(), 1006, QString() },
        { QByteArray("DELETE"), 1000, u"Connection Closed Normally"_s },
    };
    for (const auto &[how, code, reason] : rows) {
        RawClient client(m_plain->wsUrl);
        QCOMPARE(client.upgrade(), 101);
        const QByteArray id = idOf(client);
        if (how == "DELETE")
            QCOMPARE(manage(*m_plain, "DELETE", "/dev/@connections/" + id), 204);
        else if (how.isEmpty())
            client.socket.abort();
        else
            client.write(how);
        QCOMPARE(ending(*m_plain, id), (std::pair { code, reason }));
    }
}

void TstVectors::managementErrors()
{
    RawClient gone(m_plain->httpUrl);
    QCOMPARE(manage(*m_plain, "POST", "/dev/@connections/PJqB0fHsqRcCHlw%3D", "x", &gone), 410);
    QCOMPARE(gone.header("x-amzn-ErrorType"), QByteArray("GoneException"));
    QCOMPARE(gone.header("Content-Length"), QByteArray("0"));
    QCOMPARE(manage(*m_plain, "POST", "/dev/@connections/8f14e45f-ceea-467f-9bde-2b0c7a9d1e11", "x"), 400);
    QCOMPARE(manage(*m_plain, "POST", "/prod/@connections/PJqB0fHsqRcCHlw%3D", "x"), 403);
    RawClient client(m_plain->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    const QByteArray id = idOf(client);
    QCOMPARE(manage(*m_plain, "POST", "/dev/@connections/" + id, QByteArray(131'073, 'x')), 413);
    const QByteArray encoded = QByteArray(id).replace("=", "%3D");
    for (const QByteArray &path : { "/dev/@connections/" + encoded, "/dev/@connections/" + id, "/dev/%40connections/" + encoded }) {
        QCOMPARE(manage(*m_plain, "POST", path, path), 200);
        QCOMPARE(client.text(), path);
    }
}

void TstVectors::authorizer()
{
    const std::pair<const char *, int> rows[] = { { "", 401 }, { "?token=callsUnauthorized", 401 }, { "?token=deny", 403 }, { "?token=throws", 500 },
                                                  { "?token=status401", 500 }, { "?token=noContext", 101 }, { "?token=allow", 101 } };
    for (const auto &[text, status] : rows)
        QCOMPARE(upgraded(*m_guarded, QLatin1String(text)), status);
    RawClient client(m_guarded->wsUrl + u"?token=allow"_s);
    QCOMPARE(client.upgrade(), 101);
    const QJsonObject context = json(client.ask("{\"action\":\"show\"}")).value("requestContext"_L1).toObject();
    QCOMPARE(context.value("authorizer"_L1).toObject().value("plan"_L1).toString(), u"gold"_s);
    if (m_guarded->isElsewhere)
        return;
    client.sendClose(1000);
    for (const QString &routeKey : { u"$connect"_s, u"$disconnect"_s }) {
        const QJsonObject invoked = m_guarded->waitForEvent(u"integration.invoked"_s, [&](const QJsonObject &event) {
            return event.value("routeKey"_L1).toString() == routeKey && event.value("connectionId"_L1) == context.value("connectionId"_L1);
        });
        QCOMPARE(json(invoked.value("event"_L1).toString().toUtf8()).value("requestContext"_L1).toObject().value("authorizer"_L1).toObject()
                     .value("plan"_L1).toString(), u"gold"_s);
    }
}

void TstVectors::identifiers()
{
    static const QRegularExpression shape(u"^[A-Za-z0-9_-]{15}=$"_s);
    RawClient client(m_plain->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QSet<QString> seen;
    for (int i = 0; i < 20; ++i) {
        const QJsonObject context = contextOf(client);
        for (const QString &name : { u"connectionId"_s, u"requestId"_s, u"messageId"_s })
            QVERIFY(shape.match(context.value(name).toString()).hasMatch());
        QCOMPARE(context.value("requestId"_L1), context.value("extendedRequestId"_L1));
        seen += { context.value("requestId"_L1).toString(), context.value("messageId"_L1).toString() };
        const QDateTime at = QDateTime::fromMSecsSinceEpoch(context.value("requestTimeEpoch"_L1).toInteger(), Qt::UTC);
        QCOMPARE(context.value("requestTime"_L1).toString(), QLocale::c().toString(at, u"dd/MMM/yyyy:HH:mm:ss"_s) + u" +0000"_s);
    }
    QCOMPARE(seen.size(), 40);
}

void TstVectors::serialMode()
{
    for (const bool serial : { false, true }) {
        const ProjectFolder project({ { u"template.json"_s, ProjectFolder::oneFunction(u"$request.body.action"_s, { u"$default"_s },
                                          "exports.handler = async (event) => { await new Promise((r) => setTimeout(r, Number(event.body)));"
                                          " return { statusCode: 200, body: event.body }; };") },
                                      { u"greenroom.project.yaml"_s, serial ? "serial: true\n" : "serial: false\n" } });
        Serving host(project.path());
        QVERIFY2(host.ready, host.process.readAllStandardError().constData());
        RawClient client(host.wsUrl);
        QCOMPARE(client.upgrade(), 101);
        client.sendText("900");
        client.sendText("5");
        QCOMPARE(client.text(), QByteArray(serial ? "900" : "5"));
        QCOMPARE(client.text(), QByteArray(serial ? "5" : "900"));
    }
}

void TstVectors::signatures()
{
    using namespace greenroom;
    AwsCredentials keys { "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", {} };
    AwsRequest request;
    request.url = QUrl(u"wss://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/dev?room=lobby%201"_s);
    request.region = "us-east-1";
    request.time = QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);
    QVERIFY(awsSignedUrl(request, keys, 300).toEncoded().endsWith("=414ce8422c75b3da77b16995f7131bcbd985a7225b01fc858c7a5d24fb340923"));
    QVERIFY(awsSignedHeaders(request, keys).last().second.endsWith("=0104528632a89a7b9984fb07dc3af79333431dddcc3069d1c2d405dad6ff92b0"));
    keys.sessionToken = "TOKEN/+=";
    QVERIFY(awsSignedUrl(request, keys, 300).toEncoded().endsWith("=0830ab2f9bf11af705b4469eb5a08bc3f61a4f99e27ee22c7604715580ed065b"));
    keys.sessionToken.clear();
    request.method = "POST";
    request.url = QUrl(u"https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/dev/@connections/PJqB0fHsqRcCHlw%3D"_s);
    request.contentType = "application/octet-stream";
    request.body = R"({"n":1})";
    QVERIFY(awsSignedHeaders(request, keys).last().second.endsWith("=a00eeb2ef1a9c35b2d492d0d71655251c81a6d04356fb910be88bc0867c4eb9e"));
}

void TstVectors::billing()
{
    QCOMPARE(greenroom::billedMilliseconds(600'000.00, 476.75), 600'477);
    QCOMPARE(greenroom::billedMilliseconds(128.83, 166.62), 296);   // the line of §8.4
}

QTEST_GUILESS_MAIN(TstVectors)
#include "tst_vectors.moc"
