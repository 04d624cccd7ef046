// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"
#include "widgets/filterproxy.h"

#include <QAbstractTableModel>
#include <QHash>

#include <deque>
#include <set>

namespace greenroom {

// A model that folds the journal: one batch at a time, everything a person sees changes between begin and
// end of a batch.
class Folding
{
public:
    virtual ~Folding() = default;
    virtual void fold(const QList<Event> &batch) = 0;
};

// The bookkeeping all lists of facts share. Rows come in at the end, change in place, and leave at the
// front when the limit is passed; a row's number never changes, so an index by key stays right.
template <class Row>
class RowModel : public QAbstractTableModel, public Folding, public Filterable
{
public:
    RowModel(int columns, int limit, QObject *parent)
        : QAbstractTableModel(parent)
        , m_columns(columns)
        , m_limit(limit)
    {
    }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(m_shown);
    }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : m_columns; }

    QVariant data(const QModelIndex &index, int role) const final
    {
        return checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::DoNotUseParent)
            ? cell(row(index.row()), index.column(), role)
            : QVariant();
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal)
            return {};
        if (role == Qt::TextAlignmentRole)
            return int(alignment(section) | Qt::AlignVCenter);
        return role == Qt::DisplayRole ? QVariant(headerCell(section)) : QVariant();
    }
    QVariant filterValue(const QModelIndex &index, const QString &field) const final
    {
        return fieldOf(row(index.row()), field);
    }

    const Row &row(int at) const { return m_rows[size_t(at)]; }
    // Rows that have left at the front since the start: "4,812 of 100,204".
    qint64 forgotten() const { return m_first; }

    void clear()
    {
        beginResetModel();
        m_first += qint64(m_rows.size());
        m_rows.clear();
        m_shown = 0;
        m_dirty.clear();
        cleared();
        endResetModel();
    }

protected:
    virtual QVariant cell(const Row &row, int column, int role) const = 0;
    virtual QString headerCell(int column) const = 0;
    virtual QVariant fieldOf(const Row &row, const QString &field) const = 0;
    virtual Qt::Alignment alignment(int column) const
    {
        Q_UNUSED(column)
        return Qt::AlignLeft;
    }
    virtual void leaving(const Row &row, qint64 number) { Q_UNUSED(row) Q_UNUSED(number) }
    virtual void cleared() { }

    // The new row's number. Shown at the end of the batch.
    qint64 append(Row row)
    {
        m_rows.push_back(std::move(row));
        return m_first + qint64(m_rows.size()) - 1;
    }
    // For changing; null when it has left already.
    Row *change(qint64 number)
    {
        if (number < m_first || number >= m_first + qint64(m_rows.size()))
            return nullptr;
        m_dirty.insert(number);
        return &m_rows[size_t(number - m_first)];
    }
    const Row *find(qint64 number) const
    {
        if (number < m_first || number >= m_first + qint64(m_rows.size()))
            return nullptr;
        return &m_rows[size_t(number - m_first)];
    }
    int rowOfNumber(qint64 number) const
    {
        const qint64 at = number - m_first;
        return at >= 0 && at < qint64(m_shown) ? int(at) : -1;
    }

    // Ends a batch: shows what came, forgets what is too old, repaints what changed.
    void commit()
    {
        announceChanged();
        if (m_rows.size() > m_shown) {
            beginInsertRows({}, int(m_shown), int(m_rows.size()) - 1);
            m_shown = m_rows.size();
            endInsertRows();
        }
        // A tenth at a time: removing at the front costs every view and proxy the same however many.
        if (m_shown > size_t(m_limit) + size_t(m_limit) / 10)
            forget(int(m_shown) - m_limit);
    }

private:
    void announceChanged()
    {
        const qint64 end = m_first + qint64(m_shown);
        auto it = m_dirty.begin();
        while (it != m_dirty.end() && *it < end) {
            const qint64 from = *it;
            qint64 to = from;
            while (++it != m_dirty.end() && *it == to + 1 && *it < end)
                to = *it;
            emit dataChanged(index(int(from - m_first), 0), index(int(to - m_first), m_columns - 1));
        }
        m_dirty.clear();
    }
    void forget(int count)
    {
        beginRemoveRows({}, 0, count - 1);
        for (int i = 0; i < count; ++i) {
            leaving(m_rows.front(), m_first);
            m_rows.pop_front();
            ++m_first;
        }
        m_shown = m_rows.size();
        endRemoveRows();
    }

    std::deque<Row> m_rows;
    std::set<qint64> m_dirty;
    size_t m_shown = 0;     // rows the views know of
    qint64 m_first = 0;     // the number of row 0
    int m_columns;
    int m_limit;
};

} // namespace greenroom
