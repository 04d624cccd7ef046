// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/suite.h"

namespace greenroom {

class WebSocketStep;

// The words of a talk that look into the mailbox (ux.md §3.6).
void receive(WebSocketStep &step, const yaml::Node &value, const Place &place);
void receiveUntil(WebSocketStep &step, const yaml::Node &value, const Place &place);
void quiet(WebSocketStep &step, const yaml::Node &value, const Place &place);

// How long a word waits.
int within(const yaml::Node &value, int fallback = 5000);

} // namespace greenroom
