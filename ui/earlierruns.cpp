// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "earlierruns.h"

#include "core/whenready.h"
#include "engine.h"
#include "models/runmodel.h"
#include "models/runsmodel.h"
#include "workspace.h"

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int mostRuns = 12;   // further back it says little

// The attempt that passed, if one did.
PassedBefore passedIn(const QList<Event> &events, const QString &testId)
{
    PassedBefore passed;
    int attempt = 0;
    QHash<int, QList<StepFinished>> steps;
    for (const Event &event : events) {
        if (const auto *run = std::get_if<RunStarted>(&event.payload)) {
            passed.number = run->number;
        } else if (const auto *step = std::get_if<StepFinished>(&event.payload); step && step->testId == testId) {
            steps[step->attempt] << *step;
        } else if (const auto *test = std::get_if<TestFinished>(&event.payload); test && test->testId == testId && test->final) {
            if (test->state == "passed"_L1 || test->state == "flaky"_L1) {
                attempt = test->attempt;
                passed.at = event.at;
                passed.runId = test->runId;
            }
        }
    }
    passed.steps = steps.value(attempt);
    return passed;
}

} // namespace

QString PassedBefore::got(const QJsonObject &check) const
{
    for (const StepFinished &step : steps) {
        for (const QJsonValue &value : step.checks) {
            const QJsonObject then = value.toObject();
            if (then["subject"_L1] == check["subject"_L1] && then["selector"_L1] == check["selector"_L1]
                && then["operator"_L1] == check["operator"_L1])
                return then["got"_L1].toString();
        }
    }
    return {};
}

EarlierRuns::EarlierRuns(Workspace &workspace, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
{
}

PassedBefore EarlierRuns::lastPassed(const QString &testId)
{
    const RunSummary &shown = m_workspace.run.summary();
    const QString key = shown.run.runId + u'\n' + testId;
    if (const auto known = m_known.constFind(key); known != m_known.constEnd())
        return *known;
    m_known.insert(key, {});
    QStringList candidates;
    for (int row = 0; row < m_workspace.runs.rowCount() && candidates.size() < mostRuns; ++row) {
        const RunRecord &record = m_workspace.runs.record(row);
        if (record.suite == shown.run.suite && record.startedAt < shown.startedAt && record.runId != shown.run.runId)
            candidates << record.runId;
    }
    look(shown.run.runId, testId, candidates);
    return {};
}

void EarlierRuns::look(const QString &runId, const QString &testId, QStringList candidates)
{
    if (candidates.isEmpty())
        return;
    const QString candidate = candidates.takeFirst();
    whenReady(m_workspace.engine.eventsOfRun(candidate), this, [this, runId, testId, candidates](const QList<Event> &events) {
        const PassedBefore passed = passedIn(events, testId);
        if (!passed.isValid())
            return look(runId, testId, candidates);
        m_known.insert(runId + u'\n' + testId, passed);
        emit found(testId);
    });
}

} // namespace greenroom
