// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording.h"

#include "models/connectionsmodel.h"
#include "models/framesmodel.h"
#include "models/groupedrunmodel.h"
#include "models/invocationsmodel.h"
#include "models/logmodel.h"
#include "models/noticesmodel.h"
#include "models/projectmodel.h"
#include "models/runmodel.h"
#include "models/runsmodel.h"
#include "widgets/filterproxy.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include <functional>

using namespace greenroom;
using namespace Qt::StringLiterals;

// Every model: an item-model tester over it and over a filter on it, fed with the recorded demo in
// batches of several sizes.
class TestModels : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void replay_data();
    void replay();
    void aRunFromDiskLooksAsItDidLive();
    void theNumbersAgree();
    void aReasonStandsUnderItsTest();
    void aReasonLeavesWithItsFailure();
    void groupsSayTheWorstOfTheirChildren();
    void anOpenedRunIsNotPushedAway();
    void liveEventsWaitForTheDisk();
    void stoppedWhileWaiting();
    void framesKnowTheirInvocation();
    void theOldestLeave();
    void theSameProblemIsCounted();
    void connectionsAreCounted();
    void aFilterHoldsForWhatArrives();
    void routesKeepTheirCountsOverASave();
    void otherHeapsHoldTheSameTests_data();
    void otherHeapsHoldTheSameTests();
    void problemsAreHeapedByTheirCause();

private:
    QList<Event> m_events;
};

namespace {

struct MadeModel
{
    QAbstractItemModel *model;
    Folding *folding;
};

using Maker = std::function<MadeModel(QObject *)>;

template <class Model>
Maker maker()
{
    return [](QObject *parent) -> MadeModel {
        auto *model = new Model(parent);
        return { model, model };
    };
}

void feed(Folding &folding, const QList<Event> &events, qsizetype size)
{
    for (qsizetype at = 0; at < events.size(); at += size)
        folding.fold(events.mid(at, size));
}

// What a person would read, rows below rows.
QStringList linesOf(const QAbstractItemModel &model, const QModelIndex &parent = {}, const QString &indent = {})
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(parent); ++column)
            cells << model.index(row, column, parent).data().toString();
        const QModelIndex first = model.index(row, 0, parent);
        cells << first.data(RunModel::StateRole).toString() << first.data(RunModel::NoteRole).toString();
        lines << indent + cells.join(u" | "_s);
        lines += linesOf(model, first, indent + u"  "_s);
    }
    return lines;
}

template <class Fact>
qsizetype countOf(const QList<Event> &events)
{
    return std::count_if(events.begin(), events.end(),
                         [](const Event &event) { return std::holds_alternative<Fact>(event.payload); });
}

template <class Fact>
Fact firstOf(const QList<Event> &events)
{
    for (const Event &event : events) {
        if (const auto *fact = std::get_if<Fact>(&event.payload))
            return *fact;
    }
    return {};
}

Event fact(Payload payload, qint64 at = 1000)
{
    static quint64 sequence = 1000000;
    return { ++sequence, at, std::move(payload) };
}

RunStarted startedRun(const QString &runId, const QString &by = u"window"_s)
{
    RunStarted run;
    run.runId = runId;
    run.suite = u"shop"_s;
    run.suiteName = u"Shop"_s;
    run.workers = 2;
    run.startedBy = by;
    return run;
}

TestFound foundTest(const QString &runId, const QString &testId, const QString &parentId = {}, const QString &type = u"test"_s)
{
    TestFound found;
    found.runId = runId;
    found.testId = testId;
    found.parentId = parentId;
    found.type = type;
    found.name = testId;
    found.suite = u"shop"_s;
    return found;
}

TestStarted startedTest(const QString &runId, const QString &testId, int attempt = 1)
{
    TestStarted started;
    started.runId = runId;
    started.testId = testId;
    started.attempt = attempt;
    started.worker = 1;
    return started;
}

TestFinished finishedTest(const QString &runId, const QString &testId, const QString &state, const QString &reason = {}, int attempt = 1)
{
    TestFinished finished;
    finished.runId = runId;
    finished.testId = testId;
    finished.attempt = attempt;
    finished.final = true;
    finished.state = state;
    finished.reason = reason;
    finished.durationMs = 10;
    return finished;
}

} // namespace

Q_DECLARE_METATYPE(Maker)

void TestModels::initTestCase()
{
    m_events = demoRecording();
    QVERIFY2(m_events.size() > 500, "tests/data/recorded/demo.jsonl");
}

void TestModels::replay_data()
{
    QTest::addColumn<Maker>("make");
    QTest::addColumn<int>("batch");
    const QList<QPair<const char *, Maker>> models {
        { "connections", maker<ConnectionsModel>() }, { "frames", maker<FramesModel>() },
        { "invocations", maker<InvocationsModel>() }, { "log", maker<LogModel>() },
        { "notices", maker<NoticesModel>() },         { "project", maker<ProjectModel>() },
        { "run", maker<RunModel>() },                 { "runs", maker<RunsModel>() },
    };
    for (const auto &[name, make] : models) {
        for (const int batch : { 1, 7, 100000 })
            QTest::addRow("%s, %d at a time", name, batch) << make << batch;
    }
}

void TestModels::replay()
{
    QFETCH(Maker, make);
    QFETCH(int, batch);
    QObject owner;
    const MadeModel made = make(&owner);
    QAbstractItemModelTester tester(made.model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    FilterProxy proxy(made.model);
    QAbstractItemModelTester proxyTester(&proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
    feed(*made.folding, m_events, batch);
    QVERIFY(made.model->rowCount() > 0);
    QCOMPARE(proxy.rowCount(), made.model->rowCount());

    const auto *filterable = dynamic_cast<const Filterable *>(made.model);
    QVERIFY(filterable);
    const QStringList fields = filterable->filterFields();
    QVERIFY(!fields.isEmpty());
    for (const QString &field : fields)
        QVERIFY2(filterable->filterValue(made.model->index(0, 0), field).isValid(), qPrintable(field));
    for (int column = 0; column < made.model->columnCount(); ++column)
        QVERIFY(made.model->headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).isValid());
}

void TestModels::aRunFromDiskLooksAsItDidLive()
{
    RunModel live;
    feed(live, m_events, 5);
    QList<Event> stored;
    const QString runId = live.runId();
    for (const Event &event : std::as_const(m_events)) {
        if (runIdOf(event.payload) == runId)
            stored << event;
    }
    RunModel opened;
    QAbstractItemModelTester tester(&opened, QAbstractItemModelTester::FailureReportingMode::QtTest);
    opened.beginLoading(runId);
    opened.finishLoading(stored);
    QCOMPARE(linesOf(opened), linesOf(live));
    QCOMPARE(opened.summary().sentence, live.summary().sentence);
    QCOMPARE(opened.summary().counts, live.summary().counts);
    QVERIFY(!opened.summary().isRunning());
}

void TestModels::theNumbersAgree()
{
    RunModel model;
    // In every moment the parts make the whole.
    for (const Event &one : std::as_const(m_events)) {
        model.fold({ one });
        int sum = 0;
        for (const int count : model.summary().counts)
            sum += count;
        QCOMPARE(sum, model.summary().total);
    }
    const auto finished = firstOf<RunFinished>(m_events);
    for (auto it = finished.counts.begin(); it != finished.counts.end(); ++it)
        QCOMPARE(model.summary().counts.value(it.key()), it.value().toInt());
    QCOMPARE(model.summary().done(), model.summary().total);
}

void TestModels::aReasonStandsUnderItsTest()
{
    RunModel model;
    feed(model, m_events, 3);
    const QStringList problems = model.problemIds();
    QVERIFY(!problems.isEmpty());
    for (const QString &id : problems) {
        const QModelIndex row = model.indexOf(id);
        const QModelIndex reason = row.siblingAtRow(row.row() + 1);
        QVERIFY(reason.data(RunModel::IsReasonRole).toBool());
        QVERIFY(!row.data(RunModel::IsReasonRole).toBool());
        QCOMPARE(reason.data(RunModel::TestIdRole).toString(), id);
        QCOMPARE(reason.data().toString(), model.test(id)->reason);
        QVERIFY(!reason.data().toString().isEmpty());
    }
    QCOMPARE(model.nextProblem({}, true), problems.first());
    QCOMPARE(model.nextProblem({}, false), problems.last());
    QCOMPARE(model.nextProblem(problems.last(), true), problems.first());
}

void TestModels::aReasonLeavesWithItsFailure()
{
    RunModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.fold({ fact(startedRun(u"r"_s)), fact(foundTest(u"r"_s, u"a"_s)), fact(foundTest(u"r"_s, u"b"_s)),
                 fact(startedTest(u"r"_s, u"a"_s)), fact(finishedTest(u"r"_s, u"a"_s, u"failed"_s, u"wanted 1, got 2"_s)) });
    const QModelIndex suite = model.index(0, 0);
    QCOMPARE(model.rowCount(suite), 3);
    QCOMPARE(model.indexOf(u"b"_s).row(), 2);
    model.fold({ fact(startedTest(u"r"_s, u"a"_s, 2)), fact(finishedTest(u"r"_s, u"a"_s, u"flaky"_s, {}, 2)) });
    QCOMPARE(model.rowCount(suite), 2);
    QCOMPARE(model.indexOf(u"b"_s).row(), 1);
    QCOMPARE(model.test(u"a"_s)->attempts.size(), 2);
    model.setHistory({ { u"a"_s, u"PPF"_s } });
    QCOMPARE(model.indexOf(u"a"_s).data(RunModel::HistoryRole).toString(), u"PPF~"_s);
    QCOMPARE(model.indexOf(u"a"_s).data(RunModel::NoteRole).toString(), u"passed on the 2nd try"_s);
}

void TestModels::groupsSayTheWorstOfTheirChildren()
{
    RunModel model;
    model.fold({ fact(startedRun(u"r"_s)), fact(foundTest(u"r"_s, u"g"_s, {}, u"group"_s)),
                 fact(foundTest(u"r"_s, u"a"_s, u"g"_s)), fact(foundTest(u"r"_s, u"b"_s, u"g"_s)) });
    const auto state = [&model] { return model.indexOf(u"g"_s).data(RunModel::StateRole).toString(); };
    QCOMPARE(state(), u"queued"_s);
    QCOMPARE(model.summary().total, 2);
    model.fold({ fact(startedTest(u"r"_s, u"a"_s)) });
    QCOMPARE(state(), u"running"_s);
    model.fold({ fact(finishedTest(u"r"_s, u"a"_s, u"passed"_s)) });
    QCOMPARE(state(), u"running"_s);
    QCOMPARE(model.indexOf(u"g"_s).data(RunModel::NoteRole).toString(), u"1 of 2"_s);
    model.fold({ fact(startedTest(u"r"_s, u"b"_s)), fact(finishedTest(u"r"_s, u"b"_s, u"failed"_s, u"x"_s)) });
    QCOMPARE(state(), u"failed"_s);
    QCOMPARE(model.index(0, 0).data(RunModel::StateRole).toString(), u"failed"_s);
}

void TestModels::anOpenedRunIsNotPushedAway()
{
    RunModel model;
    model.beginLoading(u"old"_s);
    model.finishLoading({ fact(startedRun(u"old"_s)), fact(foundTest(u"old"_s, u"a"_s)) });
    model.fold({ fact(startedRun(u"guests"_s, u"guest"_s)) });
    QCOMPARE(model.runId(), u"old"_s);
    model.fold({ fact(startedRun(u"mine"_s, u"window"_s)) });
    QCOMPARE(model.runId(), u"mine"_s);
}

void TestModels::liveEventsWaitForTheDisk()
{
    RunModel model;
    const Event begun = fact(startedRun(u"r"_s, u"guest"_s));
    const Event found = fact(foundTest(u"r"_s, u"a"_s));
    const Event later = fact(foundTest(u"r"_s, u"b"_s));
    model.fold({ fact(startedRun(u"other"_s)) });
    model.beginLoading(u"r"_s);
    model.fold({ found, later });   // the disk's answer ends with the first of them
    model.finishLoading({ begun, found });
    QCOMPARE(model.runId(), u"r"_s);
    QCOMPARE(model.summary().total, 2);
    QVERIFY(model.test(u"b"_s));
}

void TestModels::stoppedWhileWaiting()
{
    RunModel model;
    RunFinished finished;
    finished.runId = u"r"_s;
    finished.state = u"stopped"_s;
    model.fold({ fact(startedRun(u"r"_s)), fact(foundTest(u"r"_s, u"a"_s)), fact(foundTest(u"r"_s, u"b"_s)),
                 fact(startedTest(u"r"_s, u"a"_s)), fact(finished) });
    QCOMPARE(model.summary().counts.value(u"stopped"_s), 2);
    QCOMPARE(model.summary().counts.value(u"running"_s), 0);
}

void TestModels::framesKnowTheirInvocation()
{
    FramesModel model;
    feed(model, m_events, 9);
    // Every message, and for each connection how it began and ended.
    QCOMPARE(qsizetype(model.rowCount()), countOf<MessageReceived>(m_events) + countOf<MessageSent>(m_events)
                 + countOf<ConnectionOpened>(m_events) + countOf<ConnectionClosed>(m_events));
    int known = 0;
    for (int row = 0; row < model.rowCount(); ++row) {
        const FrameRow &frame = model.row(row);
        if (frame.requestId.isEmpty())
            continue;
        QVERIFY(model.rowsOfRequest(frame.requestId).contains(row));
        known += frame.tookMs >= 0;
    }
    QVERIFY(known > 20);
}

void TestModels::theOldestLeave()
{
    FramesModel model(nullptr, 100);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (int i = 0; i < 1000; ++i) {
        MessageReceived message;
        message.connectionId = u"c"_s;
        message.requestId = u"r%1"_s.arg(i);
        message.opcode = u"text"_s;
        model.fold({ fact(message, i) });
        QVERIFY(model.rowCount() <= 110);
    }
    QCOMPARE(model.forgotten() + model.rowCount(), 1000);
    QVERIFY(model.rowsOfRequest(u"r1"_s).isEmpty());
    QCOMPARE(model.rowsOfRequest(u"r999"_s), QList<int> { model.rowCount() - 1 });
    IntegrationAnswered late;
    late.requestId = u"r1"_s;   // answers a message that has left
    late.outcome = u"ok"_s;
    model.fold({ fact(late) });
}

void TestModels::theSameProblemIsCounted()
{
    NoticesModel model;
    QSignalSpy changed(&model, &NoticesModel::countChanged);
    IntegrationAnswered failed;
    failed.routeKey = u"start"_s;
    failed.function = u"startRun"_s;
    failed.outcome = u"error"_s;
    failed.errorType = u"TypeError"_s;
    failed.errorMessage = u"rows is undefined"_s;
    failed.stackTrace = { u"at node:internal/x.js:3:1"_s, u"at startRun (src/handler.js:41:18)"_s };
    model.fold({ fact(failed), fact(failed), fact(failed) });
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.row(0).times, 3);
    QCOMPARE(model.row(0).text, u"startRun threw TypeError: rows is undefined"_s);
    QCOMPARE(model.row(0).file, u"src/handler.js"_s);
    QCOMPARE(model.row(0).line, 41);
    QCOMPARE(model.problemCount(), 1);
    QCOMPARE(changed.size(), 1);
}

void TestModels::connectionsAreCounted()
{
    ConnectionsModel model;
    feed(model, m_events, 11);
    QCOMPARE(qsizetype(model.rowCount()), countOf<ConnectionOpened>(m_events) + countOf<ConnectRefused>(m_events));
    QCOMPARE(qsizetype(model.openCount()), countOf<ConnectionOpened>(m_events) - countOf<ConnectionClosed>(m_events));
    qint64 messages = 0;
    for (int row = 0; row < model.rowCount(); ++row)
        messages += model.row(row).toService + model.row(row).fromService;
    QCOMPARE(messages, countOf<MessageReceived>(m_events) + countOf<MessageSent>(m_events));
}

void TestModels::aFilterHoldsForWhatArrives()
{
    RunModel model;
    FilterProxy proxy(&model);
    QAbstractItemModelTester tester(&proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
    proxy.setFilter(Filter::parse(u"status:failed"_s, model.filterFields()));
    feed(model, m_events, 4);
    const QStringList lines = linesOf(proxy);
    QVERIFY(!lines.isEmpty());
    QVERIFY(lines.size() < linesOf(model).size() / 2);
    QVERIFY2(lines.filter(u"wanted"_s).size() >= 1, "the reason stays with its test");
    proxy.setMode(FilterProxy::Mode::Highlight);
    QCOMPARE(linesOf(proxy).size(), linesOf(model).size());
}

void TestModels::routesKeepTheirCountsOverASave()
{
    ProjectModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    feed(model, m_events, 50);
    model.tick(5000000);
    qint64 calls = 0;
    for (int row = 0; row < model.rowCount(); ++row)
        calls += model.row(row).calls;
    QCOMPARE(calls, qint64(countOf<IntegrationInvoked>(m_events)));
    model.fold({ fact(firstOf<ProjectOpened>(m_events)) });
    qint64 after = 0;
    for (int row = 0; row < model.rowCount(); ++row)
        after += model.row(row).calls;
    QCOMPARE(after, calls);
    ProjectOpened other;
    other.apiId = u"other"_s;
    model.fold({ fact(other) });
    QCOMPARE(model.rowCount(), 0);
    QVERIFY(!model.isListening());
}

void TestModels::otherHeapsHoldTheSameTests_data()
{
    QTest::addColumn<int>("grouping");
    QTest::addColumn<int>("batch");
    const char *const names[] = { "first problem", "tag", "outcome" };
    for (int grouping = 0; grouping < 3; ++grouping) {
        for (const int batch : { 1, 7, 100000 })
            QTest::addRow("by %s, %d at a time", names[grouping], batch) << grouping << batch;
    }
}

// Live as well as after: every test is in one heap, every reason under its test, as in the tree by file.
void TestModels::otherHeapsHoldTheSameTests()
{
    QFETCH(int, grouping);
    QFETCH(int, batch);
    RunModel run;
    GroupedRunModel grouped(run);
    grouped.setGrouping(GroupedRunModel::Grouping(grouping));
    QAbstractItemModelTester tester(&grouped, QAbstractItemModelTester::FailureReportingMode::QtTest);
    FilterProxy proxy(&grouped);
    QAbstractItemModelTester proxyTester(&proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
    feed(run, m_events, batch);
    QStringList found;
    int reasons = 0;
    for (int row = 0; row < grouped.rowCount(); ++row) {
        const QModelIndex heap = grouped.index(row, 0);
        QVERIFY(grouped.rowCount(heap) > 0);
        for (int child = 0; child < grouped.rowCount(heap); ++child) {
            const QModelIndex index = grouped.index(child, 0, heap);
            const bool reason = index.data(RunModel::IsReasonRole).toBool();
            reasons += reason;
            if (!reason)
                found << index.data(RunModel::TestIdRole).toString();
        }
    }
    QStringList wanted;
    for (const RunTest *test : run.tests()) {
        if (test->childCount == 0 && test->depth > 0)
            wanted << test->found.testId;
    }
    found.sort();
    wanted.sort();
    QCOMPARE(found, wanted);
    QCOMPARE(reasons, int(run.problemIds().size()));
}

void TestModels::problemsAreHeapedByTheirCause()
{
    RunModel run;
    GroupedRunModel grouped(run);
    QList<Event> events { fact(startedRun(u"r"_s)) };
    const QStringList ids { u"a"_s, u"b"_s, u"c"_s, u"d"_s };
    for (const QString &id : ids) {
        events << fact(foundTest(u"r"_s, id)) << fact(startedTest(u"r"_s, id));
        TestFinished finished;
        finished.runId = u"r"_s;
        finished.testId = id;
        finished.attempt = 1;
        finished.final = true;
        finished.state = id == "d"_L1 ? u"passed"_s : u"failed"_s;
        finished.reason = id == "d"_L1 ? QString() : u"status: wanted 200, got 500"_s;
        finished.cause = id == "c"_L1 ? u"two"_s : u"one"_s;
        events << fact(finished);
    }
    run.fold(events);
    QCOMPARE(grouped.groupCount(), 3);   // two causes, and those without a problem
    QCOMPARE(grouped.index(0, 0).data(RunModel::NoteRole).toString(), u"2 checks"_s);
    QCOMPARE(grouped.index(2, 0).data().toString(), u"No problem"_s);
}

QTEST_MAIN(TestModels)
#include "tst_models.moc"
