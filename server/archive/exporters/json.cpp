// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// One JSON object: the run, its tests with attempts, steps and checks.

#include "archive/exporters/exporter.h"
#include "archive/exporters/runsummary.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace greenroom {

Result<void> exportJson(const QList<Event> &run, QIODevice &out)
{
    const RunSummary summary = RunSummary::of(run);
    QJsonArray tests;
    for (const RunSummary::Test &test : summary.tests) {
        QJsonObject json = payloadToJson(test.found);
        json.remove("runId"_L1);
        json.insert("state"_L1, test.state);
        json.insert("reason"_L1, test.reason);
        json.insert("durationMs"_L1, test.durationMs);
        QJsonArray attempts;
        for (const RunSummary::Attempt &attempt : test.attempts) {
            QJsonArray steps;
            for (const StepFinished &step : attempt.steps) {
                QJsonObject stepJson = payloadToJson(step);
                for (const char *name : { "runId", "testId", "attempt" })
                    stepJson.remove(QLatin1StringView(name));
                steps.append(stepJson);
            }
            attempts.append(QJsonObject { { u"attempt"_s, attempt.number },
                                          { u"state"_s, attempt.state },
                                          { u"reason"_s, attempt.reason },
                                          { u"startedAt"_s, attempt.startedAt },
                                          { u"durationMs"_s, attempt.durationMs },
                                          { u"worker"_s, attempt.worker },
                                          { u"steps"_s, steps } });
        }
        json.insert("attempts"_L1, attempts);
        tests.append(json);
    }
    QJsonObject json = payloadToJson(summary.started);
    json.insert("startedAt"_L1, summary.startedAt);
    json.insert("state"_L1, summary.finished.state);
    json.insert("sentence"_L1, summary.finished.sentence);
    json.insert("counts"_L1, summary.finished.counts);
    json.insert("durationMs"_L1, summary.finished.durationMs);
    json.insert("tests"_L1, tests);
    out.write(QJsonDocument(json).toJson());
    return {};
}

Result<void> exportJsonLines(const QList<Event> &run, QIODevice &out)
{
    for (const Event &event : run)
        out.write(QJsonDocument(toJson(event)).toJson(QJsonDocument::Compact) + '\n');
    return {};
}

} // namespace greenroom
