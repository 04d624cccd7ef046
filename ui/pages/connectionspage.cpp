// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/connectionspage.h"

#include "actions.h"
#include "models/connectionsmodel.h"
#include "models/projectmodel.h"
#include "pages/projectparts.h"
#include "panes/inspector.h"
#include "widgets/columnfit.h"
#include "widgets/filterbar.h"
#include "widgets/framesview.h"
#include "widgets/pieces.h"
#include "words.h"
#include "workspace.h"

#include <QHBoxLayout>
#include <QShortcut>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

ConnectionsPage::ConnectionsPage(Workspace &workspace, QWidget *parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_stack(new QStackedWidget)
    , m_proxy(new FilterProxy(&workspace.connections, this))
    , m_inspector(new Inspector(workspace, tr("Connections")))
{
    auto *empty = new EmptyState(workspace.theme, u"connect"_s, tr("No connection yet."),
                                 tr("Start a host or connect to an address; every connection appears here, refused ones too."));
    connect(empty->addButton(u"run-solid"_s, tr("Try the demo")), &QPushButton::clicked, this, [this] { m_workspace.actions.startDemo(); });
    m_stack->addWidget(empty);
    m_stack->addWidget(makeList());
    m_stack->addWidget(m_inspector);
    connect(m_inspector, &Inspector::backRequested, this, &ConnectionsPage::showList);
    connect(m_inspector, &Inspector::chosen, this, &ConnectionsPage::open);
    connect(m_inspector, &Inspector::openRequested, this, &Page::openRequested);
    auto *back = new QShortcut(QKeySequence(Qt::Key_Backspace), m_inspector);
    back->setContext(Qt::WidgetWithChildrenShortcut);
    connect(back, &QShortcut::activated, this, &ConnectionsPage::showList);
    for (auto signal : { &QAbstractItemModel::rowsInserted })
        connect(&workspace.connections, signal, this, &ConnectionsPage::showCounts);
    connect(&workspace.connections, &QAbstractItemModel::modelReset, this, &ConnectionsPage::showCounts);
    connect(&workspace.connections, &ConnectionsModel::countsChanged, this, &ConnectionsPage::showCounts);
    connect(m_proxy, &QAbstractItemModel::rowsRemoved, this, &ConnectionsPage::showCounts);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    showCounts();
}

QWidget *ConnectionsPage::makeList()
{
    const Theme &theme = m_workspace.theme;
    auto *box = new QWidget;
    auto *head = new QHBoxLayout;
    head->setContentsMargins(16, 0, 16, 0);
    head->setSpacing(12);
    head->addStrut(52);
    m_open = new Chip(theme);
    m_facts = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    auto *open = makeButton(theme, u"plus"_s, tr("Connect"));
    connect(open, &Button::clicked, this, [this] { emit openRequested(u"client"_s, m_workspace.project.listening().wsUrl); });
    head->addWidget(makeLabel(theme, Theme::TypeLevel::Title, Token::T1, tr("Connections")));
    head->addWidget(m_open);
    head->addWidget(m_facts);
    head->addStretch();
    head->addWidget(open);
    auto *filter = new FilterBar(theme, *m_proxy, tr("Filter connections"), tr("state:open, name:alice, code:1006"));
    connect(filter, &FilterBar::changed, this, &ConnectionsPage::showCounts);
    m_count = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    filter->addRight(m_count);
    m_list = makeConnectionsTable(m_workspace, m_proxy);
    for (const int column : { ConnectionsModel::State, ConnectionsModel::Address })
        m_list->showColumn(column);
    new ColumnFit(m_list, { { ConnectionsModel::Name, 180, 124 }, { ConnectionsModel::Id, 168, 150 }, { ConnectionsModel::State, 288, 248 },
                            { ConnectionsModel::OpenFor, 96, 76 }, { ConnectionsModel::ToService, 148, 140 }, { ConnectionsModel::Address, 160, 88, 1 } },
                  ConnectionsModel::Address);
    const auto openRow = [this](const QModelIndex &index) { this->open(index.siblingAtColumn(0).data(ConnectionsModel::ConnectionIdRole).toString()); };
    connect(m_list, &QTableView::clicked, this, openRow);
    connect(m_list, &QTableView::activated, this, openRow);
    auto *none = new EmptyState(theme, u"filter"_s, tr("No connection matches the filter."), tr("It holds for what comes, too."));
    connect(none->addButton({}, tr("Clear filter")), &QPushButton::clicked, filter, &FilterBar::clear);
    m_lists = new QStackedWidget;
    m_lists->addWidget(none);
    m_lists->addWidget(m_list);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addWidget(filter);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addWidget(m_lists, 1);
    return box;
}

void ConnectionsPage::open(const QString &path)
{
    const QString id = path.section(u'/', 0, 0);
    if (id == "list"_L1 || !m_workspace.connections.connection(id))
        return showList();
    if (m_inspector->connection() != id || m_stack->currentWidget() != m_inspector)
        m_inspector->setConnection(id);
    m_stack->setCurrentWidget(m_inspector);
    if (const QString request = path.section(u"/request/"_s, 1); !request.isEmpty())
        m_inspector->frames().selectFirstOf(request);
    emit changed();
}

QString ConnectionsPage::subtitle() const
{
    const ConnectionRow *row = m_workspace.connections.connection(m_inspector->connection());
    return row && m_stack->currentWidget() == m_inspector ? row->title() : QString();
}

QStringList ConnectionsPage::remotePlaces() const
{
    return m_stack->currentWidget() == m_inspector ? m_inspector->remotePlaces() : QStringList();
}

void ConnectionsPage::showList()
{
    m_stack->setCurrentIndex(m_workspace.connections.rowCount() > 0 ? 1 : 0);
    m_list->setFocus();
    emit changed();
}

void ConnectionsPage::showCounts()
{
    const ConnectionsModel &model = m_workspace.connections;
    const int closed = model.rowCount() - model.openCount() - model.refusedCount();
    m_open->setLook({ tr("%1 open").arg(countText(model.openCount())), model.openCount() > 0 ? u"passed"_s : QString(), {}, true });
    m_facts->setText(model.refusedCount() > 0 ? tr("%1 closed, %2 refused").arg(countText(qMax(0, closed))).arg(model.refusedCount())
                                              : tr("%1 closed").arg(countText(qMax(0, closed))));
    m_count->setText(tr("%1 of %2").arg(countText(m_proxy->rowCount()), countText(model.rowCount())));
    m_lists->setCurrentIndex(m_proxy->rowCount() > 0 ? 1 : 0);
    if (m_stack->currentWidget() != m_inspector)
        m_stack->setCurrentIndex(model.rowCount() > 0 ? 1 : 0);
}

} // namespace greenroom
