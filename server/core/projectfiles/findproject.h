// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "core/result.h"

namespace greenroom {

// The project file meant by a file or a folder. A folder is searched for the usual names, then for any
// template with a WebSocket API, then one level down; several are an error that lists them.
Result<QString> findProject(const QString &path, const ProjectOptions &options);

} // namespace greenroom
