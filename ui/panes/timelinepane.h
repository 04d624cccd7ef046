// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "panes/runlanes.h"
#include "widgets/timeaxisview.h"

#include <QWidget>

namespace greenroom {

// The run on the time axis: its workers, and what the host did at the same time.
class TimelinePane : public QWidget
{
    Q_OBJECT

public:
    explicit TimelinePane(Workspace &workspace, QWidget *parent = nullptr);

    TimeAxisView &view() { return *m_view; }
    const WorkerLanes &workers() const { return m_workers; }

signals:
    void chosen(const QString &testId);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void refresh();
    void showSpan();

    Workspace &m_workspace;
    WorkerLanes m_workers;
    MessagesLane m_messages;
    FunctionsLane m_functions;
    LogLane m_log;
    TimeAxisView *m_view;
    bool m_stale = true;      // changed while nobody saw it
    QTimer m_soon;
};

} // namespace greenroom
