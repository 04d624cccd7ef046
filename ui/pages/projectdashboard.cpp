// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/projectspage.h"

#include "actions.h"
#include "models/connectionsmodel.h"
#include "models/projectmodel.h"
#include "pages/projectparts.h"
#include "pages/runtimeband.h"
#include "panes/drawer.h"
#include "widgets/columnfit.h"
#include "widgets/filterline.h"
#include "widgets/latencychart.h"
#include "widgets/pieces.h"
#include "words.h"
#include "workspace.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMenu>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

// How the dashboard is put together; projectspage.cpp fills it.
namespace greenroom {

namespace {

constexpr int narrow = 1016;   // of a window of 1100
constexpr int low = 720;
constexpr int lowCharts = 124;
constexpr int tallCharts = 180;
constexpr int wideList = 412;
constexpr int narrowList = 320;

QHBoxLayout *bar(int height = 40)
{
    auto *layout = new QHBoxLayout;
    layout->setContentsMargins(16, 0, 16, 0);
    layout->setSpacing(8);
    layout->addStrut(height);
    return layout;
}

// Parts one above the other, nothing between.
QWidget *column(std::initializer_list<QWidget *> parts, QLayout *first)
{
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(first);
    for (QWidget *part : parts)
        layout->addWidget(part, qobject_cast<QAbstractItemView *>(part) || qobject_cast<QStackedWidget *>(part) ? 1 : 0);
    return box;
}

} // namespace

QWidget *ProjectsPage::dashboard()
{
    const Theme &theme = m_workspace.theme;
    m_lists = new QSplitter(Qt::Horizontal);
    QSplitter *lists = m_lists;
    lists->addWidget(routes());
    lists->addWidget(connections());
    lists->setStretchFactor(0, 1);
    lists->setSizes({ 940, wideList });
    lists->setChildrenCollapsible(false);
    m_parts = new QSplitter(Qt::Vertical);
    QSplitter *parts = m_parts;
    parts->addWidget(lists);
    parts->addWidget(charts());
    parts->setStretchFactor(0, 1);
    parts->setSizes({ 340, tallCharts });
    parts->setChildrenCollapsible(false);
    auto *drawer = new Drawer(m_workspace, u"projects"_s, { u"problems"_s, u"log"_s, u"timeline"_s, u"frames"_s });
    connect(drawer, &Drawer::testChosen, this, [this](const QString &testId) { emit openRequested(u"runs"_s, u"test/"_s + testId); });
    auto *whole = new QSplitter(Qt::Vertical);
    whole->setProperty("strong", true);   // the drawer's edge
    whole->setChildrenCollapsible(false);
    whole->addWidget(parts);
    whole->addWidget(drawer);
    whole->setStretchFactor(0, 1);
    whole->setSizes({ 520, drawer->sizeHint().height() });
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(head());
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    m_runtime = new RuntimeBand(theme, m_workspace.settings);
    layout->addWidget(m_runtime);
    layout->addWidget(whole, 1);
    return page;
}

// The routes need the room more than the list of who is there.
void ProjectsPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    const bool isLow = height() < low;
    if (std::exchange(m_isLow, isLow) != isLow) {
        const int charts = isLow ? lowCharts : tallCharts;
        m_parts->setSizes({ m_parts->height() - charts - 1, charts });
    }
    const bool isNarrow = width() < narrow;
    if (std::exchange(m_isNarrow, isNarrow) == isNarrow)
        return;
    const int list = isNarrow ? narrowList : wideList;
    m_lists->setSizes({ width() - list, list });
}

QWidget *ProjectsPage::address(const QString &name, QLabel *&label)
{
    const Theme &theme = m_workspace.theme;
    auto *box = new QWidget;
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    label = makeLabel(theme, Theme::TypeLevel::Mono, Token::T1);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *copy = new Button(theme, Button::Kind::Flat, u"copy"_s, {});
    copy->setSize(Button::Size::Small);
    copy->setAccessibleName(tr("Copy the %1 address").arg(name));
    copy->setToolTip(copy->accessibleName());
    connect(copy, &Button::clicked, this, [label] { QGuiApplication::clipboard()->setText(label->text()); });
    layout->addWidget(makeLabel(theme, Theme::TypeLevel::Body, Token::T2, name));
    layout->addWidget(label);
    layout->addWidget(copy);
    return box;
}

QWidget *ProjectsPage::head()
{
    const Theme &theme = m_workspace.theme;
    m_title = makeLabel(theme, Theme::TypeLevel::Title, Token::T1);
    m_file = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    m_state = new Chip(theme);
    m_stage = new Chip(theme);
    m_host = makeButton(theme, u"run"_s, tr("Start host"));   // the green one stands in the pane below
    m_stop = new Button(theme, Button::Kind::Danger, u"stop"_s, tr("Stop host"));
    m_restart = makeButton(theme, u"rerun"_s, tr("Restart"));
    connect(m_restart, &Button::clicked, this, &ProjectsPage::restart);
    m_copy = makeButton(theme, u"copy"_s, tr("Copy URL"));
    auto *urls = new QMenu(m_copy);
    connect(urls->addAction(tr("Socket address")), &QAction::triggered, this, [this] { QGuiApplication::clipboard()->setText(m_workspace.project.listening().wsUrl); });
    connect(urls->addAction(tr("API address")), &QAction::triggered, this, [this] { QGuiApplication::clipboard()->setText(m_workspace.project.listening().httpUrl); });
    m_copy->setMenu(urls);
    connect(m_host, &Button::clicked, this, [this] { m_workspace.actions.hostProject(this); });
    connect(m_stop, &Button::clicked, this, [this] { m_workspace.actions.stopHost(); });
    auto *first = new QHBoxLayout;
    first->setSpacing(12);
    for (QWidget *part : std::initializer_list<QWidget *> { m_title, m_file, m_state, m_stage })
        first->addWidget(part);
    first->addStretch();
    for (QWidget *part : std::initializer_list<QWidget *> { m_stop, m_restart, m_host, m_copy })
        first->addWidget(part);
    auto *second = new QHBoxLayout;
    second->setSpacing(24);
    second->addWidget(address(tr("socket"), m_socket));
    second->addWidget(address(tr("api"), m_http));
    second->addStretch();
    m_facts = makeLabel(theme, Theme::TypeLevel::Body, Token::T3);
    second->addWidget(m_facts);
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(16, 12, 16, 10);
    layout->setSpacing(6);
    layout->addLayout(first);
    layout->addLayout(second);
    return box;
}

QWidget *ProjectsPage::routes()
{
    const Theme &theme = m_workspace.theme;
    auto *proxy = new FilterProxy(&m_workspace.project, this);
    auto *filter = new FilterLine(theme, m_workspace.project.filterFields());
    filter->setAccessibleName(tr("Filter routes"));
    filter->setFixedWidth(200);
    connect(filter, &FilterLine::filterChanged, proxy, &FilterProxy::setFilter);
    auto *head = bar();
    m_routeCount = makeLabel(theme, Theme::TypeLevel::Small, Token::T3);
    head->addWidget(makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1, tr("Routes")));
    head->addWidget(m_routeCount);
    head->addStretch();
    head->addWidget(filter);
    return column({ makeLine(theme, Qt::Horizontal), makeRoutesTable(m_workspace, proxy) }, head);
}

QWidget *ProjectsPage::connections()
{
    const Theme &theme = m_workspace.theme;
    m_open = new FilterProxy(&m_workspace.connections, this);
    // Those of this project; the clients' ends of them stand in Client.
    m_open->setCondition([this](const QModelIndex &index) {
        const ConnectionRow &row = m_workspace.connections.row(index.row());
        return !row.isClient() && row.state != ConnectionRow::State::Closed;
    });
    auto *head = bar();
    m_connectionCount = makeLabel(theme, Theme::TypeLevel::Small, Token::T3);
    auto *open = makeButton(theme, u"plus"_s, tr("Open"));
    open->setSize(Button::Size::Small);
    open->setAccessibleDescription(tr("Connect to this project as a client"));
    connect(open, &Button::clicked, this, [this] { emit openRequested(u"client"_s, m_workspace.project.listening().wsUrl); });
    head->addWidget(makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1, tr("Connections")));
    head->addWidget(m_connectionCount);
    head->addStretch();
    head->addWidget(open);
    QTableView *view = makeConnectionsTable(m_workspace, m_open);
    new ColumnFit(view, { { ConnectionsModel::Name, 116, 96 }, { ConnectionsModel::Id, 76, 76, 1 }, { ConnectionsModel::OpenFor, 72, 72, 2 },
                          { ConnectionsModel::ToService, 140, 140 } }, ConnectionsModel::ToService);
    connect(view, &QTableView::activated, this, [this](const QModelIndex &index) {
        emit openRequested(u"connections"_s, index.data(ConnectionsModel::ConnectionIdRole).toString());
    });
    connect(view, &QTableView::clicked, view, &QTableView::activated);
    m_connections = new QStackedWidget;
    m_connections->addWidget(new EmptyState(theme, u"connect"_s, tr("Nobody is connected."), tr("Copy the URL into your page, or press Open.")));
    m_connections->addWidget(view);
    for (auto signal : { &QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved })
        connect(m_open, signal, this, &ProjectsPage::showCounts);
    connect(m_open, &QAbstractItemModel::modelReset, this, &ProjectsPage::showCounts);
    return column({ makeLine(theme, Qt::Horizontal), m_connections }, head);
}

QWidget *ProjectsPage::charts()
{
    const Theme &theme = m_workspace.theme;
    auto *box = new Ground(theme, Token::BgPanel);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_in = new RateChart(theme, tr("Messages in"), Token::DirOut);
    m_out = new RateChart(theme, tr("Messages out"), Token::DirIn);
    m_latency = new LatencyChart(theme);
    for (QWidget *chart : std::initializer_list<QWidget *> { m_in, m_out, m_latency }) {
        if (chart != m_in)
            layout->addWidget(makeLine(theme, Qt::Vertical));
        auto *around = new QVBoxLayout;
        around->setContentsMargins(16, 12, 16, 12);
        around->addWidget(chart);
        layout->addLayout(around, 1);
    }
    auto *down = new EmptyState(theme, u"server"_s, tr("The host is not running."), tr("The first call starts the functions."));
    QPushButton *start = down->addButton(u"run-solid"_s, tr("Start host"));
    connect(start, &QPushButton::clicked, this, [this] { m_workspace.actions.hostProject(this); });
    connect(down->addButton(u"folder"_s, tr("Open another project…")), &QPushButton::clicked, this, &ProjectsPage::openAnother);
    m_down = down;
    m_busy = new QStackedWidget;
    m_busy->addWidget(box);
    m_busy->addWidget(down);
    m_busy->setMinimumHeight(120);
    return m_busy;
}

} // namespace greenroom
