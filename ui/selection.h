// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

namespace greenroom {

// A piece of the one time axis, in ms since the epoch.
struct TimeRange
{
    qint64 from = 0;
    qint64 to = 0;

    bool isValid() const { return from > 0 && to >= from; }
    bool contains(qint64 at) const { return at >= from && at <= to; }
    bool meets(qint64 begin, qint64 end) const { return begin <= to && end >= from; }
    qint64 length() const { return to - from; }
    bool operator==(const TimeRange &) const = default;
};

// What a person looks at: a test, a connection, an invocation, and the time it took. One for the whole
// window: Log, Frames and Timeline show the range, its chip releases it.
class Selection : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    const QString &runId() const { return m_runId; }
    const QString &testId() const { return m_testId; }
    const QString &connectionId() const { return m_connectionId; }
    const QString &requestId() const { return m_requestId; }
    const TimeRange &range() const { return m_range; }
    // "10:02:14.120 – 10:02:16.480", empty without a range.
    QString rangeText() const;

    // An invalid range leaves the time alone.
    void selectTest(const QString &runId, const QString &testId, const TimeRange &range = {});
    void selectConnection(const QString &connectionId, const TimeRange &range = {});
    void selectRequest(const QString &requestId, const TimeRange &range = {});
    void setRange(const TimeRange &range);
    void releaseRange() { setRange({}); }
    void clear();

signals:
    void changed();        // anything of it
    void rangeChanged();

private:
    void select(QString &what, const QString &id, const TimeRange &range, bool other = false);

    QString m_runId;
    QString m_testId;
    QString m_connectionId;
    QString m_requestId;
    TimeRange m_range;
};

} // namespace greenroom
