// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "core/yaml.h"

namespace greenroom {

// Says what is missing of a function's code: no handler, or its file is not there. Looks only, runs nothing.
void checkHandler(const FunctionSpec &function, Problems &problems);

// Seconds to milliseconds (1 to 900), or the fallback and a problem.
int timeoutMsOf(const yaml::Node &value, int fallbackSeconds, Problems &problems);
// 128 to 10,240 MB.
int memoryMbOf(const yaml::Node &value, int fallback, Problems &problems);

} // namespace greenroom
