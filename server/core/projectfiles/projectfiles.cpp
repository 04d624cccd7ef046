// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projectfiles/projectfiles.h"

#include "core/projectfiles/findproject.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

bool usesSam(const yaml::Node &root)
{
    const yaml::Node &transform = root[u"Transform"_s];
    const QList<yaml::Node> names = transform.isSequence() ? transform.items : QList<yaml::Node> { transform };
    return std::any_of(names.begin(), names.end(), [](const yaml::Node &name) {
        return name.toText().startsWith("AWS::Serverless-"_L1);
    });
}

bool hasResources(const yaml::Node &root)
{
    return root[u"Resources"_s].isMapping() && !root.contains(u"provider"_s);
}

// The table of project file formats.
constexpr ProjectFormat formats[] = {
    { "serverless",
      [] { return QStringList { u"serverless.yml"_s, u"serverless.yaml"_s, u"serverless.json"_s }; },
      [](const yaml::Node &root) { return root.contains(u"service"_s) && root.contains(u"provider"_s); },
      &readServerless },
    { "sam",
      [] { return QStringList { u"template.yaml"_s, u"template.yml"_s, u"template.json"_s }; },
      [](const yaml::Node &root) { return hasResources(root) && usesSam(root); },
      &readSam },
    { "cloudformation",
      [] { return QStringList { u"cloudformation.yaml"_s, u"cloudformation.yml"_s, u"cloudformation.json"_s }; },
      [](const yaml::Node &root) { return hasResources(root) && !usesSam(root); },
      &readCloudFormation },
};

ProjectReading wrong(const QString &text, const QString &remedy, const Place &place)
{
    return { {}, { { Problem::Severity::Error, text, remedy, place } } };
}

} // namespace

QStringList projectFileNames()
{
    QStringList names;
    for (const ProjectFormat &format : formats)
        names += format.fileNames();
    return names;
}

ProjectReading readProject(const QString &path, const ProjectOptions &options)
{
    const Result<QString> file = findProject(path, options);
    if (!file)
        return wrong(file.error().text, {}, { path, 0, 0 });
    // A key twice: the framework's reader refuses it, CloudFormation's and SAM's take the last one.
    yaml::Limits limits = yaml::projectLimits;
    limits.lastKeyWins = !QFileInfo(*file).fileName().startsWith("serverless."_L1);
    const yaml::Reading reading = yaml::readFile(*file, limits);
    if (!reading.problems.isEmpty())
        return { {}, reading.problems };
    if (reading.root.isNull())
        return wrong(u"This project file is empty."_s, u"A Serverless Framework file begins with “service:”."_s, { *file, 1, 1 });
    ProjectOptions beside = options;
    const QString settings = QDir(path).filePath(u"greenroom.project.yaml"_s);
    if (options.settingsFile.isEmpty() && QFileInfo(path).isDir() && QFileInfo::exists(settings))
        beside.settingsFile = settings;
    for (const ProjectFormat &format : formats) {
        if (!format.recognises(reading.root))
            continue;
        ProjectReading project = format.read(reading.root, *file, beside);
        project.problems = reading.warnings + project.problems;
        return project;
    }
    return wrong(u"%1 is no project file this version can host."_s.arg(QFileInfo(*file).fileName()),
                 u"A Serverless Framework file has the keys “service” and “provider”, a SAM or CloudFormation template “Resources”."_s,
                 { *file, 1, 1 });
}

} // namespace greenroom
