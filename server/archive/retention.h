// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSqlDatabase>
#include <QString>
#include <QVariantList>

#include <optional>

namespace greenroom {

// Keeps the database under a size: the oldest traffic and logs go first, and only then whole runs, the oldest
// first. Works in slices of a few milliseconds, so that nobody waits for it; several processes may do so at once.
class Retention
{
public:
    enum class Progress { More, Done };

    explicit Retention(QSqlDatabase database) : m_database(std::move(database)) {}

    // Bytes in use, free pages not counted.
    qint64 used() const;
    // Starts a pass that ends a tenth below the limit.
    void begin(qint64 limit);
    bool isActive() const { return m_round > 0; }
    Progress slice();
    // What the pass removed, in one sentence; empty if nothing.
    QString sentence() const;

private:
    void nextRound();
    bool sliceOfTraffic();
    bool sliceOfRuns();
    QString oldestRun() const;
    std::optional<qint64> remove(const QString &which, const QVariantList &values);

    QSqlDatabase m_database;
    qint64 m_goal = 0;
    int m_round = 0;              // 0: idle; 1 … rounds: traffic by age; beyond: runs
    qint64 m_oldest = 0;          // ms since the epoch
    qint64 m_cutoff = 0;
    qint64 m_end = 0;             // of this round: the key before which it looks
    qint64 m_cursor = 0;
    qint64 m_events = 0;
    int m_runs = 0;
};

} // namespace greenroom
