// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/faults.h"

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace greenroom {

const QList<FaultKind> &faultKinds()
{
    // The table of faults.
    static const QList<FaultKind> kinds {
        { "cut", Fault::Kind::Cut, "breaks the line without a close frame: the client sees 1006", "connection", true },
        { "idle", Fault::Kind::Idle, "closes as after ten idle minutes (1001)", "connection", true },
        { "limit", Fault::Kind::Limit, "closes as after two hours (1001)", "connection", true },
        { "restart", Fault::Kind::Restart, "closes as when the service restarts (1012)", "connection", true },
        { "fill", Fault::Kind::Fill, "behaves as if the client reads too slowly: posts to it are refused, its answers close it with 1008", "connection, for", true },
        { "throttle", Fault::Kind::Throttle, "answers messages with “Too Many Requests” and handshakes with 429", "for", false },
        { "latency", Fault::Kind::Latency, "delays messages in both directions", "by, for", false },
        { "loss", Fault::Kind::Loss, "loses a share of the messages from clients", "share, for", false },
        { "fail", Fault::Kind::Fail, "fails the next invocations", "next, function", false },
        { "cold", Fault::Kind::Cold, "ends warm instances, so that the next invocations are cold", "function", false },
    };
    return kinds;
}

const FaultKind &faultKind(Fault::Kind kind)
{
    const QList<FaultKind> &kinds = faultKinds();
    return *std::find_if(kinds.begin(), kinds.end(), [kind](const FaultKind &known) { return known.kind == kind; });
}

QString faultName(Fault::Kind kind)
{
    return QLatin1StringView(faultKind(kind).name);
}

void ActiveFaults::begin(const Fault &fault, qint64 now)
{
    m_quiet = false;
    const qint64 until = fault.forMs > 0 ? now + fault.forMs : std::numeric_limits<qint64>::max();
    switch (fault.kind) {
    case Fault::Kind::Throttle:
        m_throttleUntil = until;
        return;
    case Fault::Kind::Latency:
        m_latencyUntil = until;
        m_latencyMs = fault.byMs;
        return;
    case Fault::Kind::Loss:
        m_lossUntil = until;
        m_share = fault.share;
        m_lost = 0;
        return;
    case Fault::Kind::Fail:
        m_failures = fault.next;
        m_failing = fault.function;
        return;
    default:
        return;   // over as soon as they happened
    }
}

bool ActiveFaults::losesOne(qint64 now)
{
    if (now >= m_lossUntil)
        return false;
    m_lost += m_share;
    if (m_lost < 1 - 1e-9)
        return false;
    m_lost -= 1;
    return true;
}

bool ActiveFaults::failsOne(const QString &function)
{
    if (m_failures == 0 || (!m_failing.isEmpty() && m_failing != function))
        return false;
    --m_failures;
    return true;
}

} // namespace greenroom
