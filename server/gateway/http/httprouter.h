// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/httpmessage.h"

#include <QList>

#include <functional>

namespace greenroom {

// Method and path → handler. A handler answers now or later, exactly once, through `respond`; later is
// fine, also after the client left (the answer is then dropped).
class HttpRouter
{
public:
    using Respond = std::function<void(HttpResponse)>;
    using Handler = std::function<void(const HttpRequest &request, const Respond &respond)>;
    // Says whether this handler takes the request; asked in the order of addition.
    using Matches = std::function<bool(const HttpRequest &request)>;

    void add(Matches matches, Handler handler);
    // The last handler answers everything nobody took.
    void setFallback(Handler handler);
    void handle(const HttpRequest &request, const Respond &respond) const;

private:
    QList<std::pair<Matches, Handler>> m_handlers;
    Handler m_fallback;
};

} // namespace greenroom
