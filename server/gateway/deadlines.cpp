// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/deadlines.h"

#include <algorithm>

namespace greenroom {

Deadlines::Deadlines(QObject *parent)
    : QObject(parent)
    , m_timer(this)
{
    m_clock.start();
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &Deadlines::onTimeout);
}

Deadlines::Key Deadlines::add(int ms, std::function<void()> late)
{
    const Key key { m_clock.elapsed() + ms, ++m_last };
    m_pending.emplace(key, std::move(late));
    if (m_armedFor < 0 || key.first < m_armedFor)
        arm();
    return key;
}

// A timer armed for a deadline that was called off is left alone: it finds nothing and is set anew.
void Deadlines::arm()
{
    m_armedFor = m_pending.empty() ? -1 : m_pending.begin()->first.first;
    if (m_armedFor >= 0)
        m_timer.start(int(std::max<qint64>(0, m_armedFor - m_clock.elapsed())));
}

void Deadlines::onTimeout()
{
    const qint64 now = m_clock.elapsed();
    while (!m_pending.empty() && m_pending.begin()->first.first <= now) {
        // Out of the map first: it may add or call off others.
        const std::function<void()> late = std::move(m_pending.begin()->second);
        m_pending.erase(m_pending.begin());
        late();
    }
    arm();
}

} // namespace greenroom
