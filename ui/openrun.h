// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace greenroom {

struct Workspace;

// Shows a run in workspace.run: read from disk, then followed live if it is still going on.
void openRun(Workspace &workspace, const QString &runId);

} // namespace greenroom
