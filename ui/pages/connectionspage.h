// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "page.h"

class QLabel;
class QStackedWidget;
class QTableView;

namespace greenroom {

class Chip;
class FilterProxy;
class Inspector;

// Connections, open, closed and refused, as a list; and one of them in the inspector.
class ConnectionsPage : public Page
{
    Q_OBJECT

public:
    ConnectionsPage(Workspace &workspace, QWidget *parent);

    // A connection's id, with "/request/<id>" its message; "list" for the list.
    void open(const QString &path) override;
    QString subtitle() const override;
    QStringList remotePlaces() const override;

private:
    QWidget *makeList();
    void showList();
    void showCounts();

    Workspace &m_workspace;
    QStackedWidget *m_stack;
    QStackedWidget *m_lists;
    FilterProxy *m_proxy;
    QTableView *m_list;
    Chip *m_open;
    QLabel *m_facts;
    QLabel *m_count;
    Inspector *m_inspector;
};

} // namespace greenroom
