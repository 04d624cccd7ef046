// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractEventDispatcher>
#include <QThread>

namespace greenroom {
// Stub until the real one arrives: see eventloop.md.
using EpollDispatcher = QAbstractEventDispatcher;
}
