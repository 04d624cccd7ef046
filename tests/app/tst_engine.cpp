// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The shutdown plan: on every path the engine ends, nothing waits for ever, nothing is lost.
#include "archive/runevents.h"
#include "core/resources.h"
#include "engine.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace greenroom;
using namespace Qt::StringLiterals;

namespace {

QString suiteIn(const QTemporaryDir &folder, const QByteArray &steps)
{
    QFile suite(folder.filePath(u"s.greenroom.yaml"_s));
    if (!suite.open(QFile::WriteOnly))
        return {};
    suite.write("greenroom: 1\nsuite: S\ntests:\n  - name: A\n    steps:\n" + steps);
    return suite.fileName();
}

RunRequest requestFor(const QString &file)
{
    RunRequest request;
    request.runId = newRunId();
    request.files = { file };
    return request;
}

HostRequest demo(const QTemporaryDir &folder)
{
    HostRequest request;
    request.project = u"builtin:demo"_s;
    request.host = u"localhost"_s;
    request.port = 0;
    request.dataFolder = folder.path();
    return request;
}

} // namespace

class TstEngine : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { registerResources(); }
    void endsAtOnce();
    void endsWhileARunIsActive();
    void endsWhileHostingAndTalking();
    void questionsAreAnsweredBeforeTheEnd();
    void whatTheShutdownRecordsIsKept();
    void aRunReopensAsItLookedLive();
};

void TstEngine::endsAtOnce()
{
    const QTemporaryDir folder;
    for (int i = 0; i < 10; ++i)
        Engine engine({ .dataFolder = folder.path() });
}

void TstEngine::endsWhileARunIsActive()
{
    const QTemporaryDir folder;
    const QString file = suiteIn(folder, "      - wait: 50s\n");
    QElapsedTimer timer;
    {
        Engine engine({ .dataFolder = folder.path() });
        bool started = false;
        QObject screen;   // what is still on its way when the engine has gone meets nobody
        connect(&engine.journal(), &Journal::appended, &screen, [&](const QList<Event> &batch) {
            for (const Event &event : batch)
                started = started || std::holds_alternative<TestStarted>(event.payload);
        }, Qt::QueuedConnection);
        engine.startRun(requestFor(file));
        QTRY_VERIFY_WITH_TIMEOUT(started, 10'000);
        timer.start();
    }
    QVERIFY(timer.elapsed() < 10'000);   // and not fifty seconds
}

void TstEngine::endsWhileHostingAndTalking()
{
    const QTemporaryDir folder;
    Engine engine({ .dataFolder = folder.path() });
    QString url;
    int received = 0;
    QObject screen;
    connect(&engine.journal(), &Journal::appended, &screen, [&](const QList<Event> &batch) {
        for (const Event &event : batch) {
            if (const auto *listening = std::get_if<ListeningChanged>(&event.payload))
                url = listening->wsUrl;
            received += std::holds_alternative<MessageReceived>(event.payload) ? 1 : 0;
        }
    }, Qt::QueuedConnection);
    engine.host(demo(folder));
    QTRY_VERIFY_WITH_TIMEOUT(!url.isEmpty(), 10'000);
    for (int i = 0; i < 20; ++i) {
        ClientRequest client;
        client.connectionId = u"client-%1"_s.arg(i);
        client.url = url;
        engine.connectClient(client);
    }
    for (int i = 0; i < 20; ++i)
        engine.sendFromClient(u"client-%1"_s.arg(i), { Message::Opcode::Text, "{\"action\":\"whoami\"}" });
    engine.host(demo(folder));        // anew, while the clients talk
    engine.stopHosting(u"no-such"_s); // commands about what is not there are no trouble
    engine.postToConnection(u"nobody"_s, "x");
    engine.stopRun(u"nothing"_s, StopStrength::Kill);
    engine.closeClient(u"nobody"_s, 1000, {});
}

void TstEngine::questionsAreAnsweredBeforeTheEnd()
{
    const QTemporaryDir folder;
    QFuture<QList<RunRecord>> runs;
    QFuture<Result<QByteArray>> report;
    {
        Engine engine({ .dataFolder = folder.path() });
        runs = engine.runs();
        report = engine.exportRun(u"run-none"_s, u"junit"_s);
    }
    QVERIFY(runs.isFinished() && report.isFinished());
    QVERIFY(runs.result().isEmpty());
    QVERIFY(!report.result() && report.result().error().text.contains(u"no run run-none"_s));
}

// The stopped host and the closed connections are events like any other: on disk, and delivered.
void TstEngine::whatTheShutdownRecordsIsKept()
{
    const QTemporaryDir folder;
    QList<Event> seen;
    QObject screen;
    auto engine = std::make_unique<Engine>(EngineOptions { .dataFolder = folder.path() });
    connect(&engine->journal(), &Journal::appended, &screen, [&](const QList<Event> &batch) { seen += batch; }, Qt::QueuedConnection);
    engine->host(demo(folder));
    const auto states = [&seen] {
        QStringList all;
        for (const Event &event : std::as_const(seen)) {
            if (const auto *listening = std::get_if<ListeningChanged>(&event.payload))
                all.append(listening->state);
        }
        return all;
    };
    QTRY_COMPARE_WITH_TIMEOUT(states(), QStringList { u"listening"_s }, 10'000);
    engine.reset();
    QCoreApplication::processEvents();
    QCOMPARE(states(), QStringList({ u"listening"_s, u"stopped"_s }));
    for (qsizetype i = 0; i < seen.size(); ++i)
        QCOMPARE(seen.at(i).sequence, quint64(i + 1));
}

void TstEngine::aRunReopensAsItLookedLive()
{
    const QTemporaryDir folder;
    const QString file = suiteIn(folder, "      - command: { run: [echo, 'käse \"quoted\"'] }\n        expect:\n          - stdout: { contains: nothing }\n"
                                         "  - name: B\n    retries: { count: 1, delay: 1ms }\n    steps:\n      - command: { run: ['false'] }\n        expect:\n          - exit: 0\n");
    const RunRequest request = requestFor(file);
    RunEvents live(request.runId);
    bool finished = false;
    QObject screen;
    {
        Engine engine({ .dataFolder = folder.path() });
        connect(&engine.journal(), &Journal::appended, &screen, [&](const QList<Event> &batch) {
            for (const Event &event : batch) {
                live.take(event);
                finished = finished || std::holds_alternative<RunFinished>(event.payload);
            }
        }, Qt::QueuedConnection);
        engine.startRun(request);
        QTRY_VERIFY_WITH_TIMEOUT(finished, 20'000);
    }
    Engine another({ .dataFolder = folder.path() });
    QFuture<QList<Event>> loaded = another.eventsOfRun(request.runId);
    QTRY_VERIFY_WITH_TIMEOUT(loaded.isFinished(), 10'000);
    const QList<Event> events = loaded.result();
    QCOMPARE(events.size(), live.events().size());
    for (qsizetype i = 0; i < events.size(); ++i)
        QCOMPARE(QJsonDocument(toJson(events.at(i))).toJson(), QJsonDocument(toJson(live.events().at(i))).toJson());
}

QTEST_GUILESS_MAIN(TstEngine)
#include "tst_engine.moc"
