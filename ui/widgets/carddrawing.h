// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

class QPainter;

namespace greenroom {

// The drawings of Home's cards, 340 × 104, made of the program's own parts.
enum class CardDrawing { Demo, Project, Client };

void paintCardDrawing(QPainter *painter, const Theme &theme, const QRect &well, CardDrawing drawing);

} // namespace greenroom
