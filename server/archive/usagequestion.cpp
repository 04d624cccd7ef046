// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The archive's answer to what AWS would count: a fold over what is on disk, row by row.

#include "archive/archive.h"

#include <QJsonDocument>
#include <QSqlError>
#include <QThread>

#include <limits>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// Who was open and who listened matters from the beginning, traffic only within the span; a call that began
// within it may end later. Of what functions wrote, only what the platform said.
QString selection()
{
    return u"SELECT launch, sequence, at, kind, payload FROM events WHERE "
           "kind IN ('project.opened', 'listening.changed', 'connection.opened', 'connection.closed') OR "
           "(at >= :from AND ((kind IN ('message.received', 'message.sent', 'traffic.counted') AND at <= :until) OR "
           "kind IN ('integration.invoked', 'integration.answered') OR "
           "(kind = 'function.logged' AND instr(payload, CAST('\"PLATFORM\"' AS BLOB)) > 0))) "
           "ORDER BY launch, sequence"_s;
}

} // namespace

void Archive::usage(const UsageQuestion &question, QPromise<Result<UsageSums>> promise)
{
    Q_ASSERT(QThread::currentThread() == thread());
    promise.start();
    promise.addResult(m_open ? measured(question) : Result<UsageSums>(unreadable()));
    promise.finish();
}

Result<UsageSpan> Archive::spanOfRun(int number)
{
    QSqlQuery query(m_database);
    query.prepare(u"SELECT run, started, state FROM runs WHERE number = ? ORDER BY started DESC LIMIT 1"_s);
    query.addBindValue(number);
    if (!query.exec() || !query.next())
        return Error { 2, u"The archive has no run %1."_s.arg(number) };
    UsageSpan span { query.value(1).toLongLong(), 0, query.value(0).toString() };
    if (query.value(2).toString() == "running"_L1)
        return span;
    // Its last word: run.finished, or what a crash left.
    query.prepare(u"SELECT max(at) FROM events WHERE run = ?"_s);
    query.addBindValue(span.runId);
    if (query.exec() && query.next())
        span.until = query.value(0).toLongLong();
    return span;
}

Result<UsageSums> Archive::measured(const UsageQuestion &question)
{
    UsageSpan span { question.since, 0, {} };
    if (question.run > 0) {
        Result<UsageSpan> found = spanOfRun(question.run);
        if (!found)
            return found.error();
        span = *found;
    }
    UsageMeter meter(span);
    QSqlQuery query(m_database);
    query.setForwardOnly(true);   // row by row: an archive may be larger than memory
    query.prepare(selection());
    query.bindValue(u":from"_s, span.from);
    query.bindValue(u":until"_s, span.until > 0 ? span.until : std::numeric_limits<qint64>::max());
    if (!query.exec())
        return Error { 3, u"The archive %1 cannot be read: %2."_s.arg(m_path, query.lastError().databaseText()) };
    qint64 launch = -1;
    while (query.next()) {
        if (const qint64 next = query.value(0).toLongLong(); next != launch) {
            if (launch >= 0)
                meter.endLaunch(endOfLaunch(launch));
            launch = next;
        }
        const QJsonObject json = QJsonDocument::fromJson(query.value(4).toByteArray()).object();
        if (std::optional<Payload> payload = payloadFromJson(query.value(3).toString(), json))
            meter.take({ query.value(1).toULongLong(), query.value(2).toLongLong(), std::move(*payload) });
    }
    if (query.lastError().isValid())
        return Error { 3, u"The archive %1 cannot be read: %2."_s.arg(m_path, query.lastError().databaseText()) };
    if (launch >= 0)
        meter.endLaunch(endOfLaunch(launch));
    return meter.sums(QDateTime::currentMSecsSinceEpoch());
}

// When a program that is gone recorded for the last time; nothing while it lives.
std::optional<qint64> Archive::endOfLaunch(qint64 launch)
{
    if (isRunning(launch))
        return std::nullopt;
    QSqlQuery query(m_database);
    query.prepare(u"SELECT max(at) FROM (SELECT at FROM events WHERE launch = ? ORDER BY sequence DESC LIMIT 1)"_s);
    query.addBindValue(launch);
    query.exec();
    return query.next() ? query.value(0).toLongLong() : 0;
}

} // namespace greenroom
