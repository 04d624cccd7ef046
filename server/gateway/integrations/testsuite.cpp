// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/integrations/testsuite.h"

#include "core/suite.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QFuture>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int runsRemembered = 200;   // for resuming after a reconnect
constexpr int runsAtOnce = 8;         // (R) of one route; more wait
constexpr int runsWaiting = 20;       // (R) more are told that we are busy
constexpr int watchersAtMost = 50;    // (R) of one run; the one that came first is let go

QByteArray compact(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace

TestSuiteIntegration::TestSuiteIntegration(const IntegrationSpec &spec, const IntegrationContext &context)
    : m_post(context.post)
    , m_host(context.host)
{
    for (const QString &file : spec.suites) {
        Offer &offer = m_offers.emplaceBack();
        offer.file = file;
        refresh(offer);
    }
    tellCollisions(context.journal);
}

std::unique_ptr<Integration> TestSuiteIntegration::make(const IntegrationSpec &spec, const IntegrationContext &context)
{
    return std::unique_ptr<Integration>(new TestSuiteIntegration(spec, context));
}

// Reads a file that was changed since: what a starter may call its suite, and whether guests may start it.
void TestSuiteIntegration::refresh(Offer &offer)
{
    const QFileInfo info(offer.file);
    if (!offer.name.isEmpty() && info.lastModified() == offer.changed)
        return;
    const Suite suite = readSuiteFile(offer.file, {});
    offer.name = suite.id.isEmpty() ? info.fileName().section(".greenroom."_L1, 0, 0) : suite.id;
    offer.changed = info.lastModified();
    offer.blind = !suite.blind.isEmpty();
}

void TestSuiteIntegration::tellCollisions(Journal &journal) const
{
    QHash<QString, QString> files;
    for (const Offer &offer : m_offers) {
        const QString other = files.value(offer.name);
        if (other.isEmpty()) {
            files.insert(offer.name, offer.file);
            continue;
        }
        Notice notice;
        notice.severity = u"error"_s;
        notice.area = u"project"_s;
        notice.text = u"two suites are called “%1”, and “start” reaches only %2;"_s.arg(offer.name, other);
        notice.remedy = u"give this one another “id”"_s;
        notice.file = offer.file;
        notice.line = 1;
        journal.record(notice);
    }
}

QFuture<IntegrationResponse> TestSuiteIntegration::invoke(const Invocation &invocation)
{
    const QJsonObject message = QJsonDocument::fromJson(invocation.body).object();
    const bool ownRoute = invocation.routeKey == "resume"_L1 || invocation.routeKey == "stop"_L1;
    const QString word = ownRoute ? invocation.routeKey : message.value("action"_L1).toString();
    const QString run = message.value("run"_L1).toString();
    const QJsonValue suite = message.value("suite"_L1);
    const QJsonValue after = message.value("after"_L1);
    if (!(suite.isUndefined() || suite.isString()) || !(after.isUndefined() || after.toInt(-1) >= 0))
        answer(invocation.connectionId, "refused");   // a word of the wrong kind is no word left out
    else if (word != "resume"_L1 && word != "stop"_L1)
        start(invocation, suite.toString());
    else if (TestSuiteIntegration *owner = ownerOf(run); !owner)
        answer(invocation.connectionId, "refused");
    else if (word == "resume"_L1)
        owner->resume(invocation, run, after.toInt());
    else
        owner->stop(run);
    return QtFuture::makeReadyFuture(IntegrationResponse {});
}

TestSuiteIntegration *TestSuiteIntegration::ownerOf(const QString &runId)
{
    if (m_runs.contains(runId))
        return this;
    for (TestSuiteIntegration *sibling : m_siblings ? *m_siblings : QList<TestSuiteIntegration *>()) {
        if (sibling->m_runs.contains(runId))
            return sibling;
    }
    return nullptr;
}

void TestSuiteIntegration::start(const Invocation &invocation, const QString &suite)
{
    std::for_each(m_offers.begin(), m_offers.end(), &refresh);
    const bool onlyOne = suite.isEmpty() && m_offers.size() == 1;
    const auto offer = onlyOne ? m_offers.cbegin()
                               : std::find_if(m_offers.cbegin(), m_offers.cend(), [&suite](const Offer &other) { return other.name == suite; });
    if (offer == m_offers.cend() || !offer->blind) {
        answer(invocation.connectionId, "refused");
        return;
    }
    if (m_queue.size() >= runsWaiting) {
        answer(invocation.connectionId, "busy");
        return;
    }
    RunRequest request;
    request.runId = newRunId();
    request.files = { offer->file };
    request.host = m_host;
    request.startedBy = u"route"_s;
    request.connectionId = invocation.connectionId;
    request.blindOnly = true;
    Watched &watched = m_runs.try_emplace(request.runId).first->second;
    watched.feed = BlindFeed(request.runId);
    watched.watchers = { { invocation.connectionId, 0 } };
    m_order.append(request.runId);
    while (m_order.size() > runsRemembered && m_runs.at(m_order.first()).feed.isFinished())
        m_runs.erase(m_order.takeFirst());
    m_queue.append(request);
    if (m_running.size() >= runsAtOnce)
        watched.feed.wait(int(m_queue.size()));
    push(watched);
    startNext();
}

void TestSuiteIntegration::startNext()
{
    while (m_running.size() < runsAtOnce && !m_queue.isEmpty()) {
        const RunRequest request = m_queue.takeFirst();
        m_running.insert(request.runId);
        for (qsizetype i = 0; i < m_queue.size(); ++i) {
            Watched &waiting = m_runs.at(m_queue.at(i).runId);
            waiting.feed.wait(int(i + 1));
            push(waiting);
        }
        emit runRequested(request);
    }
}

void TestSuiteIntegration::stop(const QString &runId)
{
    const qsizetype before = m_queue.removeIf([&runId](const RunRequest &request) { return request.runId == runId; });
    if (before == 0) {
        emit runStopRequested(runId, StopStrength::Stop);
        return;
    }
    // It never began: said in the same words.
    Watched &watched = m_runs.at(runId);
    RunFinished finished;
    finished.runId = runId;
    finished.state = u"stopped"_s;
    watched.feed.apply({ 0, 0, finished });
    push(watched);
}

void TestSuiteIntegration::resume(const Invocation &invocation, const QString &runId, int after)
{
    Watched &watched = m_runs.at(runId);
    watched.watchers.removeIf([&invocation](const Watcher &watcher) { return watcher.connectionId == invocation.connectionId; });
    watched.watchers.append({ invocation.connectionId, std::clamp(after, 0, int(watched.feed.records().size())) });
    if (watched.watchers.size() > watchersAtMost)
        watched.watchers.removeFirst();
    push(watched);
}

void TestSuiteIntegration::push(Watched &watched)
{
    const QList<QJsonObject> &records = watched.feed.records();
    for (Watcher &watcher : watched.watchers) {
        // One that is gone or reads too slowly keeps its place: resume tells where it left off.
        while (watcher.sent < records.size() && m_post(watcher.connectionId, compact(records.at(watcher.sent))))
            ++watcher.sent;
    }
}

void TestSuiteIntegration::answer(const QString &connectionId, const char *kind, const QString &runId)
{
    QJsonObject record { { u"seq"_s, 1 }, { u"kind"_s, QLatin1StringView(kind) } };
    if (!runId.isEmpty())
        record.insert("run"_L1, runId);
    m_post(connectionId, compact(record));
}

void TestSuiteIntegration::onAppended(const QList<Event> &batch)
{
    if (m_runs.empty())
        return;
    for (const Event &event : batch) {
        const auto found = m_runs.find(runIdOf(event.payload));
        if (found == m_runs.end())
            continue;
        found->second.feed.apply(event);
        push(found->second);
        if (found->second.feed.isFinished() && m_running.remove(found->first))
            startNext();
    }
}

} // namespace greenroom
