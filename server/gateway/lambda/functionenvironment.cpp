// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/lambda/functionenvironment.h"

#include <QCryptographicHash>
#include <QDate>
#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// Copies a bootstrap out of the program, once per version of it: the name carries its digest.
Result<QString> unpacked(const QString &resource, const QString &dataFolder)
{
    QFile source(resource);
    if (!source.open(QFile::ReadOnly))
        return Error { 3, u"The bootstrap %1 is missing from this program."_s.arg(resource) };
    const QByteArray bytes = source.readAll();
    const QString digest = QString::fromLatin1(
        QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().left(12));
    const QString folder = dataFolder + u"/runtimes"_s;
    const QString name = resource.section(u'/', -1);
    const QString path = folder + u'/' + name.section(u'.', 0, 0) + u'-' + digest + u'.' + name.section(u'.', 1);
    if (QFile::exists(path))
        return path;
    QSaveFile target(path);
    if (!QDir().mkpath(folder) || !target.open(QFile::WriteOnly) || target.write(bytes) != bytes.size()
        || !target.commit())
        return Error { 3, u"The bootstrap cannot be written to %1: %2."_s.arg(path, target.errorString()) };
    return path;
}

} // namespace

Result<FunctionProgram> functionProgram(const FunctionSpec &function, const FunctionHost &host)
{
    if (!function.runtime.startsWith("nodejs"_L1) && !function.runtime.isEmpty())
        return Error { 2, u"The runtime “%1” of function “%2” is not hosted; nodejs… is."_s
                              .arg(function.runtime, function.key) };
    const QString node = QStandardPaths::findExecutable(u"node"_s);
    if (node.isEmpty())
        return Error { 3, u"The function “%1” needs Node.js, and no “node” was found on the PATH. Install Node.js "
                          "(Debian: nodejs)."_s.arg(function.key) };
    const Result<QString> bootstrap = unpacked(u":/runtimes/node/bootstrap.cjs"_s, host.dataFolder);
    if (!bootstrap)
        return bootstrap.error();
    return FunctionProgram { node, { u"--max-old-space-size=%1"_s.arg(function.memoryMb), u"--enable-source-maps"_s,
                                     *bootstrap, host.serviceHosts.join(u',') } };
}

QByteArray environmentMark(const QString &instance)
{
    return instance.toLatin1().repeated(4);
}

QProcessEnvironment functionEnvironment(const FunctionSpec &function, const Api &api, const FunctionHost &host,
                                        const QString &runtimeApi, const QString &instance)
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
    environment.insert(u"NODE_PATH"_s,
                       QStringList { ours.value(u"NODE_PATH"_s), u"/usr/local/lib/node_modules"_s,
                                     u"/usr/lib/node_modules"_s, u"/usr/share/nodejs"_s }
                           .filter(u"/"_s).join(u':'));
    environment.insert(u"LANG"_s, u"en_US.UTF-8"_s);
    environment.insert(u"TZ"_s, u":UTC"_s);
    // SDKs sign every call and look for credentials; ours are never checked, and nobody is asked for others.
    environment.insert(u"AWS_ACCESS_KEY_ID"_s, u"GREENROOMLOCAL000000"_s);
    environment.insert(u"AWS_SECRET_ACCESS_KEY"_s, u"greenroom-local-secret"_s);
    environment.insert(u"AWS_SESSION_TOKEN"_s, u"greenroom-local-session"_s);
    environment.insert(u"AWS_EC2_METADATA_DISABLED"_s, u"true"_s);
    environment.insert(u"AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE"_s, u"1"_s);
    environment.insert(u"AWS_XRAY_CONTEXT_MISSING"_s, u"LOG_ERROR"_s);
    environment.insert(u"AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI"_s, host.httpUrl);
    if (!host.certificateFile.isEmpty())
        environment.insert(u"NODE_EXTRA_CA_CERTS"_s, host.certificateFile);

    for (auto it = host.environment.begin(); it != host.environment.end(); ++it)
        environment.insert(it.key(), *it);
    for (auto it = function.environment.begin(); it != function.environment.end(); ++it)
        environment.insert(it.key(), *it);

    // Reserved names: nobody's file overrides them.
    environment.insert(u"_HANDLER"_s, function.handler);
    environment.insert(u"AWS_REGION"_s, api.region);
    environment.insert(u"AWS_DEFAULT_REGION"_s, api.region);
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
