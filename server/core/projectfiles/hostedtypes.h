// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem.h"

namespace greenroom {

// Says by name that a resource is not hosted, unless it is, or nobody would miss it (roles, permissions, logs).
void tellNotHosted(const QString &id, const QString &type, const Place &place, Problems &problems);

} // namespace greenroom
