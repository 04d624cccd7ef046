// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/qglobal.h>

namespace greenroom {

// Registers what core carries inside (":/demo/…", ":/runtimes/…", ":/sql/…"): resources of a static library
// are dropped by the linker unless somebody asks for them.
void registerResources();

} // namespace greenroom
