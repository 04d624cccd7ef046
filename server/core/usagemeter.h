// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"

#include <QHash>
#include <QMap>
#include <QQueue>
#include <QSet>
#include <QStringList>

#include <optional>

// What AWS would count of the traffic in the journal (contract §10): a fold over events, the same live and from
// disk. Everything is a whole number, so the sums by route, by connection and by kind are equal.

namespace greenroom {

inline constexpr qint64 messageUnitBytes = 32 * 1024;     // pricing page: one message for each started 32 KB
inline constexpr int unknownMemoryMb = 128;               // (R) Lambda's own default, where nothing says more

// 33 KB are two; an empty message is one.
constexpr qint64 messageUnits(qint64 bytes) { return bytes <= 0 ? 1 : (bytes + messageUnitBytes - 1) / messageUnitBytes; }
// Every started minute of one connection (R).
constexpr qint64 startedMinutes(qint64 ms) { return ms <= 0 ? 1 : (ms + 59'999) / 60'000; }

struct Usage
{
    qint64 messagesIn = 0;    // from clients
    qint64 messagesOut = 0;   // to clients, error frames and @connections posts included
    qint64 unitsIn = 0;       // of 32 KB
    qint64 unitsOut = 0;
    qint64 bytesOut = 0;
    qint64 minutes = 0;
    qint64 calls = 0;         // of functions, $connect, $disconnect and authorisers included
    qint64 billedMs = 0;
    qint64 megabyteMs = 0;    // Σ billed ms × configured MB

    // What is not quite known of the above.
    qint64 countedMessages = 0;   // whose sizes are known in sum only: their units are a lower bound
    qint64 assumedMemory = 0;     // calls whose memory nobody said
    qint64 lateCalls = 0;         // timed out; billed for the time we waited, in truth perhaps longer
    qint64 suiteCalls = 0;        // of test suites behind a route: nothing AWS has, nothing billed

    double gbSeconds() const { return double(megabyteMs) / 1024 / 1000; }
    bool isEmpty() const { return *this == Usage(); }
    Usage &operator+=(const Usage &other);
    bool operator==(const Usage &) const = default;
};

// What is measured: from … until in ms since the epoch, and of one run only the hosts its clients spoke to.
struct UsageSpan
{
    qint64 from = 0;      // 0: from the first event
    qint64 until = 0;     // 0: to the last event, and on
    QString runId;
};

// Rows that are no route of the API.
inline constexpr auto openRow = "(open connections)";
inline constexpr auto postsRow = "(@connections)";
inline constexpr auto countedRow = "(counted only)";
inline constexpr auto otherRow = "(no route)";      // authorisers, direct calls, messages nothing matched
inline constexpr auto clientRow = "(seen by our client)";

struct ConnectionUsage
{
    QString connectionId;   // empty for what belongs to no connection
    QString name;           // of a client of ours, else empty
    qint64 openedAt = 0;
    bool isOpen = false;
    Usage usage;
};

struct UsageSums
{
    Usage total;
    QMap<QString, Usage> routes;
    QList<ConnectionUsage> connections;   // in the order they were opened
    qint64 from = 0;
    qint64 until = 0;
    QStringList regions;      // of the APIs that were used
    qint64 remoteConnections = 0; // of our clients to hosts that are not ours: their functions are not seen

    double hours() const { return double(until - from) / 3'600'000; }
};

class UsageMeter
{
public:
    explicit UsageMeter(UsageSpan span = {}) : m_span(std::move(span)) {}

    // In the journal's order. Events before the span are context: who was open, who listens where.
    void take(const Event &event);
    // The launch whose events came last has no more of them. With a time: its program is gone, and what it
    // left open ended then.
    void endLaunch(std::optional<qint64> endedAt);

    // `now` ends what is still open.
    UsageSums sums(qint64 now) const;

private:
    struct Connection
    {
        bool isClient = false;
        QString apiId;
        QString name;
        QString runId;
        QString host;         // a client's: where it went
        int port = 0;
        qint64 openedAt = 0;  // 0: never seen to open
        qint64 closedAt = 0;  // 0: open
        int launch = 0;
        qsizetype order = 0;
        QMap<QString, Usage> routes;
    };
    struct Listening
    {
        QString apiId;
        QString host;
        int port = 0;
        qint64 from = 0;
        qint64 until = 0;   // 0: still
        int launch = 0;
    };
    struct Call
    {
        QString connectionId;
        QString routeKey;
        QString apiId;
        bool isFunction = false;
        bool isCounted = false;   // within the span
        qint64 megabyteMs = 0;    // billed so far
        qint64 billedMs = 0;
    };
    struct Memory
    {
        int mb = 0;
        bool isAssumed = false;
    };

    void onListening(const Event &event, const ListeningChanged &changed);
    void onOpened(const Event &event, const ConnectionOpened &opened);
    void onReceived(const Event &event, const MessageReceived &received);
    void onSent(const Event &event, const MessageSent &sent);
    void onCounted(const Event &event, const TrafficCounted &counted);
    void onInvoked(const Event &event, const IntegrationInvoked &invoked);
    void onAnswered(const Event &event, const IntegrationAnswered &answered);
    void onLogged(const Event &event, const FunctionLogged &logged);

    bool isWithin(qint64 at) const { return at >= m_span.from && (m_span.until == 0 || at <= m_span.until); }
    // Books under a connection (or none) and a route, and remembers when.
    Usage &book(qint64 at, const QString &connectionId, const QString &routeKey);
    Connection &connection(const QString &connectionId);
    Usage &bookLate(qint64 at, const Call &call);
    void bill(Call &call, qint64 at, qint64 billedMs, Memory memory);
    bool isNewBill(const QString &lambdaRequestId);
    Memory memoryOf(const QString &function, int said) const;
    qint64 minutesOf(const Connection &connection, qint64 until) const;
    QString hostedHere(const Connection &client) const;   // the apiId it spoke to, empty for hosts elsewhere
    bool belongs(const Connection &connection, const QString &hosted, const QSet<QString> &dialled) const;

    UsageSpan m_span;
    int m_launch = 0;
    qint64 m_first = 0;
    qint64 m_last = 0;
    QHash<QString, Connection> m_connections;
    QList<Listening> m_listenings;
    QHash<QString, Call> m_calls;            // by requestId, until answered
    QHash<QString, Call> m_late;             // timed out: a REPORT line may still tell what it cost
    QSet<QString> m_billed;                  // lambdaRequestIds, the last few thousand
    QQueue<QString> m_billedInOrder;
    QHash<QString, int> m_memory;            // function → MB
    QHash<QString, QString> m_regions;       // apiId → region
};

} // namespace greenroom
