// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "staged.h"

#include "core/resources.h"
#include "engine.h"
#include "actions.h"
#include "journalfeed.h"
#include "mainwindow.h"
#include "models/connectionsmodel.h"
#include "models/invocationsmodel.h"
#include "models/noticesmodel.h"
#include "models/projectmodel.h"
#include "pages/runtimeband.h"
#include "panes/inspector.h"
#include "panes/invocationpane.h"
#include "panes/refusedpane.h"
#include "settings.h"
#include "widgets/button.h"
#include "widgets/jsontree.h"
#include "workspace.h"

#include <QDir>
#include <QInputDialog>
#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QWebSocket>

#include <memory>

using namespace greenroom;
using namespace Qt::StringLiterals;

// The dashboard, and what a person does to a hosted connection and a call, with a real host of builtin:demo.
class TestProjectPage : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { registerResources(); }
    void init();
    void cleanup();
    void nothingIsOpen();
    void theHostIsDown();
    void aMissingRuntimeIsSaid();
    void aMissingRuntimeIsChosen();
    void aRefusedRowSaysWhy();
    void aProblemHasItsActions();
    void aRefusalAtTheDoorHasNoInvocation();
    void aValueIsSet();
    void restartKeepsTheAddress();
    void aHostedConnectionIsClosed_data();
    void aHostedConnectionIsClosed();
    void aCallIsMadeAgainWithAnEditedEvent();
    void jsonKeepsItsOrder_data();
    void jsonKeepsItsOrder();

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
    Button *button(const QString &text) const
    {
        for (Button *one : m_window->findChildren<Button *>()) {
            if (one->isVisible() && one->text() == text)
                return one;
        }
        return nullptr;
    }
    bool says(const QString &words) const
    {
        for (const QLabel *label : m_window->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text() == words)
                return true;
        }
        return false;
    }
    Workspace &workspace() const { return m_window->workspace(); }
    void feed() { m_window->feed().feed(m_stage.take()); }
    void host();
    std::unique_ptr<QWebSocket> client();
    QString hostedConnection() const;

    std::unique_ptr<QTemporaryDir> m_data;
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<MainWindow> m_window;
    Stage m_stage;
};

namespace {

// Answers the next question for a text, as a person would.
void answerWith(const QString &text)
{
    QTimer::singleShot(0, qApp, [text] {
        auto *dialog = qobject_cast<QInputDialog *>(QApplication::activeModalWidget());
        if (!dialog)
            return answerWith(text);
        dialog->setTextValue(text);
        dialog->accept();
    });
}

QStringList namesOf(const QAbstractItemModel &model, const QModelIndex &parent = {})
{
    QStringList names;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        names << index.data().toString() << namesOf(model, index);
    }
    return names;
}

} // namespace

void TestProjectPage::init()
{
    m_data = std::make_unique<QTemporaryDir>();
    QDir(m_data->path()).mkpath(u"data"_s);
    m_engine = std::make_unique<Engine>(EngineOptions { .dataFolder = m_data->filePath(u"data"_s) });
    m_window = std::make_unique<MainWindow>(*m_engine, m_data->filePath(u"data"_s), m_data->filePath(u"settings.ini"_s));
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_window->showPlace(u"projects"_s);
    m_stage = Stage();
}

void TestProjectPage::cleanup()
{
    m_window.reset();
    m_engine.reset();
    m_data.reset();
}

void TestProjectPage::host()
{
    workspace().actions.openProject(u"builtin:demo"_s);
    QTRY_VERIFY_WITH_TIMEOUT(workspace().project.isOpen(), 10000);
    workspace().settings.trust(u"builtin:demo"_s);
    Button *start = button(u"Start host"_s);
    QVERIFY(start);
    start->click();
    QTRY_VERIFY_WITH_TIMEOUT(workspace().project.isListening(), 10000);
}

std::unique_ptr<QWebSocket> TestProjectPage::client()
{
    auto socket = std::make_unique<QWebSocket>();
    socket->open(QUrl(workspace().project.listening().wsUrl));
    if (!QTest::qWaitFor([&] { return socket->state() == QAbstractSocket::ConnectedState && !hostedConnection().isEmpty(); }, 10000))
        return {};
    return socket;
}

QString TestProjectPage::hostedConnection() const
{
    const ConnectionsModel &connections = workspace().connections;
    for (int row = 0; row < connections.rowCount(); ++row) {
        if (!connections.row(row).isClient())
            return connections.row(row).id();
    }
    return {};
}

void TestProjectPage::nothingIsOpen()
{
    QVERIFY(says(u"No project is open."_s));
    QVERIFY(button(u"Open…"_s));
    QVERIFY(!visible<QTableView>(u"Routes"_s));
}

void TestProjectPage::theHostIsDown()
{
    workspace().actions.openProject(u"builtin:demo"_s);
    QTRY_VERIFY_WITH_TIMEOUT(workspace().project.isOpen(), 10000);
    QTRY_VERIFY(visible<QTableView>(u"Routes"_s));
    QVERIFY(says(u"The host is not running."_s));
    QVERIFY(says(u"Nobody is connected."_s));
    QVERIFY(says(u"No problems."_s));
    QVERIFY(button(u"Start host"_s));
    QVERIFY(!button(u"Restart"_s) && !button(u"Stop host"_s));
}

void TestProjectPage::aMissingRuntimeIsSaid()
{
    m_stage.project();
    Stage::Batch batch = m_stage.take();
    auto &opened = std::get<ProjectOpened>(batch.first().payload);
    opened.functions = { QJsonObject { { u"name"_s, u"say"_s }, { u"handler"_s, u"src/handler.say"_s }, { u"runtime"_s, u"nodejs20.x"_s } } };
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", m_data->path().toUtf8());   // nothing in it
    m_window->feed().feed(batch);
    const bool said = says(u"This project's handlers need Node 20; it was not found on the PATH."_s);
    // Installed meanwhile.
    QFile node(m_data->filePath(u"node"_s));
    const bool made = node.open(QFile::WriteOnly) && node.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    node.close();
    if (Button *again = button(u"Look again"_s))
        again->click();
    const bool gone = !visible<RuntimeBand>();
    qputenv("PATH", path);
    QVERIFY(said);
    QVERIFY(made && gone);
}

// A program somewhere else is taken from then on, in every launch; what is no Node is not.
void TestProjectPage::aMissingRuntimeIsChosen()
{
    m_stage.project();
    Stage::Batch batch = m_stage.take();
    std::get<ProjectOpened>(batch.first().payload).functions = { QJsonObject { { u"name"_s, u"say"_s }, { u"runtime"_s, u"nodejs20.x"_s } } };
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", m_data->path().toUtf8());   // nothing in it
    m_window->feed().feed(batch);
    auto *band = visible<RuntimeBand>();
    QDir(m_data->path()).mkpath(u"node20/bin"_s);
    QFile node(m_data->filePath(u"node20/bin/node"_s));
    const bool made = node.open(QFile::WriteOnly) && node.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    node.close();
    const bool offered = button(u"Choose program…"_s) != nullptr;
    if (band)
        band->choose(m_data->filePath(u"settings.ini"_s));
    const bool refused = visible<RuntimeBand>() && says(u"settings.ini is not a program called “node”. Choose the one Node's archive has in bin/."_s);
    if (band)
        band->choose(node.fileName());
    const bool gone = !visible<RuntimeBand>();
    const QString found = QStandardPaths::findExecutable(u"node"_s);   // as the host looks for it
    qputenv("PATH", path);
    QVERIFY(made && offered && refused);
    QVERIFY(gone);
    QCOMPARE(found, node.fileName());
    QCOMPARE(m_window->workspace().settings.text(u"runtime/node"_s), m_data->filePath(u"node20/bin"_s));
}

void TestProjectPage::aRefusedRowSaysWhy()
{
    m_stage.project().opens(u"a1F="_s, u"alice"_s).refuses(401, u"wrong token"_s, u"Send a token."_s);
    feed();
    auto *table = visible<QTableView>(u"Connections"_s);
    QVERIFY(table);
    QCOMPARE(table->model()->rowCount(), 2);
    const QRect row = table->visualRect(table->model()->index(1, ConnectionsModel::ToService));
    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, QPoint(table->viewport()->width() - 24, row.center().y()));
    QCOMPARE(m_window->place(), u"connections"_s);
    auto *pane = visible<RefusedPane>();
    QVERIFY(pane);
    QCOMPARE(pane->sentence(), u"Wrong token"_s);
}

// Right to left over a problem's row: invoke again, open the invocation, its place in the editor.
void TestProjectPage::aProblemHasItsActions()
{
    m_stage.project().opens(u"a1F="_s, u"alice"_s);
    m_stage.says(u"a1F="_s, "{\"action\":\"start\"}", u"start"_s, 31, u"Cannot read properties of undefined"_s);
    feed();
    auto *list = visible<QListView>(u"Problems"_s);
    QVERIFY(list);
    QCOMPARE(list->model()->rowCount(), 1);
    const QRect row = list->visualRect(list->model()->index(0, 0));
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, QPoint(row.right() - 190, row.center().y()));
    auto *pane = visible<InvocationPane>();
    QVERIFY(pane);
    QCOMPARE(pane->requestId(), u"req000001"_s);
}

// Only a refusal that a function decided can open an invocation.
void TestProjectPage::aRefusalAtTheDoorHasNoInvocation()
{
    m_stage.project();
    ConnectRefused door;
    door.apiId = u"shopapi123"_s;
    door.requestId = u"door01"_s;
    door.status = 403;
    door.reason = u"There is no stage at /elsewhere"_s;
    m_stage.add(door);
    const QString asked = m_stage.asks(u"a1F="_s, {}, u"$connect"_s);
    ConnectRefused denied = door;
    denied.requestId = asked;
    denied.status = 401;
    denied.reason = u"wrong token"_s;
    m_stage.add(denied);
    feed();
    const NoticesModel &notices = workspace().notices;
    QCOMPARE(notices.rowCount(), 2);
    QStringList requests;
    for (int row = 0; row < notices.rowCount(); ++row)
        requests << notices.index(row, 0).data(NoticesModel::RequestIdRole).toString();
    QVERIFY2(requests.contains(asked) && requests.contains(QString()), qPrintable(requests.join(u',')));
}

void TestProjectPage::aValueIsSet()
{
    const QString file = m_data->filePath(u"serverless.yml"_s);
    m_stage.project(file);
    Notice variable;
    variable.severity = u"warning"_s;
    variable.area = u"project"_s;
    variable.text = u"The variable ${ssm:/shop/topic} cannot be resolved here."_s;
    variable.file = file;
    variable.line = 18;
    m_stage.add(variable);
    feed();
    auto *list = visible<QListView>(u"Problems"_s);
    QVERIFY(list);
    const QRect row = list->visualRect(list->model()->index(0, 0));
    answerWith(u"arn:topic"_s);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, QPoint(row.right() - 40, row.center().y()));
    QFile saved(m_data->filePath(u"greenroom.project.yaml"_s));
    QVERIFY(saved.open(QFile::ReadOnly));
    QCOMPARE(saved.readAll(), "values:\n  \"ssm:/shop/topic\": \"arn:topic\"\n");
}

void TestProjectPage::restartKeepsTheAddress()
{
    host();
    const QString url = workspace().project.listening().wsUrl;
    const auto socket = client();
    QVERIFY(socket);
    int stopped = 0;
    connect(&workspace().project, &ProjectModel::projectChanged, this, [&] { stopped += workspace().project.isListening() ? 0 : 1; });
    Button *restart = button(u"Restart"_s);
    QVERIFY(restart);
    restart->click();
    QTRY_COMPARE_WITH_TIMEOUT(socket->state(), QAbstractSocket::UnconnectedState, 10000);
    QCOMPARE(int(socket->closeCode()), 1001);
    QTRY_VERIFY_WITH_TIMEOUT(stopped > 0 && workspace().project.isListening(), 10000);
    QCOMPARE(workspace().project.listening().wsUrl, url);
}

void TestProjectPage::aHostedConnectionIsClosed_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("reason");
    QTest::newRow("normal") << u"Normal, 1000"_s << QString() << 1000 << QString();
    QTest::newRow("going away") << u"Going away, 1001"_s << QString() << 1001 << QString();
    QTest::newRow("a code of one's own") << u"With a code of your own…"_s << u"4321 the show is over"_s << 4321 << u"the show is over"_s;
    QTest::newRow("cut") << u"Cut without goodbye"_s << QString() << 1006 << QString();
}

void TestProjectPage::aHostedConnectionIsClosed()
{
    QFETCH(QString, action);
    QFETCH(QString, answer);
    QFETCH(int, code);
    QFETCH(QString, reason);
    host();
    const auto socket = client();
    QVERIFY(socket);
    const QString id = hostedConnection();
    m_window->showPlace(u"connections"_s, id);
    QVERIFY(visible<Inspector>());
    QMenu *menu = button(u"Close"_s) ? button(u"Close"_s)->menu() : nullptr;
    QVERIFY(menu);
    emit menu->aboutToShow();
    QAction *chosen = nullptr;
    for (QAction *one : menu->actions())
        chosen = one->text() == action ? one : chosen;
    QVERIFY(chosen && chosen->isEnabled());
    if (!answer.isEmpty())
        answerWith(answer);
    chosen->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(socket->state(), QAbstractSocket::UnconnectedState, 10000);
    if (code != 1006) {   // QWebSocket tells a cut line its own way
        QCOMPARE(int(socket->closeCode()), code);
        QCOMPARE(socket->closeReason(), reason);
    }
    QTRY_COMPARE_WITH_TIMEOUT(workspace().connections.connection(id)->state, ConnectionRow::State::Closed, 10000);
    QCOMPARE(workspace().connections.connection(id)->closed.code, code);
    QTRY_VERIFY(!button(u"Close"_s)->isEnabled());
}

void TestProjectPage::aCallIsMadeAgainWithAnEditedEvent()
{
    host();
    const auto socket = client();
    QVERIFY(socket);
    socket->sendTextMessage(u"{\"action\":\"whoami\"}"_s);
    const InvocationsModel &calls = workspace().invocations;
    const auto callOf = [&calls](const QString &route, int nth) -> const InvocationRow * {
        for (int row = 0; row < calls.rowCount(); ++row) {
            if (calls.row(row).invoked.routeKey == route && nth-- == 0)
                return &calls.row(row);
        }
        return nullptr;
    };
    QTRY_VERIFY_WITH_TIMEOUT(callOf(u"whoami"_s, 0) && callOf(u"whoami"_s, 0)->isAnswered, 10000);
    const QString first = callOf(u"whoami"_s, 0)->invoked.requestId;
    m_window->showPlace(u"projects"_s, u"invocation/"_s + first);
    auto *pane = visible<InvocationPane>();
    QVERIFY(pane);
    button(u"Edit a copy"_s)->click();
    auto *editor = visible<QPlainTextEdit>(u"The event to invoke with"_s);
    QVERIFY(editor);
    // As it came: its names in the gateway's order, and nothing lost.
    const QByteArray original = callOf(u"whoami"_s, 0)->invoked.event;
    QCOMPARE(QJsonDocument::fromJson(editor->toPlainText().toUtf8()), QJsonDocument::fromJson(original));
    QVERIFY(QString::fromUtf8(original).indexOf(u"requestContext"_s) < QString::fromUtf8(original).indexOf(u"\"body\""_s));
    QVERIFY(editor->toPlainText().indexOf(u"requestContext"_s) < editor->toPlainText().indexOf(u"\"body\""_s));
    editor->setPlainText(u"{ \"requestContext\": "_s);
    QVERIFY(!button(u"Invoke again"_s)->isEnabled());   // not JSON
    QString edited = QString::fromUtf8(original);
    edited.replace(u"whoami\\\""_s, u"whoami\\\",\\\"edited\\\":true"_s);
    QVERIFY(edited != QString::fromUtf8(original));
    editor->setPlainText(edited);
    QVERIFY(button(u"Invoke again"_s)->isEnabled());
    button(u"Invoke again"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(callOf(u"whoami"_s, 1), 10000);
    QTRY_VERIFY(pane->requestId() != first);   // the pane goes to the new call
    QCOMPARE(pane->requestId(), callOf(u"whoami"_s, 1)->invoked.requestId);
    QCOMPARE(QString::fromUtf8(callOf(u"whoami"_s, 1)->invoked.event), edited);
    QTRY_VERIFY_WITH_TIMEOUT(callOf(u"whoami"_s, 1)->isAnswered, 10000);
}

void TestProjectPage::jsonKeepsItsOrder_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QStringList>("names");
    QTest::newRow("an object") << QByteArray(R"({"z":1,"a":2,"m":{"y":[],"b":{}}})") << QStringList { u"z"_s, u"a"_s, u"m"_s, u"y"_s, u"b"_s };
    QTest::newRow("room between") << QByteArray("{ \"z\" : 1 ,\n\t\"a\":\"x, }\" }") << QStringList { u"z"_s, u"a"_s };
    QTest::newRow("escapes") << QByteArray(R"({"q\"uote":"a\\","é":"b"})") << QStringList { u"q\"uote"_s, u"é"_s };
    QTest::newRow("a list") << QByteArray(R"([{"z":1},{"a":2}])") << QStringList { u"0"_s, u"z"_s, u"1"_s, u"a"_s };
    QTest::newRow("a message in the event") << QByteArray(R"({"requestContext":{"r":1},"body":"{\"z\":1,\"a\":[true]}"})")
                                            << QStringList { u"requestContext"_s, u"r"_s, u"body (JSON in text)"_s, u"z"_s, u"a"_s, u"0"_s };
    QTest::newRow("nothing in it") << QByteArray("{}") << QStringList { QString() };
    QTest::newRow("not JSON") << QByteArray(R"({"z":)") << QStringList();
}

void TestProjectPage::jsonKeepsItsOrder()
{
    QFETCH(QByteArray, json);
    QFETCH(QStringList, names);
    JsonModel model;
    model.setNodes(jsonNodes(json));
    QCOMPARE(namesOf(model), names);
}

QTEST_MAIN(TestProjectPage)
#include "tst_projectpage.moc"
