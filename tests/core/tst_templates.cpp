// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// SAM and CloudFormation templates: what they become, what is wrong with them, which file of a folder is meant.

#include "core/projectfiles/projectfiles.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace greenroom;
using namespace Qt::StringLiterals;

class TstTemplates : public QObject
{
    Q_OBJECT

private slots:
    void aChatOfRawResourcesInSam();
    void webSocketApi();
    void cloudFormationInJson();
    void functions_data();
    void functions();
    void wrongTemplates_data();
    void wrongTemplates();
    void whichFile_data();
    void whichFile();
    void cdkAssets();
    void tables_data();
    void tables();
    void anIntegrationToAFunctionBehindATemplate();
    void aKeyTwice();
    void asManyRoutesAsAwsTakes();
    void mutilatedTemplates();

private:
    static QString data(const char *name) { return QStringLiteral(GREENROOM_TEST_DATA "/projectfiles/") + QLatin1StringView(name); }
    static QStringList lines(const ProjectReading &reading)
    {
        QStringList all;
        for (const Problem &problem : reading.problems)
            all.append(toLine(problem));
        return all;
    }
    static bool says(const ProjectReading &reading, Problem::Severity severity, const QString &text, int line = 0)
    {
        for (const Problem &problem : reading.problems) {
            if (problem.severity == severity && toLine(problem).contains(text) && (line == 0 || problem.place.line == line)
                && problem.place.line > 0)
                return true;
        }
        return false;
    }
    static void write(const QString &path, const QByteArray &text)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(text);
    }
};

constexpr auto Wrong = Problem::Severity::Error;
constexpr auto Warning = Problem::Severity::Warning;
constexpr auto Info = Problem::Severity::Info;

void TstTemplates::aChatOfRawResourcesInSam()
{
    const ProjectReading reading = readProject(data("chat-sam"), {});
    const QString all = lines(reading).join(u'\n');
    QVERIFY2(!hasErrors(reading.problems), qPrintable(all));
    QVERIFY2(says(reading, Warning, u"“Deployment” may lack these routes, on which it does not depend: sendmessage"_s), qPrintable(all));
    QCOMPARE(reading.problems.size(), 1);
    QCOMPARE(reading.apis.size(), 1);
    const Api &api = reading.apis.first();
    QCOMPARE(api.tables.value(0).name, u"chat_connections"_s);
    QCOMPARE(api.tables.value(0).place.line, 94);
    QCOMPARE(api.format, u"sam"_s);
    QCOMPARE(api.name, u"ChatWebSocket"_s);
    QCOMPARE(api.stage, u"Prod"_s);
    QCOMPARE(api.routes.size(), 3);
    QCOMPARE(api.route(u"$connect"_s)->integration.function, u"OnConnectFunction"_s);      // Fn::Sub
    QCOMPARE(api.route(u"$disconnect"_s)->integration.function, u"OnDisconnectFunction"_s);
    QCOMPARE(api.route(u"sendmessage"_s)->integration.function, u"SendMessageFunction"_s); // Fn::Join
    QVERIFY(!api.route(u"sendmessage"_s)->twoWay);
    const FunctionSpec *connect = api.function(u"OnConnectFunction"_s);
    QCOMPARE(connect->runtime, u"nodejs20.x"_s);
    QCOMPARE(connect->memoryMb, 256);
    QCOMPARE(connect->timeoutMs, 3'000);
    QCOMPARE(connect->codeFolder, data("chat-sam/onconnect"));
    QCOMPARE(connect->environment.value(u"TABLE_NAME"_s), u"chat_connections"_s);
    const FunctionSpec *send = api.function(u"SendMessageFunction"_s);
    QCOMPARE(send->memoryMb, 512);
    QCOMPARE(send->timeoutMs, 20'000);
    QCOMPARE(send->environment.value(u"TABLE_NAME"_s), u"chat_connections"_s);   // merged with Globals
    QCOMPARE(send->environment.value(u"ENDPOINT"_s), u"https://%1.execute-api.us-east-1.amazonaws.com/Prod"_s.arg(api.id));
    ProjectOptions options;
    options.stage = u"dev"_s;
    options.params = { { u"TableName"_s, u"mine"_s } };
    const ProjectReading other = readProject(data("chat-sam"), options);
    QCOMPARE(other.apis.first().stage, u"dev"_s);
    QCOMPARE(other.apis.first().function(u"OnConnectFunction"_s)->environment.value(u"TABLE_NAME"_s), u"mine"_s);
}

void TstTemplates::webSocketApi()
{
    const ProjectReading reading = readProject(data("websocketapi-sam"), {});
    const QString all = lines(reading).join(u'\n');
    QVERIFY2(!hasErrors(reading.problems), qPrintable(all));
    QVERIFY2(says(reading, Warning, u"The parameter “Secret” has no default"_s), qPrintable(all));
    QVERIFY2(says(reading, Warning, u"Only the cloud knows “Pool.Arn”"_s), qPrintable(all));
    QVERIFY2(says(reading, Warning, u"asks for an API key, and none is known"_s), qPrintable(all));
    QVERIFY2(says(reading, Info, u"The event “Nightly” (Schedule) of “ConnectFn” is not hosted"_s), qPrintable(all));
    QVERIFY2(says(reading, Info, u"“Jobs” (AWS::SQS::Queue) is not hosted"_s), qPrintable(all));
    QVERIFY2(!all.contains(u"Never"_s), qPrintable(all));   // its condition does not hold
    const Api &api = reading.apis.value(0);
    QCOMPARE(api.stage, u"prod"_s);
    QCOMPARE(api.routeSelectionExpression, u"$request.body.kind"_s);
    QCOMPARE(api.apiKeySelectionExpression, u"$context.authorizer.usageIdentifierKey"_s);
    QCOMPARE(api.stageVariables, (QMap<QString, QString> { { u"table"_s, u"own"_s }, { u"colour"_s, u"red"_s } }));
    const AuthorizerSpec *authorizer = api.findAuthorizer(api.route(u"$connect"_s)->authorizer);
    QVERIFY(authorizer);
    QCOMPARE(authorizer->function, u"AuthFn"_s);
    QCOMPARE(authorizer->identitySource, QStringList { u"route.request.querystring.token"_s });
    const Route *hello = api.route(u"hello"_s);
    QVERIFY(hello->twoWay);
    QCOMPARE(hello->integration.timeoutMs, 15'000);
    QCOMPARE(hello->throttleRate.value(), 0.0);
    QCOMPARE(hello->throttleBurst.value(), 5);
    QCOMPARE(api.route(u"$connect"_s)->throttleRate.value(), 10.0);
    QVERIFY(api.route(u"$default"_s)->apiKeyRequired);
    const FunctionSpec *connect = api.function(u"ConnectFn"_s);
    QVERIFY(connect->inlineCode.startsWith("exports.connect"_L1));
    QVERIFY(connect->codeFolder.isEmpty());
    QCOMPARE(connect->timeoutMs, 7'000);
    QCOMPARE(connect->memoryMb, 128);
    const QMap<QString, QString> wanted { { u"COMMON"_s, u"global"_s }, { u"WHO"_s, u"me"_s }, { u"LOUD"_s, u"yes"_s },
                                          { u"SECRET"_s, QString() }, { u"POOL"_s, u"Pool.Arn"_s },
                                          { u"QUEUE"_s, u"https://sqs.us-east-1.amazonaws.com/123456789012/jobs"_s } };
    QCOMPARE(connect->environment, wanted);   // no GONE: AWS::NoValue
    QCOMPARE(api.function(u"HelloFn"_s)->timeoutMs, 2'000);
    QCOMPARE(api.function(u"HelloFn"_s)->codeFolder, data("websocketapi-sam/src"));
}

void TstTemplates::cloudFormationInJson()
{
    const ProjectReading reading = readProject(data("relay-cloudformation"), {});
    const QString all = lines(reading).join(u'\n');
    QVERIFY2(says(reading, Wrong, u"“QueueIntegration” of the route “queue” (AWS arn:aws:apigateway:us-east-1:sqs:path/123456789012/jobs) is not hosted"_s), qPrintable(all));
    QVERIFY2(says(reading, Wrong, u"The code of “PackedFunction” is in the cloud"_s), qPrintable(all));
    QVERIFY2(says(reading, Info, u"“Web” is an API of the type HTTP"_s), qPrintable(all));
    QVERIFY2(says(reading, Warning, u"“forward” has a RouteResponseSelectionExpression and no"_s), qPrintable(all));
    QVERIFY2(reading.problems.size() == 4, qPrintable(all));
    QCOMPARE(reading.apis.size(), 2);
    const Api &relay = reading.apis.at(0);
    const Api &echo = reading.apis.at(1);
    QCOMPARE(relay.format, u"cloudformation"_s);
    QVERIFY(relay.id != echo.id);
    QCOMPARE(relay.stage, u"test"_s);
    QCOMPARE(relay.stageVariables.value(u"colour"_s), u"green"_s);
    const Route *ping = relay.route(u"ping"_s);
    QCOMPARE(ping->integration.type, IntegrationType::Mock);
    QVERIFY(ping->twoWay);
    QCOMPARE(ping->integration.templateSelectionExpression, u"200"_s);
    QCOMPARE(ping->integration.responses.first().toObject().value("IntegrationResponseKey"_L1).toString(), u"$default"_s);
    QVERIFY(ping->requestModels.value("$default"_L1).toObject().contains("required"_L1));
    QCOMPARE(ping->throttleRate.value(), 100.0);
    const Route *forward = relay.route(u"forward"_s);
    QCOMPARE(forward->integration.type, IntegrationType::HttpProxy);
    QCOMPARE(forward->integration.uri, u"http://127.0.0.1:9000/hook"_s);
    QCOMPARE(forward->integration.method, u"POST"_s);
    QVERIFY(!forward->twoWay);
    QCOMPARE(relay.findAuthorizer(relay.route(u"$connect"_s)->authorizer)->kind, AuthorizerSpec::Kind::Iam);
    QVERIFY(relay.functions.isEmpty());   // EchoFunction is the other's; PackedFunction has no code here
    QCOMPARE(echo.stage, u"v1"_s);
    QCOMPARE(echo.routeSelectionExpression, u"\\$default"_s);
    QVERIFY(echo.route(u"$default"_s)->twoWay);
    QCOMPARE(echo.route(u"$default"_s)->integration.timeoutMs, 5000);
    const FunctionSpec *function = echo.function(u"EchoFunction"_s);
    QCOMPARE(function->memoryMb, 192);
    QVERIFY(function->inlineCode.contains("event.body"_L1));
    QCOMPARE(function->environment.value(u"ZONE"_s), u"south"_s);
    QCOMPARE(function->environment.value(u"LAST"_s), u"c"_s);
    QCOMPARE(function->environment.value(u"SHARED"_s), u"table-of-another-stack"_s);
    QCOMPARE(function->environment.value(u"URL"_s), u"https://api.us-east-1/%1/${Literal}"_s.arg(echo.id));
}

void TstTemplates::functions_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<QString>("value");
    QTest::newRow("Ref of a parameter") << QByteArray("!Ref Name") << u"lamp"_s;
    QTest::newRow("Ref in full") << QByteArray("{ Ref: Name }") << u"lamp"_s;
    QTest::newRow("Ref of a number keeps it") << QByteArray("!Ref Many") << u"7"_s;
    QTest::newRow("pseudo parameter") << QByteArray("!Ref AWS::AccountId") << u"123456789012"_s;
    QTest::newRow("Sub") << QByteArray("!Sub '${Name}-${AWS::Region}-${!kept}'") << u"lamp-us-east-1-${kept}"_s;
    QTest::newRow("Sub with values") << QByteArray("!Sub ['${A}${Name}', { A: !Ref Many }]") << u"7lamp"_s;
    QTest::newRow("Sub of an attribute") << QByteArray("!Sub '${Topic.TopicName}'") << u"news"_s;
    QTest::newRow("Sub without an end") << QByteArray("!Sub 'a${b'") << u"a${b"_s;
    QTest::newRow("GetAtt dotted") << QByteArray("!GetAtt Topic.TopicArn") << u"arn:aws:sns:us-east-1:123456789012:news"_s;
    QTest::newRow("GetAtt as a list") << QByteArray("{ 'Fn::GetAtt': [Topic, TopicName] }") << u"news"_s;
    QTest::newRow("GetAtt of a function") << QByteArray("!GetAtt F.Arn") << u"arn:aws:lambda:us-east-1:123456789012:function:the-name"_s;
    QTest::newRow("Join") << QByteArray("!Join [':', [a, !Ref Name, !Ref Many]]") << u"a:lamp:7"_s;
    QTest::newRow("Join of a Split") << QByteArray("!Join ['+', !Split ['/', 'x/y']]") << u"x+y"_s;
    QTest::newRow("Select") << QByteArray("!Select [1, [a, b]]") << u"b"_s;
    QTest::newRow("Select of a list parameter") << QByteArray("!Select [0, !Ref List]") << u"one"_s;
    QTest::newRow("FindInMap") << QByteArray("!FindInMap [M, !Ref Name, size]") << u"big"_s;
    QTest::newRow("FindInMap with a default") << QByteArray("!FindInMap [M, nothing, size, { DefaultValue: small }]") << u"small"_s;
    QTest::newRow("If true") << QByteArray("!If [IsLamp, 'y', 'n']") << u"y"_s;
    QTest::newRow("If false") << QByteArray("!If [IsNot, 'y', 'n']") << u"n"_s;
    QTest::newRow("And of Or and Condition") << QByteArray("!If [Both, 'y', 'n']") << u"y"_s;
    QTest::newRow("Base64") << QByteArray("!Base64 hello") << u"aGVsbG8="_s;
    QTest::newRow("ToJsonString") << QByteArray("{ 'Fn::ToJsonString': { a: !Ref Name } }") << u"{\"a\":\"lamp\"}"_s;
    QTest::newRow("Length") << QByteArray("{ 'Fn::Length': [1, 2] }") << u"2"_s;
    QTest::newRow("ImportValue from the table") << QByteArray("!ImportValue exported") << u"given"_s;
    QTest::newRow("the value table wins over a stand-in") << QByteArray("!GetAtt Pool.Arn") << u"arn:mine"_s;
}

void TstTemplates::functions()
{
    QFETCH(QByteArray, written);
    QFETCH(QString, value);
    QTemporaryDir folder;
    write(folder.filePath(u"greenroom.project.yaml"_s), "values: { exported: given, Pool.Arn: 'arn:mine' }\n");
    write(folder.filePath(u"f.js"_s), "");
    write(folder.filePath(u"template.yaml"_s), R"(Parameters:
  Name: { Type: String, Default: lamp }
  Many: { Type: Number, Default: 7 }
  List: { Type: CommaDelimitedList, Default: 'one,two' }
Mappings: { M: { lamp: { size: big } } }
Conditions:
  IsLamp: !Equals [!Ref Name, lamp]
  IsNot: !Not [{ Condition: IsLamp }]
  Both: !And [!Condition IsLamp, !Or [!Condition IsNot, !Equals [a, a]]]
Resources:
  Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: news } }
  Pool: { Type: AWS::Cognito::UserPool }
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: a, ProtocolType: WEBSOCKET, RouteSelectionExpression: x } }
  Stage: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Api, StageName: s, AutoDeploy: true } }
  F:
    Type: AWS::Lambda::Function
    Properties:
      FunctionName: the-name
      Handler: f.f
      Runtime: nodejs20.x
      Code: .
      Environment:
        Variables:
          X: )" + written + "\n");
    const ProjectReading reading = readProject(folder.path(), {});
    QVERIFY2(!hasErrors(reading.problems), qPrintable(lines(reading).join(u'\n')));
    QCOMPARE(reading.apis.value(0).functions.value(0).environment.value(u"X"_s), value);
    for (const Problem &problem : reading.problems)
        QVERIFY2(!problem.text.contains(u"Only the cloud"_s), qPrintable(toLine(problem)));
}

void TstTemplates::wrongTemplates_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    QTest::addColumn<int>("line");
    QTest::addColumn<bool>("hosted");
    const QByteArray api = "Resources:\n"
                           "  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: a, ProtocolType: WEBSOCKET, RouteSelectionExpression: x } }\n"
                           "  S: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Api, StageName: s, AutoDeploy: true } }\n";
    const QByteArray function = "  F: { Type: AWS::Lambda::Function, Properties: { Handler: f.f, Runtime: nodejs20.x, Code: ., ";
    const QByteArray route = "  R: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: r, ";
    QTest::newRow("no Ref of that name") << api + function + "Environment: { Variables: { X: !Ref Apj } } } }\n" << u"no parameter or resource “Apj”; “Apj” itself is used. Did you mean “Api”?"_s << 4 << true;
    QTest::newRow("no condition of that name") << api + function + "Environment: { Variables: { X: !If [C, a, b] } } } }\n" << u"no condition “C”"_s << 4 << true;
    QTest::newRow("a condition that refers to itself") << "Conditions: { C: !Not [!Condition C] }\n" + api + function + "Environment: { Variables: { X: !If [C, a, b] } } } }\n" << u"“C” refers to itself"_s << 1 << true;
    QTest::newRow("a name that refers to itself") << api + "  T: { Type: AWS::SNS::Topic, Properties: { TopicName: !Ref T } }\n" + function + "Environment: { Variables: { X: !Ref T } } } }\n" << u"name of “T” refers to itself"_s << 4 << true;
    QTest::newRow("an unknown function") << api + function + "Environment: { Variables: { X: !Jion ['', [a]] } } } }\n" << u"“Fn::Jion” is not worked out here; an empty text is used. Did you mean “Fn::Join”?"_s << 4 << true;
    QTest::newRow("Join of no list") << api + function + "Environment: { Variables: { X: !Join a } } } }\n" << u"Fn::Join takes [delimiter, [values]]"_s << 4 << true;
    QTest::newRow("Select beyond the end") << api + function + "Environment: { Variables: { X: !Select [3, [a]] } } } }\n" << u"an index from 0 to 0, not 3"_s << 4 << true;
    QTest::newRow("a mapping without the key") << api + function + "Environment: { Variables: { X: !FindInMap [M, a, b] } } } }\n" << u"mapping “M” has no “a” → “b”"_s << 4 << true;
    QTest::newRow("a target that is none") << api + route + "Target: integrations/nowhere } }\n" << u"“integrations/nowhere”, which is no integration"_s << 4 << true;
    QTest::newRow("a route without a key") << api + "  R: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api } }\n" << u"has no RouteKey"_s << 4 << true;
    QTest::newRow("an integration without a function") << api + route + "Target: !Sub 'integrations/${I}' } }\n  I: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: 'arn:aws:lambda:x:y:function:other' } }\n" << u"leads to no function of this file"_s << 5 << true;
    QTest::newRow("an integration timeout out of range") << api + route + "Target: !Sub 'integrations/${I}' } }\n  I: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref Api, IntegrationType: MOCK, TimeoutInMillis: 30000 } }\n" << u"not 50 to 29000 ms"_s << 5 << true;
    QTest::newRow("an authoriser that is none") << api + "  R: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: $connect, AuthorizationType: CUSTOM, AuthorizerId: A, Target: !Sub 'integrations/${I}' } }\n  I: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref Api, IntegrationType: MOCK } }\n" << u"(CUSTOM, “A”) is not hosted"_s << 4 << true;
    QTest::newRow("two-way without RouteResponse") << api + route + "RouteResponseSelectionExpression: $default, Target: !Sub 'integrations/${I}' } }\n  I: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref Api, IntegrationType: MOCK } }\n" << u"no AWS::ApiGatewayV2::RouteResponse: it answers nothing"_s << 4 << true;
    QTest::newRow("a model that is none") << api + route + "RequestModels: { $default: M }, Target: !Sub 'integrations/${I}' } }\n  I: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref Api, IntegrationType: MOCK } }\n" << u"names the model “M”"_s << 4 << true;
    QTest::newRow("missing handler file") << api + "  G: { Type: AWS::Lambda::Function, Properties: { Handler: nowhere.f, Runtime: nodejs20.x, Code: . } }\n" << u"handler file of “G” is missing: nowhere.js"_s << 4 << true;
    QTest::newRow("missing Python file") << api + "  G: { Type: AWS::Lambda::Function, Properties: { Handler: app.main.f, Runtime: python3.12, Code: . } }\n" << u"handler file of “G” is missing: app/main.py"_s << 4 << true;
    QTest::newRow("missing code folder") << api + "  G: { Type: AWS::Lambda::Function, Properties: { Handler: a.f, Runtime: nodejs20.x, Code: gone } }\n" << u"code folder of “G” is missing"_s << 4 << true;
    QTest::newRow("inline code of another name") << api + "  G: { Type: AWS::Lambda::Function, Properties: { Handler: ws.f, Runtime: nodejs20.x, Code: { ZipFile: x } } }\n" << u"Inline code is the file index, and the handler of “G” is “ws.f”. Write “index.f”"_s << 4 << true;
    QTest::newRow("a container image") << api + "  G: { Type: AWS::Lambda::Function, Properties: { PackageType: Image, Code: { ImageUri: x } } }\n" << u"“G” is a container image"_s << 4 << true;
    QTest::newRow("a timeout out of range") << api + "  G: { Type: AWS::Lambda::Function, Properties: { Handler: f.f, Runtime: nodejs20.x, Code: ., Timeout: 1000 } }\n" << u"“1000” is not 1 to 900 seconds. 3 s are used."_s << 4 << true;
    QTest::newRow("a memory size out of range") << api + "  G: { Type: AWS::Lambda::Function, Properties: { Handler: f.f, Runtime: nodejs20.x, Code: ., MemorySize: 64 } }\n" << u"“64” is not 128 to 10240 MB"_s << 4 << true;
    QTest::newRow("a resource without a type") << api + "  X: { Properties: {} }\n" << u"“X” has no Type"_s << 4 << true;
    QTest::newRow("no selection expression") << QByteArray("Resources:\n  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: WEBSOCKET } }\n") << u"“Api” has no RouteSelectionExpression"_s << 2 << true;
    QTest::newRow("no stage") << QByteArray("Resources:\n  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: WEBSOCKET } }\n") << u"has no stage; “dev” is used"_s << 1 << true;
    QTest::newRow("no API") << QByteArray("Resources:\n  Api: { Type: AWS::SNS::Topic }\n  # AWS::ApiGatewayV2::Api WEBSOCKET\n") << u"describes no WebSocket API"_s << 1 << false;
    QTest::newRow("a macro") << QByteArray("Transform: Mine\n") + api << u"The transform “Mine” is not run"_s << 1 << true;
    const QByteArray sam = "Transform: AWS::Serverless-2016-10-31\nResources:\n  Api:\n    Type: AWS::Serverless::WebSocketApi\n    Properties:\n      RouteSelectionExpression: x\n";
    QTest::newRow("SAM: unknown property") << sam + "      Route: {}\n" << u"has no property “Route”. Did you mean “Routes”?"_s << 7 << true;
    QTest::newRow("SAM: no routes") << sam << u"“Api” has no Routes"_s << 3 << true;
    QTest::newRow("SAM: unknown route property") << sam + "      Routes: { a: { Function: x } }\n" << u"The route “a” has no property “Function”. Did you mean “FunctionArn”?"_s << 7 << true;
    QTest::newRow("SAM: a key it refuses") << sam + "      Routes: { a.b: { FunctionArn: x } }\n" << u"letters and digits as a route key, not “a.b”"_s << 7 << true;
    QTest::newRow("SAM: Auth without $connect") << sam + "      Auth: { AuthType: AWS_IAM }\n      Routes: { a: { FunctionArn: x } }\n" << u"“Auth” needs a $connect route"_s << 7 << true;
}

void TstTemplates::wrongTemplates()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    QFETCH(int, line);
    QFETCH(bool, hosted);
    QTemporaryDir folder;
    write(folder.filePath(u"template.yaml"_s), text);
    write(folder.filePath(u"f.js"_s), "");
    const ProjectReading reading = readProject(folder.path(), {});
    int told = 0;
    for (const Problem &problem : reading.problems)
        told += toLine(problem).contains(says) && problem.place.line == line && problem.place.column > 0;
    QVERIFY2(told == 1, qPrintable(lines(reading).join(u'\n')));
    QCOMPARE(!reading.apis.isEmpty(), hosted);   // the rest still runs
}

void TstTemplates::whichFile_data()
{
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<QString>("chosen");   // or the error's words
    QTest::newRow("template.yaml") << QStringList { u"template.yaml"_s } << u"template.yaml"_s;
    QTest::newRow("any template with a WebSocket API") << QStringList { u"stack.yml"_s, u"none/other.json"_s } << u"stack.yml"_s;
    QTest::newRow("one level down") << QStringList { u"backend/template.yaml"_s, u"node_modules/template.yaml"_s } << u"backend/template.yaml"_s;
    QTest::newRow("a usual name wins over another") << QStringList { u"template.yml"_s, u"other.yml"_s } << u"template.yml"_s;
    QTest::newRow("several") << QStringList { u"template.yaml"_s, u"template.json"_s } << u"several project files: template.yaml, template.json. Choose one with --template"_s;
    QTest::newRow("several below") << QStringList { u"a/template.yaml"_s, u"b/template.yaml"_s } << u"several project files: a/template.yaml, b/template.yaml"_s;
    QTest::newRow("code") << QStringList { u"serverless.ts"_s } << u"serverless.ts is code, which is not run"_s;
    QTest::newRow("nothing") << QStringList { u"readme.md"_s } << u"holds no project file"_s;
}

void TstTemplates::whichFile()
{
    QFETCH(QStringList, files);
    QFETCH(QString, chosen);
    QTemporaryDir folder;
    for (const QString &name : files)
        write(folder.filePath(name), "Resources:\n  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: WEBSOCKET, RouteSelectionExpression: x } }\n");
    const ProjectReading reading = readProject(folder.path(), {});
    if (reading.apis.isEmpty()) {
        QCOMPARE(reading.problems.size(), 1);
        QVERIFY2(toLine(reading.problems.first()).contains(chosen), qPrintable(toLine(reading.problems.first())));
    } else {
        QCOMPARE(QDir(folder.path()).relativeFilePath(reading.apis.first().file), chosen);
    }
    if (files.size() > 1) {   // --template and the settings choose
        ProjectOptions options;
        options.templateFile = files.last();
        QCOMPARE(readProject(folder.path(), options).apis.value(0).file, folder.filePath(files.last()));
        write(folder.filePath(u"greenroom.project.yaml"_s), "template: " + files.last().toUtf8() + "\n");
        QCOMPARE(readProject(folder.path(), {}).apis.value(0).file, folder.filePath(files.last()));
    }
}

// What a declared table becomes for CreateTable, and what a Ref to it gives.
void TstTemplates::tables_data()
{
    QTest::addColumn<QByteArray>("resource");
    QTest::addColumn<QByteArray>("request");
    const QByteArray onDemand = R"("BillingMode":"PAY_PER_REQUEST",)";
    const QByteArray byId = R"("AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)" + onDemand
        + R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],)";
    QTest::newRow("with capacity, streams and encryption")
        << QByteArray("Type: AWS::DynamoDB::Table, Properties: { TableName: !Sub '${AWS::StackName}-t', AttributeDefinitions: [{ AttributeName: id, AttributeType: S }],"
                      " KeySchema: [{ AttributeName: id, KeyType: HASH }], ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 5 },"
                      " StreamSpecification: { StreamViewType: NEW_IMAGE }, SSESpecification: { SSEEnabled: true } }")
        << '{' + byId + R"("TableName":"project-t"})";
    QTest::newRow("without a name: the logical id")
        << QByteArray("Type: AWS::DynamoDB::Table, Properties: { AttributeDefinitions: [{ AttributeName: id, AttributeType: S }],"
                      " KeySchema: [{ AttributeName: id, KeyType: HASH }] }")
        << '{' + byId + R"("TableName":"Table"})";
    QTest::newRow("an index loses its capacity")
        << QByteArray("Type: AWS::DynamoDB::Table, Properties: { TableName: t, AttributeDefinitions: [{ AttributeName: id, AttributeType: S }],"
                      " KeySchema: [{ AttributeName: id, KeyType: HASH }], GlobalSecondaryIndexes: [{ IndexName: i, KeySchema: [{ AttributeName: id, KeyType: HASH }],"
                      " Projection: { ProjectionType: ALL }, ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } }] }")
        << QByteArray(R"({"AttributeDefinitions":[{"AttributeName":"id","AttributeType":"S"}],)") + onDemand
            + R"("GlobalSecondaryIndexes":[{"IndexName":"i","KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"Projection":{"ProjectionType":"ALL"}}],)"
              R"("KeySchema":[{"AttributeName":"id","KeyType":"HASH"}],"TableName":"t"})";
    QTest::newRow("SimpleTable") << QByteArray("Type: AWS::Serverless::SimpleTable, Properties: { TableName: t }")
                                 << '{' + byId + R"("TableName":"t"})";
    QTest::newRow("SimpleTable with a key of its own")
        << QByteArray("Type: AWS::Serverless::SimpleTable, Properties: { TableName: t, PrimaryKey: { Name: n, Type: Number } }")
        << QByteArray(R"({"AttributeDefinitions":[{"AttributeName":"n","AttributeType":"N"}],)") + onDemand
            + R"("KeySchema":[{"AttributeName":"n","KeyType":"HASH"}],"TableName":"t"})";
}

void TstTemplates::tables()
{
    QFETCH(QByteArray, resource);
    QFETCH(QByteArray, request);
    QTemporaryDir folder;
    const QString file = folder.filePath(u"project/template.yaml"_s);
    write(file, "Transform: AWS::Serverless-2016-10-31\nResources:\n"
                "  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: !Ref Table, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action } }\n"
                "  Table: { " + resource + " }\n");
    const ProjectReading reading = readProject(file, {});
    const Api api = reading.apis.value(0);
    QCOMPARE(api.tables.size(), 1);
    QCOMPARE(QJsonDocument(api.tables.first().request).toJson(QJsonDocument::Compact), request);
    QCOMPARE(api.name, api.tables.first().name);
    QVERIFY2(!lines(reading).join(u'\n').contains("Only the cloud"_L1), qPrintable(lines(reading).join(u'\n')));
}

// Public templates carry such slips: AWS takes the Target, whatever API the integration says it belongs to.
void TstTemplates::anIntegrationToAFunctionBehindATemplate()
{
    QTemporaryDir folder;
    write(folder.filePath(u"src/send.mjs"_s), "export const handler = async () => ({});\n");
    write(folder.filePath(u"template.yaml"_s), R"(Transform: AWS::Serverless-2016-10-31
Globals: { Function: { CodeUri: ./src, Runtime: nodejs22.x } }
Resources:
  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: n, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.action } }
  Send: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: send, Target: !Join [ /, [ integrations, !Ref I ] ] } }
  I:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: Ref! Api
      IntegrationType: AWS
      IntegrationUri: { Fn::Sub: 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${SendFunction.Arn}/invocations' }
      RequestTemplates: { application/json: '{"id":"$context.connectionId"}' }
  SendFunction: { Type: AWS::Serverless::Function, Properties: { Handler: send.handler } }
  Store: { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: store, Target: !Sub 'integrations/${S}' } }
  S: { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref Api, IntegrationType: AWS, IntegrationUri: !Sub 'arn:aws:apigateway:${AWS::Region}:dynamodb:action/PutItem' } }
)");
    const ProjectReading reading = readProject(folder.path(), {});
    QVERIFY2(says(reading, Warning, u"The integration “I” of the route “send” belongs to the API “Ref! Api”"_s, 6), qPrintable(lines(reading).join(u'\n')));
    QVERIFY2(!hasErrors(reading.problems), qPrintable(lines(reading).join(u'\n')));
    const Api api = reading.apis.value(0);
    const Route *send = api.route(u"send"_s);
    QVERIFY(send);
    QCOMPARE(send->integration.type, IntegrationType::Aws);
    QCOMPARE(send->integration.function, u"SendFunction"_s);
    QCOMPARE(send->integration.requestTemplates.value("application/json"_L1).toString(), u"{\"id\":\"$context.connectionId\"}"_s);
    QCOMPARE(api.route(u"store"_s)->integration.type, IntegrationType::Aws);
    QVERIFY(api.route(u"store"_s)->integration.function.isEmpty());
}

// js-yaml, which the framework reads with, refuses it; CloudFormation's and SAM's readers take the last one.
void TstTemplates::aKeyTwice()
{
    QTemporaryDir folder;
    write(folder.filePath(u"template.yaml"_s), "Resources:\n"
          "  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: first, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.a } }\n"
          "  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { Name: last, ProtocolType: WEBSOCKET, RouteSelectionExpression: $request.body.a } }\n");
    const ProjectReading reading = readProject(folder.path(), {});
    QCOMPARE(reading.apis.value(0).name, u"last"_s);
    QVERIFY2(says(reading, Warning, u"The key “Api” stands here twice (first on line 2); the last one counts."_s, 3), qPrintable(lines(reading).join(u'\n')));
}

void TstTemplates::cdkAssets()
{
    QTemporaryDir folder;
    write(folder.filePath(u"cdk.out/asset.1a2b/index.js"_s), "");
    write(folder.filePath(u"cdk.out/Chat.template.json"_s), R"({"Resources":{
"Api":{"Type":"AWS::ApiGatewayV2::Api","Properties":{"Name":"a","ProtocolType":"WEBSOCKET","RouteSelectionExpression":"x"}},
"Stage":{"Type":"AWS::ApiGatewayV2::Stage","Properties":{"ApiId":{"Ref":"Api"},"StageName":"p","AutoDeploy":true}},
"F":{"Type":"AWS::Lambda::Function","Properties":{"Handler":"index.handler","Runtime":"nodejs20.x","Code":{"S3Bucket":"b","S3Key":"k"}},
 "Metadata":{"aws:asset:path":"asset.1a2b","aws:asset:property":"Code"}}}})");
    const ProjectReading reading = readProject(folder.path(), {});
    QVERIFY2(reading.problems.size() == 1, qPrintable(lines(reading).join(u'\n')));   // no routes
    QCOMPARE(reading.apis.value(0).functions.value(0).codeFolder, folder.filePath(u"cdk.out/asset.1a2b"_s));
}

// 300 routes, 300 integrations (DG-quota), 300 route responses.
void TstTemplates::asManyRoutesAsAwsTakes()
{
    QByteArray text = "Resources:\n"
                      "  Api: { Type: AWS::ApiGatewayV2::Api, Properties: { ProtocolType: WEBSOCKET, RouteSelectionExpression: x } }\n"
                      "  Stage: { Type: AWS::ApiGatewayV2::Stage, Properties: { ApiId: !Ref Api, StageName: s, AutoDeploy: true } }\n"
                      "  F: { Type: AWS::Lambda::Function, Properties: { Handler: index.f, Runtime: nodejs20.x, Code: { ZipFile: x } } }\n";
    for (int i = 0; i < 300; ++i) {
        const QByteArray n = QByteArray::number(i);
        text += "  R" + n + ": { Type: AWS::ApiGatewayV2::Route, Properties: { ApiId: !Ref Api, RouteKey: r" + n + ", RouteResponseSelectionExpression: $default, Target: !Join ['/', [integrations, !Ref I" + n + "]] } }\n";
        text += "  I" + n + ": { Type: AWS::ApiGatewayV2::Integration, Properties: { ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: !Sub 'arn:x:${F.Arn}/invocations' } }\n";
        text += "  A" + n + ": { Type: AWS::ApiGatewayV2::RouteResponse, Properties: { ApiId: !Ref Api, RouteId: !Ref R" + n + ", RouteResponseKey: $default } }\n";
    }
    QTemporaryDir folder;
    write(folder.filePath(u"template.yaml"_s), text);
    QElapsedTimer timer;
    timer.start();
    const ProjectReading reading = readProject(folder.path(), {});
    QVERIFY2(reading.problems.isEmpty(), qPrintable(lines(reading).value(0)));
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));   // a second where nothing else runs
    QCOMPARE(reading.apis.value(0).routes.size(), 300);
    for (const Route &route : reading.apis.value(0).routes)
        QVERIFY2(route.twoWay && route.integration.function == "F"_L1, qPrintable(route.key));
}

// Whatever is cut out, doubled or swapped: an API or a sentence, and no crash.
void TstTemplates::mutilatedTemplates()
{
    QRandomGenerator random(20260101);
    QTemporaryDir folder;
    const QString file = folder.filePath(u"template.yaml"_s);
    for (const char *name : { "chat-sam/template.yaml", "websocketapi-sam/template.yaml", "relay-cloudformation/relay.template.json" }) {
        QFile source(data(name));
        QVERIFY(source.open(QFile::ReadOnly));
        const QByteArray whole = source.readAll();
        const int rounds = qEnvironmentVariableIntValue("GREENROOM_FUZZ_ROUNDS");
        for (int i = 0; i < (rounds > 0 ? rounds : 150); ++i) {
            QByteArray text = whole;
            for (int j = random.bounded(1, 6); j > 0; --j) {
                const int at = random.bounded(int(text.size()));
                const int length = std::min<int>(random.bounded(1, 40), int(text.size()) - at);
                const QByteArray piece = text.mid(random.bounded(int(text.size())), length);
                switch (random.bounded(3)) {
                case 0: text.remove(at, length); break;
                case 1: text.insert(at, piece); break;
                default: text.replace(at, length, piece); break;
                }
            }
            write(file, text);
            const ProjectReading reading = readProject(file, {});
            QVERIFY2(!reading.apis.isEmpty() || hasErrors(reading.problems), text.constData());
        }
    }
}

QTEST_GUILESS_MAIN(TstTemplates)
#include "tst_templates.moc"
