// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"

#include <QList>
#include <QSet>
#include <QString>

namespace greenroom {

// Picks one run's events out of the stream: its own, and those of the connections its steps opened. The
// archive loads a run by the same rule, so that a fold over either is the same.
class RunEvents
{
public:
    explicit RunEvents(QString runId) : m_runId(std::move(runId)) {}

    void take(const Event &event);
    const QList<Event> &events() const { return m_events; }

private:
    QString m_runId;
    QSet<QString> m_connections;
    QList<Event> m_events;
};

} // namespace greenroom
