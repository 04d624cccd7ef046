// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "selection.h"
#include "theme.h"

#include <QRect>
#include <QString>

class QPainter;

namespace greenroom {

// Time from left to right as a view shows it now. All times in ms since the epoch.
struct TimeAxis
{
    double from = 0;
    double to = 1;
    int left = 0;        // pixels
    int width = 1;
    qint64 now = 0;      // of an open end; 0 when everything has ended

    double xOf(double at) const { return left + (at - from) / (to - from) * width; }
    double timeAt(double x) const { return from + (x - left) / width * (to - from); }
    bool shows(qint64 begin, qint64 end) const { return double(end) >= from && double(begin) <= to; }
};

// What stands under the pointer.
struct TimeHit
{
    QString id;
    QString tip;
    TimeRange range;
    bool isValid() const { return !id.isEmpty() || !tip.isEmpty(); }
};

// Lanes of one kind: how many, their names and what is painted in them.
class LaneProvider
{
public:
    virtual ~LaneProvider() = default;
    virtual int laneCount() const = 0;
    virtual QString laneName(int lane) const = 0;
    virtual int laneHeight() const { return 24; }
    virtual bool isSeparated() const { return false; }   // a line above
    virtual bool isOptional() const { return false; }    // goes first when room is short
    virtual void paintLane(QPainter *painter, const Theme &theme, const TimeAxis &axis, int lane, const QRect &rect) const = 0;
    virtual TimeHit hit(const TimeAxis &axis, int lane, const QRect &rect, const QPoint &at) const = 0;
};

} // namespace greenroom
