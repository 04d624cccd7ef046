// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/suite.h"

namespace greenroom {

// Names in ${…} that nothing can give a value, blocks that are not given what they ask for, and blocks that use
// themselves: told before the run, with their places. `given` are the names of the command line.
Problems checkVariables(const Suite &suite, const QStringList &given);

} // namespace greenroom
