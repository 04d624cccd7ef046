// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Trouble on demand: what a file may say, and what clients meet. And one message at a time per connection.

#include "gateway/faults.h"
#include "support/rawclient.h"
#include "support/serving.h"

#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QStandardPaths>

using namespace greenroom;
using namespace Qt::StringLiterals;

namespace {

const QByteArray service = R"(service: troubled
provider: { name: aws, runtime: nodejs18.x, stage: dev, timeout: 5 }
functions:
  echo:
    handler: echo.handler
    events: [{ websocket: { route: $default, routeResponseSelectionExpression: $default } }]
)";
const QByteArray echo = "let calls = 0;\nexports.handler = async ({ body }) => {\n  calls += 1;\n"
                        "  if (body.startsWith('wait')) await new Promise((resolve) => setTimeout(resolve, Number(body.slice(5))));\n"
                        "  return { statusCode: 200, body: body === 'calls' ? String(calls) : body };\n};\n";

} // namespace

class TstFaults : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(u"node"_s).isEmpty())
            QSKIP("Node.js is not installed: apt-get install nodejs.");
        QVERIFY(write(u"serverless.yml"_s, service));
        QVERIFY(write(u"echo.js"_s, echo));
    }
    void wrongFiles_data();
    void wrongFiles();
    void everyFaultCanBeSaid();
    void lossIsSpreadEvenly();
    void closes_data();
    void closes();
    void meansTheseConnections_data();
    void meansTheseConnections();
    void failsTheNextInvocations();
    void coldStarts();
    void throttles();
    void delays();
    void whatIsLateIsNotOvertaken();
    void loses();
    void fills();
    void again();
    void oneMessageAtATime_data();
    void oneMessageAtATime();
    void commandLine();

private:
    bool write(const QString &name, const QByteArray &text)
    {
        QFile file(m_folder.filePath(name));
        return file.open(QFile::WriteOnly) && file.write(text) == text.size();
    }
    // The options that host the echo with these faults.
    QStringList with(const QByteArray &faults)
    {
        write(u"faults.yaml"_s, faults);
        return { u"--faults"_s, m_folder.filePath(u"faults.yaml"_s), u"--format"_s, u"json"_s };
    }
    static bool begins(Serving &host, const QString &name)
    {
        return !host.waitForEvent(u"notice"_s, [&name](const QJsonObject &event) {
            return event.value("area"_L1) == "fault"_L1 && event.value("text"_L1).toString().contains(u"“%1”"_s.arg(name));
        }).isEmpty();
    }

    QTemporaryDir m_folder;
};

void TstFaults::wrongFiles_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const QByteArray &text, const QString &says) { QTest::newRow(name) << text << says; };
    row("no YAML", "- {", u"This is not YAML"_s);
    row("empty", "", u":1:1: Faults are a list."_s);
    row("no list", "do: cut\n", u":1:1: Faults are a list."_s);
    row("no mapping", "- cut\n", u":1:3: A fault is a mapping."_s);
    row("nothing to do", "- { at: 5s }\n", u":1:5: This fault does not say what to do. “do” is one of: cut, idle,"_s);
    row("a fault there is not", "- { do: cutt }\n", u":1:9: There is no fault “cutt”. Did you mean “cut”?"_s);
    row("a key it does not take", "- { do: cut, for: 5s }\n", u":1:14: The fault “cut” takes no “for”."_s);
    row("a misspelt key", "- do: cut\n  conection: any\n", u":2:3: The fault “cut” takes no “conection”. Did you mean “connection”?"_s);
    row("no time", "- { do: cut, at: soon }\n", u":1:18: “soon” is no time. Write 500ms, 5s, 2m or 1h."_s);
    row("a time without a unit", "- { do: cut, at: 5 }\n", u"“5” is no time."_s);
    row("every nothing", "- { do: cut, every: 0s }\n", u":1:21: “every” cannot be nothing."_s);
    row("latency without how much", "- { do: latency }\n", u"This fault needs “by”. For example “by: 200ms”."_s);
    row("loss without a share", "- { do: loss }\n", u"This fault needs “share”."_s);
    row("more than all", "- { do: loss, share: 2 }\n", u":1:22: “share” is more than 0 and at most 1, not “2”."_s);
    row("none of the next", "- { do: fail, next: 0 }\n", u":1:21: “next” is a number of invocations from 1 on, not “0”."_s);
}

void TstFaults::wrongFiles()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    QVERIFY(write(u"wrong.yaml"_s, text));
    const FaultsReading reading = readFaults(m_folder.filePath(u"wrong.yaml"_s));
    QVERIFY(!reading.problems.isEmpty());
    QVERIFY2(toLine(reading.problems.first()).contains(says), qPrintable(toLine(reading.problems.first())));
    QVERIFY(reading.faults.isEmpty());
}

void TstFaults::everyFaultCanBeSaid()
{
    for (const FaultKind &kind : faultKinds()) {
        const QByteArray keys(kind.keys);
        QByteArray line = "- { at: 1s, every: 2m, do: " + QByteArray(kind.name);
        for (const auto &[key, value] : { std::pair("connection", "all"), std::pair("for", "3s"), std::pair("by", "40ms"),
                                          std::pair("share", "0.5"), std::pair("next", "7"), std::pair("function", "echo") }) {
            if (QString::fromLatin1(keys).split(u", "_s).contains(QLatin1StringView(key)))
                line += ", " + QByteArray(key) + ": " + value;
        }
        QVERIFY(write(u"good.yaml"_s, line + " }\n"));
        const FaultsReading reading = readFaults(m_folder.filePath(u"good.yaml"_s));
        QVERIFY2(reading.problems.isEmpty(), qPrintable(toLine(reading.problems.value(0))));
        QCOMPARE(reading.faults.size(), 1);
        QCOMPARE(reading.faults.first().kind, kind.kind);
        QCOMPARE(reading.faults.first().atMs, 1000);
        QCOMPARE(reading.faults.first().everyMs, 120'000);
        QVERIFY(faultsHelp().contains(QLatin1StringView(kind.name)));
    }
}

void TstFaults::lossIsSpreadEvenly()
{
    ActiveFaults faults;
    QVERIFY(faults.isQuiet());
    Fault loss;
    loss.kind = Fault::Kind::Loss;
    loss.forMs = 10;
    loss.share = 0.25;
    faults.begin(loss, 1000);
    int lost = 0;
    for (int i = 0; i < 100; ++i)
        lost += faults.losesOne(1005) ? 1 : 0;
    QCOMPARE(lost, 25);
    QVERIFY(!faults.losesOne(1010));
}

void TstFaults::closes_data()
{
    QTest::addColumn<QByteArray>("fault");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("reason");
    QTest::newRow("cut: no close frame") << QByteArray("cut") << 0 << QString();
    QTest::newRow("idle") << QByteArray("idle") << 1001 << u"Going away"_s;
    QTest::newRow("limit") << QByteArray("limit") << 1001 << u"Going away"_s;
    QTest::newRow("restart") << QByteArray("restart") << 1012 << u"Service restart"_s;
}

void TstFaults::closes()
{
    QFETCH(QByteArray, fault);
    QFETCH(int, code);
    QFETCH(QString, reason);
    Serving host(m_folder.path(), with("- { at: 1s, do: " + fault + " }\n"));
    QVERIFY2(host.ready, host.output.constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    const RawClient::Frame frame = client.next();
    QCOMPARE(frame.opcode, code == 0 ? -1 : 8);
    if (code != 0) {
        QCOMPARE(frame.code(), code);
        QCOMPARE(QString::fromUtf8(frame.reason()), reason);
    }
    const QJsonObject closed = host.waitForEvent(u"connection.closed"_s, [](const QJsonObject &) { return true; });
    QCOMPARE(closed.value("code"_L1).toInt(), code == 0 ? 1006 : code);
    QVERIFY(begins(host, QString::fromLatin1(fault)));
}

void TstFaults::meansTheseConnections_data()
{
    QTest::addColumn<QByteArray>("which");
    QTest::addColumn<QList<bool>>("open");
    QTest::newRow("any is the oldest") << QByteArray("any") << QList<bool> { false, true, true };
    QTest::newRow("newest") << QByteArray("newest") << QList<bool> { true, true, false };
    QTest::newRow("all") << QByteArray("all") << QList<bool> { false, false, false };
    QTest::newRow("one that is not there") << QByteArray("AAAA=") << QList<bool> { true, true, true };
}

void TstFaults::meansTheseConnections()
{
    QFETCH(QByteArray, which);
    QFETCH(QList<bool>, open);
    Serving host(m_folder.path(), with("- { at: 1500ms, do: cut, connection: '" + which + "' }\n"));
    QVERIFY2(host.ready, host.output.constData());
    std::vector<std::unique_ptr<RawClient>> clients;
    for (qsizetype i = 0; i < open.size(); ++i) {
        clients.push_back(std::make_unique<RawClient>(host.wsUrl));
        QCOMPARE(clients.back()->upgrade(), 101);
        QTest::qWait(5);   // younger than the one before
    }
    QVERIFY(begins(host, u"cut"_s));
    for (qsizetype i = 0; i < open.size(); ++i)
        QCOMPARE(clients.at(size_t(i))->ask("there?") == "there?", open.at(i));
}

void TstFaults::failsTheNextInvocations()
{
    Serving host(m_folder.path(), with("- { do: fail, next: 2, function: echo }\n"));
    QVERIFY2(host.ready, host.output.constData());
    QVERIFY(begins(host, u"fail"_s));
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QVERIFY(client.ask("1").contains("Internal server error"));
    QVERIFY(client.ask("2").contains("Internal server error"));
    QCOMPARE(client.ask("3"), "3");
    QVERIFY(!host.waitForEvent(u"integration.answered"_s, [](const QJsonObject &event) {
        return event.value("errorType"_L1) == "Greenroom.Fault"_L1;
    }).isEmpty());
}

void TstFaults::coldStarts()
{
    Serving host(m_folder.path(), with("- { at: 1500ms, do: cold }\n"));
    QVERIFY2(host.ready, host.output.constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QCOMPARE(client.ask("calls"), "1");
    QCOMPARE(client.ask("calls"), "2");
    const QJsonObject stopped = host.waitForEvent(u"function.stopped"_s, [](const QJsonObject &event) { return event.value("reason"_L1) == "cold"_L1; });
    QVERIFY(!stopped.isEmpty());
    QCOMPARE(client.ask("calls"), "1");
    const QJsonObject cold = host.waitForEvent(u"integration.answered"_s, [&stopped](const QJsonObject &event) {
        return event.value("seq"_L1).toInt() > stopped.value("seq"_L1).toInt();
    });
    QVERIFY(cold.value("cold"_L1).toBool());
}

void TstFaults::throttles()
{
    Serving host(m_folder.path(), with("- { at: 1s, do: throttle, for: 1s }\n"));
    QVERIFY2(host.ready, host.output.constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QCOMPARE(client.ask("before"), "before");
    QVERIFY(begins(host, u"throttle"_s));
    QVERIFY(client.ask("during").contains("Too Many Requests"));
    RawClient other(host.wsUrl);
    QCOMPARE(other.upgrade(), 429);
    QTRY_COMPARE_WITH_TIMEOUT(client.ask("after"), "after", 10'000);
}

void TstFaults::delays()
{
    Serving host(m_folder.path(), with("- { do: latency, by: 300ms, for: 1h }\n"));
    QVERIFY2(host.ready, host.output.constData());
    QVERIFY(begins(host, u"latency"_s));
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QElapsedTimer since;
    since.start();
    for (const QByteArray &text : { QByteArray("1"), QByteArray("2"), QByteArray("3"), QByteArray("4") }) {
        client.sendText(text);
        if (text == "1") {
            QCOMPARE(client.text(), "1");
            // There and back; how much longer depends on the machine.
            QVERIFY2(since.elapsed() >= 599, qPrintable(QString::number(since.elapsed())));
        }
    }
    QList<QByteArray> rest { client.text(), client.text(), client.text() };
    std::sort(rest.begin(), rest.end());
    QCOMPARE(rest, (QList<QByteArray> { "2", "3", "4" }));
}

// A frame on its way when the latency ends still comes before the next.
void TstFaults::whatIsLateIsNotOvertaken()
{
    Serving host(m_folder.path(), with("- { do: latency, by: 800ms, for: 500ms, at: 0s }\n"));
    QVERIFY2(host.ready, host.output.constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QVERIFY(!host.waitForEvent(u"connection.opened"_s, [](const QJsonObject &) { return true; }).isEmpty());
    const QString id = host.events(u"connection.opened"_s).first().value("connectionId"_L1).toString();
    QNetworkAccessManager manager;
    const auto post = [&](const QByteArray &text) {
        QNetworkRequest request(QUrl(host.httpUrl + u"/@connections/"_s + id));
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        const std::unique_ptr<QNetworkReply> reply(manager.post(request, text));
        for (int i = 0; i < 200 && !reply->isFinished(); ++i)
            QTest::qWait(5);
        return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    };
    QCOMPARE(post("late"), 200);
    QTest::qWait(600);
    QCOMPARE(post("next"), 200);
    QCOMPARE(client.text(), "late");
    QCOMPARE(client.text(), "next");
}

void TstFaults::loses()
{
    Serving host(m_folder.path(), with("- { do: loss, share: 0.5 }\n"));
    QVERIFY2(host.ready, host.output.constData());
    QVERIFY(begins(host, u"loss"_s));
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.sendText("1");
    client.sendText("lost");
    QCOMPARE(client.text(), "1");
    client.sendText("3");
    QCOMPARE(client.text(), "3");
}

void TstFaults::fills()
{
    Serving host(m_folder.path(), with("- { at: 1s, do: fill }\n"));
    QVERIFY2(host.ready, host.output.constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QVERIFY(begins(host, u"fill"_s));
    const QString id = host.events(u"connection.opened"_s).first().value("connectionId"_L1).toString();
    QNetworkAccessManager network;
    QNetworkRequest request(QUrl(host.httpUrl + u"/@connections/"_s + QString::fromLatin1(QUrl::toPercentEncoding(id))));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/octet-stream"_s);
    QNetworkReply *reply = network.post(request, "hello");
    QTRY_VERIFY_WITH_TIMEOUT(reply->isFinished(), 10'000);
    QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 429);
    client.sendText("answer me");
    QCOMPARE(client.closeCode(), 1008);
}

void TstFaults::again()
{
    Serving host(m_folder.path(), with("- { at: 300ms, every: 300ms, do: cut }\n"));
    QVERIFY2(host.ready, host.output.constData());
    for (int i = 0; i < 2; ++i) {
        RawClient client(host.wsUrl);
        QCOMPARE(client.upgrade(), 101);
        QCOMPARE(client.next().opcode, -1);
    }
}

void TstFaults::oneMessageAtATime_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("settings");
    QTest::addColumn<QList<QByteArray>>("answers");
    const QList<QByteArray> inOrder { "wait 400", "quick" };
    QTest::newRow("D concurrent") << QStringList() << QByteArray("{}\n") << QList<QByteArray> { "quick", "wait 400" };
    QTest::newRow("--serial") << QStringList { u"--serial"_s } << QByteArray("{}\n") << inOrder;
    QTest::newRow("serial: true in the settings") << QStringList() << QByteArray("serial: true\n") << inOrder;
}

void TstFaults::oneMessageAtATime()
{
    QFETCH(QStringList, options);
    QFETCH(QByteArray, settings);
    QFETCH(QList<QByteArray>, answers);
    QVERIFY(write(u"settings.yaml"_s, settings));
    Serving host(m_folder.path(), options + QStringList { u"--settings"_s, m_folder.filePath(u"settings.yaml"_s) });
    QVERIFY2(host.ready, host.output.constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.sendText("wait 400");
    client.sendText("quick");
    const QList<QByteArray> got { client.text(), client.text() };
    QCOMPARE(got, answers);
    // Another connection does not wait for this one.
    client.sendText("wait 3000");
    RawClient other(host.wsUrl);
    QCOMPARE(other.upgrade(), 101);
    QCOMPARE(other.ask("quick"), "quick");
}

void TstFaults::commandLine()
{
    QVERIFY(write(u"wrong.yaml"_s, "- { do: explode }\n"));
    QProcess process;
    process.start(QStringLiteral(GREENROOM_BIN), { u"serve"_s, m_folder.path(), u"--faults"_s, m_folder.filePath(u"wrong.yaml"_s) });
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 2);
    QVERIFY(process.readAllStandardError().contains("wrong.yaml:1:9: There is no fault “explode”."));
    process.start(QStringLiteral(GREENROOM_BIN), { u"serve"_s, u"--faults"_s, u"help"_s });
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 0);
    QVERIFY(process.readAllStandardOutput().contains("at: 5s, connection: any, do: cut"));
}

QTEST_GUILESS_MAIN(TstFaults)
#include "tst_faults.moc"
