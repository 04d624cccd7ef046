// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording.h"
#include "staged.h"

#include "core/resources.h"
#include "engine.h"
#include "journalfeed.h"
#include "mainwindow.h"
#include "models/framesmodel.h"
#include "models/runmodel.h"
#include "models/runsmodel.h"
#include "pages/historypage.h"
#include "panes/inspector.h"
#include "settings.h"
#include "widgets/costparts.h"
#include "widgets/elided.h"
#include "widgets/filterline.h"
#include "widgets/framesview.h"
#include "workspace.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QDir>
#include <QHeaderView>
#include <QLabel>
#include <QScrollArea>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <functional>
#include <memory>

using namespace greenroom;
using namespace Qt::StringLiterals;

// Every page in each of its states: nothing is cut at 1000 px, and whatever takes the focus has a name.
// GREENROOM_PICTURES=FOLDER keeps pictures of all of them, in three sizes, light and dark.
class TestEveryPage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { registerResources(); }
    void init();
    void cleanup();
    void nothingIsCut_data() { states(); }
    void nothingIsCut();
    void everyFocusHasAName_data() { states(); }
    void everyFocusHasAName();
    void inkFollowsTheTheme_data();
    void inkFollowsTheTheme();
    void pictures_data() { states(); }
    void pictures();

private:
    static void states();
    void bringTo(const QString &state);
    void feed() { m_window->feed().feed(m_stage.take()); }
    void busyTalk();
    void remoteTalk();
    void recordRuns();
    void problems();
    QString lastFailedRequest() const;
    void wait() const { QCoreApplication::processEvents(); }

    std::unique_ptr<QTemporaryDir> m_data;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<MainWindow> m_window;
    Stage m_stage;
};

namespace {

template <class T>
T *visibleIn(const QWidget *window, const QString &name = {})
{
    for (T *widget : window->findChildren<T *>()) {
        if (widget->isVisible() && (name.isEmpty() || widget->accessibleName() == name))
            return widget;
    }
    return nullptr;
}

bool isInScrollArea(const QWidget *widget)
{
    for (const QWidget *up = widget->parentWidget(); up; up = up->parentWidget()) {
        if (qobject_cast<const QScrollArea *>(up))
            return true;
    }
    return false;
}

// Who wants more than there is.
QString widestOf(const QWidget *window, QSize room)
{
    QStringList lines;
    for (const QWidget *widget : window->findChildren<QWidget *>()) {
        if (widget->isWindow())
            continue;
        const QSize least = widget->minimumSizeHint().expandedTo(widget->minimumSize());
        if (least.width() > room.width() - 84 || least.height() > room.height() - 80)
            lines << u"%1 %2: %3 × %4"_s.arg(QLatin1StringView(widget->metaObject()->className()), widget->accessibleName()).arg(least.width()).arg(least.height());
    }
    return lines.join(u'\n');
}

// What is wrong with the place of a text, empty if nothing.
QString cutOf(const QWidget *widget)
{
    const auto *label = qobject_cast<const QLabel *>(widget);
    const auto *button = qobject_cast<const QAbstractButton *>(widget);
    if (qobject_cast<const Elided *>(widget))
        return {};   // gives way on purpose, with its whole text in the tooltip
    if ((!label || label->text().isEmpty()) && (!button || button->text().isEmpty()))
        return {};
    const QString text = label ? label->text() : button->text();
    const auto told = [&](const QString &what) { return u"“%1” (%2): %3"_s.arg(text, QLatin1StringView(widget->metaObject()->className()), what); };
    const QSize hint = widget->sizeHint();
    const bool wraps = label && label->wordWrap();
    if (!wraps && hint.width() > widget->width())
        return told(u"%1 wide, wants %2"_s.arg(widget->width()).arg(hint.width()));
    if (wraps && widget->heightForWidth(widget->width()) > widget->height())
        return told(u"%1 high, wants %2"_s.arg(widget->height()).arg(widget->heightForWidth(widget->width())));
    const QRect seen = widget->visibleRegion().boundingRect();
    if (!isInScrollArea(widget) && seen.width() < qMin(hint.width(), widget->width()))
        return told(u"%1 of %2 seen"_s.arg(seen.width()).arg(widget->width()));
    return {};
}

} // namespace

void TestEveryPage::states()
{
    QTest::addColumn<QString>("state");
    for (const char *state : { "home empty", "home full", "project empty", "project up", "project down", "project failed", "project problems", "project without its runtime",
                               "connections empty", "connections list", "connections none matches", "connection", "connection failed message",
                               "client empty", "client remote address", "client refused", "client remote", "invocation failed", "invocation fine",
                               "runs empty", "runs full", "history empty", "history full", "history comparison", "cloud", "cloud full", "runs paused", "settings" })
        QTest::newRow(state) << QString::fromLatin1(state);
}

void TestEveryPage::init()
{
    m_data = std::make_unique<QTemporaryDir>();
    QDir(m_data->path()).mkpath(u"data"_s);
    m_engine = std::make_unique<Engine>(EngineOptions { .dataFolder = m_data->filePath(u"data"_s) });
    m_window = std::make_unique<MainWindow>(*m_engine, m_data->filePath(u"data"_s), m_data->filePath(u"settings.ini"_s));
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_stage = Stage(QDateTime::currentMSecsSinceEpoch() - 20'000);
}

void TestEveryPage::cleanup()
{
    m_window.reset();
    m_engine.reset();
    m_data.reset();
}

void TestEveryPage::busyTalk()
{
    m_stage.project().opens(u"a1F="_s, u"alice"_s).opens(u"b7Q="_s, u"bob"_s).opens(u"LKu2vd4WIAMCLKw="_s);
    for (int i = 0; i < 60; ++i) {
        m_stage.pass(120);
        if (i % 4 == 0)
            m_stage.says(u"a1F="_s, "{\"action\":\"say\",\"room\":\"r1\",\"text\":\"five minutes\"}", u"say"_s, 4 + i % 60);
        else
            m_stage.receives(u"a1F="_s, "{\"type\":\"said\",\"room\":\"r1\",\"from\":\"bob\",\"seq\":" + QByteArray::number(i) + "}");
    }
    m_stage.says(u"a1F="_s, "{\"action\":\"start\",\"room\":\"r1\",\"suite\":null}", u"start"_s, 31, u"Cannot read properties of undefined (reading 'length')"_s);
    m_stage.opens(u"c09="_s, u"carol"_s).closes(u"c09="_s, 1006);
    m_stage.refuses(403, u"Origin https://evil.example is not allowed"_s, u"Add it to allowedOrigins in greenroom.project.yaml."_s);
    feed();
}

void TestEveryPage::remoteTalk()
{
    const QString id = u"client-2"_s;
    m_stage.opens(id, u"shop-ws"_s, u"client"_s, u"wss://ab12cd34.execute-api.eu-central-1.amazonaws.com/prod"_s);
    for (int i = 0; i < 8; ++i) {
        MessageSent sent;
        sent.connectionId = id;
        sent.opcode = u"text"_s;
        sent.body = "{\"action\":\"ping\",\"at\":1792664042}";
        sent.size = sent.body.size();
        m_stage.add(sent);
        MessageReceived received;
        received.connectionId = id;
        received.opcode = u"text"_s;
        received.body = "{\"type\":\"pong\",\"region\":\"eu-central-1\"}";
        received.size = received.body.size();
        m_stage.add(received);
    }
    feed();
}

// Twelve runs in the archive, two of them with a problem.
void TestEveryPage::recordRuns()
{
    Journal &journal = m_engine->journal();
    for (int number = 1; number <= 12; ++number) {
        const bool bad = number == 5 || number == 12;
        const QString runId = u"run-%1"_s.arg(number);
        RunStarted started;
        started.runId = runId;
        started.number = number;
        started.suite = u"shop"_s;
        started.suiteName = u"shop-pages"_s;
        started.total = 2;
        journal.record(started);
        for (const QString &id : { u"Home page shows at least three offers"_s, u"Offer /o/AB-12 is complete"_s }) {
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
            finished.state = bad && id.startsWith(u"Offer"_s) ? u"failed"_s : u"passed"_s;
            finished.durationMs = number == 12 ? 2100 : 640;
            finished.reason = finished.state == "failed"_L1 ? u"price: wanted at least 0.01, got 0"_s : QString();
            journal.record(finished);
        }
        RunFinished ended;
        ended.runId = runId;
        ended.state = bad ? u"failed"_s : u"passed"_s;
        ended.sentence = bad ? u"1 of 2 failed: price out of range on /o/AB-12."_s : u"All 2 passed in 2 s."_s;
        ended.counts = bad ? QJsonObject { { u"failed"_s, 1 }, { u"passed"_s, 1 } } : QJsonObject { { u"passed"_s, 2 } };
        ended.durationMs = 2000 + number * 100;
        journal.record(ended);
    }
    QTRY_COMPARE(m_window->workspace().runs.rowCount(), 12);
    QTRY_COMPARE(m_window->workspace().runs.record(0).state, u"failed"_s);
}

void TestEveryPage::problems()
{
    busyTalk();
    Notice variable;
    variable.severity = u"warning"_s;
    variable.area = u"project"_s;
    variable.text = u"${ssm:/shop/topic} cannot be resolved here, \"\" was used."_s;
    variable.remedy = u"Only the cloud knows it; set a value for this computer."_s;
    variable.file = u"/nowhere/serverless.yml"_s;
    variable.line = 18;
    m_stage.add(variable);
    feed();
}

QString TestEveryPage::lastFailedRequest() const
{
    const FramesModel &frames = m_window->workspace().frames;
    for (int row = frames.rowCount() - 1; row >= 0; --row) {
        if (frames.row(row).toService && frames.row(row).hasFailed())
            return frames.row(row).requestId;
    }
    return {};
}

void TestEveryPage::bringTo(const QString &state)
{
    MainWindow &window = *m_window;
    const QString place = state.section(u' ', 0, 0);
    const QMap<QString, std::function<void()>> ways {
        { u"home full"_s, [&] {
             window.workspace().settings.addRecent(u"/home/somebody/work/shop/serverless.yml"_s, u"shop"_s);
             window.workspace().settings.addRecent(u"wss://ab12cd34.execute-api.eu-central-1.amazonaws.com/prod"_s, u"ab12cd34.execute-api.eu-central-1.amazonaws.com"_s);
             recordRuns();
         } },
        { u"project up"_s, [&] { busyTalk(); } },
        { u"project down"_s, [&] {
             m_stage.project();
             ListeningChanged down;
             down.apiId = u"shopapi123"_s;
             down.state = u"stopped"_s;
             m_stage.add(down);
             feed();
         } },
        { u"project failed"_s, [&] {
             m_stage.project();
             ListeningChanged down;
             down.apiId = u"shopapi123"_s;
             down.state = u"failed"_s;
             down.error = u"Port 3001 is in use. Another program has it (node, 4711)."_s;
             m_stage.add(down);
             feed();
         } },
        { u"project problems"_s, [&] { problems(); } },
        { u"project without its runtime"_s, [&] {
             const QByteArray path = qgetenv("PATH");
             qputenv("PATH", m_data->path().toUtf8());
             m_stage.project();
             feed();
             qputenv("PATH", path);
         } },
        { u"connections list"_s, [&] { busyTalk(); window.showPlace(place); } },
        { u"connections none matches"_s, [&] {
             busyTalk();
             window.showPlace(place);
             auto *filter = visibleIn<FilterLine>(&window, u"Filter connections"_s);
             filter->setText(u"name:nobody"_s);
             QTest::keyClick(filter, Qt::Key_Return);
         } },
        { u"connection"_s, [&] { busyTalk(); window.showPlace(u"connections"_s, u"a1F="_s); } },
        { u"connection failed message"_s, [&] { busyTalk(); window.showPlace(u"connections"_s, u"a1F=/request/"_s + lastFailedRequest()); } },
        { u"client remote address"_s, [&] { window.showPlace(place, u"wss://ab12cd34.execute-api.eu-central-1.amazonaws.com/prod"_s); } },
        { u"client refused"_s, [&] {
             m_stage.refuses(0, u"SSL handshake failed: wrong version number"_s, u"Check the address and that something listens there."_s, u"client-1"_s, u"wss://127.0.0.1:3001/local"_s);
             feed();
             window.showPlace(place, u"connection/client-1"_s);
         } },
        { u"client remote"_s, [&] {
             remoteTalk();
             window.showPlace(place, u"connection/client-2"_s);
             visibleIn<Inspector>(&window)->frames().select(2);
         } },
        { u"invocation failed"_s, [&] { busyTalk(); window.showPlace(u"projects"_s, u"invocation/"_s + lastFailedRequest()); } },
        { u"invocation fine"_s, [&] { busyTalk(); window.showPlace(u"projects"_s, u"invocation/req000001"_s); } },
        { u"runs full"_s, [&] { window.feed().feed(demoRecording()); } },
        { u"runs paused"_s, [&] {
             Stage::Batch batch = demoRecording();
             batch.removeIf([](const Event &event) { return std::holds_alternative<RunFinished>(event.payload); });
             RunPaused paused;
             window.feed().feed(batch);
             paused.runId = window.workspace().run.runId();
             paused.paused = true;
             window.feed().feed({ Event { 1'000'000, QDateTime::currentMSecsSinceEpoch(), paused } });
         } },
        { u"cloud full"_s, [&] {
             m_stage.project().opens(u"a1F="_s, u"alice"_s);
             for (int i = 0; i < 40; ++i)
                 m_stage.says(u"a1F="_s, "{\"action\":\"say\"}", i % 4 == 0 ? u"start"_s : u"say"_s).receives(u"a1F="_s, "{\"type\":\"said\"}");
             for (const Event &event : m_stage.take()) {
                 m_engine->journal().record(event.payload);
                 if (std::holds_alternative<ConnectionOpened>(event.payload))
                     QTest::qSleep(1100);   // a month is told of a second at least
             }
             window.showPlace(place, u"cost"_s);
             QTRY_VERIFY(visibleIn<BreakEvenChart>(&window));
         } },
        { u"history full"_s, [&] { recordRuns(); } },
        { u"history comparison"_s, [&] {
             recordRuns();
             window.showPlace(place);
             window.findChild<HistoryPage *>()->findChild<QTableView *>()->selectRow(0);
         } },
    };
    if (ways.contains(state))
        ways.value(state)();
    if (place == "project"_L1)
        window.showPlace(u"projects"_s);
    else if (place != "connection"_L1 && place != "invocation"_L1 && !visibleIn<Inspector>(&window) && window.place() != place)
        window.showPlace(place);
    QTest::qWait(60);   // a batch and its repaint
}

void TestEveryPage::nothingIsCut()
{
    QFETCH(QString, state);
    m_window->resize(1000, 700);
    bringTo(state);
    QVERIFY2(m_window->size() == QSize(1000, 700), qPrintable(u'\n' + widestOf(m_window.get(), { 1000, 700 })));
    QStringList cut;
    for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
        if (widget->isVisible() && !widget->isWindow()) {
            if (const QString what = cutOf(widget); !what.isEmpty())
                cut << what;
        }
    }
    for (const QTableView *table : m_window->findChildren<QTableView *>()) {
        if (table->isVisible() && table->horizontalHeader()->length() > table->viewport()->width())
            cut << u"The columns of %1 are %2 wide, there is room for %3."_s.arg(table->accessibleName()).arg(table->horizontalHeader()->length()).arg(table->viewport()->width());
    }
    QVERIFY2(cut.isEmpty(), qPrintable(u'\n' + cut.join(u'\n')));
}

void TestEveryPage::everyFocusHasAName()
{
    QFETCH(QString, state);
    bringTo(state);
    QStringList nameless;
    int focusable = 0;
    for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
        if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus || widget->isWindow())
            continue;
        ++focusable;
        QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
        if (!spoken || spoken->text(QAccessible::Name).isEmpty()) {
            QStringList path;
            for (const QWidget *up = widget; up; up = up->parentWidget())
                path.prepend(QString::fromLatin1(up->metaObject()->className()));
            nameless << path.join(u" > "_s);
        }
    }
    QVERIFY(focusable > 5);
    QVERIFY2(nameless.isEmpty(), qPrintable(u'\n' + nameless.join(u'\n')));
}

void TestEveryPage::inkFollowsTheTheme_data()
{
    QTest::addColumn<bool>("shownBefore");
    QTest::newRow("dark before the window is shown") << false;
    QTest::newRow("dark while it is shown") << true;
}

// No label and no line keeps the colour of another theme, whether its page was ever shown or not.
void TestEveryPage::inkFollowsTheTheme()
{
    QFETCH(bool, shownBefore);
    m_window = std::make_unique<MainWindow>(*m_engine, m_data->filePath(u"data"_s), m_data->filePath(u"other.ini"_s));
    m_window->workspace().theme.setVariant(Theme::Variant::Light);
    if (shownBefore)
        m_window->show();
    m_window->workspace().theme.setVariant(Theme::Variant::Dark);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    for (const char *place : { "home", "projects", "runs", "connections", "client", "history", "settings", "home" })
        m_window->showPlace(QLatin1StringView(place));
    QList<QRgb> light;
    for (const Token token : { Token::T1, Token::T2, Token::T3, Token::Line })
        light << Theme::color(token, Theme::Variant::Light).rgb();
    QStringList wrong;
    for (const QWidget *widget : m_window->findChildren<QWidget *>()) {
        if (const auto *label = qobject_cast<const QLabel *>(widget); label && light.contains(label->palette().color(QPalette::WindowText).rgb()))
            wrong << label->text();
        if (widget->autoFillBackground() && light.contains(widget->palette().color(QPalette::Window).rgb()))
            wrong << u"a line of %1"_s.arg(QLatin1StringView(widget->parentWidget()->metaObject()->className()));
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
}

void TestEveryPage::pictures()
{
    QFETCH(QString, state);
    const QString folder = qEnvironmentVariable("GREENROOM_PICTURES");
    if (folder.isEmpty())
        QSKIP("GREENROOM_PICTURES says where to.");
    m_window->resize(1000, 700);
    bringTo(state);
    for (const QSize size : { QSize(1000, 700), QSize(1440, 900), QSize(1600, 1000) }) {
        for (const auto variant : { Theme::Variant::Light, Theme::Variant::Dark }) {
            m_window->workspace().theme.setVariant(variant);
            m_window->resize(size);
            QTest::qWait(40);
            const QString name = u"%1-%2-%3.png"_s.arg(QString(state).replace(u' ', u'-')).arg(size.width()).arg(variant == Theme::Variant::Light ? u"light"_s : u"dark"_s);
            QVERIFY(m_window->grab().save(QDir(folder).filePath(name)));
        }
    }
}

QTEST_MAIN(TestEveryPage)
#include "tst_everypage.moc"
