// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/batches.h"

#include <QJsonDocument>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int launchShift = 40;
constexpr quint64 sequenceMask = (1ULL << launchShift) - 1;
constexpr qsizetype fullAt = 256 * 1024;   // bytes; what is larger makes trimming coarse
constexpr std::size_t keptBuffers = 8;

// What a run's tree and reports are made of stays longer than everything else.
bool isTraffic(const Payload &payload)
{
    return std::visit([]<class Gadget>(const Gadget &) {
        constexpr std::string_view kind = Gadget::kind;
        return !kind.starts_with("run.") && kind != TestFound::kind && kind != TestStarted::kind
            && kind != TestFinished::kind && kind != StepFinished::kind;
    }, payload);
}

// Takes what stands before from the line's beginning, and the number behind it.
template <class Number>
bool takeNumber(QByteArrayView &rest, QByteArrayView before, Number &number)
{
    if (!rest.startsWith(before))
        return false;
    const char *from = rest.data() + before.size();
    const auto [end, error] = std::from_chars(from, rest.data() + rest.size(), number);
    rest = rest.sliced(end - rest.data());
    return error == std::errc();
}

std::optional<EventLine> lineOf(QByteArrayView json)
{
    static constexpr QByteArrayView beforeKind = ",\"kind\":\"";
    EventLine line;
    line.json = json;
    QByteArrayView rest = json;
    if (!takeNumber(rest, "{\"seq\":", line.sequence) || !takeNumber(rest, ",\"at\":", line.at) || !rest.startsWith(beforeKind))
        return std::nullopt;
    rest = rest.sliced(beforeKind.size());
    line.kind = rest.first(std::max<qsizetype>(rest.indexOf('"'), 0));
    return line;
}

// Each line without what stands around it: "[", ",\n", "]".
void forEachLine(QByteArrayView events, const std::function<void(const EventLine &)> &take)
{
    for (qsizetype start = 1, end = 0; start < events.size(); start = end + 2) {
        end = events.indexOf('\n', start);
        end = (end < 0 ? events.size() : end) - 1;
        if (const std::optional<EventLine> line = lineOf(events.sliced(start, end - start)))
            take(*line);
    }
}

} // namespace

qint64 batchId(qint64 launch, quint64 sequence)
{
    return (launch << launchShift) + qint64(sequence & sequenceMask);
}

qint64 launchOfBatch(qint64 id)
{
    return id >> launchShift;
}

Batch &BatchRows::rowFor(const QString &run, bool traffic)
{
    for (std::size_t i = m_used; i > 0; --i) {
        Batch &row = m_rows[i - 1];
        if (row.traffic == traffic && row.run == run) {
            if (row.events.size() < fullAt)
                return row;
            break;
        }
    }
    if (m_used == m_rows.size())
        m_rows.emplace_back();
    Batch &row = m_rows[m_used++];
    row.run = run;
    row.traffic = traffic;
    row.count = 0;
    row.events.resize(0);   // keeps what it holds of memory
    return row;
}

void BatchRows::add(const Event &event, const QString &run, const QList<QByteArray> &without)
{
    Batch &row = rowFor(run, isTraffic(event.payload));
    if (row.count++ == 0) {
        row.first = event.sequence;
        row.firstAt = row.lastAt = event.at;
        row.events += '[';
    } else {
        row.firstAt = std::min(row.firstAt, event.at);
        row.lastAt = std::max(row.lastAt, event.at);
        row.events += ",\n";
    }
    appendEvent(row.events, event, without);
}

std::span<const Batch> BatchRows::finish()
{
    if (m_rows.size() > std::max(keptBuffers, m_used))
        m_rows.resize(std::max(keptBuffers, m_used));
    for (std::size_t i = 0; i < m_used; ++i)
        m_rows[i].events += ']';
    return { m_rows.data(), m_used };
}

void readBatches(QSqlQuery &query, const std::function<bool(const EventLine &)> &wants,
                 const std::function<void(qint64 launch, const Event &)> &take)
{
    qint64 launch = 0;
    quint64 last = 0;       // of what waits
    QList<Event> waiting;   // of rows that overlap
    const auto deliver = [&] {
        std::sort(waiting.begin(), waiting.end(), [](const Event &a, const Event &b) { return a.sequence < b.sequence; });
        for (const Event &event : std::as_const(waiting))
            take(launch, event);
        waiting.clear();
    };
    while (query.next()) {
        const qint64 id = query.value(0).toLongLong();
        if (launchOfBatch(id) != launch || (quint64(id) & sequenceMask) > last) {
            deliver();
            launch = launchOfBatch(id);
            last = 0;
        }
        const QByteArray events = query.value(1).toByteArray();
        forEachLine(events, [&](const EventLine &line) {
            last = std::max(last, line.sequence);
            if (!wants(line))
                return;
            const QByteArray json = QByteArray::fromRawData(line.json.data(), line.json.size());
            if (std::optional<Event> event = eventFromJson(QJsonDocument::fromJson(json).object()))
                waiting.append(std::move(*event));
        });
    }
    deliver();
}

} // namespace greenroom
