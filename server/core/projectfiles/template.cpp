// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projectfiles/template.h"

#include "core/projectfiles/envfile.h"
#include "core/projectfiles/functionfiles.h"
#include "core/projectfiles/hostedtypes.h"
#include "core/projectfiles/tables.h"
#include "core/projectsettings.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int defaultTimeoutSeconds = 3;   // Lambda's own
constexpr int defaultMemoryMb = 128;

QString stackName(const QString &folder)
{
    QString name = QFileInfo(folder).fileName();
    name.replace(QRegularExpression(u"[^A-Za-z0-9-]+"_s), u"-"_s);
    return name.isEmpty() ? u"local"_s : name;
}

} // namespace

TemplateReader::TemplateReader(const yaml::Node &root, const QString &file, const ProjectOptions &options,
                               const QString &format)
    : m_root(root)
    , m_file(file)
    , m_folder(QFileInfo(file).absolutePath())
    , m_options(options)
    , m_format(format)
    , m_settings(readProjectSettings(file, options.settingsFile, m_ignored))
    , m_stack { stackName(m_folder), m_settings.value(u"AWS::Region"_s).value_or(Stack().region),
                m_settings.value(u"AWS::AccountId"_s).value_or(Stack().accountId) }
    , m_intrinsics(root, m_settings, options.params, m_stack, m_problems)
{
}

ProjectReading TemplateReader::read()
{
    m_fileEnvironment = readEnvFiles(m_options.envFiles, m_problems);
    collect();
    defineNames();
    readFunctions();
    readRawApis();
    readSamApis();
    giveFunctions();
    giveTables();
    if (m_apis.isEmpty())
        problem(Problem::Severity::Error, u"This template describes no WebSocket API."_s,
                u"One is an AWS::ApiGatewayV2::Api with “ProtocolType: WEBSOCKET”, or an AWS::Serverless::WebSocketApi."_s,
                m_root.keyPlace(u"Resources"_s));
    tellNotHosted();
    return { m_apis, m_problems };
}

void TemplateReader::collect()
{
    const yaml::Node &resources = m_root[u"Resources"_s];
    for (qsizetype i = 0; i < resources.keys.size() && i < resources.items.size(); ++i) {
        const yaml::Node &whole = resources.items.at(i);
        if (!whole.isMapping() || !whole.contains(u"Type"_s)) {
            problem(Problem::Severity::Error, u"The resource “%1” has no Type."_s.arg(resources.keys.at(i).text),
                    u"The rest is read."_s, resources.keys.at(i).place);
            continue;
        }
        if (m_intrinsics.exists(whole))
            m_resources.append({ resources.keys.at(i).text, whole[u"Type"_s].toText(), whole[u"Properties"_s], whole,
                                 resources.keys.at(i).place });
    }
}

QList<TemplateReader::Resource> TemplateReader::ofType(const char *type) const
{
    QList<Resource> list;
    for (const Resource &resource : m_resources) {
        if (resource.type == QLatin1StringView(type))
            list.append(resource);
    }
    return list;
}

QList<TemplateReader::Resource> TemplateReader::ofApi(const char *type, const QString &apiId)
{
    const QString key = QLatin1StringView(type) + u' ' + apiId;
    if (const auto known = m_ofApi.constFind(key); known != m_ofApi.constEnd())
        return *known;
    QList<Resource> list = ofType(type);
    list.removeIf([this, &apiId](const Resource &resource) { return textOf(resource, u"ApiId"_s) != apiId; });
    m_ofApi.insert(key, list);
    return list;
}

// What refers to APIs, stages and functions finds the ids they have here.
void TemplateReader::defineNames()
{
    bool first = true;
    for (const Resource &resource : std::as_const(m_resources)) {
        const bool isApi = resource.type == "AWS::ApiGatewayV2::Api"_L1 || resource.type == "AWS::Serverless::WebSocketApi"_L1;
        if (!isApi)
            continue;
        const QString id = apiIdFor(first ? m_file : m_file + u'#' + resource.id);
        first = false;
        m_intrinsics.define(resource.id, id);
        m_intrinsics.define(resource.id + u".ApiId"_s, id);
        m_intrinsics.define(resource.id + u".ApiEndpoint"_s, u"wss://%1.execute-api.%2.amazonaws.com"_s.arg(id, m_stack.region));
    }
    for (const Resource &resource : ofType("AWS::ApiGatewayV2::Stage"))
        m_intrinsics.define(resource.id, m_options.stage.isEmpty() ? textOf(resource, u"StageName"_s) : m_options.stage);
    for (const char *type : { "AWS::Lambda::Function", "AWS::Serverless::Function" }) {
        const QList<Resource> functions = ofType(type);
        for (const Resource &resource : functions) {
            const QString given = textOf(resource, u"FunctionName"_s);
            const QString name = given.isEmpty() ? m_stack.name + u'-' + resource.id : given;
            m_functionByName.insert(name, resource.id);
            m_intrinsics.define(resource.id, name);
            m_intrinsics.define(resource.id + u".Arn"_s, lambdaArn(name, m_stack));
        }
    }
}

void TemplateReader::readFunctions()
{
    for (const Resource &resource : std::as_const(m_resources)) {
        if (resource.type != "AWS::Lambda::Function"_L1 && resource.type != "AWS::Serverless::Function"_L1)
            continue;
        const FunctionSpec function = readFunction(resource);
        if (!function.key.isEmpty())
            m_functions.append(function);
        tellSamEvents(resource);
    }
}

FunctionSpec TemplateReader::readFunction(const Resource &resource)
{
    const yaml::Node properties = withGlobals(resource, u"Function"_s);
    if (properties[u"PackageType"_s].toText() == "Image"_L1 || properties.contains(u"ImageUri"_s)) {
        problem(Problem::Severity::Error, u"The function “%1” is a container image, which is not hosted."_s.arg(resource.id),
                u"The rest runs."_s, resource.place);
        return {};
    }
    FunctionSpec function;
    function.key = resource.id;
    function.name = m_functionByName.key(resource.id);
    function.place = resource.place;
    function.handler = m_intrinsics.text(properties[u"Handler"_s]);
    function.runtime = m_intrinsics.text(properties[u"Runtime"_s]);
    function.timeoutMs = timeoutMsOf(m_intrinsics.resolve(properties[u"Timeout"_s]), defaultTimeoutSeconds, m_problems);
    function.memoryMb = memoryMbOf(m_intrinsics.resolve(properties[u"MemorySize"_s]), defaultMemoryMb, m_problems);
    function.environment = m_fileEnvironment;
    function.environment.insert(environmentOf(properties[u"Environment"_s][u"Variables"_s]));
    function.layers = layersOf(properties[u"Layers"_s]);
    readCode(function, resource, properties);
    if (function.codeFolder.isEmpty() && function.inlineCode.isEmpty())
        return {};   // without code there is nothing to start; it was told
    checkHandler(function, m_problems);
    return function;
}

QMap<QString, QString> TemplateReader::environmentOf(const yaml::Node &variables)
{
    QMap<QString, QString> environment;
    const yaml::Node resolved = m_intrinsics.resolve(variables);
    for (qsizetype i = 0; i < resolved.keys.size() && i < resolved.items.size(); ++i) {
        const yaml::Node &value = resolved.items.at(i);
        if (value.isScalar())
            environment.insert(resolved.keys.at(i).text, value.toText());
        else
            problem(Problem::Severity::Error, u"The environment variable “%1” is no text."_s.arg(resolved.keys.at(i).text),
                    u"It is left out."_s, value.place);
    }
    return environment;
}

// Code in a folder of ours, in the template itself, or (said, and asked for) only in the cloud.
void TemplateReader::readCode(FunctionSpec &function, const Resource &resource, const yaml::Node &properties)
{
    const yaml::Node code = m_intrinsics.resolve(properties[properties.contains(u"CodeUri"_s) ? u"CodeUri"_s : u"Code"_s]);
    const QString asset = resource.whole[u"Metadata"_s][u"aws:asset:path"_s].toText();   // a CDK app's
    const QString value = function.key + u".Code"_s;
    function.inlineCode = m_intrinsics.text(properties[u"InlineCode"_s]);
    if (function.inlineCode.isEmpty() && code.isMapping())
        function.inlineCode = code[u"ZipFile"_s].toText();
    QString path = code.toText();
    if (const std::optional<QString> given = m_settings.value(value)) {
        path = *given;
        function.inlineCode.clear();
    } else if (!function.inlineCode.isEmpty()) {
        return;
    } else if (!asset.isEmpty()) {
        path = asset;
    } else if (code.isMapping() || path.startsWith("s3://"_L1)) {
        problem(Problem::Severity::Error, u"The code of “%1” is in the cloud, and nothing is fetched."_s.arg(function.key),
                u"Name its folder in greenroom.project.yaml under “values: { %1: ./src }”; the rest runs."_s.arg(value),
                code.place.line > 0 ? code.place : function.place);
        return;
    }
    function.codeFolder = QDir::cleanPath(QDir(m_folder).absoluteFilePath(path.isEmpty() ? u"."_s : path));
    if (QFileInfo(function.codeFolder).isFile()) {
        problem(Problem::Severity::Error, u"The code of “%1” is packed (%2); a folder is hosted."_s.arg(function.key, path),
                u"Name its folder in greenroom.project.yaml under “values: { %1: ./src }”; the rest runs."_s.arg(value),
                function.place);
        function.codeFolder.clear();
    }
}

QStringList TemplateReader::layersOf(const yaml::Node &layers)
{
    QStringList folders;
    const yaml::Node resolved = m_intrinsics.resolve(layers);
    for (const yaml::Node &item : resolved.items) {
        const QString id = item.toText().section(u":layer:"_s, 1).section(u':', 0, 0);
        const yaml::Node &properties = m_root[u"Resources"_s][id][u"Properties"_s];
        const QString folder = m_intrinsics.text(properties[properties.contains(u"ContentUri"_s) ? u"ContentUri"_s : u"Content"_s]);
        if (folder.isEmpty())
            problem(Problem::Severity::Warning, u"The layer %1 is in the cloud and is left out."_s.arg(item.toText()), {}, item.place);
        else
            folders.append(QDir::cleanPath(QDir(m_folder).absoluteFilePath(folder)));
    }
    return folders;
}

// What a Ref to it gives.
QString TemplateReader::referenceTo(const QString &logicalId)
{
    yaml::Node reference;
    reference.kind = yaml::Node::Kind::Text;
    reference.tag = u"!Ref"_s;
    reference.text = logicalId;
    return m_intrinsics.text(reference);
}

Api TemplateReader::newApi(const Resource &resource)
{
    Api api;
    api.id = referenceTo(resource.id);
    api.name = textOf(resource, u"Name"_s);
    if (api.name.isEmpty())
        api.name = resource.id;
    api.file = m_file;
    api.folder = m_folder;
    api.format = m_format;
    api.region = m_stack.region;
    api.accountId = m_stack.accountId;
    api.watchedFiles = { m_file };
    api.disableSchemaValidation = textOf(resource, u"DisableSchemaValidation"_s) == "true"_L1;
    if (const QString expression = textOf(resource, u"ApiKeySelectionExpression"_s); !expression.isEmpty())
        api.apiKeySelectionExpression = expression;
    const yaml::Node expression = property(resource, u"RouteSelectionExpression"_s);
    if (expression.toText().isEmpty())
        problem(Problem::Severity::Error, u"The API “%1” has no RouteSelectionExpression."_s.arg(resource.id),
                u"“%1” is used."_s.arg(api.routeSelectionExpression), resource.place);
    else
        api.routeSelectionExpression = expression.toText();
    return api;
}

// The logical id of the function an ARN or invocation URI leads to; empty when it is none of this file's.
QString TemplateReader::functionOf(const QString &uri, const Api &api) const
{
    QString text = uri;
    for (auto it = api.stageVariables.begin(); it != api.stageVariables.end(); ++it)
        text.replace(u"${stageVariables.%1}"_s.arg(it.key()), it.value());
    static const QRegularExpression name(u":function:([^/:]+)"_s);
    const QRegularExpressionMatch match = name.match(text);
    return m_functionByName.value(match.hasMatch() ? match.captured(1) : text);
}

// An API has the functions it calls, and those no API calls: another function may.
void TemplateReader::giveFunctions()
{
    QSet<QString> called;
    const auto callsOf = [](const Api &api) {
        QSet<QString> calls;
        for (const Route &route : api.routes)
            calls.insert(route.integration.function);
        for (const AuthorizerSpec &authorizer : api.authorizers)
            calls.insert(authorizer.function);
        return calls;
    };
    for (const Api &api : std::as_const(m_apis))
        called += callsOf(api);
    for (Api &api : m_apis) {
        const QSet<QString> own = callsOf(api);
        for (const FunctionSpec &function : std::as_const(m_functions)) {
            if (own.contains(function.key) || !called.contains(function.key))
                api.functions.append(function);
        }
    }
}

void TemplateReader::giveTables()
{
    QList<TableSpec> tables;
    for (const Resource &resource : std::as_const(m_resources)) {
        if (isTableType(resource.type))
            tables.append(tableOf(resource.type, referenceTo(resource.id), m_intrinsics.resolve(resource.properties), resource.place));
    }
    for (Api &api : m_apis)
        api.tables = tables;
}

void TemplateReader::tellNotHosted()
{
    for (const Resource &resource : std::as_const(m_resources))
        greenroom::tellNotHosted(resource.id, resource.type, resource.place, m_problems);
    const yaml::Node &transform = m_root[u"Transform"_s];
    const QList<yaml::Node> transforms = transform.isSequence() ? transform.items : QList<yaml::Node> { transform };
    for (const yaml::Node &item : transforms) {
        const QString name = item.isMapping() ? item[u"Name"_s].toText() : item.toText();
        if (!name.isEmpty() && !name.startsWith("AWS::Serverless-"_L1) && name != "AWS::LanguageExtensions"_L1)
            problem(Problem::Severity::Warning, u"The transform “%1” is not run here."_s.arg(name),
                    u"What it would write is missing."_s, item.place);
    }
}

ProjectReading readCloudFormation(const yaml::Node &root, const QString &file, const ProjectOptions &options)
{
    return TemplateReader(root, file, options, u"cloudformation"_s).read();
}

ProjectReading readSam(const yaml::Node &root, const QString &file, const ProjectOptions &options)
{
    return TemplateReader(root, file, options, u"sam"_s).read();
}

} // namespace greenroom
