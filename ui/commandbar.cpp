// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandbar.h"

#include "actions.h"
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
    m_place = new Button(theme, Kind::Framed, u"local"_s, tr("LOCAL"));
    m_place->setToolTip(tr("Where runs connect. Everything stays on this computer."));
    connect(m_place, &Button::clicked, this, [this] { emit openRequested(u"projects"_s); });
    m_run = new Button(theme, Kind::Main, u"run-solid"_s, tr("Run"));
    m_run->setKey(u"F5"_s);
    m_run->setShortcut(QKeySequence(u"F5"_s));
    m_rerun = new Button(theme, Kind::Framed, u"rerun-failed"_s, tr("Re-run failed"));
    m_rerun->setKey(u"Ctrl+F5"_s);
    m_rerun->setShortcut(QKeySequence(u"Ctrl+F5"_s));
    m_stop = new Button(theme, Kind::Danger, u"stop"_s, tr("Stop"));
    m_stop->setKey(u"⇧F5"_s);
    m_stop->setShortcut(QKeySequence(u"Shift+F5"_s));
    connect(m_run, &Button::clicked, this, [this] { m_workspace.actions.runAgain(); });
    connect(m_rerun, &Button::clicked, this, [this] { m_workspace.actions.rerunFailed(); });
    connect(m_stop, &Button::clicked, this, [this] { m_workspace.actions.stopRun(); });
    m_search = new SearchBox(theme);
    connect(m_search, &QAbstractButton::clicked, this, &CommandBar::searchRequested);
    m_theme = new Button(theme, Kind::Flat, u"moon"_s, {});
    m_theme->setToolTip(tr("Light or dark"));
    m_theme->setAccessibleName(tr("Light or dark"));
    connect(m_theme, &Button::clicked, this, [this] {
        const bool dark = m_workspace.theme.variant() == Theme::Variant::Dark;
        m_workspace.settings.setThemeChoice(dark ? Settings::ThemeChoice::Light : Settings::ThemeChoice::Dark);
        m_workspace.theme.setVariant(m_workspace.settings.variant());
    });
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
    layout->addWidget(m_theme);
    connect(&workspace.project, &ProjectModel::projectChanged, this, &CommandBar::show);
    connect(&workspace.run, &RunModel::summaryChanged, this, &CommandBar::show);
    connect(&workspace.run, &RunModel::runChanged, this, &CommandBar::show);
    connect(&workspace.theme, &Theme::changed, this, &CommandBar::show);
    show();
}

void CommandBar::buildProjectMenu()
{
    auto *menu = new QMenu(m_project);
    m_project->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, &CommandBar::fillProjectMenu);
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
    m_place->setText(project.isOpen() ? tr("LOCAL  ·  %1").arg(project.project().stage) : tr("LOCAL"));
    m_place->updateGeometry();
    m_run->setEnabled(!run.isRunning() && (!run.run.file.isEmpty() || project.isListening()));
    m_rerun->setEnabled(!run.isRunning() && run.problems() > 0);
    m_stop->setEnabled(run.isRunning());
    m_theme->setSymbol(m_workspace.theme.variant() == Theme::Variant::Dark ? u"sun"_s : u"moon"_s);
    update();
}

// Narrow windows: key hints go first, then the words of two buttons, then the field gets short.
void CommandBar::resizeEvent(QResizeEvent *)
{
    for (Button *button : { m_run, m_rerun, m_stop })
        button->setShowsKey(width() >= 1010);
    for (Button *button : { m_rerun, m_stop })
        button->setShowsText(width() >= 760);
    m_search->setFixedWidth(width() >= 1010 ? 320 : width() >= 760 ? 196 : 120);
}

void CommandBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_workspace.theme.color(Token::BgChrome));
    const int between = (m_place->geometry().right() + m_run->geometry().left()) / 2;
    painter.fillRect(between, (height() - 20) / 2, 1, 20, m_workspace.theme.color(Token::LineStrong));
}

} // namespace greenroom
