// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "page.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace greenroom {

class RateChart;
class Chip;

// The dashboard of the opened project: where it is reachable, what it can do, how busy it is, what is wrong.
class ProjectsPage : public Page
{
    Q_OBJECT

public:
    ProjectsPage(Workspace &workspace, QWidget *parent);

    QString subtitle() const override;
    int problemCount() const override;

private:
    QWidget *dashboard();
    void show();
    void showTraffic();

    Workspace &m_workspace;
    QStackedWidget *m_stack;
    QLabel *m_title;
    QLabel *m_address;
    Chip *m_state;
    Chip *m_facts;
    QPushButton *m_host;
    QPushButton *m_stop;
    RateChart *m_in;
    RateChart *m_out;
};

} // namespace greenroom
