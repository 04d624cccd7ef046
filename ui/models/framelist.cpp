// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/framelist.h"

#include <QElapsedTimer>

#include <algorithm>

namespace greenroom {

namespace {

constexpr int firstMs = 40;      // what a person does not feel
constexpr int sliceMs = 8;
constexpr int screenful = 200;

} // namespace

FrameList::FrameList(FramesModel &frames, QObject *parent)
    : QAbstractTableModel(parent)
    , m_source(frames)
{
    m_slices.setInterval(0);
    connect(&m_slices, &QTimer::timeout, this, &FrameList::searchSlice);
    connect(&frames, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &, int first, int last) { onInserted(first, last); });
    connect(&frames, &QAbstractItemModel::dataChanged, this, [this](const QModelIndex &from, const QModelIndex &to) { onChanged(from.row(), to.row()); });
    connect(&frames, &QAbstractItemModel::rowsAboutToBeRemoved, this, [this](const QModelIndex &, int, int last) { onAboutToRemove(last); });
    connect(&frames, &QAbstractItemModel::modelAboutToBeReset, this, [this] {
        beginResetModel();
        m_entries.clear();
        m_frames = 0;
        m_next = -1;
        endResetModel();
    });
    search();
}

void FrameList::setConnection(const QString &connectionId)
{
    m_connection = connectionId;
    search();
}

void FrameList::setRange(const TimeRange &range)
{
    m_range = range;
    search();
}

void FrameList::setFilter(const Filter &filter)
{
    m_filter = filter;
    search();
}

void FrameList::setMode(Mode mode)
{
    m_mode = mode;
    search();
}

void FrameList::setDirections(bool out, bool in, bool control)
{
    m_out = out;
    m_in = in;
    m_control = control;
    search();
}

bool FrameList::isFiltered() const
{
    return !m_out || !m_in || !m_control || (m_mode == Mode::Hide && !m_filter.isEmpty());
}

const FrameRow &FrameList::frame(int row) const
{
    return m_source.row(int(numberAt(row) - m_source.forgotten()));
}

int FrameList::rowOfNumber(qint64 number) const
{
    const auto at = std::lower_bound(m_entries.begin(), m_entries.end(), number * 2);
    return at != m_entries.end() && *at == number * 2 ? int(at - m_entries.begin()) : -1;
}

int FrameList::ofConnection() const
{
    return m_connection.isEmpty() ? m_source.rowCount() : m_source.framesOf(m_connection);
}

bool FrameList::belongs(const FrameRow &row) const
{
    if (!m_connection.isEmpty() && row.connectionId != m_connection)
        return false;
    if (m_range.isValid() && !m_range.contains(row.at))
        return false;
    return row.isControl() ? m_control : row.toService ? m_out : m_in;
}

bool FrameList::matches(const FrameRow &row) const
{
    return m_filter.matches([this, &row](const QString &field) { return m_source.valueOf(row, field); });
}

bool FrameList::accepts(qint64 number) const
{
    const FrameRow &row = m_source.row(int(number - m_source.forgotten()));
    return belongs(row) && (m_mode == Mode::Highlight || m_filter.isEmpty() || matches(row));
}

bool FrameList::hasReason(qint64 number) const
{
    return !m_source.row(int(number - m_source.forgotten())).reason.isEmpty();
}

void FrameList::search()
{
    beginResetModel();
    m_entries.clear();
    m_frames = 0;
    m_next = m_source.forgotten() + m_source.rowCount() - 1;
    const QList<qint64> found = collect(firstMs, screenful);
    for (const qint64 number : found) {
        if (hasReason(number))
            m_entries.push_front(number * 2 + 1);
        m_entries.push_front(number * 2);
    }
    m_frames = int(found.size());
    const bool more = m_next >= m_source.forgotten();
    more ? m_slices.start() : m_slices.stop();
    endResetModel();
    if (!more)
        emit searched();
}

QList<qint64> FrameList::collect(int milliseconds, int enough)
{
    QElapsedTimer clock;
    clock.start();
    QList<qint64> found;
    const qint64 end = m_source.forgotten();
    for (int looked = 0; m_next >= end && found.size() < enough; --m_next) {
        if (accepts(m_next))
            found << m_next;
        if (++looked % 64 == 0 && clock.elapsed() >= milliseconds) {
            --m_next;
            break;
        }
    }
    return found;
}

void FrameList::searchSlice()
{
    const QList<qint64> found = collect(sliceMs, 1 << 20);
    int rows = int(found.size());
    for (const qint64 number : found)
        rows += hasReason(number) ? 1 : 0;
    if (rows > 0) {
        beginInsertRows({}, 0, rows - 1);
        for (const qint64 number : found) {
            if (hasReason(number))
                m_entries.push_front(number * 2 + 1);
            m_entries.push_front(number * 2);
        }
        m_frames += int(found.size());
        endInsertRows();
        emit prepended(rows);
    }
    if (m_next < m_source.forgotten()) {
        m_slices.stop();
        emit searched();
    }
}

void FrameList::onInserted(int first, int last)
{
    std::vector<qint64> fresh;
    int frames = 0;
    for (int row = first; row <= last; ++row) {
        const qint64 number = m_source.forgotten() + row;
        if (!accepts(number))
            continue;
        ++frames;
        fresh.push_back(number * 2);
        if (hasReason(number))
            fresh.push_back(number * 2 + 1);
    }
    if (fresh.empty())
        return;
    beginInsertRows({}, int(m_entries.size()), int(m_entries.size() + fresh.size()) - 1);
    m_entries.insert(m_entries.end(), fresh.begin(), fresh.end());
    m_frames += frames;
    endInsertRows();
}

// A call was answered: its frame knows how long it took, and why it failed.
void FrameList::onChanged(int first, int last)
{
    for (int row = first; row <= last; ++row) {
        const qint64 number = m_source.forgotten() + row;
        if (number <= m_next)
            continue;   // the search comes there yet
        const auto at = std::lower_bound(m_entries.begin(), m_entries.end(), number * 2);
        const int place = int(at - m_entries.begin());
        const bool there = at != m_entries.end() && *at == number * 2;
        const bool reason = there && size_t(place) + 1 < m_entries.size() && m_entries[size_t(place) + 1] == number * 2 + 1;
        const bool wanted = accepts(number);
        if (there && !wanted) {
            beginRemoveRows({}, place, place + (reason ? 1 : 0));
            m_entries.erase(at, at + (reason ? 2 : 1));
            --m_frames;
            endRemoveRows();
        } else if (!there && wanted) {
            const bool two = hasReason(number);
            beginInsertRows({}, place, place + (two ? 1 : 0));
            const auto put = m_entries.insert(at, number * 2);
            if (two)
                m_entries.insert(put + 1, number * 2 + 1);
            ++m_frames;
            endInsertRows();
        } else if (there && !reason && hasReason(number)) {
            beginInsertRows({}, place + 1, place + 1);
            m_entries.insert(at + 1, number * 2 + 1);
            endInsertRows();
        }
        if (there && wanted)
            emit dataChanged(index(place, 0), index(place, columnCount() - 1));
    }
}

void FrameList::onAboutToRemove(int last)
{
    const qint64 until = (m_source.forgotten() + last + 1) * 2;
    const auto end = std::lower_bound(m_entries.begin(), m_entries.end(), until);
    const int rows = int(end - m_entries.begin());
    if (rows == 0)
        return;
    beginRemoveRows({}, 0, rows - 1);
    m_frames -= int(std::count_if(m_entries.begin(), end, [](qint64 entry) { return entry % 2 == 0; }));
    m_entries.erase(m_entries.begin(), end);
    endRemoveRows();
}

int FrameList::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_entries.size());
}

int FrameList::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : FramesModel::ColumnCount;
}

QVariant FrameList::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const FrameRow &row = frame(index.row());
    switch (role) {
    case ReasonRowRole: return isReason(index.row());
    case MatchRole: return m_mode == Mode::Highlight && !m_filter.isEmpty() && !isReason(index.row()) && matches(row);
    default: break;
    }
    if (isReason(index.row()))
        return role == Qt::DisplayRole && index.column() == FramesModel::Body ? QVariant(row.reason)
            : role == Qt::ToolTipRole ? QVariant(row.reason) : QVariant();
    return m_source.index(int(numberAt(index.row()) - m_source.forgotten()), index.column()).data(role);
}

QVariant FrameList::headerData(int section, Qt::Orientation orientation, int role) const
{
    return m_source.headerData(section, orientation, role);
}

// A reason belongs to the row above: the keys step over it.
Qt::ItemFlags FrameList::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    return isReason(index.row()) ? Qt::ItemFlags(Qt::ItemNeverHasChildren) : QAbstractTableModel::flags(index) | Qt::ItemNeverHasChildren;
}

} // namespace greenroom
