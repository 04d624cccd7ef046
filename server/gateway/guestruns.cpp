// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/guestruns.h"

#include <QDateTime>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int runsRemembered = 50;   // (R) for resuming after a reconnect
constexpr int runsWaiting = 20;      // (R) more are told that we are busy
constexpr int slowWatcherMs = 200;   // when to try again with one whose buffer was full

} // namespace

GuestRuns::GuestRuns(QString file, QMap<QString, QString> host, Send send, QObject *parent)
    : QObject(parent)
    , m_file(std::move(file))
    , m_host(std::move(host))
    , m_send(std::move(send))
{
    m_again.setSingleShot(true);
    m_again.setInterval(slowWatcherMs);
    connect(&m_again, &QTimer::timeout, this, &GuestRuns::pushToAll);
}

GuestRuns::Seen &GuestRuns::remember(const QString &runId)
{
    Seen &seen = m_runs.try_emplace(runId).first->second;
    seen.feed = BlindFeed(runId);
    m_order.append(runId);
    while (m_order.size() > runsRemembered && m_runs.at(m_order.first()).feed.isFinished())
        m_runs.erase(m_order.takeFirst());
    return seen;
}

QString GuestRuns::start(const QString &guest, const QString &connectionId)
{
    if (m_queue.size() >= runsWaiting)
        return {};
    RunRequest request;
    request.runId = newRunId();
    request.files = { m_file };
    request.host = m_host;
    request.startedBy = u"guest"_s;
    request.connectionId = connectionId;
    request.blindOnly = true;
    Seen &seen = remember(request.runId);
    seen.starter = guest;
    seen.request = request;
    m_queue.append(request.runId);
    if (!m_goingOn.isEmpty())
        seen.feed.wait(int(m_queue.size()));
    startNext();
    return request.runId;
}

void GuestRuns::startNext()
{
    if (!m_goingOn.isEmpty() || m_queue.isEmpty())
        return;
    m_goingOn = m_queue.takeFirst();
    for (qsizetype i = 0; i < m_queue.size(); ++i) {
        Seen &waiting = m_runs.at(m_queue.at(i));
        waiting.feed.wait(int(i + 1));
        push(waiting);
    }
    emit runRequested(m_runs.at(m_goingOn).request);
    emit began(m_goingOn);
}

void GuestRuns::stop(const QString &runId)
{
    if (m_queue.removeAll(runId) == 0) {
        emit runStopRequested(runId, StopStrength::Stop);
        return;
    }
    // It never began: said in the same words.
    Seen &seen = m_runs.at(runId);
    RunFinished finished;
    finished.runId = runId;
    finished.state = u"stopped"_s;
    seen.feed.apply({ 0, 0, finished });
    push(seen);
    emit ended(runId);
}

void GuestRuns::watch(const QString &connectionId, const QString &runId, int after)
{
    leave(connectionId);
    Seen &seen = m_runs.at(runId);
    seen.watchers.append({ connectionId, std::clamp(after, 0, int(seen.feed.records().size())) });
    push(seen);
}

void GuestRuns::leave(const QString &connectionId)
{
    for (auto &[runId, seen] : m_runs)
        seen.watchers.removeIf([&connectionId](const Watcher &watcher) { return watcher.connectionId == connectionId; });
}

QString GuestRuns::openRunOf(const QString &guest) const
{
    const auto open = std::find_if(m_runs.begin(), m_runs.end(), [&guest](const auto &run) {
        return run.second.starter == guest && !run.second.feed.isFinished();
    });
    return open == m_runs.end() ? QString() : open->first;
}

QString GuestRuns::starterOf(const QString &runId) const
{
    const auto found = m_runs.find(runId);
    return found == m_runs.end() ? QString() : found->second.starter;
}

std::optional<double> GuestRuns::elapsedNow(const QString &runId) const
{
    return m_runs.at(runId).feed.elapsedAt(QDateTime::currentMSecsSinceEpoch());
}

void GuestRuns::push(Seen &seen)
{
    const QList<QJsonObject> &records = seen.feed.records();
    for (Watcher &watcher : seen.watchers) {
        while (watcher.sent < records.size() && m_send(watcher.connectionId, records.at(watcher.sent)))
            ++watcher.sent;
        if (watcher.sent < records.size() && !m_again.isActive())
            m_again.start();
    }
}

void GuestRuns::pushToAll()
{
    for (auto &[runId, seen] : m_runs)
        push(seen);
}

void GuestRuns::adopt(const RunStarted &started)
{
    if (started.file != m_file || started.blind.isEmpty() || m_runs.contains(started.runId) || !m_goingOn.isEmpty())
        return;
    remember(started.runId);
    m_goingOn = started.runId;
    emit began(started.runId);
}

void GuestRuns::finish(const QString &runId)
{
    if (m_goingOn == runId)
        m_goingOn.clear();
    emit ended(runId);
    startNext();
}

void GuestRuns::onAppended(const QList<Event> &batch)
{
    for (const Event &event : batch) {
        if (const auto *started = std::get_if<RunStarted>(&event.payload))
            adopt(*started);
        if (m_runs.empty())
            continue;
        const auto found = m_runs.find(runIdOf(event.payload));
        if (found == m_runs.end() || found->second.feed.isFinished())
            continue;
        found->second.feed.apply(event);
        push(found->second);
        if (found->second.feed.isFinished())
            finish(found->first);
    }
}

} // namespace greenroom
