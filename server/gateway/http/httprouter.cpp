// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/httprouter.h"

#include <utility>

namespace greenroom {

void HttpRouter::add(Matches matches, Handler handler)
{
    m_handlers.append({ std::move(matches), std::move(handler) });
}

void HttpRouter::setFallback(Handler handler)
{
    m_fallback = std::move(handler);
}

void HttpRouter::handle(const HttpRequest &request, const Respond &respond) const
{
    for (const auto &[matches, handler] : m_handlers) {
        if (matches(request)) {
            handler(request, respond);
            return;
        }
    }
    if (m_fallback)
        m_fallback(request, respond);
    else
        respond(HttpResponse::json(404, R"({"message":"Not Found"})"));
}

} // namespace greenroom
