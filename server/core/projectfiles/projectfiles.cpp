// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projectfiles/projectfiles.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// The table of project file formats.
constexpr ProjectFormat formats[] = {
    { "serverless",
      [] { return QStringList { u"serverless.yml"_s, u"serverless.yaml"_s, u"serverless.json"_s }; },
      [](const yaml::Node &root) { return root.contains(u"service"_s) && root.contains(u"provider"_s); },
      &readServerless },
};

ProjectReading wrong(const QString &text, const QString &remedy, const Place &place)
{
    return { {}, { { Problem::Severity::Error, text, remedy, place } } };
}

QStringList knownNames()
{
    QStringList names;
    for (const ProjectFormat &format : formats)
        names += format.fileNames();
    return names;
}

QString fileIn(const QString &folder)
{
    const QStringList names = knownNames();
    for (const QString &name : names) {
        const QString candidate = QDir(folder).filePath(name);
        if (QFileInfo(candidate).isFile())
            return candidate;
    }
    return {};
}

} // namespace

ProjectReading readProject(const QString &path, const ProjectOptions &options)
{
    const QFileInfo info(path);
    if (!info.exists())
        return wrong(u"There is no project at %1."_s.arg(path), u"Give a folder or a project file."_s, { path, 0, 0 });
    const QString file = info.isDir() ? fileIn(info.absoluteFilePath()) : info.absoluteFilePath();
    if (file.isEmpty())
        return wrong(u"The folder %1 holds no project file."_s.arg(info.absoluteFilePath()),
                     u"One of these is looked for: %1."_s.arg(knownNames().join(u", "_s)), { path, 0, 0 });
    const yaml::Reading reading = yaml::readFile(file);
    if (!reading.problems.isEmpty())
        return { {}, reading.problems };
    for (const ProjectFormat &format : formats) {
        if (format.recognises(reading.root))
            return format.read(reading.root, file, options);
    }
    return wrong(u"%1 is no project file this version can host."_s.arg(QFileInfo(file).fileName()),
                 u"A Serverless Framework file has the keys “service” and “provider”."_s, { file, 1, 1 });
}

} // namespace greenroom
