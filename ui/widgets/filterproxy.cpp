// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/filterproxy.h"

namespace greenroom {

FilterProxy::FilterProxy(QAbstractItemModel *source, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_filterable(dynamic_cast<const Filterable *>(source))
{
    setRecursiveFilteringEnabled(true);
    setDynamicSortFilter(true);
    setSourceModel(source);
}

void FilterProxy::setFilter(const Filter &filter)
{
    m_filter = filter;
    invalidateFilter();
    if (m_mode == Mode::Highlight && rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), { MatchRole });
}

void FilterProxy::setMode(Mode mode)
{
    m_mode = mode;
    invalidateFilter();
}

void FilterProxy::setCondition(std::function<bool(const QModelIndex &)> condition)
{
    m_condition = std::move(condition);
    invalidateFilter();
}

QVariant FilterProxy::data(const QModelIndex &index, int role) const
{
    if (role != MatchRole)
        return QSortFilterProxyModel::data(index, role);
    return m_mode == Mode::Highlight && !m_filter.isEmpty() && matches(mapToSource(index));
}

bool FilterProxy::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (m_condition && !m_condition(index))
        return false;
    return m_mode == Mode::Highlight || m_filter.isEmpty() || matches(index);
}

bool FilterProxy::matches(const QModelIndex &index) const
{
    if (!m_filterable)
        return true;
    return m_filter.matches([&](const QString &field) { return m_filterable->filterValue(index, field); });
}

} // namespace greenroom
