// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording.h"

#include "core/resources.h"
#include "engine.h"
#include "mainwindow.h"
#include "models/runcomparison.h"
#include "models/runsmodel.h"
#include "pages/historypage.h"
#include "pages/projectvalues.h"
#include "panes/comparepane.h"
#include "core/journal.h"
#include "workspace.h"

#include <QDir>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace greenroom;
using namespace Qt::StringLiterals;

// History: what two runs have to do with each other, and the page over a real archive.
class TestHistoryPage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { registerResources(); }
    void becomes_data();
    void becomes();
    void slowerIsNoticeable_data();
    void slowerIsNoticeable();
    void resultsAreFolded();
    void twoRunsAreCompared();
    void valuesKeepTheFile_data();
    void valuesKeepTheFile();
};

namespace {

TestResult test(const QString &id, const QString &state, double ms = 100)
{
    return { id, id, state, {}, ms };
}

QStringList idsOf(const QList<TestResult> &tests)
{
    QStringList ids;
    for (const TestResult &one : tests)
        ids << one.testId;
    return ids;
}

// A run of three tests, recorded as the runner records it.
void recordRun(Journal &journal, int number, const QString &priceState, double priceMs, bool withNew)
{
    const QString runId = u"run-%1"_s.arg(number);
    RunStarted started;
    started.runId = runId;
    started.number = number;
    started.suite = u"shop"_s;
    started.suiteName = u"shop-pages"_s;
    started.total = withNew ? 3 : 2;
    journal.record(started);
    QList<std::tuple<QString, QString, double>> tests { { u"home"_s, u"passed"_s, 100 }, { u"price"_s, priceState, priceMs } };
    if (withNew)
        tests << std::tuple { u"new"_s, u"passed"_s, 10.0 };
    QJsonObject counts;
    for (const auto &[id, state, ms] : tests) {
        TestFound found;
        found.runId = runId;
        found.testId = id;
        found.type = u"test"_s;
        found.name = id;
        journal.record(found);
        TestFinished finished;
        finished.runId = runId;
        finished.testId = id;
        finished.final = true;
        finished.state = state;
        finished.durationMs = ms;
        finished.reason = state == "failed"_L1 ? u"price: wanted at least 0.01, got 0"_s : QString();
        journal.record(finished);
        counts[state] = counts.value(state).toInt() + 1;
    }
    RunFinished ended;
    ended.runId = runId;
    ended.state = priceState == "failed"_L1 ? u"failed"_s : u"passed"_s;
    ended.sentence = priceState == "failed"_L1 ? u"1 of %1 failed: price"_s.arg(tests.size()) : u"All %1 passed in 2 s."_s.arg(tests.size());
    ended.counts = counts;
    ended.durationMs = 2000 + priceMs;
    journal.record(ended);
}

} // namespace

void TestHistoryPage::becomes_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("now");
    QTest::addColumn<QString>("list");
    QTest::newRow("passed, failed") << u"passed"_s << u"failed"_s << u"new"_s;
    QTest::newRow("flaky, timed out") << u"flaky"_s << u"timedOut"_s << u"new"_s;
    QTest::newRow("failed, passed") << u"failed"_s << u"passed"_s << u"fixed"_s;
    QTest::newRow("error, flaky") << u"error"_s << u"flaky"_s << u"fixed"_s;
    QTest::newRow("failed, failed") << u"failed"_s << u"error"_s << u"still"_s;
    QTest::newRow("failed, skipped: nobody knows") << u"failed"_s << u"skipped"_s << QString();
    QTest::newRow("passed, passed") << u"passed"_s << u"passed"_s << QString();
    QTest::newRow("not there, passed") << QString() << u"passed"_s << u"added"_s;
    QTest::newRow("not there, failed") << QString() << u"failed"_s << u"added new"_s;
    QTest::newRow("passed, not there") << u"passed"_s << QString() << u"gone"_s;
}

void TestHistoryPage::becomes()
{
    QFETCH(QString, before);
    QFETCH(QString, now);
    QFETCH(QString, list);
    QList<TestResult> was { test(u"other"_s, u"passed"_s) };
    QList<TestResult> is = was;
    if (!before.isEmpty())
        was << test(u"it"_s, before);
    if (!now.isEmpty())
        is << test(u"it"_s, now);
    const RunComparison comparison = compareRuns(was, is);
    const QStringList it { u"it"_s };
    QCOMPARE(idsOf(comparison.newFailures) == it, list.contains(u"new"_s));
    QCOMPARE(idsOf(comparison.fixed) == it, list == u"fixed"_s);
    QCOMPARE(idsOf(comparison.stillFailing) == it, list == u"still"_s);
    QCOMPARE(idsOf(comparison.added) == it, list.contains(u"added"_s));
    QCOMPARE(idsOf(comparison.gone) == it, list == u"gone"_s);
}

void TestHistoryPage::slowerIsNoticeable_data()
{
    QTest::addColumn<double>("before");
    QTest::addColumn<double>("now");
    QTest::addColumn<bool>("slower");
    QTest::newRow("three times") << 640.0 << 2100.0 << true;
    QTest::newRow("a tenth") << 1000.0 << 1100.0 << false;
    QTest::newRow("a third, but nobody notices") << 3.0 << 4.0 << false;
    QTest::newRow("quicker") << 2000.0 << 100.0 << false;
}

void TestHistoryPage::slowerIsNoticeable()
{
    QFETCH(double, before);
    QFETCH(double, now);
    QFETCH(bool, slower);
    QCOMPARE(compareRuns({ test(u"it"_s, u"passed"_s, before) }, { test(u"it"_s, u"passed"_s, now) }).slower.size(), slower ? 1 : 0);
}

// Of the recorded demo: every test once, with its last attempt's state.
void TestHistoryPage::resultsAreFolded()
{
    const QList<Event> events = demoRecording();
    QString runId;
    QList<Event> run;
    for (const Event &event : events) {
        if (runId.isEmpty())
            runId = runIdOf(event.payload);
        if (!runId.isEmpty() && runIdOf(event.payload) == runId)
            run << event;
    }
    const QList<TestResult> results = resultsOf(run);
    QVERIFY(results.size() > 15);
    QSet<QString> ids;
    int failed = 0;
    int flaky = 0;
    for (const TestResult &result : results) {
        QVERIFY2(!ids.contains(result.testId), qPrintable(result.testId));
        ids.insert(result.testId);
        QVERIFY(!result.state.isEmpty());
        failed += result.isProblem();
        flaky += result.state == "flaky"_L1;
    }
    QCOMPARE(failed, 1);
    QCOMPARE(flaky, 1);
    const RunComparison same = compareRuns(results, results);
    QVERIFY(same.newFailures.isEmpty() && same.fixed.isEmpty() && same.added.isEmpty() && same.gone.isEmpty());
    QCOMPARE(same.stillFailing.size(), 1);
}

void TestHistoryPage::twoRunsAreCompared()
{
    QTemporaryDir data;
    QDir(data.path()).mkdir(u"data"_s);
    Engine engine({ .dataFolder = data.filePath(u"data"_s) });
    MainWindow window(engine, data.filePath(u"data"_s), data.filePath(u"settings.ini"_s));
    window.resize(1440, 900);
    window.show();
    window.showPlace(u"history"_s);
    QTRY_VERIFY(!window.workspace().runs.isLoading());
    for (int number = 1; number <= 12; ++number)
        recordRun(engine.journal(), number, number == 12 || number == 5 ? u"failed"_s : u"passed"_s, number == 12 ? 2100 : 640, number == 12);
    RunsModel &runs = window.workspace().runs;
    QTRY_COMPARE(runs.rowCount(), 12);
    QTRY_COMPARE(runs.record(0).state, u"failed"_s);
    auto *page = window.findChild<HistoryPage *>();
    auto *table = page->findChild<QTableView *>();
    auto *pane = page->findChild<ComparePane *>();
    table->selectRow(0);
    QTRY_VERIFY(pane->text().startsWith(u"Run 12 against 11"_s));
    QTRY_VERIFY(pane->text().contains(u"New failures:\n- price: price: wanted at least 0.01, got 0"_s));
    QVERIFY(pane->text().contains(u"slower: price, 640 ms → 2.10 s"_s));
    QVERIFY(pane->text().contains(u"Added:\n- new"_s));
    const auto said = [pane](const QString &words) {
        const QList<QLabel *> labels = pane->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [&words](const QLabel *label) { return label->isVisible() && label->text() == words; });
    };
    QTRY_VERIFY(said(u"New failures"_s) && said(u"Slower than 20 %"_s) && said(u"Slowest"_s));
    if (const QString folder = qEnvironmentVariable("GREENROOM_PICTURES"); !folder.isEmpty())
        window.grab().save(QDir(folder).filePath(u"history.png"_s));
    // Two that are ticked, whatever is chosen.
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, QPoint(18, table->rowViewportPosition(7) + 12));
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, QPoint(18, table->rowViewportPosition(6) + 12));
    QTRY_VERIFY2(pane->text().startsWith(u"Run 6 against 5"_s), qPrintable(pane->text()));
    QTRY_VERIFY(pane->text().contains(u"Fixed:\n- price"_s));
    if (const QString folder = qEnvironmentVariable("GREENROOM_PICTURES"); !folder.isEmpty())
        window.grab().save(QDir(folder).filePath(u"history-ticked.png"_s));
    QSignalSpy opened(page, &Page::openRequested);
    QTest::keyClick(table, Qt::Key_Return);
    QTRY_COMPARE(opened.count(), 1);
    QCOMPARE(opened.first().first().toString(), u"runs"_s);
}

void TestHistoryPage::valuesKeepTheFile_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::newRow("no file") << QString() << u"values:\n  \"ssm:/shop/topic\": \"a\\\"b\"\n"_s;
    QTest::newRow("other settings") << u"serial: true   # one at a time\n"_s << u"serial: true   # one at a time\nvalues:\n  \"ssm:/shop/topic\": \"a\\\"b\"\n"_s;
    QTest::newRow("other values") << u"values:\n  x: 1\nserial: true\n"_s << u"values:\n  \"ssm:/shop/topic\": \"a\\\"b\"\n  x: 1\nserial: true\n"_s;
    QTest::newRow("its value") << u"values:\n  # told by Ann\n  'ssm:/shop/topic': old\n  x: 1\n"_s << u"values:\n  # told by Ann\n  \"ssm:/shop/topic\": \"a\\\"b\"\n  x: 1\n"_s;
}

void TestHistoryPage::valuesKeepTheFile()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QCOMPARE(withProjectValue(before, u"${ssm:/shop/topic}"_s, u"a\"b"_s), after);
}

QTEST_MAIN(TestHistoryPage)
#include "tst_historypage.moc"
