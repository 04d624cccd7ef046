// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "palette.h"

#include <QHash>
#include <QObject>

#include <span>

class QAction;
class QMainWindow;

namespace greenroom {

class Theme;

// One thing a person can do: in a menu, with its keys, and in the palette.
struct MenuEntry
{
    const char *id;
    const char *title;
    const char *symbol;
    const char *keys;     // portable, several apart by blanks; empty: none
};

struct Menu
{
    const char *title;    // "Run"
    std::span<const MenuEntry> entries;
};

// The tables (menus.cpp), in the order of the menus.
const QList<Menu> &menus();
// Keys that belong to lists and editors, for the sheet of keys.
const Menu &localKeys();

// The window's actions, made from the table: a hidden menu bar (Alt shows it), shortcuts, and the palette's
// first group.
class Menus : public QObject
{
    Q_OBJECT

public:
    Menus(const Theme &theme, QMainWindow *window);

    QAction *action(const QString &id) const { return m_actions.value(id); }
    QList<Command> commands() const;         // of what is enabled
    QList<Command> keys() const;             // everything that has a key

signals:
    void triggered(const QString &id);

private:
    QAction *makeAction(const Theme &theme, const MenuEntry &entry);
    Command commandOf(const Menu &menu, const MenuEntry &entry) const;

    QHash<QString, QAction *> m_actions;
};

// "Ctrl+Shift+F5" as people read it: Ctrl ⇧ F5.
QString keyText(const QString &keys);

} // namespace greenroom
