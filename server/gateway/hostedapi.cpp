// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/hostedapi.h"

#include "core/projectfiles/inlinecode.h"

#include "gateway/guestdesk.h"
#include "gateway/guestpage.h"
#include "gateway/integrations/demoservice.h"
#include "gateway/integrations/testsuite.h"
#include "gateway/lambdainvoke.h"
#include "gateway/localtables.h"
#include "gateway/managementapi.h"

#include <QDateTime>
#include <QHostInfo>
#include <QNetworkInterface>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// How often idle and over-aged connections are looked for: every few seconds as the service does, finer
// when a test sets small limits.
int sweepIntervalMs(const Quotas &quotas)
{
    int shortest = 20'000;
    for (const int limit : { quotas.idleTimeoutMs, quotas.maxConnectionDurationMs }) {
        if (limit > 0)
            shortest = std::min(shortest, limit);
    }
    return std::clamp(shortest / 5, 20, 4000);
}

// What else a client may call us, for the certificate: the address listened on and the allowed hosts.
QStringList certificateNames(const HostRequest &request, const ProjectSettings &settings)
{
    QStringList names;
    for (const QString &host : QStringList { request.host } + request.allowedHosts + settings.allowedHosts) {
        const QString name = QUrl(u"https://"_s + host).host();
        if (!name.isEmpty() && name != "localhost"_L1 && name != "127.0.0.1"_L1 && name != "::1"_L1)
            names.append(name);
    }
    if (names.removeAll(u"0.0.0.0"_s) > 0 || request.host == "*"_L1) {
        const QList<QHostAddress> all = QNetworkInterface::allAddresses();
        for (const QHostAddress &address : all) {
            if (!address.isLoopback())
                names.append(address.toString().section(u'%', 0, 0));
        }
    }
    names.removeDuplicates();
    names.sort();
    return names;
}

QString shownHost(const QString &host)
{
    if (host.compare("localhost"_L1, Qt::CaseInsensitive) == 0 || host == "*"_L1 || host == "0.0.0.0"_L1)
        return u"127.0.0.1"_s;
    return host.contains(u':') && !host.startsWith(u'[') ? u'[' + host + u']' : host;
}

} // namespace

HostedApi::HostedApi(Api api, Quotas quotas, Journal &journal, QObject *parent)
    : QObject(parent)
    , m_api(std::move(api))
    , m_quotas(quotas)
    , m_journal(journal)
    , m_routeSelection(m_api.routeSelectionExpression)
    , m_requests(quotas.requestsPerSecond, quotas.requestBurst)
    , m_connects(quotas.connectionsPerSecond, quotas.connectionsPerSecond)
{
    connect(&m_sweep, &QTimer::timeout, this, &HostedApi::sweep);
    m_countTimer.setInterval(1000);
    m_countTimer.setSingleShot(true);
    connect(&m_countTimer, &QTimer::timeout, this, &HostedApi::flushCounts);
}

HostedApi::~HostedApi() = default;

Result<void> HostedApi::listen(const HostRequest &request, const ProjectSettings &settings)
{
    const QString service = u"execute-api.%1.amazonaws.com"_s.arg(m_api.region);
    const QString lambda = u"lambda.%1.amazonaws.com"_s.arg(m_api.region);
    const Result<LocalCertificate> certificate = ensureLocalCertificate(
        request.dataFolder, QStringList { service, u"*."_s + service, lambda } + certificateNames(request, settings));
    if (!certificate)
        notice(u"warning"_s, certificate.error().text, u"Without it only ws:// and http:// work."_s);
    m_door = std::make_unique<FrontDoor>(
        m_quotas, certificate ? certificate->configuration : QSslConfiguration::defaultConfiguration());
    Result<quint16> port = m_door->listen(request.host, quint16(request.port));
    for (int next = request.port + 1; !port && request.nextFreePort && next < request.port + 50; ++next)
        port = m_door->listen(request.host, quint16(next));
    if (!port)
        return port.error();
    m_port = *port;
    m_host = request.host;
    const QString authority = shownHost(request.host) + u':' + QString::number(m_port);
    m_wsUrl = u"ws://%1/%2"_s.arg(authority, m_api.stage);
    m_httpUrl = u"http://%1/%2"_s.arg(authority, m_api.stage);

    setUpRules(request, settings);
    if (const Result<void> guests = letGuestsIn(request, settings); !guests)
        return guests.error();
    addManagementApi(m_door->router(), *this);
    addLambdaInvoke(m_door->router(), *this);
    m_door->onUpgrade = [this](const RequestHead &head, QTcpSocket *socket, bool secure) {
        if (m_guests && GuestDesk::isFeed(head))
            m_guests->take(head, socket, secure);
        else
            onUpgrade(head, socket, secure);
    };
    connect(m_door.get(), &FrontDoor::refused, this, [this](const GateRefusal &refusal) {
        ConnectRefused refused;
        refused.apiId = m_api.id;
        refused.sourceIp = refusal.peer.toString();
        refused.status = refusal.status;
        refused.reason = refusal.reason;
        refused.detail = refusal.detail;
        refused.remedy = refusal.remedy;
        refused.path = refusal.path;
        refused.origin = refusal.origin;
        m_journal.record(refused);
    });

    m_request = request;
    m_functionHost.httpUrl = m_httpUrl;
    m_functionHost.certificateFile = certificate ? certificate->authorityFile : QString();
    m_functionHost.dataFolder = request.dataFolder;
    m_functionHost.serviceHosts = { service, m_api.id + u'.' + service, lambda };
    m_functionHost.environment = settings.environment;
    const Problems unwritten = unpackInlineCode(m_api, request.dataFolder + u"/inline"_s);
    for (const Problem &problem : unwritten)
        notice(u"error"_s, problem.text, problem.remedy);
    m_functions = std::make_unique<FunctionPool>(m_api, m_functionHost, m_journal);
    setUpRoutes(request);
    m_sweep.start(sweepIntervalMs(m_quotas));
    start();
    return {};
}

void HostedApi::announce()
{
    if (m_closing)
        return;   // stopped while its functions were starting: it never could accept
    ListeningChanged listening;
    listening.apiId = m_api.id;
    listening.name = m_api.name;
    listening.state = u"listening"_s;
    listening.host = m_host;
    listening.port = m_port;
    listening.stage = m_api.stage;
    listening.wsUrl = m_wsUrl;
    listening.httpUrl = m_httpUrl;
    listening.beyondLoopback = m_beyondLoopback;
    m_journal.record(listening);
    inviteGuests();
    if (m_beyondLoopback)
        notice(u"warning"_s,
               m_signatures.strict ? u"Other machines can reach %1."_s.arg(m_wsUrl)
                                   : u"Other machines can reach %1, and @connections and Invoke ask for no credentials."_s.arg(m_wsUrl),
               m_signatures.strict ? u"@connections and Invoke ask for signatures."_s
                                   : u"Listen on localhost unless others must connect, or ask for signatures with "
                                     "“signatures: strict” in greenroom.project.yaml."_s);
    emit ready();
}

void HostedApi::setUpRules(const HostRequest &request, const ProjectSettings &settings)
{
    m_signatures = signatureRules(m_api, settings);
    GateRules rules;
    const auto addHost = [this, &rules](const QString &name) {
        rules.hosts.insert(name.toLower());
        rules.hosts.insert(name.toLower() + u':' + QString::number(m_port));
    };
    const auto addAddress = [&addHost](const QHostAddress &address) {
        const QString text = address.toString().section(u'%', 0, 0);
        addHost(address.protocol() == QAbstractSocket::IPv6Protocol ? u'[' + text + u']' : text);
    };
    for (const QString &name : { u"localhost"_s, u"127.0.0.1"_s, u"[::1]"_s,
                                 u"execute-api.%1.amazonaws.com"_s.arg(m_api.region), u"lambda.%1.amazonaws.com"_s.arg(m_api.region),
                                 u"%1.execute-api.%2.amazonaws.com"_s.arg(m_api.id, m_api.region) })
        addHost(name);
    const QList<QHostAddress> addresses = m_door->addresses();
    for (const QHostAddress &address : addresses) {
        m_beyondLoopback = m_beyondLoopback || !address.isLoopback();
        addAddress(address);
    }
    if (m_beyondLoopback) {
        const QList<QHostAddress> all = QNetworkInterface::allAddresses();
        std::for_each(all.begin(), all.end(), addAddress);
        addHost(QHostInfo::localHostName());
    }
    for (const QString &name : request.allowedHosts + settings.allowedHosts) {
        if (name.contains(u':') && !name.endsWith(u']'))
            rules.hosts.insert(name.toLower());
        else
            addHost(name);
    }
    for (const QString &origin : request.allowedOrigins + settings.allowedOrigins)
        rules.origins.insert(origin.toLower());
    m_door->setRules(rules);
}

void HostedApi::setUpRoutes(const HostRequest &request)
{
    setUpGates();
    if (m_api.file == "builtin:demo"_L1)
        m_demo = std::make_unique<DemoService>(m_journal);
    if (!request.suites.isEmpty()) {
        Route start;
        start.key = u"start"_s;
        start.integration.type = IntegrationType::TestSuite;
        start.integration.suites = request.suites;
        m_api.routes.removeIf([](const Route &route) { return route.key == "start"_L1; });
        m_api.routes.append(start);
    }
    const IntegrationContext context {
        m_api, m_journal, *m_functions, m_demo.get(),
        [this](const QString &connectionId, const QByteArray &text) {
            return post(connectionId, text, u"suite"_s) == Posted::Accepted;
        },
        { { u"ws_url"_s, m_wsUrl }, { u"api_url"_s, m_httpUrl } },
    };
    for (const Route &route : std::as_const(m_api.routes)) {
        if (m_integrations.contains(route.key))
            continue;   // kept over a reload
        std::unique_ptr<Integration> integration = makeIntegration(route.integration, context);
        if (auto *suites = qobject_cast<TestSuiteIntegration *>(integration.get())) {
            connect(suites, &TestSuiteIntegration::runRequested, this, &HostedApi::runRequested);
            connect(suites, &TestSuiteIntegration::runStopRequested, this, &HostedApi::runStopRequested);
            suites->setSiblings(&m_suites);
            m_suites.append(suites);
        }
        if (!integration)
            continue;
        const Problems problems = integration->problems();
        for (const Problem &problem : problems)
            problemNotice(problem, route);
        m_integrations[route.key] = std::move(integration);
    }
    // resume and stop belong to every suite route; a project's own routes of those names win.
    for (const QString &key : { u"resume"_s, u"stop"_s }) {
        if (!m_suites.isEmpty() && !m_api.route(key)) {
            Route route;
            route.key = key;
            route.integration.type = IntegrationType::TestSuite;
            m_api.routes.append(route);
        }
    }
}

// Throttles, models and keys of the routes as they are now.
void HostedApi::setUpGates()
{
    Problems problems;
    m_gates = std::make_unique<RouteGates>(m_api, m_quotas, problems);
    for (const Problem &problem : std::as_const(problems))
        problemNotice(problem, {});
}

Integration *HostedApi::integrationFor(const QString &routeKey) const
{
    const auto found = m_integrations.find(routeKey);
    if (found != m_integrations.end())
        return found->second.get();
    if (!m_suites.isEmpty() && (routeKey == "resume"_L1 || routeKey == "stop"_L1))
        return m_suites.first();
    return nullptr;
}

Connection *HostedApi::connection(const QString &id) const
{
    const auto found = m_connections.find(id);
    return found == m_connections.end() || !found->second->isOpen() ? nullptr : found->second;
}

void HostedApi::sweep()
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    QList<Connection *> due;
    for (const auto &[id, connection] : m_connections) {
        const bool idle = m_quotas.idleTimeoutMs > 0 && now - connection->lastActiveAt >= m_quotas.idleTimeoutMs;
        const bool old = m_quotas.maxConnectionDurationMs > 0
            && now - connection->facts().connectedAt >= m_quotas.maxConnectionDurationMs;
        if (idle || old)
            due.append(connection);
    }
    for (Connection *connection : std::as_const(due))
        connection->close(1001, u"Going away"_s);
}

void HostedApi::flushCounts()
{
    if (m_counts.received == 0 && m_counts.sent == 0)
        return;
    TrafficCounted counted;
    counted.apiId = m_api.id;
    counted.received = m_counts.received;
    counted.sent = m_counts.sent;
    counted.receivedBytes = m_counts.receivedBytes;
    counted.sentBytes = m_counts.sentBytes;
    m_journal.record(counted);
    m_counts = {};
}

void HostedApi::onAppended(const QList<Event> &batch)
{
    for (TestSuiteIntegration *suites : std::as_const(m_suites))
        suites->onAppended(batch);
    if (m_guests)
        m_guests->onAppended(batch);
}

void HostedApi::fixDemo()
{
    if (m_demo)
        m_demo->fix();
}

void HostedApi::closeAll()
{
    m_closing = true;
    m_sweep.stop();
    if (m_door)
        m_door->close();
    QList<Connection *> open;
    for (const auto &[id, connection] : m_connections)
        open.append(connection);
    for (Connection *connection : std::as_const(open))
        connection->close(1001, u"Going away"_s);
    if (m_guests)
        m_guests->closeAll();
    flushCounts();
}

void HostedApi::stopFunctions(int withinMs)
{
    for (const auto &version : m_retired)
        version->functions->end();
    if (m_next && m_next->functions)
        m_next->functions->end();
    if (m_functions)
        m_functions->stop(withinMs);
    ListeningChanged stopped;
    stopped.apiId = m_api.id;
    stopped.name = m_api.name;
    stopped.state = u"stopped"_s;
    stopped.port = m_port;
    stopped.stage = m_api.stage;
    m_journal.record(stopped);
}

void HostedApi::problemNotice(const Problem &problem, const Route &route)
{
    Notice notice;
    notice.severity = problem.severity == Problem::Severity::Error ? u"error"_s
        : problem.severity == Problem::Severity::Warning           ? u"warning"_s
                                                                   : u"info"_s;
    notice.area = u"project"_s;
    notice.text = route.key.isEmpty() ? problem.text : u"Route “%1”: %2"_s.arg(route.key, problem.text);
    notice.remedy = problem.remedy;
    const Place &place = problem.place.line > 0 ? problem.place : route.place;
    notice.file = place.file;
    notice.line = place.line;
    notice.column = place.column;
    m_journal.record(notice);
}

void HostedApi::notice(const QString &severity, const QString &text, const QString &remedy)
{
    Notice notice;
    notice.severity = severity;
    notice.area = u"gateway"_s;
    notice.text = text;
    notice.remedy = remedy;
    m_journal.record(notice);
}

} // namespace greenroom
