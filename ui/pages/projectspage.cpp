// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/projectspage.h"

#include "actions.h"
#include "models/connectionsmodel.h"
#include "models/noticesmodel.h"
#include "models/projectmodel.h"
#include "widgets/pieces.h"
#include "words.h"
#include "workspace.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

ProjectsPage::ProjectsPage(Workspace &workspace, QWidget *parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_stack(new QStackedWidget)
{
    auto *empty = new EmptyState(workspace.theme, u"folder"_s, tr("No project is open."), tr("Open a folder with a serverless.yml, or drop it on the window."));
    QPushButton *open = empty->addButton(u"folder"_s, tr("Open…"));
    connect(open, &QPushButton::clicked, this, [this] {
        const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a project"));
        if (!folder.isEmpty())
            m_workspace.actions.openProject(folder);
    });
    m_stack->addWidget(empty);
    m_stack->addWidget(dashboard());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->addWidget(m_stack);
    connect(&workspace.project, &ProjectModel::projectChanged, this, &ProjectsPage::show);
    connect(&workspace.project, &ProjectModel::trafficChanged, this, &ProjectsPage::showTraffic);
    connect(&workspace.notices, &NoticesModel::countChanged, this, &Page::changed);
    show();
}

QWidget *ProjectsPage::dashboard()
{
    const Theme &theme = m_workspace.theme;
    m_title = makeLabel(theme, Theme::TypeLevel::Title, Token::T1);
    m_address = makeLabel(theme, Theme::TypeLevel::Mono, Token::T2);
    m_address->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_state = new Chip(theme);
    m_facts = new Chip(theme);
    m_host = makeMainButton(theme, u"run-solid"_s, tr("Start host"));
    m_stop = makeButton(theme, u"stop"_s, tr("Stop host"));
    QPushButton *copy = makeButton(theme, u"copy"_s, tr("Copy URL"));
    connect(m_host, &QPushButton::clicked, this, [this] { m_workspace.actions.hostProject(this); });
    connect(m_stop, &QPushButton::clicked, this, [this] { m_workspace.actions.stopHost(); });
    connect(copy, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(m_workspace.project.listening().wsUrl); });
    auto *first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_title);
    first->addWidget(m_state);
    first->addWidget(m_facts);
    first->addStretch();
    first->addWidget(copy);
    first->addWidget(m_stop);
    first->addWidget(m_host);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(16, 12, 16, 12);
    head->setSpacing(4);
    head->addLayout(first);
    head->addWidget(m_address);

    auto *routes = new QTableView;
    routes->setModel(&m_workspace.project);
    routes->setAccessibleName(tr("Routes"));
    setUpTable(theme, routes);
    static constexpr int routeWidths[] = { 140, 140, 60, 60, 70, 70, 150 };
    for (int column = 0; column < int(std::size(routeWidths)); ++column)
        routes->setColumnWidth(column, routeWidths[column]);
    auto *connections = new QTableView;
    connections->setModel(&m_workspace.connections);
    connections->setAccessibleName(tr("Connections"));
    setUpTable(theme, connections);
    connect(connections, &QTableView::activated, this, [this](const QModelIndex &index) {
        emit openRequested(u"connections"_s, index.data(ConnectionsModel::ConnectionIdRole).toString());
    });
    auto *tables = new QSplitter;
    tables->addWidget(routes);
    tables->addWidget(connections);
    tables->setSizes({ 800, 500 });

    m_in = new RateChart(theme, tr("Messages in"), Token::DirOut);
    m_out = new RateChart(theme, tr("Messages out"), Token::DirIn);
    auto *charts = new QHBoxLayout;
    charts->setContentsMargins(16, 12, 16, 12);
    charts->setSpacing(32);
    charts->addWidget(m_in);
    charts->addWidget(m_out);

    auto *problems = new QTableView;
    problems->setModel(&m_workspace.notices);
    problems->setAccessibleName(tr("Problems"));
    problems->horizontalHeader()->hide();
    setUpTable(theme, problems);
    problems->setMaximumHeight(180);

    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addWidget(tables, 1);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addLayout(charts);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    QLabel *problemsTitle = makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1, tr("Problems"));
    problemsTitle->setContentsMargins(16, 8, 16, 4);
    layout->addWidget(problemsTitle);
    layout->addWidget(problems);
    return page;
}

void ProjectsPage::show()
{
    const ProjectModel &project = m_workspace.project;
    m_stack->setCurrentIndex(project.isOpen() ? 1 : 0);
    m_title->setText(project.project().name);
    m_address->setText(project.isListening() ? tr("%1    api %2").arg(project.listening().wsUrl, project.listening().httpUrl)
                           : project.hasFailed() ? project.listening().error
                                                 : tr("The host is not running."));
    m_state->setLook(project.isListening() ? ChipLook { tr("Listening"), u"passed"_s, {}, true } : ChipLook { tr("Stopped"), {}, {}, true });
    m_facts->setLook({ tr("%1 · stage %2").arg(project.project().format, project.project().stage), {}, {}, false });
    m_host->setVisible(!project.isListening());
    m_stop->setVisible(project.isListening());
    emit changed();
}

void ProjectsPage::showTraffic()
{
    m_in->setValues(m_workspace.project.traffic().in, tr("/s"));
    m_out->setValues(m_workspace.project.traffic().out, tr("/s"));
}

QString ProjectsPage::subtitle() const
{
    return m_workspace.project.project().name;
}

int ProjectsPage::problemCount() const
{
    return m_workspace.notices.problemCount();
}

} // namespace greenroom
