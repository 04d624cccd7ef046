// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"

#include <optional>

namespace greenroom {

// "builtin:demo": a small shop with a chat; "builtin:echo": one $default route that returns every message as
// it came, quotas off, counted instead of recorded. Nothing for any other name.
std::optional<Api> builtinProject(const QString &name);

} // namespace greenroom
