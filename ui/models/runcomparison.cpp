// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/runcomparison.h"

#include <algorithm>

namespace greenroom {

namespace {

constexpr double slowerBy = 1.2;
constexpr double noticeable = 50;   // ms

} // namespace

QList<TestResult> resultsOf(const QList<Event> &run)
{
    QList<TestResult> results;
    QHash<QString, qsizetype> at;
    for (const Event &event : run) {
        if (const auto *found = std::get_if<TestFound>(&event.payload)) {
            if (found->type != QLatin1String("test") || at.contains(found->testId))
                continue;
            at.insert(found->testId, results.size());
            results << TestResult { found->testId, found->name, {}, {}, 0 };
        } else if (const auto *finished = std::get_if<TestFinished>(&event.payload)) {
            if (!finished->final || !at.contains(finished->testId))
                continue;
            TestResult &result = results[at.value(finished->testId)];
            result.state = finished->state;
            result.reason = finished->reason;
            result.durationMs = finished->durationMs;
        }
    }
    return results;
}

RunComparison compareRuns(const QList<TestResult> &before, const QList<TestResult> &now)
{
    RunComparison comparison;
    QHash<QString, const TestResult *> earlier;
    for (const TestResult &result : before)
        earlier.insert(result.testId, &result);
    for (const TestResult &result : now) {
        const TestResult *was = earlier.take(result.testId);
        if (!was) {
            comparison.added << result;
            if (result.isProblem())
                comparison.newFailures << result;
            continue;
        }
        comparison.before.insert(result.testId, was->reason.isEmpty() ? was->state : was->reason);
        if (result.isProblem())
            (was->isProblem() ? comparison.stillFailing : comparison.newFailures) << result;
        else if (was->isProblem() && (result.state == QLatin1String("passed") || result.state == QLatin1String("flaky")))
            comparison.fixed << result;
        if (was->durationMs > 0 && result.durationMs > was->durationMs * slowerBy && result.durationMs - was->durationMs > noticeable)
            comparison.slower << RunComparison::Slower { result, was->durationMs };
    }
    for (const TestResult &result : before) {
        if (earlier.contains(result.testId))
            comparison.gone << result;
    }
    std::stable_sort(comparison.slower.begin(), comparison.slower.end(), [](const auto &a, const auto &b) {
        return a.now.durationMs - a.before > b.now.durationMs - b.before;
    });
    return comparison;
}

} // namespace greenroom
