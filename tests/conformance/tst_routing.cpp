// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Which route a message takes and what the client hears of it (contract §2.2, §3.2, §3.5, §4.1), row by row.

#include "support/deployment.h"
#include "support/projectfolder.h"
#include "support/rules.h"

#include <QRegularExpression>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

class TstRouting : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void expressions_data();
    void expressions();
    void answers_data();
    void answers();
    void handshakes_data();
    void handshakes();
    void errorFrames_data();
    void errorFrames();
    void rules_data();
    void rules();

private:
    void functionElsewhere();
    void frameNamesItsEvent();
    void disconnectIsBestEffort();
    void failedConnectHasNoDisconnect();
    void messageSeesWhatConnectDid();

    static QString project() { return QStringLiteral(GREENROOM_TEST_DATA "/projects/rules"); }
    static QRegularExpression errorFrame(const QString &message)
    {
        return QRegularExpression(u"^\\{\"message\": \"%1\", \"connectionId\":\"[A-Za-z0-9_-]{15}=\", \"requestId\":\"[A-Za-z0-9_-]{15}=\"\\}$"_s.arg(message));
    }

    std::unique_ptr<Serving> m_host;
};

void TstRouting::initTestCase()
{
    QVERIFY2(!QStandardPaths::findExecutable(u"node"_s).isEmpty(), "Node.js is not installed: run packaging/test, which does it.");
    m_host = std::make_unique<Serving>(project(), QStringList { u"--format"_s, u"json"_s });
    QVERIFY2(m_host->ready, m_host->process.readAllStandardError().constData());
}

void TstRouting::expressions_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QString>("routeKey");   // the one that is taken; $default is always there
    const QByteArray message = R"({"service":"chat","action":"join","data":{"room":"room1234"},"list":["item1","item2"],"n":1.5,"yes":true,"no":null,"say it":"loud"})";
    QTest::newRow("3.2 D $request.body.action") << u"$request.body.action"_s << message << u"join"_s;
    QTest::newRow("3.2 D ${request.body.action}") << u"${request.body.action}"_s << message << u"join"_s;
    QTest::newRow("3.2 D two variables and literal text") << u"${request.body.service}/${request.body.action}"_s << message << u"chat/join"_s;
    QTest::newRow("3.2 D a path that is not found: the empty string") << u"${request.body.action}-${request.body.invalidPath}"_s << message << u"join-"_s;
    QTest::newRow("3.2 D a constant takes every message to its route") << u"action"_s << message << u"action"_s;
    QTest::newRow("3.2 D \\$ is a literal dollar") << u"\\$default"_s << message << u"$default"_s;
    QTest::newRow("3.2 D an array: [item1, item2]") << u"$request.body.list"_s << message << u"[item1, item2]"_s;
    QTest::newRow("3.2 R a number in its shortest form") << u"$request.body.n"_s << message << u"1.5"_s;
    QTest::newRow("3.2 R an integer") << u"$request.body.n"_s << QByteArray(R"({"n":1.0})") << u"1"_s;
    QTest::newRow("3.2 R a boolean") << u"$request.body.yes"_s << message << u"true"_s;
    QTest::newRow("3.2 R null is like a missing path") << u"x${request.body.no}"_s << message << u"x"_s;
    QTest::newRow("3.2 R an object as compact JSON") << u"$request.body.data"_s << message << u"{\"room\":\"room1234\"}"_s;
    QTest::newRow("3.2 D JSONPath: dot children") << u"$request.body.data.room"_s << message << u"room1234"_s;
    QTest::newRow("3.2 D JSONPath: quoted children") << u"${request.body['say it']}"_s << message << u"loud"_s;
    QTest::newRow("3.2 D JSONPath: an index") << u"${request.body.list[1]}"_s << message << u"item2"_s;
    QTest::newRow("3.2 D JSONPath: *") << u"${request.body.data.*}"_s << message << u"[room1234]"_s;
    QTest::newRow("3.2 D JSONPath: ..") << u"${request.body..room}"_s << message << u"[room1234]"_s;
    QTest::newRow("3.2 D evaluated once, never again") << u"$request.body.action"_s << QByteArray(R"({"action":"$request.body.n","n":"twice"})") << u"$default"_s;
    QTest::newRow("3.3 D the key exactly and case-sensitively") << u"$request.body.action"_s << QByteArray(R"({"action":"JOIN"})") << u"$default"_s;
    QTest::newRow("3.3 D a key with a dot, a slash or a colon") << u"$request.body.action"_s << QByteArray(R"({"action":"room.leave/a:b"})") << u"room.leave/a:b"_s;
}

void TstRouting::expressions()
{
    QFETCH(QString, expression);
    QFETCH(QByteArray, message);
    QFETCH(QString, routeKey);
    QStringList keys { u"$default"_s, u"join"_s };
    if (!keys.contains(routeKey))
        keys.append(routeKey);
    const ProjectFolder project({ { u"template.json"_s, ProjectFolder::oneFunction(expression, keys,
        "exports.handler = async (event) => ({ statusCode: 200, body: event.requestContext.routeKey });") } });
    Serving host(project.path());
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QCOMPARE(QString::fromUtf8(client.ask(message)), routeKey);
}

void TstRouting::answers_data()
{
    QTest::addColumn<QByteArray>("give");     // what the handler returns
    QTest::addColumn<QByteArray>("twoWay");   // the frame of a two-way route; null: silence; "error": the error frame
    QTest::addColumn<QByteArray>("oneWay");
    const QByteArray silence;
    QTest::newRow("4.1 D success: the body, one-way silence") << QByteArray(R"({"statusCode":200,"body":"hi"})") << QByteArray("hi") << silence;
    QTest::newRow("4.1 C body missing: silence") << QByteArray(R"({"statusCode":200})") << silence << silence;
    QTest::newRow("4.1 R an empty body: an empty frame") << QByteArray(R"({"statusCode":200,"body":""})") << QByteArray("") << silence;
    QTest::newRow("4.1 D statusCode is ignored") << QByteArray(R"({"statusCode":404,"body":"hi"})") << QByteArray("hi") << silence;
    QTest::newRow("4.1 D headers are ignored") << QByteArray(R"({"statusCode":200,"headers":{"X":"y"},"body":"hi"})") << QByteArray("hi") << silence;
    QTest::newRow("4.1 R isBase64Encoded: decoded, sent as text") << QByteArray(R"({"statusCode":200,"isBase64Encoded":true,"body":"aGk="})") << QByteArray("hi") << silence;
    QTest::newRow("4.1 D failure: the error frame both ways") << QByteArray("\"throw\"") << QByteArray("error") << QByteArray("error");
    for (const char *status : { "201", "301", "401", "501" })
        QTest::addRow("3.5 O status %s: ignored", status) << "{\"statusCode\":" + QByteArray(status) + '}' << silence << silence;
    QTest::newRow("3.5 O status 500 of a two-way route: its body arrives") << QByteArray(R"({"statusCode":500,"body":"oh"})") << QByteArray("oh") << silence;
    QTest::newRow("3.5 C extra keys in a response: the error frame both ways") << QByteArray(R"({"statusCode":200,"body":"x","extra":1})") << QByteArray("error") << QByteArray("error");
    QTest::newRow("2.4 O multiValueHeaders may be there") << QByteArray(R"({"statusCode":200,"multiValueHeaders":{"X":["y"]},"body":"hi"})") << QByteArray("hi") << silence;
    QTest::newRow("2.4 D statusCode is required: the error frame") << QByteArray(R"({"body":"x"})") << QByteArray("error") << QByteArray("error");
    QTest::newRow("2.4 D body must be a string: the error frame") << QByteArray(R"({"statusCode":200,"body":{"a":1}})") << QByteArray("error") << QByteArray("error");
}

void TstRouting::answers()
{
    QFETCH(QByteArray, give);
    QFETCH(QByteArray, twoWay);
    QFETCH(QByteArray, oneWay);
    for (const auto &[route, wanted] : { std::pair { QByteArray("two"), twoWay }, std::pair { QByteArray("one"), oneWay } }) {
        RawClient client(m_host->wsUrl);
        QCOMPARE(client.upgrade(), 101);
        client.sendText("{\"action\":\"" + route + "\",\"give\":" + give + '}');
        if (wanted.isNull()) {
            // What comes next answers the next questions: the one before was silent.
            for (const QByteArray &next : { QByteArray("first"), QByteArray("second") })
                QCOMPARE(client.ask("{\"action\":\"two\",\"give\":{\"statusCode\":200,\"body\":\"" + next + "\"}}"), next);
        } else if (wanted == "error") {
            const QByteArray frame = client.text();
            QVERIFY2(errorFrame(u"Internal server error"_s).match(QString::fromUtf8(frame)).hasMatch(), frame.constData());
        } else {
            QCOMPARE(client.text(), wanted);
        }
    }
}

void TstRouting::handshakes_data()
{
    QTest::addColumn<QString>("project");   // a folder, or the text of a serverless.yml
    QTest::addColumn<QString>("quotas");
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("status");
    const QString head = u"service: s\nprovider: { name: aws, runtime: nodejs18.x }\nfunctions:\n"_s;
    QTest::newRow("2.2 D integration exceeds its time-out: 504") << project() << u"integrationTimeout=100ms"_s << u"?wait=2000"_s << 504;
    QTest::newRow("2.2 D the authoriser cannot be invoked: 500")
        << head + u"  a: { handler: a.handler, runtime: ruby3.2 }\n  c: { handler: c.handler, events: [{ websocket: { route: $connect, "
                  "authorizer: { name: a, identitySource: [] } } }] }\n"_s << QString() << QString() << 500;
    QTest::newRow("2.2 O no throttle: 101") << project() << QString() << QString() << 101;
}

void TstRouting::handshakes()
{
    QFETCH(QString, project);
    QFETCH(QString, quotas);
    QFETCH(QString, query);
    QFETCH(int, status);
    const ProjectFolder folder({ { u"serverless.yml"_s, project.toUtf8() }, { u"c.js"_s, "exports.handler = async () => ({ statusCode: 200 });\n" } });
    Serving host(project.contains(u'\n') ? folder.path() : project, quotas.isEmpty() ? QStringList() : QStringList { u"--quotas"_s, quotas });
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl + query);
    QCOMPARE(client.upgrade(), status);
}

void TstRouting::errorFrames_data()
{
    QTest::addColumn<QString>("quotas");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QString>("says");
    QTest::newRow("3.5 O integration time-out: Endpoint request timed out") << u"integrationTimeout=100ms"_s << QByteArray(R"({"action":"two","give":1,"wait":1000})")
                                                                            << u"Endpoint request timed out"_s;
    QTest::newRow("3.5 R throttled: Too Many Requests") << u"requestsPerSecond=1,burst=2"_s << QByteArray(R"({"action":"one","give":{"statusCode":200}})") << u"Too Many Requests"_s;
    QTest::newRow("3.5 O nothing matches: Forbidden") << QString() << QByteArray(R"({"action":"nowhere"})") << u"Forbidden"_s;
    QTest::newRow("3.5 O the handler threw: Internal server error") << QString() << QByteArray(R"({"action":"one","give":"throw"})") << u"Internal server error"_s;
}

void TstRouting::errorFrames()
{
    QFETCH(QString, quotas);
    QFETCH(QByteArray, message);
    QFETCH(QString, says);
    Serving host(project(), quotas.isEmpty() ? QStringList() : QStringList { u"--quotas"_s, quotas });
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    const int times = says.startsWith("Too"_L1) ? 10 : 1;
    for (int i = 0; i < times; ++i)
        client.sendText(message);
    const QByteArray frame = client.text();
    QVERIFY2(errorFrame(says).match(QString::fromUtf8(frame)).hasMatch(), frame.constData());
    client.send(9, "still open");
    RawClient::Frame next = client.next();
    while (next.opcode == 1)
        next = client.next();
    QCOMPARE(next.opcode, 10);
}

void TstRouting::rules_data()
{
    addRules<TstRouting>({
        { "2.2 O the integration names no function: 500", &TstRouting::functionElsewhere },
        { "3.5 O requestId of the frame is the event's", &TstRouting::frameNamesItsEvent },
        { "2.5 D the result of $disconnect is ignored", &TstRouting::disconnectIsBestEffort },
        { "2.5 D $connect failed: no $disconnect", &TstRouting::failedConnectHasNoDisconnect },
        { "2.6 D the first message comes after $connect", &TstRouting::messageSeesWhatConnectDid },
    });
}

void TstRouting::rules()
{
    using Check = void (TstRouting::*)();
    QFETCH(Check, check);
    (this->*check)();
}

void TstRouting::functionElsewhere()
{
    QByteArray text = ProjectFolder::oneFunction(u"$request.body.action"_s, { u"$connect"_s }, "exports.handler = async () => ({ statusCode: 200 });");
    text.replace("${Function.Arn}", "arn:aws:lambda:us-east-1:123456789012:function:elsewhere");
    const ProjectFolder project({ { u"template.json"_s, text } });
    Serving host(project.path());
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 500);
}

void TstRouting::frameNamesItsEvent()
{
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    const QJsonObject frame = QJsonDocument::fromJson(client.ask(R"({"action":"one","give":"throw"})")).object();
    const QString requestId = frame.value("requestId"_L1).toString();
    const QJsonObject invoked = m_host->waitForEvent(u"integration.invoked"_s, [&requestId](const QJsonObject &event) {
        return event.value("requestId"_L1).toString() == requestId;
    });
    QCOMPARE(invoked.value("routeKey"_L1).toString(), u"one"_s);
    QVERIFY(invoked.value("event"_L1).toString().contains(requestId));
    QCOMPARE(invoked.value("connectionId"_L1), frame.value("connectionId"_L1));
}

void TstRouting::disconnectIsBestEffort()
{
    RawClient client(m_host->wsUrl + u"?mark=besteffort"_s);
    QCOMPARE(client.upgrade(), 101);
    client.sendClose(1000);
    QCOMPARE(client.closeCode(), 1000);
    QVERIFY(!m_host->waitForEvent(u"integration.answered"_s, [](const QJsonObject &event) {
        return event.value("routeKey"_L1).toString() == "$disconnect"_L1 && event.value("outcome"_L1).toString() == "error"_L1;
    }).isEmpty());
    RawClient next(m_host->wsUrl);
    QCOMPARE(next.upgrade(), 101);
}

void TstRouting::failedConnectHasNoDisconnect()
{
    RawClient refused(m_host->wsUrl + u"?status=401"_s);
    QCOMPARE(refused.upgrade(), 401);
    QCOMPARE(refused.readBody(), QByteArray("said so"));
    QCOMPARE(refused.header("X-Why"), QByteArray("because"));
    const QString id = m_host->waitForEvent(u"connect.refused"_s, [](const QJsonObject &) { return true; }).value("connectionId"_L1).toString();
    QVERIFY(!id.isEmpty());
    // One that did open, and its end, come after whatever the refused one could have caused.
    RawClient other(m_host->wsUrl + u"?mark=after"_s);
    QCOMPARE(other.upgrade(), 101);
    other.sendClose(1000);
    QCOMPARE(other.closeCode(), 1000);
    QTest::qWait(200);
    const QList<QJsonObject> invoked = m_host->events(u"integration.invoked"_s);
    for (const QJsonObject &event : invoked)
        QVERIFY(event.value("connectionId"_L1).toString() != id || event.value("routeKey"_L1).toString() == "$connect"_L1);
}

// A message that is sent with the handshake already waits for $connect.
void TstRouting::messageSeesWhatConnectDid()
{
    RawClient client(m_host->wsUrl + u"?wait=300"_s);
    client.write(client.head(RawClient::upgradeHeaders() + "\r\n") + RawClient::frame(1, R"({"action":"two","give":{"statusCode":200,"body":"early"}})"));
    QCOMPARE(client.readAnswer(), 101);
    QCOMPARE(client.text(), QByteArray("early"));
}

QTEST_GUILESS_MAIN(TstRouting)
#include "tst_routing.moc"
