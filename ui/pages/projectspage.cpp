// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/projectspage.h"

#include "actions.h"
#include "models/connectionsmodel.h"
#include "models/invocationsmodel.h"
#include "models/noticesmodel.h"
#include "models/projectmodel.h"
#include "pages/projectparts.h"
#include "pages/runtimeband.h"
#include "panes/invocationpane.h"
#include "widgets/latencychart.h"
#include "widgets/pieces.h"
#include "words.h"
#include "workspace.h"

#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QString functionsText(int count)
{
    return count == 1 ? ProjectsPage::tr("1 function") : ProjectsPage::tr("%1 functions").arg(count);
}

QString routesText(int count)
{
    return count == 1 ? ProjectsPage::tr("1 route") : ProjectsPage::tr("%1 routes").arg(count);
}

} // namespace

ProjectsPage::ProjectsPage(Workspace &workspace, QWidget *parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_stack(new QStackedWidget)
{
    auto *empty = new EmptyState(workspace.theme, u"folder"_s, tr("No project is open."),
                                 tr("Open a folder with a serverless.yml, or drop it on the window."));
    QPushButton *open = empty->addButton(u"folder"_s, tr("Open…"));
    connect(open, &QPushButton::clicked, this, &ProjectsPage::openAnother);
    m_stack->addWidget(empty);
    m_stack->addWidget(dashboard());
    m_invocation = new InvocationPane(workspace);
    m_stack->addWidget(m_invocation);
    connect(m_invocation, &InvocationPane::backRequested, this, [this] {
        m_stack->setCurrentIndex(m_workspace.project.isOpen() ? 1 : 0);
        emit changed();
    });
    connect(m_invocation, &InvocationPane::openRequested, this, &Page::openRequested);
    connect(m_invocation, &InvocationPane::chosen, this, [this](const QString &requestId) { this->open(u"invocation/"_s + requestId); });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(&workspace.project, &ProjectModel::projectChanged, this, &ProjectsPage::show);
    connect(&workspace.project, &ProjectModel::trafficChanged, this, &ProjectsPage::showTraffic);
    connect(&workspace.notices, &NoticesModel::countChanged, this, &ProjectsPage::showCounts);
    connect(&workspace.connections, &ConnectionsModel::countsChanged, this, &ProjectsPage::showCounts);
    show();
}

void ProjectsPage::show()
{
    const ProjectModel &project = m_workspace.project;
    const bool listening = project.isListening();
    if (!listening && std::exchange(m_restarting, false))
        m_workspace.actions.hostProject(this);
    if (!showsInvocation())
        m_stack->setCurrentIndex(project.isOpen() ? 1 : 0);
    m_title->setText(project.project().name);
    m_file->setText(QFileInfo(project.project().file).fileName());
    m_file->setToolTip(project.project().file);
    m_state->setLook(listening ? ChipLook { tr("Host is up"), u"passed"_s, {}, true }
                               : ChipLook { project.hasFailed() ? tr("Host failed") : tr("Host is down"), project.hasFailed() ? u"failed"_s : QString(), {}, true });
    m_stage->setLook({ tr("stage %1").arg(project.project().stage), {}, {}, false });
    m_socket->parentWidget()->setVisible(listening);
    m_http->parentWidget()->setVisible(listening);
    m_socket->setText(project.listening().wsUrl);
    m_http->setText(project.listening().httpUrl);
    const int functions = int(project.project().functions.size());
    m_facts->setText(!listening        ? QString()
                     : functions > 0     ? functionsText(functions) + u", "_s + project.project().format
                                         : tr("built in, nothing to install"));
    m_runtime->setFunctions(project.project().functions);
    m_facts->setVisible(listening);
    m_host->setVisible(!listening);
    m_stop->setVisible(listening);
    m_restart->setVisible(listening);
    m_busy->setCurrentIndex(listening ? 0 : 1);
    m_down->setSentence(project.hasFailed() ? tr("The host could not start.") : tr("The host is not running."),
                        project.hasFailed() ? project.listening().error
                                            : functions > 0 ? tr("%1 and %2 are ready. The first call starts their workers.").arg(routesText(project.rowCount()), functionsText(functions))
                                                          : tr("%1 are ready.").arg(routesText(project.rowCount())));
    m_copy->setVisible(listening);
    showTraffic();
    showCounts();
}

void ProjectsPage::showTraffic()
{
    const ProjectModel &project = m_workspace.project;
    m_in->setValues(project.traffic().in, tr("a second"));
    m_out->setValues(project.traffic().out, tr("a second"));
    m_latency->setValues(project.latencies());
    if (project.isListening())
        m_state->setLook({ tr("Host is up %1").arg(openForText(QDateTime::currentMSecsSinceEpoch() - project.listeningSince())), u"passed"_s, {}, true });
}

void ProjectsPage::showCounts()
{
    m_routeCount->setText(countText(m_workspace.project.rowCount()));
    m_connectionCount->setText(tr("%1 open").arg(countText(m_workspace.connections.openCount())));
    m_connections->setCurrentIndex(m_open->rowCount() > 0 ? 1 : 0);
    emit changed();
}

// The same address again, since pages know it by heart.
void ProjectsPage::restart()
{
    m_restarting = true;
    m_workspace.actions.stopHost();
}

void ProjectsPage::openAnother()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a project"));
    if (!folder.isEmpty())
        m_workspace.actions.openProject(folder);
}

void ProjectsPage::open(const QString &path)
{
    if (path.startsWith("invocation/"_L1) && m_workspace.invocations.invocation(path.mid(11))) {
        m_invocation->setInvocation(path.mid(11));
        m_stack->setCurrentWidget(m_invocation);
    } else {
        m_stack->setCurrentIndex(m_workspace.project.isOpen() ? 1 : 0);
    }
    emit changed();
}

bool ProjectsPage::showsInvocation() const
{
    return m_stack->currentIndex() == 2;
}

QString ProjectsPage::subtitle() const
{
    return showsInvocation() ? m_invocation->title() : m_workspace.project.project().name;
}

int ProjectsPage::problemCount() const
{
    return m_workspace.notices.problemCount();
}

} // namespace greenroom
