// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// greenroom runtimes: what functions run on here, and the packages Lambda's own image would bring.

#include "command.h"
#include "options.h"
#include "terminal.h"

#include "gateway/lambda/runtimes.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int answerMs = 10'000;   // for a program to say its version

// Packages of Lambda's image under one name. Pinned where a newer one asks for more than Debian has.
struct Pack
{
    const char *name;
    const char *language;            // the folder they are in, and who installs them
    const char *sign;                // below its folder when it is there
    QStringList (*packages)();
};

QStringList v2Packages()
{
    return { u"aws-sdk@2.1692.0"_s };
}

// Of the four hundred clients those that WebSocket projects use; others may be named beside.
QStringList v3Packages()
{
    QStringList packages;
    for (const char *client : { "client-apigatewaymanagementapi", "client-dynamodb", "lib-dynamodb", "util-dynamodb", "client-lambda",
                                "client-s3", "client-sqs", "client-sns", "client-ssm", "client-secrets-manager", "client-eventbridge",
                                "client-sts", "client-cognito-identity-provider" })
        packages.append(u"@aws-sdk/%1@3.758.0"_s.arg(QLatin1StringView(client)));
    return packages;
}

constexpr Pack packs[] = {
    { "nodejs-aws-sdk", "nodejs", "node_modules/aws-sdk", [] { return v2Packages() + v3Packages(); } },
    { "nodejs-aws-sdk-v2", "nodejs", "node_modules/aws-sdk", &v2Packages },
    { "nodejs-aws-sdk-v3", "nodejs", "node_modules/@aws-sdk/client-apigatewaymanagementapi", &v3Packages },
    { "python-boto3", "python", "boto3", [] { return QStringList { u"boto3"_s }; } },
};

QStringList packNames()
{
    QStringList names;
    for (const Pack &pack : packs)
        names.append(QLatin1StringView(pack.name));
    return names;
}

// What a program prints first; empty when it cannot be run.
QString firstLine(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (program.isEmpty() || !process.waitForFinished(answerMs) || process.exitCode() != 0)
        return {};
    return QString::fromUtf8(process.readAllStandardOutput()).section(u'\n', 0, 0).trimmed();
}

QString programLine(const QString &title, const QString &program, const QString &debian)
{
    const QString version = firstLine(program, { u"--version"_s });
    return version.isEmpty() ? u"%1  not found on the PATH (Debian: %2)\n"_s.arg(title, -10).arg(debian)
                             : u"%1  %2  %3\n"_s.arg(title, -10).arg(version.section(u' ', -1), -10).arg(program);
}

int list(const QString &dataFolder)
{
    QString out = programLine(u"Node.js"_s, QStandardPaths::findExecutable(u"node"_s), u"nodejs"_s)
        + programLine(u"Python"_s, pythonInterpreter({}, { QDir::currentPath() }), u"python3"_s)
        + u"%1  runs an executable “bootstrap” that speaks the Runtime API; so do Go, Java, .NET and Ruby\n"_s.arg(u"provided"_s, -10)
        + u"%1  by the esbuild or tsx of the project\n\n"_s.arg(u"TypeScript"_s, -10)
        + u"What Lambda’s image brings and a project need not list is looked for in the usual places, then in %1/packages:\n\n"_s.arg(dataFolder);
    for (const Pack &pack : packs) {
        const QString folder = addedPackages(dataFolder, QLatin1StringView(pack.language));
        const bool isThere = QFileInfo::exists(folder + u'/' + QLatin1StringView(pack.sign));
        out += u"%1  %2\n"_s.arg(QLatin1StringView(pack.name), -18)
                   .arg(isThere ? u"added"_s : u"not added: greenroom runtimes add %1"_s.arg(QLatin1StringView(pack.name)));
    }
    printOut(out);
    return ExitGood;
}

// Everything in one call of the language's own installer, so that what is there already is kept.
struct Installer
{
    QString program;
    QStringList arguments;
    QString missing;     // a sentence when it cannot be used
};

Installer installerFor(const QString &language, const QString &folder)
{
    if (language == "nodejs"_L1) {
        const QString npm = QStandardPaths::findExecutable(u"npm"_s);
        return { npm, { u"install"_s, u"--prefix"_s, folder, u"--ignore-scripts"_s, u"--no-audit"_s, u"--no-fund"_s },
                 npm.isEmpty() ? u"“npm” was not found on the PATH. Install it (Debian: npm)."_s : QString() };
    }
    const QString python = pythonInterpreter({}, {});
    const bool hasPip = !firstLine(python, { u"-m"_s, u"pip"_s, u"--version"_s }).isEmpty();
    return { python, { u"-m"_s, u"pip"_s, u"install"_s, u"--upgrade"_s, u"--target"_s, folder },
             hasPip ? QString() : u"Python has no “pip” here. Install boto3 itself (Debian: python3-boto3), or pip (Debian: python3-pip)."_s };
}

int install(const QString &dataFolder, const QString &language, const QStringList &packages)
{
    const QString folder = addedPackages(dataFolder, language);
    const Installer installer = installerFor(language, folder);
    if (!installer.missing.isEmpty()) {
        printError(installer.missing);
        return ExitNotReady;
    }
    for (const QString &path : { QFileInfo(folder).path(), folder }) {
        if (!QDir().mkpath(path) || !QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner)) {
            printError(u"The folder %1 cannot be made. Choose another with --data-dir."_s.arg(path));
            return ExitNotReady;
        }
    }
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.setWorkingDirectory(folder);
    process.start(installer.program, installer.arguments + packages);
    if (!process.waitForFinished(-1) || process.exitStatus() != QProcess::NormalExit || process.exitCode() != 0) {
        printError(u"%1 could not install %2: see what it says above."_s.arg(QFileInfo(installer.program).fileName(), packages.join(u", "_s)));
        return ExitNotReady;
    }
    printOut(u"Added to %1: %2.\n"_s.arg(folder, packages.join(u", "_s)));
    return ExitGood;
}

int add(const QString &dataFolder, const QStringList &names)
{
    QMap<QString, QStringList> wanted;   // packages by language
    for (const QString &name : names) {
        const auto pack = std::find_if(std::begin(packs), std::end(packs),
                                       [&name](const Pack &known) { return name == QLatin1StringView(known.name); });
        if (pack != std::end(packs)) {
            wanted[QLatin1StringView(pack->language)] += pack->packages();
        } else if (name.startsWith("@aws-sdk/"_L1)) {
            wanted[u"nodejs"_s].append(name.lastIndexOf(u'@') > 0 ? name : name + u"@3.758.0"_s);
        } else {
            printError(u"“runtimes add” takes %1 or a client of the AWS SDK (@aws-sdk/client-…), not “%2”."_s.arg(packNames().join(u", "_s), name));
            return ExitWrongCall;
        }
    }
    for (auto it = wanted.begin(); it != wanted.end(); ++it) {
        if (const int code = install(dataFolder, it.key(), *it); code != ExitGood)
            return code;
    }
    return ExitGood;
}

} // namespace

int runtimesCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Says what functions run on here. What Lambda’s own image brings and a project need not list (the AWS "
                                     "SDK, boto3) is added to a folder of ours on request, never unasked.\n\n"
                                     "  greenroom runtimes\n"
                                     "  greenroom runtimes add nodejs-aws-sdk\n\n"
                                     "Can be added: %1, and single clients as @aws-sdk/client-sqs."_s.arg(packNames().join(u", "_s)));
    parser.addPositionalArgument(u"add"_s, u"Add packages by name."_s, u"[add NAME…]"_s);
    parser.addOption(dataDirOption());
    if (const std::optional<int> code = parseOptions(parser, u"runtimes"_s, arguments))
        return *code;
    const QStringList words = parser.positionalArguments();
    if (!words.isEmpty() && (words.first() != "add"_L1 || words.size() < 2)) {
        printError(u"“runtimes” takes nothing, or “add” and what to add: %1."_s.arg(packNames().join(u", "_s)));
        return ExitWrongCall;
    }
    const std::optional<QString> folder = openDataFolder(parser);
    if (!folder)
        return ExitNotReady;
    return words.isEmpty() ? list(*folder) : add(*folder, words.mid(1));
}

} // namespace greenroom
