// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QListView;
class QStackedWidget;

namespace greenroom {

struct Workspace;
class FilterProxy;

// Problems as sentences with the actions that help.
class ProblemsPane : public QWidget
{
    Q_OBJECT

public:
    explicit ProblemsPane(Workspace &workspace, QWidget *parent = nullptr);

private:
    void showPage();

    Workspace &m_workspace;
    FilterProxy *m_proxy;
    QWidget *m_tools;
    QStackedWidget *m_stack;
    QListView *m_list;
};

} // namespace greenroom
