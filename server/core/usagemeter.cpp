// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/usagemeter.h"

#include <QUrl>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr qsizetype billsRemembered = 20'000;   // a REPORT line and the answer it belongs to are never this far apart
constexpr qint64 dialSlackMs = 5'000;           // between a host's word that it stopped and its last client

bool isMessage(const QString &opcode)
{
    return opcode == "text"_L1 || opcode == "binary"_L1;
}

QString rowOf(const QString &routeKey, const QString &origin)
{
    if (!routeKey.isEmpty())
        return routeKey;
    return origin == "post"_L1 || origin == "person"_L1 || origin == "suite"_L1 ? QLatin1StringView(postsRow)
                                                                                : QLatin1StringView(otherRow);
}

struct Report
{
    QString lambdaRequestId;
    qint64 billedMs = -1;
    int memoryMb = 0;
};

// "REPORT RequestId: …\tDuration: …\tBilled Duration: 296 ms\tMemory Size: 128 MB\t…" in whatever order.
std::optional<Report> readReport(const QString &text)
{
    if (!text.startsWith("REPORT RequestId: "_L1))
        return std::nullopt;
    Report report;
    const QStringList fields = text.mid(7).split(u'\t');
    for (const QString &field : fields) {
        const QString value = field.section(u": "_s, 1).section(u' ', 0, 0);
        if (field.startsWith("RequestId: "_L1))
            report.lambdaRequestId = value;
        else if (field.startsWith("Billed Duration: "_L1))
            report.billedMs = value.toLongLong();
        else if (field.startsWith("Memory Size: "_L1))
            report.memoryMb = value.toInt();
    }
    return report.billedMs >= 0 ? std::optional(report) : std::nullopt;
}

bool isThisMachine(const QString &host)
{
    const QString bare = host.startsWith(u'[') ? host.mid(1, host.size() - 2) : host;
    return bare == "localhost"_L1 || bare.endsWith(".localhost"_L1) || bare == "::1"_L1 || bare.startsWith("127."_L1);
}

} // namespace

Usage &Usage::operator+=(const Usage &other)
{
    messagesIn += other.messagesIn;
    messagesOut += other.messagesOut;
    unitsIn += other.unitsIn;
    unitsOut += other.unitsOut;
    bytesOut += other.bytesOut;
    minutes += other.minutes;
    calls += other.calls;
    billedMs += other.billedMs;
    megabyteMs += other.megabyteMs;
    countedMessages += other.countedMessages;
    assumedMemory += other.assumedMemory;
    lateCalls += other.lateCalls;
    suiteCalls += other.suiteCalls;
    return *this;
}

void UsageMeter::take(const Event &event)
{
    std::visit(Overloaded {
        [&](const ProjectOpened &opened) {
            m_regions.insert(opened.apiId, opened.region);
            for (const QJsonValue &function : opened.functions)
                m_memory.insert(function["name"_L1].toString(), function["memoryMb"_L1].toInt());
        },
        [&](const ListeningChanged &changed) { onListening(event, changed); },
        [&](const ConnectionOpened &opened) { onOpened(event, opened); },
        [&](const ConnectionClosed &closed) {
            if (const auto found = m_connections.find(closed.connectionId); found != m_connections.end())
                found->closedAt = event.at;
        },
        [&](const MessageReceived &received) { onReceived(event, received); },
        [&](const MessageSent &sent) { onSent(event, sent); },
        [&](const TrafficCounted &counted) { onCounted(event, counted); },
        [&](const IntegrationInvoked &invoked) { onInvoked(event, invoked); },
        [&](const IntegrationAnswered &answered) { onAnswered(event, answered); },
        [&](const FunctionLogged &logged) { onLogged(event, logged); },
        [](const auto &) {},
    }, event.payload);
}

void UsageMeter::endLaunch(std::optional<qint64> endedAt)
{
    if (endedAt) {
        for (Connection &connection : m_connections) {
            if (connection.launch == m_launch && connection.openedAt > 0 && connection.closedAt == 0)
                connection.closedAt = std::max(*endedAt, connection.openedAt);
        }
        for (Listening &listening : m_listenings) {
            if (listening.launch == m_launch && listening.until == 0)
                listening.until = *endedAt;
        }
        m_calls.clear();   // nobody will answer them now
        m_late.clear();
    }
    ++m_launch;
}

UsageMeter::Connection &UsageMeter::connection(const QString &connectionId)
{
    const auto found = m_connections.find(connectionId);
    if (found != m_connections.end())
        return *found;
    Connection fresh;
    fresh.isClient = connectionId.startsWith("client-"_L1);
    fresh.launch = m_launch;
    fresh.order = m_connections.size();
    return *m_connections.insert(connectionId, fresh);
}

Usage &UsageMeter::book(qint64 at, const QString &connectionId, const QString &routeKey)
{
    m_first = m_first == 0 ? at : std::min(m_first, at);
    m_last = std::max(m_last, at);
    Connection &owner = connection(connectionId);
    return owner.routes[owner.isClient ? QString(QLatin1StringView(clientRow)) : routeKey];
}

void UsageMeter::onListening(const Event &event, const ListeningChanged &changed)
{
    if (changed.state == "listening"_L1) {
        m_listenings.append({ changed.apiId, QUrl(changed.wsUrl).host(), changed.port, event.at, 0, m_launch });
        return;
    }
    for (Listening &listening : m_listenings) {
        if (listening.launch == m_launch && listening.apiId == changed.apiId && listening.until == 0)
            listening.until = event.at;
    }
}

void UsageMeter::onOpened(const Event &event, const ConnectionOpened &opened)
{
    Connection &fresh = connection(opened.connectionId);
    fresh.isClient = opened.side == "client"_L1;
    fresh.apiId = opened.apiId;
    fresh.name = opened.name;
    fresh.runId = opened.runId;
    fresh.openedAt = event.at;
    if (fresh.isClient) {
        const QUrl url(opened.url);
        fresh.host = url.host();
        fresh.port = url.port(url.scheme() == "wss"_L1 ? 443 : 80);
    }
    if (isWithin(event.at)) {
        m_first = m_first == 0 ? event.at : std::min(m_first, event.at);
        m_last = std::max(m_last, event.at);
    }
}

void UsageMeter::onReceived(const Event &event, const MessageReceived &received)
{
    if (!isWithin(event.at) || !isMessage(received.opcode))
        return;
    Usage &usage = book(event.at, received.connectionId, received.routeKey.isEmpty() ? QString(QLatin1StringView(otherRow)) : received.routeKey);
    if (connection(received.connectionId).isClient) {   // what our client gets, its service sends
        ++usage.messagesOut;
        usage.unitsOut += messageUnits(received.size);
        usage.bytesOut += received.size;
    } else {
        ++usage.messagesIn;
        usage.unitsIn += messageUnits(received.size);
    }
}

void UsageMeter::onSent(const Event &event, const MessageSent &sent)
{
    if (!isWithin(event.at) || !isMessage(sent.opcode))
        return;
    Usage &usage = book(event.at, sent.connectionId, rowOf(sent.routeKey, sent.origin));
    if (connection(sent.connectionId).isClient) {
        ++usage.messagesIn;
        usage.unitsIn += messageUnits(sent.size);
    } else {
        ++usage.messagesOut;
        usage.unitsOut += messageUnits(sent.size);
        usage.bytesOut += sent.size;
    }
}

void UsageMeter::onCounted(const Event &event, const TrafficCounted &counted)
{
    if (!isWithin(event.at))
        return;
    // One owner for each API, so that a run finds the hosts it spoke to; shown as no connection.
    const QString owner = u"counted "_s + counted.apiId;
    Usage &usage = book(event.at, owner, QLatin1StringView(countedRow));
    connection(owner).apiId = counted.apiId;
    const auto units = [](qint64 messages, qint64 bytes) {
        return std::max(messages, (bytes + messageUnitBytes - 1) / messageUnitBytes);
    };
    usage.messagesIn += counted.received;
    usage.messagesOut += counted.sent;
    usage.unitsIn += units(counted.received, counted.receivedBytes);
    usage.unitsOut += units(counted.sent, counted.sentBytes);
    usage.bytesOut += counted.sentBytes;
    usage.countedMessages += counted.received + counted.sent;
}

void UsageMeter::onInvoked(const Event &event, const IntegrationInvoked &invoked)
{
    Connection &owner = connection(invoked.connectionId);
    if (owner.apiId.isEmpty())
        owner.apiId = invoked.apiId;
    Call call;
    call.connectionId = invoked.connectionId;
    call.routeKey = invoked.routeKey.isEmpty() ? QString(QLatin1StringView(otherRow)) : invoked.routeKey;
    call.apiId = invoked.apiId;
    // A built-in handler stands for a function: on AWS it would have to be one.
    call.isFunction = !invoked.function.isEmpty()
        && QStringList { u"AWS_PROXY"_s, u"AWS"_s, u"AUTHORIZER"_s, u"INVOKE"_s, u"BUILTIN"_s }.contains(invoked.integration);
    // The end of a connection belongs to where it began, also when it comes a moment after the span.
    const bool isLastWord = invoked.routeKey == "$disconnect"_L1 && owner.openedAt > 0 && isWithin(owner.openedAt);
    call.isCounted = isWithin(event.at) || isLastWord;
    if (call.isCounted && call.isFunction)
        ++bookLate(event.at, call).calls;
    if (isWithin(event.at) && invoked.integration == "TEST_SUITE"_L1)
        ++book(event.at, call.connectionId, call.routeKey).suiteCalls;
    m_calls.insert(invoked.requestId, call);
}

void UsageMeter::onAnswered(const Event &event, const IntegrationAnswered &answered)
{
    Call call;
    if (m_calls.contains(answered.requestId)) {
        call = m_calls.take(answered.requestId);
    } else if (answered.billedMs > 0) {   // its beginning is no longer in the archive
        call = { answered.connectionId, answered.routeKey, {}, true, isWithin(event.at) };
        if (call.isCounted)
            ++book(event.at, call.connectionId, call.routeKey).calls;
    }
    if (!call.isCounted || !call.isFunction)
        return;
    if (answered.billedMs > 0) {
        if (answered.lambdaRequestId.isEmpty() || isNewBill(answered.lambdaRequestId))
            bill(call, event.at, answered.billedMs, memoryOf(answered.function, answered.memoryMb));
        return;
    }
    if (call.billedMs > 0)   // a REPORT line said so before
        return;
    // Nobody measured it: a built-in handler, or a function that outlived our patience.
    const double worked = std::max(answered.handlerMs + answered.initMs, answered.durationMs - answered.queueMs);
    bill(call, event.at, std::max<qint64>(1, qint64(std::ceil(worked))), memoryOf(answered.function, answered.memoryMb));
    if (answered.outcome == "timeout"_L1) {
        ++bookLate(event.at, call).lateCalls;
        m_late.insert(answered.requestId, call);
    }
}

void UsageMeter::onLogged(const Event &event, const FunctionLogged &logged)
{
    if (logged.level != "PLATFORM"_L1)
        return;
    const std::optional<Report> report = readReport(logged.text);
    if (!report || !isNewBill(report->lambdaRequestId))
        return;
    const Memory memory = memoryOf(logged.function, report->memoryMb);
    if (const auto pending = m_calls.find(logged.requestId); pending != m_calls.end()) {
        if (pending->isCounted)
            bill(*pending, event.at, report->billedMs, memory);
        return;
    }
    if (m_late.contains(logged.requestId)) {
        Call late = m_late.take(logged.requestId);
        --bookLate(event.at, late).lateCalls;
        bill(late, event.at, report->billedMs, memory);
        return;
    }
    if (!isWithin(event.at))
        return;
    // No route called it: an authoriser, or a call of its name.
    Call call { logged.connectionId, QLatin1StringView(otherRow), {}, true, true };
    ++book(event.at, call.connectionId, call.routeKey).calls;
    bill(call, event.at, report->billedMs, memory);
}

// What was billed before for the same call is part of the new bill.
void UsageMeter::bill(Call &call, qint64 at, qint64 billedMs, Memory memory)
{
    if (billedMs <= call.billedMs)
        return;
    Usage &usage = bookLate(at, call);
    usage.assumedMemory += memory.isAssumed && call.billedMs == 0 ? 1 : 0;
    usage.billedMs += billedMs - call.billedMs;
    usage.megabyteMs += billedMs * memory.mb - call.megabyteMs;
    call.billedMs = billedMs;
    call.megabyteMs = billedMs * memory.mb;
}

// What ends after the span began within it.
Usage &UsageMeter::bookLate(qint64 at, const Call &call)
{
    return book(isWithin(at) ? at : m_span.until, call.connectionId, call.routeKey);
}

bool UsageMeter::isNewBill(const QString &lambdaRequestId)
{
    if (m_billed.contains(lambdaRequestId))
        return false;
    m_billed.insert(lambdaRequestId);
    m_billedInOrder.enqueue(lambdaRequestId);
    if (m_billedInOrder.size() > billsRemembered)
        m_billed.remove(m_billedInOrder.dequeue());
    return true;
}

UsageMeter::Memory UsageMeter::memoryOf(const QString &function, int said) const
{
    const int memory = said > 0 ? said : m_memory.value(function);
    return memory > 0 ? Memory { memory, false } : Memory { unknownMemoryMb, true };
}

qint64 UsageMeter::minutesOf(const Connection &connection, qint64 until) const
{
    if (connection.openedAt == 0)
        return 0;
    const qint64 closedAt = connection.closedAt > 0 ? connection.closedAt : std::max(until, connection.openedAt);
    const qint64 begin = std::max(connection.openedAt, m_span.from);
    const qint64 end = m_span.until > 0 ? std::min(closedAt, m_span.until) : closedAt;
    return end < begin ? 0 : startedMinutes(end - begin);
}

QString UsageMeter::hostedHere(const Connection &client) const
{
    QString found;
    for (const Listening &listening : m_listenings) {
        const bool isThere = listening.port == client.port && (isThisMachine(client.host) || client.host == listening.host);
        const bool isThen = listening.from <= client.openedAt + dialSlackMs
            && (listening.until == 0 || listening.until + dialSlackMs >= client.openedAt);
        if (isThere && isThen)
            found = listening.apiId;
    }
    return found;
}

bool UsageMeter::belongs(const Connection &connection, const QString &hosted, const QSet<QString> &dialled) const
{
    if (connection.isClient)   // what we host ourselves is measured on the host's side
        return hosted.isEmpty() && (m_span.runId.isEmpty() || connection.runId == m_span.runId);
    return m_span.runId.isEmpty() || dialled.contains(connection.apiId);
}

UsageSums UsageMeter::sums(qint64 now) const
{
    UsageSums sums;
    sums.from = m_span.from > 0 ? m_span.from : m_first;
    QSet<QString> dialled;
    QList<std::pair<QString, const Connection *>> ordered;
    bool anyOpen = false;
    for (auto it = m_connections.begin(); it != m_connections.end(); ++it) {
        ordered.append({ it.key(), &*it });
        anyOpen = anyOpen || (it->openedAt > 0 && it->closedAt == 0);
        if (it->isClient && it->runId == m_span.runId)
            dialled.insert(hostedHere(*it));
    }
    dialled.remove({});
    std::sort(ordered.begin(), ordered.end(), [](const auto &a, const auto &b) { return a.second->order < b.second->order; });
    sums.until = m_span.until > 0 ? m_span.until : anyOpen || m_span.from > 0 ? std::max(now, m_last) : m_last;

    QSet<QString> regions;
    ConnectionUsage nobodys;
    for (const auto &[id, connection] : std::as_const(ordered)) {
        if (!belongs(*connection, connection->isClient ? hostedHere(*connection) : QString(), dialled))
            continue;
        QMap<QString, Usage> routes = connection->routes;
        if (const qint64 minutes = minutesOf(*connection, sums.until))
            routes[connection->isClient ? QLatin1StringView(clientRow) : QLatin1StringView(openRow)].minutes += minutes;
        ConnectionUsage row { id, connection->name, connection->openedAt, connection->openedAt > 0 && connection->closedAt == 0, {} };
        for (auto route = routes.cbegin(); route != routes.cend(); ++route) {
            row.usage += *route;
            sums.routes[route.key()] += *route;
        }
        if (row.usage.isEmpty())
            continue;
        sums.total += row.usage;
        sums.remoteConnections += connection->isClient ? 1 : 0;
        if (!connection->isClient && m_regions.contains(connection->apiId))
            regions.insert(m_regions.value(connection->apiId));
        if (id.isEmpty() || id.startsWith("counted "_L1))
            nobodys.usage += row.usage;
        else
            sums.connections.append(row);
    }
    if (!nobodys.usage.isEmpty())
        sums.connections.append(nobodys);
    sums.regions = regions.values();
    sums.regions.sort();
    return sums;
}

} // namespace greenroom
