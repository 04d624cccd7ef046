// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal.h"
#include "core/result.h"

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QPromise>

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
    void historyOfTests(const QString &suite, QPromise<QHash<QString, QString>> promise);
    void exportRun(const QString &runId, const QString &format, QPromise<Result<QByteArray>> promise);

    // Takes the last batch and closes the database.
    void close();

private:
    Journal &m_journal;
    QString m_dataFolder;
    Recording m_recording;
};

} // namespace greenroom
