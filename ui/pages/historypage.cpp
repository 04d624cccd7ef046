// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/historypage.h"

#include "models/runsmodel.h"
#include "widgets/filterline.h"
#include "widgets/pieces.h"
#include "workspace.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

HistoryPage::HistoryPage(Workspace &workspace, QWidget *parent)
    : Page(parent)
{
    const Theme &theme = workspace.theme;
    auto *proxy = new FilterProxy(&workspace.runs, this);
    auto *filter = new FilterLine(theme, workspace.runs.filterFields());
    filter->setFixedWidth(360);
    filter->setAccessibleName(tr("Filter runs"));
    connect(filter, &FilterLine::filterChanged, proxy, &FilterProxy::setFilter);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(16, 12, 16, 12);
    head->addWidget(makeLabel(theme, Theme::TypeLevel::Title, Token::T1, tr("History")));
    head->addStretch();
    head->addWidget(filter);

    auto *table = new QTableView;
    table->setModel(proxy);
    table->setAccessibleName(tr("Runs"));
    setUpTable(theme, table);
    static constexpr int widths[] = { 220, 460, 90, 90, 90, 90 };
    for (int column = 0; column < int(std::size(widths)); ++column)
        table->setColumnWidth(column, widths[column]);
    const auto open = [this, &workspace, proxy](const QModelIndex &index) {
        emit openRequested(u"runs"_s, workspace.runs.record(proxy->mapToSource(index).row()).runId);
    };
    connect(table, &QTableView::activated, this, open);
    connect(table, &QTableView::clicked, this, open);

    auto *stack = new QStackedWidget;
    stack->addWidget(new EmptyState(theme, u"history"_s, tr("Runs appear here."), tr("Every run is kept on disk and opens again as it looked live.")));
    stack->addWidget(new EmptyState(theme, u"filter"_s, tr("No run matches the filter."), tr("Clear it to see them all.")));
    stack->addWidget(table);
    const auto choose = [stack, proxy, &workspace] {
        stack->setCurrentIndex(workspace.runs.rowCount() == 0 ? 0 : proxy->rowCount() == 0 ? 1 : 2);
    };
    for (QAbstractItemModel *model : { static_cast<QAbstractItemModel *>(&workspace.runs), static_cast<QAbstractItemModel *>(proxy) }) {
        connect(model, &QAbstractItemModel::rowsInserted, stack, choose);
        connect(model, &QAbstractItemModel::rowsRemoved, stack, choose);
        connect(model, &QAbstractItemModel::modelReset, stack, choose);
    }
    choose();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addWidget(stack, 1);
}

} // namespace greenroom
