// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/retention.h"

#include <QDateTime>
#include <QSqlQuery>
#include <QVariant>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int rounds = 8;         // the recorded time in so many parts, the oldest part first
constexpr int rowsAtOnce = 200;

// What a run's tree and reports are made of stays longer than everything else.
constexpr auto isTraffic = "kind NOT GLOB 'run.*' AND kind NOT IN ('test.found', 'test.started', 'test.finished', "
                           "'step.finished')"_L1;

qint64 number(const QSqlDatabase &database, const QString &sql, const QVariantList &values = {})
{
    QSqlQuery query(database);
    query.prepare(sql);
    for (const QVariant &value : values)
        query.addBindValue(value);
    return query.exec() && query.next() ? query.value(0).toLongLong() : 0;
}

} // namespace

qint64 Retention::used() const
{
    const qint64 pages = number(m_database, u"PRAGMA page_count"_s) - number(m_database, u"PRAGMA freelist_count"_s);
    return pages * number(m_database, u"PRAGMA page_size"_s);
}

void Retention::begin(qint64 limit)
{
    m_goal = limit - limit / 10;
    m_events = 0;
    m_runs = 0;
    m_round = 0;
    m_oldest = number(m_database, u"SELECT at FROM events ORDER BY launch, sequence LIMIT 1"_s);
    nextRound();
}

void Retention::nextRound()
{
    ++m_round;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    m_cutoff = m_round >= rounds ? now + 1 : m_oldest + (now - m_oldest) * m_round / rounds;
    m_lastLaunch = number(m_database, u"SELECT MAX(id) FROM launches WHERE started < ?"_s, { m_cutoff });
    m_launch = 0;
    m_sequence = 0;
}

Retention::Progress Retention::slice()
{
    bool more = true;
    if (m_round > rounds)
        more = sliceOfRuns();
    else if (!sliceOfTraffic())
        nextRound();
    if (more && used() > m_goal)
        return Progress::More;
    m_round = 0;
    return Progress::Done;
}

// The next few rows in the order of the key; false at the end.
bool Retention::sliceOfTraffic()
{
    QSqlQuery bound(m_database);
    bound.prepare(u"SELECT launch, sequence FROM (SELECT launch, sequence FROM events WHERE (launch, sequence) > (?, ?) "
                  "AND launch <= ? ORDER BY launch, sequence LIMIT ?) ORDER BY launch DESC, sequence DESC LIMIT 1"_s);
    for (const QVariant &value : QVariantList { m_launch, m_sequence, m_lastLaunch, rowsAtOnce })
        bound.addBindValue(value);
    if (!bound.exec() || !bound.next())
        return false;
    const QVariantList from { m_launch, m_sequence };
    m_launch = bound.value(0).toLongLong();
    m_sequence = bound.value(1).toLongLong();
    bound.finish();
    int changed = 0;
    const bool done = exec(u"DELETE FROM events WHERE (launch, sequence) > (?, ?) AND (launch, sequence) <= (?, ?) AND at < ? AND "_s
                               + isTraffic,
                           from + QVariantList { m_launch, m_sequence, m_cutoff }, &changed);
    m_events += changed;
    return done;
}

QString Retention::oldestRun() const
{
    QSqlQuery query(m_database);
    // The newest stays whatever the limit: somebody may be looking at it.
    query.exec(u"SELECT run FROM runs WHERE state <> 'running' AND run <> (SELECT run FROM runs ORDER BY started DESC LIMIT 1) "
               "ORDER BY started LIMIT 1"_s);
    return query.next() ? query.value(0).toString() : QString();
}

bool Retention::sliceOfRuns()
{
    const QString run = oldestRun();
    if (run.isEmpty())
        return false;
    int changed = 0;
    if (!exec(u"DELETE FROM events WHERE (launch, sequence) IN (SELECT launch, sequence FROM events WHERE run = ? LIMIT ?)"_s,
              { run, rowsAtOnce }, &changed))
        return false;
    if (changed == 0) {
        ++m_runs;
        return exec(u"DELETE FROM results WHERE run = ?"_s, { run }) && exec(u"DELETE FROM runs WHERE run = ?"_s, { run });
    }
    return true;
}

bool Retention::exec(const QString &sql, const QVariantList &values, int *changed)
{
    QSqlQuery query(m_database);
    query.prepare(sql);
    for (const QVariant &value : values)
        query.addBindValue(value);
    const bool done = query.exec();
    if (changed)
        *changed = done ? query.numRowsAffected() : 0;
    return done;
}

QString Retention::sentence() const
{
    if (m_events == 0 && m_runs == 0)
        return {};
    QString text = u"The archive was over its limit: the oldest %1 messages and log lines were removed"_s.arg(m_events);
    if (m_runs > 0)
        text += u", and %1 old runs"_s.arg(m_runs);
    return text + u'.';
}

} // namespace greenroom
