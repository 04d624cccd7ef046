// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QString>

namespace greenroom {

class Settings;

// A place in a file of the project.
struct SourcePlace
{
    QString file;      // as the stack says it, maybe relative to the project
    int line = 0;
    int column = 0;

    bool isEmpty() const { return file.isEmpty(); }
    QString text() const;   // handler.js:41
};

// The first place in a stack that is the project's own: not of the runtime, not of node_modules.
SourcePlace placeOfStack(const QJsonArray &stack);
// The place a line of a stack names: "at startRun (src/handler.js:41:18)".
SourcePlace placeOfLine(const QString &line);
// The lines of a stack that are the runtime's own, which people rarely want to see.
bool isRuntimeLine(const QString &line);

// The file itself: absolute, found in `folder` when it is relative. Empty when there is none.
QString resolved(const SourcePlace &place, const QString &folder);
// In the editor of the settings (a command with %file, %line and %column), or one that is known and
// installed, or whatever the desktop opens such a file with.
bool openInEditor(const SourcePlace &place, const QString &folder, const Settings &settings);
// The command for a place; empty when no editor is known. For tests.
QStringList editorCommand(const QString &pattern, const QString &file, const SourcePlace &place);

} // namespace greenroom
