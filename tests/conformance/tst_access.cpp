// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Who gets in and how often (contract §2.1, §7): throttles of stage and route, API keys, required parameters, IAM
// with lax and strict signatures, authorisers' rules, and the same signatures for @connections and Invoke.

#include "core/sigv4.h"
#include "support/rawclient.h"
#include "support/serving.h"
#include "support/templatebuilder.h"

#include <QRegularExpression>
#include <QStandardPaths>

using namespace greenroom;
using namespace Qt::StringLiterals;

class TstAccess : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void throttles_data();
    void throttles();
    void throttleOfConnect();
    void burstThenRate();
    void apiKeys_data();
    void apiKeys();
    void keyFromTheAuthorizer_data();
    void keyFromTheAuthorizer();
    void requiredParameters_data();
    void requiredParameters();
    void iam_data();
    void iam();
    void strictManagement_data();
    void strictManagement();
    void ownFunctionsSignWell();
    void beyondLoopback_data();
    void beyondLoopback();

private:
    static QJsonObject mock(const QString &requestTemplate = u"{\"statusCode\": 200}"_s)
    {
        return { { u"IntegrationType"_s, u"MOCK"_s }, { u"RequestTemplates"_s, QJsonObject { { u"$default"_s, requestTemplate } } } };
    }
    static QJsonArray saying(const QString &text)
    {
        return { QJsonObject { { u"IntegrationResponseKey"_s, u"$default"_s }, { u"ResponseTemplates"_s, QJsonObject { { u"$default"_s, text } } } } };
    }
    static QJsonObject limits(double rate, int burst)
    {
        return { { u"ThrottlingRateLimit"_s, rate }, { u"ThrottlingBurstLimit"_s, burst } };
    }
    static QByteArray message(const char *action) { return QByteArray("{\"action\":\"") + action + "\"}"; }
    // A request of ours, signed; `wrong` spoils it.
    static AwsRequest asked(const QString &url, const QByteArray &method = "GET", const QByteArray &body = {}, int secondsOff = 0)
    {
        AwsRequest request;
        request.url = QUrl(url, QUrl::StrictMode);
        request.method = method;
        request.body = body;
        request.region = "us-east-1";
        request.time = QDateTime::currentDateTimeUtc().addSecs(secondsOff);
        return request;
    }
    static QByteArray lines(const HeaderList &headers)
    {
        QByteArray text;
        for (const auto &[name, value] : headers)
            text += name + ": " + value + "\r\n";
        return text;
    }
    const AwsCredentials m_keys { "AKIDPERSON", "a-persons-secret", {} };
};

void TstAccess::initTestCase()
{
    QVERIFY2(!QStandardPaths::findExecutable(u"node"_s).isEmpty(), "Node.js is not installed: run packaging/test, which does it.");
}

void TstAccess::throttles_data()
{
    QTest::addColumn<QJsonObject>("stage");
    QTest::addColumn<int>("limited");    // answers of the route “limited” to five messages at once
    QTest::addColumn<int>("other");      // and of the route “other”
    const auto stage = [](const QJsonObject &usual, const QJsonObject &limited) {
        QJsonObject settings { { u"DefaultRouteSettings"_s, usual } };
        if (!limited.isEmpty())
            settings.insert(u"RouteSettings"_s, QJsonObject { { u"limited"_s, limited } });
        return settings;
    };
    QTest::newRow("D burst of a route") << stage({}, limits(0.001, 2)) << 2 << 5;
    QTest::newRow("D burst of the stage holds for each route") << stage(limits(0.001, 3), {}) << 3 << 3;
    QTest::newRow("D a route's settings go over the stage's") << stage(limits(0.001, 1), limits(0.001, 4)) << 4 << 1;
    QTest::newRow("O a rate of 0 lets nothing through") << stage({}, limits(0, 5)) << 0 << 5;
    QTest::newRow("D no settings, no limit but the account's") << QJsonObject() << 5 << 5;
}

void TstAccess::throttles()
{
    QFETCH(QJsonObject, stage);
    QFETCH(int, limited);
    QFETCH(int, other);
    TemplateBuilder built({}, stage);
    built.route(u"limited"_s, mock(), true, saying(u"through"_s));
    built.route(u"other"_s, mock(), true, saying(u"through"_s));
    Serving host(built.project());
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    const auto through = [&client](const char *action) {
        int count = 0;
        for (int i = 0; i < 5; ++i) {
            const QByteArray frame = client.ask(message(action));
            if (frame != "through" && !frame.startsWith("{\"message\": \"Too Many Requests\", \"connectionId\":\""))
                qWarning("%s", frame.constData());
            count += frame == "through" ? 1 : 0;
        }
        return count;
    };
    QCOMPARE(through("limited"), limited);
    QCOMPARE(through("other"), other);
}

void TstAccess::throttleOfConnect()
{
    TemplateBuilder built({}, { { u"RouteSettings"_s, QJsonObject { { u"$connect"_s, limits(0.001, 1) } } } });
    built.route(u"$connect"_s, mock(), false);
    Serving host(built.project());
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient first(host.wsUrl);
    QCOMPARE(first.upgrade(), 101);
    RawClient second(host.wsUrl);
    QCOMPARE(second.upgrade(), 429);
    const QByteArray body = second.readBody();
    QVERIFY2(body.startsWith("{\"message\": \"Too Many Requests\""), body.constData());
}

// Tokens come back at the rate: what was refused gets through later.
void TstAccess::burstThenRate()
{
    TemplateBuilder built({}, { { u"DefaultRouteSettings"_s, limits(20, 1) } });
    built.route(u"limited"_s, mock(), true, saying(u"through"_s));
    Serving host(built.project());
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.sendText(message("limited"));
    client.sendText(message("limited"));
    QCOMPARE(client.text(), QByteArray("through"));
    QVERIFY(client.text().startsWith("{\"message\": \"Too Many Requests\""));
    bool through = false;
    QTRY_VERIFY(through = through || client.ask(message("limited")) == "through");
}

void TstAccess::apiKeys_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<int>("status");
    QTest::newRow("D a key of the file") << QByteArray("x-api-key: from-the-template\r\n") << 101;
    QTest::newRow("D a key of the settings") << QByteArray("X-Api-Key: from-the-settings\r\n") << 101;
    QTest::newRow("D none") << QByteArray() << 403;
    QTest::newRow("D empty") << QByteArray("x-api-key:\r\n") << 403;
    QTest::newRow("D wrong") << QByteArray("x-api-key: other\r\n") << 403;
}

void TstAccess::apiKeys()
{
    QFETCH(QByteArray, header);
    QFETCH(int, status);
    TemplateBuilder built;
    built.settings("apiKeys: [from-the-settings]\n");
    built.add(u"Key"_s, "AWS::ApiGateway::ApiKey", { { u"Value"_s, u"from-the-template"_s } }, false);
    built.route(u"$connect"_s, mock(), false, {}, { { u"ApiKeyRequired"_s, true } });
    Serving host(built.project(), { u"--format"_s, u"json"_s });
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(header), status);
    if (status == 101) {
        const QJsonObject invoked = host.waitForEvent(u"integration.invoked"_s, [](const QJsonObject &) { return true; });
        const QJsonObject event = QJsonDocument::fromJson(invoked.value("event"_L1).toString().toUtf8()).object();
        // The integration is told which; the record does not keep it.
        QVERIFY(event.value("requestContext"_L1).toObject().value("identity"_L1).toObject().contains("apiKey"_L1));
        QVERIFY(!host.output.contains("from-the-"));
        return;
    }
    QVERIFY(client.readBody().startsWith("{\"message\": \"Forbidden\""));
    QCOMPARE(client.header("x-amzn-ErrorType"), QByteArray("ForbiddenException"));
    QVERIFY(host.events(u"integration.invoked"_s).isEmpty());
}

void TstAccess::keyFromTheAuthorizer_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<int>("status");
    QTest::newRow("D usageIdentifierKey that is known") << u"known"_s << 101;
    QTest::newRow("D usageIdentifierKey that is not") << u"unknown"_s << 403;
    QTest::newRow("D no usageIdentifierKey") << QString() << 403;
}

void TstAccess::keyFromTheAuthorizer()
{
    QFETCH(QString, key);
    QFETCH(int, status);
    TemplateBuilder built({ { u"ApiKeySelectionExpression"_s, u"$context.authorizer.usageIdentifierKey"_s } });
    built.settings("apiKeys: [known]\n");
    const QJsonObject uri = built.function(u"Auth"_s,
        u"exports.handler = async event => ({ principalId: 'me', usageIdentifierKey: event.queryStringParameters?.key, policyDocument: "
        "{ Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: event.methodArn }] } });"_s);
    built.add(u"Authorizer"_s, "AWS::ApiGatewayV2::Authorizer", { { u"Name"_s, u"a"_s }, { u"AuthorizerType"_s, u"REQUEST"_s }, { u"AuthorizerUri"_s, uri } });
    built.route(u"$connect"_s, mock(), false, {}, { { u"ApiKeyRequired"_s, true }, { u"AuthorizationType"_s, u"CUSTOM"_s },
                                                     { u"AuthorizerId"_s, QJsonObject { { u"Ref"_s, u"Authorizer"_s } } } });
    Serving host(built.project());
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl + (key.isEmpty() ? QString() : u"?key="_s + key));
    QCOMPARE(client.upgrade(), status);
}

void TstAccess::requiredParameters_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("missing");   // empty: let in
    QTest::newRow("D all are there") << u"?token=1"_s << QByteArray("X-Device: a\r\n") << QByteArray();
    QTest::newRow("D a query parameter is missing") << QString() << QByteArray("X-Device: a\r\n") << QByteArray("token");
    QTest::newRow("D a header is missing") << u"?token=1"_s << QByteArray() << QByteArray("X-Device");
    QTest::newRow("D an empty one is missing") << u"?token="_s << QByteArray("X-Device: a\r\n") << QByteArray("token");
}

void TstAccess::requiredParameters()
{
    QFETCH(QString, query);
    QFETCH(QByteArray, header);
    QFETCH(QByteArray, missing);
    TemplateBuilder built;
    const QJsonObject required { { u"Required"_s, true } };
    built.route(u"$connect"_s, mock(), false, {},
                { { u"RequestParameters"_s, QJsonObject { { u"route.request.querystring.token"_s, required }, { u"route.request.header.X-Device"_s, required },
                                                          { u"route.request.querystring.optional"_s, QJsonObject { { u"Required"_s, false } } } } } });
    Serving host(built.project());
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl + query);
    QCOMPARE(client.upgrade(header), missing.isEmpty() ? 101 : 400);
    if (!missing.isEmpty())
        QCOMPARE(client.readBody(), "{\"message\": \"Missing required request parameters: [" + missing + "]\"}");
}

void TstAccess::iam_data()
{
    QTest::addColumn<bool>("strict");
    QTest::addColumn<QString>("how");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    for (const bool strict : { false, true }) {
        const auto row = [strict](const char *name, const char *how, int lax, int strictly, const char *type) {
            QTest::addRow("%s, %s", name, strict ? "strict" : "lax") << strict << QString::fromLatin1(how) << (strict ? strictly : lax) << QByteArray(type);
        };
        row("D signed in the query", "query", 101, 101, "");
        row("D signed in headers", "header", 101, 101, "");
        row("D signed with a session token", "session", 101, 101, "");
        row("D unsigned", "unsigned", 403, 403, "MissingAuthenticationTokenException");
        row("D wrong secret", "wrong", 101, 403, "InvalidSignatureException");
        row("D expired", "expired", 101, 403, "InvalidSignatureException");
        row("R a clock six minutes ahead", "ahead", 101, 403, "InvalidSignatureException");
        row("R a clock four minutes behind", "behind", 101, 101, "");
        row("R unknown key", "unknown", 101, 403, "UnrecognizedClientException");
    }
}

void TstAccess::iam()
{
    QFETCH(bool, strict);
    QFETCH(QString, how);
    QFETCH(int, status);
    QFETCH(QByteArray, type);
    TemplateBuilder built;
    built.settings(QByteArray("signatures: ") + (strict ? "strict" : "lax") + "\ncredentials: { AKIDPERSON: a-persons-secret }\n");
    built.route(u"$connect"_s, mock(), false, {}, { { u"AuthorizationType"_s, u"AWS_IAM"_s } });
    Serving host(built.project(), { u"--format"_s, u"json"_s });
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    AwsCredentials keys = m_keys;
    if (how == "wrong"_L1)
        keys.secretKey = "another";
    else if (how == "unknown"_L1)
        keys.accessKey = "AKIDNOBODY";
    else if (how == "session"_L1)
        keys.sessionToken = "TOKEN/+=";
    const int off = how == "expired"_L1 ? -400 : how == "ahead"_L1 ? 360 : how == "behind"_L1 ? -240 : 0;
    const QString url = host.wsUrl + u"?room=lobby%201"_s;
    const AwsRequest request = asked(url, "GET", {}, off);
    const bool inHeaders = how == "header"_L1 || how == "ahead"_L1 || how == "behind"_L1;
    const QString target = how == "unsigned"_L1 || inHeaders ? url : QString::fromLatin1(awsSignedUrl(request, keys, 300).toEncoded());
    RawClient client(target);
    QCOMPARE(client.upgrade(inHeaders ? lines(awsSignedHeaders(request, keys)) : QByteArray()), status);
    if (status == 403) {
        QCOMPARE(client.header("x-amzn-ErrorType"), type);
        QVERIFY(client.readBody().startsWith("{\"message\":\""));
        return;
    }
    const QJsonObject invoked = host.waitForEvent(u"integration.invoked"_s, [](const QJsonObject &) { return true; });
    const QJsonObject event = QJsonDocument::fromJson(invoked.value("event"_L1).toString().toUtf8()).object();
    QCOMPARE(event.value("requestContext"_L1).toObject().value("identity"_L1).toObject().value("accessKey"_L1).toString(), QString::fromLatin1(keys.accessKey));
}

void TstAccess::strictManagement_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");       // below the host; ID stands for the connection
    QTest::addColumn<QByteArray>("service");
    QTest::addColumn<bool>("isSigned");
    QTest::addColumn<int>("status");
    const QString post = u"/dev/@connections/ID"_s;
    const QString invoke = u"/2015-03-31/functions/Fn/invocations"_s;
    QTest::newRow("D POST signed") << QByteArray("POST") << post << QByteArray("execute-api") << true << 200;
    QTest::newRow("D GET signed") << QByteArray("GET") << post << QByteArray("execute-api") << true << 200;
    QTest::newRow("D DELETE signed") << QByteArray("DELETE") << post << QByteArray("execute-api") << true << 204;
    QTest::newRow("D POST unsigned") << QByteArray("POST") << post << QByteArray("execute-api") << false << 403;
    QTest::newRow("D POST signed for another service") << QByteArray("POST") << post << QByteArray("lambda") << true << 403;
    QTest::newRow("D Invoke signed") << QByteArray("POST") << invoke << QByteArray("lambda") << true << 200;
    QTest::newRow("D Invoke unsigned") << QByteArray("POST") << invoke << QByteArray("lambda") << false << 403;
}

void TstAccess::strictManagement()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(QByteArray, service);
    QFETCH(bool, isSigned);
    QFETCH(int, status);
    TemplateBuilder built;
    built.settings("signatures: strict\ncredentials: { AKIDPERSON: a-persons-secret }\n");
    built.function(u"Fn"_s, u"exports.handler = async () => 'called';"_s);
    built.route(u"who"_s, mock(), true, saying(u"$context.connectionId"_s));
    Serving host(built.project());
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient member(host.wsUrl);
    QCOMPARE(member.upgrade(), 101);
    path.replace(u"ID"_s, QString::fromLatin1(member.ask(message("who")).replace("=", "%3D")));
    const QString url = host.httpUrl.chopped(4) + path;
    const QByteArray body = method == "POST" ? QByteArray("{\"n\":1}") : QByteArray();
    AwsRequest request = asked(url, method, body);
    request.service = service;
    const QByteArray signature = isSigned ? lines(awsSignedHeaders(request, m_keys)) : QByteArray();
    RawClient caller(url);
    const QByteArray target = QUrl(url, QUrl::StrictMode).path(QUrl::FullyEncoded).toLatin1();
    QCOMPARE(caller.request(method + ' ' + target + " HTTP/1.1\r\nHost: " + QUrl(url).authority().toLatin1() + "\r\n" + signature + "Content-Length: "
                            + QByteArray::number(body.size()) + "\r\n\r\n" + body), status);
    if (status == 403 && !isSigned)
        QCOMPARE(caller.header("x-amzn-ErrorType"), QByteArray("MissingAuthenticationTokenException"));
}

// What a function signs with the credentials it was given is good under strict signatures.
void TstAccess::ownFunctionsSignWell()
{
    TemplateBuilder built;
    built.settings("signatures: strict\n");
    built.route(u"who"_s, mock(), true, saying(u"$context.connectionId"_s));
    Serving host(built.project());
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient member(host.wsUrl);
    QCOMPARE(member.upgrade(), 101);
    const QString url = host.httpUrl + u"/@connections/"_s + QString::fromLatin1(member.ask(message("who")).replace("=", "%3D"));
    const AwsCredentials keys { "GREENROOMLOCAL000000", "greenroom-local-secret", "greenroom-local-session" };
    RawClient caller(url);
    QCOMPARE(caller.request("POST " + QUrl(url).path(QUrl::FullyEncoded).toLatin1() + " HTTP/1.1\r\nHost: " + QUrl(url).authority().toLatin1() + "\r\n"
                            + lines(awsSignedHeaders(asked(url, "POST", "hello"), keys)) + "Content-Length: 5\r\n\r\nhello"), 200);
    QCOMPARE(member.text(), QByteArray("hello"));
}

void TstAccess::beyondLoopback_data()
{
    QTest::addColumn<QByteArray>("settings");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("remedy");
    QTest::newRow("R lax: who listens beyond loopback is warned") << QByteArray() << u"@connections and Invoke ask for no credentials"_s << u"“signatures: strict”"_s;
    QTest::newRow("R strict: is told that they ask") << QByteArray("signatures: strict\n") << u"Other machines can reach"_s << u"ask for signatures"_s;
}

void TstAccess::beyondLoopback()
{
    QFETCH(QByteArray, settings);
    QFETCH(QString, text);
    QFETCH(QString, remedy);
    TemplateBuilder built;
    if (!settings.isEmpty())
        built.settings(settings);
    built.route(u"$default"_s, mock());
    Serving host(built.project(), { u"--format"_s, u"json"_s, u"--host"_s, u"0.0.0.0"_s });
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    const QJsonObject notice = host.waitForEvent(u"notice"_s, [&](const QJsonObject &event) { return event.value("text"_L1).toString().contains(text); });
    QVERIFY2(notice.value("remedy"_L1).toString().contains(remedy), host.output.constData());
}

QTEST_GUILESS_MAIN(TstAccess)
#include "tst_access.moc"
