// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/retention.h"

#include "archive/batches.h"

#include <QDateTime>
#include <QSqlQuery>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int rounds = 8;         // the recorded time in so many parts, the oldest part first
constexpr int rowsAtOnce = 200;
constexpr int rowsOfRunAtOnce = 20;
constexpr qint64 bytesAtOnce = 2 * 1024 * 1024;

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
    m_oldest = number(m_database, u"SELECT first FROM batches ORDER BY id LIMIT 1"_s);
    nextRound();
}

void Retention::nextRound()
{
    ++m_round;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    m_cutoff = m_round >= rounds ? now + 1 : m_oldest + (now - m_oldest) * m_round / rounds;
    m_end = batchId(number(m_database, u"SELECT MAX(id) FROM launches WHERE started < ?"_s, { m_cutoff }) + 1, 0);
    m_cursor = 0;
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
    QSqlQuery next(m_database);
    next.setForwardOnly(true);
    next.prepare(u"SELECT id, length(events) FROM batches WHERE id > ? AND id < ? ORDER BY id LIMIT ?"_s);
    for (const QVariant &value : QVariantList { m_cursor, m_end, rowsAtOnce })
        next.addBindValue(value);
    if (!next.exec())
        return false;
    const qint64 from = m_cursor;
    for (qint64 bytes = 0; bytes < bytesAtOnce && next.next(); bytes += next.value(1).toLongLong())
        m_cursor = next.value(0).toLongLong();
    next.finish();
    if (m_cursor == from)
        return false;
    const std::optional<qint64> removed = remove(u"id > ? AND id <= ? AND traffic = 1 AND last < ?"_s,
                                                 { from, m_cursor, m_cutoff });
    m_events += removed.value_or(0);
    return removed.has_value();
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
    const std::optional<qint64> removed = remove(u"id IN (SELECT id FROM batches WHERE run = ? ORDER BY id LIMIT ?)"_s,
                                                 { run, rowsOfRunAtOnce });
    if (removed != 0)
        return removed.has_value();
    ++m_runs;
    for (const QString &table : { u"results"_s, u"runs"_s }) {
        QSqlQuery query(m_database);
        query.prepare(u"DELETE FROM %1 WHERE run = ?"_s.arg(table));
        query.addBindValue(run);
        if (!query.exec())
            return false;
    }
    return true;
}

// Removes batches; how many events that were, or nothing when the disk refuses.
std::optional<qint64> Retention::remove(const QString &which, const QVariantList &values)
{
    QSqlQuery query(m_database);
    query.prepare(u"DELETE FROM batches WHERE %1 RETURNING count"_s.arg(which));
    for (const QVariant &value : values)
        query.addBindValue(value);
    if (!query.exec())
        return std::nullopt;
    qint64 events = 0;
    while (query.next())
        events += query.value(0).toLongLong();
    return events;
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
