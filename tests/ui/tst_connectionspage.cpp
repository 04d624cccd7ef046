// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "staged.h"

#include "commandbar.h"
#include "core/resources.h"
#include "engine.h"
#include "journalfeed.h"
#include "mainwindow.h"
#include "models/connectionsmodel.h"
#include "models/framesmodel.h"
#include "panes/composer.h"
#include "panes/framedetails.h"
#include "panes/inspector.h"
#include "panes/invocationpane.h"
#include "panes/refusedpane.h"
#include "statusline.h"
#include "widgets/button.h"
#include "widgets/bodyview.h"
#include "widgets/filterline.h"
#include "widgets/framesview.h"
#include "widgets/link.h"
#include "widgets/loglines.h"
#include "widgets/tabline.h"
#include "workspace.h"

#include <QDir>
#include <QFile>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <memory>

using namespace greenroom;
using namespace Qt::StringLiterals;

// The connection inspector and what is one click behind it, in the real window, told by staged facts.
// GREENROOM_PICTURES=FOLDER keeps a picture of the window at the end of each test.
class TestConnectionsPage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { registerResources(); }
    void init();
    void cleanup();
    void theListComesFirst();
    void aConnectionIsInspected();
    void itFollowsUntilSomebodyScrolls();
    void theReadRowStaysWhereItIs();
    void aFilterKeepsThePlace();
    void anUnreadableFilterShowsEverything();
    void aReasonBelongsToItsRow();
    void oneClickToTheInvocation();
    void theInvocationShowsItsCause();
    void bigMessagesArePreviewed();
    void aRefusedOneIsExplained();
    void aRefusedClientIsExplained();
    void theComposerForeseesTheRoute();
    void remoteLooksRemote();
    void theWholeFrameSaysRemote_data();
    void theWholeFrameSaysRemote();
    void narrowWindowsGiveTheRoomToTheMessages();

private:
    template <class T>
    T *visible(const QString &name = {}) const
    {
        for (T *widget : m_window->findChildren<T *>()) {
            if (widget->isVisible() && (name.isEmpty() || widget->accessibleName() == name))
                return widget;
        }
        return nullptr;
    }
    void feed() { m_window->feed().feed(m_stage.take()); }
    void busyAlice(int messages);

    std::unique_ptr<QTemporaryDir> m_data;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<MainWindow> m_window;
    Stage m_stage;
};

void TestConnectionsPage::init()
{
    m_data = std::make_unique<QTemporaryDir>();
    QDir(m_data->path()).mkpath(u"data"_s);
    m_engine = std::make_unique<Engine>(EngineOptions { .dataFolder = m_data->filePath(u"data"_s) });
    m_window = std::make_unique<MainWindow>(*m_engine, m_data->filePath(u"data"_s), m_data->filePath(u"settings.ini"_s));
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_window->workspace().theme.setVariant(Theme::Variant::Dark);
    m_stage = Stage();
}

void TestConnectionsPage::cleanup()
{
    if (const QString folder = qEnvironmentVariable("GREENROOM_PICTURES"); !folder.isEmpty()) {
        QTest::qWait(50);
        m_window->grab().save(QDir(folder).filePath(QString::fromLatin1(QTest::currentTestFunction()) + u".png"_s));
    }
    m_window.reset();
    m_engine.reset();
    m_data.reset();
}

// A talk as in life: calls, answers, what others say, and one call that fails.
void TestConnectionsPage::busyAlice(int messages)
{
    m_stage.project().opens(u"a1F="_s, u"alice"_s);
    for (int i = 0; i < messages; ++i) {
        m_stage.pass(120);
        if (i % 4 == 0)
            m_stage.says(u"a1F="_s, "{\"action\":\"say\",\"room\":\"r1\",\"text\":\"five minutes\"}", u"say"_s, 4 + i % 60);
        else
            m_stage.receives(u"a1F="_s, "{\"type\":\"said\",\"room\":\"r1\",\"from\":\"bob\",\"seq\":" + QByteArray::number(i) + "}");
    }
    m_stage.says(u"a1F="_s, "{\"action\":\"start\",\"room\":\"r1\",\"suite\":null}", u"start"_s, 31, u"Cannot read properties of undefined (reading 'length')"_s);
    feed();
}

void TestConnectionsPage::theListComesFirst()
{
    busyAlice(8);
    m_stage.opens(u"b7Q="_s, u"bob"_s).opens(u"c09="_s, u"carol"_s).closes(u"c09="_s, 1006).refuses(401, u"wrong token"_s, u"Send a token."_s);
    feed();
    m_window->showPlace(u"connections"_s);
    auto *list = visible<QTableView>(u"Connections"_s);
    QVERIFY(list);
    QCOMPARE(list->model()->rowCount(), 4);
    QCOMPARE(list->model()->index(2, ConnectionsModel::State).data().toString(), u"closed, 1006 cut off without goodbye"_s);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(0, 0)).center());
    QVERIFY(visible<Inspector>());
    QCOMPARE(visible<Inspector>()->connection(), u"a1F="_s);
    QVERIFY(m_window->windowTitle().contains(u"alice"_s));
    QTest::mouseClick(visible<Link>(), Qt::LeftButton);   // the trail
    QVERIFY(visible<QTableView>(u"Connections"_s));
}

void TestConnectionsPage::aConnectionIsInspected()
{
    busyAlice(60);
    m_window->showPlace(u"connections"_s, u"a1F="_s);
    FramesView &frames = visible<Inspector>()->frames();
    QCOMPARE(frames.list().frameCount(), 63);   // opened, 60, the call that fails and what the client got
    frames.select(0);
    QCOMPARE(frames.current()->opcode, u"open"_s);
    // Credentials of the handshake are not shown.
    QVERIFY(!visible<QPlainTextEdit>(u"The message as text"_s)->toPlainText().contains(u"verysecret"_s));
    frames.select(1);
    QVERIFY(visible<JsonView>(u"The message as a tree"_s));
}

void TestConnectionsPage::itFollowsUntilSomebodyScrolls()
{
    busyAlice(200);
    m_window->showPlace(u"connections"_s, u"a1F="_s);
    auto *table = visible<QTableView>(u"Messages"_s);
    FramesView &frames = visible<Inspector>()->frames();
    QScrollBar *bar = table->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0 && bar->value() == bar->maximum());
    m_stage.receives(u"a1F="_s, "one more");
    feed();
    QTRY_COMPARE(bar->value(), bar->maximum());
    bar->triggerAction(QAbstractSlider::SliderPageStepSub);
    QVERIFY(!frames.isFollowing());
    const int held = bar->value();
    for (int i = 0; i < 842; ++i)
        m_stage.receives(u"a1F="_s, "{\"type\":\"said\"}");
    feed();
    QCOMPARE(bar->value(), held);   // nothing moves under the eye
    auto *pill = visible<QPushButton>(u"Jump to the newest message"_s);
    QVERIFY(pill);
    QCOMPARE(pill->text(), u"842 new"_s);
    if (qEnvironmentVariableIsSet("GREENROOM_PICTURES"))
        return;
    QTest::keyClick(table, Qt::Key_End);
    QVERIFY(frames.isFollowing());
    QTRY_COMPARE(bar->value(), bar->maximum());
    QVERIFY(!pill->isVisible());
    QTest::keyClick(table, Qt::Key_Space);
    QVERIFY(!frames.isFollowing());
}

void TestConnectionsPage::theReadRowStaysWhereItIs()
{
    busyAlice(400);
    m_window->showPlace(u"connections"_s, u"a1F="_s);
    auto *table = visible<QTableView>(u"Messages"_s);
    FramesView &frames = visible<Inspector>()->frames();
    frames.select(200);
    const int row = frames.list().rowOfNumber(200);
    const int y = table->visualRect(table->model()->index(row, 0)).y();
    QVERIFY(y >= 0 && y < table->viewport()->height());
    for (int i = 0; i < 50; ++i) {
        m_stage.receives(u"a1F="_s, "{\"type\":\"said\"}");
        feed();
        QCOMPARE(table->visualRect(table->model()->index(frames.list().rowOfNumber(200), 0)).y(), y);
    }
}

void TestConnectionsPage::aFilterKeepsThePlace()
{
    busyAlice(300);
    m_window->showPlace(u"connections"_s, u"a1F="_s);
    auto *table = visible<QTableView>(u"Messages"_s);
    auto *filter = visible<FilterLine>(u"Filter messages"_s);
    FramesView &frames = visible<Inspector>()->frames();
    frames.select(101);
    QVERIFY(frames.current()->toService);
    filter->setText(u"route:say"_s);
    QTest::keyClick(filter, Qt::Key_Return);
    QTRY_VERIFY(!frames.list().isSearching());
    QCOMPARE(frames.list().frameCount(), 75);
    QVERIFY(table->visualRect(table->model()->index(frames.list().rowOfNumber(101), 0)).intersects(table->viewport()->rect()));
    QCOMPARE(frames.currentNumber(), 101);
    QTest::keyClick(filter, Qt::Key_Escape);
    QTRY_VERIFY(!frames.list().isSearching());
    QCOMPARE(frames.list().frameCount(), 303);
    QCOMPARE(frames.currentNumber(), 101);
    QCOMPARE(table->currentIndex().row(), frames.list().rowOfNumber(101));
    QVERIFY(table->visualRect(table->currentIndex()).intersects(table->viewport()->rect()));
}

void TestConnectionsPage::anUnreadableFilterShowsEverything()
{
    busyAlice(20);
    m_window->showPlace(u"connections"_s, u"a1F="_s);
    auto *filter = visible<FilterLine>(u"Filter messages"_s);
    filter->setText(u"stauts:failed"_s);
    QTest::keyClick(filter, Qt::Key_Return);
    QCOMPARE(visible<Inspector>()->frames().list().frameCount(), 23);
    bool said = false;
    for (const QLabel *label : m_window->findChildren<QLabel *>())
        said = said || (label->isVisible() && label->text().contains(u"Did you mean “status”?"_s));
    QVERIFY(said);
}

void TestConnectionsPage::aReasonBelongsToItsRow()
{
    busyAlice(10);
    m_window->showPlace(u"connections"_s, u"a1F="_s);
    auto *table = visible<QTableView>(u"Messages"_s);
    FramesView &frames = visible<Inspector>()->frames();
    int reason = -1;
    for (int row = 0; row < frames.list().rowCount(); ++row)
        reason = frames.list().isReason(row) ? row : reason;
    QVERIFY(reason > 0);
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(table->model()->index(reason, FramesModel::Body)).center());
    QCOMPARE(table->currentIndex().row(), reason - 1);
    QVERIFY(frames.current()->hasFailed());
    // From the message to the invocation to its log: exactly its lines.
    auto *log = visible<LogLines>();
    QVERIFY(log);
    QCOMPARE(log->count(), 3);   // its start, too
    bool error = false;
    for (const QLabel *label : visible<FrameDetails>()->findChildren<QLabel *>())
        error = error || (label->isVisible() && label->text().startsWith(u"TypeError: Cannot read"_s));
    QVERIFY(error);
}

void TestConnectionsPage::oneClickToTheInvocation()
{
    busyAlice(10);
    m_window->showPlace(u"connections"_s, u"a1F="_s);
    FramesView &frames = visible<Inspector>()->frames();
    for (int row = 0; row < frames.list().rowCount(); ++row) {
        if (frames.list().frame(row).toService && frames.list().frame(row).hasFailed())
            frames.select(frames.list().numberAt(row));
    }
    Link *open = nullptr;
    for (Link *link : visible<FrameDetails>()->findChildren<Link *>())
        open = link->isVisible() && link->text() == u"Open"_s ? link : open;
    QVERIFY(open);
    QTest::mouseClick(open, Qt::LeftButton);
    auto *pane = visible<InvocationPane>();
    QVERIFY(pane);
    QCOMPARE(pane->requestId(), frames.current()->requestId);
    QCOMPARE(m_window->place(), u"projects"_s);
    QVERIFY(m_window->windowTitle().contains(u"startRun"_s));
}

void TestConnectionsPage::theInvocationShowsItsCause()
{
    QDir(m_data->path()).mkpath(u"shop/src"_s);
    QFile handler(m_data->filePath(u"shop/src/handler.js"_s));
    QVERIFY(handler.open(QIODevice::WriteOnly));
    handler.write("const { suite, room } = JSON.parse(event.body);\nconst rows = suites[suite];\nfor (let i = 0; i < rows.length; i++) {\n  await enqueue(room, rows[i]);\n}\n");
    handler.close();
    m_stage.project(m_data->filePath(u"shop/serverless.yml"_s)).opens(u"a1F="_s, u"alice"_s);
    for (int i = 0; i < 3; ++i)
        m_stage.says(u"a1F="_s, "{\"action\":\"start\",\"room\":\"r1\",\"suite\":\"nightly\"}", u"start"_s, 29);
    m_stage.says(u"a1F="_s, "{\"action\":\"start\",\"room\":\"r1\",\"suite\":null,\"at\":1792663334}", u"start"_s, 31, u"Cannot read properties of undefined (reading 'length')"_s);
    feed();
    m_window->showPlace(u"projects"_s, u"invocation/req000004"_s);
    auto *pane = visible<InvocationPane>();
    QVERIFY(pane);
    QStringList words;
    for (const QLabel *label : pane->findChildren<QLabel *>()) {
        if (label->isVisible())
            words << label->text();
    }
    QVERIFY(words.contains(u"TypeError: Cannot read properties of undefined (reading 'length')"_s));
    QVERIFY(words.contains(u"startRun (src/handler.js:3:28)"_s));
    QVERIFY(words.contains(u"1 line of the runtime hidden"_s));
    QVERIFY(words.contains(u"Call <b>4</b> of 4"_s));
    QVERIFY(words.contains(u"The client got"_s));
    auto *event = visible<JsonView>(u"Event"_s);
    QVERIFY(event);
    const QModelIndex body = event->model()->index(0, 0).data().toString().startsWith(u"body"_s) ? event->model()->index(0, 0) : event->model()->index(1, 0);
    QVERIFY(event->model()->rowCount(event->model()->index(0, 0)) > 0);
    Q_UNUSED(body)
    QCOMPARE(visible<LogLines>()->count(), 3);
}

void TestConnectionsPage::bigMessagesArePreviewed()
{
    m_stage.project().opens(u"a1F="_s, u"alice"_s);
    const QByteArray big = "{\"items\":[" + QByteArray("{\"seq\":1,\"text\":\"places please\"},").repeated(100'000).chopped(1) + "]}";
    QVERIFY(big.size() > 3'000'000);
    m_stage.receives(u"a1F="_s, big);
    feed();
    m_window->showPlace(u"connections"_s, u"a1F="_s);
    visible<Inspector>()->frames().select(1);
    auto *body = visible<BodyView>();
    QVERIFY(body->isPreview());
    auto *text = visible<QPlainTextEdit>(u"The message as text"_s);
    QVERIFY(text);
    QCOMPARE(text->toPlainText().size(), BodyView::previewBytes);
    QSignalSpy shown(body, &BodyView::shown);
    body->openWhole();
    QVERIFY(shown.wait(20'000));
    QVERIFY(!body->isPreview());
    QVERIFY(visible<JsonView>(u"The message as a tree"_s));
    // Choosing another message gives up a reading under way.
    m_stage.receives(u"a1F="_s, big).receives(u"a1F="_s, "{\"small\":true}");
    feed();
    visible<Inspector>()->frames().select(2);
    body->openWhole();
    visible<Inspector>()->frames().select(3);
    QTest::qWait(0);
    QCOMPARE(visible<JsonView>(u"The message as a tree"_s)->model()->index(0, 0).data().toString(), u"small"_s);
}

void TestConnectionsPage::aRefusedOneIsExplained()
{
    m_stage.project().refuses(403, u"Origin https://evil.example is not allowed"_s, u"Add it to allowedOrigins in greenroom.project.yaml."_s);
    feed();
    m_window->showPlace(u"connections"_s);
    auto *list = visible<QTableView>(u"Connections"_s);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(0, 0)).center());
    auto *pane = visible<RefusedPane>();
    QVERIFY(pane);
    QVERIFY(pane->sentence().contains(u"evil.example"_s));
    QVERIFY(!visible<Composer>());
}

void TestConnectionsPage::aRefusedClientIsExplained()
{
    m_stage.refuses(0, u"SSL handshake failed: wrong version number"_s, u"Check the address and that something listens there."_s, u"client-1"_s, u"wss://127.0.0.1:3001/local"_s);
    feed();
    m_window->showPlace(u"client"_s, u"connection/client-1"_s);
    auto *pane = visible<RefusedPane>();
    QVERIFY(pane);
    QPushButton *other = nullptr;
    for (QPushButton *button : pane->findChildren<QPushButton *>())
        other = button->text() == u"Try ws:// instead"_s ? button : other;
    QVERIFY(other && other->isVisible());
}

void TestConnectionsPage::theComposerForeseesTheRoute()
{
    m_stage.project().opens(u"client-1"_s, u"me"_s, u"client"_s, u"ws://127.0.0.1:3001/local"_s);
    feed();
    m_window->showPlace(u"client"_s, u"connection/client-1"_s);
    auto *composer = visible<Composer>();
    QVERIFY(composer);
    composer->editor()->setPlainText(u"{ \"action\": \"say\" }"_s);
    QVERIFY(composer->sentence().contains(u"<b"_s));
    QVERIFY(QString(composer->sentence()).remove(QRegularExpression(u"<[^>]*>"_s)).startsWith(u"matches route say → function say"_s));
    composer->editor()->setPlainText(u"{ \"action\": "_s);
    QVERIFY(composer->sentence().startsWith(u"Not JSON yet"_s));
    composer->editor()->setPlainText(u"{ \"action\": \"start\",\n  \"text\": \"places, ${who}\" }"_s);
}

void TestConnectionsPage::remoteLooksRemote()
{
    const QString id = u"client-2"_s;
    m_stage.opens(id, u"shop-ws"_s, u"client"_s, u"wss://ab12cd34.execute-api.eu-central-1.amazonaws.com/prod"_s);
    for (int i = 0; i < 4; ++i) {
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
    m_window->showPlace(u"client"_s, u"connection/"_s + id);
    auto *table = visible<QTableView>(u"Messages"_s);
    QVERIFY(table);
    for (const int column : { FramesModel::Route, FramesModel::Function, FramesModel::Took })
        QVERIFY(table->isColumnHidden(column));
    QVERIFY(visible<Inspector>()->frames().list().frame(1).toService);
    QCOMPARE(visible<Composer>()->sentence(), u"real people may read this"_s);
    QWidget *band = nullptr;
    for (QWidget *widget : m_window->findChildren<QWidget *>())
        band = widget->isVisible() && widget->accessibleName().startsWith(u"Remote: prod, eu-central-1"_s) ? widget : band;
    QVERIFY(band);
    visible<Inspector>()->frames().select(2);
}

// Word, cloud and copper in bar, status line and title while a service elsewhere is looked at; not a moment longer.
void TestConnectionsPage::theWholeFrameSaysRemote_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("places");   // empty: local
    QTest::newRow("deployed") << u"wss://ab12cd34.execute-api.eu-central-1.amazonaws.com/prod"_s << u"prod, eu-central-1"_s;
    QTest::newRow("of a domain of its own") << u"wss://live.shop.example/ws"_s << u"live.shop.example"_s;
    QTest::newRow("of this computer") << u"ws://127.0.0.1:3001/local"_s << QString();
    QTest::newRow("by its name") << u"ws://localhost:3001/local"_s << QString();
}

void TestConnectionsPage::theWholeFrameSaysRemote()
{
    QFETCH(QString, url);
    QFETCH(QString, places);
    const auto *bar = m_window->findChild<CommandBar *>();
    const auto *status = m_window->findChild<StatusLine *>();
    const QString local = u"Local"_s;
    const auto saysPlace = [bar](const QString &name) {
        const QList<Button *> buttons = bar->findChildren<Button *>();
        return std::any_of(buttons.begin(), buttons.end(), [&](const Button *button) { return button->accessibleName() == name; });
    };
    m_stage.opens(u"client-2"_s, u"shop-ws"_s, u"client"_s, url);
    feed();
    QVERIFY(saysPlace(local));
    for (const QString &path : { u"connection/client-2"_s, url }) {   // connected, and before anything is sent
        m_window->showPlace(u"client"_s, path);
        QVERIFY(saysPlace(places.isEmpty() ? local : u"Remote, "_s + places));
        QCOMPARE(status->accessibleName(), places.isEmpty() ? u"Status"_s : u"Status: remote, "_s + places);
        QCOMPARE(m_window->windowTitle().contains(u"REMOTE "_s + places.section(u',', 0, 0)), !places.isEmpty());
        m_window->showPlace(u"home"_s);
        QVERIFY(saysPlace(local));
        QCOMPARE(status->accessibleName(), u"Status"_s);
        QVERIFY(!m_window->windowTitle().contains(u"REMOTE"_s));
    }
}

// Under 1100 px the details are closed until somebody asks for them; wide again, they are back.
void TestConnectionsPage::narrowWindowsGiveTheRoomToTheMessages()
{
    busyAlice(60);
    m_window->showPlace(u"connections"_s, u"a1F="_s);
    QVERIFY(visible<FrameDetails>());
    m_window->resize(1000, 700);
    QTRY_VERIFY(!visible<FrameDetails>());
    auto *table = visible<QTableView>(u"Messages"_s);
    FramesView &frames = visible<Inspector>()->frames();
    frames.select(20);
    QVERIFY(!visible<FrameDetails>());
    QTest::keyClick(table, Qt::Key_Return);
    QTRY_VERIFY(visible<FrameDetails>());
    // The row stays in sight while the list gets narrower.
    QTRY_VERIFY(table->visualRect(table->currentIndex().siblingAtColumn(FramesModel::Body)).intersects(table->viewport()->rect()));
    QCOMPARE(frames.currentNumber(), 20);
    m_window->resize(1440, 900);
    QTRY_VERIFY(visible<FrameDetails>() && visible<FrameDetails>()->width() >= 400);
}

QTEST_MAIN(TestConnectionsPage)
#include "tst_connectionspage.moc"
