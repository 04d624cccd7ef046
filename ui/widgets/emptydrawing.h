// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QSize>

class QPainter;

namespace greenroom {

inline constexpr QSize emptyDrawingSize(160, 72);

// The line drawing of an empty pane; one stroke may carry a state's colour. False: there is none of this name.
bool paintEmptyDrawing(QPainter *painter, const Theme &theme, const QRectF &area, const QString &name);

} // namespace greenroom
