// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// How a hosted API starts, and takes a new version of its project while its connections stay open.

#include "gateway/hostedapi.h"

#include "core/projectfiles/inlinecode.h"
#include "gateway/integrations/demoservice.h"
#include "gateway/integrations/testsuite.h"
#include "gateway/localtables.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int retireTickMs = 100;

bool sameSuites(const Route *route, const Route *other)
{
    return route && other && route->integration.type == IntegrationType::TestSuite
        && other->integration.type == IntegrationType::TestSuite && route->integration.suites == other->integration.suites;
}

} // namespace

// Tables first: a $connect handler writes to them as soon as we accept.
void HostedApi::start()
{
    if (m_api.tables.isEmpty()) {
        warmUp();
        return;
    }
    m_tables = std::make_unique<LocalTables>(m_api, localDynamoDb(m_api, m_functionHost.environment), m_journal);
    connect(m_tables.get(), &LocalTables::settled, this, &HostedApi::warmUp);
    m_tables->create();
}

void HostedApi::warmUp()
{
    if (m_closing)
        return;
    if (m_api.functions.isEmpty()) {
        announce();
        return;
    }
    connect(m_functions.get(), &FunctionPool::warmed, this, &HostedApi::announce, Qt::SingleShotConnection);
    m_functions->warmUp();
}

// The new version's functions are loaded beside the old ones, which serve until it is known that they can be.
void HostedApi::reload(const Api &api, const Quotas &quotas, const ProjectSettings &settings)
{
    if (m_next)         // it is not loaded yet, and overtaken
        retire(std::move(*m_next));
    auto next = std::make_shared<Version>();
    next->api = std::make_unique<Api>(api);
    next->settings = settings;
    next->quotas = quotas;
    next->host = m_functionHost;
    next->host.environment = settings.environment;
    next->host.httpUrl = m_httpUrl.chopped(m_api.stage.size()) + api.stage;
    const Problems unwritten = unpackInlineCode(*next->api, next->host.dataFolder + u"/inline"_s);
    for (const Problem &problem : unwritten)
        notice(u"error"_s, problem.text, problem.remedy);
    next->functions = std::make_unique<FunctionPool>(*next->api, next->host, m_journal);
    m_next = next;
    if (api.functions.isEmpty()) {
        takeOver(next);
        return;
    }
    connect(next->functions.get(), &FunctionPool::warmed, this, [this, weak = std::weak_ptr(next)] {
        if (const auto loaded = weak.lock(); loaded && loaded == m_next)
            takeOver(loaded);
    }, Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
    next->functions->warmUp();
}

void HostedApi::takeOver(const std::shared_ptr<Version> &next)
{
    m_next.reset();
    const QMap<QString, QString> before = m_functions->failures();
    const QMap<QString, QString> now = next->functions->failures();
    for (auto it = now.begin(); it != now.end(); ++it) {
        if (!before.contains(it.key()) && m_api.function(it.key())) {
            notice(u"error"_s, u"The new version of “%1” cannot be loaded; the last good one goes on serving: %2"_s.arg(it.key(), *it),
                   u"Mend it and save again."_s);
            retire(std::move(*next));
            return;
        }
    }
    Version old;
    old.api = std::move(m_versionApi);
    old.functions = std::move(m_functions);
    const QStringList routesBefore = routeKeys();
    for (auto it = m_integrations.begin(); it != m_integrations.end();) {
        if (sameSuites(m_api.route(it->first), next->api->route(it->first))) {
            ++it;       // runs that stream go on
            continue;
        }
        m_suites.removeOne(qobject_cast<TestSuiteIntegration *>(it->second.get()));
        old.integrations.push_back(std::move(it->second));
        it = m_integrations.erase(it);
    }
    const bool moved = next->api->stage != m_api.stage;
    m_wsUrl = m_wsUrl.chopped(m_api.stage.size()) + next->api->stage;
    m_httpUrl = next->host.httpUrl;
    m_api = *next->api;
    m_versionApi = std::move(next->api);
    m_functions = std::move(next->functions);
    m_functionHost = next->host;
    m_quotas = next->quotas;
    setUpRules(m_request, next->settings);
    m_routeSelection = SelectionExpression(m_api.routeSelectionExpression);
    setUpRoutes(m_request);
    retire(std::move(old));
    sayReloaded(routesBefore);
    if (moved)
        announce();
}

QStringList HostedApi::routeKeys() const
{
    QStringList keys;
    for (const Route &route : m_api.routes)
        keys.append(route.key);
    return keys;
}

void HostedApi::sayReloaded(const QStringList &routesBefore)
{
    const QStringList now = routeKeys();
    const auto without = [](QStringList keys, const QStringList &others) {
        keys.removeIf([&others](const QString &key) { return others.contains(key); });
        return keys.join(u", "_s);
    };
    QString text = u"The new version of “%1” serves from now on."_s.arg(m_api.name);
    if (const QString added = without(now, routesBefore); !added.isEmpty())
        text += u" Routes added: %1."_s.arg(added);
    if (const QString removed = without(routesBefore, now); !removed.isEmpty())
        text += u" Routes removed: %1."_s.arg(removed);
    notice(u"info"_s, text);
    emit reloaded();
}

// What is under way in an old version ends there; then its children go.
void HostedApi::retire(Version version)
{
    m_retired.push_back(std::make_unique<Version>(std::move(version)));
    if (m_retireTick.isActive())
        return;
    m_retireTick.callOnTimeout(this, &HostedApi::sweepRetired, Qt::UniqueConnection);
    m_retireTick.start(retireTickMs);
}

void HostedApi::sweepRetired()
{
    for (const auto &version : m_retired) {
        if (version->functions->isIdle())
            version->functions->end();
    }
    std::erase_if(m_retired, [](const auto &version) { return version->functions->runningChildren() == 0; });
    if (m_retired.empty())
        m_retireTick.stop();
}

} // namespace greenroom
