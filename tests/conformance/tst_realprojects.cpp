// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Projects as people have them, unmodified, with the real AWS SDKs.

#include "support/dynalite.h"
#include "support/rawclient.h"
#include "support/serving.h"

#include <QDir>
#include <QElapsedTimer>
#include <QStandardPaths>
#include <QTcpServer>

#include <algorithm>
#include <memory>
#include <vector>

using namespace Qt::StringLiterals;

class TstRealProjects : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void postsBackThroughTheSdk_data();
    void postsBackThroughTheSdk();
    void findsTheWayBack_data();
    void findsTheWayBack();
    void aChatWithATable();
    void presenceIsToldToEverybody();
    void anAuthoriserThatReadsAHeader_data();
    void anAuthoriserThatReadsAHeader();
    void everybodyHearsABroadcast();
    void answersItself_data();
    void answersItself();
    void mappingTemplates();
    void saysHowToGetADynamoDb();

private:
    static QString project(const QString &name) { return QStringLiteral(GREENROOM_TEST_DATA "/projects/") + name; }
    // With a local DynamoDB, in which the project's tables are not there yet.
    static QMap<QString, QString> modules(const Dynalite &tables)
    {
        return { { u"NODE_PATH"_s, QStringLiteral(GREENROOM_TEST_NPM) }, { u"AWS_ENDPOINT_URL_DYNAMODB"_s, tables.url } };
    }
    static QMap<QString, QString> modules() { return { { u"NODE_PATH"_s, QStringLiteral(GREENROOM_TEST_NPM) } }; }
};

void TstRealProjects::initTestCase()
{
    QVERIFY2(!QStandardPaths::findExecutable(u"node"_s).isEmpty(),
             "Node.js is not installed: apt-get install nodejs, or run packaging/test, which does.");
    for (const QString &package : { u"aws-sdk"_s, u"@aws-sdk/client-apigatewaymanagementapi"_s,
                                    u"@aws-sdk/lib-dynamodb"_s, u"dynalite"_s }) {
        QVERIFY2(QDir(QStringLiteral(GREENROOM_TEST_NPM) + u'/' + package).exists(),
                 qPrintable(u"The npm package %1 is not in " GREENROOM_TEST_NPM ". Run packaging/test, which installs it."_s.arg(package)));
    }
}

// The public example serverless-websockets: six messages, the last two after 2 and 4 s.
void TstRealProjects::postsBackThroughTheSdk_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("port");
    QTest::newRow("SDK v2 at http://localhost:3001, no keys, nodejs14.x, serverless-offline") << u"seed"_s << 3001;
    QTest::newRow("SDK v3 at https://domainName/stage, as in production") << u"sdk3"_s << 0;
}

void TstRealProjects::postsBackThroughTheSdk()
{
    QFETCH(QString, name);
    QFETCH(int, port);
    if (port != 0) {
        QTcpServer probe;
        if (!QTest::qWaitFor([&] { return probe.listen(QHostAddress::LocalHost, quint16(port)); }, 10'000))
            QSKIP(qPrintable(u"Another program has port %1, which this project has written into its code."_s.arg(port)));
    }
    Serving host(project(name), { u"--port"_s, QString::number(port) }, modules());
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QElapsedTimer since;
    since.start();
    client.sendText("hello");
    QList<QByteArray> got;
    QList<qint64> at;
    for (int i = 0; i < 6; ++i) {
        got.append(client.text());
        at.append(since.elapsed());
    }
    // Separate requests: the first four come in any order.
    QList<QByteArray> first = got.mid(0, 4);
    std::sort(first.begin(), first.end());
    QCOMPARE(first, (QList<QByteArray> { "\"Ending Task1 <--- (hello)\"", "\"Stating Task1 --->  (hello)\"",
                                         "\"Stating Task2 --->  (hello)\"", "\"Stating Task3 --->  (hello)\"" }));
    QCOMPARE(got.mid(4), (QList<QByteArray> { "\"Ending Task2 <--- (hello)\"", "\"Ending Task3 <--- (hello)\"" }));
    QVERIFY2(at.at(4) >= 1990 && at.at(4) < 3900, qPrintable(QString::number(at.at(4))));
    QVERIFY2(at.at(5) >= 3990 && at.at(5) < 7000, qPrintable(QString::number(at.at(5))));
}

void TstRealProjects::findsTheWayBack_data()
{
    QTest::addColumn<QByteArray>("route");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("D v3 without an endpoint obeys AWS_ENDPOINT_URL_…") << QByteArray("noEndpoint") << QByteArray("v3 without an endpoint");
    QTest::newRow("O v2 takes https for an endpoint without a scheme") << QByteArray("v2Domain") << QByteArray("v2 at the domain");
    QTest::newRow("v2 without an endpoint is led back") << QByteArray("v2NoEndpoint") << QByteArray("v2 without an endpoint");
    QTest::newRow("v2 at apiId.execute-api is led back") << QByteArray("v2ApiHost") << QByteArray("v2 at the API’s own host");
}

void TstRealProjects::findsTheWayBack()
{
    QFETCH(QByteArray, route);
    QFETCH(QByteArray, text);
    Serving host(project(u"sdk3"_s), {}, modules());
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QCOMPARE(client.ask("{\"action\":\"" + route + "\"}"), text);
}

// SAM, raw resources, SDK v3 and v2 side by side; one of three leaves.
void TstRealProjects::aChatWithATable()
{
    Dynalite tables(QStringLiteral(GREENROOM_TEST_NPM));
    QVERIFY2(!tables.url.isEmpty(), tables.process.readAllStandardError().constData());
    Serving host(project(u"chat-sam"_s), { u"--format"_s, u"json"_s }, modules(tables));
    QVERIFY2(host.ready, (host.output + host.process.readAllStandardError()).constData());
    QVERIFY2(host.wsUrl.endsWith("/Prod"_L1), qPrintable(host.wsUrl));
    QVERIFY2(!host.waitForEvent(u"notice"_s, [](const QJsonObject &event) {
        return event.value("text"_L1).toString().startsWith(u"The table “chat-people” was created at"_s);
    }).isEmpty(), host.output.constData());
    RawClient ann(host.wsUrl);
    RawClient ben(host.wsUrl);
    auto cat = std::make_unique<RawClient>(host.wsUrl);
    QCOMPARE(ann.upgrade(), 101);
    QCOMPARE(ben.upgrade(), 101);
    QCOMPARE(cat->upgrade(), 101);
    ann.sendText("{\"message\":\"sendmessage\",\"data\":\"hello\"}");
    for (RawClient *client : { &ann, &ben, cat.get() })
        QCOMPARE(client->text(), "hello");
    cat.reset();
    QVERIFY(!host.waitForEvent(u"integration.answered"_s, [](const QJsonObject &event) {
        return event.value("routeKey"_L1) == "$disconnect"_L1 && event.value("outcome"_L1) == "ok"_L1;
    }).isEmpty());
    ben.sendText("{\"message\":\"sendmessage\",\"data\":\"bye\"}");
    QCOMPARE(ann.text(), "bye");
    QCOMPARE(ben.text(), "bye");
    QVERIFY(host.waitForEvent(u"integration.answered"_s, [](const QJsonObject &event) { return event.value("outcome"_L1) != "ok"_L1; }, 200).isEmpty());
}

// serverless.yml in parts, a composite key, an endpoint made of Fn::Join.
void TstRealProjects::presenceIsToldToEverybody()
{
    Dynalite tables(QStringLiteral(GREENROOM_TEST_NPM));
    QVERIFY(!tables.url.isEmpty());
    Serving host(project(u"presence"_s), {}, modules(tables));
    QVERIFY2(host.ready, (host.output + host.process.readAllStandardError()).constData());
    RawClient ann(host.wsUrl);
    QCOMPARE(ann.upgrade(), 101);
    const QByteArray alone = "{\"here\":[\"Ann\"]}";
    const QByteArray both = "{\"here\":[\"Ann\",\"Ben\"]}";
    QCOMPARE(ann.ask("{\"action\":\"name\",\"name\":\"Ann\"}"), alone);
    QCOMPARE(ann.ask("what?"), "no action in what?");
    auto ben = std::make_unique<RawClient>(host.wsUrl);
    QCOMPARE(ben->upgrade(), 101);
    QCOMPARE(ben->ask("{\"action\":\"name\",\"name\":\"Ben\"}"), both);
    QCOMPARE(ann.text(), both);
    ben.reset();
    QCOMPARE(ann.text(), alone);
}

void TstRealProjects::anAuthoriserThatReadsAHeader_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<int>("status");
    QTest::newRow("a good token") << QByteArray("Auth: ann\r\n") << 101;
    QTest::newRow("D no header, no authoriser call") << QByteArray() << 401;
    QTest::newRow("D callback('Unauthorized')") << QByteArray("Auth: deny\r\n") << 401;
    QTest::newRow("D a policy that denies") << QByteArray("Auth: nobody\r\n") << 403;
}

void TstRealProjects::anAuthoriserThatReadsAHeader()
{
    QFETCH(QByteArray, header);
    QFETCH(int, status);
    Serving host(project(u"header-authorizer"_s), {}, modules());
    QVERIFY2(host.ready, (host.output + host.process.readAllStandardError()).constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(header), status);
    if (status == 101)
        QCOMPARE(client.ask("hi"), "ann, gold: hi");
}

void TstRealProjects::everybodyHearsABroadcast()
{
    Serving host(project(u"broadcast"_s), { u"--stage"_s, u"live"_s }, modules());
    QVERIFY2(host.ready, (host.output + host.process.readAllStandardError()).constData());
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 5; ++i) {
        clients.push_back(std::make_unique<RawClient>(host.wsUrl));
        QCOMPARE(clients.back()->upgrade(), 101);
    }
    clients.front()->sendText("to all");
    for (const auto &client : clients)
        QCOMPARE(client->text(), "to all");
}

// Those that need nothing but their runtime.
void TstRealProjects::answersItself_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("D posts in $connect and gets 410") << u"posts-in-connect"_s << QString() << QByteArray("?") << QByteArray("GoneException 410");
    QTest::newRow("a two-way echo in CloudFormation's JSON") << u"echo-cloudformation"_s << QString() << QByteArray("hi") << QByteArray("live 192: hi");
    QTest::newRow("AWS::Serverless::WebSocketApi, authorised by the query string")
        << u"rooms-sam"_s << u"?room=blue"_s << QByteArray(R"({"action":"join","room":"red"})") << QByteArray("blue joined red");
    QTest::newRow("a Python handler") << u"hello-python"_s << QString() << QByteArray(R"({"action":"hello","name":"Ann"})") << QByteArray("hello Ann from HelloFunction");
}

void TstRealProjects::answersItself()
{
    QFETCH(QString, name);
    QFETCH(QString, query);
    QFETCH(QByteArray, message);
    QFETCH(QByteArray, answer);
    if (name.endsWith("python"_L1) && QStandardPaths::findExecutable(u"python3"_s).isEmpty())
        QSKIP("Python is not installed: apt-get install python3.");
    Serving host(project(name), {}, modules());
    QVERIFY2(host.ready, (host.output + host.process.readAllStandardError()).constData());
    RawClient client(host.wsUrl + query);
    QCOMPARE(client.upgrade(), 101);
    QCOMPARE(client.ask(message), answer);
}

// $connect writes to DynamoDB without a function; a function behind a template posts to its API's own host.
void TstRealProjects::mappingTemplates()
{
    Dynalite tables(QStringLiteral(GREENROOM_TEST_NPM));
    QVERIFY(!tables.url.isEmpty());
    Serving host(project(u"mapping-template"_s), {}, modules(tables));
    QVERIFY2(host.ready, (host.output + host.process.readAllStandardError()).constData());
    RawClient stranger(host.wsUrl);
    QCOMPARE(stranger.upgrade(), 401);
    RawClient wrong(host.wsUrl);
    QCOMPARE(wrong.upgrade("token: x\r\n"), 401);
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade("token: hello\r\nx-agent: test\r\n"), 101);
    const QByteArray message = R"({"action":"sendmessage","message":"it is \"quoted\""})";
    QCOMPARE(client.ask(message), "me by test: it is \"quoted\"");
}

// A project that declares tables, and nobody said where they are.
void TstRealProjects::saysHowToGetADynamoDb()
{
    Serving host(project(u"chat-sam"_s), {}, modules());
    QVERIFY(host.ready);   // its errors are read below
    QByteArray all;
    const auto heard = [&] { return (all += host.process.readAllStandardError()).contains("The DynamoDB tables “chat-people” are not hosted here."); };
    QTRY_VERIFY2_WITH_TIMEOUT(heard(), all.constData(), 5000);
    QVERIFY2(all.contains("“Website” (AWS::S3::Bucket) is not hosted here."), all.constData());
    QVERIFY2(all.contains("AWS_ENDPOINT_URL_DYNAMODB"), all.constData());
}

QTEST_GUILESS_MAIN(TstRealProjects)
#include "tst_realprojects.moc"
