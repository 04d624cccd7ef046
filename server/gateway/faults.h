// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem.h"

#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

namespace greenroom {

// Trouble on demand: what the real service does when it likes, done here when a person likes.
struct Fault
{
    enum class Kind { Cut, Idle, Limit, Restart, Throttle, Latency, Loss, Fail, Cold, Fill };

    Kind kind = Kind::Cut;
    QString apiId;              // empty: every API hosted
    QString connection;         // “any” (the oldest), “newest”, “all” or a connection id; empty: what the kind takes
    int atMs = 0;               // after the host is ready
    int everyMs = 0;            // again and again; 0: once
    int forMs = 0;              // throttle, latency, loss, fill: how long; 0: until the host stops
    int byMs = 0;               // latency: how much
    double share = 0;           // loss: of the messages, 0 to 1
    int next = 1;               // fail: how many invocations
    QString function;           // fail, cold: one function's; empty: any
    Place place;
};

// What a kind is called, and what may be said with it.
struct FaultKind
{
    const char *name;
    Fault::Kind kind;
    const char *what;           // one sentence for help and the schema
    const char *keys;           // beside at, every and do
    bool meansConnections;      // or the API as a whole
};

const QList<FaultKind> &faultKinds();
const FaultKind &faultKind(Fault::Kind kind);
QString faultName(Fault::Kind kind);

// A YAML list, one mapping a fault: { at: 5s, connection: any, do: cut }.
struct FaultsReading
{
    QList<Fault> faults;
    Problems problems;
};
FaultsReading readFaults(const QString &file);
// The file's form for help, generated from the table.
QString faultsHelp();

// The faults of an API that last: when they end, and how they decide. Times are ms since the epoch.
class ActiveFaults
{
public:
    void begin(const Fault &fault, qint64 now);

    // Nothing was ever asked for: no message need look further.
    bool isQuiet() const { return m_quiet; }
    bool isThrottling(qint64 now) const { return now < m_throttleUntil; }
    int latencyMs(qint64 now) const { return now < m_latencyUntil ? m_latencyMs : 0; }
    // True for the share of messages that get lost: spread evenly, so that the same traffic loses the same.
    bool losesOne(qint64 now);
    // True as often as was asked for, of this function.
    bool failsOne(const QString &function);

private:
    bool m_quiet = true;
    qint64 m_throttleUntil = 0;
    qint64 m_latencyUntil = 0;
    int m_latencyMs = 0;
    qint64 m_lossUntil = 0;
    double m_share = 0;
    double m_lost = 0;
    int m_failures = 0;
    QString m_failing;
};

} // namespace greenroom
