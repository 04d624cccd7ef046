// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panes/timelinepane.h"

#include "actions.h"
#include "models/framesmodel.h"
#include "models/invocationsmodel.h"
#include "models/logmodel.h"
#include "models/runmodel.h"
#include "workspace.h"

#include <QDateTime>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int refreshMs = 100;

// The axis of a live run grows in steps, so that nothing slides all the time.
qint64 roundSpan(qint64 elapsed)
{
    static constexpr qint64 steps[] = { 10000, 20000, 30000, 60000, 120000, 300000, 600000, 1200000, 3600000 };
    for (const qint64 step : steps) {
        if (elapsed < step * 4 / 5)
            return step;
    }
    return elapsed * 5 / 4;
}

} // namespace

TimelinePane::TimelinePane(Workspace &workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_workers(workspace)
    , m_messages(workspace)
    , m_functions(workspace)
    , m_log(workspace, true)
    , m_view(new TimeAxisView(workspace.theme))
{
    m_view->setAccessibleName(tr("Timeline of the run: workers, messages, functions and log"));
    m_view->setProviders({ &m_workers, &m_messages, &m_functions, &m_log });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    m_soon.setSingleShot(true);
    m_soon.setInterval(refreshMs);
    connect(&m_soon, &QTimer::timeout, this, &TimelinePane::refresh);
    const auto soon = [this] {
        m_stale = true;
        if (isVisible() && !m_soon.isActive())
            m_soon.start();
    };
    connect(&workspace.run, &RunModel::summaryChanged, this, soon);
    connect(&workspace.run, &RunModel::runChanged, this, [this, soon] {
        m_view->fit();
        soon();
    });
    connect(&workspace.run, &RunModel::testChanged, this, soon);
    connect(&workspace.invocations, &QAbstractItemModel::dataChanged, this, soon);
    connect(&workspace.frames, &QAbstractItemModel::rowsInserted, this, soon);
    connect(&workspace.log, &QAbstractItemModel::rowsInserted, this, soon);
    connect(&workspace.selection, &Selection::changed, this, [this, soon] {
        m_view->setBand(m_workspace.selection.range());
        soon();
    });
    connect(m_view, &TimeAxisView::bandDrawn, &workspace.selection, &Selection::setRange);
    connect(m_view, &TimeAxisView::chosen, this, [this](const QString &id, const TimeRange &range) {
        if (!id.startsWith("call/"_L1)) {
            emit chosen(id);
            m_workspace.selection.setRange(range);
            return;
        }
        m_workspace.selection.selectRequest(id.mid(5), range);
        m_workspace.actions.showInvocation(id.mid(5));
    });
}

void TimelinePane::showEvent(QShowEvent *)
{
    m_view->setBand(m_workspace.selection.range());
    refresh();
}

void TimelinePane::showSpan()
{
    const RunSummary &run = m_workspace.run.summary();
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const qint64 end = run.finishedAt > 0 ? run.finishedAt : now;
    const qint64 elapsed = qMax<qint64>(1000, end - run.startedAt);
    m_view->setSpan(run.startedAt, run.startedAt + (run.isRunning() ? roundSpan(elapsed) : elapsed * 51 / 50), run.isRunning() ? now : 0);
}

void TimelinePane::refresh()
{
    if (!std::exchange(m_stale, false))
        return;
    if (m_workspace.run.summary().state.isEmpty())
        return;
    m_workers.rebuild();
    showSpan();
}

} // namespace greenroom
