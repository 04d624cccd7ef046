// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "journalfeed.h"

#include "core/journal.h"
#include "models/connectionsmodel.h"
#include "models/framesmodel.h"
#include "models/invocationsmodel.h"
#include "models/logmodel.h"
#include "models/noticesmodel.h"
#include "models/projectmodel.h"
#include "models/runmodel.h"
#include "models/runsmodel.h"
#include "workspace.h"

#include <QDateTime>

#include <utility>

namespace greenroom {

namespace {

constexpr int gatherMs = 66;
constexpr qsizetype mostAtOnce = 2000;   // more than that in one go would be felt

} // namespace

JournalFeed::JournalFeed(Journal &journal, Workspace &workspace, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_models { &workspace.project, &workspace.connections, &workspace.invocations, &workspace.frames,
                 &workspace.log, &workspace.notices, &workspace.run, &workspace.runs }
{
    connect(&journal, &Journal::appended, this, [this](const QList<Event> &batch) {
        m_pending += batch;
        if (!m_gather.isActive())
            m_gather.start();
    }, Qt::QueuedConnection);
    m_gather.setInterval(gatherMs);
    connect(&m_gather, &QTimer::timeout, this, &JournalFeed::deliver);
    m_tick.setInterval(100);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        const qint64 now = QDateTime::currentMSecsSinceEpoch();
        if (m_workspace.run.summary().isRunning())
            m_workspace.run.tick(now);
        if (++m_ticks % 10 == 0)
            m_workspace.project.tick(now);
    });
    m_tick.start();
}

void JournalFeed::feed(const QList<Event> &events)
{
    for (Folding *model : std::as_const(m_models))
        model->fold(events);
    emit fed();
}

void JournalFeed::deliver()
{
    if (m_pending.isEmpty()) {
        m_gather.stop();
        return;
    }
    const QList<Event> turn = m_pending.mid(0, mostAtOnce);
    m_pending.remove(0, turn.size());
    feed(turn);
}

} // namespace greenroom
