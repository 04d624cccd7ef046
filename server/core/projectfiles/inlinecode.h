// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"

namespace greenroom {

// Writes InlineCode and ZipFile as index.js or index.py under `folder`, never into the project, and points the
// functions' code folders there. Called when a project is hosted, not when it is read.
Problems unpackInlineCode(Api &api, const QString &folder);

} // namespace greenroom
