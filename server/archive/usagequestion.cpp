// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The archive's answer to what AWS would count: a fold over what is on disk, row by row.

#include "archive/archive.h"

#include <QSqlError>
#include <QThread>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// Who was open and who listened matters from the beginning, traffic only within the span; a call that began
// within it may end later. Of what functions wrote, only what the platform said.
bool isMeasured(const EventLine &line, const UsageSpan &span)
{
    const auto is = [&line](auto... kinds) { return ((line.kind == kinds) || ...); };
    if (is(ProjectOpened::kind, ListeningChanged::kind, ConnectionOpened::kind, ConnectionClosed::kind))
        return true;
    if (line.at < span.from)
        return false;
    if (is(MessageReceived::kind, MessageSent::kind, TrafficCounted::kind))
        return span.until == 0 || line.at <= span.until;
    return is(IntegrationInvoked::kind, IntegrationAnswered::kind)
        || (is(FunctionLogged::kind) && line.json.contains("\"PLATFORM\""));
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
    const QString state = query.value(2).toString();
    if (state == "running"_L1)
        return span;
    // Its last word: run.finished, or what a crash left.
    query.prepare(u"SELECT max(last) FROM batches WHERE run = ? AND (traffic = 0 OR ? = 'recovered')"_s);
    query.addBindValue(span.runId);
    query.addBindValue(state);
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
    if (!query.exec(u"SELECT id, events FROM batches ORDER BY id"_s))
        return Error { 3, u"The archive %1 cannot be read: %2."_s.arg(m_path, query.lastError().databaseText()) };
    qint64 current = -1;
    readBatches(query, [&span](const EventLine &line) { return isMeasured(line, span); },
                [&](qint64 launch, const Event &event) {
        if (launch != current) {
            if (current >= 0)
                meter.endLaunch(endOfLaunch(current));
            current = launch;
        }
        meter.take(event);
    });
    if (query.lastError().isValid())
        return Error { 3, u"The archive %1 cannot be read: %2."_s.arg(m_path, query.lastError().databaseText()) };
    if (current >= 0)
        meter.endLaunch(endOfLaunch(current));
    return meter.sums(QDateTime::currentMSecsSinceEpoch());
}

// When a program that is gone recorded for the last time; nothing while it lives.
std::optional<qint64> Archive::endOfLaunch(qint64 launch)
{
    if (isRunning(launch))
        return std::nullopt;
    QSqlQuery query(m_database);   // a transaction leaves some rows, the last of which need not end last
    query.prepare(u"SELECT max(last) FROM (SELECT last FROM batches WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 8)"_s);
    query.addBindValue(batchId(launch, 0));
    query.addBindValue(batchId(launch + 1, 0));
    query.exec();
    return query.next() ? query.value(0).toLongLong() : 0;
}

} // namespace greenroom
