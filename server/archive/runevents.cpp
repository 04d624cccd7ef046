// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/runevents.h"

namespace greenroom {

void RunEvents::take(const Event &event)
{
    const QString run = runIdOf(event.payload);
    if (run == m_runId) {
        if (const auto *opened = std::get_if<ConnectionOpened>(&event.payload))
            m_connections.insert(opened->connectionId);
        m_events.append(event);
    } else if (run.isEmpty() && !m_connections.isEmpty() && m_connections.contains(connectionIdOf(event.payload))) {
        m_events.append(event);
    }
}

} // namespace greenroom
