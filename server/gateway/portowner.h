// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace greenroom {

// Who listens on a TCP port of this machine: "node, 4711", or empty where that cannot be known.
QString portOwner(quint16 port);

} // namespace greenroom
