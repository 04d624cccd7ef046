// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/framesmodel.h"
#include "selection.h"
#include "widgets/filter.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <deque>

namespace greenroom {

// The frames a person looks at: of one connection or all, in the chosen directions, that match the filter;
// and under each failed call its reason as a row of its own. 100,000 frames are searched from the newest
// backwards, the first screenful at once and the rest in slices between paintings; rows found later are put
// before, so that what is on screen stays.
class FrameList : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role { ReasonRowRole = Qt::UserRole + 800, MatchRole };
    enum class Mode { Hide, Highlight };

    explicit FrameList(FramesModel &frames, QObject *parent = nullptr);

    void setConnection(const QString &connectionId);   // empty: all
    void setRange(const TimeRange &range);          // invalid: all times
    void setFilter(const Filter &filter);
    void setMode(Mode mode);
    void setDirections(bool out, bool in, bool control);

    const FrameRow &frame(int row) const;
    bool isReason(int row) const { return m_entries[size_t(row)] % 2 != 0; }
    qint64 numberAt(int row) const { return m_entries[size_t(row)] / 2; }   // of the frame, for rowOfNumber
    int rowOfNumber(qint64 number) const;   // -1 when not shown
    int frameCount() const { return m_frames; }        // without the reasons
    int ofConnection() const;                          // what there is without filter
    bool isSearching() const { return m_next >= m_source.forgotten() && m_slices.isActive(); }
    bool isFiltered() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

signals:
    void prepended(int rows);   // found later: they stand above what was there
    void searched();            // the search came to its end

private:
    void search();
    void searchSlice();
    // Walks down from m_next until the time is over or enough are found; newest first.
    QList<qint64> collect(int milliseconds, int enough);
    void onInserted(int first, int last);
    void onChanged(int first, int last);
    void onAboutToRemove(int last);
    bool belongs(const FrameRow &row) const;
    bool accepts(qint64 number) const;
    bool matches(const FrameRow &row) const;
    bool hasReason(qint64 number) const;

    FramesModel &m_source;
    std::deque<qint64> m_entries;   // twice the frame's number, plus one for its reason; ascending
    QTimer m_slices;
    qint64 m_next = -1;             // the next to look at, going down
    int m_frames = 0;
    QString m_connection;
    TimeRange m_range;
    Filter m_filter;
    Mode m_mode = Mode::Hide;
    bool m_out = true;
    bool m_in = true;
    bool m_control = true;
};

} // namespace greenroom
