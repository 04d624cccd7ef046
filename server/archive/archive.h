// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/batches.h"
#include "archive/retention.h"
#include "core/journal.h"
#include "core/result.h"
#include "core/usagemeter.h"

#include <QFuture>
#include <QHash>
#include <QLockFile>
#include <QObject>
#include <QPromise>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTimer>

#include <memory>

namespace greenroom {

enum class Recording {
    All,    // events with message bodies
    Meta,   // without bodies
    Off,    // runs and results only
};

// A line of History: a fold over one run's events, kept ready on disk.
struct RunRecord
{
    QString runId;
    int number = 0;
    QString suite;
    QString suiteName;
    QString file;
    QString profile;
    QString startedBy;
    QString state;          // passed, failed, error, stopped; running or recovered (cut off by a crash)
    QString sentence;
    QString receipt;
    QJsonObject counts;
    qint64 startedAt = 0;   // ms since the epoch
    double durationMs = 0;
    int total = 0;
};

// What AWS would count: of one run (its number, 0: of everything), or since a time (ms since the epoch).
struct UsageQuestion
{
    int run = 0;
    qint64 since = 0;
};

// Facts on disk: SQLite through QtSql, WAL, one transaction a batch. Lives on the "archive" thread with
// the journal; the SQL connection is opened by the first command. Answers questions about the past by
// filling promises.
class Archive : public QObject
{
    Q_OBJECT

public:
    Archive(Journal &journal, QString dataFolder, Recording recording, QObject *parent = nullptr);
    ~Archive() override;

    void open();
    void append(const QList<greenroom::Event> &batch);

    void runs(int most, QPromise<QList<RunRecord>> promise);
    void eventsOfRun(const QString &runId, QPromise<QList<Event>> promise);
    // Each test's last 30 outcomes, oldest first: one letter a run (ux.md §6.1).
    void historyOfTests(const QString &suite, QPromise<QHash<QString, QString>> promise);
    // Of the last run of each suite file; an error when there is no history to look at.
    void failedTests(const QStringList &files, QPromise<Result<QStringList>> promise);
    void exportRun(const QString &runId, const QString &format, QPromise<Result<QByteArray>> promise);
    // Reads all of it once: seconds for a full archive.
    void usage(const UsageQuestion &question, QPromise<Result<UsageSums>> promise);

    // Takes the last batch and closes the database.
    void close();

    // How large the archive may grow, in bytes: the oldest traffic and logs go first, results much later.
    static constexpr qint64 usualLimit = 512LL * 1024 * 1024;
    qint64 limit = usualLimit;

private:
    struct Statements;
    // Events that the disk refused, since the last one it took.
    struct Hole
    {
        qint64 events = 0;
        qint64 since = 0;   // ms since the epoch
    };

    Result<void> openDatabase();
    Result<void> beginLaunch();
    void sweepLocks();
    void recover();
    void refused(const QList<Event> &batch);
    void accepted();
    bool write(const QList<Event> &batch);
    bool insert(const Batch &row);
    bool fold(const Event &event);
    bool execute(QSqlQuery &query);
    bool keeps(const Event &event) const;
    QString runOf(const Event &event);
    void trim();
    Error unreadable() const;
    QList<Event> loadRun(const QString &runId);
    Result<QByteArray> exported(const QString &runId, const QString &format);
    bool isRunning(qint64 launch) const;
    Result<UsageSpan> spanOfRun(int number);
    Result<UsageSums> measured(const UsageQuestion &question);
    std::optional<qint64> endOfLaunch(qint64 launch);
    void notice(const QString &severity, const QString &text, const QString &remedy = {});

    Journal &m_journal;
    QString m_dataFolder;
    Recording m_recording;
    QString m_connectionName;
    QSqlDatabase m_database;
    std::unique_ptr<Statements> m_statements;
    std::unique_ptr<QLockFile> m_alive;      // held while this launch lives: others know it is no crash
    qint64 m_launch = 0;
    bool m_open = false;
    QString m_path;
    QString m_closedWhy;                     // why it is not open
    QString m_refusal;                       // what SQLite said to the last batch it refused
    std::optional<Hole> m_hole;
    std::optional<Retention> m_retention;
    QTimer m_trimTimer;
    qint64 m_sinceTrim = 0;
    BatchRows m_rows;
    QHash<QString, QString> m_clients;       // a run's open connection → the run
    // run → test → what it belongs to, while the run lives
    struct Origin
    {
        QString suite;
        QString file;
    };
    QHash<QString, QHash<QString, Origin>> m_tests;
};

} // namespace greenroom
