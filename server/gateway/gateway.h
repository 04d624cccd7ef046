// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "core/journal.h"
#include "core/quotas.h"
#include "core/runrequest.h"
#include "gateway/faults.h"

#include <QHash>
#include <QObject>
#include <QStringList>

#include <memory>
#include <vector>

namespace greenroom {

class HostedApi;
class SourceWatch;

// Where a project is hosted, and how.
struct HostRequest
{
    QString project;                     // folder, file, "builtin:demo" or "builtin:echo"
    ProjectOptions options;
    QString host = QStringLiteral("localhost");   // localhost: 127.0.0.1 and, where there is one, ::1
    int port = 3001;                     // 0: a free one
    bool nextFreePort = false;           // the window: a taken port is answered with the next free one
    QString quotas = QStringLiteral("aws");
    QStringList suites;                  // --suite: adds the route "start"
    bool serial = false;                 // one message at a time per connection
    QStringList allowedOrigins;
    QStringList allowedHosts;
    bool guests = false;                 // may start the first suite here that has a “blind” block
    qint64 guestsMs = 0;                 // how long their link is valid; 0: no token is asked for
    QHash<QString, double> usualSeconds; // how long a run takes, by suite file; guests are told
    QList<Fault> faults;                 // trouble on demand, counted from “ready”
    QString dataFolder;                  // for the local certificate
};

// Hosts APIs: listens, keeps connections, calls integrations. Lives on the "gateway" thread; every public
// method is a command to be posted there. What happened is in the journal.
class Gateway : public QObject
{
    Q_OBJECT

public:
    explicit Gateway(Journal &journal, QObject *parent = nullptr);
    ~Gateway() override;

    void open(const greenroom::HostRequest &request);
    void listen(const greenroom::HostRequest &request);
    void stop(const QString &apiId);
    void post(const QString &connectionId, const QByteArray &text);
    void closeConnection(const QString &connectionId, int code = 1000, const QString &reason = {});
    // Without a close frame, as a broken line would.
    void cutConnection(const QString &connectionId);
    // Trouble on demand (faults.h), now; `at` and `every` are its caller's.
    void inflict(const greenroom::Fault &fault);
    void invoke(const QString &apiId, const QString &function, const QString &routeKey, const QByteArray &event);
    void fixDemo();
    // The journal's events come back for routes that stream a run to their caller.
    void onAppended(const QList<greenroom::Event> &batch);
    // Closes every connection with 1001, ends children; within the 3 s of a shutdown.
    void close();

signals:
    void runRequested(const greenroom::RunRequest &request);
    void runStopRequested(const QString &runId, greenroom::StopStrength strength);

private:
    // One project file that is hosted, and what is watched of it.
    struct Project;

    ProjectReading readProject(const HostRequest &request, ProjectSettings *settings);
    void tell(const Problems &problems);
    void recordOpened(const ProjectReading &reading);
    Result<void> host(const Api &api, const ProjectSettings &settings, HostRequest &next);
    Result<Quotas> quotasOf(const Api &api, const HostRequest &request, const ProjectSettings &settings) const;
    HostedApi *hosted(const QString &apiId) const;
    void fail(const HostRequest &request, const QString &apiId, const QString &text);
    void settle(const QList<HostedApi *> &apis);
    void schedule(const QList<Fault> &faults);
    void sayFault(const Fault &fault, bool meansConnections, qsizetype count, const QString &connectionId);

    // reload.cpp
    void watch(const HostRequest &request, const ProjectReading &reading);
    void watchFiles(Project &project, const ProjectReading &reading);
    void reload(Project &project, const QStringList &files);
    void forgetProjectOf(const QString &apiId);

    Journal &m_journal;
    std::vector<std::unique_ptr<HostedApi>> m_apis;
    std::vector<std::shared_ptr<Project>> m_projects;
    int m_settling = 0;      // nested loops that let closing handshakes through
    bool m_closed = false;
};

} // namespace greenroom
