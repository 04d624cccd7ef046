// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projectfiles/projectfiles.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QStringConverter>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

using namespace greenroom;
using namespace Qt::StringLiterals;

class TstServerless : public QObject
{
    Q_OBJECT

private slots:
    void aWholeProject();
    void variables_data();
    void variables();
    void envFiles();
    void functionsInOtherFiles();
    void cloudFormationInEnvironment();
    void websocketForms_data();
    void websocketForms();
    void defaultsAndMerging();
    void wrongProjects_data();
    void wrongProjects();
    void badBytes_data();
    void badBytes();
    void filesThatCannotBeRead_data();
    void filesThatCannotBeRead();
    void mutilatedProjects();

private:
    ProjectReading read(const QByteArray &text)
    {
        m_folder = std::make_unique<QTemporaryDir>();
        write(u"serverless.yml"_s, text);
        write(u"src.js"_s, "exports.a = async () => ({ statusCode: 200 });");
        return readProject(m_folder->path(), {});
    }
    void write(const QString &name, const QByteArray &text)
    {
        QDir().mkpath(QFileInfo(m_folder->filePath(name)).path());
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(text);
    }
    static QString lines(const ProjectReading &reading)
    {
        QStringList all;
        for (const Problem &problem : reading.problems)
            all.append(toLine(problem));
        return all.join(u'\n');
    }
    static bool says(const ProjectReading &reading, const QString &text)
    {
        return std::any_of(reading.problems.begin(), reading.problems.end(),
                           [&text](const Problem &problem) { return toLine(problem).contains(text); });
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

// One function whose variable X is `written`, among enough for every source.
QByteArray projectWith(const QByteArray &written)
{
    return R"(service: s
provider: { name: aws, stage: prod, region: eu-west-1 }
params: { default: { size: small, colour: red }, prod: { size: big } }
custom:
  a: one
  n: 12
  flag: true
  nothing: null
  byStage: { prod: p-value, dev: d-value }
  list: [x, y]
  viaFile: ${file(more.yml)}
  chain1: ${self:custom.chain2}
  chain2: ${self:custom.a}
functions:
  f:
    handler: src.a
    environment:
      X: )" + written + "\n";
}

} // namespace

void TstServerless::variables_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("says");   // of a warning; empty: there is none
    const auto row = [](const char *name, const char *written, const QString &value, const QString &says = {}) {
        QTest::newRow(name) << QByteArray(written) << value << says;
    };
    row("self", "${self:custom.a}", u"one"_s);
    row("self, a number", "${self:custom.n}", u"12"_s);
    row("self, an index", "${self:custom.list.1}", u"y"_s);
    row("self through self", "${self:custom.chain1}", u"one"_s);
    row("self through a file", "${self:custom.viaFile.deep.key}", u"from a file"_s);
    row("inside a text", "a-${self:custom.a}-${self:service}-z", u"a-one-s-z"_s);
    row("nested", "${self:custom.byStage.${sls:stage}}", u"p-value"_s);
    row("nested twice", "${self:custom.${self:custom.pick, 'byStage'}.${opt:stage, 'dev'}}", u"d-value"_s);
    row("a quoted fallback", "${opt:x, 'it, is'}", u"it, is"_s);
    row("a double-quoted fallback", "'${opt:x, \"two\"}'", u"two"_s);
    row("a fallback that is empty", "'${opt:x, \"\"}'", QString());
    row("a number as a fallback", "${opt:x, 5}", u"5"_s);
    row("true as a fallback", "${opt:x, true}", u"true"_s);
    row("several fallbacks", "${opt:x, env:GREENROOM_NOT_SET, self:custom.a, 'no'}", u"one"_s);
    row("a null is passed over", "${self:custom.nothing, 'instead'}", u"instead"_s);
    row("a nested fallback", "${opt:x, ${self:custom.a}}", u"one"_s);
    row("sls:stage", "${sls:stage}", u"prod"_s);
    row("opt with params", "${opt:given}", u"by hand"_s);
    row("env", "${env:GREENROOM_TEST_VALUE}", u"environment"_s);
    row("param of the stage", "${param:size}", u"big"_s);
    row("param of default", "${param:colour}", u"red"_s);
    row("file, YAML", "${file(more.yml):deep.key}", u"from a file"_s);
    row("file, JSON", "${file(./data.json):list.0.name}", u"from JSON"_s);
    row("file, text", "${file(note.txt)}", u"a note"_s);
    row("file, named by a variable", "${file(./${self:custom.a}.yml):x}", u"by name"_s);
    row("file, its own variables", "${file(more.yml):mine}", u"s of prod"_s);
    row("file with a fallback", "${file(gone.yml):x, 'else'}", u"else"_s);
    row("file outside of the folder", "${file(../outside.yml):x}", u"out there"_s);
    row("strToBool", "${strToBool('1')}", u"true"_s);
    row("strToBool of a variable", "${strToBool(${self:custom.flag})}", u"true"_s);
    row("git:branch", "${git:branch}", u"trunk"_s);
    row("git:sha1", "${git:sha1}", u"0123456789abcdef0123456789abcdef01234567"_s);
    row("aws:region", "${aws:region}", u"eu-west-1"_s);
    row("CloudFormation's are left", "'${AWS::Region}-${Table.Arn}-${plain}'", u"${AWS::Region}-${Table.Arn}-${plain}"_s);
    row("an escaped one is itself", "'\\${self:custom.a}'", u"${self:custom.a}"_s);
    row("a value given in the settings", "${ssm:/given}", u"by settings"_s);
    row("one given with its braces", "${cf:stack.Out}", u"by settings too"_s);
    row("only the cloud knows", "x${ssm:/db}", u"x"_s, u"7:11: The variable ${ssm:/db} cannot be resolved here: only the cloud knows it; an empty text is used."_s);
    for (const char *source : { "s3:bucket/key", "cf:other.Out", "aws:ssm:/p", "vault:x", "terraform:y", "doppler:z", "ssm.eu-west-1:/p" })
        QTest::newRow(source) << QByteArray("'${") + source + "}'" << QString() << u"only the cloud knows it"_s;
    row("no value", "${env:GREENROOM_NOT_SET}", QString(), u"has no value here; an empty text is used. Set it, or give a fallback"_s);
    row("no source of that name", "${slef:custom.a}", QString(), u"there is no source “slef”; an empty text is used. Did you mean “self:”?"_s);
    row("a file that is missing", "${file(gone.yml):x}", QString(), u"names the file gone.yml, which is missing"_s);
    row("a key that is missing", "${file(more.yml):nope}", QString(), u"asks for “nope”, which is not in the file more.yml"_s);
    row("code is not run", "${file(run.js):x}", QString(), u"is code, which is not run here"_s);
    row("a mapping in a text", "x${self:custom.byStage}", u"x"_s, u"cannot be part of a text"_s);
    row("neither true nor false", "${strToBool('maybe')}", QString(), u"neither true nor false"_s);
    row("a circle of files", "${file(round.yml):a}", QString(), u"refers to itself"_s);
    row("a circle in the environment", "${env:GREENROOM_CIRCLE}", QString(), u"grow without end"_s);
}

void TstServerless::variables()
{
    QFETCH(QByteArray, written);
    QFETCH(QString, value);
    QFETCH(QString, says);
    qputenv("GREENROOM_TEST_VALUE", "environment");
    qputenv("GREENROOM_CIRCLE", "${env:GREENROOM_CIRCLE}");
    QTemporaryDir outer;
    m_folder = std::make_unique<QTemporaryDir>(outer.filePath(u"project-XXXXXX"_s));
    write(u"serverless.yml"_s, projectWith(written));
    write(u"src.js"_s, "");
    write(u"run.js"_s, "require('fs').writeFileSync(__dirname + '/ran', '');");
    write(u"more.yml"_s, "deep: { key: from a file }\nmine: '${self:service} of ${sls:stage}'\n");
    write(u"one.yml"_s, "x: by name\n");
    write(u"round.yml"_s, "a: ${file(round.yml):b}\nb: ${file(round.yml):a}\n");
    write(u"data.json"_s, R"({"list":[{"name":"from JSON"}]})");
    write(u"note.txt"_s, "a note");
    write(u"../outside.yml"_s, "x: out there\n");
    write(u".git/HEAD"_s, "ref: refs/heads/trunk\n");
    write(u".git/packed-refs"_s, "# pack-refs\n0123456789abcdef0123456789abcdef01234567 refs/heads/trunk\n");
    write(u"greenroom.project.yaml"_s, "values: { 'ssm:/given': by settings, '${cf:stack.Out}': by settings too }\n");
    ProjectOptions options;
    options.params = { { u"given"_s, u"by hand"_s } };
    const ProjectReading reading = readProject(m_folder->path(), options);
    QCOMPARE(reading.apis.size(), 1);
    if (says.contains(u"grow without end"_s))
        QVERIFY(!reading.apis.first().functions.isEmpty());
    else
        QCOMPARE(reading.apis.first().functions.value(0).environment.value(u"X"_s), value);
    bool told = says.isEmpty();
    for (const Problem &problem : reading.problems) {
        const bool aboutVariables = problem.text.contains("variable"_L1);
        QVERIFY2(!says.isEmpty() || !aboutVariables, qPrintable(lines(reading)));
        if (!says.contains("7:11"_L1) && toLine(problem).contains(says) && !says.isEmpty()) {
            told = true;
            QVERIFY2(problem.place.line > 0 && problem.place.column > 0, qPrintable(toLine(problem)));
        }
        if (says.contains("7:11"_L1) && problem.text.contains("${ssm:/db} cannot be resolved here: only the cloud knows it; an empty text is used."_L1)) {
            told = true;
            QCOMPARE(problem.place.line, 18);
            QCOMPARE(problem.place.column, 11);
        }
    }
    QVERIFY2(told, qPrintable(lines(reading)));
    QVERIFY(!QFileInfo::exists(m_folder->filePath(u"ran"_s)));   // opening runs nothing
}

void TstServerless::envFiles()
{
    const QByteArray project = "service: s\nprovider: { name: aws, stage: test }\nfunctions:\n  f:\n    handler: src.a\n    environment:\n"
                               "      A: '${env:A, \"-\"}'\n      B: '${env:B, \"-\"}'\n      C: '${env:C, \"-\"}'\n      D: '${env:D, \"-\"}'\n"
                               "      E: '${env:E, \"-\"}'\n      F: '${env:F, \"-\"}'\n";
    m_folder = std::make_unique<QTemporaryDir>();
    write(u"src.js"_s, "");
    write(u"serverless.yml"_s, project);
    write(u".env"_s, "# all\nA=plain # comment\nexport B=\"of .env\"\nC='si#ngle $A'\nE=${A}+${GREENROOM_TEST_VALUE}\nF=\"two\nlines\"\n");
    write(u".env.test"_s, "B=of .env.test\n");
    write(u"mine.env"_s, "D=of --env-file\r\nONLY=for functions\r\n");
    qputenv("GREENROOM_TEST_VALUE", "environment");
    ProjectOptions options;
    options.envFiles = { m_folder->filePath(u"mine.env"_s) };
    const ProjectReading reading = readProject(m_folder->path(), options);
    QVERIFY2(reading.problems.size() == 1, qPrintable(lines(reading)));   // no websocket event
    const QMap<QString, QString> wanted { { u"A"_s, u"plain"_s }, { u"B"_s, u"of .env.test"_s }, { u"C"_s, u"si#ngle $A"_s },
                                          { u"D"_s, u"of --env-file"_s }, { u"E"_s, u"plain+environment"_s },
                                          { u"F"_s, u"two\nlines"_s }, { u"ONLY"_s, u"for functions"_s } };
    QCOMPARE(reading.apis.value(0).functions.value(0).environment, wanted);
    options.stage = u"other"_s;   // another stage, another file
    QCOMPARE(readProject(m_folder->path(), options).apis.value(0).functions.value(0).environment.value(u"B"_s), u"of .env"_s);
    write(u"serverless.yml"_s, project + "useDotenv: false\n");
    QCOMPARE(readProject(m_folder->path(), options).apis.value(0).functions.value(0).environment.value(u"B"_s), u"-"_s);
    options.envFiles = { m_folder->filePath(u"gone.env"_s) };
    const ProjectReading gone = readProject(m_folder->path(), options);
    QCOMPARE(gone.problems.size(), 2);
    QVERIFY2(says(gone, u"gone.env cannot be read"_s), qPrintable(lines(gone)));
}

void TstServerless::functionsInOtherFiles()
{
    m_folder = std::make_unique<QTemporaryDir>();
    write(u"src.js"_s, "");
    write(u"one.yml"_s, "a: { handler: src.a, timeout: '${self:custom.t}', events: [{ websocket: a }] }\n");
    write(u"two.yml"_s, "b: { handler: src.a, events: [{ websocket: b }] }\n");
    write(u"serverless.yml"_s, "service: s\nprovider: aws\ncustom: { t: 9 }\nfunctions: ${file(one.yml)}\n");
    ProjectReading reading = readProject(m_folder->path(), {});
    QVERIFY2(reading.problems.isEmpty(), qPrintable(lines(reading)));
    QCOMPARE(reading.apis.value(0).functions.value(0).timeoutMs, 9000);
    QVERIFY(reading.apis.value(0).watchedFiles.contains(m_folder->filePath(u"one.yml"_s)));
    write(u"serverless.yml"_s, "service: s\nprovider: aws\ncustom: { t: 9 }\nfunctions:\n  - ${file(one.yml)}\n  - ${file(two.yml)}\n  - c: { handler: src.a }\n");
    reading = readProject(m_folder->path(), {});
    QVERIFY2(reading.problems.isEmpty(), qPrintable(lines(reading)));
    QCOMPARE(reading.apis.value(0).functions.size(), 3);
    QVERIFY(reading.apis.value(0).route(u"b"_s));
}

void TstServerless::cloudFormationInEnvironment()
{
    const ProjectReading reading = read(R"(service: s
provider:
  name: aws
  stage: test
  region: eu-west-1
  environment:
    TABLE: !Ref Table
    LONG: { Ref: Table }
    ARN: !GetAtt Table.Arn
    FN: { Fn::GetAtt: [SayDashhelloLambdaFunction, Arn] }
    URL: { Fn::Join: ['', ['https://', { Ref: WebsocketsApi }, '.execute-api.', { Ref: AWS::Region }, '.amazonaws.com/test']] }
    SUB: !Sub '${Table}-${AWS::AccountId}-${self:service}'
    IMPORTED: { Fn::ImportValue: 'shared-${sls:stage}' }
    UNKNOWN: !GetAtt Pool.ProviderName
functions:
  say-hello: { handler: src.a, events: [{ websocket: $default }] }
resources:
  - Resources: { Table: { Type: AWS::DynamoDB::Table, Properties: { TableName: '${self:service}-table' } } }
  - Resources: { Pool: { Type: AWS::Cognito::UserPool } }
)");
    const QMap<QString, QString> &environment = reading.apis.value(0).functions.value(0).environment;
    QCOMPARE(environment.value(u"TABLE"_s), u"s-table"_s);
    QCOMPARE(environment.value(u"LONG"_s), u"s-table"_s);
    QCOMPARE(environment.value(u"ARN"_s), u"arn:aws:dynamodb:eu-west-1:123456789012:table/s-table"_s);
    QCOMPARE(environment.value(u"FN"_s), u"arn:aws:lambda:eu-west-1:123456789012:function:s-test-say-hello"_s);
    QCOMPARE(environment.value(u"URL"_s), u"https://%1.execute-api.eu-west-1.amazonaws.com/test"_s.arg(reading.apis.value(0).id));
    QCOMPARE(environment.value(u"SUB"_s), u"s-table-123456789012-s"_s);
    QCOMPARE(environment.value(u"IMPORTED"_s), u"shared-test"_s);
    QVERIFY2(says(reading, u":13:34: Only the cloud knows “shared-test”; “shared-test” itself is used."_s), qPrintable(lines(reading)));
    QVERIFY2(says(reading, u":14:14: Only the cloud knows “Pool.ProviderName”"_s), qPrintable(lines(reading)));
    QCOMPARE(reading.apis.value(0).tables.value(0).name, u"s-table"_s);
    QVERIFY2(says(reading, u"“Pool” (AWS::Cognito::UserPool) is not hosted here"_s), qPrintable(lines(reading)));
    QCOMPARE(reading.problems.size(), 3);
}

void TstServerless::websocketForms_data()
{
    QTest::addColumn<QByteArray>("events");
    QTest::addColumn<QString>("route");
    QTest::addColumn<bool>("twoWay");
    QTest::addColumn<QString>("authorizer");
    QTest::addColumn<QStringList>("identitySource");
    QTest::addColumn<QString>("says");
    const QStringList byHeader { u"route.request.header.Auth"_s };
    QTest::newRow("a text") << QByteArray("[{ websocket: $connect }]") << u"$connect"_s << false << QString() << QStringList() << QString();
    QTest::newRow("an object") << QByteArray("[{ websocket: { route: chat/join } }]") << u"chat/join"_s << false << QString() << QStringList() << QString();
    QTest::newRow("two-way") << QByteArray("[{ websocket: { route: a, routeResponseSelectionExpression: $default } }]") << u"a"_s << true << QString() << QStringList() << QString();
    QTest::newRow("two-way misspelt") << QByteArray("[{ websocket: { route: a, routeResponseSelectionExpression: default } }]") << u"a"_s << false << QString() << QStringList() << u"is “$default”, not “default”"_s;
    QTest::newRow("routeKey") << QByteArray("[{ websocket: { routeKey: a } }]") << u"a"_s << false << QString() << QStringList() << u"“routeKey” is the spelling of a retired plugin. Write “route”."_s;
    QTest::newRow("an unknown key") << QByteArray("[{ websocket: { route: a, cors: true } }]") << u"a"_s << false << QString() << QStringList() << u"A websocket event has no key “cors”. It takes: route,"_s;
    QTest::newRow("keys beside") << QByteArray("[{ websocket: , route: a }]") << QString() << false << QString() << QStringList() << u"“route” stands beside “websocket”, not under it. Indent it"_s;
    QTest::newRow("no route") << QByteArray("[websocket]") << QString() << false << QString() << QStringList() << u"has no route"_s;
    QTest::newRow("$ of one's own") << QByteArray("[{ websocket: $conect }]") << QString() << false << QString() << QStringList() << u"Did you mean “$connect”?"_s;
    QTest::newRow("another event") << QByteArray("[{ httpApi: 'GET /' }, { websocket: a }]") << u"a"_s << false << QString() << QStringList() << u"The event “httpApi” of “f” is not hosted"_s;
    QTest::newRow("an event as text") << QByteArray("[alexaSkill, { websocket: a }]") << u"a"_s << false << QString() << QStringList() << u"The event “alexaSkill” of “f” is not hosted"_s;
    QTest::newRow("events are no list") << QByteArray("{ websocket: a }") << QString() << false << QString() << QStringList() << u"events of “f” are a list"_s;
    QTest::newRow("authoriser by name") << QByteArray("[{ websocket: { route: $connect, authorizer: auth } }]") << u"$connect"_s << false << u"auth"_s << byHeader << QString();
    QTest::newRow("authoriser by ARN") << QByteArray("[{ websocket: { route: $connect, authorizer: 'arn:aws:lambda:us-east-1:1:function:s-dev-auth' } }]") << u"$connect"_s << false << u"auth"_s << byHeader << QString();
    QTest::newRow("authoriser by Fn::GetAtt") << QByteArray("[{ websocket: { route: $connect, authorizer: { arn: !GetAtt AuthLambdaFunction.Arn } } }]") << u"$connect"_s << false << u"auth"_s << byHeader << QString();
    QTest::newRow("authoriser with sources") << QByteArray("[{ websocket: { route: $connect, authorizer: { name: auth, identitySource: ['route.request.querystring.token', 'stageVariables.x'] } } }]") << u"$connect"_s << false << u"auth"_s << QStringList { u"route.request.querystring.token"_s, u"stageVariables.x"_s } << QString();
    QTest::newRow("authoriser with one source") << QByteArray("[{ websocket: { route: $connect, authorizer: { name: auth, identitySource: route.request.header.X } } }]") << u"$connect"_s << false << u"auth"_s << QStringList { u"route.request.header.X"_s } << QString();
    QTest::newRow("no identity source") << QByteArray("[{ websocket: { route: $connect, authorizer: { name: auth, identitySource: [method.request.header.X] } } }]") << u"$connect"_s << false << u"auth"_s << QStringList { u"method.request.header.X"_s } << u"“method.request.header.X” is no identity source"_s;
    QTest::newRow("authoriser that is none") << QByteArray("[{ websocket: { route: $connect, authorizer: atuh } }]") << u"$connect"_s << false << u"atuh"_s << byHeader << u"The authoriser “atuh” is no function of this file. Did you mean “auth”? Connections are refused with 500."_s;
    QTest::newRow("authoriser with an unknown key") << QByteArray("[{ websocket: { route: $connect, authorizer: { name: auth, type: token } } }]") << u"$connect"_s << false << u"auth"_s << byHeader << u"An authoriser has no key “type”"_s;
    QTest::newRow("authoriser elsewhere") << QByteArray("[{ websocket: { route: a, authorizer: auth } }]") << u"a"_s << false << QString() << QStringList() << u"Only $connect is authorised, not “a”"_s;
    QTest::newRow("aws_iam") << QByteArray("[{ websocket: { route: $connect, authorizer: aws_iam } }]") << u"$connect"_s << false << u"aws_iam"_s << QStringList() << u"does not know “aws_iam”"_s;
}

void TstServerless::websocketForms()
{
    QFETCH(QByteArray, events);
    QFETCH(QString, route);
    QFETCH(bool, twoWay);
    QFETCH(QString, authorizer);
    QFETCH(QStringList, identitySource);
    QFETCH(QString, says);
    const ProjectReading reading = read("service: s\nprovider: { name: aws }\nfunctions:\n  f:\n    handler: src.a\n    events: " + events + "\n  auth: { handler: src.a }\n");
    QCOMPARE(reading.apis.size(), 1);
    const Api &api = reading.apis.first();
    QCOMPARE(api.functions.size(), 2);   // whatever is wrong, the functions run
    QCOMPARE(api.routes.size(), route.isEmpty() ? 0 : 1);
    if (!route.isEmpty()) {
        QCOMPARE(api.routes.first().key, route);
        QCOMPARE(api.routes.first().twoWay, twoWay);
        QCOMPARE(api.routes.first().authorizer, authorizer);
        const AuthorizerSpec *spec = api.findAuthorizer(authorizer);
        QCOMPARE(spec ? spec->identitySource : QStringList(), identitySource);
    }
    if (says.isEmpty())
        QVERIFY2(reading.problems.isEmpty(), qPrintable(lines(reading)));
    else
        QVERIFY2(TstServerless::says(reading, says), qPrintable(lines(reading)));
}

void TstServerless::defaultsAndMerging()
{
    ProjectReading reading = read("service: s\nprovider: { name: aws }\nfunctions:\n  f: { handler: src.a, events: [{ websocket: a }] }\n");
    QVERIFY2(reading.problems.isEmpty(), qPrintable(lines(reading)));
    Api api = reading.apis.value(0);
    QCOMPARE(api.stage, u"dev"_s);
    QCOMPARE(api.region, u"us-east-1"_s);
    QCOMPARE(api.routeSelectionExpression, u"$request.body.action"_s);
    QCOMPARE(api.functions.value(0).timeoutMs, 6000);
    QCOMPARE(api.functions.value(0).memoryMb, 1024);
    reading = read(R"(service: { name: s }
provider:
  name: aws
  runtime: nodejs18.x
  timeout: 20
  memorySize: 512
  websocketsApiName: chat-${sls:stage}
  websocketsApiRouteSelectionExpression: $request.body.kind
  environment: { A: provider, B: provider, N: 3, T: true }
functions:
  f: { handler: src.a, events: [{ websocket: a }], environment: { B: function } }
  g: { handler: src.a, name: own-name, runtime: nodejs20.x, timeout: 2, memorySize: 128 }
)");
    QVERIFY2(reading.problems.isEmpty(), qPrintable(lines(reading)));
    api = reading.apis.value(0);
    QCOMPARE(api.name, u"chat-dev"_s);
    QCOMPARE(api.routeSelectionExpression, u"$request.body.kind"_s);
    const FunctionSpec f = *api.function(u"f"_s);
    QCOMPARE(f.name, u"s-dev-f"_s);
    QCOMPARE(f.runtime, u"nodejs18.x"_s);
    QCOMPARE(f.timeoutMs, 20'000);
    QCOMPARE(f.memoryMb, 512);
    QCOMPARE(f.environment, (QMap<QString, QString> { { u"A"_s, u"provider"_s }, { u"B"_s, u"function"_s }, { u"N"_s, u"3"_s }, { u"T"_s, u"true"_s } }));
    const FunctionSpec g = *api.function(u"g"_s);
    QCOMPARE(g.name, u"own-name"_s);
    QCOMPARE(g.runtime, u"nodejs20.x"_s);
    QCOMPARE(g.timeoutMs, 2000);
    QCOMPARE(g.memoryMb, 128);
}

void TstServerless::badBytes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("says");   // empty: it is read
    const QByteArray good = "service: s\nprovider: { name: aws }\nfunctions:\n  f:\n    handler: src.a\n    events: [{ websocket: a }]\n";
    QTest::newRow("a byte order mark") << "\xEF\xBB\xBF" + good << QString();
    QTest::newRow("CRLF") << QByteArray(good).replace("\n", "\r\n") << QString();
    QStringEncoder utf16(QStringConverter::Utf16LE, QStringConverter::Flag::WriteBom);
    QTest::newRow("UTF-16 that says so") << QByteArray(utf16(QString::fromUtf8(good))) << QString();
    QStringEncoder bare(QStringConverter::Utf16LE);
    QTest::newRow("UTF-16 that does not say so") << QByteArray(bare(QString::fromUtf8(good))) << u":1:2: This is not a text file: there is a byte 0x00 here. Save it as UTF-8"_s;
    QTest::newRow("binary junk") << QByteArray("\x7f" "ELF\x02\x01\x01\x00\x00", 9) << u":1:1: This is not a text file"_s;
    QTest::newRow("Latin-1") << good + "# f\xfcr\n" << u":7:1: This file is not UTF-8 text"_s;
    QTest::newRow("empty") << QByteArray() << u":1:1: This project file is empty"_s;
    QTest::newRow("only a comment") << QByteArray("# later\n") << u"This project file is empty"_s;
    QTest::newRow("a list") << QByteArray("- a\n") << u"serverless.yml is no project file this version can host"_s;
    QTest::newRow("50 MB") << QByteArray(50'000'000, 'x') << u"This file has 50 MB; at most 5 MB are read"_s;
    QTest::newRow("10,000 deep") << QByteArray(10'000, '[') << u":1:401: Values are nested more than 100 deep here"_s;
    QByteArray bomb = "service: s\na0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
    for (int i = 1; i < 12; ++i)
        bomb += "a" + QByteArray::number(i) + ": &a" + QByteArray::number(i) + " [" + QByteArrayList(10, "*a" + QByteArray::number(i - 1)).join(',') + "]\n";
    QTest::newRow("alias bomb") << bomb << u"This file grows to more than 200000 values"_s;
    QByteArray variables = good + "custom:\n  a0: xxxxxxxxxx\n";
    for (int i = 1; i < 14; ++i)
        variables += "  a" + QByteArray::number(i) + ": '" + QByteArray("${self:custom.a" + QByteArray::number(i - 1) + "}").repeated(10) + "'\n";
    variables.replace("service: s", "service: '${self:custom.a13}'");
    QTest::newRow("a bomb of variables") << variables << u"grow without end"_s;
    QTest::newRow("a complex key") << "? [a, b]\n: c\n" + good << u"A key is a list or a mapping here"_s;
}

void TstServerless::badBytes()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, says);
    m_folder = std::make_unique<QTemporaryDir>();
    write(u"src.js"_s, "");
    write(u"serverless.yml"_s, bytes);
    QElapsedTimer timer;
    timer.start();
    const ProjectReading reading = readProject(m_folder->path(), {});
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));   // "under a second" where nothing else runs
    if (says.isEmpty()) {
        QVERIFY2(reading.problems.isEmpty(), qPrintable(lines(reading)));
        QVERIFY(reading.apis.value(0).route(u"a"_s));
        return;
    }
    QCOMPARE(reading.problems.size(), 1);   // one clear sentence
    QVERIFY2(TstServerless::says(reading, says), qPrintable(lines(reading)));
}

void TstServerless::filesThatCannotBeRead_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("says");
    QTest::newRow("a folder") << u"folder"_s << u"cannot be read: it is a folder"_s;
    QTest::newRow("a pipe") << u"pipe"_s << u"cannot be read: it is no ordinary file"_s;
    QTest::newRow("a symbolic link to itself") << u"loop"_s << u"cannot be read: its symbolic link leads nowhere, or in a circle"_s;
    QTest::newRow("no permission") << u"locked"_s << u"cannot be read: Permission denied"_s;
    QTest::newRow("too large") << u"large"_s << u"at most 5 MB are read"_s;
    QTest::newRow("broken") << u"broken"_s << u"twice"_s;
}

void TstServerless::filesThatCannotBeRead()
{
    QFETCH(QString, kind);
    QFETCH(QString, says);
    m_folder = std::make_unique<QTemporaryDir>();
    const QString path = m_folder->filePath(u"x.yml"_s);
    write(u"src.js"_s, "");
    write(u"serverless.yml"_s, "service: s\nprovider: { name: aws, environment: '${file(x.yml)}' }\nfunctions: { f: { handler: src.a, events: [{ websocket: a }] } }\n");
    if (kind == "folder"_L1)
        QVERIFY(QDir().mkpath(path));
    if (kind == "pipe"_L1)
        QCOMPARE(::mkfifo(qPrintable(path), 0600), 0);
    if (kind == "loop"_L1)
        QVERIFY(QFile::link(path, path));
    if (kind == "locked"_L1) {
        if (::geteuid() == 0)
            QSKIP("everything is readable to root");
        write(u"x.yml"_s, "a: b\n");
        QVERIFY(QFile::setPermissions(path, {}));
    }
    if (kind == "large"_L1)
        write(u"x.yml"_s, QByteArray(6'000'000, '#'));
    if (kind == "broken"_L1)
        write(u"x.yml"_s, "a: 1\na: 2\n");
    const ProjectReading reading = readProject(m_folder->path(), {});
    QVERIFY2(TstServerless::says(reading, says), qPrintable(lines(reading)));
    QVERIFY2(TstServerless::says(reading, u"x.yml"_s), qPrintable(lines(reading)));
    QCOMPARE(reading.problems.size(), 1);
    QVERIFY(reading.apis.value(0).route(u"a"_s));   // the rest runs
}

void TstServerless::aWholeProject()
{
    const ProjectReading reading = read(R"(service: chat
provider:
  name: aws
  runtime: nodejs20.x
  stage: ${opt:stage, 'local'}
  region: eu-west-1
  environment: { TABLE: "${self:service}-${sls:stage}", FALLBACK: "${env:GREENROOM_NOT_SET, 'x'}" }
  websocketsApiRouteSelectionExpression: $request.body.kind
custom: { limit: 12 }
functions:
  connect:
    handler: src.a
    timeout: ${self:custom.limit}
    environment: { MODE: y }
    events:
      - websocket: { route: $connect, authorizer: { name: auth, identitySource: ['route.request.querystring.token'] } }
      - websocket: $disconnect
  hello:
    handler: src.a
    events:
      - websocket: { route: hello, routeResponseSelectionExpression: $default }
  auth: { handler: src.a }
)");
    for (const Problem &problem : reading.problems)
        QVERIFY2(problem.severity == Problem::Severity::Info, qPrintable(toLine(problem)));
    QCOMPARE(reading.apis.size(), 1);
    const Api &api = reading.apis.first();
    QCOMPARE(api.name, u"chat"_s);
    QCOMPARE(api.stage, u"local"_s);
    QCOMPARE(api.region, u"eu-west-1"_s);
    QCOMPARE(api.routeSelectionExpression, u"$request.body.kind"_s);
    QCOMPARE(api.routes.size(), 3);
    QVERIFY(api.route(u"hello"_s)->twoWay);
    QVERIFY(!api.route(u"$disconnect"_s)->twoWay);
    QCOMPARE(api.findAuthorizer(api.route(u"$connect"_s)->authorizer)->identitySource.first(), u"route.request.querystring.token"_s);
    const FunctionSpec *connect = api.function(u"connect"_s);
    QCOMPARE(connect->timeoutMs, 12'000);
    QCOMPARE(connect->memoryMb, 1024);
    QCOMPARE(connect->environment.value(u"TABLE"_s), u"chat-local"_s);
    QCOMPARE(connect->environment.value(u"FALLBACK"_s), u"x"_s);
    QCOMPARE(connect->environment.value(u"MODE"_s), u"y"_s);
    QCOMPARE(connect->name, u"chat-local-connect"_s);
}

void TstServerless::wrongProjects_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    QTest::addColumn<int>("line");
    const QByteArray head = "service: s\nprovider: { name: aws }\nfunctions:\n";
    QTest::newRow("unknown variable") << head + "  f:\n    handler: src.a\n    environment: { X: \"${ssm:/x}\" }\n" << u"${ssm:/x} cannot be resolved"_s << 6;
    QTest::newRow("missing handler file") << head + "  f: { handler: nowhere.a }\n" << u"handler file of “f” is missing"_s << 4;
    QTest::newRow("duplicate keys") << head + "  f: { handler: src.a }\n  f: { handler: src.a }\n" << u"twice"_s << 5;
    QTest::newRow("tabs") << head + "\tf: { handler: src.a }\n" << u"tab"_s << 4;
    QTest::newRow("unknown event key") << head + "  f:\n    handler: src.a\n    events:\n      - websocket: { rout: x }\n" << u"no key “rout”"_s << 7;
    QTest::newRow("two functions on one route")
        << head + "  f:\n    handler: src.a\n    events: [{websocket: x}]\n  g:\n    handler: src.a\n    events: [{websocket: x}]\n" << u"is there twice"_s << 9;
    QTest::newRow("a timeout out of range") << head + "  f: { handler: src.a, timeout: 0 }\n" << u"“0” is not 1 to 900 seconds"_s << 4;
    QTest::newRow("no functions") << QByteArray("service: s\nprovider: { name: aws }\n") << u"This file has no “functions”"_s << 1;
    QTest::newRow("functions are a text") << QByteArray("service: s\nprovider: { name: aws }\nfunctions: none\n") << u"“functions” is a mapping of functions"_s << 3;
    QTest::newRow("a function that is a text") << head + "  f: src.a\n" << u"“f” is not a mapping"_s << 4;
    QTest::newRow("no handler") << head + "  f: { timeout: 3 }\n" << u"“f” has no handler"_s << 4;
    QTest::newRow("a container image") << head + "  f: { image: x }\n" << u"“f” is a container image"_s << 4;
    QTest::newRow("another provider") << QByteArray("service: s\nprovider: { name: azure }\nfunctions: { f: { handler: src.a } }\n") << u"The provider “azure” is not hosted"_s << 2;
    QTest::newRow("environment is a list") << head + "  f: { handler: src.a, environment: [a] }\n" << u"“environment” is a mapping"_s << 4;
    QTest::newRow("refers to itself") << QByteArray("service: s\nprovider: { name: aws }\ncustom: { a: \"${self:custom.a}\" }\nfunctions:\n  f: { handler: src.a, environment: { X: \"${self:custom.a}\" } }\n") << u"refers to itself"_s << 3;
}

void TstServerless::wrongProjects()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    QFETCH(int, line);
    const ProjectReading reading = read(text);
    QStringList all;
    bool found = false;
    for (const Problem &problem : reading.problems) {
        all.append(toLine(problem));
        found = found || (problem.text.contains(says) && problem.place.line == line);
    }
    QVERIFY2(found, qPrintable(all.join(u'\n')));
}

// Whatever is cut out, doubled or swapped: an API or a sentence, no crash, and never long.
void TstServerless::mutilatedProjects()
{
    QByteArray whole = projectWith("${self:custom.byStage.${sls:stage, 'dev'}, env:HOME, file(more.yml):a.b}")
        + "    events:\n      - websocket: { route: $connect, authorizer: { name: g, identitySource: [route.request.header.X] } }\n"
          "  g: { handler: src.a, environment: { T: !Ref Table, U: !Sub '${Table}-x' }, events: [{ websocket: $default }] }\n"
          "resources: { Resources: { Table: { Type: AWS::DynamoDB::Table } } }\n";
    QRandomGenerator random(20260102);
    m_folder = std::make_unique<QTemporaryDir>();
    write(u"src.js"_s, "");
    write(u"more.yml"_s, "a: { b: c }\n");
    const int rounds = qEnvironmentVariableIntValue("GREENROOM_FUZZ_ROUNDS");
    for (int i = 0; i < (rounds > 0 ? rounds : 300); ++i) {
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
        write(u"serverless.yml"_s, text);
        QElapsedTimer timer;
        timer.start();
        const ProjectReading reading = readProject(m_folder->path(), {});
        QVERIFY2(!reading.apis.isEmpty() || hasErrors(reading.problems), text.constData());
        QVERIFY2(timer.elapsed() < 5000, text.constData());
    }
}

QTEST_GUILESS_MAIN(TstServerless)
#include "tst_serverless.moc"
