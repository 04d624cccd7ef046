// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "core/event.h"
#include "core/journal.h"
#include "core/message.h"
#include "core/quotas.h"
#include "core/result.h"
#include "core/runrequest.h"
#include "core/worker.h"

#include "archive/archive.h"
#include "gateway/gateway.h"
#include "runner/runner.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace greenroom {

struct EngineOptions
{
    QString dataFolder;                 // absolute, exists
    Recording recording = Recording::All;
    qint64 archiveLimit = Archive::usualLimit;   // bytes
};

// Owns the workers and the journal; the one door for ui and app. Commands return nothing and show up as
// events; questions about the past are futures. Its members, destroyed in reverse, are the shutdown plan.
class Engine : public QObject
{
    Q_OBJECT

public:
    explicit Engine(const EngineOptions &options, QObject *parent = nullptr);
    ~Engine() override;

    // Connect to appended() here, queued.
    Journal &journal() { return m_journal; }

    // Reads a project (folder, file, "builtin:demo", "builtin:echo") and records project.opened and its
    // problems as notices. Runs nothing. `request.listen` says where it would be hosted.
    void openProject(const HostRequest &request);
    // Opens and listens.
    void host(const HostRequest &request);
    void stopHosting(const QString &apiId);

    void startRun(const RunRequest &request);
    void stopRun(const QString &runId, StopStrength strength);
    void pauseRun(const QString &runId, bool paused);

    // A console connection: a client of any ws:// or wss:// address.
    void connectClient(const ClientRequest &request);
    void sendFromClient(const QString &connectionId, const Message &message);
    void closeClient(const QString &connectionId, int code, const QString &reason);

    // The service's side of a hosted connection.
    void postToConnection(const QString &connectionId, const QByteArray &text);
    void closeConnection(const QString &connectionId, int code = 1000, const QString &reason = {});
    void cutConnection(const QString &connectionId);   // no close frame: the client sees 1006
    // Trouble on demand (gateway/faults.h), now.
    void inflict(const Fault &fault);
    // Calls a function again with an edited event; shows up as an invocation of its own.
    void invokeAgain(const QString &apiId, const QString &function, const QString &routeKey,
                     const QByteArray &event);
    // Demo only: puts the faulty handler right ("fix it for me").
    void fixDemo();

    QFuture<QList<RunRecord>> runs(int most = 200);
    QFuture<QList<Event>> eventsOfRun(const QString &runId);
    QFuture<QHash<QString, QString>> historyOfTests(const QString &suite);   // testId → states, oldest first
    // Of the last run of each suite file: the tests that failed, timed out or could not be judged.
    QFuture<Result<QStringList>> failedTests(const QStringList &files);
    // What AWS would count of what was recorded here; core/cost.h prices it.
    QFuture<Result<UsageSums>> usage(const UsageQuestion &question);
    QFuture<Result<QByteArray>> exportRun(const QString &runId, const QString &format);

private:
    void hostFor(HostRequest request, const QList<RunRecord> &records);

    Journal m_journal;
    Worker<Archive> m_archive;
    Worker<Gateway> m_gateway;
    Worker<Runner> m_runner;
};

} // namespace greenroom
