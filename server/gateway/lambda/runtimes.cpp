// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/lambda/runtimes.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr RuntimeFamily families[] = {
    { "nodejs", "Node.js", &nodeProgram, "" },
    { "python", "Python", &pythonProgram, "" },
    { "provided", "A custom runtime", &executableProgram,
      "Put an executable “bootstrap” that speaks the Runtime API there" },
    { "go", "Go", &executableProgram,
      "Build it for provided.al2023: “GOOS=linux go build -tags lambda.norpc -o bootstrap”" },
    { "java", "Java", &executableProgram,
      "Put an executable “bootstrap” there that starts the aws-lambda-java-runtime-interface-client with your handler" },
    { "dotnet", ".NET", &executableProgram,
      "Publish it as an executable with Amazon.Lambda.RuntimeSupport and name it “bootstrap”" },
    { "ruby", "Ruby", &executableProgram,
      "Put an executable “bootstrap” there that runs “aws_lambda_ric” (gem install aws_lambda_ric) with your handler" },
};

bool makePrivateFolder(const QString &folder)
{
    return QDir().mkpath(folder) && QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

} // namespace

const RuntimeFamily *runtimeFamily(const QString &runtime)
{
    if (runtime.isEmpty())
        return &families[0];
    for (const RuntimeFamily &family : families) {
        if (runtime.startsWith(QLatin1StringView(family.prefix)))
            return &family;
    }
    return nullptr;
}

Result<FunctionProgram> functionProgram(const RuntimeRequest &request)
{
    const RuntimeFamily *family = runtimeFamily(request.function.runtime);
    if (!family) {
        QStringList names;
        for (const RuntimeFamily &known : families)
            names.append(QLatin1StringView(known.prefix) + u'…');
        return Error { 2, u"Nobody knows the runtime “%1” of function “%2”; there are %3."_s
                              .arg(request.function.runtime, request.function.key, names.join(u", "_s)) };
    }
    return family->program(request);
}

QString versionRemark(const QString &runtime, const QString &version)
{
    const RuntimeFamily *family = runtimeFamily(runtime);
    static const QRegularExpression digits(u"\\d+(\\.\\d+)*"_s);
    const QString wanted = digits.match(runtime).captured();
    if (!family || wanted.isEmpty() || version == wanted || version.startsWith(wanted + u'.'))
        return {};
    return u"The project asks for %1; %2 %3 runs it."_s.arg(runtime, QLatin1StringView(family->title), version);
}

QString addedPackages(const QString &dataFolder, const QString &language)
{
    return dataFolder + u"/packages/"_s + language;
}

Result<QString> unpackedRuntime(const QStringList &resources, const QString &dataFolder)
{
    QCryptographicHash digest(QCryptographicHash::Sha256);
    QList<QByteArray> texts;
    for (const QString &resource : resources) {
        QFile source(resource);
        if (!source.open(QFile::ReadOnly))
            return Error { 3, u"The bootstrap %1 is missing from this program."_s.arg(resource) };
        texts.append(source.readAll());
        digest.addData(texts.last());
    }
    const QString folder = u"%1/runtimes/%2-%3"_s.arg(dataFolder, resources.first().section(u'/', -2, -2),
                                                      QString::fromLatin1(digest.result().toHex().left(12)));
    const auto pathOf = [&folder](const QString &resource) { return folder + u'/' + resource.section(u'/', -1); };
    // The first is written last: with it everything is there.
    for (qsizetype i = resources.size(); i-- > 0;) {
        const QString path = pathOf(resources.at(i));
        if (QFile::exists(path))
            continue;
        QSaveFile target(path);
        if (!makePrivateFolder(dataFolder + u"/runtimes"_s) || !makePrivateFolder(folder) || !target.open(QFile::WriteOnly)
            || target.write(texts.at(i)) != texts.at(i).size() || !target.commit())
            return Error { 3, u"The bootstrap cannot be written to %1: %2."_s.arg(path, target.errorString()) };
    }
    return pathOf(resources.first());
}

QStringList layerFolders(const FunctionSpec &function, const QStringList &below)
{
    QStringList found;
    for (qsizetype i = function.layers.size(); i-- > 0;) {
        for (const QString &name : below) {
            // A name may have a wildcard for the version: lib/python3.*/site-packages.
            const QStringList parts = name.split(u'/');
            QStringList folders { function.layers.at(i) };
            for (const QString &part : parts) {
                QStringList deeper;
                for (const QString &folder : std::as_const(folders)) {
                    const QStringList matches = QDir(folder).entryList({ part }, QDir::Dirs | QDir::NoDotAndDotDot);
                    for (const QString &match : matches)
                        deeper.append(folder + u'/' + match);
                }
                folders = deeper;
            }
            found += folders;
        }
    }
    return found;
}

} // namespace greenroom
