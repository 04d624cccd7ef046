// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projectfiles/serverless.h"

#include "core/projectfiles/envfile.h"
#include "core/projectfiles/functionfiles.h"
#include "core/projectfiles/hostedtypes.h"
#include "core/projectfiles/tables.h"
#include "core/projectsettings.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int defaultTimeoutSeconds = 6;
constexpr int defaultMemoryMb = 1024;

// The framework's logical ids: my-fn_2 → MyDashfnUnderscore2.
QString normalized(const QString &key)
{
    QString id = key;
    id.replace(u'-', "Dash"_L1).replace(u'_', "Underscore"_L1);
    return id.left(1).toUpper() + id.mid(1);
}

void set(yaml::Node &mapping, const yaml::Node &key, const yaml::Node &value)
{
    const qsizetype at = mapping.indexOf(key.text);
    if (at >= 0) {
        mapping.items[at] = value;
        return;
    }
    mapping.keys.append(key);
    mapping.items.append(value);
}

} // namespace

ServerlessReader::ServerlessReader(const yaml::Node &root, const QString &file, const ProjectOptions &options)
    : m_root(root)
    , m_file(file)
    , m_settings(readProjectSettings(file, options.settingsFile, m_ignored))
    , m_options(options)
    , m_variables(root, QFileInfo(file).absolutePath(), options, m_settings, m_problems)
{
}

ProjectReading ServerlessReader::read()
{
    readService();
    tellPlugins();
    const QList<Entry> functions = functionEntries();
    readResources(functions);
    m_environment = readEnvFiles(m_options.envFiles, m_ignored);   // told about already
    m_environment.insert(environmentOf(m_provider[u"environment"_s]));
    for (const Entry &entry : functions)
        readFunction(entry);
    checkAuthorizers();
    if (m_root[u"functions"_s].isNull())
        problem(Problem::Severity::Warning, u"This file has no “functions”."_s,
                u"Connections open, and every message is answered with “Forbidden”."_s, { m_file, 1, 1 });
    else if (m_api.routes.isEmpty())
        problem(Problem::Severity::Warning, u"No function of this file has a websocket event."_s,
                u"Connections open, and every message is answered with “Forbidden”."_s, m_root.keyPlace(u"functions"_s));
    tellResources();
    m_api.watchedFiles = QStringList { m_file } + m_variables.filesRead();
    return { { m_api }, m_problems };
}

void ServerlessReader::readService()
{
    const yaml::Node &service = m_root[u"service"_s];
    m_service = m_variables.resolve(service.isMapping() ? service[u"name"_s] : service).toText(u"service"_s);
    m_provider = m_variables.resolve(m_root[u"provider"_s]);
    if (m_provider.isText()) {   // the short form: “provider: aws”
        yaml::Node name = m_provider;
        name.text = u"name"_s;
        yaml::Node provider;
        provider.kind = yaml::Node::Kind::Mapping;
        provider.place = m_provider.place;
        set(provider, name, m_provider);
        m_provider = provider;
    }
    if (const yaml::Node &name = m_provider[u"name"_s]; name.toText(u"aws"_s) != "aws"_L1)
        problem(Problem::Severity::Error, u"The provider “%1” is not hosted; “aws” is."_s.arg(name.toText()), {}, name.place);
    m_api.name = m_provider[u"websocketsApiName"_s].toText(m_service);
    m_api.file = m_file;
    m_api.folder = QFileInfo(m_file).absolutePath();
    m_api.format = u"serverless"_s;
    m_api.stage = m_variables.stage();
    m_api.region = m_provider[u"region"_s].toText(m_api.region);
    m_api.id = apiIdFor(m_file);
    m_api.apiKeys = m_settings.apiKeys;
    m_api.routeSelectionExpression
        = m_provider[u"websocketsApiRouteSelectionExpression"_s].toText(m_api.routeSelectionExpression);
    if (m_provider[u"apiGateway"_s].contains(u"websocketApiId"_s))
        problem(Problem::Severity::Info, u"The API “%1” of AWS is not used; this service has its own here."_s.arg(
                    m_provider[u"apiGateway"_s][u"websocketApiId"_s].toText()), {},
                m_provider[u"apiGateway"_s].keyPlace(u"websocketApiId"_s));
}

void ServerlessReader::tellPlugins()
{
    if (!m_root.contains(u"plugins"_s))
        return;
    const yaml::Node plugins = m_variables.resolve(m_root[u"plugins"_s]);
    QStringList names;
    for (const yaml::Node &plugin : plugins.isSequence() ? plugins.items : plugins[u"modules"_s].items)
        names.append(plugin.toText());
    if (!names.isEmpty())
        problem(Problem::Severity::Info, u"Plugins are not run here: %1."_s.arg(names.join(u", "_s)), {},
                m_root.keyPlace(u"plugins"_s));
}

// A mapping, or a list of mappings; either may come from ${file(…)}.
QList<ServerlessReader::Entry> ServerlessReader::functionEntries()
{
    const yaml::Node &functions = m_root[u"functions"_s];
    const yaml::Node resolved = functions.isText() ? m_variables.resolve(functions) : functions;
    const QList<yaml::Node> groups = resolved.isSequence() ? resolved.items : QList<yaml::Node> { resolved };
    QList<Entry> entries;
    for (const yaml::Node &group : groups) {
        const yaml::Node members = group.isText() ? m_variables.resolve(group) : group;
        if (!members.isMapping() && !members.isNull())
            problem(Problem::Severity::Error, u"“functions” is a mapping of functions, or a list of such."_s,
                    u"Write “functions:” and under it a name with a handler."_s, functions.place);
        for (qsizetype i = 0; i < members.keys.size() && i < members.items.size(); ++i) {
            const QString &key = members.keys.at(i).text;
            const auto same = std::find_if(entries.begin(), entries.end(), [&key](const Entry &entry) { return entry.key == key; });
            if (same != entries.end())
                problem(Problem::Severity::Error, u"The function “%1” is there twice; the first one is used."_s.arg(key),
                        u"Rename one of them."_s, members.keys.at(i).place);
            else
                entries.append({ key, m_variables.resolve(members.items.at(i)), members.keys.at(i).place });
        }
    }
    return entries;
}

// “resources” for Ref and Fn::GetAtt: one template or a list of them. The framework's own logical ids are known.
void ServerlessReader::readResources(const QList<Entry> &functions)
{
    m_template.kind = yaml::Node::Kind::Mapping;
    const yaml::Node resources = m_variables.resolve(m_root[u"resources"_s]);
    for (const yaml::Node &part : resources.isSequence() ? resources.items : QList<yaml::Node> { resources })
        addResources(part);
    const Stack stack { u"%1-%2"_s.arg(m_service, m_api.stage), m_api.region, m_api.accountId };
    m_intrinsics = std::make_unique<Intrinsics>(m_template, m_settings, m_options.params, stack, m_problems);
    m_intrinsics->define(u"WebsocketsApi"_s, m_api.id);
    m_intrinsics->define(u"WebsocketsApi.ApiEndpoint"_s, u"wss://%1.execute-api.%2.amazonaws.com"_s.arg(m_api.id, m_api.region));
    for (const Entry &entry : functions) {
        const QString name = entry.node[u"name"_s].toText(u"%1-%2-%3"_s.arg(m_service, m_api.stage, entry.key));
        const QString id = normalized(entry.key) + u"LambdaFunction"_s;
        m_functionByName.insert(name, entry.key);
        m_intrinsics->define(id, name);
        m_intrinsics->define(id + u".Arn"_s, lambdaArn(name, stack));
    }
}

void ServerlessReader::addResources(const yaml::Node &resources)
{
    for (qsizetype i = 0; i < resources.keys.size() && i < resources.items.size(); ++i) {
        const yaml::Node &section = resources.items.at(i);
        yaml::Node all = m_template[resources.keys.at(i).text];
        if (!all.isMapping()) {
            set(m_template, resources.keys.at(i), section);
            continue;
        }
        for (qsizetype j = 0; j < section.keys.size() && j < section.items.size(); ++j)
            set(all, section.keys.at(j), section.items.at(j));
        set(m_template, resources.keys.at(i), all);
    }
}

void ServerlessReader::tellResources()
{
    const yaml::Node resources = m_template[u"Resources"_s];
    for (qsizetype i = 0; i < resources.keys.size() && i < resources.items.size(); ++i) {
        const QString type = resources.items.at(i)[u"Type"_s].toText();
        if (type.startsWith("AWS::ApiGatewayV2::"_L1))
            problem(Problem::Severity::Warning, u"“%1” (%2) is not hosted from “resources”; websocket events are."_s.arg(
                        resources.keys.at(i).text, type), {}, resources.keys.at(i).place);
        else
            tellNotHosted(resources.keys.at(i).text, type, resources.keys.at(i).place, m_problems);
        if (isTableType(type) && m_intrinsics->exists(resources.items.at(i))) {
            yaml::Node reference = resources.keys.at(i);
            reference.tag = u"!Ref"_s;
            m_api.tables.append(tableOf(type, m_intrinsics->text(reference), m_intrinsics->resolve(resources.items.at(i)[u"Properties"_s]),
                                        resources.keys.at(i).place));
        }
    }
}

QMap<QString, QString> ServerlessReader::environmentOf(const yaml::Node &node)
{
    QMap<QString, QString> environment;
    const yaml::Node values = m_intrinsics->resolve(node);
    if (!values.isMapping() && !values.isNull() && !values.toText(u"x"_s).isEmpty())
        problem(Problem::Severity::Error, u"“environment” is a mapping of names and values."_s, u"It is left out."_s, values.place);
    for (qsizetype i = 0; i < values.keys.size() && i < values.items.size(); ++i) {
        const yaml::Node &value = values.items.at(i);
        if (value.isScalar())
            environment.insert(values.keys.at(i).text, value.toText());
        else
            problem(Problem::Severity::Error, u"The environment variable “%1” is no text."_s.arg(values.keys.at(i).text),
                    u"It is left out."_s, value.place);
    }
    return environment;
}

QStringList ServerlessReader::layersOf(const yaml::Node &layers)
{
    QStringList folders;
    const yaml::Node own = m_root[u"layers"_s];
    for (const yaml::Node &item : layers.items) {
        const QString named = item.isMapping() ? item[u"Ref"_s].toText() : item.toText();
        QString path;
        for (qsizetype i = 0; i < own.keys.size() && i < own.items.size(); ++i) {
            if (named == normalized(own.keys.at(i).text) + u"LambdaLayer"_s)
                path = m_variables.resolve(own.items.at(i)[u"path"_s]).toText();
        }
        if (path.isEmpty())
            problem(Problem::Severity::Warning, u"The layer %1 is in the cloud and is left out."_s.arg(named), {}, item.place);
        else
            folders.append(QDir::cleanPath(QDir(m_api.folder).absoluteFilePath(path)));
    }
    return folders;
}

void ServerlessReader::readFunction(const Entry &entry)
{
    const yaml::Node &node = entry.node;
    if (!node.isMapping()) {
        problem(Problem::Severity::Error, u"The function “%1” is not a mapping."_s.arg(entry.key),
                u"Give it a handler: “handler: src/file.name”."_s, entry.place);
        return;
    }
    if (node.contains(u"image"_s)) {
        problem(Problem::Severity::Error, u"The function “%1” is a container image, which is not hosted."_s.arg(entry.key),
                u"The rest runs."_s, node.keyPlace(u"image"_s));
        return;
    }
    FunctionSpec function;
    function.key = entry.key;
    function.name = m_functionByName.key(entry.key);
    function.handler = node[u"handler"_s].toText();
    function.runtime = node[u"runtime"_s].toText(m_provider[u"runtime"_s].toText(u"nodejs20.x"_s));
    function.codeFolder = m_api.folder;
    function.timeoutMs = timeoutMsOf(node.contains(u"timeout"_s) ? node[u"timeout"_s] : m_provider[u"timeout"_s],
                                     defaultTimeoutSeconds, m_problems);
    function.memoryMb = memoryMbOf(node.contains(u"memorySize"_s) ? node[u"memorySize"_s] : m_provider[u"memorySize"_s],
                                   defaultMemoryMb, m_problems);
    function.environment = m_environment;
    function.environment.insert(environmentOf(node[u"environment"_s]));
    function.layers = layersOf(node.contains(u"layers"_s) ? node[u"layers"_s] : m_provider[u"layers"_s]);
    function.place = entry.place;
    const yaml::Node &events = node[u"events"_s];
    if (!events.isSequence() && !events.isNull())
        problem(Problem::Severity::Error, u"The events of “%1” are a list."_s.arg(entry.key),
                u"Begin each with “- ”, for example “- websocket: $default”."_s, node.keyPlace(u"events"_s));
    for (const yaml::Node &event : events.isSequence() ? events.items : QList<yaml::Node>())
        readEvent(entry.key, event);
    checkHandler(function, m_problems);
    m_api.functions.append(function);
}

void ServerlessReader::unknownKeys(const yaml::Node &node, const QStringList &known, const QString &what)
{
    for (const yaml::Node &key : node.keys) {
        if (known.contains(key.text))
            continue;
        const QString near = yaml::nearest(key.text, known);
        problem(Problem::Severity::Error, u"%1 has no key “%2”."_s.arg(what, key.text),
                near.isEmpty() ? u"It takes: %1."_s.arg(known.join(u", "_s)) : u"Did you mean “%1”?"_s.arg(near), key.place);
    }
}

ProjectReading readServerless(const yaml::Node &root, const QString &file, const ProjectOptions &options)
{
    return ServerlessReader(root, file, options).read();
}

} // namespace greenroom
