// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/httprouter.h"

namespace greenroom {

// The guests' page as it was built from ui/web: /guest and the few files it asks for, nothing from elsewhere.
void addGuestPage(HttpRouter &router);

} // namespace greenroom
