// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/framesmodel.h"

#include "words.h"

using namespace Qt::StringLiterals;

namespace greenroom {

FramesModel::FramesModel(QObject *parent, int limit)
    : RowModel(ColumnCount, limit, parent)
{
}

void FramesModel::fold(const QList<Event> &batch)
{
    for (const Event &event : batch) {
        const qint64 at = event.at;
        std::visit(Overloaded {
            [&](const ConnectionOpened &opened) {
                m_streams[opened.connectionId].client = opened.side == "client"_L1;
                addControl(opened.connectionId, u"open"_s, opened.subprotocol.toUtf8(), at);
            },
            [&](const ConnectionClosed &closed) {
                if (!m_streams.contains(closed.connectionId))
                    return;
                const QString words = u"%1 %2 %3"_s.arg(closed.code).arg(closeCodeWord(closed.code), closed.reason == closeCodeWord(closed.code) ? QString() : closed.reason);
                m_streams[closed.connectionId].gone = true;
                addControl(closed.connectionId, u"close"_s, words.simplified().toUtf8(), at);
            },
            [&](const MessageReceived &message) {
                FrameRow row;
                row.connectionId = message.connectionId;
                row.messageId = message.messageId;
                row.opcode = message.opcode;
                row.size = message.size;
                row.body = message.body;
                row.routeKey = message.routeKey;
                row.requestId = message.requestId;
                add(std::move(row), true, at);
            },
            [&](const MessageSent &message) {
                FrameRow row;
                row.connectionId = message.connectionId;
                row.messageId = message.messageId;
                row.opcode = message.opcode;
                row.size = message.size;
                row.body = message.body;
                row.origin = message.origin;
                row.routeKey = message.routeKey;
                row.requestId = message.requestId;
                add(std::move(row), false, at);
            },
            [&](const IntegrationAnswered &answered) { answer(answered); },
            [](const auto &) {},
        }, event.payload);
    }
    commit();
}

void FramesModel::addControl(const QString &connectionId, const QString &opcode, const QByteArray &words, qint64 at)
{
    FrameRow row;
    row.connectionId = connectionId;
    row.opcode = opcode;
    row.body = words;
    add(std::move(row), true, at);
}

QString FramesModel::shared(const QString &text)
{
    if (text.isEmpty())
        return {};
    if (m_shared.size() > 20000)
        m_shared.clear();
    return *m_shared.insert(text);
}

void FramesModel::add(FrameRow row, bool received, qint64 at)
{
    for (QString *text : { &row.connectionId, &row.opcode, &row.origin, &row.routeKey })
        *text = shared(*text);
    Stream &stream = m_streams[row.connectionId];
    row.number = ++stream.frames;
    ++stream.held;
    row.at = at;
    row.delta = stream.lastAt ? at - stream.lastAt : -1;
    row.toService = received != stream.client;
    stream.lastAt = at;
    const QString requestId = row.requestId;
    row.serial = m_serial++;
    const qint64 number = append(std::move(row));
    if (!requestId.isEmpty())
        m_byRequest[requestId] << number;
}

void FramesModel::answer(const IntegrationAnswered &answered)
{
    const auto rows = m_byRequest.constFind(answered.requestId);
    if (rows == m_byRequest.constEnd())
        return;
    for (const qint64 number : *rows) {
        FrameRow *row = change(number);
        if (!row)
            continue;
        row->tookMs = answered.durationMs;
        row->function = shared(answered.function);
        row->outcome = shared(answered.outcome);
        if (row->toService && row->hasFailed()) {
            row->reason = answered.errorType.isEmpty() || answered.errorMessage.startsWith(answered.errorType)
                ? answered.errorMessage
                : answered.errorType + u": "_s + answered.errorMessage;
        }
    }
}

int FramesModel::rowOfFrame(const FrameRow &frame) const
{
    return rowOfNumber(frame.serial);
}

QList<int> FramesModel::rowsOfRequest(const QString &requestId) const
{
    QList<int> rows;
    const QList<qint64> numbers = m_byRequest.value(requestId);
    for (const qint64 number : numbers) {
        if (const int row = rowOfNumber(number); row >= 0)
            rows << row;
    }
    return rows;
}

QVariant FramesModel::cell(const FrameRow &row, int column, int role) const
{
    switch (role) {
    case ConnectionIdRole: return row.connectionId;
    case RequestIdRole: return row.requestId;
    case FailedRole: return row.hasFailed();
    case ReasonRole: return row.reason;
    case AtRole: return row.at;
    case Qt::AccessibleTextRole: return column == Body && !row.reason.isEmpty() ? tr("%1. Failed: %2").arg(cell(row, column, Qt::DisplayRole).toString(), row.reason) : cell(row, column, Qt::DisplayRole);
    case Qt::TextAlignmentRole: return int(alignment(column) | Qt::AlignVCenter);
    case Qt::DisplayRole: break;
    default: return {};
    }
    switch (column) {
    case Number: return countText(row.number);
    case Time: return clockText(row.at);
    case Delta: return row.delta < 0 ? u"–"_s : QString(u'+' + durationText(double(row.delta)));
    case Arrow: return row.isControl() ? tr("control") : row.toService ? tr("sent") : tr("received");
    case Size: return row.size < 1000 ? QString::number(row.size) : sizeText(row.size);
    case Route: return row.routeKey.isEmpty() ? u"–"_s : row.routeKey;
    case Function: return row.function.isEmpty() ? u"–"_s : row.function;
    case Took: return row.tookMs < 0 ? u"–"_s : durationText(row.tookMs);
    case Body: return row.isControl() ? QString(row.opcode.toUpper() + u' ' + QString::fromUtf8(row.body)).trimmed() : plainSentence(row.body, 400);
    default: return {};
    }
}

QString FramesModel::headerCell(int column) const
{
    switch (column) {
    case Number: return tr("No.");
    case Time: return tr("Time");
    case Delta: return tr("Since last");
    case Size: return tr("Bytes");
    case Route: return tr("Route");
    case Function: return tr("Function");
    case Took: return tr("Took");
    case Body: return tr("Message");
    default: return {};
    }
}

QStringList FramesModel::filterFields() const
{
    return { u"route"_s, u"function"_s, u"status"_s, u"dir"_s, u"size"_s, u"took"_s, u"kind"_s, u"id"_s, u"origin"_s };
}

QVariant FramesModel::fieldOf(const FrameRow &row, const QString &field) const
{
    if (field.isEmpty())
        return QString(QString::fromUtf8(row.body) + u' ' + row.routeKey + u' ' + row.function + u' ' + row.reason);
    if (field == "route"_L1) return row.routeKey;
    if (field == "function"_L1) return row.function;
    if (field == "status"_L1) return row.hasFailed() ? u"failed "_s + row.outcome : row.outcome;
    if (field == "dir"_L1) return row.isControl() ? u"control"_s : row.toService ? u"out"_s : u"in"_s;
    if (field == "size"_L1) return row.size;
    if (field == "took"_L1) return row.tookMs;
    if (field == "kind"_L1) return row.opcode;
    if (field == "origin"_L1) return row.origin;
    return QString(row.connectionId + u' ' + row.requestId + u' ' + row.messageId);
}

Qt::Alignment FramesModel::alignment(int column) const
{
    return column == Number || column == Delta || column == Size || column == Took ? Qt::AlignRight : Qt::AlignLeft;
}

void FramesModel::leaving(const FrameRow &row, qint64 number)
{
    if (const auto stream = m_streams.find(row.connectionId); stream != m_streams.end() && --stream->held == 0 && stream->gone)
        m_streams.erase(stream);
    const auto rows = m_byRequest.find(row.requestId);
    if (rows == m_byRequest.end())
        return;
    rows->removeOne(number);
    if (rows->isEmpty())
        m_byRequest.erase(rows);
}

void FramesModel::cleared()
{
    m_streams.clear();
    m_byRequest.clear();
    m_shared.clear();
}

} // namespace greenroom
