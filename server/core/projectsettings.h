// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"

namespace greenroom {

// greenroom.project.yaml beside the project (or the file given): what a person says about a project beside
// its own file. No file is no problem; an unknown key is.
ProjectSettings readProjectSettings(const QString &project, const QString &settingsFile, Problems &problems);

// As allowedOrigins and allowedHosts take them.
bool isOrigin(const QString &text);
bool isHostName(const QString &text);

} // namespace greenroom
