// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"

#include <QHash>
#include <QJsonObject>
#include <QList>

#include <optional>

namespace greenroom {

// What a starter may see of a run (ux.md §5): a fold of its events into records {seq, kind, run, check,
// state, elapsed, done, total}, numbered 1, 2, 3 … without gaps. Built from an allow-list: there is no object
// with more fields that somebody then hides. Check numbers are drawn anew for every run.
class BlindFeed
{
public:
    BlindFeed() = default;
    explicit BlindFeed(const QString &runId);

    void apply(const Event &event);

    const QList<QJsonObject> &records() const { return m_records; }
    bool isFinished() const { return m_finished; }
    // How long the run has been going on, as a record of that moment would say it; nothing where times are not shown.
    std::optional<double> elapsedAt(qint64 at) const;
    // Others come first: its number in the queue, 1 is next.
    void wait(int number);

private:
    void append(const char *kind, QJsonObject fields = {});
    void appendProgress();
    int numberOf(const QString &testId);
    void onTest(const QString &testId, const QString &state, qint64 at);
    double elapsed(qint64 at) const;

    QString m_runId;
    QList<QJsonObject> m_records;
    QHash<QString, int> m_numbers;        // test id → check number of this run
    QHash<QString, bool> m_counted;       // leaf tests
    QList<int> m_free;                    // shuffled numbers not yet given out
    QStringList m_show;
    QString m_total;                      // shown, growing, hidden
    double m_round = 0;                   // seconds
    qint64 m_startedAt = 0;
    int m_done = 0;
    int m_known = 0;
    bool m_finished = false;
};

} // namespace greenroom
