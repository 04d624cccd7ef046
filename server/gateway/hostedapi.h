// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "core/journal.h"
#include "core/quotas.h"
#include "core/runrequest.h"
#include "gateway/connection.h"
#include "gateway/deadlines.h"
#include "gateway/frontdoor.h"
#include "gateway/gateway.h"
#include "gateway/integrations/integration.h"
#include "gateway/lambda/functionpool.h"
#include "gateway/localcertificate.h"
#include "gateway/selection.h"
#include "gateway/tokenbucket.h"
#include "gateway/upgrade.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <memory>
#include <unordered_map>

namespace greenroom {

class DemoService;
class TestSuiteIntegration;

// One API that listens: its port, its connections, its integrations. Lives on the gateway thread.
class HostedApi : public QObject, private ConnectionOwner
{
    Q_OBJECT

public:
    HostedApi(Api api, Quotas quotas, Journal &journal, QObject *parent);
    ~HostedApi() override;

    const Api &api() const { return m_api; }
    int port() const { return m_port; }

    // Listens, warms the functions, then emits ready(). An error says who has the port.
    Result<void> listen(const HostRequest &request, const ProjectSettings &settings);
    // Closes every connection with 1001 and stops listening; children end within `withinMs`.
    void closeAll();
    void stopFunctions(int withinMs);
    bool isQuiet() const { return m_connections.empty() && m_calls == 0; }

    Connection *connection(const QString &id) const;
    // As @connections POST: true when it was accepted for delivery.
    enum class Posted { Accepted, Gone, Full, NotText, TooLarge };
    Posted post(const QString &connectionId, const QByteArray &text, const QString &origin,
                const QString &requestId = {});
    // False when this second's requests are spent.
    bool takeRequest() { return m_requests.take(); }
    void invokeAgain(const QString &function, const QString &routeKey, const QByteArray &event);
    void fixDemo();
    void onAppended(const QList<Event> &batch);

signals:
    void ready();
    void runRequested(const greenroom::RunRequest &request);
    void runStopRequested(const QString &runId, greenroom::StopStrength strength);

private:
    struct PendingConnect;
    struct Call;

    void announce();
    void setUpRoutes(const HostRequest &request);
    void setUpRules(const HostRequest &request, const ProjectSettings &settings);
    Integration *integrationFor(const QString &routeKey) const;

    void onUpgrade(const RequestHead &head, QTcpSocket *socket, bool secure);
    void authorize(const std::shared_ptr<PendingConnect> &pending);
    void runConnect(const std::shared_ptr<PendingConnect> &pending, double authorizerMs);
    void judgeConnect(const std::shared_ptr<PendingConnect> &pending, const IntegrationResponse &response);
    void accept(const std::shared_ptr<PendingConnect> &pending, const QString &subprotocol);
    void refuse(const std::shared_ptr<PendingConnect> &pending, int status, const QString &reason,
                const QString &detail = {}, std::optional<HttpResponse> response = std::nullopt);
    bool isOurPath(const QByteArray &path) const;

    void onMessage(Connection &connection, const QByteArray &body, bool binary) override;
    void countMessage(Connection &connection, const QByteArray &body, bool binary);
    void dispatch(Connection &connection, const Route &route, const QString &routeKey, const QString &messageId,
                  const QString &requestId, const QByteArray &body, bool binary);
    void onAnswer(const std::shared_ptr<Call> &call, const IntegrationResponse &response);
    void finishCall(const std::shared_ptr<Call> &call, const IntegrationResponse &response, const QString &outcome,
                    const QByteArray &clientGot);
    bool sendFrame(Connection &connection, const QByteArray &text, const QString &origin, const QString &requestId,
                   const QString &routeKey, bool binary = false);
    bool isThrottled(Connection &connection, const QString &requestId);
    void onClosed(Connection &connection, int code, const QString &reason, const QString &closedBy) override;
    using Answered = std::function<void(const std::shared_ptr<Call> &call, const IntegrationResponse &response)>;
    void begin(const Route &route, const Invocation &invocation, Connection *connection, Answered answered);
    void recordConnect(const std::shared_ptr<Call> &call, const IntegrationResponse &response);
    void sweep();
    void flushCounts();
    void notice(const QString &severity, const QString &text, const QString &remedy = {});

    Api m_api;
    Quotas m_quotas;
    Journal &m_journal;
    SelectionExpression m_routeSelection;
    std::unique_ptr<FrontDoor> m_door;
    std::unique_ptr<FunctionPool> m_functions;
    std::unique_ptr<DemoService> m_demo;
    std::unordered_map<QString, std::unique_ptr<Integration>> m_integrations;   // by route key
    WriteBatch m_batch;
    std::unordered_map<QString, Connection *> m_connections;                    // by id; children of this
    QList<TestSuiteIntegration *> m_suites;
    QString m_host;
    QString m_wsUrl;
    QString m_httpUrl;
    int m_port = 0;
    int m_calls = 0;              // integrations that have not answered yet
    bool m_closing = false;
    Deadlines m_deadlines;        // of the calls under way
    QTimer m_sweep;
    TokenBucket m_requests;
    TokenBucket m_connects;
    struct
    {
        qint64 received = 0;
        qint64 sent = 0;
        qint64 receivedBytes = 0;
        qint64 sentBytes = 0;
    } m_counts;
    QTimer m_countTimer;
    bool m_beyondLoopback = false;
    QString m_lastHost;           // of the latest handshake, shared by all that say the same
    QString m_lastPeer;
    QString m_lastAgent;
};

} // namespace greenroom
