// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"
#include "core/masking.h"

#include <QList>

namespace greenroom {

// A run's events as reports may show them. Credentials are hidden where they stand (Authorization, Cookie and
// Set-Cookie headers, token parameters), and so is every other place of the same test or connection where one
// of these values came up again: a check that looked at a cookie, a capture, a log line, a sentence.
QList<Event> maskedForExport(const QList<Event> &run);

// The credentials that stand in one event, to hide them wherever they come up again.
Masking credentialsIn(const Payload &payload);

} // namespace greenroom
