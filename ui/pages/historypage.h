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

// Every run on disk; one opens in the same view it was watched in.
class HistoryPage : public Page
{
    Q_OBJECT

public:
    HistoryPage(Workspace &workspace, QWidget *parent);

private:
    QTableView *table();
    void showList();

    Workspace &m_workspace;
    FilterProxy *m_proxy;
    QStackedWidget *m_stack;
    Chip *m_facts;
    QLabel *m_count;
};

} // namespace greenroom
