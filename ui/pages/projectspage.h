// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "page.h"

class QLabel;
class QStackedWidget;

namespace greenroom {

class Button;
class Chip;
class FilterProxy;
class LatencyChart;
class RateChart;

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
    QWidget *head();
    QWidget *address(const QString &name, QLabel *&label);
    QWidget *routes();
    QWidget *connections();
    QWidget *charts();
    QWidget *problems();
    void show();
    void showTraffic();
    void showCounts();
    void openPlace(const QString &file, int line);

    Workspace &m_workspace;
    QStackedWidget *m_stack;
    QLabel *m_title;
    QLabel *m_file;
    QLabel *m_socket;
    QLabel *m_http;
    QLabel *m_facts;
    Chip *m_state;
    Chip *m_stage;
    Button *m_host;
    Button *m_stop;
    Button *m_copy;
    QLabel *m_routeCount;
    QLabel *m_connectionCount;
    QLabel *m_problemCount;
    QStackedWidget *m_problems;
    FilterProxy *m_open;
    RateChart *m_in;
    RateChart *m_out;
    LatencyChart *m_latency;
};

} // namespace greenroom
