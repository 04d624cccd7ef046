// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/resources.h"
#include "engine.h"
#include "mainwindow.h"
#include "menus.h"
#include "page.h"
#include "panes/testdetails.h"
#include "models/runmodel.h"
#include "recording.h"
#include "settings.h"
#include "singleinstance.h"
#include "theme.h"
#include "widgets/segments.h"
#include "widgets/testtree.h"
#include "journalfeed.h"
#include "workspace.h"

#include <QAbstractButton>
#include <QAction>
#include <QFile>
#include <QFuture>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocalServer>
#include <QSignalSpy>
#include <QSplitter>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QtConcurrent>

#include <memory>

using namespace greenroom;
using namespace Qt::StringLiterals;

// What a desktop expects of a program: one window, settings that hold, places in it that others can name.
class TestDesktop : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { registerResources(); }
    void init();
    void cleanup();
    void aSecondStartPassesOn();
    void aCrashLeavesNoLock();
    void rowsFollowTheSettings_data();
    void rowsFollowTheSettings();
    void motionIsReduced();
    void aScaleIsWithinBounds_data();
    void aScaleIsWithinBounds();
    void settingsAreFound_data();
    void settingsAreFound();
    void aboutSaysTheLicences();
    void aPaneGoesToASecondWindow_data();
    void aPaneGoesToASecondWindow();
    void theLayoutIsKeptAndForgotten();
    void aRunIsPaused_data();
    void aRunIsPaused();

private:
    QStringList seenLabels() const;

    std::unique_ptr<QTemporaryDir> m_data;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<MainWindow> m_window;
};

void TestDesktop::init()
{
    m_data = std::make_unique<QTemporaryDir>();
    m_engine = std::make_unique<Engine>(EngineOptions { .dataFolder = m_data->path() });
    m_window = std::make_unique<MainWindow>(*m_engine, m_data->path(), m_data->filePath(u"settings.ini"_s));
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestDesktop::cleanup()
{
    m_window.reset();
    m_engine.reset();
    m_data.reset();
}

void TestDesktop::aSecondStartPassesOn()
{
    SingleInstance first(m_data->path());
    QVERIFY(!first.passOn({ u"/srv/shop"_s }));   // nobody is there
    QVERIFY(first.listen());
    QSignalSpy called(&first, &SingleInstance::called);
    const QStringList arguments { u"/srv/shop ä"_s, u"--demo"_s };
    QFuture<bool> second = QtConcurrent::run([path = m_data->path(), arguments] { return SingleInstance(path).passOn(arguments); });
    QTRY_VERIFY(second.isFinished());
    QVERIFY(second.result());
    QCOMPARE(called.count(), 1);
    QCOMPARE(called.first().first().toStringList(), arguments);
    // Of another folder: a window of its own.
    QTemporaryDir other;
    QVERIFY(!SingleInstance(other.path()).passOn(arguments));
}

void TestDesktop::aCrashLeavesNoLock()
{
    // What a killed process leaves behind: the socket's name without anybody behind it.
    QFile left(m_data->filePath(u"window.socket"_s));
    QVERIFY(left.open(QFile::WriteOnly));
    left.close();
    SingleInstance next(m_data->path());
    QVERIFY(!next.passOn({}));
    QVERIFY(next.listen());
}

void TestDesktop::rowsFollowTheSettings_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<int>("height");
    QTest::newRow("compact") << u"rows.compact"_s << 20;
    QTest::newRow("normal") << u"rows.normal"_s << 24;
    QTest::newRow("roomy") << u"rows.roomy"_s << 32;
}

void TestDesktop::rowsFollowTheSettings()
{
    QFETCH(QString, action);
    QFETCH(int, height);
    m_window->feed().feed(demoRecording());
    m_window->showPlace(u"runs"_s);
    m_window->menus().action(action)->trigger();
    auto *tree = m_window->findChild<TestTree *>();
    QTRY_COMPARE(tree->visualRect(tree->model()->index(0, 0)).height(), height);
    m_window->showPlace(u"history"_s);
    for (const QTableView *table : m_window->findChildren<QTableView *>()) {
        if (table->accessibleName() == "Runs"_L1)
            QCOMPARE(table->verticalHeader()->defaultSectionSize(), height);
    }
    QCOMPARE(int(Settings(m_data->filePath(u"settings.ini"_s)).density()), height);   // at the next start, too
}

// The running mark turns, or changes twice a second; the choice holds at the next start.
void TestDesktop::motionIsReduced()
{
    Theme &theme = m_window->workspace().theme;
    QCOMPARE(theme.runningTurn(375), 90);
    m_window->showPlace(u"settings"_s);
    m_window->findChild<QAbstractButton *>(u"reduced"_s)->click();
    QVERIFY(theme.hasReducedMotion());
    QCOMPARE(theme.runningTurn(375), 0);
    QCOMPARE(theme.runningTurn(500), 180);
    QVERIFY(Settings(m_data->filePath(u"settings.ini"_s)).hasReducedMotion());
}

void TestDesktop::aScaleIsWithinBounds_data()
{
    QTest::addColumn<QString>("written");
    QTest::addColumn<double>("scale");
    QTest::newRow("nothing") << QString() << 1.0;
    QTest::newRow("one of ours") << u"1.25"_s << 1.25;
    QTest::newRow("from the future") << u"auto"_s << 1.0;
    QTest::newRow("too much") << u"40"_s << 2.0;
    QTest::newRow("nothing to see") << u"0"_s << 1.0;
}

void TestDesktop::aScaleIsWithinBounds()
{
    QFETCH(QString, written);
    QFETCH(double, scale);
    Settings &settings = m_window->workspace().settings;
    if (!written.isEmpty())
        settings.setText(u"scale"_s, written);
    QCOMPARE(settings.scale(), scale);
}

QStringList TestDesktop::seenLabels() const
{
    QStringList seen;
    for (const QLabel *label : m_window->findChildren<QLabel *>()) {
        if (label->isVisible())
            seen << label->text();
    }
    return seen;
}

void TestDesktop::settingsAreFound_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QStringList>("sections");
    QTest::newRow("nothing: all of them") << QString() << QStringList { u"Colours"_s, u"Rows"_s, u"Motion"_s, u"Size"_s, u"Editor"_s, u"Data"_s, u"About"_s };
    QTest::newRow("a title") << u"rows"_s << QStringList { u"Rows"_s };
    QTest::newRow("a word of a hint") << u"contrast"_s << QStringList { u"Colours"_s };
    QTest::newRow("two words") << u"next start"_s << QStringList { u"Size"_s };
    QTest::newRow("what is not there") << u"telemetry"_s << QStringList {};
}

void TestDesktop::settingsAreFound()
{
    QFETCH(QString, words);
    QFETCH(QStringList, sections);
    m_window->showPlace(u"settings"_s);
    for (QLineEdit *field : m_window->findChildren<QLineEdit *>()) {
        if (field->accessibleName() == "Search the settings"_L1)
            field->setText(words);
    }
    const QStringList seen = seenLabels();
    for (const char *section : { "Colours", "Rows", "Motion", "Size", "Editor", "Data", "About" })
        QCOMPARE(seen.contains(QLatin1StringView(section)), sections.contains(QLatin1StringView(section)));
}

void TestDesktop::aboutSaysTheLicences()
{
    m_window->menus().action(u"about"_s)->trigger();
    QCOMPARE(m_window->place(), u"settings"_s);
    const QStringList seen = seenLabels();
    for (const char *library : { "Qt 6", "yaml-cpp", "gumbo", "libxml2", "OpenSSL", "Boost.Beast" })
        QVERIFY2(seen.contains(QLatin1StringView(library)), library);
}

void TestDesktop::aPaneGoesToASecondWindow_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("name");
    QTest::newRow("details") << u"detach-details"_s << u"details"_s;
    QTest::newRow("drawer") << u"detach-drawer"_s << u"drawer"_s;
}

void TestDesktop::aPaneGoesToASecondWindow()
{
    QFETCH(QString, action);
    QFETCH(QString, name);
    m_window->resize(1440, 900);
    m_window->feed().feed(demoRecording());
    m_window->showPlace(u"runs"_s);
    auto *tree = m_window->findChild<TestTree *>();
    QWidget *runs = tree;
    while (runs && !qobject_cast<Page *>(runs))
        runs = runs->parentWidget();
    auto *pane = runs->findChild<QWidget *>(name);
    QVERIFY(pane && pane->isVisible());
    auto *home = qobject_cast<QSplitter *>(pane->parentWidget());
    QVERIFY(home);
    const int index = home->indexOf(pane);
    m_window->menus().action(action)->trigger();
    QVERIFY(pane->window() != m_window.get());
    QVERIFY(pane->isVisible());
    QTRY_VERIFY(home->count() == 1);
    m_window->resize(1000, 700);   // whatever becomes of the main window
    QTest::qWait(30);
    QVERIFY(pane->isVisible());
    m_window->resize(1440, 900);
    pane->window()->close();
    QCOMPARE(home->indexOf(pane), index);
    QVERIFY(pane->isVisible());
    QCOMPARE(pane->window(), m_window.get());
}

void TestDesktop::theLayoutIsKeptAndForgotten()
{
    m_window->resize(1440, 900);
    m_window->feed().feed(demoRecording());
    m_window->showPlace(u"runs"_s);
    Settings &settings = m_window->workspace().settings;
    settings.setText(u"details/runs"_s, u"560"_s);
    const auto details = [](MainWindow &window) {
        window.resize(1440, 900);
        window.show();
        window.feed().feed(demoRecording());
        window.showPlace(u"runs"_s);
        QTest::qWait(30);
        return window.findChild<TestDetails *>(u"details"_s)->width();
    };
    MainWindow next(*m_engine, m_data->path(), m_data->filePath(u"settings.ini"_s));
    const int kept = details(next);
    QVERIFY2(qAbs(kept - 560) < 24, qPrintable(QString::number(kept)));
    next.menus().action(u"reset-layout"_s)->trigger();
    QTest::qWait(30);
    const int forgotten = next.findChild<TestDetails *>(u"details"_s)->width();
    QVERIFY2(qAbs(forgotten - 452) < 24, qPrintable(QString::number(forgotten)));
}

void TestDesktop::aRunIsPaused_data()
{
    QTest::addColumn<QString>("then");
    QTest::addColumn<QString>("state");
    QTest::newRow("and goes on") << u"pause"_s << u"passed"_s;
    QTest::newRow("and is stopped") << u"stop"_s << u"stopped"_s;
    QTest::newRow("and ends with what has run") << u"finish"_s << QString();
}

// Paused, what runs comes to its end and nothing new begins.
void TestDesktop::aRunIsPaused()
{
    QFETCH(QString, then);
    QFETCH(QString, state);
    QFile suite(m_data->filePath(u"slow.greenroom.yaml"_s));
    QVERIFY(suite.open(QFile::WriteOnly));
    suite.write("greenroom: 1\nsuite: Slow\nparallel: 1\ntests:\n");
    for (int i = 1; i <= 6; ++i)
        suite.write("  - name: Test " + QByteArray::number(i) + "\n    steps:\n      - wait: 100ms\n");
    suite.close();
    RunRequest request;
    request.runId = newRunId();
    request.files = { suite.fileName() };
    m_engine->startRun(request);
    const auto summary = [this]() -> const RunSummary & { return m_window->workspace().run.summary(); };
    QTRY_VERIFY(summary().done() >= 1);
    m_window->menus().action(u"pause"_s)->trigger();
    QTRY_VERIFY(summary().isPaused());
    QTRY_COMPARE(summary().counts.value(u"running"_s), 0);
    const int done = summary().done();
    QVERIFY(done < 6);
    QTest::qWait(400);   // longer than the rest would take to begin
    QCOMPARE(summary().done(), done);
    QVERIFY(summary().isRunning());
    m_window->menus().action(then)->trigger();
    QTRY_VERIFY(!summary().isRunning());
    QVERIFY2(state.isEmpty() || summary().state == state, qPrintable(summary().state));
    QCOMPARE(summary().counts.value(u"passed"_s), state == "passed"_L1 ? 6 : done);
}

QTEST_MAIN(TestDesktop)
#include "tst_desktop.moc"
