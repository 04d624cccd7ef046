// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resources.h"
#include "earlierruns.h"
#include "engine.h"
#include "mainwindow.h"
#include "models/runmodel.h"
#include "models/runsmodel.h"
#include "widgets/diffview.h"
#include "workspace.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace greenroom;
using namespace Qt::StringLiterals;

// What was different the last time it passed: the run before in a real archive, and the lines that changed.
class TestEarlier : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { registerResources(); }
    void init();
    void cleanup();
    void theLastPassedRunIsFound_data();
    void theLastPassedRunIsFound();
    void onlyWhatChangedIsShown_data();
    void onlyWhatChangedIsShown();
    void aChangedLineMarksItsPart();
    void aPageThatIsAnotherIsCutShort();
    void theViewIsAsHighAsItsLines();

private:
    void record(int number, const QStringList &states, const QString &got);

    std::unique_ptr<QTemporaryDir> m_data;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<MainWindow> m_window;
};

namespace {

const QString testId = u"offer-page"_s;

QJsonObject priceCheck(const QString &got)
{
    return { { u"subject"_s, u"xpath"_s }, { u"selector"_s, u"//meta"_s }, { u"operator"_s, u"min"_s }, { u"got"_s, got } };
}

// "18-49.90 18+0": numbers, kinds and texts.
QString written(const QList<DiffView::Line> &lines)
{
    QStringList all;
    for (const DiffView::Line &line : lines)
        all << QString::number(line.number) + line.kind + line.text;
    return all.join(u'|');
}

} // namespace

void TestEarlier::init()
{
    m_data = std::make_unique<QTemporaryDir>();
    QDir(m_data->path()).mkpath(u"data"_s);
    m_engine = std::make_unique<Engine>(EngineOptions { .dataFolder = m_data->filePath(u"data"_s) });
    m_window = std::make_unique<MainWindow>(*m_engine, m_data->filePath(u"data"_s), m_data->filePath(u"settings.ini"_s));
}

void TestEarlier::cleanup()
{
    m_window.reset();
    m_engine.reset();
    m_data.reset();
}

// One run of one test with an attempt for each state.
void TestEarlier::record(int number, const QStringList &states, const QString &got)
{
    Journal &journal = m_engine->journal();
    const QString runId = u"run-%1"_s.arg(number);
    RunStarted started;
    started.runId = runId;
    started.number = number;
    started.suite = u"shop"_s;
    started.total = 1;
    journal.record(started);
    TestFound found;
    found.runId = runId;
    found.testId = testId;
    found.type = u"test"_s;
    found.name = testId;
    journal.record(found);
    for (int attempt = 1; attempt <= states.size(); ++attempt) {
        const bool last = attempt == states.size();
        StepFinished step;
        step.runId = runId;
        step.testId = testId;
        step.attempt = attempt;
        step.checks = { priceCheck(last ? got : u"of another attempt"_s) };
        journal.record(step);
        TestFinished finished;
        finished.runId = runId;
        finished.testId = testId;
        finished.attempt = attempt;
        finished.final = last;
        finished.state = states[attempt - 1];
        journal.record(finished);
    }
    RunFinished ended;
    ended.runId = runId;
    ended.state = states.last() == "failed"_L1 ? u"failed"_s : u"passed"_s;
    journal.record(ended);
    QTRY_COMPARE(m_window->workspace().runs.rowCount(), number);
    QTRY_VERIFY(!m_window->workspace().runs.record(0).state.isEmpty() && m_window->workspace().runs.record(0).state != "running"_L1);
    QTest::qWait(3);   // begins in another millisecond than the next
}

void TestEarlier::theLastPassedRunIsFound_data()
{
    QTest::addColumn<QList<QStringList>>("before");   // of each earlier run: the states of its attempts
    QTest::addColumn<int>("number");                  // 0: none
    const QStringList passed { u"passed"_s };
    const QStringList failed { u"failed"_s };
    QTest::newRow("the run before") << QList<QStringList> { passed } << 1;
    QTest::newRow("not the first of two") << QList<QStringList> { passed, passed } << 2;
    QTest::newRow("behind a failed one") << QList<QStringList> { passed, failed } << 1;
    QTest::newRow("the attempt that passed") << QList<QStringList> { { u"failed"_s, u"flaky"_s } } << 1;
    QTest::newRow("it never passed") << QList<QStringList> { failed, failed } << 0;
}

void TestEarlier::theLastPassedRunIsFound()
{
    QFETCH(QList<QStringList>, before);
    QFETCH(int, number);
    for (int i = 0; i < before.size(); ++i)
        record(i + 1, before[i], u"49.9%1"_s.arg(i + 1));
    record(int(before.size()) + 1, { u"failed"_s }, u"0"_s);
    QTRY_COMPARE(m_window->workspace().run.summary().run.number, int(before.size()) + 1);
    EarlierRuns earlier(m_window->workspace());
    QSignalSpy told(&earlier, &EarlierRuns::found);
    PassedBefore passedBefore = earlier.lastPassed(testId);
    if (number > 0 && !passedBefore.isValid())
        QVERIFY(told.wait());
    else
        QTest::qWait(50);
    passedBefore = earlier.lastPassed(testId);
    QCOMPARE(passedBefore.number, number);
    QCOMPARE(passedBefore.got(priceCheck({})), number > 0 ? u"49.9%1"_s.arg(number) : QString());
    QCOMPARE(passedBefore.got({ { u"subject"_s, u"status"_s } }), QString());
}

void TestEarlier::onlyWhatChangedIsShown_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("now");
    QTest::addColumn<QString>("lines");
    QTest::newRow("the same") << u"a\nb"_s << u"a\nb"_s << QString();
    QTest::newRow("a line in the middle") << u"a\nb\nc"_s << u"a\nB\nc"_s << u"1 a|2-b|2+B|3 c"_s;
    QTest::newRow("a line that came") << u"a\nc"_s << u"a\nb\nc"_s << u"1 a|2+b|3 c"_s;
    QTest::newRow("a line that went") << u"a\nb\nc"_s << u"a\nc"_s << u"1 a|2-b|2 c"_s;
    QTest::newRow("the first line") << u"a\nb"_s << u"A\nb"_s << u"1-a|1+A|2 b"_s;
    QTest::newRow("one line, no other") << u"a"_s << u"A"_s << u"1-a|1+A"_s;
    QTest::newRow("no more than a few around") << u"1\n2\n3\n4\n5\n6\n7"_s << u"1\n2\n3\nX\n5\n6\n7"_s << u"2 2|3 3|4-4|4+X|5 5|6 6"_s;
}

void TestEarlier::onlyWhatChangedIsShown()
{
    QFETCH(QString, before);
    QFETCH(QString, now);
    QFETCH(QString, lines);
    QCOMPARE(written(differenceOf(before, now, 2)), lines);
}

void TestEarlier::aChangedLineMarksItsPart()
{
    const QList<DiffView::Line> lines = differenceOf(u"<meta content=\"49.90\">"_s, u"<meta content=\"0\">"_s, 0);
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines[0].text.mid(lines[0].from, lines[0].length), u"49.90"_s);   // though the last 0 is in both
    QCOMPARE(lines[1].text.mid(lines[1].from, lines[1].length), u"0"_s);
}

void TestEarlier::aPageThatIsAnotherIsCutShort()
{
    QStringList before, now;
    for (int i = 0; i < 100; ++i) {
        before << u"before %1"_s.arg(i);
        now << u"now %1"_s.arg(i);
    }
    QVERIFY(differenceOf(before.join(u'\n'), now.join(u'\n'), 2).size() <= 16);
}

void TestEarlier::theViewIsAsHighAsItsLines()
{
    DiffView view(m_window->workspace().theme);
    view.setTexts(u"a\nb\nc"_s, u"a\nB\nc"_s);
    const int four = view.height();
    view.setTexts(u"a\nb\nc"_s, u"a\nb\nc"_s);
    QVERIFY(view.height() < four);
    view.setTexts({}, u"a"_s);   // one of them is not known
    QVERIFY(view.height() < four);
}

QTEST_MAIN(TestEarlier)
#include "tst_earlier.moc"
