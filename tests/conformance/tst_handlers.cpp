// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Handlers in Node.js: what they may look like, and what happens when they misbehave. Each time: the right frame
// to that client, no message of a neighbour lost, serving again at once, no orphan.

#include "support/rawclient.h"
#include "support/rules.h"
#include "support/serving.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <QStandardPaths>

#include <csignal>

using namespace Qt::StringLiterals;

class TstHandlers : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void shapes_data();
    void shapes();
    void misbehaving_data();
    void misbehaving();
    void leavesNobodyBehind_data();
    void leavesNobodyBehind();
    void unloadable_data();
    void unloadable();
    void overlapAndSerial_data();
    void overlapAndSerial();
    void rules_data();
    void rules();

private:
    void contextOfAHandler();
    void callbackWaitsForTheEmptyEventLoop();
    void linesBelongToTheirInvocation();
    void placesOfErrors();
    void integrationTimeoutLeavesTheFunctionRunning();
    void sigtermWithHangingHandlers();

    static QString project() { return QStringLiteral(GREENROOM_TEST_DATA "/projects/handlers"); }
    static QByteArray message(const QByteArray &action, const QByteArray &way = "ok")
    {
        return "{\"action\":\"" + action + "\",\"way\":\"" + way + "\"}";
    }
    // Every process that has this host's data folder in its environment: its children and theirs.
    static QSet<int> family(const Serving &host)
    {
        QSet<int> found;
        const QStringList processes = QDir(u"/proc"_s).entryList(QDir::Dirs);
        for (const QString &process : processes) {
            QFile environment(u"/proc/%1/environ"_s.arg(process));
            if (process.front().isDigit() && environment.open(QFile::ReadOnly)
                && environment.readAll().contains(host.data.path().toLocal8Bit() + "/runtimes"))
                found.insert(process.toInt());
        }
        return found;
    }
    static QByteArray commandLine(int pid)
    {
        QFile file(u"/proc/%1/cmdline"_s.arg(pid));
        return file.open(QFile::ReadOnly) ? file.readAll().replace('\0', ' ') : QByteArray();
    }
    static int sleepers(const Serving &host)
    {
        int count = 0;
        const QSet<int> all = family(host);
        for (const int pid : all)
            count += commandLine(pid).contains("sleep 600") ? 1 : 0;
        return count;
    }

    std::unique_ptr<Serving> m_host;
};

void TstHandlers::initTestCase()
{
    QVERIFY2(!QStandardPaths::findExecutable(u"node"_s).isEmpty(), "Node.js is not installed: run packaging/test, which does it.");
    m_host = std::make_unique<Serving>(project(), QStringList { u"--format"_s, u"json"_s });
    QVERIFY2(m_host->ready, m_host->process.readAllStandardError().constData());
}

void TstHandlers::shapes_data()
{
    QTest::addColumn<QByteArray>("route");
    QTest::addColumn<QByteArray>("answer");   // null: the error frame
    QTest::newRow("8.2 D a handler may be: async") << QByteArray("async") << QByteArray("async");
    QTest::newRow("8.2 D a handler may be: callback") << QByteArray("callback") << QByteArray("callback");
    QTest::newRow("8.2 D a handler may be: callback that does not wait") << QByteArray("callbackDoesNotWait") << QByteArray("at once");
    QTest::newRow("8.2 D a handler may be: ES module, .mjs, with top-level await") << QByteArray("mjs") << QByteArray("esm.mjs");
    QTest::newRow("8.2 D a handler may be: ES module by package.json") << QByteArray("typeModule") << QByteArray("module in handlers-dev-typeModule");
    QTest::newRow("3.5 O never answers: null, which is no proxy response") << QByteArray("neverAnswers") << QByteArray();
    QTest::newRow("4.1 R a body that is no UTF-8") << QByteArray("bytes") << QByteArray();
}

void TstHandlers::shapes()
{
    QFETCH(QByteArray, route);
    QFETCH(QByteArray, answer);
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    const QByteArray got = client.ask(message(route));
    if (answer.isNull())
        QVERIFY2(got.startsWith("{\"message\": \"Internal server error\","), got.constData());
    else
        QCOMPARE(got, answer);
}

void TstHandlers::rules_data()
{
    addRules<TstHandlers>({
        { "8.2 D the context of a handler", &TstHandlers::contextOfAHandler },
        { "8.2 D a callback waits for the empty event loop", &TstHandlers::callbackWaitsForTheEmptyEventLoop },
        { "8.4 D lines belong to their invocation", &TstHandlers::linesBelongToTheirInvocation },
        { "8.1 D errors have type, message and place", &TstHandlers::placesOfErrors },
        { "8.2 D the gateway gives up, the function finishes", &TstHandlers::integrationTimeoutLeavesTheFunctionRunning },
        { "8.2 R handlers that hang do not hold up the end", &TstHandlers::sigtermWithHangingHandlers },
    });
}

void TstHandlers::rules()
{
    using Check = void (TstHandlers::*)();
    QFETCH(Check, check);
    (this->*check)();
}

void TstHandlers::contextOfAHandler()
{
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    const QJsonObject got = QJsonDocument::fromJson(client.ask(message("context"))).object();
    const QJsonArray keys = got.value("keys"_L1).toArray();
    for (const QString &key : { u"awsRequestId"_s, u"callbackWaitsForEmptyEventLoop"_s, u"done"_s, u"fail"_s, u"functionName"_s,
                                u"functionVersion"_s, u"getRemainingTimeInMillis"_s, u"invokedFunctionArn"_s, u"logGroupName"_s,
                                u"logStreamName"_s, u"memoryLimitInMB"_s, u"succeed"_s })
        QVERIFY2(keys.contains(key), qPrintable(key));
    QCOMPARE(got.value("functionName"_L1).toString(), u"handlers-dev-context"_s);
    QCOMPARE(got.value("memoryLimitInMB"_L1).toString(), u"128"_s);
    QCOMPARE(got.value("arn"_L1).toString(), u"arn:aws:lambda:eu-west-1:123456789012:function:handlers-dev-context"_s);
    QVERIFY(got.value("remaining"_L1).toInt() > 500 && got.value("remaining"_L1).toInt() <= 3000);
    QVERIFY(QRegularExpression(u"^[0-9a-f-]{36}$"_s).match(got.value("requestId"_L1).toString()).hasMatch());
    QVERIFY(got.value("trace"_L1).toString().startsWith("Root=1-"_L1));
    QVERIFY(got.value("cwd"_L1).toBool());
}

// The first answer came only after the timer ended: the second call finds it so.
void TstHandlers::callbackWaitsForTheEmptyEventLoop()
{
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QElapsedTimer since;
    since.start();
    QCOMPARE(client.ask(message("callbackWaits")), QByteArray("first"));
    QVERIFY(since.elapsed() >= 290);
    QCOMPARE(client.ask(message("callbackWaits")), QByteArray("the timer ended first"));
}

void TstHandlers::linesBelongToTheirInvocation()
{
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    for (int i = 0; i < 20; ++i)
        QCOMPARE(client.ask(message("logs")), QByteArray("logged"));
    const auto isOurs = [](const QJsonObject &event) { return event.value("function"_L1).toString() == "logs"_L1; };
    QStringList requests;
    const QJsonObject last = m_host->waitForEvent(u"integration.answered"_s, [&requests, &isOurs](const QJsonObject &event) {
        if (isOurs(event) && !requests.contains(event.value("requestId"_L1).toString()))
            requests.append(event.value("requestId"_L1).toString());
        return requests.size() == 20;
    });
    QVERIFY(!last.isEmpty());
    for (const QString &request : std::as_const(requests)) {
        QStringList lines;
        const QList<QJsonObject> logged = m_host->events(u"function.logged"_s);
        for (const QJsonObject &event : logged) {
            if (event.value("requestId"_L1).toString() == request)
                lines.append(event.value("level"_L1).toString() + u' ' + event.value("text"_L1).toString());
        }
        QCOMPARE(lines.size(), 5);
        QCOMPARE(lines.at(0), u"INFO one line"_s);
        QCOMPARE(lines.at(1), u"WARN two\nlines 2"_s);
        QVERIFY2(lines.at(2).startsWith("ERROR Error: logged\n    at "_L1), qPrintable(lines.at(2)));
        QCOMPARE(lines.at(3), u"INFO written directly"_s);
        QCOMPARE(lines.at(4), u"INFO without an end"_s);
    }
}

void TstHandlers::placesOfErrors()
{
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.ask(message("misbehave", "rejects"));
    const QJsonObject answered = m_host->waitForEvent(u"integration.answered"_s, [](const QJsonObject &event) {
        return event.value("errorType"_L1).toString() == "RangeError"_L1;
    });
    QCOMPARE(answered.value("errorMessage"_L1).toString(), u"too far"_s);
    const QString first = answered.value("stackTrace"_L1).toArray().at(0).toString();
    QVERIFY2(first.contains("/handlers/misbehave.js:9:"_L1), qPrintable(first));
}

void TstHandlers::misbehaving_data()
{
    QTest::addColumn<QByteArray>("way");
    QTest::addColumn<QByteArray>("answer");      // null: the error frame
    QTest::addColumn<QString>("errorType");
    QTest::newRow("8.1 O a handler that throws") << QByteArray("throws") << QByteArray() << u"TypeError"_s;
    QTest::newRow("8.1 O a handler that rejects") << QByteArray("rejects") << QByteArray() << u"RangeError"_s;
    QTest::newRow("8.1 O a handler that throws a text") << QByteArray("throwsText") << QByteArray() << u"string"_s;
    QTest::newRow("8.1 O a handler that throws where nobody catches") << QByteArray("uncaught") << QByteArray() << u"Runtime.UnhandledException"_s;
    QTest::newRow("8.1 O a handler that exits") << QByteArray("exits") << QByteArray() << u"Runtime.ExitError"_s;
    QTest::newRow("8.1 O a handler that is killed") << QByteArray("killed") << QByteArray() << u"Runtime.ExitError"_s;
    QTest::newRow("8.1 O a handler that aborts") << QByteArray("aborts") << QByteArray() << u"Runtime.ExitError"_s;
    QTest::newRow("8.1 O a handler that hangs in a loop") << QByteArray("hangs") << QByteArray() << u"Sandbox.Timedout"_s;
    QTest::newRow("8.1 O a handler that hangs waiting") << QByteArray("waits") << QByteArray() << u"Sandbox.Timedout"_s;
    QTest::newRow("8.1 O a handler that allocates without end, heap") << QByteArray("allocatesHeap") << QByteArray() << u"Runtime.ExitError"_s;
    QTest::newRow("8.1 O a handler that allocates without end, buffers") << QByteArray("allocatesBuffers") << QByteArray() << u"Runtime.OutOfMemory"_s;
    QTest::newRow("8.1 O a handler that floods stdout with 1 GiB") << QByteArray("floods") << QByteArray("flooded") << QString();
    QTest::newRow("8.1 O a handler that answers 10 MiB") << QByteArray("answers10MiB") << QByteArray() << u"Function.ResponseSizeTooLarge"_s;
    QTest::newRow("8.1 O a handler that answers nothing") << QByteArray("answersNothing") << QByteArray() << QString();
    QTest::newRow("8.1 O a handler that answers a text") << QByteArray("answersText") << QByteArray() << QString();
    QTest::newRow("8.1 O a handler that answers a function") << QByteArray("answersFunction") << QByteArray() << QString();
    QTest::newRow("8.1 O a handler that answers a circle") << QByteArray("answersCircular") << QByteArray() << u"Runtime.MarshalError"_s;
    QTest::newRow("8.1 O a handler that answers a BigInt") << QByteArray("answersBigInt") << QByteArray() << u"Runtime.MarshalError"_s;
    QTest::newRow("8.1 O a handler that answers twice") << QByteArray("answersTwice") << QByteArray("once") << QString();
}

void TstHandlers::misbehaving()
{
    QFETCH(QByteArray, way);
    QFETCH(QByteArray, answer);
    QFETCH(QString, errorType);
    const QByteArray route = way == "hangs" || way == "waits" ? "hangs" : "misbehave";
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    RawClient neighbour(m_host->wsUrl);
    QCOMPARE(neighbour.upgrade(), 101);
    client.sendText(message(route, way));
    for (int i = 0; i < 40; ++i)
        QCOMPARE(neighbour.ask("{\"action\":\"neighbour\",\"n\":" + QByteArray::number(i) + '}'), QByteArray::number(i));
    const QByteArray got = client.text(40'000);
    if (answer.isNull()) {
        static const QRegularExpression frame(
            u"^\\{\"message\": \"Internal server error\", \"connectionId\":\"[A-Za-z0-9_-]{15}=\", \"requestId\":\"[A-Za-z0-9_-]{15}=\"\\}$"_s);
        QVERIFY2(frame.match(QString::fromUtf8(got)).hasMatch(), got.left(300).constData());
    } else {
        QCOMPARE(got, answer);
    }
    QElapsedTimer since;
    since.start();
    QCOMPARE(client.ask(message(route)), QByteArray("ok"));
    QVERIFY2(since.elapsed() < 500, qPrintable(QString::number(since.elapsed())));   // the limit that was set
    if (!errorType.isEmpty()) {
        const QByteArray requestId = got.mid(got.lastIndexOf(":\"") + 2, 16);
        const QJsonObject answered = m_host->waitForEvent(u"integration.answered"_s, [&requestId](const QJsonObject &event) {
            return event.value("requestId"_L1).toString().toLatin1() == requestId;
        });
        QCOMPARE(answered.value("errorType"_L1).toString(), errorType);
    }
}

void TstHandlers::leavesNobodyBehind_data()
{
    QTest::addColumn<QByteArray>("way");
    QTest::addColumn<QString>("end");
    QTest::newRow("8.2 R nobody stays behind: a child; the handler exits") << QByteArray("leavesChild") << u"exit"_s;
    QTest::newRow("8.2 R nobody stays behind: daemons in sessions of their own; the handler exits") << QByteArray("leavesDaemon") << u"exit"_s;
    QTest::newRow("8.2 R nobody stays behind: a child; the host is killed") << QByteArray("leavesChild") << u"kill"_s;
    QTest::newRow("8.2 R nobody stays behind: daemons; the host is killed") << QByteArray("leavesDaemon") << u"kill"_s;
    QTest::newRow("8.2 R nobody stays behind: daemons; the host ends") << QByteArray("leavesDaemon") << u"term"_s;
}

void TstHandlers::leavesNobodyBehind()
{
    QFETCH(QByteArray, way);
    QFETCH(QString, end);
    Serving host(project());
    QVERIFY(host.ready);
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.sendText(message("misbehave", way));
    if (end == "exit"_L1) {
        QVERIFY(client.text().contains("Internal server error"));
        QTRY_COMPARE_WITH_TIMEOUT(sleepers(host), 0, 5000);
        return;
    }
    if (end == "kill"_L1) {
        ::kill(pid_t(host.process.processId()), SIGKILL);
        QVERIFY(host.process.waitForFinished(3000));
    } else {
        host.process.terminate();
        QVERIFY(host.process.waitForFinished(3000));
    }
    QTRY_VERIFY_WITH_TIMEOUT(family(host).isEmpty(), 5000);
}

void TstHandlers::unloadable_data()
{
    QTest::addColumn<QByteArray>("route");
    QTest::addColumn<QString>("says");
    QTest::newRow("8.1 O not to be loaded: syntax error") << QByteArray("syntaxError") << u"SyntaxError: Unexpected token ';' ("_s;
    QTest::newRow("8.1 O not to be loaded: its place") << QByteArray("syntaxError") << u"/handlers/broken.js:4)"_s;
    QTest::newRow("8.1 O not to be loaded: missing file") << QByteArray("noFile") << u"The handler file of “noFile” is missing: nowhere.js"_s;
    QTest::newRow("8.1 O not to be loaded: missing export") << QByteArray("noExport") << u"Runtime.HandlerNotFound: shapes.nobody is undefined or not exported"_s;
    QTest::newRow("8.1 O not to be loaded: missing package") << QByteArray("noModule") << u"Cannot find module 'a-package-nobody-installed'"_s;
}

// One clear sentence with its place, before “ready” even, and the rest runs.
void TstHandlers::unloadable()
{
    QFETCH(QByteArray, route);
    QFETCH(QString, says);
    const QString name = QString::fromLatin1(route);
    const QJsonObject notice = m_host->waitForEvent(u"notice"_s, [&name](const QJsonObject &event) {
        return event.value("text"_L1).toString().contains(u"“%1”"_s.arg(name));
    });
    QVERIFY2(notice.value("text"_L1).toString().contains(says), qPrintable(notice.value("text"_L1).toString()));
    QVERIFY(notice.value("file"_L1).toString().endsWith("serverless.yml"_L1) && notice.value("line"_L1).toInt() > 0);
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QVERIFY(client.ask(message(route)).contains("Internal server error"));
    QCOMPARE(client.ask(message("async")), QByteArray("async"));
}

void TstHandlers::overlapAndSerial_data()
{
    QTest::addColumn<bool>("serial");
    QTest::newRow("2.6 D invocations overlap") << false;
    QTest::newRow("2.6 R one message at a time, when asked for") << true;
}

void TstHandlers::overlapAndSerial()
{
    QFETCH(bool, serial);
    const QTemporaryDir folder;
    const auto write = [&folder](const QString &name, const QByteArray &text) {
        QFile file(folder.filePath(name));
        return file.open(QFile::WriteOnly) && file.write(text) == text.size();
    };
    QVERIFY(write(u"serverless.yml"_s, "service: order\nprovider: { name: aws, runtime: nodejs18.x }\nfunctions:\n  slow:\n    handler: slow.handler\n"
                                       "    events: [{ websocket: { route: $default, routeResponseSelectionExpression: $default } }]\n"));
    QVERIFY(write(u"slow.js"_s, "exports.handler = async (event) => {\n  await new Promise((r) => setTimeout(r, Number(event.body)));\n"
                                "  return { statusCode: 200, body: event.body };\n};\n"));
    if (serial)
        QVERIFY(write(u"greenroom.project.yaml"_s, "serial: true\n"));
    Serving host(folder.path());
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.sendText("900");
    client.sendText("5");
    QCOMPARE(client.text(), QByteArray(serial ? "900" : "5"));
    QCOMPARE(client.text(), QByteArray(serial ? "5" : "900"));
}

// The gateway gives up; the function finishes and is billed.
void TstHandlers::integrationTimeoutLeavesTheFunctionRunning()
{
    Serving host(project(), { u"--quotas"_s, u"integrationTimeout=50ms"_s, u"--format"_s, u"json"_s });
    QVERIFY(host.ready);
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    const QByteArray frame = client.ask(message("callbackWaits"));   // takes 300 ms
    QVERIFY2(frame.startsWith("{\"message\": \"Endpoint request timed out\","), frame.constData());
    // The same instance is free again afterwards, and remembers that its timer ended.
    QTest::qWait(400);
    client.sendText(message("callbackWaits"));
    QVERIFY(client.text().contains("Endpoint request timed out"));
    int started = 0;
    int stopped = 0;
    const QList<QJsonObject> events = host.events();
    for (const QJsonObject &event : events) {
        if (event.value("function"_L1).toString() != "callbackWaits"_L1)
            continue;
        started += event.value("kind"_L1).toString() == "function.started"_L1 ? 1 : 0;
        stopped += event.value("kind"_L1).toString() == "function.stopped"_L1 ? 1 : 0;
    }
    QCOMPARE(started, 1);
    QCOMPARE(stopped, 0);
}

void TstHandlers::sigtermWithHangingHandlers()
{
    Serving host(project());
    QVERIFY(host.ready);
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.sendText(message("misbehave", "waits"));
    client.sendText(message("misbehave", "hangs"));
    QTRY_VERIFY(family(host).size() > 0);
    host.process.terminate();
    QCOMPARE(client.closeCode(), 1001);
    QCOMPARE(client.reason, QByteArray("Going away"));
    QVERIFY(host.process.waitForFinished(3000));   // the limit that was set
    QCOMPARE(host.process.exitCode(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(family(host).isEmpty(), 2000);
}

QTEST_GUILESS_MAIN(TstHandlers)
#include "tst_handlers.moc"
