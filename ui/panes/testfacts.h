// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logmodel.h"
#include "widgets/monolines.h"

namespace greenroom {

struct RunAttempt;
struct RunTest;
struct Workspace;

// What is known of one attempt, gathered from the shared models: for the details and "Why did it fail".
QList<LogRow> serverRows(const Workspace &workspace, const RunAttempt &attempt, bool all);   // or only warnings and errors of calls
QList<MonoLine> frameLines(const Workspace &workspace, const RunAttempt &attempt);
QList<MonoLine> logLines(const QList<LogRow> &rows, bool tinted);
QList<MonoLine> historyLines(const Workspace &workspace, const RunTest &test);
QString exchangeText(const RunAttempt &attempt);
QString pageText(const RunAttempt &attempt);
// "Failed at step 1 of 2, after 2.10 s".
QString attemptSentence(const RunTest &test, const RunAttempt *attempt);
// Name, wanted and got, steps, environment; secrets are masked before anything is recorded.
QString markdownOf(const Workspace &workspace, const RunTest &test);

} // namespace greenroom
