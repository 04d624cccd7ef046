// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/filter.h"

#include <QSortFilterProxyModel>

namespace greenroom {

// A model a filter can ask: which fields it has, and what a row says for one.
class Filterable
{
public:
    virtual ~Filterable() = default;
    virtual QStringList filterFields() const = 0;
    // Field "" is every text of the row.
    virtual QVariant filterValue(const QModelIndex &index, const QString &field) const = 0;
};

// Hides rows a filter does not want, or in highlight mode leaves them and says which match (MatchRole).
// Rows keep the source's order unless a column is sorted; a parent stays while a child matches.
class FilterProxy : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    enum class Mode { Hide, Highlight };
    static constexpr int MatchRole = Qt::UserRole + 900;

    explicit FilterProxy(QAbstractItemModel *source, QObject *parent = nullptr);

    void setFilter(const Filter &filter);
    const Filter &filter() const { return m_filter; }
    QStringList fields() const { return m_filterable ? m_filterable->filterFields() : QStringList(); }
    void setMode(Mode mode);
    Mode mode() const { return m_mode; }
    // A further condition beside the filter, like "of this connection"; empty: none.
    void setCondition(std::function<bool(const QModelIndex &sourceIndex)> condition);

    QVariant data(const QModelIndex &index, int role) const override;

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    bool matches(const QModelIndex &sourceIndex) const;

    const Filterable *m_filterable;
    Filter m_filter;
    Mode m_mode = Mode::Hide;
    std::function<bool(const QModelIndex &)> m_condition;
};

} // namespace greenroom
