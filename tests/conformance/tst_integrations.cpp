// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// MOCK, HTTP_PROXY, HTTP and AWS integrations with their templates and mappings (contract §4), route responses and
// models, against a back end that is a real server of ours.

#include "support/rawclient.h"
#include "support/scriptedserver.h"
#include "support/serving.h"
#include "support/templatebuilder.h"

#include <QRegularExpression>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

class TstIntegrations : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void answers_data();
    void answers();
    void sent_data();
    void sent();
    void stageVariableInTheUri();
    void handshakes_data();
    void handshakes();
    void handshakeGoesAlong();
    void mistakesAreTold_data();
    void mistakesAreTold();
    void manyCallsAtOnce();

private:
    static QJsonObject mock(const QString &requestTemplate = u"{\"statusCode\": 200}"_s)
    {
        return { { u"IntegrationType"_s, u"MOCK"_s }, { u"TemplateSelectionExpression"_s, u"200"_s },
                 { u"RequestTemplates"_s, QJsonObject { { u"200"_s, requestTemplate } } } };
    }
    static QJsonObject response(const QString &key, const QString &text)
    {
        return { { u"IntegrationResponseKey"_s, key }, { u"TemplateSelectionExpression"_s, u"200"_s },
                 { u"ResponseTemplates"_s, QJsonObject { { u"200"_s, text } } } };
    }
    static QJsonArray fallback(const QString &text) { return { response(u"$default"_s, text) }; }
    QJsonObject http(const QString &type, const QString &path, const QJsonObject &more = {}) const
    {
        QJsonObject integration { { u"IntegrationType"_s, type }, { u"IntegrationMethod"_s, u"POST"_s }, { u"IntegrationUri"_s, m_backend.url(path) } };
        for (auto it = more.begin(); it != more.end(); ++it)
            integration.insert(it.key(), *it);
        return integration;
    }
    void mockRoutes();
    void httpRoutes();
    void functionRoutes();
    void modelRoutes();
    QByteArray lastRequest(const QByteArray &path) const
    {
        for (auto it = m_backend.requests.crbegin(); it != m_backend.requests.crend(); ++it) {
            if (it->split(' ').value(1).startsWith(path))
                return *it;
        }
        return {};
    }

    ScriptedServer m_backend;
    TemplateBuilder m_template { {}, { { u"StageVariables"_s, QJsonObject { { u"colour"_s, u"green"_s } } } } };
    std::unique_ptr<Serving> m_host;
};

void TstIntegrations::initTestCase()
{
    QVERIFY2(!QStandardPaths::findExecutable(u"node"_s).isEmpty(), "Node.js is not installed: run packaging/test, which does it.");
    m_backend.say("/hook", R"({"ok":true})");
    m_backend.say("/hook?a=1&who=me", "with a query");
    m_backend.say("/teapot", R"({"why":"short"})", "418 Teapot");
    m_backend.say("/moved", "elsewhere", "302 Found", "Location: /hook\r\n");
    m_backend.say("/nothing", "");
    m_backend.say("/latin", "\xe9t\xe9");
    m_backend.say("/items/a%20b%2Fc", "item");
    m_backend.say("/green", "green it is");
    m_backend.answers.insert("/hangs", { {}, false });
    mockRoutes();
    httpRoutes();
    functionRoutes();
    modelRoutes();
    m_host = std::make_unique<Serving>(m_template.project(), QStringList { u"--format"_s, u"json"_s });
    QVERIFY2(m_host->ready, m_host->process.readAllStandardError().constData());
}

void TstIntegrations::mockRoutes()
{
    m_template.route(u"mock"_s, mock(), true, fallback(u"pong $context.routeKey $stageVariables.colour"_s));
    m_template.route(u"oneway"_s, mock(), false, fallback(u"pong"_s));
    m_template.route(u"bare"_s, mock());
    m_template.route(u"chosen"_s, mock(u"{\"statusCode\": $input.json('$.code')}"_s), true,
                     { response(u"/4\\d\\d/"_s, u"client error"_s), response(u"503"_s, u"exactly 503"_s), response(u"$default"_s, u"fine"_s) });
    m_template.route(u"noDefault"_s, mock(u"{\"statusCode\": 500}"_s), true, { response(u"/4\\d\\d/"_s, u"client error"_s) });
    m_template.route(u"noStatus"_s, mock(u"{\"hello\": 1}"_s), true, fallback(u"pong"_s));
    m_template.route(u"unquoted"_s, mock(u"{statusCode:200}"_s), true, fallback(u"pong"_s));
    m_template.route(u"broken"_s, mock(), true, fallback(u"#if(1 == 1)never"_s));
    m_template.route(u"failing"_s, mock(), true, fallback(u"a\n$util.nothing('x')"_s));
    QJsonObject selected = mock();
    selected.insert(u"TemplateSelectionExpression"_s, u"${request.body.kind}"_s);
    selected.insert(u"RequestTemplates"_s, QJsonObject { { u"a"_s, u"{\"statusCode\": 201}"_s }, { u"$default"_s, u"{\"statusCode\": 202}"_s } });
    m_template.route(u"selected"_s, selected, true, fallback(u"$context.status"_s));
    QJsonObject never = mock();
    never.insert(u"RequestTemplates"_s, QJsonObject { { u"other"_s, u"{\"statusCode\": 200}"_s } });
    for (const QString &behaviour : { u"NEVER"_s, u"WHEN_NO_TEMPLATES"_s, u"WHEN_NO_MATCH"_s }) {
        never.insert(u"PassthroughBehavior"_s, behaviour);
        m_template.route(behaviour, never, true, fallback(u"let through"_s));
    }
    m_template.route(u"keepalive"_s, mock(), true, fallback(u"{\"connectionId\":\"$context.connectionId\",\"text\":\"$util.escapeJavaScript('it''s')\"}"_s));
}

void TstIntegrations::httpRoutes()
{
    m_template.route(u"proxy"_s, http(u"HTTP_PROXY"_s, u"/hook"_s));
    m_template.route(u"proxyOneWay"_s, http(u"HTTP_PROXY"_s, u"/hook"_s), false);
    m_template.route(u"teapot"_s, http(u"HTTP_PROXY"_s, u"/teapot"_s));
    m_template.route(u"moved"_s, http(u"HTTP_PROXY"_s, u"/moved"_s));
    m_template.route(u"nothing"_s, http(u"HTTP_PROXY"_s, u"/nothing"_s));
    m_template.route(u"latin"_s, http(u"HTTP_PROXY"_s, u"/latin"_s));
    m_template.route(u"hangs"_s, http(u"HTTP_PROXY"_s, u"/hangs"_s, { { u"TimeoutInMillis"_s, 50 } }));
    QJsonObject closed = http(u"HTTP_PROXY"_s, u"/"_s);
    closed.insert(u"IntegrationUri"_s, u"http://127.0.0.1:1/"_s);
    m_template.route(u"unreachable"_s, closed);
    m_template.route(u"get"_s, http(u"HTTP_PROXY"_s, u"/echo/get"_s, { { u"IntegrationMethod"_s, u"GET"_s } }));
    m_template.route(u"binary"_s, http(u"HTTP_PROXY"_s, u"/echo/binary"_s, { { u"ContentHandlingStrategy"_s, u"CONVERT_TO_BINARY"_s } }));
    m_template.route(u"mapped"_s, http(u"HTTP_PROXY"_s, u"/echo/{id}"_s,
        { { u"RequestParameters"_s, QJsonObject { { u"integration.request.path.id"_s, u"route.request.body.item"_s },
                                                  { u"integration.request.header.connectionId"_s, u"context.connectionId"_s },
                                                  { u"integration.request.header.X-Static"_s, u"'fixed'"_s },
                                                  { u"integration.request.header.X-Missing"_s, u"route.request.body.missing"_s },
                                                  { u"integration.request.header.X-Break"_s, u"route.request.body.lines"_s },
                                                  { u"integration.request.header.X-Source"_s, u"context.identity.sourceIp"_s },
                                                  { u"integration.request.querystring.colour"_s, u"stageVariables.colour"_s },
                                                  { u"integration.request.querystring.q"_s, u"route.request.body.list[1]"_s } } } }));
    m_template.route(u"green"_s, http(u"HTTP_PROXY"_s, u"/${stageVariables.colour}"_s));
    m_template.route(u"http"_s, http(u"HTTP"_s, u"/echo/http"_s,
        { { u"RequestTemplates"_s, QJsonObject { { u"$default"_s, u"{\"said\": $input.json('$.text'), \"by\": \"$context.connectionId\"}"_s } } } }),
        true, fallback(u"$input.body.contains('POST /echo/http')"_s));
    m_template.route(u"httpChosen"_s, http(u"HTTP"_s, u"/teapot"_s), true,
                     { response(u"/4../"_s, u"$context.status because $input.path('$.why')"_s), response(u"$default"_s, u"fine"_s) });
    m_template.route(u"httpUnchanged"_s, http(u"HTTP"_s, u"/hook"_s), true, { QJsonObject { { u"IntegrationResponseKey"_s, u"$default"_s } } });
}

void TstIntegrations::functionRoutes()
{
    const QJsonObject uri = m_template.function(u"Custom"_s,
        u"exports.handler = async event => { if (event.fail) throw new Error('Invalid: ' + event.fail); return { got: event }; };"_s);
    const auto aws = [&uri](const QString &text) {
        QJsonObject integration { { u"IntegrationType"_s, u"AWS"_s }, { u"IntegrationMethod"_s, u"POST"_s }, { u"IntegrationUri"_s, uri } };
        if (!text.isEmpty())
            integration.insert(u"RequestTemplates"_s, QJsonObject { { u"$default"_s, text } });
        return integration;
    };
    const QJsonArray answers { response(u"/Invalid.*/"_s, u"refused: $input.path('$.errorMessage')"_s), response(u"$default"_s, u"$input.json('$.got')"_s) };
    const QString text = u"{\"id\": \"$context.routeKey\", \"n\": $input.json('$.n')#if($input.path('$.fail')), \"fail\": $input.json('$.fail')#end}"_s;
    m_template.route(u"custom"_s, aws(text), true, answers);
    m_template.route(u"customUnmapped"_s, aws({}), true, answers);
    m_template.route(u"customSilent"_s, aws(text));
    m_template.route(u"customNoJson"_s, aws(u"no json"_s), true, answers);
    QJsonObject event = aws(text);
    event.insert(u"RequestParameters"_s, QJsonObject { { u"integration.request.header.X-Amz-Invocation-Type"_s, u"'Event'"_s } });
    m_template.route(u"customEvent"_s, event, true, fallback(u"accepted $context.status"_s));
    m_template.route(u"queue"_s, { { u"IntegrationType"_s, u"AWS"_s }, { u"IntegrationMethod"_s, u"POST"_s },
                                   { u"IntegrationUri"_s, u"arn:aws:apigateway:us-east-1:sqs:path/123456789012/jobs"_s } });
}

void TstIntegrations::modelRoutes()
{
    const auto model = [](const QString &name, const QJsonObject &schema) { return QJsonObject { { u"Name"_s, name }, { u"Schema"_s, schema } }; };
    m_template.add(u"Text"_s, "AWS::ApiGatewayV2::Model",
                   model(u"Text"_s, { { u"$schema"_s, u"http://json-schema.org/draft-04/schema#"_s }, { u"type"_s, u"object"_s },
                                      { u"required"_s, QJsonArray { u"text"_s } },
                                      { u"properties"_s, QJsonObject { { u"text"_s, QJsonObject { { u"type"_s, u"string"_s } } },
                                                                       { u"n"_s, QJsonObject { { u"type"_s, u"number"_s }, { u"minimum"_s, 1 },
                                                                                               { u"exclusiveMinimum"_s, true } } } } } }));
    m_template.route(u"model"_s, mock(), true, fallback(u"fits"_s),
                     { { u"ModelSelectionExpression"_s, u"$request.body.action"_s }, { u"RequestModels"_s, QJsonObject { { u"model"_s, u"Text"_s } } } });
    m_template.route(u"modelOneWay"_s, mock(), false, fallback(u"fits"_s),
                     { { u"ModelSelectionExpression"_s, u"constant"_s }, { u"RequestModels"_s, QJsonObject { { u"$default"_s, u"Text"_s } } } });
    m_template.route(u"modelNoMatch"_s, mock(), true, fallback(u"fits"_s),
                     { { u"ModelSelectionExpression"_s, u"$request.body.kind"_s }, { u"RequestModels"_s, QJsonObject { { u"a"_s, u"Text"_s } } } });
    m_template.route(u"modelProxy"_s, http(u"HTTP_PROXY"_s, u"/modelled"_s), true, {},
                     { { u"ModelSelectionExpression"_s, u"model"_s }, { u"RequestModels"_s, QJsonObject { { u"model"_s, u"Text"_s } } } });
}

void TstIntegrations::answers_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("frame");    // null: silence; begins with "!": an error frame of this message
    const QByteArray internal = "!Internal server error";
    QTest::newRow("D MOCK answers by its integration response") << QByteArray(R"({"action":"mock"})") << QByteArray("pong mock green");
    QTest::newRow("D MOCK on a one-way route is silent") << QByteArray(R"({"action":"oneway"})") << QByteArray();
    QTest::newRow("R MOCK without integration responses is silent") << QByteArray(R"({"action":"bare"})") << QByteArray();
    QTest::newRow("D a response key is an expression for the status") << QByteArray(R"({"action":"chosen","code":404})") << QByteArray("client error");
    QTest::newRow("R a response key without slashes is the status") << QByteArray(R"({"action":"chosen","code":503})") << QByteArray("exactly 503");
    QTest::newRow("D $default for any other status") << QByteArray(R"({"action":"chosen","code":200})") << QByteArray("fine");
    QTest::newRow("D $default is required where no other fits") << QByteArray(R"({"action":"noDefault"})") << internal;
    QTest::newRow("D MOCK's template must yield a statusCode") << QByteArray(R"({"action":"noStatus"})") << internal;
    QTest::newRow("O {statusCode:200} without quotes is taken") << QByteArray(R"({"action":"unquoted"})") << QByteArray("pong");
    QTest::newRow("O a template that cannot be read: mapping failed") << QByteArray(R"({"action":"broken"})") << internal;
    QTest::newRow("O a template that fails: mapping failed") << QByteArray(R"({"action":"failing"})") << internal;
    QTest::newRow("D TemplateSelectionExpression picks a key") << QByteArray(R"({"action":"selected","kind":"a"})") << QByteArray("201");
    QTest::newRow("D TemplateSelectionExpression falls back to $default") << QByteArray(R"({"action":"selected","kind":"b"})") << QByteArray("202");
    QTest::newRow("D NEVER refuses what no template fits") << QByteArray(R"({"action":"NEVER","statusCode":200})") << internal;
    QTest::newRow("D WHEN_NO_TEMPLATES refuses when there are some") << QByteArray(R"({"action":"WHEN_NO_TEMPLATES","statusCode":200})") << internal;
    QTest::newRow("D WHEN_NO_MATCH lets it through") << QByteArray(R"({"action":"WHEN_NO_MATCH","statusCode":200})") << QByteArray("let through");
    QTest::newRow("D HTTP_PROXY passes the body through") << QByteArray(R"({"action":"proxy"})") << QByteArray(R"({"ok":true})");
    QTest::newRow("D HTTP_PROXY on a one-way route is silent") << QByteArray(R"({"action":"proxyOneWay"})") << QByteArray();
    QTest::newRow("D HTTP_PROXY ignores the status") << QByteArray(R"({"action":"teapot"})") << QByteArray(R"({"why":"short"})");
    QTest::newRow("R HTTP_PROXY follows no redirect") << QByteArray(R"({"action":"moved"})") << QByteArray("elsewhere");
    QTest::newRow("R HTTP_PROXY with an empty body is silent") << QByteArray(R"({"action":"nothing"})") << QByteArray();
    QTest::newRow("R HTTP_PROXY with bytes that are no text") << QByteArray(R"({"action":"latin"})") << internal;
    QTest::newRow("D TimeoutInMillis of 50") << QByteArray(R"({"action":"hangs"})") << QByteArray("!Endpoint request timed out");
    QTest::newRow("O a back end nobody can reach") << QByteArray(R"({"action":"unreachable"})") << internal;
    QTest::newRow("D HTTP sends what its template makes") << QByteArray(R"({"action":"http","text":"hi"})") << QByteArray("true");
    QTest::newRow("D HTTP's response is chosen by the status") << QByteArray(R"({"action":"httpChosen"})") << QByteArray("418 because short");
    QTest::newRow("R HTTP without a response template passes the body on") << QByteArray(R"({"action":"httpUnchanged"})") << QByteArray(R"({"ok":true})");
    QTest::newRow("D AWS gives the function what its template makes") << QByteArray(R"({"action":"custom","n":5})") << QByteArray(R"({"id":"custom","n":5})");
    QTest::newRow("D AWS chooses by errorMessage") << QByteArray(R"({"action":"custom","n":5,"fail":"x"})") << QByteArray("refused: Invalid: x");
    QTest::newRow("D AWS without a template passes the message") << QByteArray(R"({"action":"customUnmapped","n":1})") << QByteArray(R"({"action":"customUnmapped","n":1})");
    QTest::newRow("R AWS without integration responses is silent") << QByteArray(R"({"action":"customSilent","n":1})") << QByteArray();
    QTest::newRow("R AWS without integration responses: an error is a frame") << QByteArray(R"({"action":"customSilent","n":1,"fail":"x"})") << internal;
    QTest::newRow("R AWS with a template that gives no JSON") << QByteArray(R"({"action":"customNoJson"})") << internal;
    QTest::newRow("O AWS with 'Event' waits for nobody") << QByteArray(R"({"action":"customEvent","n":1,"fail":"x"})") << QByteArray("accepted 202");
    QTest::newRow("R AWS to a service that is not hosted") << QByteArray(R"({"action":"queue"})") << QByteArray("!Forbidden");
    QTest::newRow("D a model that fits") << QByteArray(R"({"action":"model","text":"hi"})") << QByteArray("fits");
    QTest::newRow("D Bad request body") << QByteArray(R"({"action":"model","text":5})") << QByteArray("?");
    QTest::newRow("D draft 4: exclusiveMinimum is a boolean") << QByteArray(R"({"action":"model","text":"hi","n":1})") << QByteArray("?");
    QTest::newRow("D Bad request body on a one-way route") << QByteArray(R"({"action":"modelOneWay"})") << QByteArray("?");
    QTest::newRow("D no model fits and no $default") << QByteArray(R"({"action":"modelNoMatch","kind":"b","text":"x"})") << QByteArray("?");
    QTest::newRow("D models hold for proxy routes: nothing is called") << QByteArray(R"({"action":"modelProxy"})") << QByteArray("?");
}

void TstIntegrations::answers()
{
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, frame);
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.sendText(message);
    if (frame.isNull()) {
        // What came after it answers first: it had its turn and said nothing.
        QTest::qWait(150);
        QCOMPARE(client.ask(R"({"action":"mock"})"), QByteArray("pong mock green"));
        return;
    }
    const QByteArray got = client.text();
    if (frame == "?") {
        static const QRegularExpression shape(
            uR"(^\{"message" : "Bad request body", "connectionId": "[A-Za-z0-9_-]{15}=", "messageId": "[A-Za-z0-9_-]{15}="\}$)"_s);
        QVERIFY2(shape.match(QString::fromUtf8(got)).hasMatch(), got.constData());
        QVERIFY(lastRequest("/modelled").isEmpty());
    } else if (frame.startsWith('!')) {
        QVERIFY2(got.startsWith("{\"message\": \"" + frame.mid(1) + "\", \"connectionId\":\""), got.constData());
        QVERIFY(client.socket.state() == QAbstractSocket::ConnectedState);
    } else {
        QCOMPARE(got, frame);
    }
}

void TstIntegrations::sent_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QString>("pattern");     // of the request the back end got
    const QByteArray mapped = R"({"action":"mapped","item":"a b/c","list":["x","y&z"],"lines":"one\r\nX-Evil: 1"})";
    const auto row = [&](const char *name, const QByteArray &message, const char *path, const QString &pattern) {
        QTest::newRow(name) << message << QByteArray(path) << pattern;
    };
    row("D the message is the body", R"({"action":"proxy"})", "/hook", u"\r\n\r\n\\{\"action\":\"proxy\"\\}$"_s);
    row("D IntegrationMethod", R"({"action":"get"})", "/echo/get", u"^GET /echo/get HTTP/1.1\r\n"_s);
    row("R a GET has no body", R"({"action":"get"})", "/echo/get", u"\r\n\r\n$"_s);
    row("O User-Agent is API Gateway's", R"({"action":"proxy"})", "/hook", u"\r\nUser-Agent: AmazonAPIGateway_[a-z0-9]{10}\r\n"_s);
    row("O X-Amzn-Trace-Id", R"({"action":"proxy"})", "/hook", u"\r\nX-Amzn-Trace-Id: Root=1-[0-9a-f]{8}-[0-9a-f]{24}\r\n"_s);
    row("R Content-Type is JSON", R"({"action":"proxy"})", "/hook", u"\r\nContent-Type: application/json\r\n"_s);
    row("D CONVERT_TO_BINARY decodes the text", QByteArray(R"({"action":"binary"})"), "/echo/binary", u"\r\nContent-Length: \\d+\r\n"_s);
    row("D header from the context", mapped, "/echo/a", u"\r\nconnectionId: [A-Za-z0-9_-]{15}=\r\n"_s);
    row("D static header", mapped, "/echo/a", u"\r\nX-Static: fixed\r\n"_s);
    row("D context.identity", mapped, "/echo/a", u"\r\nX-Source: (127.0.0.1|::1)\r\n"_s);
    row("D path, encoded", mapped, "/echo/a", u"^POST /echo/a%20b%2Fc\\?"_s);
    row("D query from the stage", mapped, "/echo/a", u"^POST [^ ]*[?&]colour=green[& ]"_s);
    row("D query by JSONPath, encoded", mapped, "/echo/a", u"^POST [^ ]*[?&]q=y%26z[& ]"_s);
    row("R a parameter that is not there is not sent", mapped, "/echo/a", u"^((?!X-Missing).)*$"_s);
    row("R a line break makes no header", mapped, "/echo/a", u"\r\nX-Break: one  X-Evil: 1\r\n"_s);
    row("D HTTP: body by the template", R"({"action":"http","text":"hi"})", "/echo/http", u"\r\n\r\n\\{\"said\": \"hi\", \"by\": \"[A-Za-z0-9_-]{15}=\"\\}$"_s);
}

void TstIntegrations::sent()
{
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, path);
    QFETCH(QString, pattern);
    m_backend.requests.clear();
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.ask(message);
    const QByteArray request = lastRequest(path);
    QVERIFY(!request.isEmpty());
    QVERIFY2(QRegularExpression(pattern, QRegularExpression::DotMatchesEverythingOption).match(QString::fromUtf8(request)).hasMatch(), request.constData());
}

void TstIntegrations::stageVariableInTheUri()
{
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QCOMPARE(client.ask(R"({"action":"green"})"), QByteArray("green it is"));
}

void TstIntegrations::handshakes_data()
{
    QTest::addColumn<QJsonObject>("integration");
    QTest::addColumn<QJsonArray>("responses");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");     // of a refusal; null: not looked at
    QTest::newRow("O MOCK 200 opens") << mock() << QJsonArray() << 101 << QByteArray();
    QTest::newRow("O MOCK 403 refuses") << mock(u"{\"statusCode\": 403}"_s) << QJsonArray() << 403 << QByteArray();
    QTest::newRow("R MOCK may decide by the query")
        << mock(u"#if($input.params('token') == 'good'){\"statusCode\": 200}#{else}{\"statusCode\": 401}#end"_s) << QJsonArray() << 101 << QByteArray();
    QTest::newRow("O mapping failed is 500") << mock(u"{}"_s) << QJsonArray() << 500 << QByteArray();
    QTest::newRow("O HTTP_PROXY 200 opens") << http(u"HTTP_PROXY"_s, u"/echo/connect"_s) << QJsonArray() << 101 << QByteArray();
    QTest::newRow("O HTTP_PROXY 418 is passed on with its body") << http(u"HTTP_PROXY"_s, u"/no?token=good"_s) << QJsonArray() << 418 << QByteArray(R"({"why":"short"})");
    QTest::newRow("D HTTP_PROXY that hangs is 504") << http(u"HTTP_PROXY"_s, u"/hangs"_s, { { u"TimeoutInMillis"_s, 50 } }) << QJsonArray() << 504 << QByteArray();
}

void TstIntegrations::handshakes()
{
    QFETCH(QJsonObject, integration);
    QFETCH(QJsonArray, responses);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    m_backend.say("/no?token=good&token=good", R"({"why":"short"})", "418 Teapot");
    m_backend.answers.insert("/hangs?token=good", { {}, false });
    TemplateBuilder built;
    built.route(u"$connect"_s, integration, false, responses);
    Serving host(built.project());
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl + u"?token=good"_s);
    QCOMPARE(client.upgrade(), status);
    if (!body.isNull())
        QCOMPARE(client.readBody(), body);
}

// On $connect the client's headers and query go along (§4.2), and what maps them wins.
void TstIntegrations::handshakeGoesAlong()
{
    TemplateBuilder built;
    built.route(u"$connect"_s, http(u"HTTP_PROXY"_s, u"/echo/along?fixed=1"_s,
        { { u"RequestParameters"_s, QJsonObject { { u"integration.request.header.Sec-WebSocket-Version"_s, u"'0'"_s },
                                                  { u"integration.request.header.X-Token"_s, u"route.request.querystring.token"_s },
                                                  { u"integration.request.header.X-All"_s, u"route.request.multivaluequerystring.a"_s },
                                                  { u"integration.request.header.X-Agent"_s, u"route.request.header.user-agent"_s } } } }), false);
    Serving host(built.project());
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl + u"?token=a%20b&a=1&a=2"_s);
    QCOMPARE(client.upgrade("User-Agent: tester\r\nCookie: id=7\r\n"), 101);
    const QByteArray request = lastRequest("/echo/along");
    for (const char *wanted : { "POST /echo/along?fixed=1&a=1&a=2&token=a%20b HTTP/1.1\r\n", "\r\nSec-WebSocket-Version: 0\r\n", "\r\nX-Token: a b\r\n",
                                "\r\nX-All: 1,2\r\n", "\r\nX-Agent: tester\r\n", "\r\nCookie: id=7\r\n", "\r\nX-Forwarded-Proto: https\r\n",
                                "\r\nContent-Length: 0\r\n" })
        QVERIFY2(request.contains(wanted), request.constData());
    QCOMPARE(request.count("\r\nHost: "), 1);
}

void TstIntegrations::mistakesAreTold_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("a template that cannot be read") << u"Route “broken”: The response template of “$default”, “200” cannot be read: line 1, column 1: this #if has no #end."_s;
    QTest::newRow("no $default") << u"Route “noDefault”: There are integration responses, and none has the key $default."_s;
    QTest::newRow("a service that is not hosted") << u"of the route “queue” (AWS arn:aws:apigateway:us-east-1:sqs:path/123456789012/jobs) is not hosted"_s;
    QTest::newRow("line and column of what failed") << u"The answer of the route “failing” could not be mapped: line 2, column 6: $util has no “nothing”"_s;
}

void TstIntegrations::mistakesAreTold()
{
    QFETCH(QString, text);
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.ask(R"({"action":"failing"})");
    const QJsonObject told = m_host->waitForEvent(u"notice"_s, [&text](const QJsonObject &event) { return event.value("text"_L1).toString().contains(text); });
    QVERIFY2(!told.isEmpty(), m_host->output.constData());
}

// A slow back end keeps nobody else waiting: twenty calls are under way together.
void TstIntegrations::manyCallsAtOnce()
{
    m_backend.answers.insert("/hook", { {}, false });
    m_backend.requests.clear();
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    for (int i = 0; i < 20; ++i)
        client.sendText(R"({"action":"proxy"})");
    QTRY_COMPARE(m_backend.requests.size(), 20);
    m_backend.say("/hook", R"({"ok":true})");
}

QTEST_GUILESS_MAIN(TstIntegrations)
#include "tst_integrations.moc"
