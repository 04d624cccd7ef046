// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projectsettings.h"

#include "core/quotas.h"
#include "core/yaml.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// Reads one value and says what is wrong with it.
class SettingsReader
{
public:
    SettingsReader(const QDir &folder, Problems &problems)
        : m_folder(folder)
        , m_problems(problems)
    {
    }

    void wrong(const QString &text, const QString &remedy, const Place &place)
    {
        m_problems.append({ Problem::Severity::Error, text, remedy, place });
    }

    bool boolean(const yaml::Node &node)
    {
        if (node.kind != yaml::Node::Kind::Boolean)
            wrong(u"“%1” is neither true nor false."_s.arg(node.toText()), u"Write true or false; false is used."_s, node.place);
        return node.toBool();
    }

    // One word of a few.
    QString word(const yaml::Node &node, const QStringList &words)
    {
        if (words.contains(node.toText()))
            return node.toText();
        const QString near = yaml::nearest(node.toText(), words);
        wrong(u"“%1” is not one of: %2."_s.arg(node.toText(), words.join(u", "_s)),
              near.isEmpty() ? u"“%1” is used."_s.arg(words.first()) : u"Did you mean “%1”?"_s.arg(near), node.place);
        return words.first();
    }

    QStringList list(const yaml::Node &node, const QRegularExpression &shape, const QString &example)
    {
        QStringList list;
        const QList<yaml::Node> items = node.isSequence() ? node.items : node.isNull() ? QList<yaml::Node>() : QList<yaml::Node> { node };
        for (const yaml::Node &item : items) {
            if (item.isScalar() && shape.match(item.toText()).hasMatch())
                list.append(item.toText());
            else
                wrong(u"“%1” is not of the form %2."_s.arg(item.toText(), example), u"It is left out."_s, item.place);
        }
        return list;
    }

    QMap<QString, QString> map(const yaml::Node &node)
    {
        QMap<QString, QString> map;
        if (!node.isMapping() && !node.isNull())
            wrong(u"Here names and values are wanted."_s, u"Write “NAME: value”, one a line."_s, node.place);
        for (qsizetype i = 0; i < node.keys.size() && i < node.items.size(); ++i) {
            if (node.items.at(i).isScalar())
                map.insert(node.keys.at(i).text, node.items.at(i).toText());
            else
                wrong(u"The value of “%1” is no text."_s.arg(node.keys.at(i).text), u"It is left out."_s, node.items.at(i).place);
        }
        return map;
    }

    QMap<QString, QStringList> suites(const yaml::Node &node)
    {
        QMap<QString, QStringList> suites;
        if (!node.isMapping() && !node.isNull())
            wrong(u"“suites” binds route keys to suite files."_s, u"Write “start: [checks.greenroom.yaml]”."_s, node.place);
        for (qsizetype i = 0; i < node.keys.size() && i < node.items.size(); ++i) {
            const yaml::Node &files = node.items.at(i);
            for (const yaml::Node &file : files.isSequence() ? files.items : QList<yaml::Node> { files }) {
                const QString path = QDir::cleanPath(m_folder.absoluteFilePath(file.toText()));
                if (file.toText().isEmpty() || !QFileInfo(path).isFile())
                    wrong(u"The suite “%1” behind the route “%2” is missing."_s.arg(file.toText(), node.keys.at(i).text),
                          u"Paths start at the folder of this file; it is left out."_s, file.place);
                else
                    suites[node.keys.at(i).text].append(path);
            }
        }
        return suites;
    }

    // “aws”, “off”, “key=value,…” or a mapping of the same.
    QString quotas(const yaml::Node &node)
    {
        QStringList pairs;
        for (qsizetype i = 0; i < node.keys.size() && i < node.items.size(); ++i)
            pairs.append(node.keys.at(i).text + u'=' + node.items.at(i).toText());
        const QString text = node.isMapping() ? pairs.join(u',') : node.toText();
        const Result<Quotas> parsed = Quotas::parse(text);
        if (parsed)
            return text;
        wrong(parsed.error().text, u"AWS's numbers are used."_s, node.place);
        return {};
    }

private:
    QDir m_folder;
    Problems &m_problems;
};

const QRegularExpression &originShape()
{
    static const QRegularExpression shape(u"^https?://[^/\\s]+$"_s);
    return shape;
}

const QRegularExpression &hostShape()
{
    static const QRegularExpression shape(u"^(\\[[0-9a-fA-F:.]+\\]|[A-Za-z0-9*._-]+)(:[0-9]+)?$"_s);
    return shape;
}

const QRegularExpression &anything()
{
    static const QRegularExpression shape(u"^.+$"_s, QRegularExpression::DotMatchesEverythingOption);
    return shape;
}

// The table of settings: a key and what reads it.
struct SettingKey
{
    const char *name;
    void (*read)(ProjectSettings &settings, const yaml::Node &value, SettingsReader &reader);
};

using S = ProjectSettings;
using N = yaml::Node;
using R = SettingsReader;

constexpr SettingKey settingKeys[] = {
    { "allowedOrigins", [](S &s, const N &v, R &r) { s.allowedOrigins = r.list(v, originShape(), u"https://example.org or http://localhost:8080"_s); } },
    { "allowedHosts", [](S &s, const N &v, R &r) { s.allowedHosts = r.list(v, hostShape(), u"example.org or example.org:3001"_s); } },
    { "values", [](S &s, const N &v, R &r) { s.values = r.map(v); } },
    { "environment", [](S &s, const N &v, R &r) { s.environment = r.map(v); } },
    { "suites", [](S &s, const N &v, R &r) { s.suites = r.suites(v); } },
    { "serial", [](S &s, const N &v, R &r) { s.serial = r.boolean(v); } },
    { "acceptBinary", [](S &s, const N &v, R &r) { s.acceptBinary = r.boolean(v); } },
    { "signatures", [](S &s, const N &v, R &r) { s.strictSignatures = r.word(v, { u"lax"_s, u"strict"_s }) == "strict"_L1; } },
    { "credentials", [](S &s, const N &v, R &r) { s.credentials = r.map(v); } },
    { "quotas", [](S &s, const N &v, R &r) { s.quotas = r.quotas(v); } },
    { "apiKeys", [](S &s, const N &v, R &r) { s.apiKeys = r.list(v, anything(), u"a text"_s); } },
    { "template", [](S &s, const N &v, R &) { s.templateFile = v.toText(); } },
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
    const yaml::Reading reading = yaml::readFile(file, yaml::projectLimits);
    problems += reading.problems;
    SettingsReader reader(QFileInfo(file).absoluteDir(), problems);
    if (!reading.root.isMapping() && !reading.root.isNull())
        reader.wrong(u"Settings are names and values."_s, u"For example “serial: true”."_s, reading.root.place);
    QStringList names;
    for (const SettingKey &key : settingKeys)
        names.append(QLatin1StringView(key.name));
    for (qsizetype i = 0; i < reading.root.keys.size() && i < reading.root.items.size(); ++i) {
        const yaml::Node &key = reading.root.keys.at(i);
        const qsizetype index = names.indexOf(key.text);
        if (index >= 0) {
            settingKeys[index].read(settings, reading.root.items.at(i), reader);
            continue;
        }
        const QString near = yaml::nearest(key.text, names);
        reader.wrong(u"There is no setting “%1”."_s.arg(key.text),
                     near.isEmpty() ? u"There are: %1."_s.arg(names.join(u", "_s)) : u"Did you mean “%1”?"_s.arg(near), key.place);
    }
    return settings;
}

bool isOrigin(const QString &text)
{
    return originShape().match(text).hasMatch();
}

bool isHostName(const QString &text)
{
    return hostShape().match(text).hasMatch();
}

} // namespace greenroom
