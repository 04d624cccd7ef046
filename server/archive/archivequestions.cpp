// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The archive's answers about the past.

#include "archive/archive.h"
#include "archive/exporters/exporter.h"

#include <QBuffer>
#include <QJsonDocument>
#include <QThread>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int stripLength = 30;   // outcomes shown of each test (ux.md §6.1)

} // namespace

void Archive::runs(int most, QPromise<QList<RunRecord>> promise)
{
    Q_ASSERT(QThread::currentThread() == thread());
    promise.start();
    QList<RunRecord> records;
    if (m_open) {
        QSqlQuery query(m_database);
        query.prepare(u"SELECT run, number, suite, name, file, profile, startedby, state, sentence, receipt, counts, "
                      "started, duration, total FROM runs ORDER BY started DESC LIMIT ?"_s);
        query.addBindValue(most);
        query.exec();
        while (query.next()) {
            RunRecord record;
            record.runId = query.value(0).toString();
            record.number = query.value(1).toInt();
            record.suite = query.value(2).toString();
            record.suiteName = query.value(3).toString();
            record.file = query.value(4).toString();
            record.profile = query.value(5).toString();
            record.startedBy = query.value(6).toString();
            record.state = query.value(7).toString();
            record.sentence = query.value(8).toString();
            record.receipt = query.value(9).toString();
            record.counts = QJsonDocument::fromJson(query.value(10).toByteArray()).object();
            record.startedAt = query.value(11).toLongLong();
            record.durationMs = query.value(12).toDouble();
            record.total = query.value(13).toInt();
            records.append(record);
        }
    }
    promise.addResult(records);
    promise.finish();
}

// The run's own events and those of the connections its steps opened, and what the host did for these: in
// order, so that the same models fed the same events show the same.
QList<Event> Archive::loadRun(const QString &runId)
{
    QList<Event> events;
    QSqlQuery query(m_database);
    query.prepare(u"SELECT id, events FROM batches WHERE run = ? ORDER BY id"_s);
    query.addBindValue(runId);
    query.exec();
    readBatches(query, [](const EventLine &) { return true; }, [&events](qint64, const Event &event) { events.append(event); });
    return events;
}

void Archive::eventsOfRun(const QString &runId, QPromise<QList<Event>> promise)
{
    Q_ASSERT(QThread::currentThread() == thread());
    promise.start();
    promise.addResult(m_open ? loadRun(runId) : QList<Event>());
    promise.finish();
}

void Archive::historyOfTests(const QString &suite, QPromise<QHash<QString, QString>> promise)
{
    static const QHash<QString, QChar> letters { { u"passed"_s, u'P' },  { u"failed"_s, u'F' }, { u"flaky"_s, u'~' },
                                                 { u"timedOut"_s, u'T' }, { u"error"_s, u'!' },  { u"skipped"_s, u'-' },
                                                 { u"stopped"_s, u'S' },  { u"known"_s, u'K' } };
    Q_ASSERT(QThread::currentThread() == thread());
    promise.start();
    QHash<QString, QString> history;
    if (m_open) {
        QSqlQuery query(m_database);
        query.prepare(u"SELECT test, state FROM results WHERE suite = ? ORDER BY at"_s);
        query.addBindValue(suite);
        query.exec();
        while (query.next()) {
            QString &strip = history[query.value(0).toString()];
            strip += letters.value(query.value(1).toString(), u'?');
            if (strip.size() > stripLength)
                strip.remove(0, 1);
        }
    }
    promise.addResult(history);
    promise.finish();
}

void Archive::failedTests(const QStringList &files, QPromise<Result<QStringList>> promise)
{
    Q_ASSERT(QThread::currentThread() == thread());
    promise.start();
    QStringList tests;
    for (const QString &file : files) {
        if (!m_open)
            break;
        QSqlQuery query(m_database);
        query.prepare(u"SELECT test FROM results WHERE file = ? AND state IN ('failed', 'timedOut', 'error') AND run = (SELECT "
                      "results.run FROM results JOIN runs ON runs.run = results.run WHERE results.file = ? AND runs.state <> 'running' "
                      "ORDER BY results.at DESC LIMIT 1) ORDER BY at"_s);
        query.addBindValue(file);
        query.addBindValue(file);
        query.exec();
        while (query.next())
            tests.append(query.value(0).toString());
    }
    promise.addResult(m_open ? Result<QStringList>(tests) : Result<QStringList>(unreadable()));
    promise.finish();
}

void Archive::exportRun(const QString &runId, const QString &format, QPromise<Result<QByteArray>> promise)
{
    Q_ASSERT(QThread::currentThread() == thread());
    promise.start();
    promise.addResult(exported(runId, format));
    promise.finish();
}

Result<QByteArray> Archive::exported(const QString &runId, const QString &format)
{
    const ExportFormat *exporter = findExportFormat(format);
    if (!exporter) {
        return Error { 2, u"There is no report format “%1”; there are: %2."_s.arg(format, exportFormatNames().join(u", "_s)) };
    }
    if (!m_open)
        return unreadable();
    const QList<Event> events = loadRun(runId);
    if (events.isEmpty())
        return Error { 2, u"The archive has no run %1."_s.arg(runId) };
    QBuffer buffer;
    buffer.open(QBuffer::WriteOnly);
    if (const Result<void> written = exporter->write(events, buffer); !written)
        return written.error();
    return buffer.data();
}

Error Archive::unreadable() const
{
    return { 3, m_closedWhy.isEmpty() ? u"The archive is closed."_s : m_closedWhy };
}

} // namespace greenroom
