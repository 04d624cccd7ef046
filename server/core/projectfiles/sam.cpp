// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// AWS SAM: Globals, AWS::Serverless::WebSocketApi (contract §11.3), events of functions.

#include "core/projectfiles/template.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

const QStringList apiKeys { u"Name"_s, u"Description"_s, u"ApiKeySelectionExpression"_s, u"AccessLogSettings"_s,
                            u"Auth"_s, u"DefaultRouteSettings"_s, u"RouteSettings"_s, u"DisableExecuteApiEndpoint"_s,
                            u"DisableSchemaValidation"_s, u"Domain"_s, u"IpAddressType"_s, u"PropagateTags"_s, u"Tags"_s,
                            u"RouteSelectionExpression"_s, u"StageName"_s, u"StageVariables"_s, u"Routes"_s };
const QStringList routeKeys { u"FunctionArn"_s, u"ApiKeyRequired"_s, u"IntegrationTimeout"_s,
                              u"ModelSelectionExpression"_s, u"OperationName"_s, u"RequestModels"_s,
                              u"RequestParameters"_s, u"RouteResponseSelectionExpression"_s };
const QStringList authKeys { u"AuthType"_s, u"AuthArn"_s, u"IdentitySource"_s, u"InvokeRole"_s, u"Name"_s };

// Mappings are merged, lists joined, anything else is the resource's own: SAM's rule for Globals.
yaml::Node merged(const yaml::Node &base, const yaml::Node &over)
{
    yaml::Node result = base;
    if (base.isSequence() && over.isSequence()) {
        result.items += over.items;
        return result;
    }
    if (!base.isMapping() || !over.isMapping() || !base.tag.isEmpty() || !over.tag.isEmpty())
        return over.isNull() ? base : over;
    for (qsizetype i = 0; i < over.keys.size() && i < over.items.size(); ++i) {
        const qsizetype at = result.indexOf(over.keys.at(i).text);
        if (at >= 0) {
            result.items[at] = merged(result.items.at(at), over.items.at(i));
            result.keys[at] = over.keys.at(i);
        } else {
            result.keys.append(over.keys.at(i));
            result.items.append(over.items.at(i));
        }
    }
    return result;
}

void tellUnknown(const yaml::Node &node, const QStringList &known, const QString &what, Problems &problems)
{
    for (const yaml::Node &key : node.keys) {
        if (known.contains(key.text))
            continue;
        const QString near = yaml::nearest(key.text, known);
        problems.append({ Problem::Severity::Error, u"%1 has no property “%2”."_s.arg(what, key.text),
                          near.isEmpty() ? u"It takes: %1."_s.arg(known.join(u", "_s)) : u"Did you mean “%1”?"_s.arg(near),
                          key.place });
    }
}

bool isAlphanumeric(const QString &key)
{
    return std::all_of(key.begin(), key.end(), [](QChar c) { return c.isLetterOrNumber(); });
}

} // namespace

yaml::Node TemplateReader::withGlobals(const Resource &resource, const QString &section)
{
    const bool isSam = resource.type.startsWith("AWS::Serverless::"_L1);
    return isSam ? merged(m_root[u"Globals"_s][section], resource.properties) : resource.properties;
}

void TemplateReader::readSamApis()
{
    for (Resource resource : ofType("AWS::Serverless::WebSocketApi")) {
        resource.properties = withGlobals(resource, u"WebSocketApi"_s);
        tellUnknown(resource.properties, apiKeys, u"AWS::Serverless::WebSocketApi"_s, m_problems);
        Api api = newApi(resource);
        const QString stage = textOf(resource, u"StageName"_s);
        api.stage = !m_options.stage.isEmpty() ? m_options.stage : stage.isEmpty() ? u"default"_s : stage;
        if (stage == "$default"_L1)
            problem(Problem::Severity::Error, u"The stage of a WebSocket API may not be called “$default”."_s, {}, resource.place);
        api.stageVariables = environmentOf(resource.properties[u"StageVariables"_s]);
        const yaml::Node &auth = resource.properties[u"Auth"_s];
        const bool authorised = readSamAuth(api, auth);
        const yaml::Node &routes = resource.properties[u"Routes"_s];
        for (qsizetype i = 0; i < routes.keys.size() && i < routes.items.size(); ++i)
            readSamRoute(api, routes.keys.at(i).text, routes.items.at(i), routes.keys.at(i).place, authorised);
        if (api.routes.isEmpty())
            problem(Problem::Severity::Error, u"The API “%1” has no Routes."_s.arg(resource.id),
                    u"It needs at least one."_s, resource.place);
        if (authorised && !api.route(u"$connect"_s))
            problem(Problem::Severity::Error, u"“Auth” needs a $connect route, and “%1” has none."_s.arg(resource.id),
                    u"Nobody is authorised."_s, auth.place);
        readThrottles(api, resource.properties);
        readApiKeys(api);
        if (resource.properties.contains(u"Domain"_s))
            problem(Problem::Severity::Info, u"The domain of “%1” is not hosted here."_s.arg(resource.id), {},
                    resource.properties.keyPlace(u"Domain"_s));
        m_apis.append(api);
    }
}

void TemplateReader::readSamRoute(Api &api, const QString &key, const yaml::Node &properties, const Place &place,
                                  bool authorised)
{
    tellUnknown(properties, routeKeys, u"The route “%1”"_s.arg(key), m_problems);
    if (!key.startsWith(u'$') && !isAlphanumeric(key))
        problem(Problem::Severity::Error, u"SAM takes letters and digits as a route key, not “%1”."_s.arg(key),
                u"Here it is hosted; “sam deploy” refuses it."_s, place);
    Route route;
    route.key = key;
    route.place = place;
    route.integration.type = IntegrationType::AwsProxy;
    const QString arn = m_intrinsics.text(properties[u"FunctionArn"_s]);
    route.integration.function = functionOf(arn, api);
    if (route.integration.function.isEmpty())
        problem(Problem::Severity::Error, u"The route “%1” leads to no function of this file."_s.arg(key),
                arn.isEmpty() ? u"Give it a FunctionArn."_s : u"It leads to “%1”."_s.arg(arn), place);
    route.integration.timeoutMs = integrationTimeout(m_intrinsics.resolve(properties[u"IntegrationTimeout"_s]));
    // SAM writes no RouteResponse of its own; whoever asks for one wants the answer.
    route.twoWay = m_intrinsics.text(properties[u"RouteResponseSelectionExpression"_s]) == "$default"_L1;
    route.apiKeyRequired = m_intrinsics.text(properties[u"ApiKeyRequired"_s]) == "true"_L1;
    route.modelSelectionExpression = m_intrinsics.text(properties[u"ModelSelectionExpression"_s]);
    route.requestParameters = m_intrinsics.resolve(properties[u"RequestParameters"_s]).toJson().toObject();
    readModels(api, route, m_intrinsics.resolve(properties[u"RequestModels"_s]));
    if (authorised && key == "$connect"_L1 && !api.authorizers.isEmpty())
        route.authorizer = api.authorizers.first().name;
    api.routes.append(route);
}

// True when $connect is to be authorised.
bool TemplateReader::readSamAuth(Api &api, const yaml::Node &auth)
{
    tellUnknown(auth, authKeys, u"Auth"_s, m_problems);
    const QString type = m_intrinsics.text(auth[u"AuthType"_s]);
    if (type.isEmpty() || type == "NONE"_L1)
        return false;
    AuthorizerSpec authorizer;
    authorizer.name = m_intrinsics.text(auth[u"Name"_s], type);
    if (type == "AWS_IAM"_L1) {
        authorizer.kind = AuthorizerSpec::Kind::Iam;
    } else {
        const QString arn = m_intrinsics.text(auth[u"AuthArn"_s]);
        authorizer.function = functionOf(arn, api);
        if (type != "CUSTOM"_L1 || authorizer.function.isEmpty())
            problem(Problem::Severity::Error, u"The authorisation “%1” (%2) leads to no function of this file."_s.arg(type, arn),
                    u"AuthType is NONE, AWS_IAM or CUSTOM with AuthArn; connections are refused with 500."_s, auth.place);
    }
    const yaml::Node sources = m_intrinsics.resolve(auth[u"IdentitySource"_s]);
    for (const yaml::Node &source : sources.items)
        authorizer.identitySource.append(source.toText());
    if (sources.isScalar() && !sources.isNull())
        authorizer.identitySource = { sources.toText() };
    api.authorizers.append(authorizer);
    return true;
}

void TemplateReader::tellSamEvents(const Resource &resource)
{
    const yaml::Node &events = resource.properties[u"Events"_s];
    for (qsizetype i = 0; i < events.keys.size() && i < events.items.size(); ++i)
        problem(Problem::Severity::Info,
                u"The event “%1” (%2) of “%3” is not hosted; only WebSocket routes are."_s.arg(
                    events.keys.at(i).text, events.items.at(i)[u"Type"_s].toText(), resource.id),
                {}, events.keys.at(i).place);
}

} // namespace greenroom
