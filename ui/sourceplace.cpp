// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "sourceplace.h"

#include "settings.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// Editors that take a line, in the order people are likely to want them.
constexpr const char *knownEditors[] = {
    "code -g %file:%line:%column", "codium -g %file:%line:%column", "subl %file:%line:%column",
    "zed %file:%line:%column",     "kate -l %line %file",           "gedit +%line %file",
};

} // namespace

QString SourcePlace::text() const
{
    return isEmpty() ? QString() : QFileInfo(file).fileName() + (line > 0 ? u':' + QString::number(line) : QString());
}

SourcePlace placeOfLine(const QString &line)
{
    // Node: "at f (file:///a/b.mjs:4:2)", "at /a/b.js:4:2". Python: File "/a/b.py", line 4, in f.
    static const QRegularExpression node(u"(?:\\(|at |^)(?:async )?(?:file://)?([^\\s()]+?):(\\d+)(?::(\\d+))?\\)?$"_s);
    static const QRegularExpression python(u"File \"([^\"]+)\", line (\\d+)"_s);
    for (const QRegularExpression *shape : { &python, &node }) {
        const QRegularExpressionMatch match = shape->match(line.trimmed());
        if (match.hasMatch())
            return { match.captured(1), match.captured(2).toInt(), match.captured(3).toInt() };
    }
    return {};
}

bool isRuntimeLine(const QString &line)
{
    return line.contains("node:"_L1) || line.contains("/runtimes/node/"_L1) || line.contains("/runtimes/python/"_L1)
        || line.contains("node_modules"_L1) || line.contains("<anonymous>"_L1) || line.contains("(internal/"_L1);
}

SourcePlace placeOfStack(const QJsonArray &stack)
{
    for (const QJsonValue &line : stack) {
        if (const SourcePlace place = placeOfLine(line.toString()); !place.isEmpty() && !isRuntimeLine(line.toString()))
            return place;
    }
    return {};
}

QString resolved(const SourcePlace &place, const QString &folder)
{
    if (place.isEmpty())
        return {};
    const QString path = QDir(folder).absoluteFilePath(place.file);
    return QFileInfo(path).isFile() ? path : QString();
}

QStringList editorCommand(const QString &pattern, const QString &file, const SourcePlace &place)
{
    QStringList command = QProcess::splitCommand(pattern);
    for (QString &word : command) {
        word.replace("%file"_L1, file);
        word.replace("%line"_L1, QString::number(qMax(1, place.line)));
        word.replace("%column"_L1, QString::number(qMax(1, place.column)));
    }
    return command;
}

bool openInEditor(const SourcePlace &place, const QString &folder, const Settings &settings)
{
    const QString file = resolved(place, folder);
    if (file.isEmpty())
        return false;
    QStringList patterns { settings.text(u"editor"_s) };
    for (const char *known : knownEditors)
        patterns << QLatin1StringView(known);
    for (const QString &pattern : std::as_const(patterns)) {
        QStringList command = editorCommand(pattern, file, place);
        if (command.isEmpty() || QStandardPaths::findExecutable(command.first()).isEmpty())
            continue;
        const QString program = command.takeFirst();
        if (QProcess::startDetached(program, command))
            return true;
    }
    return QDesktopServices::openUrl(QUrl::fromLocalFile(file));
}

} // namespace greenroom
