// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/connectionspage.h"

#include "delegates/connectioncell.h"
#include "delegates/rowdelegate.h"
#include "engine.h"
#include "models/connectionsmodel.h"
#include "widgets/framesview.h"
#include "widgets/pieces.h"
#include "words.h"
#include "workspace.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

ConnectionsPage::ConnectionsPage(Workspace &workspace, QWidget *parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_list(new QTableView)
    , m_frames(new FramesView(workspace))
{
    const Theme &theme = workspace.theme;
    m_list->setModel(&workspace.connections);
    m_list->setAccessibleName(tr("Connections"));
    auto *rows = new RowDelegate(theme, theme.rowHeight(), m_list);
    rows->setCell(ConnectionsModel::Name, [&theme, &workspace](QPainter *painter, const QRect &area, const QModelIndex &index, bool selected) {
        paintConnectionName(painter, theme, area, workspace.connections.row(index.row()), selected);
    });
    rows->setLevel(ConnectionsModel::State, Theme::TypeLevel::Body, Token::T3);
    m_list->setItemDelegate(rows);
    setUpTable(theme, m_list);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // The list says who and how it is; everything else stands in the head of the inspector.
    for (int column = 0; column < ConnectionsModel::ColumnCount; ++column)
        m_list->setColumnHidden(column, column != ConnectionsModel::Name && column != ConnectionsModel::State);
    m_list->setColumnWidth(ConnectionsModel::Name, 116);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &index) {
        choose(index.data(ConnectionsModel::ConnectionIdRole).toString());
    });
    m_title = makeLabel(theme, Theme::TypeLevel::Title, Token::T1, tr("All connections"));
    m_facts = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    QPushButton *close = makeButton(theme, u"disconnect"_s, tr("Close"));
    connect(close, &QPushButton::clicked, this, [this] {
        const ConnectionRow *row = m_workspace.connections.connection(m_connection);
        if (!row)
            return;
        if (row->isClient())
            m_workspace.engine.closeClient(m_connection, 1000, {});
        else
            m_workspace.engine.closeConnection(m_connection);
    });
    auto *head = new QHBoxLayout;
    head->setContentsMargins(16, 12, 16, 12);
    head->setSpacing(12);
    head->addWidget(m_title);
    head->addWidget(m_facts);
    head->addStretch();
    head->addWidget(close);

    m_composer = new QLineEdit;
    m_composer->setFont(theme.font(Theme::TypeLevel::Mono));
    m_composer->setPlaceholderText(tr("Send to the chosen connection"));
    m_composer->setAccessibleName(tr("Message to send"));
    QPushButton *send = makeMainButton(theme, u"send"_s, tr("Send"));
    const auto sendNow = [this] {
        const ConnectionRow *row = m_workspace.connections.connection(m_connection);
        if (!row || m_composer->text().isEmpty())
            return;
        if (row->isClient())
            m_workspace.engine.sendFromClient(m_connection, { Message::Opcode::Text, m_composer->text().toUtf8() });
        else
            m_workspace.engine.postToConnection(m_connection, m_composer->text().toUtf8());
    };
    connect(send, &QPushButton::clicked, this, sendNow);
    connect(m_composer, &QLineEdit::returnPressed, this, sendNow);
    auto *composer = new QHBoxLayout;
    composer->setContentsMargins(16, 8, 16, 8);
    composer->setSpacing(8);
    composer->addWidget(m_composer, 1);
    composer->addWidget(send);

    auto *right = new QWidget;
    auto *rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(0, 0, 0, 0);
    rightLayout->setSpacing(0);
    rightLayout->addLayout(head);
    rightLayout->addWidget(makeLine(theme, Qt::Horizontal));
    rightLayout->addWidget(m_frames, 1);
    rightLayout->addWidget(makeLine(theme, Qt::Horizontal));
    rightLayout->addLayout(composer);
    auto *splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_list);
    splitter->addWidget(right);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({ 236, 1120 });

    auto *stack = new QStackedWidget;
    stack->addWidget(new EmptyState(theme, u"connect"_s, tr("No connection yet."), tr("Start a host or connect to an address; every connection appears here, refused ones too.")));
    stack->addWidget(splitter);
    const auto chooseState = [stack, &workspace] { stack->setCurrentIndex(workspace.connections.rowCount() > 0 ? 1 : 0); };
    connect(&workspace.connections, &QAbstractItemModel::rowsInserted, stack, chooseState);
    connect(&workspace.connections, &QAbstractItemModel::modelReset, stack, chooseState);
    chooseState();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(stack);
}

void ConnectionsPage::open(const QString &connectionId)
{
    const int row = m_workspace.connections.rowOf(connectionId);
    if (row >= 0)
        m_list->selectRow(row);
}

void ConnectionsPage::choose(const QString &connectionId)
{
    m_connection = connectionId;
    m_frames->setConnection(connectionId);
    const ConnectionRow *row = m_workspace.connections.connection(connectionId);
    m_title->setText(row ? row->title() : tr("All connections"));
    QString facts;
    if (row && row->state == ConnectionRow::State::Refused)
        facts = tr("refused with %1: %2 %3").arg(row->refused.status).arg(row->refused.reason, row->refused.remedy);
    else if (row)
        facts = row->state == ConnectionRow::State::Open ? tr("open · %1").arg(row->opened.subprotocol)
                                                         : tr("closed with %1 (%2) by the %3").arg(row->closed.code).arg(closeCodeWord(row->closed.code), row->closed.closedBy);
    m_facts->setText(facts);
}

} // namespace greenroom
