// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/archive.h"

#include "archive/schema.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QSqlError>
#include <QThread>
#include <QUuid>

#include <array>
#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int busyMs = 3000;                          // another process writes: wait for it
constexpr qint64 trimEvery = 4LL * 1024 * 1024;       // bytes between two looks at the size
constexpr qint64 walLimit = 16LL * 1024 * 1024;       // bytes the -wal file keeps once it was taken over

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
        : db(database)
        , startRun(database)
        , finishRun(database)
        , countTest(database)
        , doneTest(database)
        , result(database)
    {
        startRun.prepare(u"INSERT OR REPLACE INTO runs (run, launch, number, suite, name, file, profile, startedby, "
                         "state, started, receipt, total) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'running', ?, ?, ?)"_s);
        finishRun.prepare(u"UPDATE runs SET state = ?, sentence = ?, counts = ?, duration = ? WHERE run = ?"_s);
        countTest.prepare(u"UPDATE runs SET total = total + 1 WHERE run = ?"_s);
        doneTest.prepare(u"UPDATE runs SET done = done + 1 WHERE run = ?"_s);
        result.prepare(u"INSERT OR REPLACE INTO results (suite, test, run, at, state, duration, reason, file) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"_s);
    }

    // One for each kind and for what it belongs to, made when it is first needed: QtSql builds a name for every
    // value it binds, so what never changes stands in the text.
    QSqlQuery &insertOf(const Payload &payload, qint64 launch, bool hasRun, bool hasConnection)
    {
        std::unique_ptr<QSqlQuery> &query = inserts[payload.index() * 4 + (hasRun ? 2 : 0) + (hasConnection ? 1 : 0)];
        if (!query) {
            query = std::make_unique<QSqlQuery>(db);
            query->prepare(u"INSERT INTO events (launch, kind, sequence, at, payload%3%4) VALUES (%1, '%2', ?, ?, ?%5%6)"_s
                               .arg(launch).arg(kindOf(payload), hasRun ? u", run"_s : QString(),
                                                hasConnection ? u", connection"_s : QString(),
                                                hasRun ? u", ?"_s : QString(), hasConnection ? u", ?"_s : QString()));
        }
        latest = query.get();
        return *query;
    }

    QSqlDatabase &db;
    std::array<std::unique_ptr<QSqlQuery>, std::variant_size_v<Payload> * 4> inserts;
    QSqlQuery *latest = nullptr;   // of the inserts
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
    , m_trimTimer(this)   // a child: it goes along to the archive's thread
{
    connect(&m_trimTimer, &QTimer::timeout, this, [this] {
        if (m_retention->slice() == Retention::Progress::More)
            return;
        m_trimTimer.stop();
        if (const QString said = m_retention->sentence(); !said.isEmpty())
            notice(u"info"_s, said, u"Runs and their results are kept longer."_s);
    });
}

Archive::~Archive() = default;

void Archive::open()
{
    Q_ASSERT(QThread::currentThread() == thread());
    Result<void> opened = openDatabase();
    if (opened)
        opened = beginLaunch();
    if (!opened) {
        m_closedWhy = opened.error().text;
        m_database.close();
        notice(u"error"_s, m_closedWhy, u"What happens now is shown, and lost at the end."_s);
        return;
    }
    m_statements = std::make_unique<Statements>(m_database);
    m_retention.emplace(m_database);
    m_open = true;
    sweepLocks();
    recover();
    if (m_retention->used() > limit)
        trim();
}

Result<void> Archive::openDatabase()
{
    m_path = m_dataFolder + u"/archive.sqlite"_s;
    m_database = QSqlDatabase::addDatabase(u"QSQLITE"_s, m_connectionName);
    m_database.setDatabaseName(m_path);
    m_database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=%1"_s.arg(busyMs));
    // Made by us with the right permissions before SQLite fills it; its -wal and -shm take them over.
    if (QFile file(m_path); !file.exists())
        file.open(QFile::WriteOnly | QFile::NewOnly, QFile::ReadOwner | QFile::WriteOwner);
    if (!m_database.open())
        return Error { 3, u"The archive %1 cannot be opened: %2."_s.arg(m_path, m_database.lastError().databaseText()) };
    QSqlQuery pragma(m_database);
    if (!pragma.exec(u"PRAGMA journal_mode = WAL"_s)) {
        return Error { 3, u"The archive %1 cannot be read: %2. Move it away, or choose another folder with --data-dir."_s
                              .arg(m_path, pragma.lastError().databaseText()) };
    }
    pragma.exec(u"PRAGMA synchronous = NORMAL"_s);
    pragma.exec(u"PRAGMA journal_size_limit = %1"_s.arg(walLimit));
    pragma.finish();
    if (Result<void> migrated = migrate(m_database); !migrated)
        return migrated;
    makePrivate(m_path);
    return {};
}

Result<void> Archive::beginLaunch()
{
    QSqlQuery launch(m_database);
    launch.prepare(u"INSERT INTO launches (started, pid) VALUES (?, ?)"_s);
    launch.addBindValue(QDateTime::currentMSecsSinceEpoch());
    launch.addBindValue(QCoreApplication::applicationPid());
    if (!launch.exec())
        return Error { 3, u"The archive %1 cannot be written: %2."_s.arg(m_path, launch.lastError().databaseText()) };
    m_launch = launch.lastInsertId().toLongLong();
    m_alive = std::make_unique<QLockFile>(lockName(m_dataFolder, m_launch));
    m_alive->setStaleLockTime(0);
    m_alive->tryLock();
    QFile::setPermissions(m_alive->fileName(), QFile::ReadOwner | QFile::WriteOwner);
    return {};
}

// What killed programs left behind.
void Archive::sweepLocks()
{
    const QStringList names = QDir(m_dataFolder).entryList({ u"launch-*.lock"_s }, QDir::Files);
    for (const QString &name : names) {
        const QString path = m_dataFolder + u'/' + name;
        if (path == m_alive->fileName())
            continue;
        QLockFile lock(path);
        lock.setStaleLockTime(0);
        if (lock.tryLock())
            lock.unlock();   // removes it
    }
}

// Its program lives, and records or may record again.
bool Archive::isRunning(qint64 launch) const
{
    QLockFile lock(lockName(m_dataFolder, launch));
    lock.setStaleLockTime(0);
    if (launch == m_launch || !lock.tryLock())
        return true;
    lock.unlock();
    return false;
}

// A run without an end whose launch is gone was cut off: say what is left of it.
void Archive::recover()
{
    QSqlQuery open(m_database);
    open.exec(u"SELECT run, launch, name, started, done, total FROM runs WHERE state = 'running'"_s);
    QList<std::pair<QString, QString>> recovered;   // run, sentence
    while (open.next()) {
        const qint64 launch = open.value(1).toLongLong();
        if (isRunning(launch))
            continue;
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
    Q_ASSERT(QThread::currentThread() == thread());
    if (!m_open)
        return;
    if (write(batch))
        accepted();
    else
        refused(batch);
}

void Archive::accepted()
{
    if (m_hole) {
        const QString since = QDateTime::fromMSecsSinceEpoch(m_hole->since).toString(u"HH:mm:ss"_s);
        notice(u"warning"_s, u"The archive is written again; %1 events since %2 are missing from the history."_s
                                 .arg(m_hole->events).arg(since));
        m_hole.reset();
        QSqlQuery(m_database).exec(u"PRAGMA busy_timeout = %1"_s.arg(busyMs));
    }
    if (m_sinceTrim > trimEvery && m_retention->used() > limit)
        trim();
}

// Told once for each hole, and the telling itself is refused too: it is for the screen.
void Archive::refused(const QList<Event> &batch)
{
    const QString why = m_refusal;
    QSqlQuery(m_database).exec(u"ROLLBACK"_s);
    if (m_hole) {
        m_hole->events += batch.size();
        return;
    }
    m_hole = Hole { batch.size(), batch.isEmpty() ? 0 : batch.first().at };
    // Nobody waits for a lock again and again while it lasts.
    QSqlQuery(m_database).exec(u"PRAGMA busy_timeout = 20"_s);
    notice(u"error"_s, u"The disk refuses events (%1): the history has a hole from now on."_s.arg(why),
           u"What happens is still shown. Free some space."_s);
}

bool Archive::write(const QList<Event> &batch)
{
    QSqlQuery transaction(m_database);
    const auto fails = [this](const QSqlQuery &query) {
        m_refusal = query.lastError().databaseText();
        return false;
    };
    if (!transaction.exec(u"BEGIN IMMEDIATE"_s))
        return fails(transaction);
    for (const Event &event : batch) {
        if (keeps(event) && (!insert(event) || !fold(event)))
            return fails(m_statements->latest && m_statements->latest->lastError().isValid() ? *m_statements->latest
                                                                                             : m_statements->result);
    }
    return transaction.exec(u"COMMIT"_s) || fails(transaction);
}

bool Archive::insert(const Event &event)
{
    static const QList<QByteArray> content { "body", "event", "result", "clientGot", "exchange", "url", "path", "requestHeaders" };
    static const QList<QByteArray> logged { "text" };
    const bool isLog = std::holds_alternative<FunctionLogged>(event.payload) || std::holds_alternative<TestLogged>(event.payload);
    const QByteArray payload = payloadToText(
        event.payload, m_recording != Recording::Meta ? QList<QByteArray>() : isLog ? logged : content);
    m_sinceTrim += payload.size();
    const QString run = runIdOf(event.payload);
    const QString connection = connectionIdOf(event.payload);
    QSqlQuery &query = m_statements->insertOf(event.payload, m_launch, !run.isEmpty(), !connection.isEmpty());
    query.addBindValue(qint64(event.sequence));
    query.addBindValue(event.at);
    query.addBindValue(payload);   // as bytes: text would go to UTF-16 and back
    if (!run.isEmpty())
        query.addBindValue(run);
    if (!connection.isEmpty())
        query.addBindValue(connection);
    return query.exec();
}

bool Archive::fold(const Event &event)
{
    return std::visit(Overloaded {
        [&](const RunStarted &started) {
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
            m_tests[found.runId].insert(found.testId, { found.suite, found.file });
            if (found.type != "test"_L1)
                return true;
            m_statements->countTest.addBindValue(found.runId);
            return m_statements->countTest.exec();
        },
        [&](const TestFinished &finished) {
            if (!finished.final)
                return true;
            const Origin origin = m_tests.value(finished.runId).value(finished.testId);
            m_statements->doneTest.addBindValue(text(finished.runId));
            QSqlQuery &query = m_statements->result;
            query.addBindValue(text(origin.suite));
            query.addBindValue(text(finished.testId));
            query.addBindValue(text(finished.runId));
            query.addBindValue(event.at);
            query.addBindValue(text(finished.state));
            query.addBindValue(finished.durationMs);
            query.addBindValue(text(finished.reason));
            query.addBindValue(text(origin.file));
            return m_statements->doneTest.exec() && query.exec();
        },
        [&](const RunFinished &finished) {
            m_tests.remove(finished.runId);
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

// In slices between the batches: the screen does not wait for it.
void Archive::trim()
{
    m_sinceTrim = 0;
    if (m_retention->isActive())
        return;
    m_retention->begin(limit);
    m_trimTimer.start();
}

void Archive::close()
{
    Q_ASSERT(QThread::currentThread() == thread());
    m_trimTimer.stop();
    m_journal.flush();
    if (m_open) {
        QSqlQuery query(m_database);
        query.prepare(u"UPDATE launches SET closed = 1 WHERE id = ?"_s);
        query.addBindValue(m_launch);
        query.exec();
    }
    m_statements.reset();
    m_retention.reset();
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
