// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/integrations/testsuite.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QFuture>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int runsRemembered = 200;   // for resuming after a reconnect

QByteArray compact(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

// What a starter may call a suite: its file's name without the endings.
QString shortName(const QString &file)
{
    return QFileInfo(file).fileName().section(".greenroom."_L1, 0, 0);
}

} // namespace

TestSuiteIntegration::TestSuiteIntegration(const IntegrationSpec &spec, const IntegrationContext &context)
    : m_files(spec.suites)
    , m_post(context.post)
    , m_host(context.host)
{
}

std::unique_ptr<Integration> TestSuiteIntegration::make(const IntegrationSpec &spec, const IntegrationContext &context)
{
    return std::unique_ptr<Integration>(new TestSuiteIntegration(spec, context));
}

QFuture<IntegrationResponse> TestSuiteIntegration::invoke(const Invocation &invocation)
{
    const QJsonObject message = QJsonDocument::fromJson(invocation.body).object();
    const QString action = message.value("action"_L1).toString();
    const QString run = message.value("run"_L1).toString();
    if (action == "resume"_L1) {
        resume(invocation, run, message.value("after"_L1).toInt());
    } else if (action == "stop"_L1) {
        const auto found = m_runs.find(run);
        if (found == m_runs.end())
            answer(invocation.connectionId, "refused");
        else
            emit runStopRequested(run, StopStrength::Stop);
    } else {
        start(invocation, message.value("suite"_L1).toString());
    }
    return QtFuture::makeReadyFuture(IntegrationResponse {});
}

void TestSuiteIntegration::start(const Invocation &invocation, const QString &suite)
{
    const auto file = std::find_if(m_files.begin(), m_files.end(),
                                   [&suite](const QString &candidate) { return shortName(candidate) == suite; });
    const bool onlyOne = suite.isEmpty() && m_files.size() == 1;
    if (file == m_files.end() && !onlyOne) {
        answer(invocation.connectionId, "refused");
        return;
    }
    RunRequest request;
    request.runId = newRunId();
    request.files = { onlyOne ? m_files.first() : *file };
    request.host = m_host;
    request.startedBy = u"route"_s;
    request.connectionId = invocation.connectionId;
    request.blindOnly = true;
    Watched &watched = m_runs.try_emplace(request.runId).first->second;
    watched.feed = BlindFeed(request.runId);
    watched.connectionId = invocation.connectionId;
    m_order.append(request.runId);
    while (m_order.size() > runsRemembered && m_runs.at(m_order.first()).feed.isFinished())
        m_runs.erase(m_order.takeFirst());
    push(watched);
    emit runRequested(request);
}

void TestSuiteIntegration::resume(const Invocation &invocation, const QString &runId, int after)
{
    const auto found = m_runs.find(runId);
    if (found == m_runs.end()) {
        answer(invocation.connectionId, "refused");
        return;
    }
    Watched &watched = found->second;
    watched.connectionId = invocation.connectionId;
    watched.sent = std::clamp(after, 0, int(watched.feed.records().size()));
    push(watched);
}

void TestSuiteIntegration::push(Watched &watched)
{
    const QList<QJsonObject> &records = watched.feed.records();
    while (watched.sent < records.size()) {
        // A starter that is gone keeps its place: resume tells where it left off.
        if (!m_post(watched.connectionId, compact(records.at(watched.sent))))
            return;
        ++watched.sent;
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
    }
}

} // namespace greenroom
