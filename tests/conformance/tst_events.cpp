// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Events, ids, authorisers, refusals, error frames and @connections, member by member (contract §2, §3, §5, §7).

#include "support/deployment.h"
#include "support/rules.h"

#include <QDateTime>
#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <QStandardPaths>

#include <cmath>

using namespace Qt::StringLiterals;

class TstEvents : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void authorizers_data();
    void authorizers();
    void refusedHandshake_data();
    void refusedHandshake();
    void errorFrames_data();
    void errorFrames();
    void subprotocols_data();
    void subprotocols();
    void managementErrors_data();
    void managementErrors();
    void pathsOfAConnection_data();
    void pathsOfAConnection();
    void rules_data();
    void rules();

private:
    void contextIsEverywhere();
    void missingIdentityNeverCalls();
    void connectEvent();
    void connectEventWithoutQueryOrAgent();
    void postingBeforeThe101Is410();
    void idsAndTimes();
    void noConnectRouteNoInvocation();
    void getOfAConnection();
    void managementIsThrottled();
    void billedIsRoundedUpWithInit();

    static QJsonObject eventOf(const QJsonObject &invoked)
    {
        return QJsonDocument::fromJson(invoked.value("event"_L1).toString().toUtf8()).object();
    }
    QJsonObject invoked(Serving &host, const QString &routeKey, const QString &marker)
    {
        return eventOf(host.waitForEvent(u"integration.invoked"_s, [&](const QJsonObject &event) {
            return event.value("routeKey"_L1).toString() == routeKey && event.value("event"_L1).toString().contains(marker);
        }));
    }
    static QByteArray authority(const Serving &host) { return QUrl(host.httpUrl).authority().toLatin1(); }
    static void verifyId(const QString &id)
    {
        static const QRegularExpression shape(u"^[A-Za-z0-9_-]{15}=$"_s);
        QVERIFY2(shape.match(id).hasMatch(), qPrintable(id));
    }

    std::unique_ptr<Serving> m_guarded;
    std::unique_ptr<Serving> m_plain;
};

void TstEvents::initTestCase()
{
    QVERIFY2(!QStandardPaths::findExecutable(u"node"_s).isEmpty(), "Node.js is not installed: run packaging/test, which does it.");
    const QStringList json { u"--format"_s, u"json"_s };
    m_guarded = guardedDeployment(json);
    QVERIFY2(m_guarded->ready, m_guarded->process.readAllStandardError().constData());
    m_plain = contractDeployment(json);
    QVERIFY2(m_plain->ready, m_plain->process.readAllStandardError().constData());
}

void TstEvents::rules_data()
{
    addRules<TstEvents>({
        { "7.1 R the authoriser's context on every event, as strings", &TstEvents::contextIsEverywhere },
        { "7.1 D identity source missing: the authoriser is not called", &TstEvents::missingIdentityNeverCalls },
        { "2.3 D the $connect event", &TstEvents::connectEvent },
        { "2.3 O no query and no User-Agent: no keys", &TstEvents::connectEventWithoutQueryOrAgent },
        { "5.4 D inside $connect: 410", &TstEvents::postingBeforeThe101Is410 },
        { "3.6 O shape of ids, times that agree", &TstEvents::idsAndTimes },
        { "2.1 D no $connect route: no invocation", &TstEvents::noConnectRouteNoInvocation },
        { "5.1 D GET describes a connection", &TstEvents::getOfAConnection },
        { "5.2 D too many calls: 429", &TstEvents::managementIsThrottled },
        { "8.4 D billed: handler and init, rounded up once", &TstEvents::billedIsRoundedUpWithInit },
    });
}

void TstEvents::rules()
{
    using Check = void (TstEvents::*)();
    QFETCH(Check, check);
    (this->*check)();
}

void TstEvents::authorizers_data()
{
    QTest::addColumn<QByteArray>("query");
    QTest::addColumn<int>("status");
    QTest::newRow("2.2 D identity source missing: 401") << QByteArray("") << 401;
    QTest::newRow("2.2 D identity source empty: 401") << QByteArray("?token=") << 401;
    QTest::newRow("2.2 D authoriser throws “Unauthorized”: 401") << QByteArray("?token=throwsUnauthorized") << 401;
    QTest::newRow("2.2 D authoriser calls back “Unauthorized”: 401") << QByteArray("?token=callsUnauthorized") << 401;
    QTest::newRow("2.2 D authoriser throws anything else: 500") << QByteArray("?token=throws") << 500;
    QTest::newRow("2.2 D authoriser exits: 500") << QByteArray("?token=exits") << 500;
    QTest::newRow("2.2 O authoriser returns {statusCode:401}: 500") << QByteArray("?token=status401") << 500;
    QTest::newRow("2.2 D authoriser returns nothing: 500") << QByteArray("?token=nothing") << 500;
    QTest::newRow("2.2 C policy denies: 403") << QByteArray("?token=deny") << 403;
    QTest::newRow("7.1 D nothing matching: 403") << QByteArray("?token=allowsElsewhere") << 403;
    QTest::newRow("7.1 D an object in the context: 500") << QByteArray("?token=objectInContext") << 500;
    QTest::newRow("6.1 D authoriser result above 8 KB: 500") << QByteArray("?token=tooLarge") << 500;
    QTest::newRow("7.1 O context is optional") << QByteArray("?token=noContext") << 101;
    QTest::newRow("7.1 D wildcards in a resource") << QByteArray("?token=wildcard") << 101;
    QTest::newRow("7.1 D matching Allow: proceed") << QByteArray("?token=allow") << 101;
}

void TstEvents::authorizers()
{
    QFETCH(QByteArray, query);
    QFETCH(int, status);
    RawClient client(m_guarded->wsUrl + QString::fromLatin1(query));
    QCOMPARE(client.upgrade(), status);
}

void TstEvents::contextIsEverywhere()
{
    NEEDS_LOCAL_HOST(*m_guarded);
    RawClient client(m_guarded->wsUrl + u"?token=everywhere"_s);
    QCOMPARE(client.upgrade(), 101);
    const QJsonObject message = QJsonDocument::fromJson(client.ask("{\"action\":\"show\"}")).object();
    client.sendClose(1000);
    const QString id = message.value("requestContext"_L1).toObject().value("connectionId"_L1).toString();
    // (R) strings, whatever the authoriser gave.
    const QJsonObject wanted { { u"principalId"_s, u"me"_s }, { u"plan"_s, u"gold"_s }, { u"level"_s, u"3"_s }, { u"admin"_s, u"true"_s } };
    QCOMPARE(message.value("requestContext"_L1).toObject().value("authorizer"_L1).toObject(), wanted);
    const QJsonObject closed = invoked(*m_guarded, u"$disconnect"_s, id);
    QCOMPARE(closed.value("requestContext"_L1).toObject().value("authorizer"_L1).toObject(), wanted);
    QJsonObject connected = invoked(*m_guarded, u"$connect"_s, id).value("requestContext"_L1).toObject().value("authorizer"_L1).toObject();
    QVERIFY(connected.value("integrationLatency"_L1).isDouble());
    connected.remove("integrationLatency"_L1);
    QCOMPARE(connected, wanted);
}

void TstEvents::missingIdentityNeverCalls()
{
    NEEDS_LOCAL_HOST(*m_guarded);
    RawClient client(m_guarded->wsUrl + u"?tokem=x"_s);
    QCOMPARE(client.upgrade(), 401);
    const QJsonObject refused = m_guarded->waitForEvent(u"connect.refused"_s, [](const QJsonObject &event) {
        return event.value("path"_L1).toString().contains("tokem"_L1);
    });
    QVERIFY(refused.value("reason"_L1).toString().contains("route.request.querystring.token"_L1));
    const QString requestId = refused.value("requestId"_L1).toString();
    const QList<QJsonObject> events = m_guarded->events();
    for (const QJsonObject &event : events)
        QVERIFY(event.value("requestId"_L1).toString() != requestId || event.value("kind"_L1).toString() == "connect.refused"_L1);
}

void TstEvents::connectEvent()
{
    NEEDS_LOCAL_HOST(*m_plain);
    RawClient client(m_plain->wsUrl + u"/?a=1&a=2&b=%C3%BC+x"_s);
    QCOMPARE(client.upgrade("User-Agent: tester/1\r\nCookie: a=b\r\nX-Thing: one\r\nx-thing: two\r\nOrigin: http://localhost:3000\r\n"), 101);
    const QJsonObject event = invoked(*m_plain, u"$connect"_s, u"tester/1"_s);
    QCOMPARE(event.value("queryStringParameters"_L1).toObject().value("a"_L1).toString(), u"2"_s);
    QCOMPARE(event.value("queryStringParameters"_L1).toObject().value("b"_L1).toString(), u"ü x"_s);
    QCOMPARE(event.value("multiValueQueryStringParameters"_L1).toObject().value("a"_L1).toArray(), (QJsonArray { u"1"_s, u"2"_s }));
    const QJsonObject headers = event.value("headers"_L1).toObject();
    const QJsonObject all = event.value("multiValueHeaders"_L1).toObject();
    QCOMPARE(headers.keys(), all.keys());
    for (const QString &name : { u"Host"_s, u"Cookie"_s, u"Origin"_s, u"Sec-WebSocket-Key"_s, u"Sec-WebSocket-Version"_s, u"User-Agent"_s,
                                 u"X-Amzn-Trace-Id"_s, u"X-Forwarded-For"_s, u"X-Forwarded-Port"_s, u"X-Forwarded-Proto"_s })
        QVERIFY2(headers.contains(name), qPrintable(name));
    for (const QString &name : { u"Connection"_s, u"Upgrade"_s, u"content-length"_s, u"Content-Length"_s })
        QVERIFY2(!headers.contains(name), qPrintable(name));
    QCOMPARE(event.value("isBase64Encoded"_L1), QJsonValue(false));
    for (const QString &key : { u"body"_s, u"path"_s, u"httpMethod"_s, u"resource"_s, u"pathParameters"_s, u"stageVariables"_s })
        QVERIFY2(!event.contains(key), qPrintable(key));
    const QJsonObject context = event.value("requestContext"_L1).toObject();
    QStringList keys { u"apiId"_s, u"connectedAt"_s, u"connectionId"_s, u"domainName"_s, u"eventType"_s, u"extendedRequestId"_s, u"identity"_s,
                       u"messageDirection"_s, u"requestId"_s, u"requestTime"_s, u"requestTimeEpoch"_s, u"routeKey"_s, u"stage"_s };
    QCOMPARE(context.keys(), keys);
    QCOMPARE(context.value("eventType"_L1).toString(), u"CONNECT"_s);
    QCOMPARE(context.value("messageDirection"_L1).toString(), u"IN"_s);
    QCOMPARE(context.value("identity"_L1).toObject(), (QJsonObject { { u"sourceIp"_s, u"127.0.0.1"_s }, { u"userAgent"_s, u"tester/1"_s } }));
    QCOMPARE(context.value("domainName"_L1).toString().toLatin1(), authority(*m_plain));
    QVERIFY(QRegularExpression(u"^[a-z0-9]{10}$"_s).match(context.value("apiId"_L1).toString()).hasMatch());
}

void TstEvents::connectEventWithoutQueryOrAgent()
{
    NEEDS_LOCAL_HOST(*m_plain);
    RawClient client(m_plain->wsUrl);
    QCOMPARE(client.upgrade("X-Mark: bare\r\n"), 101);
    const QJsonObject event = invoked(*m_plain, u"$connect"_s, u"X-Mark"_s);
    QVERIFY(!event.contains("queryStringParameters"_L1) && !event.contains("multiValueQueryStringParameters"_L1));
    QCOMPARE(event.value("requestContext"_L1).toObject().value("identity"_L1).toObject(), (QJsonObject { { u"sourceIp"_s, u"127.0.0.1"_s } }));
}

void TstEvents::postingBeforeThe101Is410()
{
    NEEDS_LOCAL_HOST(*m_guarded);
    RawClient client(m_guarded->wsUrl + u"?token=early"_s);
    QCOMPARE(client.upgrade(), 101);
    const QString said = m_guarded->waitForEvent(u"function.logged"_s, [](const QJsonObject &event) {
        return event.value("text"_L1).toString().startsWith("posting to itself"_L1);
    }).value("text"_L1).toString();
    QCOMPARE(said, u"posting to itself: 410"_s);
    const QJsonObject message = QJsonDocument::fromJson(client.ask("{\"action\":\"show\"}")).object();
    const QByteArray id = message.value("requestContext"_L1).toObject().value("connectionId"_L1).toString().toLatin1();
    RawClient http(m_guarded->httpUrl);
    QCOMPARE(http.request("POST /live/@connections/" + id + " HTTP/1.1\r\nHost: " + authority(*m_guarded) + "\r\nContent-Length: 3\r\n\r\nnow"), 200);
    QCOMPARE(client.text(), QByteArray("now"));
}

void TstEvents::idsAndTimes()
{
    RawClient client(m_plain->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QSet<QString> seen;
    QString connection;
    for (int i = 0; i < 50; ++i) {
        const QJsonObject event = QJsonDocument::fromJson(client.ask("x")).object();
        const QJsonObject context = event.value("requestContext"_L1).toObject();
        const QString request = context.value("requestId"_L1).toString();
        const QString message = context.value("messageId"_L1).toString();
        connection = context.value("connectionId"_L1).toString();
        for (const QString &id : { request, message, connection })
            verifyId(id);
        QCOMPARE(context.value("extendedRequestId"_L1).toString(), request);
        QCOMPARE(connection.at(11), u'C');
        QCOMPARE(request.at(11), u'F');
        QCOMPARE(message.right(5), connection.right(5));
        QVERIFY(!seen.contains(request) && !seen.contains(message));
        seen += { request, message };
        const QDateTime at = QDateTime::fromMSecsSinceEpoch(context.value("requestTimeEpoch"_L1).toInteger(), Qt::UTC);
        QCOMPARE(context.value("requestTime"_L1).toString(), QLocale::c().toString(at, u"dd/MMM/yyyy:HH:mm:ss"_s) + u" +0000"_s);
        QVERIFY(context.value("connectedAt"_L1).toInteger() <= context.value("requestTimeEpoch"_L1).toInteger());
    }
    QCOMPARE(seen.size(), 100);
}

void TstEvents::refusedHandshake_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");       // of the handler; else the message
    QTest::addColumn<QByteArray>("errorType");
    QTest::newRow("2.2 R body and headers of a 403") << u"/nowhere"_s << 403 << QByteArray("Forbidden") << QByteArray("ForbiddenException");
    QTest::newRow("2.2 R body and headers of a 502") << u"/dev?throws=1"_s << 502 << QByteArray("Internal server error") << QByteArray("InternalServerErrorException");
    QTest::newRow("2.2 R the handler's status, body and headers are passed") << u"/dev?status=401"_s << 401 << QByteArray("said so") << QByteArray();
}

void TstEvents::refusedHandshake()
{
    QFETCH(QString, path);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, errorType);
    RawClient client(m_plain->wsUrl);
    QCOMPARE(client.request(client.head(RawClient::upgradeHeaders() + "\r\n", path.toLatin1())), status);
    const QByteArray got = client.readBody();
    QVERIFY(!client.header("x-amzn-RequestId").isEmpty());
    QCOMPARE(client.header("x-amzn-ErrorType"), errorType);
    if (errorType.isEmpty()) {
        QCOMPARE(got, body);
        return;
    }
    QCOMPARE(client.header("Content-Type"), QByteArray("application/json"));
    const QRegularExpression shape(u"^\\{\"message\": \"%1\", \"connectionId\":\"[A-Za-z0-9_-]{15}=\", \"requestId\":\"[A-Za-z0-9_-]{15}=\"\\}$"_s
                                       .arg(QString::fromLatin1(body)));
    QVERIFY2(shape.match(QString::fromUtf8(got)).hasMatch(), got.constData());
}

void TstEvents::errorFrames_data()
{
    QTest::addColumn<QString>("project");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QString>("frame");     // empty: the event comes back, from $default
    QTest::newRow("3.3 O no route and no $default: Forbidden frame") << u"/projects/authorizer"_s << QByteArray("{\"action\":\"x\"}") << u"Forbidden"_s;
    QTest::newRow("3.3 O not JSON and no $default: Forbidden frame") << u"/projects/authorizer"_s << QByteArray("hello") << u"Forbidden"_s;
    QTest::newRow("3.3 R a message that says $connect: no match") << u"/projects/authorizer"_s << QByteArray("{\"action\":\"$connect\"}") << u"Forbidden"_s;
    QTest::newRow("3.3 D no route: $default") << u"/projects/contract"_s << QByteArray("{\"action\":\"x\"}") << u""_s;
    QTest::newRow("3.3 D not JSON: $default") << u"/projects/contract"_s << QByteArray("hello") << u""_s;
    QTest::newRow("3.3 D a JSON scalar: $default") << u"/projects/contract"_s << QByteArray("7") << u""_s;
    QTest::newRow("3.3 D the key is case-sensitive") << u"/projects/contract"_s << QByteArray("{\"action\":\"TWO\"}") << u""_s;
    QTest::newRow("3.5 O error frames leave the connection open") << u"/projects/contract"_s << QByteArray("{\"action\":\"throws\"}") << u"Internal server error"_s;
}

void TstEvents::errorFrames()
{
    QFETCH(QString, project);
    QFETCH(QByteArray, message);
    QFETCH(QString, frame);
    const Serving &host = project.endsWith("contract"_L1) ? *m_plain : *m_guarded;
    RawClient client(host.wsUrl + u"?token=x"_s);
    QCOMPARE(client.upgrade(), 101);
    const QByteArray got = client.ask(message);
    if (frame.isEmpty()) {
        const QJsonObject event = QJsonDocument::fromJson(got).object();
        QCOMPARE(event.value("body"_L1).toString().toUtf8(), message);
        QCOMPARE(event.value("requestContext"_L1).toObject().value("routeKey"_L1).toString(), u"$default"_s);
        return;
    }
    const QRegularExpression shape(u"^\\{\"message\": \"%1\", \"connectionId\":\"[A-Za-z0-9_-]{15}=\", \"requestId\":\"[A-Za-z0-9_-]{15}=\"\\}$"_s.arg(frame));
    QVERIFY2(shape.match(QString::fromUtf8(got)).hasMatch(), got.constData());
    QCOMPARE(client.ask(message).left(12), got.left(12));   // still open
}

void TstEvents::noConnectRouteNoInvocation()
{
    NEEDS_LOCAL_HOST(*m_plain);
    Serving host(QStringLiteral(GREENROOM_TEST_DATA "/projects/handlers"), { u"--format"_s, u"json"_s });
    QVERIFY(host.ready);
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QCOMPARE(client.ask("{\"action\":\"async\"}"), QByteArray("async"));
    QVERIFY(!host.waitForEvent(u"integration.answered"_s, [](const QJsonObject &) { return true; }).isEmpty());
    QCOMPARE(host.events(u"integration.invoked"_s).size(), 1);
}

void TstEvents::subprotocols_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("chosen");
    QTest::newRow("2.4 D Sec-WebSocket-Protocol of the response: in the 101") << u"?protocol=myprotocol"_s << QByteArray("myprotocol");
    QTest::newRow("2.4 O no sub-protocol of the response: no header") << u""_s << QByteArray();
}

void TstEvents::subprotocols()
{
    QFETCH(QString, query);
    QFETCH(QByteArray, chosen);
    RawClient client(m_plain->wsUrl + query);
    QCOMPARE(client.upgrade("Sec-WebSocket-Protocol: chat1,myprotocol\r\nSec-WebSocket-Extensions: permessage-deflate\r\n"), 101);
    QCOMPARE(client.header("Sec-WebSocket-Protocol"), chosen);
    QCOMPARE(client.header("Sec-WebSocket-Extensions"), QByteArray());   // (R) never compressed
    QCOMPARE(client.header("Sec-WebSocket-Accept"), QByteArray("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));   // RFC 6455 §1.3
    QVERIFY(!client.answerHead.toLower().contains("access-control"));
}

void TstEvents::managementErrors_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("errorType");
    QTest::addColumn<QByteArray>("body");    // a regular expression
    const QByteArray id = "/@connections/PJqB0fHsqRcCHlw%3D";
    for (const char *method : { "POST", "GET", "DELETE" }) {
        QTest::addRow("5.2 D %s of an unknown id: 410, nothing", method) << QByteArray(method) + " /dev" + id << 410 << QByteArray("GoneException") << QByteArray("^$");
    }
    QTest::newRow("5.2 O an id of the wrong shape: 400") << QByteArray("POST /dev/@connections/8f14e45f-ceea-467f-9bde-2b0c7a9d1e11") << 400 << QByteArray("BadRequestException")
                                   << QByteArray("^\\{\"message\":\"Invalid connectionId: 8f14e45f-ceea-467f-9bde-2b0c7a9d1e11\",\"connectionId\":\"8f14e45f-ceea-467f-9bde-2b0c7a9d1e11\",\"requestId\":\"[A-Za-z0-9_-]{15}=\"\\}$");
    QTest::newRow("5.3 O an id encoded twice: 400") << QByteArray("POST /dev/@connections/PJqB0fHsqRcCHlw%253D") << 400 << QByteArray("BadRequestException") << QByteArray("Invalid connectionId");
    QTest::newRow("5.2 R no id: 400") << QByteArray("POST /dev/@connections/") << 400 << QByteArray("BadRequestException") << QByteArray("Invalid connectionId");
    QTest::newRow("5.2 O no such stage: 403") << QByteArray("POST /prod") + id << 403 << QByteArray("ForbiddenException") << QByteArray("^\\{\"message\":\"Forbidden\"\\}$");
    QTest::newRow("5.2 O no such path: 403") << QByteArray("POST /dev/x") + id << 403 << QByteArray("ForbiddenException") << QByteArray("^\\{\"message\":\"Forbidden\"\\}$");
    QTest::newRow("5.2 R another method: 403") << QByteArray("PUT /dev") + id << 403 << QByteArray("MissingAuthenticationTokenException") << QByteArray("Missing Authentication Token");
}

void TstEvents::managementErrors()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    QFETCH(QByteArray, errorType);
    QFETCH(QByteArray, body);
    RawClient client(m_plain->httpUrl);
    QCOMPARE(client.request(managementRequest(*m_plain, request.split(' ').value(0), request.split(' ').value(1))), status);
    const QByteArray got = client.readBody();
    QCOMPARE(client.header("x-amzn-ErrorType"), errorType);
    QVERIFY(QRegularExpression(u"^[0-9a-f]{8}-[0-9a-f-]{27}$"_s).match(QString::fromLatin1(client.header("x-amzn-RequestId"))).hasMatch());
    verifyId(QString::fromLatin1(client.header("x-amz-apigw-id")));
    QCOMPARE(client.header("Content-Type"), QByteArray("application/json"));
    QCOMPARE(client.header("Content-Length").toLongLong(), got.size());
    QVERIFY2(QRegularExpression(QString::fromLatin1(body)).match(QString::fromUtf8(got)).hasMatch(), got.constData());
}

void TstEvents::getOfAConnection()
{
    RawClient client(m_plain->wsUrl);
    QCOMPARE(client.upgrade(), 101);   // no agent
    const QJsonObject context = QJsonDocument::fromJson(client.ask("x")).object().value("requestContext"_L1).toObject();
    RawClient http(m_plain->httpUrl);
    QCOMPARE(http.request(managementRequest(*m_plain, "GET", "/dev/@connections/" + context.value("connectionId"_L1).toString().toLatin1())), 200);
    const QJsonObject got = QJsonDocument::fromJson(http.readBody()).object();
    QCOMPARE(got.keys(), (QStringList { u"connectedAt"_s, u"identity"_s, u"lastActiveAt"_s }));
    QCOMPARE(got.value("identity"_L1).toObject(), (QJsonObject { { u"sourceIp"_s, u"127.0.0.1"_s }, { u"userAgent"_s, u""_s } }));
    QVERIFY(QRegularExpression(u"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$"_s).match(got.value("lastActiveAt"_L1).toString()).hasMatch());
    QCOMPARE(QDateTime::fromString(got.value("connectedAt"_L1).toString(), Qt::ISODateWithMs).toMSecsSinceEpoch(),
             context.value("connectedAt"_L1).toInteger());
}

void TstEvents::pathsOfAConnection_data()
{
    QTest::addColumn<QByteArray>("prefix");
    QTest::addColumn<bool>("encoded");
    QTest::newRow("5.3 C @ and =") << QByteArray("/dev/@connections/") << false;
    QTest::newRow("5.3 O @ and %3D") << QByteArray("/dev/@connections/") << true;
    QTest::newRow("5.3 D %40 and %3D") << QByteArray("/dev/%40connections/") << true;
    QTest::newRow("5.3 R %40 and =") << QByteArray("/dev/%40connections/") << false;
    QTest::newRow("1 R @connections without the stage") << QByteArray("/@connections/") << true;
    QTest::newRow("1 R @connections without the stage, encoded") << QByteArray("/%40connections/") << true;
}

void TstEvents::pathsOfAConnection()
{
    QFETCH(QByteArray, prefix);
    QFETCH(bool, encoded);
    RawClient client(m_plain->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    const QJsonObject context = QJsonDocument::fromJson(client.ask("x")).object().value("requestContext"_L1).toObject();
    QByteArray id = context.value("connectionId"_L1).toString().toLatin1();
    if (encoded)
        id.replace("=", "%3D");
    RawClient http(m_plain->httpUrl);
    QCOMPARE(http.request(managementRequest(*m_plain, "POST", prefix + id, "hi")), 200);
    QCOMPARE(http.readBody(), QByteArray());
    QCOMPARE(client.text(), QByteArray("hi"));
}

// Posts count among the requests of an account (D DG-acct).
void TstEvents::managementIsThrottled()
{
    NEEDS_LOCAL_HOST(*m_plain);
    Serving host(u"builtin:demo"_s, { u"--quotas"_s, u"requestsPerSecond=5,burst=5"_s });
    QVERIFY(host.ready);
    RawClient http(host.httpUrl);
    int status = 0;
    for (int i = 0; i < 50 && status != 429; ++i) {
        status = http.request("GET /dev/@connections/PJqB0fHsqRcCHlw%3D HTTP/1.1\r\nHost: " + authority(host) + "\r\n\r\n");
        http.readBody();
    }
    QCOMPARE(status, 429);
    QCOMPARE(http.header("x-amzn-ErrorType"), QByteArray("LimitExceededException"));
}

// O: 600000.00 + 476.75 is 600477: handler and init together, rounded up once; init is paid for once.
void TstEvents::billedIsRoundedUpWithInit()
{
    NEEDS_LOCAL_HOST(*m_plain);
    Serving host(QStringLiteral(GREENROOM_TEST_DATA "/projects/handlers"), { u"--format"_s, u"json"_s });
    QVERIFY(host.ready);
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QCOMPARE(client.ask("{\"action\":\"async\"}"), QByteArray("async"));
    QCOMPARE(client.ask("{\"action\":\"async\"}"), QByteArray("async"));
    QList<QJsonObject> answered;
    QTRY_COMPARE((answered = host.events(u"integration.answered"_s)).size(), 2);
    for (const QJsonObject &event : std::as_const(answered)) {
        const double exact = event.value("handlerMs"_L1).toDouble() + event.value("initMs"_L1).toDouble();
        QCOMPARE(event.value("billedMs"_L1).toInt(), int(std::ceil(exact)));
    }
    QVERIFY(answered.at(0).value("cold"_L1).toBool() && answered.at(0).value("initMs"_L1).toDouble() > 0);
    QVERIFY(!answered.at(1).value("cold"_L1).toBool() && answered.at(1).value("initMs"_L1).toDouble() == 0);
}

QTEST_GUILESS_MAIN(TstEvents)
#include "tst_events.moc"
