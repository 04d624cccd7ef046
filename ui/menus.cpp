// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "menus.h"

#include "theme.h"

#include <QAction>
#include <QCoreApplication>
#include <QMainWindow>
#include <QMenuBar>

using namespace Qt::StringLiterals;

namespace greenroom {

const QList<MenuEntry> &menuEntries()
{
    static const QList<MenuEntry> entries {
        { QT_TRANSLATE_NOOP("Menus", "File"), "open", QT_TRANSLATE_NOOP("Menus", "Open a project…"), "folder", "Ctrl+O" },
        { "File", "demo", QT_TRANSLATE_NOOP("Menus", "Try the demo"), "run", "" },
        { "File", "export.html", QT_TRANSLATE_NOOP("Menus", "Export the run as HTML…"), "export", "" },
        { "File", "export.junit", QT_TRANSLATE_NOOP("Menus", "Export the run as JUnit XML…"), "export", "" },
        { "File", "export.json", QT_TRANSLATE_NOOP("Menus", "Export the run as JSON…"), "export", "" },
        { "File", "quit", QT_TRANSLATE_NOOP("Menus", "Quit"), "close", "Ctrl+Q" },
        { QT_TRANSLATE_NOOP("Menus", "Run"), "run", QT_TRANSLATE_NOOP("Menus", "Run"), "run-solid", "F5" },
        { "Run", "rerun-failed", QT_TRANSLATE_NOOP("Menus", "Re-run failed"), "rerun-failed", "Ctrl+F5" },
        { "Run", "rerun-test", QT_TRANSLATE_NOOP("Menus", "Re-run this test"), "rerun", "" },
        { "Run", "stop", QT_TRANSLATE_NOOP("Menus", "Stop"), "stop", "Shift+F5" },
        { "Run", "finish", QT_TRANSLATE_NOOP("Menus", "Stop when the running tests have ended"), "stop", "" },
        { "Run", "kill", QT_TRANSLATE_NOOP("Menus", "Kill the run"), "stop", "" },
        { "Run", "next-problem", QT_TRANSLATE_NOOP("Menus", "Next problem"), "problems", "F8" },
        { "Run", "previous-problem", QT_TRANSLATE_NOOP("Menus", "Previous problem"), "problems", "Shift+F8" },
        { "Run", "why", QT_TRANSLATE_NOOP("Menus", "Why did it fail"), "search", "" },
        { "Run", "edit", QT_TRANSLATE_NOOP("Menus", "Open in the editor"), "open-editor", "F4" },
        { "Run", "copy", QT_TRANSLATE_NOOP("Menus", "Copy as Markdown"), "copy", "Ctrl+Shift+C" },
        { "Run", "start-host", QT_TRANSLATE_NOOP("Menus", "Start host"), "server", "" },
        { "Run", "stop-host", QT_TRANSLATE_NOOP("Menus", "Stop host"), "server", "" },
        { QT_TRANSLATE_NOOP("Menus", "Go"), "place.home", QT_TRANSLATE_NOOP("Menus", "Home"), "rail-home", "Ctrl+1" },
        { "Go", "place.projects", QT_TRANSLATE_NOOP("Menus", "Projects"), "rail-projects", "Ctrl+2" },
        { "Go", "place.runs", QT_TRANSLATE_NOOP("Menus", "Runs"), "rail-runs", "Ctrl+3" },
        { "Go", "place.connections", QT_TRANSLATE_NOOP("Menus", "Connections"), "rail-connections", "Ctrl+4" },
        { "Go", "place.client", QT_TRANSLATE_NOOP("Menus", "Client"), "rail-client", "Ctrl+5" },
        { "Go", "place.history", QT_TRANSLATE_NOOP("Menus", "History"), "rail-history", "Ctrl+6" },
        { "Go", "place.cloud", QT_TRANSLATE_NOOP("Menus", "Cloud"), "rail-cloud", "Ctrl+7" },
        { "Go", "place.settings", QT_TRANSLATE_NOOP("Menus", "Settings"), "rail-settings", "Ctrl+," },
        { "Go", "back", QT_TRANSLATE_NOOP("Menus", "Back"), "chevron-left", "Alt+Left" },
        { "Go", "forward", QT_TRANSLATE_NOOP("Menus", "Forward"), "chevron-right", "Alt+Right" },
        { "Go", "next-pane", QT_TRANSLATE_NOOP("Menus", "Next pane"), "sidebar", "F6" },
        { "Go", "previous-pane", QT_TRANSLATE_NOOP("Menus", "Previous pane"), "sidebar", "Shift+F6" },
        { QT_TRANSLATE_NOOP("Menus", "View"), "palette", QT_TRANSLATE_NOOP("Menus", "Search or run a command"), "search", "Ctrl+K" },
        { "View", "find", QT_TRANSLATE_NOOP("Menus", "Filter the list"), "filter", "Ctrl+F" },
        { "View", "drawer", QT_TRANSLATE_NOOP("Menus", "Lower drawer"), "drawer", "Ctrl+J" },
        { "View", "details", QT_TRANSLATE_NOOP("Menus", "Details"), "sidebar", "" },
        { "View", "tab.timeline", QT_TRANSLATE_NOOP("Menus", "Timeline"), "timeline", "" },
        { "View", "tab.log", QT_TRANSLATE_NOOP("Menus", "Log"), "log", "" },
        { "View", "tab.frames", QT_TRANSLATE_NOOP("Menus", "Frames"), "message", "" },
        { "View", "tab.problems", QT_TRANSLATE_NOOP("Menus", "Problems"), "problems", "" },
        { "View", "release-time", QT_TRANSLATE_NOOP("Menus", "Show all times"), "clock", "" },
        { "View", "theme.system", QT_TRANSLATE_NOOP("Menus", "Theme: as the system"), "settings", "" },
        { "View", "theme.light", QT_TRANSLATE_NOOP("Menus", "Theme: light"), "sun", "" },
        { "View", "theme.dark", QT_TRANSLATE_NOOP("Menus", "Theme: dark"), "moon", "" },
        { "View", "theme.contrast", QT_TRANSLATE_NOOP("Menus", "Theme: high contrast"), "eye", "" },
        { "View", "reset-layout", QT_TRANSLATE_NOOP("Menus", "Reset layout"), "drawer", "" },
        { QT_TRANSLATE_NOOP("Menus", "Help"), "keys", QT_TRANSLATE_NOOP("Menus", "List of keys"), "help", "F1 Ctrl+/" },
    };
    return entries;
}

const QList<MenuEntry> &localKeys()
{
    static const QList<MenuEntry> keys {
        { QT_TRANSLATE_NOOP("Menus", "In lists and editors"), "", QT_TRANSLATE_NOOP("Menus", "Send the message"), "send", "Ctrl+Enter" },
        { "In lists and editors", "", QT_TRANSLATE_NOOP("Menus", "Pause or follow a stream"), "pause", "Space" },
        { "In lists and editors", "", QT_TRANSLATE_NOOP("Menus", "Jump to the newest and follow"), "arrow-down", "End" },
        { "In lists and editors", "", QT_TRANSLATE_NOOP("Menus", "Clear the filter; again: leave it"), "filter", "Esc" },
        { "In lists and editors", "", QT_TRANSLATE_NOOP("Menus", "Why did it fail"), "search", "Enter" },
        { "In lists and editors", "", QT_TRANSLATE_NOOP("Menus", "Zoom the timeline"), "timeline", "+" },
    };
    return keys;
}

QString keyText(const QString &keys)
{
    QString text = keys;
    return text.replace(u"Ctrl++"_s, u"Ctrl +"_s).replace(u'+', u' ').replace(u"Shift"_s, u"⇧"_s);
}

Menus::Menus(const Theme &theme, QMainWindow *window)
    : QObject(window)
{
    QHash<QString, QMenu *> menus;
    for (const MenuEntry &entry : menuEntries()) {
        const QString name = QLatin1StringView(entry.menu);
        if (!menus.contains(name))
            menus.insert(name, window->menuBar()->addMenu(QCoreApplication::translate("Menus", entry.menu)));
        auto *action = new QAction(theme.icon(QLatin1StringView(entry.symbol)), QCoreApplication::translate("Menus", entry.title), this);
        const QString id = QLatin1StringView(entry.id);
        action->setObjectName(id);
        QList<QKeySequence> keys;
        for (const QString &one : QString::fromLatin1(entry.keys).split(u' ', Qt::SkipEmptyParts))
            keys << QKeySequence(one);
        action->setShortcuts(keys);
        connect(action, &QAction::triggered, this, [this, id] { emit triggered(id); });
        menus.value(name)->addAction(action);
        window->addAction(action);   // a hidden menu bar keeps no shortcuts
        m_actions.insert(id, action);
    }
    window->menuBar()->hide();
}

Command Menus::commandOf(const MenuEntry &entry) const
{
    Command command;
    command.group = QCoreApplication::translate("Menus", "Actions");
    command.symbol = QLatin1StringView(entry.symbol);
    command.title = QCoreApplication::translate("Menus", entry.title);
    command.detail = QCoreApplication::translate("Menus", entry.menu);
    command.key = keyText(QString::fromLatin1(entry.keys).section(u' ', 0, 0));
    if (QAction *action = m_actions.value(QLatin1StringView(entry.id)))
        command.act = [action] { action->trigger(); };
    return command;
}

QList<Command> Menus::commands() const
{
    QList<Command> commands;
    for (const MenuEntry &entry : menuEntries()) {
        const QAction *action = m_actions.value(QLatin1StringView(entry.id));
        if (action->isEnabled() && action->objectName() != "palette"_L1)
            commands << commandOf(entry);
    }
    return commands;
}

QList<Command> Menus::keys() const
{
    QList<Command> keys;
    for (const QList<MenuEntry> *entries : { &menuEntries(), &localKeys() }) {
        for (const MenuEntry &entry : *entries) {
            if (*entry.keys == '\0')
                continue;
            Command command = commandOf(entry);
            command.group = QCoreApplication::translate("Menus", entry.menu);
            command.detail.clear();
            keys << command;
        }
    }
    return keys;
}

} // namespace greenroom
