// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QMetaType>
#include <QString>
#include <QStringList>

namespace greenroom {

// Asks the runner for a run. Whoever asks makes the id, so that it can watch for the run's events.
struct RunRequest
{
    QString runId;
    QStringList files;               // *.greenroom.yaml, absolute, or ":/demo/…" for the built-in suite
    QString profile;                 // empty: each suite's first
    QMap<QString, QString> vars;     // --var k=v; last but test vars, rows and captures
    QMap<QString, QString> host;     // ${host.x}: ws_url, api_url of the API hosted here
    QString tags;                    // expression: "smoke and not slow"
    int jobs = 0;                    // 0: the suite's own "parallel"
    QStringList testIds;             // only these (re-run failed, re-run this test); empty: all
    QString startedBy;               // "window", "command line", "route", "guest"
    QString connectionId;            // of the starter, for a suite behind a route
    bool blindOnly = false;          // refuse suites without a blind block (guests)
};

enum class StopStrength {
    Finish,   // no new tests
    Stop,     // no new steps; teardown runs
    Kill,     // now; teardown still runs, with a short deadline
};

// "run-" and 16 random letters and digits.
QString newRunId();

} // namespace greenroom

Q_DECLARE_METATYPE(greenroom::RunRequest)
Q_DECLARE_METATYPE(greenroom::StopStrength)
