// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/connectionsmodel.h"
#include "theme.h"

class QPainter;

namespace greenroom {

// Who: a dot that is green while open, the mark of failure when refused, then the name.
void paintConnectionName(QPainter *painter, const Theme &theme, const QRect &area, const ConnectionRow &row, bool selected);

} // namespace greenroom
