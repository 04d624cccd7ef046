// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projectfiles/projectfiles.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace greenroom;
using namespace Qt::StringLiterals;

class TstServerless : public QObject
{
    Q_OBJECT

private slots:
    void aWholeProject();
    void wrongProjects_data();
    void wrongProjects();

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
        QFile file(m_folder->filePath(name));
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(text);
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

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

QTEST_GUILESS_MAIN(TstServerless)
#include "tst_serverless.moc"
