// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"

#include <QHash>

namespace greenroom {

// How a test of a run ended, folded from its events.
struct TestResult
{
    QString testId;
    QString name;
    QString state;
    QString reason;
    double durationMs = 0;

    bool isProblem() const { return state == QLatin1String("failed") || state == QLatin1String("timedOut") || state == QLatin1String("error"); }
};

QList<TestResult> resultsOf(const QList<Event> &run);

// What became of the tests from one run to a later one. A test that only one of them has is added or gone.
struct RunComparison
{
    struct Slower
    {
        TestResult now;
        double before = 0;
    };
    QList<TestResult> newFailures;
    QList<TestResult> fixed;
    QList<TestResult> stillFailing;
    QList<Slower> slower;       // by more than a fifth, and enough to notice
    QList<TestResult> added;
    QList<TestResult> gone;
    QHash<QString, QString> before;   // testId → how it ended before, in a word or a reason
};

RunComparison compareRuns(const QList<TestResult> &before, const QList<TestResult> &now);

} // namespace greenroom
