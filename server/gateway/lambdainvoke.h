// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/httprouter.h"

namespace greenroom {

class HostedApi;

// Lambda's Invoke for the API's own functions, so that one may call another or itself:
// POST /2015-03-31/functions/NAME/invocations.
void addLambdaInvoke(HttpRouter &router, HostedApi &api);

} // namespace greenroom
