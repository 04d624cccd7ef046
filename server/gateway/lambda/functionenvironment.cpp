// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/lambda/functionenvironment.h"

#include "gateway/lambda/runtimes.h"

#include <QDate>
#include <QFileInfo>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace greenroom {

QByteArray environmentMark(const QString &instance)
{
    return instance.toLatin1().repeated(4);
}

QProcessEnvironment functionEnvironment(const FunctionSpec &function, const Api &api, const FunctionHost &host,
                                        const FunctionProgram &program, const QString &runtimeApi, const QString &instance)
{
    const QProcessEnvironment ours = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment environment;
    for (const QString &name : { u"PATH"_s, u"HOME"_s, u"TMPDIR"_s, u"USER"_s }) {
        if (ours.contains(name))
            environment.insert(name, ours.value(name));
    }
    const QStringList names = ours.keys();
    for (const QString &name : names) {
        if (name.startsWith("AWS_ENDPOINT_URL"_L1))
            environment.insert(name, ours.value(name));
    }
    // What stands in /opt and /var/task there.
    const QStringList programs = layerFolders(function, { u"bin"_s }) + QStringList { environment.value(u"PATH"_s) };
    environment.insert(u"PATH"_s, programs.filter(u"/"_s).join(u':'));
    QStringList libraries = layerFolders(function, { u"lib"_s });
    if (QFileInfo(function.codeFolder + u"/lib"_s).isDir())
        libraries.prepend(function.codeFolder + u"/lib"_s);
    if (!libraries.isEmpty())
        environment.insert(u"LD_LIBRARY_PATH"_s, libraries.join(u':'));
    environment.insert(u"LANG"_s, u"en_US.UTF-8"_s);
    environment.insert(u"TZ"_s, u":UTC"_s);
    // SDKs sign every call and look for credentials; ours are never checked, and nobody is asked for others.
    environment.insert(u"AWS_ACCESS_KEY_ID"_s, u"GREENROOMLOCAL000000"_s);
    environment.insert(u"AWS_SECRET_ACCESS_KEY"_s, u"greenroom-local-secret"_s);
    environment.insert(u"AWS_SESSION_TOKEN"_s, u"greenroom-local-session"_s);
    environment.insert(u"AWS_EC2_METADATA_DISABLED"_s, u"true"_s);
    environment.insert(u"AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE"_s, u"1"_s);
    // The SDK for JavaScript v2 opens a connection for each post otherwise; v3 and CDK's functions keep theirs too.
    environment.insert(u"AWS_NODEJS_CONNECTION_REUSE_ENABLED"_s, u"1"_s);
    environment.insert(u"AWS_XRAY_CONTEXT_MISSING"_s, u"LOG_ERROR"_s);
    environment.insert(u"AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI"_s, host.httpUrl);
    if (!environment.contains(u"AWS_ENDPOINT_URL_LAMBDA"_s))   // a person's own says where else
        environment.insert(u"AWS_ENDPOINT_URL_LAMBDA"_s, QUrl(host.httpUrl).resolved(QUrl(u"/"_s)).toString(QUrl::StripTrailingSlash));
    if (!host.certificateFile.isEmpty())
        environment.insert(u"NODE_EXTRA_CA_CERTS"_s, host.certificateFile);

    for (auto it = program.environment.begin(); it != program.environment.end(); ++it)
        environment.insert(it.key(), *it);
    for (auto it = host.environment.begin(); it != host.environment.end(); ++it)
        environment.insert(it.key(), *it);
    for (auto it = function.environment.begin(); it != function.environment.end(); ++it)
        environment.insert(it.key(), *it);

    // Reserved names: nobody's file overrides them.
    environment.insert(u"_HANDLER"_s, function.handler);
    environment.insert(u"AWS_REGION"_s, api.region);
    environment.insert(u"AWS_DEFAULT_REGION"_s, api.region);
    if (!function.runtime.startsWith("provided"_L1))
        environment.insert(u"AWS_EXECUTION_ENV"_s, u"AWS_Lambda_"_s + function.runtime);
    environment.insert(u"AWS_LAMBDA_FUNCTION_NAME"_s, function.name);
    environment.insert(u"AWS_LAMBDA_FUNCTION_MEMORY_SIZE"_s, QString::number(function.memoryMb));
    environment.insert(u"AWS_LAMBDA_FUNCTION_VERSION"_s, u"$LATEST"_s);
    environment.insert(u"AWS_LAMBDA_INITIALIZATION_TYPE"_s, u"on-demand"_s);
    environment.insert(u"AWS_LAMBDA_LOG_GROUP_NAME"_s, u"/aws/lambda/"_s + function.name);
    environment.insert(u"AWS_LAMBDA_LOG_STREAM_NAME"_s,
                       QDate::currentDate().toString(u"yyyy/MM/dd"_s) + u"/[$LATEST]"_s + QString::fromLatin1(environmentMark(instance)));
    environment.insert(u"AWS_LAMBDA_RUNTIME_API"_s, runtimeApi);
    environment.insert(u"LAMBDA_TASK_ROOT"_s, function.codeFolder);
    environment.insert(u"LAMBDA_RUNTIME_DIR"_s, host.dataFolder + u"/runtimes"_s);
    return environment;
}

} // namespace greenroom
