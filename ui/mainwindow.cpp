// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "mainwindow.h"

#include "actions.h"
#include "commandbar.h"
#include "core/whenready.h"
#include "engine.h"
#include "journalfeed.h"
#include "menus.h"
#include "models/connectionsmodel.h"
#include "models/framesmodel.h"
#include "models/invocationsmodel.h"
#include "models/logmodel.h"
#include "models/noticesmodel.h"
#include "models/projectmodel.h"
#include "models/runmodel.h"
#include "models/runsmodel.h"
#include "page.h"
#include "pages/runtimeband.h"
#include "palette.h"
#include "rail.h"
#include "selection.h"
#include "settings.h"
#include "statusline.h"
#include "theme.h"
#include "toast.h"
#include "widgets/detached.h"
#include "widgets/paint.h"
#include "widgets/pieces.h"
#include "words.h"
#include "workspace.h"

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMimeData>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

// Outside any namespace: the macro declares a function at global scope.
static void registerIcons()
{
    Q_INIT_RESOURCE(icons);
}

namespace greenroom {

namespace {

// The panel on which everything that changes happens: one edge, 8 px corners, nothing at the bottom.
class Stage : public QWidget
{
public:
    explicit Stage(const Theme &theme) : m_theme(theme) {}

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), m_theme.color(Token::BgChrome));
        paintBox(&painter, rect().adjusted(0, 0, -8, 0), m_theme.color(Token::BgStage), m_theme.color(Token::Line), 8);
    }

private:
    const Theme &m_theme;
};

// "Run 142: 1 failed, 1 flaky in 0:21", of the same counts as the head.
QString verdictOf(const RunSummary &run)
{
    QStringList parts;
    for (const char *state : { "failed", "timedOut", "error", "flaky", "stopped" }) {
        if (const int count = run.counts.value(QLatin1StringView(state)))
            parts << u"%1 %2"_s.arg(count).arg(Theme::stateWord(QLatin1StringView(state)).toLower());
    }
    if (parts.isEmpty())
        parts << MainWindow::tr("%1 of %2 passed").arg(run.counts.value(u"passed"_s)).arg(run.total);
    return MainWindow::tr("Run %1: %2 in %3").arg(run.run.number).arg(parts.join(u", "_s), durationText(double(run.finishedAt - run.startedAt)));
}

class Chrome : public QWidget
{
public:
    explicit Chrome(const Theme &theme) : m_theme(theme) {}

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), m_theme.color(Token::BgChrome));
    }

private:
    const Theme &m_theme;
};

} // namespace

// The shared models and what goes with them; older than every page.
struct MainWindow::Models
{
    Models(Engine &engine, const QString &settingsFile)
        : settings(settingsFile)
        , workspace { engine, theme, settings, project, connections, frames, invocations, log, notices, run, runs, actions, selection }
        , feed(engine.journal(), workspace)
    {
        actions.setWorkspace(&workspace);
    }

    Theme theme;
    Settings settings;
    ProjectModel project;
    ConnectionsModel connections;
    FramesModel frames;
    InvocationsModel invocations;
    LogModel log;
    NoticesModel notices;
    RunModel run;
    RunsModel runs;
    Actions actions;
    Selection selection;
    Workspace workspace;
    JournalFeed feed;
};

MainWindow::MainWindow(Engine &engine, const QString &dataFolder, const QString &settingsFile, QWidget *parent)
    : QMainWindow(parent)
{
    registerIcons();
    m = std::make_unique<Models>(engine, settingsFile);
    m->theme.setDensity(m->settings.density());
    m->theme.setReducedMotion(m->settings.hasReducedMotion());
    m->theme.setVariant(m->settings.variant());
    useChosenRuntime(m->settings);
    m->actions.setDataFolder(dataFolder);
    setWindowIcon(QIcon(u":/icons/greenroom.svg"_s));
    setAcceptDrops(true);
    resize(1440, 900);
    restoreGeometry(m->settings.state(u"window"_s));

    m_stage = new QStackedWidget;
    auto *stage = new Stage(m->theme);
    auto *stageLayout = new QHBoxLayout(stage);
    stageLayout->setContentsMargins(1, 1, 9, 1);
    stageLayout->addWidget(m_stage);
    QList<Rail::Place> places;
    for (const PageKind &kind : pageKinds())
        places.append({ QLatin1StringView(kind.id), QCoreApplication::translate("Page", kind.title), QLatin1StringView(kind.icon) });
    m_rail = new Rail(m->theme, places);
    connect(m_rail, &Rail::chosen, this, [this](const QString &id) { showPlace(id); });

    m_status = new StatusLine(m->theme);
    m_toast = new Toast(m->theme, stage);
    m_palette = new Palette(m->theme, this);
    m_menus = new Menus(m->theme, this);
    m_bar = new CommandBar(m->workspace);
    CommandBar *bar = m_bar;
    connect(bar, &CommandBar::searchRequested, this, &MainWindow::openPalette);
    connect(bar, &CommandBar::paneRequested, this, &MainWindow::toggleDetails);
    connect(bar, &CommandBar::problemsRequested, this, [this] { act(u"tab.problems"_s); });
    connect(bar, &CommandBar::openRequested, this, [this](const QString &id) { showPlace(id); });

    auto *right = new QVBoxLayout;
    right->setSpacing(0);
    right->addWidget(bar);
    right->addWidget(stage, 1);
    auto *upper = new QHBoxLayout;
    upper->setSpacing(0);
    upper->addWidget(m_rail);
    upper->addLayout(right, 1);
    auto *chrome = new Chrome(m->theme);
    auto *layout = new QVBoxLayout(chrome);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(upper, 1);
    layout->addWidget(m_status);
    setCentralWidget(chrome);

    buildPages();
    buildActions();
    connect(&m->actions, &Actions::placeRequested, this, &MainWindow::showPlace);
    connect(&m->actions, &Actions::said, m_toast, &Toast::say);
    connect(&m->run, &RunModel::summaryChanged, this, &MainWindow::enableActions);
    connect(&m->feed, &JournalFeed::fed, this, &MainWindow::showStatus);
    connect(&m->project, &ProjectModel::trafficChanged, this, &MainWindow::showStatus);
    m->runs.setLoading(true);
    whenReady(engine.runs(), this, [this](const QList<RunRecord> &runs) {
        m->runs.setLoading(false);
        m->runs.setRuns(runs);
    });
    // Said aloud once; it stands in Problems too.
    connect(&m->notices, &NoticesModel::noticed, m_toast, [this](const NoticeRow &row) {
        if (row.kind == NoticeRow::Kind::Notice)
            m_toast->say(row.severity, row.text, row.detail);
    });
    showPlace(u"home"_s);
    showStatus();
}

MainWindow::~MainWindow()
{
    // Pages and their panes hold references to the models.
    qDeleteAll(findChildren<Detached *>());
    delete takeCentralWidget();
}

Workspace &MainWindow::workspace()
{
    return m->workspace;
}

JournalFeed &MainWindow::feed()
{
    return m->feed;
}

void MainWindow::buildPages()
{
    for (const PageKind &kind : pageKinds()) {
        Page *page = kind.make(m->workspace, m_stage);
        const QString id = QLatin1StringView(kind.id);
        connect(page, &Page::openRequested, this, &MainWindow::showPlace);
        connect(page, &Page::changed, this, [this, page, id] {
            m_rail->setCount(id, page->problemCount());
            showWhere();
        });
        m_pages.append(page);
        m_stage->addWidget(page);
    }
}

void MainWindow::showPlace(const QString &id, const QString &path)
{
    for (int i = 0; i < pageKinds().size(); ++i) {
        if (id != QLatin1StringView(pageKinds().at(i).id))
            continue;
        m_stage->setCurrentIndex(i);
        m_rail->setCurrent(id);
        if (m_at < 0 || m_visited[m_at] != qMakePair(id, path)) {
            m_visited.resize(m_at + 1);
            m_visited.append({ id, path });
            m_at = m_visited.size() - 1;
        }
        if (!path.isEmpty())
            m_pages.at(i)->open(path);
    }
    showWhere();
    m_toast->stepAside();
}

// What is sent from here reaches this computer or another: title, place and status line say the same.
void MainWindow::showWhere()
{
    const QStringList places = m_pages.isEmpty() ? QStringList() : m_pages.at(m_stage->currentIndex())->remotePlaces();
    m_bar->setRemote(places);
    m_status->setRemote(places);
    showStatus();
}

QString MainWindow::place() const
{
    return QLatin1StringView(pageKinds().at(m_stage->currentIndex()).id);
}

void MainWindow::showTitle()
{
    QStringList parts { u"Greenroom"_s };
    const QStringList places = m_pages.isEmpty() ? QStringList() : m_pages.at(m_stage->currentIndex())->remotePlaces();
    if (!places.isEmpty())
        parts.append(tr("REMOTE %1").arg(places.first()));
    else if (m->project.isOpen())
        parts.append(tr("%1 (LOCAL)").arg(m->project.project().name));
    if (!m_pages.isEmpty() && !m_pages.at(m_stage->currentIndex())->subtitle().isEmpty())
        parts.append(m_pages.at(m_stage->currentIndex())->subtitle());
    parts.removeDuplicates();
    setWindowTitle(parts.join(u" – "_s));
}

void MainWindow::showStatus()
{
    const RunSummary &run = m->run.summary();
    const ProjectModel &project = m->project;
    QList<StatusLine::Fact> left;
    if (project.isListening())
        left << StatusLine::Fact { u"connect"_s, m->connections.openCount() == 1 ? tr("1 connection") : tr("%1 connections").arg(m->connections.openCount()), {} }
             << StatusLine::Fact { u"message"_s, tr("%1 messages/s").arg(countText(qRound64(project.messagesPerSecond()))), {} };
    else
        left << StatusLine::Fact { u"server"_s, tr("No host is running"), {} };
    if (run.isRunning())
        left << StatusLine::Fact { {}, tr("Run %1: %2 of %3%4").arg(run.run.number).arg(run.done()).arg(run.total).arg(run.growing ? u"+"_s : QString()), u"running"_s };
    else if (!run.state.isEmpty())
        left << StatusLine::Fact { {}, verdictOf(run), run.state };
    if (const int problems = m->notices.problemCount())
        left << StatusLine::Fact { u"problems"_s, problems == 1 ? tr("1 problem") : tr("%1 problems").arg(problems), {} };
    const QString address = project.isListening() ? u"127.0.0.1:%1"_s.arg(project.listening().port) : tr("ready");
    const QString place = project.isListening() && project.listening().beyondLoopback ? tr("Reachable from other machines")
                                                                                      : tr("Everything stays on this computer");
    const bool remote = !m_pages.isEmpty() && !m_pages.at(m_stage->currentIndex())->remotePlaces().isEmpty();
    m_status->show(address, left, { { {}, remote ? tr("What is sent leaves this computer") : place, {} }, { {}, u"Greenroom " GREENROOM_VERSION ""_s, {} } });
    showTitle();
}

void MainWindow::openArgument(const QString &argument)
{
    if (argument == "--demo"_L1) {
        m->actions.startDemo();
    } else if (argument.startsWith("ws://"_L1) || argument.startsWith("wss://"_L1)) {
        showPlace(u"client"_s, argument);
    } else {
        m->actions.openProject(argument);
    }
}

void MainWindow::comeForward()
{
    setWindowState((windowState() & ~Qt::WindowMinimized) | Qt::WindowActive);
    show();
    raise();
    activateWindow();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    m->settings.setState(u"window"_s, saveGeometry());
    QMainWindow::closeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (event->mimeData()->hasUrls() && event->mimeData()->urls().first().isLocalFile())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    m->actions.openProject(event->mimeData()->urls().first().toLocalFile());
}

} // namespace greenroom
