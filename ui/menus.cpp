// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "menus.h"

#include "theme.h"

#include <QAction>
#include <QCoreApplication>
#include <QMainWindow>
#include <QMenuBar>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// Each menu with its entries, in their order; a new action is one line here and one in windowactions.cpp.
constexpr MenuEntry fileEntries[] = {
    { "open", QT_TRANSLATE_NOOP("Menus", "Open a project…"), "folder", "Ctrl+O" },
    { "demo", QT_TRANSLATE_NOOP("Menus", "Try the demo"), "run", "" },
    { "export.html", QT_TRANSLATE_NOOP("Menus", "Export the run as HTML…"), "export", "" },
    { "export.junit", QT_TRANSLATE_NOOP("Menus", "Export the run as JUnit XML…"), "export", "" },
    { "export.json", QT_TRANSLATE_NOOP("Menus", "Export the run as JSON…"), "export", "" },
    { "quit", QT_TRANSLATE_NOOP("Menus", "Quit"), "close", "Ctrl+Q" },
};
constexpr MenuEntry runEntries[] = {
    { "run", QT_TRANSLATE_NOOP("Menus", "Run"), "run-solid", "F5" },
    { "rerun-failed", QT_TRANSLATE_NOOP("Menus", "Re-run failed"), "rerun-failed", "Ctrl+F5" },
    { "rerun-test", QT_TRANSLATE_NOOP("Menus", "Re-run this test"), "rerun", "" },
    { "pause", QT_TRANSLATE_NOOP("Menus", "Pause the run, or go on"), "pause", "" },
    { "stop", QT_TRANSLATE_NOOP("Menus", "Stop"), "stop", "Shift+F5" },
    { "finish", QT_TRANSLATE_NOOP("Menus", "Stop when the running tests have ended"), "stop", "" },
    { "kill", QT_TRANSLATE_NOOP("Menus", "Kill the run"), "stop", "" },
    { "next-problem", QT_TRANSLATE_NOOP("Menus", "Next problem"), "problems", "F8" },
    { "previous-problem", QT_TRANSLATE_NOOP("Menus", "Previous problem"), "problems", "Shift+F8" },
    { "why", QT_TRANSLATE_NOOP("Menus", "Why did it fail"), "search", "" },
    { "edit", QT_TRANSLATE_NOOP("Menus", "Open in the editor"), "open-editor", "F4" },
    { "copy", QT_TRANSLATE_NOOP("Menus", "Copy as Markdown"), "copy", "Ctrl+Shift+C" },
    { "start-host", QT_TRANSLATE_NOOP("Menus", "Start host"), "server", "" },
    { "stop-host", QT_TRANSLATE_NOOP("Menus", "Stop host"), "server", "" },
};
constexpr MenuEntry goEntries[] = {
    { "place.home", QT_TRANSLATE_NOOP("Menus", "Home"), "rail-home", "Ctrl+1" },
    { "place.projects", QT_TRANSLATE_NOOP("Menus", "Projects"), "rail-projects", "Ctrl+2" },
    { "place.runs", QT_TRANSLATE_NOOP("Menus", "Runs"), "rail-runs", "Ctrl+3" },
    { "place.connections", QT_TRANSLATE_NOOP("Menus", "Connections"), "rail-connections", "Ctrl+4" },
    { "place.client", QT_TRANSLATE_NOOP("Menus", "Client"), "rail-client", "Ctrl+5" },
    { "place.history", QT_TRANSLATE_NOOP("Menus", "History"), "rail-history", "Ctrl+6" },
    { "place.cloud", QT_TRANSLATE_NOOP("Menus", "Cloud"), "rail-cloud", "Ctrl+7" },
    { "place.settings", QT_TRANSLATE_NOOP("Menus", "Settings"), "rail-settings", "Ctrl+," },
    { "cost", QT_TRANSLATE_NOOP("Menus", "What it would cost"), "cost", "" },
    { "back", QT_TRANSLATE_NOOP("Menus", "Back"), "chevron-left", "Alt+Left" },
    { "forward", QT_TRANSLATE_NOOP("Menus", "Forward"), "chevron-right", "Alt+Right" },
    { "next-pane", QT_TRANSLATE_NOOP("Menus", "Next pane"), "sidebar", "F6" },
    { "previous-pane", QT_TRANSLATE_NOOP("Menus", "Previous pane"), "sidebar", "Shift+F6" },
};
constexpr MenuEntry viewEntries[] = {
    { "palette", QT_TRANSLATE_NOOP("Menus", "Search or run a command"), "search", "Ctrl+K" },
    { "find", QT_TRANSLATE_NOOP("Menus", "Filter the list"), "filter", "Ctrl+F" },
    { "drawer", QT_TRANSLATE_NOOP("Menus", "Lower drawer"), "drawer", "Ctrl+J" },
    { "details", QT_TRANSLATE_NOOP("Menus", "Details"), "sidebar", "" },
    { "detach-details", QT_TRANSLATE_NOOP("Menus", "Details in a window of their own"), "open-external", "" },
    { "detach-drawer", QT_TRANSLATE_NOOP("Menus", "Drawer in a window of its own"), "open-external", "" },
    { "tab.timeline", QT_TRANSLATE_NOOP("Menus", "Timeline"), "timeline", "" },
    { "tab.log", QT_TRANSLATE_NOOP("Menus", "Log"), "log", "" },
    { "tab.frames", QT_TRANSLATE_NOOP("Menus", "Frames"), "message", "" },
    { "tab.problems", QT_TRANSLATE_NOOP("Menus", "Problems"), "problems", "" },
    { "release-time", QT_TRANSLATE_NOOP("Menus", "Show all times"), "clock", "" },
    { "theme.system", QT_TRANSLATE_NOOP("Menus", "Theme: as the system"), "settings", "" },
    { "theme.light", QT_TRANSLATE_NOOP("Menus", "Theme: light"), "sun", "" },
    { "theme.dark", QT_TRANSLATE_NOOP("Menus", "Theme: dark"), "moon", "" },
    { "theme.contrast", QT_TRANSLATE_NOOP("Menus", "Theme: high contrast"), "eye", "" },
    { "rows.compact", QT_TRANSLATE_NOOP("Menus", "Rows: compact"), "log", "" },
    { "rows.normal", QT_TRANSLATE_NOOP("Menus", "Rows: normal"), "log", "" },
    { "rows.roomy", QT_TRANSLATE_NOOP("Menus", "Rows: roomy"), "log", "" },
    { "reset-layout", QT_TRANSLATE_NOOP("Menus", "Reset layout"), "drawer", "" },
};
constexpr MenuEntry helpEntries[] = {
    { "keys", QT_TRANSLATE_NOOP("Menus", "List of keys"), "help", "F1 Ctrl+/" },
    { "about", QT_TRANSLATE_NOOP("Menus", "About Greenroom and its licences"), "info", "" },
};
constexpr MenuEntry localEntries[] = {
    { "", QT_TRANSLATE_NOOP("Menus", "Send the message"), "send", "Ctrl+Enter" },
    { "", QT_TRANSLATE_NOOP("Menus", "Pause or follow a stream"), "pause", "Space" },
    { "", QT_TRANSLATE_NOOP("Menus", "Jump to the newest and follow"), "arrow-down", "End" },
    { "", QT_TRANSLATE_NOOP("Menus", "Clear the filter; again: leave it"), "filter", "Esc" },
    { "", QT_TRANSLATE_NOOP("Menus", "Why did it fail"), "search", "Enter" },
    { "", QT_TRANSLATE_NOOP("Menus", "Zoom the timeline"), "timeline", "+" },
};

} // namespace

const QList<Menu> &menus()
{
    static const QList<Menu> all {
        { QT_TRANSLATE_NOOP("Menus", "File"), fileEntries },
        { QT_TRANSLATE_NOOP("Menus", "Run"), runEntries },
        { QT_TRANSLATE_NOOP("Menus", "Go"), goEntries },
        { QT_TRANSLATE_NOOP("Menus", "View"), viewEntries },
        { QT_TRANSLATE_NOOP("Menus", "Help"), helpEntries },
    };
    return all;
}

const Menu &localKeys()
{
    static const Menu keys { QT_TRANSLATE_NOOP("Menus", "In lists and editors"), localEntries };
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
    for (const Menu &menu : menus()) {
        QMenu *shown = window->menuBar()->addMenu(QCoreApplication::translate("Menus", menu.title));
        for (const MenuEntry &entry : menu.entries)
            shown->addAction(makeAction(theme, entry));
        window->addActions(shown->actions());   // a hidden menu bar keeps no shortcuts
    }
    window->menuBar()->hide();
}

QAction *Menus::makeAction(const Theme &theme, const MenuEntry &entry)
{
    const QString id = QLatin1StringView(entry.id);
    auto *action = new QAction(theme.icon(QLatin1StringView(entry.symbol)), QCoreApplication::translate("Menus", entry.title), this);
    action->setObjectName(id);
    QList<QKeySequence> keys;
    for (const QString &one : QString::fromLatin1(entry.keys).split(u' ', Qt::SkipEmptyParts))
        keys << QKeySequence(one);
    action->setShortcuts(keys);
    connect(action, &QAction::triggered, this, [this, id] { emit triggered(id); });
    m_actions.insert(id, action);
    return action;
}

Command Menus::commandOf(const Menu &menu, const MenuEntry &entry) const
{
    Command command;
    command.group = QCoreApplication::translate("Menus", "Actions");
    command.symbol = QLatin1StringView(entry.symbol);
    command.title = QCoreApplication::translate("Menus", entry.title);
    command.detail = QCoreApplication::translate("Menus", menu.title);
    command.key = keyText(QString::fromLatin1(entry.keys).section(u' ', 0, 0));
    if (QAction *action = m_actions.value(QLatin1StringView(entry.id)))
        command.act = [action] { action->trigger(); };
    return command;
}

QList<Command> Menus::commands() const
{
    QList<Command> commands;
    for (const Menu &menu : menus()) {
        for (const MenuEntry &entry : menu.entries) {
            const QAction *action = m_actions.value(QLatin1StringView(entry.id));
            if (action->isEnabled() && action->objectName() != "palette"_L1)
                commands << commandOf(menu, entry);
        }
    }
    return commands;
}

QList<Command> Menus::keys() const
{
    QList<Command> keys;
    QList<Menu> all = menus();
    all << localKeys();
    for (const Menu &menu : std::as_const(all)) {
        for (const MenuEntry &entry : menu.entries) {
            if (*entry.keys == '\0')
                continue;
            Command command = commandOf(menu, entry);
            command.group = command.detail;
            command.detail.clear();
            keys << command;
        }
    }
    return keys;
}

} // namespace greenroom
