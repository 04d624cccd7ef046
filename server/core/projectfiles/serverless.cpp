// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The Serverless Framework's serverless.yml, v3 and v4 (contract §11.1).

#include "core/projectfiles/projectfiles.h"
#include "core/projectfiles/variables.h"
#include "core/projectsettings.h"

#include <QFileInfo>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int defaultTimeoutSeconds = 6;
constexpr int defaultMemoryMb = 1024;
constexpr auto defaultIdentitySource = "route.request.header.Auth";

class ServerlessReader
{
public:
    ServerlessReader(const yaml::Node &root, const QString &file, const ProjectOptions &options)
        : m_root(root)
        , m_file(file)
        , m_settings(readProjectSettings(file, options.settingsFile, m_ignored))
        , m_variables(root, QFileInfo(file).absolutePath(), options, m_settings.values, m_problems)
    {
    }

    ProjectReading read();

private:
    void readFunction(const QString &key, const yaml::Node &function, const Place &place);
    void readEvent(const QString &functionKey, const yaml::Node &event);
    void readWebSocket(const QString &functionKey, const yaml::Node &event);
    void readAuthorizer(Route &route, const yaml::Node &authorizer);
    void checkHandler(const FunctionSpec &function);
    QMap<QString, QString> environmentOf(const yaml::Node &node);
    int secondsToMs(const yaml::Node &value, int fallbackSeconds, const char *what);
    void problem(Problem::Severity severity, const QString &text, const QString &remedy, const Place &place)
    {
        m_problems.append({ severity, text, remedy, place });
    }

    const yaml::Node &m_root;
    QString m_file;
    Problems m_problems;
    Problems m_ignored;      // the settings' own problems are told by whoever hosts
    ProjectSettings m_settings;
    ServerlessVariables m_variables;
    yaml::Node m_provider;
    Api m_api;
};

ProjectReading ServerlessReader::read()
{
    const yaml::Node &service = m_root[u"service"_s];
    m_api.name = m_variables.resolve(service.isMapping() ? service[u"name"_s] : service).toText(u"service"_s);
    m_api.file = m_file;
    m_api.folder = QFileInfo(m_file).absolutePath();
    m_api.format = u"serverless"_s;
    m_api.stage = m_variables.stage();
    m_provider = m_variables.resolve(m_root[u"provider"_s]);
    m_api.region = m_provider[u"region"_s].toText(u"us-east-1"_s);
    m_api.id = apiIdFor(m_file);
    const QString selection = m_provider[u"websocketsApiRouteSelectionExpression"_s].toText();
    if (!selection.isEmpty())
        m_api.routeSelectionExpression = selection;

    if (m_root.contains(u"plugins"_s)) {
        const yaml::Node plugins = m_variables.resolve(m_root[u"plugins"_s]);
        QStringList names;
        for (const yaml::Node &plugin : plugins.isSequence() ? plugins.items : plugins[u"modules"_s].items)
            names.append(plugin.toText());
        if (!names.isEmpty())
            problem(Problem::Severity::Info, u"Plugins are not run here: %1."_s.arg(names.join(u", "_s)), {},
                    m_root.keyPlace(u"plugins"_s));
    }
    const yaml::Node &functions = m_root[u"functions"_s];
    // A mapping, or a list of mappings; either may come from ${file(…)}.
    const yaml::Node resolved = functions.isText() ? m_variables.resolve(functions) : functions;
    const QList<yaml::Node> groups = resolved.isSequence() ? resolved.items : QList<yaml::Node> { resolved };
    for (const yaml::Node &group : groups) {
        const yaml::Node members = group.isText() ? m_variables.resolve(group) : group;
        for (qsizetype i = 0; i < members.keys.size(); ++i)
            readFunction(members.keys.at(i).text, m_variables.resolve(members.items.at(i)), members.keys.at(i).place);
    }
    for (const AuthorizerSpec &authorizer : std::as_const(m_api.authorizers)) {
        if (!m_api.function(authorizer.function))
            problem(Problem::Severity::Error, u"The authoriser “%1” is no function of this file."_s.arg(authorizer.function),
                    u"Connections to it are refused with 500."_s, m_root.keyPlace(u"functions"_s));
    }
    if (m_api.routes.isEmpty())
        problem(Problem::Severity::Warning, u"No function of this file has a websocket event."_s,
                u"Connections open, and every message is answered with “Forbidden”."_s, { m_file, 1, 1 });
    m_api.watchedFiles = QStringList { m_file } + m_variables.filesRead();
    return { { m_api }, m_problems };
}

int ServerlessReader::secondsToMs(const yaml::Node &value, int fallbackSeconds, const char *what)
{
    if (value.isNull())
        return fallbackSeconds * 1000;
    bool ok = false;
    const double seconds = value.toText().toDouble(&ok);
    if (ok && seconds > 0 && seconds <= 900)
        return int(seconds * 1000);
    problem(Problem::Severity::Error, u"The %1 “%2” is not 1 to 900 seconds."_s.arg(QLatin1StringView(what), value.toText()),
            u"%1 s are used."_s.arg(fallbackSeconds), value.place);
    return fallbackSeconds * 1000;
}

QMap<QString, QString> ServerlessReader::environmentOf(const yaml::Node &node)
{
    QMap<QString, QString> environment;
    for (qsizetype i = 0; i < node.keys.size(); ++i) {
        const QString &name = node.keys.at(i).text;
        const yaml::Node &value = node.items.at(i);
        if (value.isScalar() && value.tag.isEmpty()) {
            environment.insert(name, value.toText());
            continue;
        }
        // CloudFormation's Ref and Fn:: stand for what only the cloud knows: by logical id, from the settings.
        QString logicalId = value.isScalar() ? value.text : QString();
        if (value.isMapping() && value.items.size() == 1)
            logicalId = value.items.first().isSequence() ? value.items.first().items.value(0).toText()
                                                         : value.items.first().toText();
        const auto given = m_settings.values.constFind(logicalId);
        if (given != m_settings.values.constEnd()) {
            environment.insert(name, *given);
        } else {
            environment.insert(name, logicalId);
            problem(Problem::Severity::Warning,
                    u"Only the cloud knows the value of %1; “%2” is used."_s.arg(name, logicalId),
                    u"Give it in greenroom.project.yaml under “values: { %1: … }”."_s.arg(logicalId), value.place);
        }
    }
    return environment;
}

void ServerlessReader::readFunction(const QString &key, const yaml::Node &node, const Place &place)
{
    if (!node.isMapping()) {
        problem(Problem::Severity::Error, u"The function “%1” is not a mapping."_s.arg(key),
                u"Give it a handler: “handler: src/file.name”."_s, place);
        return;
    }
    FunctionSpec function;
    function.key = key;
    function.name = node[u"name"_s].toText(u"%1-%2-%3"_s.arg(m_api.name, m_api.stage, key));
    function.handler = node[u"handler"_s].toText();
    function.runtime = node[u"runtime"_s].toText(m_provider[u"runtime"_s].toText(u"nodejs20.x"_s));
    function.codeFolder = m_api.folder;
    function.timeoutMs = secondsToMs(node.contains(u"timeout"_s) ? node[u"timeout"_s] : m_provider[u"timeout"_s],
                                     defaultTimeoutSeconds, "timeout");
    function.memoryMb = int(node[u"memorySize"_s].toNumber(m_provider[u"memorySize"_s].toNumber(defaultMemoryMb)));
    function.environment = environmentOf(m_provider[u"environment"_s]);
    function.environment.insert(environmentOf(node[u"environment"_s]));
    function.place = place;
    const yaml::Node &events = node[u"events"_s];
    for (const yaml::Node &event : events.items)
        readEvent(key, event);
    checkHandler(function);
    m_api.functions.append(function);
}

void ServerlessReader::checkHandler(const FunctionSpec &function)
{
    if (function.handler.isEmpty()) {
        problem(Problem::Severity::Error, u"The function “%1” has no handler."_s.arg(function.key),
                u"Add “handler: src/file.name”."_s, function.place);
        return;
    }
    if (!function.runtime.startsWith("nodejs"_L1))
        return;
    const qsizetype dot = function.handler.indexOf(u'.', function.handler.lastIndexOf(u'/') + 1);
    const QString stem = function.codeFolder + u'/' + function.handler.left(dot);
    for (const char *ending : { ".js", ".mjs", ".cjs", ".ts", "/index.js" }) {
        if (QFileInfo::exists(stem + QLatin1StringView(ending)))
            return;
    }
    problem(Problem::Severity::Error,
            u"The handler file of “%1” is missing: %2.js (or .mjs, .cjs)."_s.arg(function.key, function.handler.left(dot)),
            u"Write it, or correct “handler”; the rest runs."_s, function.place);
}

void ServerlessReader::readEvent(const QString &functionKey, const yaml::Node &event)
{
    if (event.contains(u"websocket"_s)) {
        readWebSocket(functionKey, event[u"websocket"_s]);
        return;
    }
    const QString kind = event.isMapping() ? event.keyNames().value(0) : event.toText();
    problem(Problem::Severity::Info, u"The event “%1” of “%2” is not hosted; only websocket events are."_s.arg(kind, functionKey),
            {}, event.place);
}

void ServerlessReader::readWebSocket(const QString &functionKey, const yaml::Node &event)
{
    Route route;
    route.place = event.place;
    route.integration.type = IntegrationType::AwsProxy;
    route.integration.function = functionKey;
    if (event.isMapping()) {
        static const QStringList known { u"route"_s, u"routeKey"_s, u"routeResponseSelectionExpression"_s, u"authorizer"_s };
        for (const yaml::Node &key : event.keys) {
            if (!known.contains(key.text)) {
                const QString near = yaml::nearest(key.text, known);
                problem(Problem::Severity::Error, u"A websocket event has no key “%1”."_s.arg(key.text),
                        near.isEmpty() ? u"It takes: %1."_s.arg(known.join(u", "_s)) : u"Did you mean “%1”?"_s.arg(near),
                        key.place);
            }
        }
        if (event.contains(u"routeKey"_s))
            problem(Problem::Severity::Warning, u"“routeKey” is the spelling of a retired plugin."_s,
                    u"Write “route”."_s, event.keyPlace(u"routeKey"_s));
        route.key = event[event.contains(u"route"_s) ? u"route"_s : u"routeKey"_s].toText();
        route.twoWay = event[u"routeResponseSelectionExpression"_s].toText() == "$default"_L1;
        if (event.contains(u"authorizer"_s))
            readAuthorizer(route, event[u"authorizer"_s]);
    } else {
        route.key = event.toText();
    }
    if (route.key.isEmpty()) {
        problem(Problem::Severity::Error, u"A websocket event of “%1” has no route."_s.arg(functionKey),
                u"Name it: “route: $default”."_s, event.place);
        return;
    }
    if (m_api.route(route.key)) {
        problem(Problem::Severity::Error, u"The route “%1” is there twice; the first one is used."_s.arg(route.key),
                u"A route has one function."_s, event.place);
        return;
    }
    m_api.routes.append(route);
}

void ServerlessReader::readAuthorizer(Route &route, const yaml::Node &node)
{
    AuthorizerSpec authorizer;
    const QString named = node.isMapping() ? node[node.contains(u"name"_s) ? u"name"_s : u"arn"_s].toText() : node.toText();
    authorizer.function = named;
    if (named.contains(u':')) {
        // An ARN ends in the deployed name: service-stage-key.
        const QString deployed = named.section(u':', -1);
        const QString prefix = u"%1-%2-"_s.arg(m_api.name, m_api.stage);
        authorizer.function = deployed.startsWith(prefix) ? deployed.mid(prefix.size()) : deployed;
    }
    authorizer.name = authorizer.function;
    if (node.isMapping() && node.contains(u"identitySource"_s)) {
        const yaml::Node &sources = node[u"identitySource"_s];
        if (sources.isSequence()) {
            for (const yaml::Node &source : sources.items)
                authorizer.identitySource.append(source.toText());
        } else {
            for (const QString &source : sources.toText().split(u',', Qt::SkipEmptyParts))
                authorizer.identitySource.append(source.trimmed());
        }
    } else {
        authorizer.identitySource = { QLatin1StringView(defaultIdentitySource) };
    }
    route.authorizer = authorizer.name;
    m_api.authorizers.append(authorizer);
}

} // namespace

ProjectReading readServerless(const yaml::Node &root, const QString &file, const ProjectOptions &options)
{
    return ServerlessReader(root, file, options).read();
}

} // namespace greenroom
