// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commandbar.h"

#include "actions.h"
#include "models/projectmodel.h"
#include "models/runmodel.h"
#include "settings.h"
#include "widgets/pieces.h"
#include "workspace.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace greenroom {

CommandBar::CommandBar(Workspace &workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
{
    const Theme &theme = workspace.theme;
    setFixedHeight(44);
    m_project = makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1);
    m_place = new Chip(theme);
    m_run = makeMainButton(theme, u"run-solid"_s, tr("Run  F5"));
    m_rerun = makeButton(theme, u"rerun-failed"_s, tr("Re-run failed  Ctrl+F5"));
    m_stop = makeButton(theme, u"stop"_s, tr("Stop  Shift+F5"));
    m_run->setShortcut(QKeySequence(u"F5"_s));
    m_rerun->setShortcut(QKeySequence(u"Ctrl+F5"_s));
    m_stop->setShortcut(QKeySequence(u"Shift+F5"_s));
    connect(m_run, &QPushButton::clicked, this, [this] { m_workspace.actions.runAgain(); });
    connect(m_rerun, &QPushButton::clicked, this, [this] { m_workspace.actions.rerunFailed(); });
    connect(m_stop, &QPushButton::clicked, this, [this] { m_workspace.actions.stopRun(); });
    auto *themeButton = new QToolButton;
    themeButton->setAutoRaise(true);
    themeButton->setIcon(theme.icon(u"moon"_s, Token::T2));
    themeButton->setToolTip(tr("Light or dark"));
    themeButton->setAccessibleName(tr("Light or dark"));
    connect(themeButton, &QToolButton::clicked, this, [this] {
        const bool dark = m_workspace.theme.variant() == Theme::Variant::Dark;
        m_workspace.settings.setThemeChoice(dark ? Settings::ThemeChoice::Light : Settings::ThemeChoice::Dark);
        m_workspace.theme.setVariant(m_workspace.settings.variant());
    });
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(8, 0, 16, 0);
    layout->setSpacing(8);
    layout->addWidget(m_project);
    layout->addWidget(m_place);
    layout->addSpacing(8);
    layout->addWidget(m_run);
    layout->addWidget(m_rerun);
    layout->addWidget(m_stop);
    layout->addStretch();
    layout->addWidget(themeButton);
    connect(&workspace.project, &ProjectModel::projectChanged, this, &CommandBar::show);
    connect(&workspace.run, &RunModel::summaryChanged, this, &CommandBar::show);
    connect(&workspace.run, &RunModel::runChanged, this, &CommandBar::show);
    show();
}

void CommandBar::show()
{
    const ProjectModel &project = m_workspace.project;
    const RunSummary &run = m_workspace.run.summary();
    m_project->setText(project.isOpen() ? project.project().name : tr("No project"));
    m_place->setLook({ project.isListening() ? tr("LOCAL · %1").arg(project.project().stage) : tr("LOCAL"), {}, u"local"_s, false });
    m_run->setEnabled(!run.isRunning() && (!run.run.file.isEmpty() || project.isListening()));
    m_rerun->setEnabled(!run.isRunning() && run.problems() > 0);
    m_stop->setEnabled(run.isRunning());
}

void CommandBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_workspace.theme.color(Token::BgChrome));
}

} // namespace greenroom
