// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projectfiles/findproject.h"

#include "core/projectfiles/projectfiles.h"
#include "core/projectsettings.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// A template that describes a WebSocket API says so in these words; nothing is parsed to find out.
bool mentionsWebSockets(const QString &path)
{
    const QFileInfo info(path);
    if (!info.isFile())
        return false;
    if (info.size() > yaml::projectLimits.bytes)   // reading it says that it is too large
        return projectFileNames().contains(info.fileName());
    QFile file(path);
    if (!file.open(QFile::ReadOnly))
        return false;
    const QByteArray text = file.readAll();
    return text.contains("AWS::Serverless::WebSocketApi")
        || (text.contains("AWS::ApiGatewayV2::Api") && text.contains("WEBSOCKET"));
}

// Files with a usual name; a template only when it describes a WebSocket API.
QStringList usualFiles(const QDir &folder)
{
    QStringList found;
    for (const QString &name : projectFileNames()) {
        const QString path = folder.filePath(name);
        if (QFileInfo(path).isFile() && (name.startsWith("serverless."_L1) || mentionsWebSockets(path)))
            found.append(path);
    }
    return found;
}

QStringList otherTemplates(const QDir &folder)
{
    QStringList found;
    const QStringList names = folder.entryList({ u"*.yaml"_s, u"*.yml"_s, u"*.json"_s, u"*.template"_s }, QDir::Files, QDir::Name);
    for (const QString &name : names) {
        if (!projectFileNames().contains(name) && mentionsWebSockets(folder.filePath(name)))
            found.append(folder.filePath(name));
    }
    return found;
}

QStringList candidates(const QDir &folder)
{
    const QStringList usual = usualFiles(folder);
    return usual.isEmpty() ? otherTemplates(folder) : usual;
}

QStringList below(const QDir &folder)
{
    static const QStringList skipped { u"node_modules"_s, u"dist"_s, u"build"_s, u"test"_s, u"tests"_s };
    QStringList found;
    const QStringList names = folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString &name : names) {
        if (!skipped.contains(name))
            found += candidates(QDir(folder.filePath(name)));
    }
    return found;
}

QString named(const QDir &folder, const QStringList &paths)
{
    QStringList names;
    for (const QString &path : paths)
        names.append(folder.relativeFilePath(path));
    return names.join(u", "_s);
}

// What the folder holds instead of a file we read.
QString noProject(const QDir &folder)
{
    for (const char *name : { "serverless.ts", "serverless.js", "serverless.cjs", "serverless.mjs" }) {
        if (folder.exists(QLatin1StringView(name)))
            return u"The project file %1 is code, which is not run to read a project. “serverless print” writes it as YAML: save that as serverless.yml."_s
                .arg(folder.filePath(QLatin1StringView(name)));
    }
    for (const QString &name : projectFileNames()) {
        if (folder.exists(name))
            return u"%1 describes no WebSocket API."_s.arg(folder.filePath(name));
    }
    return u"The folder %1 holds no project file. One of these is looked for: %2."_s.arg(
        folder.absolutePath(), projectFileNames().join(u", "_s));
}

} // namespace

Result<QString> findProject(const QString &path, const ProjectOptions &options)
{
    const QFileInfo info(path);
    if (!info.exists())
        return Error { 2, info.isSymLink() ? u"%1 is a symbolic link that leads nowhere. Mend it, or give a folder or a project file."_s.arg(path)
                                           : u"There is no project at %1. Give a folder or a project file."_s.arg(path) };
    if (!info.isDir())
        return info.absoluteFilePath();
    const QDir folder(info.absoluteFilePath());
    Problems ignored;
    QString wanted = options.templateFile;
    if (wanted.isEmpty())
        wanted = readProjectSettings(path, options.settingsFile, ignored).templateFile;
    if (!wanted.isEmpty()) {
        for (const QString &file : { folder.absoluteFilePath(wanted), QFileInfo(wanted).absoluteFilePath() }) {
            if (QFileInfo(file).isFile())
                return file;
        }
        return Error { 2, u"There is no template %1 in %2."_s.arg(wanted, folder.absolutePath()) };
    }
    QStringList found = candidates(folder);
    if (found.isEmpty() && !QFileInfo(folder.filePath(u"serverless.ts"_s)).exists())
        found = below(folder);
    if (found.isEmpty())
        return Error { 2, noProject(folder) };
    if (found.size() > 1)
        return Error { 2, u"The folder %1 holds several project files: %2. Choose one with --template, or “template:” in greenroom.project.yaml."_s
                              .arg(folder.absolutePath(), named(folder, found)) };
    return found.first();
}

} // namespace greenroom
