// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Faults as a hosted API meets them.

#include "gateway/hostedapi.h"

#include <QDateTime>
#include <QPointer>

#include <algorithm>
#include <limits>
#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

QList<Connection *> HostedApi::openConnections() const
{
    QList<Connection *> open;
    for (const auto &[id, connection] : m_connections) {
        if (connection->isOpen())
            open.append(connection);
    }
    std::sort(open.begin(), open.end(), [](const Connection *one, const Connection *other) {
        return one->facts().connectedAt < other->facts().connectedAt;
    });
    return open;
}

void HostedApi::inflict(const Fault &fault, const QList<Connection *> &connections)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    m_faults.begin(fault, now);
    if (fault.kind == Fault::Kind::Cold)
        m_functions->forgetWarm(fault.function);
    for (Connection *connection : connections) {
        switch (fault.kind) {
        case Fault::Kind::Cut:
            connection->cut();
            break;
        case Fault::Kind::Idle:
        case Fault::Kind::Limit:
            connection->close(1001, u"Going away"_s);
            break;
        case Fault::Kind::Restart:
            connection->close(1012, u"Service restart"_s);
            break;
        case Fault::Kind::Fill:
            connection->fullUntil = fault.forMs > 0 ? now + fault.forMs : std::numeric_limits<qint64>::max();
            break;
        default:
            break;
        }
    }
}

bool HostedApi::isFull(const Connection &connection) const
{
    if (connection.fullUntil != 0 && connection.fullUntil > QDateTime::currentMSecsSinceEpoch())
        return true;
    return m_quotas.sendBufferBytes > 0 && connection.waitingBytes() >= m_quotas.sendBufferBytes;
}

// True when the message comes later, or never.
bool HostedApi::meetsFaults(Connection &connection, const QByteArray &body, bool binary)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    if (m_faults.losesOne(now)) {
        notice(u"info"_s, u"A message of connection %1 was lost, as asked for."_s.arg(connection.id()));
        return true;
    }
    const int delay = m_faults.latencyMs(now);
    if (delay == 0 && m_late.isEmpty())
        return false;
    later(now + delay, [this, to = QPointer<Connection>(&connection), body, binary] {
        if (to && to->isOpen())
            takeMessage(*to, body, binary);
    });
    return true;
}

// In the order they came, also when the latency changes or ends in between.
void HostedApi::later(qint64 due, std::function<void()> what)
{
    if (!m_late.isEmpty())
        due = std::max(due, m_late.last().first);
    m_late.enqueue({ due, std::move(what) });
    if (m_lateTimer.isActive())
        return;
    m_lateTimer.setSingleShot(true);
    m_lateTimer.setTimerType(Qt::PreciseTimer);
    m_lateTimer.callOnTimeout(this, &HostedApi::catchUp, Qt::UniqueConnection);
    m_lateTimer.start(int(std::max<qint64>(0, due - QDateTime::currentMSecsSinceEpoch())));
}

void HostedApi::catchUp()
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    while (!m_late.isEmpty() && m_late.head().first <= now)
        m_late.dequeue().second();
    if (!m_late.isEmpty())
        m_lateTimer.start(int(m_late.head().first - now));
}

} // namespace greenroom
