// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/exporters/runsummary.h"

using namespace Qt::StringLiterals;

namespace greenroom {

bool RunSummary::Test::isTold() const
{
    const bool isBad = state == "failed"_L1 || state == "timedOut"_L1 || state == "error"_L1;
    return found.type == "test"_L1 || (found.type != "group"_L1 && isBad);
}

RunSummary RunSummary::of(const QList<Event> &run)
{
    RunSummary summary;
    QHash<QString, qsizetype> index;
    const auto attemptOf = [&](const QString &testId, int number) -> Attempt * {
        const auto found = index.constFind(testId);
        if (found == index.constEnd())
            return nullptr;
        QList<Attempt> &attempts = summary.tests[*found].attempts;
        if (attempts.isEmpty() || attempts.last().number != number) {
            attempts.append(Attempt {});
            attempts.last().number = number;
        }
        return &attempts.last();
    };
    for (const Event &event : run) {
        std::visit(Overloaded {
            [&](const RunStarted &started) {
                summary.started = started;
                summary.startedAt = event.at;
            },
            [&](const TestFound &found) {
                if (index.contains(found.testId))
                    return;
                index.insert(found.testId, summary.tests.size());
                summary.tests.append(Test {});
                summary.tests.last().found = found;
            },
            [&](const TestStarted &started) {
                if (Attempt *attempt = attemptOf(started.testId, started.attempt)) {
                    attempt->startedAt = event.at;
                    attempt->worker = started.worker;
                }
            },
            [&](const StepFinished &step) {
                if (Attempt *attempt = attemptOf(step.testId, step.attempt))
                    attempt->steps.append(step);
            },
            [&](const TestFinished &finished) {
                Attempt *attempt = attemptOf(finished.testId, finished.attempt);
                if (!attempt)
                    return;
                attempt->state = finished.state;
                attempt->reason = finished.reason;
                attempt->durationMs = finished.durationMs;
                Test &test = summary.tests[index.value(finished.testId)];
                test.durationMs += finished.durationMs;
                if (finished.final) {
                    test.state = finished.state;
                    test.reason = finished.reason;
                }
            },
            [&](const TestLogged &logged) { summary.log.append(logged.text); },
            [&](const RunFinished &finished) { summary.finished = finished; },
            [&](const MessageReceived &) { summary.frames.append(event); },
            [&](const MessageSent &) { summary.frames.append(event); },
            [](const auto &) {},
        }, event.payload);
    }
    return summary;
}

} // namespace greenroom
