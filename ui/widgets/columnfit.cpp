// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/columnfit.h"

#include <QEvent>
#include <QHeaderView>
#include <QTableView>

#include <algorithm>
#include <utility>

namespace greenroom {

ColumnFit::ColumnFit(QTableView *table, QList<ColumnRoom> columns, int taker)
    : QObject(table)
    , m_table(table)
    , m_columns(std::move(columns))
    , m_taker(taker)
{
    table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    table->horizontalHeader()->setStretchLastSection(false);
    QList<int> hidden;
    for (int column = 0; column < table->model()->columnCount(); ++column) {
        if (table->isColumnHidden(column))
            hidden << column;
    }
    for (const int column : std::as_const(hidden))
        table->showColumn(column);
    table->horizontalHeader()->setMinimumSectionSize(24);
    table->horizontalHeader()->setDefaultSectionSize(24);
    for (const int column : std::as_const(hidden))
        table->hideColumn(column);
    table->viewport()->installEventFilter(this);
    fit();
}

void ColumnFit::fit()
{
    const int room = m_table->viewport()->width();
    QList<ColumnRoom> shown = m_columns;
    const auto sum = [&shown](int ColumnRoom::*width) {
        int all = 0;
        for (const ColumnRoom &column : shown)
            all += column.*width;
        return all;
    };
    while (sum(&ColumnRoom::least) > room) {
        const auto next = std::min_element(shown.begin(), shown.end(), [](const ColumnRoom &a, const ColumnRoom &b) {
            return (a.leaves > 0 ? a.leaves : 1000) < (b.leaves > 0 ? b.leaves : 1000);
        });
        if (next == shown.end() || next->leaves == 0)
            break;
        shown.erase(next);
    }
    // What is missing is taken from all in proportion to what they can give.
    const int missing = std::max(0, sum(&ColumnRoom::width) - room);
    const int givable = std::max(1, sum(&ColumnRoom::width) - sum(&ColumnRoom::least));
    int used = 0;
    for (ColumnRoom &column : shown) {
        column.width -= std::min(column.width - column.least, (column.width - column.least) * missing / givable + (missing > 0 ? 1 : 0));
        used += column.width;
    }
    for (const ColumnRoom &column : m_columns) {
        const auto at = std::find_if(shown.cbegin(), shown.cend(), [&column](const ColumnRoom &one) { return one.column == column.column; });
        m_table->setColumnHidden(column.column, at == shown.cend());
        if (at != shown.cend())
            m_table->setColumnWidth(column.column, at->width + (column.column == m_taker ? std::max(0, room - used) : 0));
    }
}

bool ColumnFit::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        fit();
    return QObject::eventFilter(object, event);
}

} // namespace greenroom
