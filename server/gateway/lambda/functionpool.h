// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "core/journal.h"
#include "gateway/integrations/integration.h"

#include <QFuture>
#include <QHash>
#include <QObject>

namespace greenroom {

class ChildGuard;

// How functions of an API reach us and what their environment says.
struct FunctionHost
{
    QString httpUrl;              // http://127.0.0.1:3001/dev, also AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI
    QString certificateFile;      // PEM of the local authority; children trust it
    QString dataFolder;           // the bootstraps are unpacked below it
    QStringList serviceHosts;     // the service's own names, which lead back to us in the child
    QMap<QString, QString> environment;   // project settings and .env
};

// Warm instances of an API's functions, several at once, behind a queue. Children run in a process group of
// their own and are gone with us, whatever happens to us.
class FunctionPool : public QObject
{
    Q_OBJECT

public:
    FunctionPool(const Api &api, const FunctionHost &host, Journal &journal, QObject *parent = nullptr);
    ~FunctionPool() override;

    // Starts one instance of each function ahead of need. warmed() follows when all wait for work or failed.
    void warmUp();
    // function is FunctionSpec::key. Queued when every instance is busy and the cap is reached.
    QFuture<IntegrationResponse> invoke(const QString &function, const Invocation &invocation);
    // Ends every child: politely, then with its whole process group, within `withinMs`.
    void stop(int withinMs);
    int runningChildren() const;
    // Functions whose code could not be loaded, and why.
    QMap<QString, QString> failures() const;
    // Neither calls under way nor waiting.
    bool isIdle() const;
    // Ends every child without waiting for it; what is under way fails.
    void end();
    // Ends idle children, of one function or (empty) of all: the next calls are cold.
    void forgetWarm(const QString &function);

signals:
    void warmed();

private:
    class Lane;

    void reportWarm(Lane *lane);
    // Once for each runtime that another version runs.
    void sayVersion(const QString &runtime, const QString &version);

    const Api &m_api;
    FunctionHost m_host;
    Journal &m_journal;
    ChildGuard *m_guard = nullptr;
    QHash<QString, Lane *> m_lanes;     // by FunctionSpec::key
    QStringList m_versionsSaid;
    int m_warming = 0;
    bool m_stopping = false;
};

} // namespace greenroom
