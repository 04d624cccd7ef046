// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/suite.h"

namespace greenroom {

// Reads a suite with the runner's tables: every mistake that can be known before the run, each with its place
// and the nearest valid word.
Suite readRunnableSuite(const QString &file);

// "smoke and not slow", "(a or b) and c"; an empty expression matches everything.
Result<bool> matchesTags(const QString &expression, const QStringList &tags);

} // namespace greenroom
