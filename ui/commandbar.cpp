// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandbar.h"

#include "actions.h"
#include "models/noticesmodel.h"
#include "models/projectmodel.h"
#include "models/runmodel.h"
#include "settings.h"
#include "widgets/button.h"
#include "widgets/paint.h"
#include "workspace.h"

#include <QAbstractButton>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

// Looks like a field and opens the palette.
class CommandBar::SearchBox : public QAbstractButton
{
public:
    explicit SearchBox(const Theme &theme)
        : m_theme(theme)
    {
        setFixedSize(320, 28);
        setAccessibleName(CommandBar::tr("Search or run a command"));
        setCursor(Qt::IBeamCursor);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintBox(&painter, rect(), m_theme.color(Token::BgStage), m_theme.color(hasFocus() ? Token::Focus : Token::LineControl), 6);
        paintSymbol(&painter, m_theme, QRect(8, 0, 16, height()), u"search"_s, Token::T3);
        if (width() < 60)
            return;
        const QString key = u"Ctrl K"_s;
        const int wide = keyWidth(m_theme, key);
        painter.setFont(m_theme.font(Theme::TypeLevel::Body));
        painter.setPen(m_theme.color(Token::T3));
        painter.drawText(QRect(30, 0, width() - wide - 44, height()), Qt::AlignVCenter | Qt::TextSingleLine,
                         width() < 240 ? CommandBar::tr("Search") : CommandBar::tr("Search or run a command"));
        paintKey(&painter, m_theme, QRect(width() - wide - 8, 0, wide, height()), key);
    }

private:
    const Theme &m_theme;
};

// The bell, with a dot while there are problems.
class CommandBar::BellButton : public Button
{
public:
    explicit BellButton(Workspace &workspace)
        : Button(workspace.theme, Kind::Flat, u"bell"_s, {})
        , m_workspace(workspace)
    {
    }

protected:
    void paintEvent(QPaintEvent *event) override
    {
        Button::paintEvent(event);
        const int count = m_workspace.notices.problemCount();
        const QString name = count == 0 ? CommandBar::tr("No problems") : count == 1 ? CommandBar::tr("1 problem") : CommandBar::tr("%1 problems").arg(count);
        if (accessibleName() != name) {
            setAccessibleName(name);
            setToolTip(name);
        }
        if (count == 0)
            return;
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(m_workspace.theme.color(Token::BgChrome), 1.5));
        painter.setBrush(m_workspace.theme.color(Token::BarFailed));
        painter.drawEllipse(QPointF(width() - 9, 9), 4, 4);
    }

private:
    Workspace &m_workspace;
};

CommandBar::CommandBar(Workspace &workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
{
    const Theme &theme = workspace.theme;
    using Kind = Button::Kind;
    setFixedHeight(44);
    m_project = new Button(theme, Kind::Flat, u"folder"_s, tr("No project"));
    m_project->setBold(true);
    buildProjectMenu();
    m_place = new Button(theme, Kind::Framed, u"local"_s, {});
    m_place->setMenu(new QMenu(m_place));
    connect(m_place->menu(), &QMenu::aboutToShow, this, &CommandBar::fillPlaceMenu);
    m_run = new Button(theme, Kind::Main, u"run-solid"_s, tr("Run"));
    m_run->setKey(u"F5"_s);
    m_rerun = new Button(theme, Kind::Framed, u"rerun-failed"_s, tr("Re-run failed"));
    m_rerun->setKey(u"Ctrl+F5"_s);
    m_stop = new Button(theme, Kind::Danger, u"stop"_s, tr("Stop"));
    m_stop->setKey(u"⇧F5"_s);
    m_stop->setToolTip(tr("No new steps; pressed again: now"));
    connect(m_run, &Button::clicked, this, [this] { m_workspace.actions.runAgain(); });
    connect(m_rerun, &Button::clicked, this, [this] { m_workspace.actions.rerunFailed(); });
    connect(m_stop, &Button::clicked, this, [this] { m_workspace.actions.stopRun(); });
    m_search = new SearchBox(theme);
    connect(m_search, &QAbstractButton::clicked, this, &CommandBar::searchRequested);
    m_bell = new BellButton(workspace);
    connect(m_bell, &Button::clicked, this, &CommandBar::problemsRequested);
    m_pane = new Button(theme, Kind::Flat, u"sidebar"_s, {});
    m_pane->setToolTip(tr("Details: show or hide"));
    m_pane->setAccessibleName(tr("Details"));
    connect(m_pane, &Button::clicked, this, &CommandBar::paneRequested);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 8, 0);
    layout->setSpacing(8);
    layout->addWidget(m_project);
    layout->addWidget(m_place);
    layout->addSpacing(17);   // the line between
    for (Button *button : { m_run, m_rerun, m_stop })
        layout->addWidget(button);
    layout->addStretch();
    layout->addWidget(m_search);
    layout->addSpacing(4);
    layout->addWidget(m_bell);
    layout->addWidget(m_pane);
    connect(&workspace.project, &ProjectModel::projectChanged, this, &CommandBar::show);
    connect(&workspace.run, &RunModel::summaryChanged, this, &CommandBar::show);
    connect(&workspace.run, &RunModel::runChanged, this, &CommandBar::show);
    connect(&workspace.theme, &Theme::changed, this, &CommandBar::show);
    connect(&workspace.notices, &NoticesModel::countChanged, m_bell, qOverload<>(&QWidget::update));
    show();
}

void CommandBar::buildProjectMenu()
{
    auto *menu = new QMenu(m_project);
    m_project->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, &CommandBar::fillProjectMenu);
}

void CommandBar::fillPlaceMenu()
{
    QMenu *menu = m_place->menu();
    menu->clear();
    const ProjectModel &project = m_workspace.project;
    QAction *here = menu->addAction(m_workspace.theme.icon(u"local"_s), project.isListening() ? tr("This computer, stage %1").arg(project.listening().stage) : tr("This computer"), this,
                                    [this] { emit openRequested(u"projects"_s); });
    here->setCheckable(true);
    here->setChecked(m_remote.isEmpty());
    menu->addAction(m_workspace.theme.icon(u"cloud"_s), tr("Another address…"), this, [this] { emit openRequested(u"client"_s); });
}

void CommandBar::fillProjectMenu()
{
    QMenu *menu = m_project->menu();
    menu->clear();
    menu->addAction(m_workspace.theme.icon(u"folder"_s), tr("Open a project…"), this, [this] {
        const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a project"));
        if (!folder.isEmpty())
            m_workspace.actions.openProject(folder);
    });
    menu->addAction(m_workspace.theme.icon(u"run"_s), tr("Try the demo"), this, [this] { m_workspace.actions.startDemo(); });
    const QList<Settings::Recent> recents = m_workspace.settings.recents();
    if (!recents.isEmpty())
        menu->addSeparator();
    for (const Settings::Recent &recent : recents) {
        QAction *action = menu->addAction(recent.name, this, [this, path = recent.path] { m_workspace.actions.openProject(path); });
        action->setToolTip(recent.path);
    }
}

void CommandBar::show()
{
    const ProjectModel &project = m_workspace.project;
    const RunSummary &run = m_workspace.run.summary();
    m_project->setText(project.isOpen() ? project.project().name : tr("No project"));
    m_project->updateGeometry();
    const bool remote = !m_remote.isEmpty();
    m_place->setLead(remote ? tr("REMOTE") : tr("LOCAL"));
    m_place->setText(remote ? m_remote.first() : project.isOpen() ? project.project().stage : QString());
    m_place->setSymbol(remote ? u"cloud"_s : u"local"_s);
    m_place->setRemote(remote);
    m_place->setAccessibleName(remote ? tr("Remote, %1").arg(m_remote.join(u", "_s)) : tr("Local"));
    m_place->setToolTip(remote ? tr("What is sent here reaches a service elsewhere.") : tr("Where runs connect. Everything stays on this computer."));
    m_place->updateGeometry();
    m_run->setEnabled(!run.isRunning() && (!run.run.file.isEmpty() || project.isListening()));
    m_rerun->setEnabled(!run.isRunning() && run.problems() > 0);
    m_stop->setEnabled(run.isRunning());
    m_run->setSymbol(m_run->isEnabled() ? u"run-solid"_s : u"run"_s);
    update();
}

void CommandBar::setRemote(const QStringList &places)
{
    if (std::exchange(m_remote, places) != places)
        show();
}

// Narrow windows: key hints go first, then the words of two buttons, then the field gets short.
void CommandBar::resizeEvent(QResizeEvent *)
{
    // The window's 1100 and 900, less the rail.
    m_rerun->setShowsKey(width() >= 1024);
    for (Button *button : { m_run, m_stop })
        button->setShowsKey(width() >= 880);
    for (Button *button : { m_rerun, m_stop })
        button->setShowsText(width() >= 820);
    m_search->setFixedWidth(width() >= 1024 ? 320 : width() >= 820 ? 196 : 28);
}

void CommandBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_workspace.theme.color(Token::BgChrome));
    const int between = (m_place->geometry().right() + m_run->geometry().left()) / 2;
    painter.fillRect(between, (height() - 20) / 2, 1, 20, m_workspace.theme.color(Token::LineStrong));
}

} // namespace greenroom
