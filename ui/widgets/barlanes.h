// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/timeaxis.h"

#include <QList>

namespace greenroom {

// A piece of a lane: tint, 3 px edge, mark, name.
struct TimeBar
{
    qint64 from = 0;
    qint64 to = 0;             // 0: still open
    QString id;
    QString text;
    QString state;             // mark and colours; empty: neutral
    QString tip;
    QString note;              // small words in the middle of what is left
    Token tint = Token::BgWell;      // when there is no state
    Token edge = Token::StQueued;
    bool hatched = false;      // a try that was not the last
    bool selected = false;
    qint64 waitsUntil = 0;     // dotted to the next try
    bool underlined = false;   // the bar as a line at its foot: what was waited for
};

// Lanes of bars, each in the order of their time. Bars under 3 px merge into one column.
class BarLanes : public LaneProvider
{
public:
    struct Row
    {
        QString name;
        QList<TimeBar> bars;
    };

    QList<Row> rows;

    int laneCount() const override { return int(rows.size()); }
    QString laneName(int lane) const override { return rows[lane].name; }
    void paintLane(QPainter *painter, const Theme &theme, const TimeAxis &axis, int lane, const QRect &rect) const override;
    TimeHit hit(const TimeAxis &axis, int lane, const QRect &rect, const QPoint &at) const override;
};

} // namespace greenroom
