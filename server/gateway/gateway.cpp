// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/gateway.h"

#include "core/builtinprojects.h"
#include "core/projectfiles/projectfiles.h"
#include "core/projectsettings.h"
#include "gateway/hostedapi.h"

#include <QEventLoop>
#include <QJsonArray>
#include <QTimer>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int closeHandshakesMs = 700;   // of the three seconds a shutdown may take
constexpr int functionsMs = 1200;
constexpr int settleTickMs = 10;

QString severityName(Problem::Severity severity)
{
    switch (severity) {
    case Problem::Severity::Info: return u"info"_s;
    case Problem::Severity::Warning: return u"warning"_s;
    case Problem::Severity::Error: return u"error"_s;
    }
    return {};
}

QJsonArray routesOf(const Api &api)
{
    QJsonArray routes;
    for (const Route &route : api.routes) {
        routes.append(QJsonObject { { u"routeKey"_s, route.key },
                                    { u"integration"_s, integrationTypeName(route.integration.type) },
                                    { u"function"_s, route.integration.function },
                                    { u"twoWay"_s, route.twoWay },
                                    { u"line"_s, route.place.line } });
    }
    return routes;
}

QJsonArray functionsOf(const Api &api)
{
    QJsonArray functions;
    for (const FunctionSpec &function : api.functions) {
        functions.append(QJsonObject { { u"name"_s, function.key },
                                       { u"handler"_s, function.handler },
                                       { u"runtime"_s, function.runtime },
                                       { u"timeoutMs"_s, function.timeoutMs },
                                       { u"memoryMb"_s, function.memoryMb } });
    }
    return functions;
}

QJsonArray problemsOf(const Problems &problems)
{
    QJsonArray list;
    for (const Problem &problem : problems) {
        list.append(QJsonObject { { u"severity"_s, severityName(problem.severity) },
                                  { u"text"_s, problem.text },
                                  { u"remedy"_s, problem.remedy },
                                  { u"file"_s, problem.place.file },
                                  { u"line"_s, problem.place.line },
                                  { u"column"_s, problem.place.column } });
    }
    return list;
}

} // namespace

Gateway::Gateway(Journal &journal, QObject *parent)
    : QObject(parent)
    , m_journal(journal)
{
}

Gateway::~Gateway() = default;

ProjectReading Gateway::readProject(const HostRequest &request, ProjectSettings *settings)
{
    ProjectReading reading;
    if (const std::optional<Api> builtin = builtinProject(request.project)) {
        reading.apis = { *builtin };
    } else {
        reading = greenroom::readProject(request.project, request.options);
        Problems settingsProblems;
        *settings = readProjectSettings(request.project, request.options.settingsFile, settingsProblems);
        reading.problems += settingsProblems;
    }
    for (Api &api : reading.apis) {
        if (!request.options.stage.isEmpty())
            api.stage = request.options.stage;
        for (auto it = settings->suites.begin(); it != settings->suites.end(); ++it) {
            Route route;
            route.key = it.key();
            route.integration.type = IntegrationType::TestSuite;
            route.integration.suites = *it;
            api.routes.removeIf([&it](const Route &other) { return other.key == it.key(); });
            api.routes.append(route);
        }
        api.serial = api.serial || request.serial || settings->serial;
        api.acceptBinary = api.acceptBinary || settings->acceptBinary;
    }
    return reading;
}

void Gateway::tell(const Problems &problems)
{
    for (const Problem &problem : problems) {
        Notice notice;
        notice.severity = severityName(problem.severity);
        notice.area = u"project"_s;
        notice.text = problem.text;
        notice.remedy = problem.remedy;
        notice.file = problem.place.file;
        notice.line = problem.place.line;
        notice.column = problem.place.column;
        m_journal.record(notice);
    }
}

void Gateway::recordOpened(const ProjectReading &reading)
{
    for (const Api &api : reading.apis) {
        ProjectOpened opened;
        opened.apiId = api.id;
        opened.name = api.name;
        opened.file = api.file;
        opened.format = api.format;
        opened.stage = api.stage;
        opened.region = api.region;
        opened.routeSelectionExpression = api.routeSelectionExpression;
        opened.routes = routesOf(api);
        opened.functions = functionsOf(api);
        opened.problems = problemsOf(reading.problems);
        m_journal.record(opened);
    }
}

void Gateway::open(const HostRequest &request)
{
    ProjectSettings settings;
    const ProjectReading reading = readProject(request, &settings);
    tell(reading.problems);
    recordOpened(reading);
}

void Gateway::listen(const HostRequest &request)
{
    if (m_closed)
        return;
    if (m_settling > 0) {   // one of ours is still closing: after it
        QTimer::singleShot(settleTickMs, this, [this, request] { listen(request); });
        return;
    }
    ProjectSettings settings;
    const ProjectReading reading = readProject(request, &settings);
    tell(reading.problems);
    recordOpened(reading);
    if (reading.apis.isEmpty()) {
        fail(request, {}, u"There is no API to host in %1."_s.arg(request.project));
        return;
    }
    HostRequest next = request;
    for (const Api &api : reading.apis) {
        stop(api.id);
        if (m_closed)
            return;   // closed while the former one was
        if (const Result<void> listening = host(api, settings, next); !listening) {
            fail(request, api.id, listening.error().text);
            return;
        }
    }
    if (HostedApi *first = hosted(reading.apis.first().id); first && !request.faults.isEmpty())
        connect(first, &HostedApi::ready, this, [this, faults = request.faults] { schedule(faults); }, Qt::SingleShotConnection);
    watch(request, reading);
}

// What is said on the command line wins over the project's settings.
Result<Quotas> Gateway::quotasOf(const Api &api, const HostRequest &request, const ProjectSettings &settings) const
{
    const bool said = !request.quotas.isEmpty() && request.quotas != "aws"_L1;
    return api.quotasOff ? Result<Quotas>(Quotas::off()) : Quotas::parse(said ? request.quotas : settings.quotas);
}

// Each API has a port of its own: `next` says where the following one listens.
Result<void> Gateway::host(const Api &api, const ProjectSettings &settings, HostRequest &next)
{
    const Result<Quotas> quotas = quotasOf(api, next, settings);
    if (!quotas)
        return quotas.error();
    auto hosted = std::make_unique<HostedApi>(api, *quotas, m_journal, this);
    connect(hosted.get(), &HostedApi::runRequested, this, &Gateway::runRequested);
    connect(hosted.get(), &HostedApi::runStopRequested, this, &Gateway::runStopRequested);
    if (const Result<void> listening = hosted->listen(next, settings); !listening)
        return listening.error();
    if (next.port > 0)
        next.port = hosted->port() + 1;
    next.nextFreePort = true;
    m_apis.push_back(std::move(hosted));
    return {};
}

HostedApi *Gateway::hosted(const QString &apiId) const
{
    const auto found = std::find_if(m_apis.begin(), m_apis.end(), [&apiId](const auto &api) { return api->api().id == apiId; });
    return found == m_apis.end() ? nullptr : found->get();
}

void Gateway::fail(const HostRequest &request, const QString &apiId, const QString &text)
{
    ListeningChanged failed;
    failed.apiId = apiId;
    failed.name = request.project;
    failed.state = u"failed"_s;
    failed.host = request.host;
    failed.port = request.port;
    failed.error = text;
    m_journal.record(failed);
}

void Gateway::stop(const QString &apiId)
{
    const auto found = std::find_if(m_apis.begin(), m_apis.end(), [&apiId](const auto &api) { return api->api().id == apiId; });
    if (found == m_apis.end())
        return;
    // Taken out first: other commands run while it settles.
    const std::unique_ptr<HostedApi> api = std::move(*found);
    m_apis.erase(found);
    forgetProjectOf(apiId);
    api->closeAll();
    settle({ api.get() });
    api->stopFunctions(functionsMs);
}

void Gateway::post(const QString &connectionId, const QByteArray &text)
{
    for (const auto &api : m_apis) {
        if (api->connection(connectionId))
            api->post(connectionId, text, u"person"_s);
    }
}

void Gateway::closeConnection(const QString &connectionId, int code, const QString &reason)
{
    for (const auto &api : m_apis) {
        if (Connection *connection = api->connection(connectionId))
            connection->close(code, reason, code == 1000 && reason.isEmpty() ? u"Connection Closed Normally"_s : reason);
    }
}

void Gateway::cutConnection(const QString &connectionId)
{
    for (const auto &api : m_apis) {
        if (Connection *connection = api->connection(connectionId))
            connection->cut();
    }
}

void Gateway::schedule(const QList<Fault> &faults)
{
    for (const Fault &fault : faults) {
        QTimer::singleShot(fault.atMs, Qt::PreciseTimer, this, [this, fault] {
            inflict(fault);
            if (fault.everyMs > 0) {
                auto *again = new QTimer(this);
                again->callOnTimeout(this, [this, fault] { inflict(fault); });
                again->start(fault.everyMs);
            }
        });
    }
}

void Gateway::inflict(const Fault &fault)
{
    if (m_closed)
        return;
    const bool meansConnections = faultKind(fault.kind).meansConnections;
    std::vector<std::pair<HostedApi *, Connection *>> meant;
    for (const auto &api : m_apis) {
        if (!fault.apiId.isEmpty() && api->api().id != fault.apiId)
            continue;
        const QList<Connection *> open = meansConnections ? api->openConnections() : QList<Connection *>();
        for (Connection *connection : open) {
            if (fault.connection == connection->id() || fault.connection == "all"_L1 || fault.connection == "any"_L1 || fault.connection == "newest"_L1)
                meant.emplace_back(api.get(), connection);
        }
        if (!meansConnections)
            api->inflict(fault, {});
    }
    const auto byAge = [](const auto &one, const auto &other) { return one.second->facts().connectedAt < other.second->facts().connectedAt; };
    std::stable_sort(meant.begin(), meant.end(), byAge);
    if (fault.connection == "any"_L1 && meant.size() > 1)
        meant.resize(1);
    if (fault.connection == "newest"_L1 && meant.size() > 1)
        meant.erase(meant.begin(), meant.end() - 1);
    sayFault(fault, meansConnections, qsizetype(meant.size()), meant.empty() ? QString() : meant.front().second->id());
    for (const auto &[api, connection] : meant)
        api->inflict(fault, { connection });
}

void Gateway::sayFault(const Fault &fault, bool meansConnections, qsizetype count, const QString &connectionId)
{
    Notice notice;
    notice.severity = meansConnections && count == 0 ? u"warning"_s : u"info"_s;
    notice.area = u"fault"_s;
    const QString name = faultName(fault.kind);
    if (!meansConnections)
        notice.text = u"The fault “%1” begins."_s.arg(name);
    else if (count == 0)
        notice.text = u"The fault “%1” finds no connection “%2”."_s.arg(name, fault.connection);
    else
        notice.text = count == 1 ? u"The fault “%1” meets connection %2."_s.arg(name, connectionId)
                                 : u"The fault “%1” meets %2 connections."_s.arg(name).arg(count);
    notice.file = fault.place.file;
    notice.line = fault.place.line;
    notice.column = fault.place.column;
    m_journal.record(notice);
}

void Gateway::invoke(const QString &apiId, const QString &function, const QString &routeKey, const QByteArray &event)
{
    for (const auto &api : m_apis) {
        if (api->api().id == apiId)
            api->invokeAgain(function, routeKey, event);
    }
}

void Gateway::fixDemo()
{
    for (const auto &api : m_apis)
        api->fixDemo();
}

void Gateway::onAppended(const QList<Event> &batch)
{
    for (const auto &api : m_apis)
        api->onAppended(batch);
}

// Lets close frames and $disconnect handlers through, for a short while.
void Gateway::settle(const QList<HostedApi *> &apis)
{
    QEventLoop loop;
    QTimer poll;
    connect(&poll, &QTimer::timeout, &loop, [&] {
        const bool quiet = std::all_of(apis.begin(), apis.end(), [](HostedApi *api) { return api->isQuiet(); });
        if (quiet)
            loop.quit();
    });
    poll.start(settleTickMs);
    QTimer::singleShot(closeHandshakesMs, &loop, &QEventLoop::quit);
    ++m_settling;
    loop.exec();
    --m_settling;
}

void Gateway::close()
{
    m_closed = true;
    m_projects.clear();
    const std::vector<std::unique_ptr<HostedApi>> apis = std::exchange(m_apis, {});
    QList<HostedApi *> all;
    for (const auto &api : apis) {
        api->closeAll();
        all.append(api.get());
    }
    if (!all.isEmpty())
        settle(all);
    for (HostedApi *api : std::as_const(all))
        api->stopFunctions(functionsMs / int(all.size()));
}

} // namespace greenroom
