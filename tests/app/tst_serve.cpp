// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What greenroom serve does with its options, and greenroom open.
#include "support/rawclient.h"
#include "support/serving.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QStandardPaths>
#include <QTcpSocket>

#include <csignal>

using namespace Qt::StringLiterals;

namespace {

// The status line of one request with these headers.
QByteArray answer(const Serving &host, const QByteArray &headers)
{
    QTcpSocket socket;
    socket.connectToHost(u"127.0.0.1"_s, quint16(QUrl(host.wsUrl).port()));
    const QByteArray name = headers.contains("Host:") ? QByteArray() : "Host: " + QUrl(host.wsUrl).authority().toLatin1() + "\r\n";
    socket.write("GET /dev HTTP/1.1\r\n" + name
                 + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers + "\r\n");
    socket.waitForReadyRead(5000);
    return socket.readLine().trimmed();
}

QByteArray connectAndSend(const Serving &host, const QString &text, const QByteArray &until)
{
    QProcess client;
    client.start(QStringLiteral(GREENROOM_BIN), { u"connect"_s, host.wsUrl, u"--send"_s, text, u"--data-dir"_s, host.data.path() });
    QByteArray out;
    for (int i = 0; i < 200 && !out.contains(until); ++i) {
        client.waitForReadyRead(50);
        out += client.readAllStandardOutput();
    }
    client.terminate();
    client.waitForFinished(3000);
    return out;
}

int countOf(const Serving &host, const QString &sql)
{
    int count = -1;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"look"_s);
        database.setDatabaseName(host.data.filePath(u"archive.sqlite"_s));
        if (database.open()) {
            QSqlQuery query(database);
            if (query.exec(sql) && query.next())
                count = query.value(0).toInt();
        }
    }
    QSqlDatabase::removeDatabase(u"look"_s);
    return count;
}

void write(const QString &path, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (file.open(QFile::WriteOnly))
        file.write(content);
}

} // namespace

class TstServe : public QObject
{
    Q_OBJECT

private slots:
    void originsAndHosts();
    void jsonLinesAndOneReadyLine();
    void strangersCannotForgeALine();
    void credentialsInALogAreHidden_data();
    void credentialsInALogAreHidden();
    void recording_data();
    void recording();
    void projects_data();
    void projects();
    void suiteBehindARoute();
    void readyWithinItsTime_data();
    void readyWithinItsTime();
    void openStartsTheWindowBesideIt();
};

void TstServe::originsAndHosts()
{
    Serving host(u"builtin:demo"_s, { u"--allow-origin"_s, u"https://app.example"_s, u"--allow-host"_s, u"dev.example"_s });
    QVERIFY(host.ready);
    QVERIFY(answer(host, {}).contains("101"));
    QVERIFY(answer(host, "Origin: https://app.example\r\n").contains("101"));
    QVERIFY(answer(host, "Origin: https://other.example\r\n").contains("403"));
    QVERIFY(answer(host, "Host: dev.example\r\n").contains("101"));
    QVERIFY(answer(host, "Host: other.example\r\n").contains("403"));
}

void TstServe::jsonLinesAndOneReadyLine()
{
    Serving host(u"builtin:demo"_s, { u"--format"_s, u"json"_s });
    QVERIFY(host.ready);
    answer(host, {});
    host.process.terminate();
    QVERIFY(host.process.waitForFinished(3000));
    QCOMPARE(host.process.exitCode(), 0);
    host.output += host.process.readAllStandardOutput();
    int ready = 0, events = 0;
    for (const QByteArray &line : host.output.trimmed().split('\n')) {
        if (line.startsWith("ready ")) {
            ++ready;
            const QList<QByteArray> words = line.split(' ');
            QCOMPARE(words.size(), 3);
            QVERIFY(words.at(1).startsWith("ws://127.0.0.1:") && words.at(2).startsWith("http://127.0.0.1:"));
            continue;
        }
        const QJsonObject json = QJsonDocument::fromJson(line).object();
        QVERIFY2(json.contains("kind"_L1) && json.contains("seq"_L1), line.constData());
        ++events;
    }
    QCOMPARE(ready, 1);
    QVERIFY(events > 3);
    QVERIFY(host.output.contains("\"connection.closed\""));   // the shutdown is told, too
}

// What a client wrote stays in one line, and steers no terminal.
void TstServe::strangersCannotForgeALine()
{
    Serving host(u"builtin:demo"_s);
    QVERIFY(host.ready);
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.write(RawClient::frame(8, QByteArray("\x0f\xa1", 2) + "\x1b[2Jmine\nready ws://evil http://evil"));
    QTRY_VERIFY_WITH_TIMEOUT((host.process.waitForReadyRead(50), host.output += host.process.readAll(), host.output.contains("mine")), 10'000);
    QVERIFY2(!host.output.contains('\x1b'), host.output.constData());
    QCOMPARE(host.output.count("\nready ") + (host.output.startsWith("ready ") ? 1 : 0), 1);
}

void TstServe::credentialsInALogAreHidden_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<QByteArray>("event");
    for (const QString &format : { u"text"_s, u"json"_s }) {
        QTest::addRow("%s", qPrintable(format)) << format << QByteArray("websocket: $connect");
        QTest::addRow("%s, an authoriser's too", qPrintable(format))
            << format << QByteArray("websocket: { route: $connect, authorizer: { name: auth, identitySource: [ route.request.header.Authorization ] } }");
    }
}

// A handler that logs its whole event, as people do.
void TstServe::credentialsInALogAreHidden()
{
    QFETCH(QString, format);
    QFETCH(QByteArray, event);
    const QTemporaryDir project;
    write(project.filePath(u"serverless.yml"_s),
          "service: talkative\nprovider: { name: aws, runtime: nodejs18.x }\nfunctions:\n  auth: { handler: all.auth }\n"
          "  all:\n    handler: all.handler\n    events: [ { " + event + " }, { websocket: $default } ]\n");
    write(project.filePath(u"all.js"_s),
          "let headers;\nexports.handler = async (event) => {\n  headers = event.headers || headers;\n"
          "  console.log('first', event.requestContext.routeKey, headers.Authorization, headers.Cookie);\n"
          "  console.log(JSON.stringify(event));\n  return { statusCode: 200 };\n};\n"
          "exports.auth = async (event) => {\n  console.log('asked', event.headers.Authorization, event.headers.Cookie);\n"
          "  return { principalId: 'me', policyDocument: { Version: '2012-10-17', Statement: [\n"
          "    { Action: 'execute-api:Invoke', Effect: 'Allow', Resource: event.methodArn }] } };\n};\n");
    Serving host(project.path(), { u"--format"_s, format });
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade("Authorization: Bearer topsecret-1234\r\nCookie: sid=cookiesecret-5678\r\n"), 101);
    client.write(RawClient::frame(1, "hello"));
    QTRY_VERIFY_WITH_TIMEOUT((host.process.waitForReadyRead(50), host.output += host.process.readAllStandardOutput(),
                              host.output.contains("first $default")), 10'000);
    QVERIFY(host.output.contains("first $connect"));
    QCOMPARE(host.output.contains("asked"), event.contains("auth"));
    QVERIFY2(!host.output.contains("topsecret-1234") && !host.output.contains("cookiesecret-5678"), host.output.constData());
}

void TstServe::recording_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<int>("messages");
    QTest::addColumn<int>("bodies");
    QTest::newRow("all") << u"all"_s << 1 << 1;
    QTest::newRow("meta") << u"meta"_s << 1 << 0;
    QTest::newRow("off") << u"off"_s << 0 << 0;
}

void TstServe::recording()
{
    QFETCH(QString, what);
    QFETCH(int, messages);
    QFETCH(int, bodies);
    Serving host(u"builtin:demo"_s, { u"--record"_s, what });
    QVERIFY(host.ready);
    QTemporaryDir other;
    const QByteArray text = "{\"action\":\"echo\",\"mark\":\"zebra\"}";
    QProcess client;   // with a data folder of its own: what we look at is the host's
    client.start(QStringLiteral(GREENROOM_BIN), { u"connect"_s, host.wsUrl, u"--send"_s, QString::fromUtf8(text), u"--data-dir"_s, other.path() });
    QByteArray out;
    for (int i = 0; i < 200 && !out.contains("< "); ++i) {
        client.waitForReadyRead(50);
        out += client.readAllStandardOutput();
    }
    QVERIFY(out.contains("zebra"));
    client.terminate();
    client.waitForFinished(3000);
    host.process.terminate();
    QVERIFY(host.process.waitForFinished(3000));
    QCOMPARE(countOf(host, u"SELECT COUNT(*) FROM events WHERE kind = 'message.received'"_s), messages);
    QCOMPARE(countOf(host, u"SELECT COUNT(*) > 0 FROM events WHERE INSTR(CAST(payload AS TEXT), 'zebra') > 0"_s), bodies);
}

void TstServe::projects_data()
{
    QTest::addColumn<QString>("project");
    QTest::newRow("folder") << u"project"_s;
    QTest::newRow("file") << u"project/serverless.yml"_s;
}

// A folder and a file, with variables from an env file and settings from elsewhere.
void TstServe::projects()
{
    QFETCH(QString, project);
    if (QStandardPaths::findExecutable(u"node"_s).isEmpty())
        QSKIP("skipped: node is not installed");
    const QTemporaryDir folder;
    write(folder.filePath(u"project/serverless.yml"_s),
          "service: x\nprovider:\n  name: aws\n  runtime: nodejs18.x\n  stage: prod\n  environment:\n    WORD: ${env:WORD}\nfunctions:\n  main:\n    handler: main.handler\n"
          "    events:\n      - websocket: { route: $connect }\n      - websocket: { route: $default, routeResponseSelectionExpression: $default }\n");
    write(folder.filePath(u"project/main.js"_s),
          "exports.handler = async (event) => ({ statusCode: 200, body: process.env.WORD + ' ' + event.requestContext.stage });\n");
    write(folder.filePath(u"some.env"_s), "WORD=zebra\n");
    write(folder.filePath(u"elsewhere.yaml"_s), "allow_origins: [https://app.example]\n");
    Serving host(folder.filePath(project), { u"--env-file"_s, folder.filePath(u"some.env"_s), u"--stage"_s, u"dev"_s });
    QVERIFY2(host.ready, (host.output + host.process.readAllStandardError()).constData());
    QVERIFY(host.wsUrl.endsWith(u"/dev"_s));
    const QByteArray out = connectAndSend(host, u"hello"_s, "< ");
    QVERIFY2(out.contains("zebra dev"), (out + host.process.readAllStandardError()).constData());
}

void TstServe::suiteBehindARoute()
{
    const QTemporaryDir folder;
    write(folder.filePath(u"s.greenroom.yaml"_s),
          "greenroom: 1\nsuite: S\nid: s\nblind: { title: T, test_label: 'Check {n}', show: [status], total: shown, reveal: never }\ntests:\n  - name: Secret name\n    steps:\n      - wait: 1ms\n");
    Serving host(u"builtin:demo"_s, { u"--suite"_s, folder.filePath(u"s.greenroom.yaml"_s) });
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    const QByteArray out = connectAndSend(host, u"{\"action\":\"start\",\"suite\":\"s\"}"_s, "finished");
    QVERIFY2(out.contains("finished") && !out.contains("Secret name"), out.constData());
}

void TstServe::readyWithinItsTime_data()
{
    QTest::addColumn<bool>("fresh");
    QTest::newRow("a new data folder") << true;
    QTest::newRow("a used one") << false;
}

// The limit is the product's own: 150 ms without handlers. Ten times that here, for machines that do much else.
void TstServe::readyWithinItsTime()
{
    QFETCH(bool, fresh);
    static QTemporaryDir used;
    const QTemporaryDir made;
    if (!fresh)
        Serving(u"builtin:echo"_s, { u"--data-dir"_s, used.path() });
    QElapsedTimer timer;
    timer.start();
    Serving host(u"builtin:echo"_s, { u"--data-dir"_s, fresh ? made.path() : used.path() });
    const qint64 elapsed = timer.elapsed();
    QVERIFY(host.ready);
    qInfo("ready after %lld ms", static_cast<long long>(elapsed));
    QVERIFY(elapsed < 1500);
}

void TstServe::openStartsTheWindowBesideIt()
{
    // A program of that name beside a copy of ours: it is found before any other.
    const QTemporaryDir folder;
    QVERIFY(QFile::copy(QStringLiteral(GREENROOM_BIN), folder.filePath(u"greenroom"_s)));
    write(folder.filePath(u"greenroom-desktop"_s), "#!/bin/sh\necho \"$@\" > " + folder.filePath(u"opened"_s).toUtf8() + ".part\nmv "
                                                       + folder.filePath(u"opened"_s).toUtf8() + ".part " + folder.filePath(u"opened"_s).toUtf8() + "\n");
    QFile::setPermissions(folder.filePath(u"greenroom-desktop"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    QProcess process;
    process.setWorkingDirectory(folder.path());
    process.start(folder.filePath(u"greenroom"_s), { u"open"_s, u"some/project"_s });
    QVERIFY(process.waitForFinished(10'000));
    QCOMPARE(process.exitCode(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(folder.filePath(u"opened"_s)), 5000);
    QFile opened(folder.filePath(u"opened"_s));
    QVERIFY(opened.open(QFile::ReadOnly));
    QCOMPARE(opened.readAll().trimmed(), folder.filePath(u"some/project"_s).toUtf8());

    // Nowhere to be found: a sentence, exit 3.
    QFile::remove(folder.filePath(u"greenroom-desktop"_s));
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"PATH"_s, folder.path());
    process.setProcessEnvironment(environment);
    process.start(folder.filePath(u"greenroom"_s), { u"open"_s });
    QVERIFY(process.waitForFinished(10'000));
    QCOMPARE(process.exitCode(), 3);
    QVERIFY(process.readAllStandardError().contains("was not found beside this one"));
}

QTEST_GUILESS_MAIN(TstServe)
#include "tst_serve.moc"
