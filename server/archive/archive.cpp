// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/archive.h"

#include "archive/schema.h"
#include "archive/statements.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QSqlError>
#include <QThread>
#include <QUuid>

#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int busyMs = 3000;                          // another process writes: wait for it
constexpr qint64 trimEvery = 4LL * 1024 * 1024;       // bytes between two looks at the size
constexpr qint64 walLimit = 16LL * 1024 * 1024;       // bytes the -wal file keeps once it was taken over
constexpr qint64 checkpointAt = 8LL * 1024 * 1024;    // bytes of it that wait to be taken over
constexpr qint64 pageSize = 8 * 1024;                // events come in long rows

// Files of ours are for their owner only, also the ones SQLite makes beside the database.
void makePrivate(const QString &path)
{
    for (const char *suffix : { "", "-wal", "-shm" })
        QFile::setPermissions(path + QLatin1StringView(suffix), QFile::ReadOwner | QFile::WriteOwner);
}

QString lockName(const QString &folder, qint64 launch)
{
    return folder + u"/launch-%1.lock"_s.arg(launch);
}

} // namespace

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
    // Before anything is changed in it.
    if (const Result<int> version = knownVersion(m_database); !version)
        return version.error();
    QSqlQuery pragma(m_database);
    pragma.exec(u"PRAGMA page_size = %1"_s.arg(pageSize));   // of a new file; an old one keeps its own
    if (!pragma.exec(u"PRAGMA journal_mode = WAL"_s))
        return unusable(m_database, pragma.lastError());
    pragma.exec(u"PRAGMA synchronous = NORMAL"_s);
    pragma.exec(u"PRAGMA journal_size_limit = %1"_s.arg(walLimit));
    pragma.exec(u"PRAGMA wal_autocheckpoint = %1"_s.arg(checkpointAt / pageSize));
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
