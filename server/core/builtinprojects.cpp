// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/builtinprojects.h"

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

struct BuiltinRoute
{
    const char *key;
    const char *handler;
    bool twoWay;
};

constexpr BuiltinRoute demoRoutes[] = {
    { "$connect", "connect", false },      { "$disconnect", "disconnect", false },
    { "$default", "unknown", true },       { "echo", "echo", true },
    { "whoami", "whoami", true },          { "join", "join", true },
    { "say", "say", false },               { "catalogue", "catalogue", true },
    { "price", "price", true },            { "search", "search", true },
    { "stock", "stock", true },            { "basket", "basket", true },
    { "index", "unsteady", true },         { "report", "report", true },
};

Route builtinRoute(const BuiltinRoute &row)
{
    Route route;
    route.key = QLatin1StringView(row.key);
    route.twoWay = row.twoWay;
    route.integration.type = IntegrationType::Builtin;
    route.integration.function = QLatin1StringView(row.handler);
    return route;
}

Api builtinApi(const QString &file, const QString &name)
{
    Api api;
    api.id = apiIdFor(file);
    api.name = name;
    api.file = file;
    api.format = u"builtin"_s;
    return api;
}

} // namespace

std::optional<Api> builtinProject(const QString &name)
{
    if (name == "builtin:demo"_L1) {
        Api api = builtinApi(name, u"demo"_s);
        for (const BuiltinRoute &row : demoRoutes)
            api.routes.append(builtinRoute(row));
        return api;
    }
    if (name == "builtin:echo"_L1) {
        Api api = builtinApi(name, u"echo"_s);
        api.routes.append(builtinRoute({ "$default", "echo", true }));
        api.recordTraffic = false;
        api.quotasOff = true;
        api.acceptBinary = true;
        return api;
    }
    return std::nullopt;
}

} // namespace greenroom
