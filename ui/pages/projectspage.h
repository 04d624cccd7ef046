// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "page.h"

class QLabel;
class QSplitter;
class QStackedWidget;

namespace greenroom {

class Button;
class Chip;
class EmptyState;
class FilterProxy;
class InvocationPane;
class LatencyChart;
class RateChart;
class RuntimeBand;

// The dashboard of the opened project: where it is reachable, what it can do, how busy it is, what is wrong.
class ProjectsPage : public Page
{
    Q_OBJECT

public:
    ProjectsPage(Workspace &workspace, QWidget *parent);

    // "invocation/<request id>": one call of a function; "dashboard".
    void open(const QString &path) override;
    QString subtitle() const override;
    int problemCount() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *dashboard();
    QWidget *head();
    QWidget *address(const QString &name, QLabel *&label);
    QWidget *routes();
    QWidget *connections();
    QWidget *charts();
    void show();
    void showTraffic();
    void showCounts();
    void restart();
    void openAnother();
    bool showsInvocation() const;

    Workspace &m_workspace;
    QStackedWidget *m_stack;
    InvocationPane *m_invocation;
    QLabel *m_title;
    QLabel *m_file;
    QLabel *m_socket;
    QLabel *m_http;
    QLabel *m_facts;
    Chip *m_state;
    Chip *m_stage;
    Button *m_host;
    Button *m_stop;
    Button *m_restart;
    Button *m_copy;
    RuntimeBand *m_runtime;
    QSplitter *m_parts;
    bool m_isLow = false;
    QSplitter *m_lists;
    bool m_isNarrow = false;
    QStackedWidget *m_connections;
    QStackedWidget *m_busy;
    EmptyState *m_down;
    bool m_restarting = false;
    QLabel *m_routeCount;
    QLabel *m_connectionCount;
    FilterProxy *m_open;
    RateChart *m_in;
    RateChart *m_out;
    LatencyChart *m_latency;
};

} // namespace greenroom
