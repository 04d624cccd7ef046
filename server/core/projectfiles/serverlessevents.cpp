// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The events of a Serverless Framework function: websocket is hosted, every other is named.

#include "core/projectfiles/serverless.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr auto defaultIdentitySource = "route.request.header.Auth";

bool isIdentitySource(const QString &source)
{
    static const QStringList prefixes { u"route.request.header."_s, u"route.request.querystring."_s,
                                        u"stageVariables."_s, u"context."_s };
    return std::any_of(prefixes.begin(), prefixes.end(), [&source](const QString &prefix) {
        return source.startsWith(prefix) && source.size() > prefix.size();
    });
}

} // namespace

void ServerlessReader::readEvent(const QString &functionKey, const yaml::Node &event)
{
    if (!event.isMapping()) {
        const bool isBare = event.toText() == "websocket"_L1;
        problem(isBare ? Problem::Severity::Error : Problem::Severity::Info,
                isBare ? u"A websocket event of “%1” has no route."_s.arg(functionKey)
                       : u"The event “%1” of “%2” is not hosted; only websocket events are."_s.arg(event.toText(), functionKey),
                isBare ? u"Name it: “- websocket: $default”."_s : QString(), event.place);
        return;
    }
    for (qsizetype i = 0; i < event.keys.size() && i < event.items.size(); ++i) {
        const QString &kind = event.keys.at(i).text;
        const bool isMisplaced = i > 0 && event.keys.first().text == "websocket"_L1 && event.items.first().isNull();
        if (kind == "websocket"_L1 && event.items.at(i).isNull() && event.keys.size() > 1)
            continue;   // its keys stand beside it, and are told
        if (kind == "websocket"_L1)
            readWebSocket(functionKey, event.items.at(i), event.keys.at(i).place);
        else if (isMisplaced)
            problem(Problem::Severity::Error, u"“%1” stands beside “websocket”, not under it."_s.arg(kind),
                    u"Indent it by two more spaces."_s, event.keys.at(i).place);
        else
            problem(Problem::Severity::Info,
                    u"The event “%1” of “%2” is not hosted; only websocket events are."_s.arg(kind, functionKey), {},
                    event.keys.at(i).place);
    }
}

void ServerlessReader::readWebSocket(const QString &functionKey, const yaml::Node &event, const Place &place)
{
    Route route;
    route.place = event.place.line > 0 ? event.place : place;
    route.integration.type = IntegrationType::AwsProxy;
    route.integration.function = functionKey;
    if (event.isMapping())
        readRouteKeys(route, event);
    else
        route.key = event.toText();
    if (route.key.isEmpty()) {
        problem(Problem::Severity::Error, u"A websocket event of “%1” has no route."_s.arg(functionKey),
                u"Name it: “route: $default”."_s, route.place);
        return;
    }
    if (route.key.startsWith(u'$') && route.key != "$connect"_L1 && route.key != "$disconnect"_L1 && route.key != "$default"_L1) {
        const QString near = yaml::nearest(route.key, { u"$connect"_s, u"$disconnect"_s, u"$default"_s });
        problem(Problem::Severity::Error, u"A route key of one's own does not begin with “$”: “%1”."_s.arg(route.key),
                near.isEmpty() ? QString() : u"Did you mean “%1”?"_s.arg(near), route.place);
        return;
    }
    if (m_api.route(route.key)) {
        problem(Problem::Severity::Error, u"The route “%1” is there twice; the first one is used."_s.arg(route.key),
                u"A route has one function."_s, route.place);
        return;
    }
    m_api.routes.append(route);
}

void ServerlessReader::readRouteKeys(Route &route, const yaml::Node &event)
{
    unknownKeys(event, { u"route"_s, u"routeKey"_s, u"routeResponseSelectionExpression"_s, u"authorizer"_s },
                u"A websocket event"_s);
    if (event.contains(u"routeKey"_s))
        problem(Problem::Severity::Warning, u"“routeKey” is the spelling of a retired plugin."_s,
                u"Write “route”."_s, event.keyPlace(u"routeKey"_s));
    route.key = event[event.contains(u"route"_s) ? u"route"_s : u"routeKey"_s].toText();
    if (const yaml::Node &answer = event[u"routeResponseSelectionExpression"_s]; !answer.isNull()) {
        route.twoWay = answer.toText() == "$default"_L1;
        if (!route.twoWay)
            problem(Problem::Severity::Error, u"routeResponseSelectionExpression is “$default”, not “%1”."_s.arg(answer.toText()),
                    u"The route answers nothing."_s, answer.place);
    }
    if (!event.contains(u"authorizer"_s))
        return;
    if (route.key == "$connect"_L1)
        readAuthorizer(route, event[u"authorizer"_s]);
    else
        problem(Problem::Severity::Warning, u"Only $connect is authorised, not “%1”."_s.arg(route.key),
                u"Move “authorizer” to the $connect event."_s, event.keyPlace(u"authorizer"_s));
}

// A name or an ARN, as text or as CloudFormation's function → the function's key.
QString ServerlessReader::authorizerFunction(const yaml::Node &node)
{
    const QString named = m_intrinsics->text(node);
    if (!named.contains(u':'))
        return named;
    // arn:aws:lambda:region:account:function:name[:qualifier]
    const QString deployed = named.section(u":function:"_s, 1).section(u':', 0, 0);
    return m_functionByName.value(deployed, deployed.isEmpty() ? named : deployed);
}

void ServerlessReader::readAuthorizer(Route &route, const yaml::Node &node)
{
    AuthorizerSpec authorizer;
    const bool isOurs = node.isMapping() && (node.contains(u"name"_s) || node.contains(u"arn"_s) || node.contains(u"identitySource"_s));
    if (isOurs)
        unknownKeys(node, { u"name"_s, u"arn"_s, u"identitySource"_s }, u"An authoriser"_s);
    authorizer.function = authorizerFunction(isOurs ? node[node.contains(u"name"_s) ? u"name"_s : u"arn"_s] : node);
    authorizer.name = authorizer.function;
    route.authorizer = authorizer.name.isEmpty() ? u"authorizer"_s : authorizer.name;   // nobody gets in by a mistake
    if (authorizer.name.isEmpty() || authorizer.name.compare("aws_iam"_L1, Qt::CaseInsensitive) == 0) {
        problem(Problem::Severity::Error,
                authorizer.name.isEmpty() ? u"This authoriser has neither name nor arn."_s
                                          : u"The framework does not know “aws_iam” for websocket events."_s,
                u"Name a function; until then connections are refused with 500."_s, node.place);
        return;
    }
    authorizer.identitySource = { QLatin1StringView(defaultIdentitySource) };
    if (isOurs && node.contains(u"identitySource"_s)) {
        const yaml::Node &sources = node[u"identitySource"_s];
        authorizer.identitySource.clear();
        for (const yaml::Node &source : sources.items)
            authorizer.identitySource.append(source.toText());
        if (sources.isScalar()) {
            for (const QString &source : sources.toText().split(u',', Qt::SkipEmptyParts))
                authorizer.identitySource.append(source.trimmed());
        }
        for (const QString &source : std::as_const(authorizer.identitySource)) {
            if (!isIdentitySource(source))
                problem(Problem::Severity::Error, u"“%1” is no identity source."_s.arg(source),
                        u"There are: route.request.header.NAME, route.request.querystring.NAME, stageVariables.NAME, context.NAME."_s,
                        sources.place);
        }
    }
    m_api.authorizers.append(authorizer);
}

void ServerlessReader::checkAuthorizers()
{
    for (const AuthorizerSpec &authorizer : std::as_const(m_api.authorizers)) {
        if (m_api.function(authorizer.function))
            continue;
        const QString near = yaml::nearest(authorizer.function, m_functionByName.values());
        const Route *route = m_api.route(u"$connect"_s);
        problem(Problem::Severity::Error, u"The authoriser “%1” is no function of this file."_s.arg(authorizer.function),
                (near.isEmpty() ? QString() : u"Did you mean “%1”? "_s.arg(near)) + u"Connections are refused with 500."_s,
                route ? route->place : m_root.keyPlace(u"functions"_s));
    }
}

} // namespace greenroom
