// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/archive.h"

#include "archive/exporters/exporter.h"
#include "archive/schema.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSet>
#include <QSqlError>
#include <QUuid>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int busyMs = 5000;                          // another process writes: wait for it
constexpr qint64 trimEvery = 16LL * 1024 * 1024;      // bytes between two looks at the size
constexpr int stripLength = 30;

QByteArray compact(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

// Files of ours are for their owner only, also the ones SQLite makes beside the database.
void makePrivate(const QString &path)
{
    for (const char *suffix : { "", "-wal", "-shm" })
        QFile::setPermissions(path + QLatin1StringView(suffix), QFile::ReadOwner | QFile::WriteOwner);
}

// A null QString would be NULL, and our columns are NOT NULL.
QVariant text(const QString &value)
{
    return value.isNull() ? QVariant(QString(u""_s)) : QVariant(value);
}

QString lockName(const QString &folder, qint64 launch)
{
    return folder + u"/launch-%1.lock"_s.arg(launch);
}

} // namespace

struct Archive::Statements
{
    explicit Statements(QSqlDatabase &database)
        : insert(database)
        , startRun(database)
        , finishRun(database)
        , countTest(database)
        , doneTest(database)
        , result(database)
    {
        insert.prepare(u"INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)"_s);
        startRun.prepare(u"INSERT OR REPLACE INTO runs (run, launch, number, suite, name, file, profile, startedby, "
                         "state, started, receipt, total) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'running', ?, ?, ?)"_s);
        finishRun.prepare(u"UPDATE runs SET state = ?, sentence = ?, counts = ?, duration = ? WHERE run = ?"_s);
        countTest.prepare(u"UPDATE runs SET total = total + 1 WHERE run = ?"_s);
        doneTest.prepare(u"UPDATE runs SET done = done + 1 WHERE run = ?"_s);
        result.prepare(u"INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?, ?, ?)"_s);
    }

    QSqlQuery insert;
    QSqlQuery startRun;
    QSqlQuery finishRun;
    QSqlQuery countTest;
    QSqlQuery doneTest;
    QSqlQuery result;
};

Archive::Archive(Journal &journal, QString dataFolder, Recording recording, QObject *parent)
    : QObject(parent)
    , m_journal(journal)
    , m_dataFolder(std::move(dataFolder))
    , m_recording(recording)
    , m_connectionName(u"archive-"_s + QUuid::createUuid().toString(QUuid::WithoutBraces))
{
}

Archive::~Archive() = default;

void Archive::open()
{
    const QString path = m_dataFolder + u"/archive.sqlite"_s;
    m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connectionName);
    m_database.setDatabaseName(path);
    m_database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(busyMs));
    // Made by us with the right permissions before SQLite fills it.
    if (QFile file(path); !QFileInfo::exists(path) && file.open(QFile::WriteOnly))
        file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    if (!m_database.open()) {
        notice(u"error"_s, u"The archive %1 cannot be opened: %2."_s.arg(path, m_database.lastError().databaseText()),
               u"What happens now is shown, and lost at the end. Choose another folder with --data-dir."_s);
        return;
    }
    QSqlQuery pragma(m_database);
    pragma.exec(u"PRAGMA journal_mode = WAL"_s);
    pragma.exec(u"PRAGMA synchronous = NORMAL"_s);
    if (const Result<void> migrated = migrate(m_database); !migrated) {
        notice(u"error"_s, migrated.error().text, u"What happens now is shown, and lost at the end."_s);
        m_database.close();
        return;
    }
    makePrivate(path);
    QSqlQuery launch(m_database);
    launch.prepare(u"INSERT INTO launches (started, pid) VALUES (?, ?)"_s);
    launch.addBindValue(QDateTime::currentMSecsSinceEpoch());
    launch.addBindValue(QCoreApplication::applicationPid());
    if (!launch.exec()) {
        notice(u"error"_s, u"The archive cannot be written: %1."_s.arg(launch.lastError().databaseText()),
               u"Free some space; what happens now is shown, and lost at the end."_s);
        m_database.close();
        return;
    }
    m_launch = launch.lastInsertId().toLongLong();
    m_alive = std::make_unique<QLockFile>(lockName(m_dataFolder, m_launch));
    m_alive->setStaleLockTime(0);
    m_alive->tryLock();
    m_statements = std::make_unique<Statements>(m_database);
    m_open = true;
    recover();
}

// A run without an end whose launch is gone was cut off: say what is left of it.
void Archive::recover()
{
    QSqlQuery open(m_database);
    open.exec(u"SELECT run, launch, name, started, done, total FROM runs WHERE state = 'running'"_s);
    QList<std::pair<QString, QString>> recovered;
    while (open.next()) {
        const qint64 launch = open.value(1).toLongLong();
        QLockFile lock(lockName(m_dataFolder, launch));
        lock.setStaleLockTime(0);
        if (launch == m_launch || !lock.tryLock())
            continue;   // its program is still running
        lock.unlock();
        const QString at = QDateTime::fromMSecsSinceEpoch(open.value(3).toLongLong()).toString(u"HH:mm"_s);
        recovered.append({ open.value(0).toString(), u"Recovered: run of %1, %2 of %3 checks of “%4”."_s
                                                          .arg(at).arg(open.value(4).toInt()).arg(open.value(5).toInt())
                                                          .arg(open.value(2).toString()) });
    }
    open.finish();
    QSqlQuery mark(m_database);
    mark.prepare(u"UPDATE runs SET state = 'recovered', sentence = ? WHERE run = ?"_s);
    for (const auto &[run, sentence] : std::as_const(recovered)) {
        mark.addBindValue(sentence);
        mark.addBindValue(run);
        mark.exec();
        notice(u"info"_s, sentence, u"Open it in History."_s);
    }
}

bool Archive::keeps(const Event &event) const
{
    if (m_recording != Recording::Off)
        return true;
    const QString kind = kindOf(event.payload);
    return kind.startsWith("run."_L1) || kind.startsWith("test."_L1) || kind == "step.finished"_L1;
}

void Archive::append(const QList<Event> &batch)
{
    if (!m_open)
        return;
    if (write(batch)) {
        m_holeTold = false;
        if (m_sinceTrim > trimEvery)
            trim();
        return;
    }
    const QString why = m_database.lastError().databaseText();
    QSqlQuery(m_database).exec(u"ROLLBACK"_s);
    // Told once for each hole, and the telling itself may be refused too.
    if (!std::exchange(m_holeTold, true))
        notice(u"error"_s, u"The disk refused %1 events (%2): the history has a hole."_s.arg(batch.size()).arg(why),
               u"Free some space. What happens is still shown."_s);
}

bool Archive::write(const QList<Event> &batch)
{
    QSqlQuery transaction(m_database);
    if (!transaction.exec(u"BEGIN IMMEDIATE"_s))
        return false;
    for (const Event &event : batch) {
        if (keeps(event) && (!insert(event) || !fold(event)))
            return false;
    }
    return transaction.exec(u"COMMIT"_s);
}

bool Archive::insert(const Event &event)
{
    static const QList<QByteArray> content { "body", "event", "result", "clientGot", "exchange" };
    const QByteArray payload = payloadToText(event.payload, m_recording == Recording::Meta ? content : QList<QByteArray>());
    m_sinceTrim += payload.size();
    const QString run = runIdOf(event.payload);
    const QString connection = connectionIdOf(event.payload);
    QSqlQuery &query = m_statements->insert;
    query.addBindValue(m_launch);
    query.addBindValue(qint64(event.sequence));
    query.addBindValue(event.at);
    query.addBindValue(kindOf(event.payload));
    query.addBindValue(run.isEmpty() ? QVariant() : QVariant(run));
    query.addBindValue(connection.isEmpty() ? QVariant() : QVariant(connection));
    query.addBindValue(payload);   // as bytes: text would go to UTF-16 and back
    return query.exec();
}

bool Archive::fold(const Event &event)
{
    return std::visit(Overloaded {
        [&](const RunStarted &started) {
            m_suiteOfRun.insert(started.runId, started.suite);
            QSqlQuery &query = m_statements->startRun;
            query.addBindValue(text(started.runId));
            query.addBindValue(m_launch);
            query.addBindValue(started.number);
            query.addBindValue(text(started.suite));
            query.addBindValue(text(started.suiteName));
            query.addBindValue(text(started.file));
            query.addBindValue(text(started.profile));
            query.addBindValue(text(started.startedBy));
            query.addBindValue(event.at);
            query.addBindValue(text(started.receipt));
            query.addBindValue(0);
            return query.exec();
        },
        [&](const TestFound &found) {
            if (found.type != "test"_L1)
                return true;
            m_statements->countTest.addBindValue(found.runId);
            return m_statements->countTest.exec();
        },
        [&](const TestFinished &finished) {
            if (!finished.final)
                return true;
            m_statements->doneTest.addBindValue(text(finished.runId));
            QSqlQuery &query = m_statements->result;
            query.addBindValue(text(m_suiteOfRun.value(finished.runId)));
            query.addBindValue(text(finished.testId));
            query.addBindValue(text(finished.runId));
            query.addBindValue(event.at);
            query.addBindValue(text(finished.state));
            query.addBindValue(finished.durationMs);
            query.addBindValue(text(finished.reason));
            return m_statements->doneTest.exec() && query.exec();
        },
        [&](const RunFinished &finished) {
            m_suiteOfRun.remove(finished.runId);
            QSqlQuery &query = m_statements->finishRun;
            query.addBindValue(text(finished.state));
            query.addBindValue(text(finished.sentence));
            query.addBindValue(QString::fromUtf8(compact(finished.counts)));
            query.addBindValue(finished.durationMs);
            query.addBindValue(text(finished.runId));
            return query.exec();
        },
        [](const auto &) { return true; },
    }, event.payload);
}

// Keeps recorded traffic and logs under the limit: the oldest tenth goes, results and steps stay.
void Archive::trim()
{
    m_sinceTrim = 0;
    QSqlQuery query(m_database);
    query.exec(u"PRAGMA page_count"_s);
    const qint64 pages = query.next() ? query.value(0).toLongLong() : 0;
    query.exec(u"PRAGMA freelist_count"_s);
    const qint64 freePages = query.next() ? query.value(0).toLongLong() : 0;
    query.exec(u"PRAGMA page_size"_s);
    const qint64 pageSize = query.next() ? query.value(0).toLongLong() : 4096;
    query.finish();
    if ((pages - freePages) * pageSize <= trafficLimit)
        return;
    query.exec(u"DELETE FROM events WHERE (kind LIKE 'message.%' OR kind LIKE 'integration.%' OR kind IN "
               "('function.logged', 'traffic.counted')) AND (launch, sequence) IN (SELECT launch, sequence FROM events "
               "WHERE kind LIKE 'message.%' OR kind LIKE 'integration.%' OR kind IN ('function.logged', "
               "'traffic.counted') ORDER BY launch, sequence LIMIT (SELECT MAX(1000, COUNT(*) / 10) FROM events))"_s);
}

void Archive::runs(int most, QPromise<QList<RunRecord>> promise)
{
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
    query.prepare(u"SELECT sequence, at, kind, payload FROM events WHERE run = :run OR (connection IN (SELECT "
                  "connection FROM events WHERE run = :opened AND kind = 'connection.opened') AND run IS NULL) "
                  "ORDER BY launch, sequence"_s);
    query.bindValue(u":run"_s, runId);
    query.bindValue(u":opened"_s, runId);
    query.exec();
    while (query.next()) {
        const QJsonObject json = QJsonDocument::fromJson(query.value(3).toByteArray()).object();
        if (std::optional<Payload> payload = payloadFromJson(query.value(2).toString(), json))
            events.append({ query.value(0).toULongLong(), query.value(1).toLongLong(), std::move(*payload) });
    }
    return events;
}

void Archive::eventsOfRun(const QString &runId, QPromise<QList<Event>> promise)
{
    promise.start();
    promise.addResult(m_open ? loadRun(runId) : QList<Event>());
    promise.finish();
}

void Archive::historyOfTests(const QString &suite, QPromise<QHash<QString, QString>> promise)
{
    static const QHash<QString, QChar> letters { { u"passed"_s, u'P' },  { u"failed"_s, u'F' }, { u"flaky"_s, u'~' },
                                                 { u"timedOut"_s, u'T' }, { u"error"_s, u'!' },  { u"skipped"_s, u'-' },
                                                 { u"stopped"_s, u'S' },  { u"known"_s, u'K' } };
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

void Archive::failedTests(const QStringList &files, QPromise<QStringList> promise)
{
    promise.start();
    QStringList tests;
    for (const QString &file : files) {
        if (!m_open)
            break;
        QSqlQuery query(m_database);
        query.prepare(u"SELECT test FROM results WHERE state IN ('failed', 'timedOut', 'error') AND run = (SELECT run "
                      "FROM runs WHERE file = ? AND state <> 'running' ORDER BY started DESC LIMIT 1)"_s);
        query.addBindValue(file);
        query.exec();
        while (query.next())
            tests.append(query.value(0).toString());
    }
    promise.addResult(tests);
    promise.finish();
}

void Archive::exportRun(const QString &runId, const QString &format, QPromise<Result<QByteArray>> promise)
{
    promise.start();
    QBuffer buffer;
    buffer.open(QBuffer::WriteOnly);
    const ExportFormat *exporter = findExportFormat(format);
    if (!exporter) {
        promise.addResult(Result<QByteArray>(Error { 2, u"There is no report format “%1”; there are: %2."_s
                                                            .arg(format, exportFormatNames().join(u", "_s)) }));
    } else if (const Result<void> written = exporter->write(m_open ? loadRun(runId) : QList<Event>(), buffer); !written) {
        promise.addResult(Result<QByteArray>(written.error()));
    } else {
        promise.addResult(Result<QByteArray>(buffer.data()));
    }
    promise.finish();
}

void Archive::close()
{
    m_journal.flush();
    if (m_open) {
        QSqlQuery query(m_database);
        query.prepare(u"UPDATE launches SET closed = 1 WHERE id = ?"_s);
        query.addBindValue(m_launch);
        query.exec();
    }
    m_statements.reset();
    m_open = false;
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(m_connectionName);
    if (m_alive)
        m_alive->unlock();
    m_alive.reset();
}

void Archive::notice(const QString &severity, const QString &text, const QString &remedy)
{
    Notice notice;
    notice.severity = severity;
    notice.area = u"archive"_s;
    notice.text = text;
    notice.remedy = remedy;
    m_journal.record(notice);
}

} // namespace greenroom
