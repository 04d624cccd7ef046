// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem.h"

#include <QHash>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QStringList>

#include <optional>

// An API as a project file describes it: what every project file format is turned into and all the
// gateway knows. Property names are API Gateway's and Lambda's. Durations are milliseconds, sizes bytes
// unless the name says otherwise.

namespace greenroom {

// Code run for an integration (AWS::Lambda::Function).
struct FunctionSpec
{
    QString name;                        // as deployed: service-stage-key, or FunctionName
    QString key;                         // its key in the project file
    QString handler;                     // src/ws.connect
    QString runtime;                     // nodejs20.x, python3.12, provided.al2023
    QString codeFolder;                  // absolute; the handler's path starts here
    QMap<QString, QString> environment;
    int timeoutMs = 6000;
    int memoryMb = 1024;
    QStringList layers;                  // folders
    QString inlineCode;                  // InlineCode, ZipFile: the text of index.js or index.py; codeFolder is empty
    Place place;
};

enum class IntegrationType {
    None,        // a route that answers nothing
    AwsProxy,    // a local function
    Mock,
    HttpProxy,
    Http,
    Aws,         // a local function behind a template, or DynamoDB at a local address
    Builtin,     // a C++ handler of ours, by name (the demo and builtin:echo)
    TestSuite,   // runs a suite and streams its results to the caller
};

// AWS's spelling where there is one: "AWS_PROXY", "MOCK", "HTTP_PROXY", "HTTP", "AWS"; ours: "BUILTIN", "TEST_SUITE".
QString integrationTypeName(IntegrationType type);

struct IntegrationSpec
{
    IntegrationType type = IntegrationType::None;
    QString function;                     // AwsProxy, Aws: FunctionSpec::key; Builtin: the handler's name
    QString uri;                          // HttpProxy, Http; Aws without a function: the service's action
    QString method;                       // HttpProxy, Http
    int timeoutMs = 29000;                // 50 to 29,000
    bool convertToBinary = false;         // ContentHandlingStrategy: CONVERT_TO_BINARY
    QJsonObject requestTemplates;         // Mock, Http, Aws
    QJsonObject requestParameters;
    QString templateSelectionExpression;
    QString passthroughBehavior;          // WHEN_NO_MATCH, WHEN_NO_TEMPLATES, NEVER
    QJsonArray responses;                 // integration responses
    QStringList suites;                   // TestSuite: suite files, absolute
};

struct AuthorizerSpec
{
    enum class Kind { Lambda, Iam };

    Kind kind = Kind::Lambda;
    QString name;
    QString function;                     // FunctionSpec::key
    QStringList identitySource;           // route.request.querystring.token, …
};

struct Route
{
    QString key;                          // $connect, $disconnect, $default or a custom key
    IntegrationSpec integration;
    bool twoWay = false;                  // has a route response: the answer goes back as a frame
    QString authorizer;                   // AuthorizerSpec::name; $connect only
    bool apiKeyRequired = false;
    QString modelSelectionExpression;
    QJsonObject requestModels;            // model name or schema by selection key
    QJsonObject requestParameters;        // $connect only
    std::optional<double> throttleRate;   // requests a second of this route; 0 lets nothing through
    std::optional<int> throttleBurst;
    Place place;
};

// A DynamoDB table the project declares. We host none; where a local DynamoDB is, the table is created in it.
struct TableSpec
{
    QString name;                         // as its callers name it
    QJsonObject request;                  // what CreateTable takes
    Place place;
};

struct Api
{
    QString id;                           // 10 lower-case letters and digits
    QString name;
    QString file;                         // the project file, absolute; "builtin:demo" for ours
    QString folder;                       // where it stands; empty for ours
    QString format;                       // serverless, sam, cloudformation, builtin
    QString stage = QStringLiteral("dev");
    QString region = QStringLiteral("us-east-1");
    QString accountId = QStringLiteral("123456789012");
    QMap<QString, QString> stageVariables;
    QString apiKeySelectionExpression = QStringLiteral("$request.header.x-api-key");
    QStringList apiKeys;                  // the values a route with apiKeyRequired takes
    bool disableSchemaValidation = false;
    QString routeSelectionExpression = QStringLiteral("$request.body.action");
    QList<Route> routes;
    QList<FunctionSpec> functions;
    QList<AuthorizerSpec> authorizers;
    QList<TableSpec> tables;
    bool serial = false;                  // one message at a time per connection, for debugging
    bool recordTraffic = true;            // false: messages are counted, not recorded (builtin:echo)
    bool quotasOff = false;               // builtin:echo
    bool acceptBinary = false;            // pass binary messages on instead of closing with 1003
    QStringList watchedFiles;             // project files that were read, for reload on save

    const Route *route(const QString &key) const;
    const FunctionSpec *function(const QString &key) const;
    const AuthorizerSpec *findAuthorizer(const QString &wanted) const;
};

// What reading a project gives: as much as could be read, and all that was wrong with it.
struct ProjectReading
{
    QList<Api> apis;
    Problems problems;
};

// What a person says beside the file.
struct ProjectOptions
{
    QString stage;                        // --stage; empty: the file's own
    QStringList envFiles;                 // --env-file
    QMap<QString, QString> params;        // ${opt:…} beside stage
    QString settingsFile;                 // --settings; empty: greenroom.project.yaml beside the project
    QString templateFile;                 // --template: which file of a folder that holds several
};

// What greenroom.project.yaml says about a project, beside what its own file says.
struct ProjectSettings
{
    QStringList allowedOrigins;
    QStringList allowedHosts;
    QMap<QString, QString> values;        // what only the cloud knows, by "${…}" text or logical id
    QMap<QString, QStringList> suites;    // route key → suite files, absolute
    bool serial = false;
    bool acceptBinary = false;
    bool strictSignatures = false;
    QMap<QString, QString> credentials;   // secret keys by access key, whose signatures are good
    QMap<QString, QString> environment;   // added to every function's
    QString quotas;                       // as --quotas takes it; empty: not said
    QStringList apiKeys;                  // values beside those of the project's file
    QString templateFile;                 // which file of a folder that holds several

    // The value of “${ssm:/x}”, “ssm:/x”, “Table” or “Table.Arn”; nothing when it was not given.
    std::optional<QString> value(const QString &name) const;
};

// The 10 characters of an apiId for a project file's path: stable, so that history and URLs are.
QString apiIdFor(const QString &path);

} // namespace greenroom
