// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "core/journal.h"
#include "core/quotas.h"
#include "core/runrequest.h"

#include <QHash>
#include <QObject>
#include <QStringList>

#include <memory>
#include <vector>

namespace greenroom {

class HostedApi;

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
    QStringList allowedOrigins;
    QStringList allowedHosts;
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
    QList<Api> readProject(const HostRequest &request, ProjectSettings *settings);
    void fail(const HostRequest &request, const QString &apiId, const QString &text);
    void settle(const QList<HostedApi *> &apis);

    Journal &m_journal;
    std::vector<std::unique_ptr<HostedApi>> m_apis;
    int m_settling = 0;      // nested loops that let closing handshakes through
    bool m_closed = false;
};

} // namespace greenroom
