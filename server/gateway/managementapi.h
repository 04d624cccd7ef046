// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/httprouter.h"

namespace greenroom {

class HostedApi;

// The @connections API (contract §5): POST, GET and DELETE below /{stage}/@connections/{id}, also without the
// stage, with "@" and "=" plain or percent-encoded.
void addManagementApi(HttpRouter &router, HostedApi &api);

} // namespace greenroom
