// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording.h"

#include "core/resources.h"
#include "engine.h"
#include "journalfeed.h"
#include "mainwindow.h"
#include "menus.h"
#include "models/logmodel.h"
#include "models/projectmodel.h"
#include "models/runmodel.h"
#include "page.h"
#include "pages/failurepage.h"
#include "pages/runhead.h"
#include "palette.h"
#include "panes/drawer.h"
#include "panes/logpane.h"
#include "panes/testdetails.h"
#include "selection.h"
#include "settings.h"
#include "theme.h"
#include "toast.h"
#include "widgets/button.h"
#include "widgets/detailspage.h"
#include "widgets/framesview.h"
#include "widgets/testtree.h"
#include "workspace.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QDateTime>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace greenroom;
using namespace Qt::StringLiterals;

class TestWindow : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { registerResources(); }
    void init();
    void cleanup();
    void everyPlaceHasAKey();
    void nothingIsWithoutAName();
    void everyPlaceIsPainted_data();
    void everyPlaceIsPainted();
    void aFolderIsAskedAboutOnce();
    void recentsAreKept();
    void theHeadSaysWhatTheTreeShows();
    void aChosenTestSetsTheTime();
    void problemsAreWalkedThrough();
    void whyItFailedIsAScreenBehindTheRun();
    void theDrawerFolds();
    void thePaletteListsWhatThereIs();
    void everyKeyIsListed();
    void aNarrowWindowClosesTheDetails();
    void aVeryNarrowWindowHasADetailsPage();
    void everyActionDoesSomething();
    void theToastCoversNoButton_data();
    void theToastCoversNoButton();

private:
    // Each place has its own.
    Drawer *shownDrawer() const
    {
        for (Drawer *drawer : m_window->findChildren<Drawer *>()) {
            if (drawer->isVisible())
                return drawer;
        }
        return nullptr;
    }

    std::unique_ptr<QTemporaryDir> m_data;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<MainWindow> m_window;
};

void TestWindow::init()
{
    m_data = std::make_unique<QTemporaryDir>();
    m_engine = std::make_unique<Engine>(EngineOptions { .dataFolder = m_data->path() });
    m_window = std::make_unique<MainWindow>(*m_engine, m_data->path(), m_data->filePath(u"settings.ini"_s));
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
}

void TestWindow::cleanup()
{
    m_window.reset();
    m_engine.reset();
    m_data.reset();
}

void TestWindow::everyPlaceHasAKey()
{
    const QList<PageKind> &kinds = pageKinds();
    QCOMPARE(kinds.size(), 8);   // seven places and settings
    for (int i = 0; i < 7; ++i) {
        QTest::keyClick(m_window.get(), Qt::Key(Qt::Key_1 + i), Qt::ControlModifier);
        QCOMPARE(m_window->place(), QString::fromLatin1(kinds[i].id));
    }
    QTest::keyClick(m_window.get(), Qt::Key_Comma, Qt::ControlModifier);
    QCOMPARE(m_window->place(), u"settings"_s);
}

// Whatever takes the focus says to a screen reader what it is.
void TestWindow::nothingIsWithoutAName()
{
    m_window->feed().feed(demoRecording());
    const QList<QWidget *> widgets = m_window->findChildren<QWidget *>();
    for (const QWidget *widget : widgets) {
        if (widget->focusPolicy() == Qt::NoFocus || widget->objectName().startsWith(u"qt_"_s))
            continue;
        const auto *button = qobject_cast<const QAbstractButton *>(widget);
        const bool matters = button || qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QAbstractItemView *>(widget)
            || qobject_cast<const QPlainTextEdit *>(widget);
        if (!matters || qstrcmp(widget->metaObject()->className(), "QTableCornerButton") == 0)
            continue;
        const QString name = widget->accessibleName().isEmpty() && button ? button->text() : widget->accessibleName();
        QStringList chain;
        for (const QWidget *up = widget; up; up = up->parentWidget())
            chain << QString::fromLatin1(up->metaObject()->className());
        QVERIFY2(!name.isEmpty(), qPrintable(chain.join(u" in "_s)));
    }
}

void TestWindow::everyPlaceIsPainted_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<int>("variant");
    for (const PageKind &kind : pageKinds()) {
        QTest::addRow("%s, light", kind.id) << QString::fromLatin1(kind.id) << int(Theme::Variant::Light);
        QTest::addRow("%s, dark", kind.id) << QString::fromLatin1(kind.id) << int(Theme::Variant::Dark);
    }
}

// The stage has the stage's colour and something stands on it, wide and narrow, full and empty.
void TestWindow::everyPlaceIsPainted()
{
    QFETCH(QString, place);
    QFETCH(int, variant);
    Theme &theme = m_window->workspace().theme;
    theme.setVariant(Theme::Variant(variant));
    m_window->showPlace(place);
    for (const bool full : { false, true }) {
        if (full)
            m_window->feed().feed(demoRecording());
        for (const QSize size : { QSize(1440, 900), QSize(1000, 700) }) {
            m_window->resize(size);
            QVERIFY2(m_window->width() <= size.width(), "fits the narrow screen");
            const QImage image = m_window->grab().toImage();
            QHash<QRgb, int> colors;
            for (int y = 60; y < image.height() - 40; y += 3) {
                for (int x = 90; x < image.width() - 12; x += 3)
                    ++colors[image.pixel(x, y)];
            }
            const int stage = colors.value(theme.color(Token::BgStage).rgb()) + colors.value(theme.color(Token::BgPanel).rgb());
            QVERIFY2(stage > 1000, "the ground of the stage");
            QVERIFY2(colors.size() > 5, "words or drawings");
        }
    }
}

void TestWindow::aFolderIsAskedAboutOnce()
{
    Settings &settings = m_window->workspace().settings;
    QVERIFY(settings.isTrusted(u"builtin:demo"_s));
    QVERIFY(!settings.isTrusted(m_data->path()));
    settings.trust(m_data->path());
    QVERIFY(settings.isTrusted(m_data->path()));
    QVERIFY(!settings.isTrusted(m_data->path() + u"/sub"_s));
}

void TestWindow::recentsAreKept()
{
    Settings &settings = m_window->workspace().settings;
    for (int i = 0; i < 12; ++i)
        settings.addRecent(u"/p/%1"_s.arg(i), u"p%1"_s.arg(i));
    settings.addRecent(u"/p/7"_s, u"p7"_s);
    const QList<Settings::Recent> recents = settings.recents();
    QCOMPARE(recents.size(), 8);
    QCOMPARE(recents.first().path, u"/p/7"_s);
    QCOMPARE(recents[1].path, u"/p/11"_s);
}

// Counts, bar and tree are one model's: compared after every batch of a replayed run.
void TestWindow::theHeadSaysWhatTheTreeShows()
{
    m_window->showPlace(u"runs"_s);
    const auto *head = m_window->findChild<RunHead *>();
    const auto *tree = m_window->findChild<TestTree *>();
    QVERIFY(head && tree);
    const QList<Event> events = demoRecording();
    constexpr qsizetype batch = 9;
    for (qsizetype at = 0; at < events.size(); at += batch) {
        m_window->feed().feed(events.mid(at, batch));
        QHash<QString, int> inTree;
        int total = 0;
        const auto walk = [&](const auto &self, const QModelIndex &parent) -> void {
            for (int row = 0; row < tree->model()->rowCount(parent); ++row) {
                const QModelIndex index = tree->model()->index(row, 0, parent);
                const bool leaf = !tree->model()->hasChildren(index) && index.data(RunModel::TypeRole).toString() == "test"_L1;
                if (leaf && !index.data(RunModel::IsReasonRole).toBool()) {
                    ++inTree[index.data(RunModel::StateRole).toString()];
                    ++total;
                }
                self(self, index);
            }
        };
        walk(walk, {});
        const QHash<QString, int> shown = head->shownCounts();
        for (auto count = inTree.begin(); count != inTree.end(); ++count)
            QCOMPARE(shown.value(count.key()), count.value());
        for (auto count = shown.begin(); count != shown.end(); ++count)
            QCOMPARE(inTree.value(count.key()), count.value());
        const int done = total - inTree.value(u"queued"_s) - inTree.value(u"running"_s);
        if (total > 0)
            QVERIFY2(head->shownTotal().startsWith(u"%1 of %2"_s.arg(done).arg(total)), qPrintable(head->shownTotal()));
    }
    QCOMPARE(m_window->workspace().run.summary().done(), 22);
}

void TestWindow::aChosenTestSetsTheTime()
{
    m_window->feed().feed(demoRecording());
    Workspace &all = m_window->workspace();
    const QString failed = all.run.problemIds().value(0);
    m_window->showPlace(u"runs"_s, u"test/"_s + failed);
    QCOMPARE(all.selection.testId(), failed);
    QVERIFY(all.selection.range().isValid());
    QCOMPARE(all.selection.range().length(), all.run.test(failed)->range().length());
    m_window->menus().action(u"tab.log"_s)->trigger();
    const auto *log = m_window->findChild<LogPane *>();
    QVERIFY(log);
    QVERIFY(log->shownRows() > 0);
    QVERIFY2(log->shownRows() < all.log.rowCount(), "only the lines of that time");
    m_window->menus().action(u"tab.frames"_s)->trigger();
    const auto *drawer = shownDrawer();
    const auto *frames = drawer->findChild<FramesView *>();
    QVERIFY(frames);
    QTRY_VERIFY(frames->shown().size() > 0);
    for (const FrameRow &frame : frames->shown())
        QVERIFY(all.selection.range().contains(frame.at));
    m_window->menus().action(u"release-time"_s)->trigger();
    QVERIFY(!all.selection.range().isValid());
    QCOMPARE(log->shownRows(), all.log.rowCount());
}

void TestWindow::problemsAreWalkedThrough()
{
    m_window->feed().feed(demoRecording());
    m_window->showPlace(u"runs"_s);
    Workspace &all = m_window->workspace();
    m_window->showPlace(u"runs"_s, u"test/"_s + all.run.tests().at(1)->found.testId);
    QTest::keyClick(m_window.get(), Qt::Key_F8);
    QCOMPARE(all.selection.testId(), all.run.problemIds().value(0));
    QTest::keyClick(m_window.get(), Qt::Key_F8, Qt::ShiftModifier);
    QVERIFY(all.run.problemIds().contains(all.selection.testId()));
}

void TestWindow::whyItFailedIsAScreenBehindTheRun()
{
    m_window->feed().feed(demoRecording());
    const QString failed = m_window->workspace().run.problemIds().value(0);
    m_window->showPlace(u"runs"_s, u"why/"_s + failed);
    auto *why = m_window->findChild<FailurePage *>();
    QVERIFY(why && why->isVisible());
    QCOMPARE(why->testId(), failed);
    QVERIFY(m_window->windowTitle().contains(m_window->workspace().run.test(failed)->found.name));
    QTest::keyClick(why, Qt::Key_Escape);
    QVERIFY(!why->isVisible());
}

void TestWindow::theDrawerFolds()
{
    m_window->feed().feed(demoRecording());
    m_window->showPlace(u"runs"_s);
    auto *drawer = shownDrawer();
    QVERIFY(drawer);
    const int height = drawer->height();
    QTest::keyClick(m_window.get(), Qt::Key_J, Qt::ControlModifier);
    QTRY_COMPARE(drawer->height(), Drawer::tabsHeight);
    QTest::keyClick(m_window.get(), Qt::Key_J, Qt::ControlModifier);
    QTRY_COMPARE(drawer->height(), height);
}

void TestWindow::thePaletteListsWhatThereIs()
{
    m_window->feed().feed(demoRecording());
    QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
    Palette &palette = m_window->commandPalette();
    QVERIFY(palette.isVisible());
    const QStringList all = palette.shownTitles();
    for (const Menu &menu : menus()) {
        for (const MenuEntry &entry : menu.entries) {
            const QString id = QString::fromLatin1(entry.id);
            if (m_window->menus().action(id)->isEnabled() && id != "palette"_L1)
                QVERIFY2(all.contains(QString::fromUtf8(entry.title)), entry.title);
        }
    }
    for (const RunTest *test : m_window->workspace().run.tests())
        QVERIFY2(test->childCount > 0 || all.contains(test->found.name), qPrintable(test->found.name));
    QVERIFY2(all.contains(m_window->workspace().project.row(0).routeKey), "routes");
    QTest::keyClicks(&palette.field(), u"re-run f"_s);
    QCOMPARE(palette.shownTitles().value(0), u"Re-run failed"_s);
    palette.field().setText(u"price of ab"_s);
    QVERIFY(palette.shownTitles().value(0).startsWith(u"Price of AB"_s));
    QTest::keyClick(&palette.field(), Qt::Key_Return);
    QVERIFY(!palette.isVisible());
    QCOMPARE(m_window->place(), u"runs"_s);
    QVERIFY(m_window->workspace().selection.testId().startsWith(u"price/"_s));
}

void TestWindow::everyKeyIsListed()
{
    QStringList keys;
    for (const Menu &menu : menus()) {
        for (const MenuEntry &entry : menu.entries) {
            for (const QString &key : QString::fromLatin1(entry.keys).split(u' ', Qt::SkipEmptyParts)) {
                QVERIFY2(!QKeySequence(key).toString().isEmpty(), qPrintable(key));
                QVERIFY2(!keys.contains(key), qPrintable(key + u" is there twice"_s));
                keys << key;
            }
        }
    }
    for (const char *key : { "F5", "Ctrl+F5", "Shift+F5", "F8", "Shift+F8", "Ctrl+1", "Ctrl+7", "Alt+Left", "Alt+Right", "F6", "Shift+F6",
                             "F4", "Ctrl+K", "Ctrl+F", "Ctrl+Shift+C", "Ctrl+J", "Ctrl+,", "F1", "Ctrl+/" })
        QVERIFY2(keys.contains(QLatin1StringView(key)), key);
    QTest::keyClick(m_window.get(), Qt::Key_F1);
    QVERIFY(m_window->commandPalette().isVisible());
    QVERIFY(m_window->commandPalette().shownTitles().contains(u"List of keys"_s));
}

void TestWindow::aNarrowWindowClosesTheDetails()
{
    m_window->feed().feed(demoRecording());
    m_window->showPlace(u"runs"_s);
    const auto *details = m_window->findChild<TestDetails *>(u"details"_s);
    QVERIFY(details);
    m_window->resize(1440, 900);
    QTRY_VERIFY(details->isVisible());
    m_window->resize(1000, 700);
    QTRY_VERIFY(!details->isVisible());
    m_window->menus().action(u"details"_s)->trigger();
    QTRY_VERIFY(details->isVisible());
}

// Too narrow for two panes: the details are a page with a way back, and come back beside the list.
void TestWindow::aVeryNarrowWindowHasADetailsPage()
{
    m_window->feed().feed(demoRecording());
    m_window->showPlace(u"runs"_s);
    auto *details = m_window->findChild<TestDetails *>(u"details"_s);
    m_window->resize(860, 700);
    QTRY_VERIFY(!details->isVisible());
    m_window->menus().action(u"details"_s)->trigger();
    auto *page = qobject_cast<DetailsPage *>(details->parentWidget());
    QTRY_VERIFY((page = qobject_cast<DetailsPage *>(details->parentWidget())) && page->isVisible());
    QCOMPARE(page->size(), page->parentWidget()->size());
    Button *back = page->findChild<Button *>(QString(), Qt::FindDirectChildrenOnly);
    QVERIFY(back);
    QCOMPARE(back->text(), u"Back"_s);
    back->click();
    QTRY_VERIFY(!page->isVisible());
    QVERIFY(!details->isVisible());
    m_window->resize(1440, 900);
    QTRY_VERIFY(details->isVisible());
    QVERIFY(!page->holdsDetails());
}

void TestWindow::everyActionDoesSomething()
{
    for (const Menu &menu : menus()) {
        for (const MenuEntry &entry : menu.entries)
            QVERIFY2(m_window->does(QLatin1StringView(entry.id)), entry.id);
    }
}

void TestWindow::theToastCoversNoButton_data()
{
    QTest::addColumn<QString>("place");
    QTest::newRow("problems with their buttons") << u"projects"_s;
    QTest::newRow("the actions of a check") << u"runs"_s;
    QTest::newRow("the composer") << u"client"_s;
}

void TestWindow::theToastCoversNoButton()
{
    QFETCH(QString, place);
    m_window->resize(1000, 700);
    m_window->feed().feed(demoRecording());
    Notice variable;
    variable.severity = u"warning"_s;
    variable.area = u"project"_s;
    variable.text = u"${ssm:/shop/topic} cannot be resolved here, \"\" was used."_s;
    variable.file = u"/nowhere/serverless.yml"_s;
    variable.line = 18;
    m_window->showPlace(u"home"_s);
    m_window->feed().feed({ Event { 1'000'000, QDateTime::currentMSecsSinceEpoch(), variable } });
    auto *toast = m_window->findChild<Toast *>();
    QTRY_VERIFY(toast->isVisible());
    m_window->showPlace(place);
    QTest::qWait(50);
    m_window->showPlace(place);   // with what is seen now
    const QRect area(toast->mapTo(m_window.get(), QPoint()), toast->size());
    for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
        const bool pressed = qobject_cast<const QAbstractButton *>(widget) || widget->property("hasButtons").toBool();
        if (pressed && widget->isVisible())
            QVERIFY2(!area.intersects({ widget->mapTo(m_window.get(), QPoint()), widget->size() }), qPrintable(widget->accessibleName()));
    }
}

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
