// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The raw AWS::ApiGatewayV2 resources (contract §11.2): Api, Route, Integration, Authorizer, Stage, Model.

#include "core/projectfiles/template.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int shortestTimeoutMs = 50;
constexpr int longestTimeoutMs = 29'000;

struct NamedType
{
    const char *name;
    IntegrationType type;
};

constexpr NamedType integrationTypes[] = {
    { "AWS_PROXY", IntegrationType::AwsProxy },
    { "MOCK", IntegrationType::Mock },
    { "HTTP_PROXY", IntegrationType::HttpProxy },
    { "HTTP", IntegrationType::Http },
    { "AWS", IntegrationType::Aws },
};

bool callsDynamoDb(const QString &uri)
{
    return uri.contains(":dynamodb:action/"_L1);
}

} // namespace

void TemplateReader::readRawApis()
{
    for (const Resource &resource : ofType("AWS::ApiGatewayV2::Api")) {
        const QString protocol = textOf(resource, u"ProtocolType"_s);
        if (protocol != "WEBSOCKET"_L1) {
            problem(Problem::Severity::Info, u"“%1” is an API of the type %2 and is not hosted here."_s.arg(
                        resource.id, protocol.isEmpty() ? u"HTTP"_s : protocol), {}, resource.place);
            continue;
        }
        Api api = newApi(resource);
        yaml::Node stage;
        readStage(api, &stage);
        for (const Resource &route : ofApi("AWS::ApiGatewayV2::Route", api.id))
            readRawRoute(api, route);
        readThrottles(api, stage);
        checkDeployment(api, stage);
        readApiKeys(api);
        if (api.routes.isEmpty())
            problem(Problem::Severity::Warning, u"The API “%1” has no routes."_s.arg(resource.id),
                    u"Connections open, and every message is answered with “Forbidden”."_s, resource.place);
        m_apis.append(api);
    }
}

// The stage asked for, else the first one.
void TemplateReader::readStage(Api &api, yaml::Node *stageProperties)
{
    const QList<Resource> stages = ofApi("AWS::ApiGatewayV2::Stage", api.id);
    if (stages.isEmpty()) {
        api.stage = m_options.stage.isEmpty() ? api.stage : m_options.stage;
        problem(Problem::Severity::Warning, u"The API “%1” has no stage; “%2” is used."_s.arg(api.name, api.stage), {},
                m_root.keyPlace(u"Resources"_s));
        return;
    }
    const Resource *chosen = &stages.first();
    for (const Resource &stage : stages) {
        if (textOf(stage, u"StageName"_s) == m_options.stage)
            chosen = &stage;
    }
    const QString name = textOf(*chosen, u"StageName"_s);
    api.stage = m_options.stage.isEmpty() ? name : m_options.stage;
    for (const Resource &stage : stages) {
        if (stage.id != chosen->id)
            problem(Problem::Severity::Info, u"One stage is hosted at a time: “%1”, not “%2”."_s.arg(api.stage, textOf(stage, u"StageName"_s)),
                    u"--stage chooses another."_s, stage.place);
    }
    *stageProperties = chosen->properties;
    api.stageVariables = environmentOf(chosen->properties[u"StageVariables"_s]);
}

void TemplateReader::readRawRoute(Api &api, const Resource &resource)
{
    Route route;
    route.place = resource.place;
    route.key = textOf(resource, u"RouteKey"_s);
    if (route.key.isEmpty()) {
        problem(Problem::Severity::Error, u"The route “%1” has no RouteKey."_s.arg(resource.id), u"It is left out."_s, resource.place);
        return;
    }
    if (api.route(route.key)) {
        problem(Problem::Severity::Error, u"The route “%1” is there twice; the first one is used."_s.arg(route.key), {}, resource.place);
        return;
    }
    const QString target = textOf(resource, u"Target"_s);
    const QString integrationId = target.section(u'/', -1);
    for (const Resource &integration : ofType("AWS::ApiGatewayV2::Integration")) {
        if (integration.id != integrationId)
            continue;
        route.integration = readIntegration(api, integration, route.key);
        if (const QString owner = textOf(integration, u"ApiId"_s); owner != api.id)
            problem(Problem::Severity::Warning, u"The integration “%1” of the route “%2” belongs to the API “%3”, not to this one."_s.arg(
                        integrationId, route.key, owner), u"Here it is hosted; correct its ApiId."_s, integration.place);
    }
    if (route.integration.type == IntegrationType::None && !m_root[u"Resources"_s].contains(integrationId))
        problem(Problem::Severity::Error, u"The route “%1” leads to “%2”, which is no integration of this file."_s.arg(route.key, target),
                u"A Target is integrations/ and an integration's Ref."_s, resource.place);
    const bool asks = textOf(resource, u"RouteResponseSelectionExpression"_s) == "$default"_L1;
    route.twoWay = asks && hasRouteResponse(api, resource.id);
    if (asks && !route.twoWay)
        problem(Problem::Severity::Warning,
                u"The route “%1” has a RouteResponseSelectionExpression and no AWS::ApiGatewayV2::RouteResponse: it answers nothing."_s.arg(route.key),
                u"Add a RouteResponse with the key $default."_s, resource.place);
    route.apiKeyRequired = textOf(resource, u"ApiKeyRequired"_s) == "true"_L1;
    route.modelSelectionExpression = textOf(resource, u"ModelSelectionExpression"_s);
    route.requestParameters = property(resource, u"RequestParameters"_s).toJson().toObject();
    readModels(api, route, property(resource, u"RequestModels"_s));
    readAuthorization(api, route, resource);
    api.routes.append(route);
}

bool TemplateReader::hasRouteResponse(const Api &api, const QString &routeId)
{
    if (!m_answering.contains(api.id)) {
        QSet<QString> &routes = m_answering[api.id];
        for (const Resource &response : ofApi("AWS::ApiGatewayV2::RouteResponse", api.id)) {
            if (textOf(response, u"RouteResponseKey"_s) == "$default"_L1)
                routes.insert(textOf(response, u"RouteId"_s));
        }
    }
    return m_answering.value(api.id).contains(routeId);
}

void TemplateReader::readAuthorization(Api &api, Route &route, const Resource &resource)
{
    const QString type = textOf(resource, u"AuthorizationType"_s);
    if (type.isEmpty() || type == "NONE"_L1)
        return;
    if (route.key != "$connect"_L1) {
        problem(Problem::Severity::Warning, u"Only $connect is authorised, not “%1”."_s.arg(route.key), {}, resource.place);
        return;
    }
    if (type == "AWS_IAM"_L1) {
        api.authorizers.append({ AuthorizerSpec::Kind::Iam, type, {}, {} });
        route.authorizer = type;
        return;
    }
    const QString id = textOf(resource, u"AuthorizerId"_s);
    route.authorizer = id;   // also when it is missing: nobody gets in by a mistake
    const QList<Resource> authorizers = ofApi("AWS::ApiGatewayV2::Authorizer", api.id);
    const auto found = std::find_if(authorizers.begin(), authorizers.end(), [&id](const Resource &other) { return other.id == id; });
    if (type != "CUSTOM"_L1 || found == authorizers.end()) {
        problem(Problem::Severity::Error, u"The authorisation of $connect (%1, “%2”) is not hosted."_s.arg(type, id),
                u"Connections are refused with 500."_s, resource.place);
        return;
    }
    AuthorizerSpec authorizer;
    authorizer.name = id;
    authorizer.function = functionOf(textOf(*found, u"AuthorizerUri"_s), api);
    const yaml::Node sources = property(*found, u"IdentitySource"_s);
    for (const yaml::Node &source : sources.items)
        authorizer.identitySource.append(source.toText());
    if (sources.isScalar() && !sources.isNull())
        authorizer.identitySource = sources.toText().split(u',', Qt::SkipEmptyParts);
    if (authorizer.function.isEmpty())
        problem(Problem::Severity::Error, u"The authoriser “%1” leads to no function of this file."_s.arg(id),
                u"Connections are refused with 500."_s, found->place);
    api.authorizers.append(authorizer);
}

int TemplateReader::integrationTimeout(const yaml::Node &value)
{
    if (value.isNull())
        return longestTimeoutMs;
    bool isNumber = false;
    const int ms = value.toText().toInt(&isNumber);
    if (isNumber && ms >= shortestTimeoutMs && ms <= longestTimeoutMs)
        return ms;
    problem(Problem::Severity::Error, u"The integration timeout “%1” is not 50 to 29000 ms."_s.arg(value.toText()),
            u"29000 ms are used."_s, value.place);
    return longestTimeoutMs;
}

IntegrationSpec TemplateReader::readIntegration(const Api &api, const Resource &integration, const QString &routeKey)
{
    IntegrationSpec spec;
    const QString type = textOf(integration, u"IntegrationType"_s);
    for (const NamedType &known : integrationTypes) {
        if (type == QLatin1StringView(known.name))
            spec.type = known.type;
    }
    spec.uri = textOf(integration, u"IntegrationUri"_s);
    if (spec.type == IntegrationType::Aws && !spec.uri.contains(":lambda:"_L1) && !callsDynamoDb(spec.uri))
        spec.type = IntegrationType::None;
    if (spec.type == IntegrationType::None) {
        problem(Problem::Severity::Error, u"The integration “%1” of the route “%2” (%3) is not hosted locally."_s.arg(
                    integration.id, routeKey, type.isEmpty() ? u"without IntegrationType"_s : type + u' ' + spec.uri),
                u"Messages to it are answered with “Forbidden”; AWS_PROXY, MOCK, HTTP_PROXY, HTTP, and AWS to a function or DynamoDB are hosted."_s, integration.place);
        return spec;
    }
    if (spec.type == IntegrationType::AwsProxy || (spec.type == IntegrationType::Aws && !callsDynamoDb(spec.uri))) {
        spec.function = functionOf(spec.uri, api);
        if (spec.function.isEmpty())
            problem(Problem::Severity::Error, u"The integration “%1” of the route “%2” leads to no function of this file."_s.arg(integration.id, routeKey),
                    u"It leads to “%1”."_s.arg(spec.uri), integration.place);
    }
    spec.method = textOf(integration, u"IntegrationMethod"_s);
    spec.timeoutMs = integrationTimeout(property(integration, u"TimeoutInMillis"_s));
    spec.convertToBinary = textOf(integration, u"ContentHandlingStrategy"_s) == "CONVERT_TO_BINARY"_L1;
    spec.requestTemplates = property(integration, u"RequestTemplates"_s).toJson().toObject();
    spec.requestParameters = property(integration, u"RequestParameters"_s).toJson().toObject();
    spec.templateSelectionExpression = textOf(integration, u"TemplateSelectionExpression"_s);
    spec.passthroughBehavior = textOf(integration, u"PassthroughBehavior"_s);
    spec.responses = integrationResponses(api, integration.id);
    return spec;
}

QJsonArray TemplateReader::integrationResponses(const Api &api, const QString &integrationId)
{
    QJsonArray responses;
    for (const Resource &response : ofApi("AWS::ApiGatewayV2::IntegrationResponse", api.id)) {
        if (textOf(response, u"IntegrationId"_s) == integrationId)
            responses.append(m_intrinsics.resolve(response.properties).toJson());
    }
    return responses;
}

// By selection key, the schema itself: a model is named by its Name or its Ref.
void TemplateReader::readModels(const Api &api, Route &route, const yaml::Node &requestModels)
{
    const QList<Resource> models = ofApi("AWS::ApiGatewayV2::Model", api.id);
    for (qsizetype i = 0; i < requestModels.keys.size() && i < requestModels.items.size(); ++i) {
        const QString name = requestModels.items.at(i).toText();
        const auto found = std::find_if(models.begin(), models.end(), [&](const Resource &model) {
            return model.id == name || textOf(model, u"Name"_s) == name;
        });
        if (found == models.end())
            problem(Problem::Severity::Error, u"The route “%1” names the model “%2”, which is not in this file."_s.arg(route.key, name),
                    u"Its messages are not validated."_s, requestModels.items.at(i).place);
        else
            route.requestModels.insert(requestModels.keys.at(i).text, property(*found, u"Schema"_s).toJson());
    }
}

// DefaultRouteSettings, and RouteSettings by route key over them. A rate of 0 lets nothing through.
void TemplateReader::readThrottles(Api &api, const yaml::Node &stageProperties)
{
    const yaml::Node usual = m_intrinsics.resolve(stageProperties[u"DefaultRouteSettings"_s]);
    const yaml::Node byKey = m_intrinsics.resolve(stageProperties[u"RouteSettings"_s]);
    for (Route &route : api.routes) {
        for (const yaml::Node &settings : { usual, byKey[route.key] }) {
            if (settings.contains(u"ThrottlingRateLimit"_s))
                route.throttleRate = settings[u"ThrottlingRateLimit"_s].toText().toDouble();
            if (settings.contains(u"ThrottlingBurstLimit"_s))
                route.throttleBurst = settings[u"ThrottlingBurstLimit"_s].toText().toInt();
        }
    }
    for (const yaml::Node &key : byKey.keys) {
        if (!api.route(key.text))
            problem(Problem::Severity::Warning, u"RouteSettings names the route “%1”, which the API has not."_s.arg(key.text), {}, key.place);
    }
}

// The classic cause of routes missing on AWS: a deployment made before them.
void TemplateReader::checkDeployment(const Api &api, const yaml::Node &stageProperties)
{
    const QString id = m_intrinsics.text(stageProperties[u"DeploymentId"_s]);
    if (id.isEmpty() || m_intrinsics.text(stageProperties[u"AutoDeploy"_s]) == "true"_L1)
        return;
    QStringList dependsOn;
    Place place;
    for (const Resource &deployment : ofApi("AWS::ApiGatewayV2::Deployment", api.id)) {
        if (deployment.id != id)
            continue;
        place = deployment.place;
        const yaml::Node &list = deployment.whole[u"DependsOn"_s];
        for (const yaml::Node &item : list.isSequence() ? list.items : QList<yaml::Node> { list })
            dependsOn.append(item.toText());
    }
    QStringList missing;
    for (const Resource &route : ofApi("AWS::ApiGatewayV2::Route", api.id)) {
        if (!dependsOn.contains(route.id))
            missing.append(textOf(route, u"RouteKey"_s));
    }
    if (place.line > 0 && !missing.isEmpty())
        problem(Problem::Severity::Warning, u"On AWS the deployment “%1” may lack these routes, on which it does not depend: %2."_s.arg(
                    id, missing.join(u", "_s)), u"Here they are hosted; add them to its DependsOn."_s, place);
}

void TemplateReader::readApiKeys(Api &api)
{
    for (const Resource &key : ofType("AWS::ApiGateway::ApiKey")) {
        const QString value = m_settings.value(key.id).value_or(textOf(key, u"Value"_s));
        if (!value.isEmpty())
            api.apiKeys.append(value);
    }
    api.apiKeys += m_settings.apiKeys;
    for (const Route &route : std::as_const(api.routes)) {
        if (route.apiKeyRequired && api.apiKeys.isEmpty())
            problem(Problem::Severity::Warning, u"The route “%1” asks for an API key, and none is known here."_s.arg(route.key),
                    u"List keys in greenroom.project.yaml under “apiKeys”."_s, route.place);
    }
}

} // namespace greenroom
