// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projectsettings.h"

#include "core/yaml.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QStringList textList(const yaml::Node &node)
{
    if (node.isScalar())
        return node.isNull() ? QStringList() : QStringList { node.toText() };
    QStringList list;
    for (const yaml::Node &item : node.items)
        list.append(item.toText());
    return list;
}

QMap<QString, QString> textMap(const yaml::Node &node)
{
    QMap<QString, QString> map;
    for (qsizetype i = 0; i < node.keys.size() && i < node.items.size(); ++i)
        map.insert(node.keys.at(i).text, node.items.at(i).toText());
    return map;
}

// The table of settings: a key and what reads it.
struct SettingKey
{
    const char *name;
    void (*read)(ProjectSettings &settings, const yaml::Node &value, const QDir &folder);
};

constexpr SettingKey settingKeys[] = {
    { "allowedOrigins", [](ProjectSettings &s, const yaml::Node &v, const QDir &) { s.allowedOrigins = textList(v); } },
    { "allowedHosts", [](ProjectSettings &s, const yaml::Node &v, const QDir &) { s.allowedHosts = textList(v); } },
    { "values", [](ProjectSettings &s, const yaml::Node &v, const QDir &) { s.values = textMap(v); } },
    { "environment", [](ProjectSettings &s, const yaml::Node &v, const QDir &) { s.environment = textMap(v); } },
    { "serial", [](ProjectSettings &s, const yaml::Node &v, const QDir &) { s.serial = v.toBool(); } },
    { "acceptBinary", [](ProjectSettings &s, const yaml::Node &v, const QDir &) { s.acceptBinary = v.toBool(); } },
    { "template", [](ProjectSettings &s, const yaml::Node &v, const QDir &) { s.templateFile = v.toText(); } },
    { "suites", [](ProjectSettings &s, const yaml::Node &v, const QDir &folder) {
         for (qsizetype i = 0; i < v.keys.size() && i < v.items.size(); ++i) {
             QStringList files;
             for (const QString &file : textList(v.items.at(i)))
                 files.append(QDir::cleanPath(folder.absoluteFilePath(file)));
             s.suites.insert(v.keys.at(i).text, files);
         }
     } },
};

} // namespace

ProjectSettings readProjectSettings(const QString &project, const QString &settingsFile, Problems &problems)
{
    const QFileInfo info(project);
    const QDir folder(info.isDir() ? info.absoluteFilePath() : info.absolutePath());
    const QString file = settingsFile.isEmpty() ? folder.filePath(u"greenroom.project.yaml"_s)
                                                : QFileInfo(settingsFile).absoluteFilePath();
    ProjectSettings settings;
    if (settingsFile.isEmpty() && !QFileInfo::exists(file))
        return settings;
    const yaml::Reading reading = yaml::readFile(file);
    problems += reading.problems;
    QStringList names;
    for (const SettingKey &key : settingKeys)
        names.append(QLatin1StringView(key.name));
    for (qsizetype i = 0; i < reading.root.keys.size(); ++i) {
        const yaml::Node &key = reading.root.keys.at(i);
        const qsizetype index = names.indexOf(key.text);
        if (index >= 0) {
            settingKeys[index].read(settings, reading.root.items.at(i), QFileInfo(file).absoluteDir());
            continue;
        }
        const QString near = yaml::nearest(key.text, names);
        problems.append({ Problem::Severity::Error, u"There is no setting “%1”."_s.arg(key.text),
                          near.isEmpty() ? u"There are: %1."_s.arg(names.join(u", "_s)) : u"Did you mean “%1”?"_s.arg(near),
                          key.place });
    }
    return settings;
}

} // namespace greenroom
