// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "core/journal.h"
#include "core/quotas.h"
#include "core/runrequest.h"
#include "gateway/connection.h"
#include "gateway/deadlines.h"
#include "gateway/faults.h"
#include "gateway/frontdoor.h"
#include "gateway/gateway.h"
#include "gateway/integrations/integration.h"
#include "gateway/lambda/functionpool.h"
#include "gateway/localcertificate.h"
#include "gateway/routegates.h"
#include "gateway/selection.h"
#include "gateway/signatures.h"
#include "gateway/tokenbucket.h"
#include "gateway/upgrade.h"

#include <QHash>
#include <QObject>
#include <QQueue>
#include <QTimer>

#include <memory>
#include <unordered_map>
#include <vector>

namespace greenroom {

class DemoService;
class GuestDesk;
class LocalTables;
class TestSuiteIntegration;

// One API that listens: its port, its connections, its integrations. Lives on the gateway thread.
class HostedApi : public QObject, private ConnectionOwner
{
    Q_OBJECT

public:
    HostedApi(Api api, Quotas quotas, Journal &journal, QObject *parent);
    ~HostedApi() override;

    const Api &api() const { return m_api; }
    Journal &journal() { return m_journal; }
    FunctionPool &functions() { return *m_functions; }
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
    // Whose signatures @connections and Invoke take; not strict: anybody's.
    const SignatureRules &signatures() const { return m_signatures; }
    void invokeAgain(const QString &function, const QString &routeKey, const QByteArray &event);
    void fixDemo();
    // Takes a new version of the project once its functions are loaded; connections stay open. When a function that
    // could be loaded cannot any more, the old version goes on serving, and that is said.
    void reload(const Api &api, const Quotas &quotas, const ProjectSettings &settings);
    // Trouble on demand; `connections` are the ones meant.
    void inflict(const Fault &fault, const QList<Connection *> &connections);
    QList<Connection *> openConnections() const;   // oldest first
    void onAppended(const QList<Event> &batch);

signals:
    void ready();
    void reloaded();
    void runRequested(const greenroom::RunRequest &request);
    void runStopRequested(const QString &runId, greenroom::StopStrength strength);

private:
    struct PendingConnect;
    struct Call;
    // What a saved project replaces, as one; destroyed from below: calls before what they call.
    struct Version
    {
        std::unique_ptr<Api> api;
        std::unique_ptr<FunctionPool> functions;
        std::vector<std::unique_ptr<Integration>> integrations;
        FunctionHost host;
        Quotas quotas;
        ProjectSettings settings;
    };

    void start();
    void warmUp();
    void announce();
    void takeOver(const std::shared_ptr<Version> &next);
    void retire(Version version);
    void sweepRetired();
    QStringList routeKeys() const;
    void sayReloaded(const QStringList &routesBefore);
    void setUpRoutes(const HostRequest &request);
    void setUpGates();
    Result<void> letGuestsIn(const HostRequest &request, const ProjectSettings &settings);
    void inviteGuests();
    void setUpRules(const HostRequest &request, const ProjectSettings &settings);
    Integration *integrationFor(const QString &routeKey) const;

    void onUpgrade(const RequestHead &head, QTcpSocket *socket, bool secure);
    bool passesGates(const std::shared_ptr<PendingConnect> &pending);
    bool hasApiKey(const std::shared_ptr<PendingConnect> &pending, const QString &key);
    void authorize(const std::shared_ptr<PendingConnect> &pending);
    void callAuthorizer(const std::shared_ptr<PendingConnect> &pending, const AuthorizerSpec &authorizer);
    void runConnect(const std::shared_ptr<PendingConnect> &pending, double authorizerMs);
    void judgeConnect(const std::shared_ptr<PendingConnect> &pending, const IntegrationResponse &response);
    void judgeBackend(const std::shared_ptr<PendingConnect> &pending, const IntegrationResponse &response);
    void accept(const std::shared_ptr<PendingConnect> &pending, const QString &subprotocol);
    void refuse(const std::shared_ptr<PendingConnect> &pending, int status, const QString &reason,
                const QString &detail = {}, std::optional<HttpResponse> response = std::nullopt);
    bool isOurPath(const QByteArray &path) const;

    void onMessage(Connection &connection, const QByteArray &body, bool binary) override
    {
        if ((m_faults.isQuiet() && m_late.isEmpty()) || !meetsFaults(connection, body, binary))
            takeMessage(connection, body, binary);
    }
    void takeMessage(Connection &connection, const QByteArray &body, bool binary);
    bool meetsFaults(Connection &connection, const QByteArray &body, bool binary);
    void later(qint64 due, std::function<void()> what);
    void catchUp();
    bool isFull(const Connection &connection) const;
    void countMessage(Connection &connection, const QByteArray &body, bool binary);
    void dispatch(Connection &connection, const Route &route, const QString &routeKey, const QString &messageId,
                  const QString &requestId, const QByteArray &body, bool binary);
    void onAnswer(const std::shared_ptr<Call> &call, const IntegrationResponse &response);
    void finishCall(const std::shared_ptr<Call> &call, const IntegrationResponse &response, const QString &outcome,
                    const QByteArray &clientGot);
    bool sendFrame(Connection &connection, const QByteArray &text, const QString &origin, const QString &requestId,
                   const QString &routeKey, bool binary = false);
    void putFrame(Connection &connection, const QByteArray &text, const QString &origin, const QString &requestId,
                  const QString &routeKey, bool binary);
    bool isThrottled(Connection &connection, const QString &requestId, const Route *route);
    bool isRefusedByModel(Connection &connection, const Route &route, const MessageReceived &received);
    void onClosed(Connection &connection, int code, const QString &reason, const QString &closedBy) override;
    using Answered = std::function<void(const std::shared_ptr<Call> &call, const IntegrationResponse &response)>;
    void begin(const Route &route, const Invocation &invocation, Connection *connection, Answered answered);
    void recordConnect(const std::shared_ptr<Call> &call, const IntegrationResponse &response);
    void sweep();
    void flushCounts();
    void notice(const QString &severity, const QString &text, const QString &remedy = {});
    void problemNotice(const Problem &problem, const Route &route);

    Api m_api;
    Quotas m_quotas;
    Journal &m_journal;
    SelectionExpression m_routeSelection;
    std::unique_ptr<RouteGates> m_gates;
    SignatureRules m_signatures;
    std::unique_ptr<FrontDoor> m_door;
    HostRequest m_request;
    FunctionHost m_functionHost;
    std::unique_ptr<Api> m_versionApi;        // what m_functions knows, after a reload
    std::unique_ptr<FunctionPool> m_functions;
    std::shared_ptr<Version> m_next;          // being loaded
    std::vector<std::unique_ptr<Version>> m_retired;
    QTimer m_retireTick;
    std::unique_ptr<LocalTables> m_tables;
    ActiveFaults m_faults;
    QQueue<std::pair<qint64, std::function<void()>>> m_late;   // due when, what: the fault “latency”
    QTimer m_lateTimer;
    std::unique_ptr<DemoService> m_demo;
    std::unique_ptr<GuestDesk> m_guests;      // null: none are let in
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
