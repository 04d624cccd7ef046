// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/guestpage.h"

#include <QFile>

#include <optional>

// Outside any namespace: the macro declares a function at global scope.
static void registerPage()
{
    Q_INIT_RESOURCE(guest);
}

namespace greenroom {

namespace {

const struct
{
    const char *ending;
    const char *type;
} types[] = {
    { ".html", "text/html; charset=utf-8" },
    { ".js", "text/javascript; charset=utf-8" },
    { ".css", "text/css; charset=utf-8" },
    { ".svg", "image/svg+xml" },
};

// Nothing but our own files and our own socket; no script or style within the page.
constexpr char policy[] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                          "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

HttpResponse plain(int status, const QByteArray &sentence)
{
    return { status, { { "Content-Type", "text/plain; charset=utf-8" } }, sentence + '\n' };
}

std::optional<QByteArray> content(const QByteArray &name)
{
    QFile file(QLatin1StringView(":/guest/") + QString::fromLatin1(name));
    if (name.contains("..") || name.endsWith('/') || !file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.readAll();
}

HttpResponse answer(const HttpRequest &request)
{
    if (request.head.method != "GET" && request.head.method != "HEAD")
        return plain(405, "This page is only read.");
    const QByteArray path = request.head.path();
    const bool isPage = path == "/guest" || path == "/guest/";
    const QByteArray name = isPage ? QByteArray("index.html") : path.mid(sizeof("/guest/") - 1);
    const std::optional<QByteArray> body = content(name);
    if (!body && isPage)
        return plain(503, "The page for guests was not built: this Greenroom was made where npm and Node.js were not at hand.");
    if (!body)
        return plain(404, "There is no such file.");
    HttpResponse response { 200, {}, *body };
    for (const auto &[ending, type] : types) {
        if (name.endsWith(ending))
            response.headers.append(RequestHead::Header { "Content-Type", type });
    }
    response.headers += { { "Content-Security-Policy", policy },
                          { "X-Content-Type-Options", "nosniff" },
                          { "Referrer-Policy", "no-referrer" },
                          { "Cache-Control", "no-cache" } };
    return response;
}

} // namespace

void addGuestPage(HttpRouter &router)
{
    registerPage();
    router.add(
        [](const HttpRequest &request) {
            const QByteArray path = request.head.path();
            return path == "/guest" || path.startsWith("/guest/");
        },
        [](const HttpRequest &request, const HttpRouter::Respond &respond) { respond(answer(request)); });
}

} // namespace greenroom
