// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/invocationsmodel.h"

#include "words.h"

using namespace Qt::StringLiterals;

namespace greenroom {

InvocationsModel::InvocationsModel(QObject *parent, int limit)
    : RowModel(ColumnCount, limit, parent)
{
}

void InvocationsModel::fold(const QList<Event> &batch)
{
    for (const Event &event : batch) {
        if (const auto *invoked = std::get_if<IntegrationInvoked>(&event.payload)) {
            InvocationRow row;
            row.invoked = *invoked;
            row.at = event.at;
            m_numbers.insert(invoked->requestId, append(std::move(row)));
        } else if (const auto *answered = std::get_if<IntegrationAnswered>(&event.payload)) {
            if (InvocationRow *row = change(m_numbers.value(answered->requestId, -1))) {
                row->isAnswered = true;
                row->answered = *answered;
            }
        }
    }
    commit();
}

int InvocationsModel::rowOf(const QString &requestId) const
{
    return rowOfNumber(m_numbers.value(requestId, -1));
}

const InvocationRow *InvocationsModel::invocation(const QString &requestId) const
{
    return find(m_numbers.value(requestId, -1));
}

QVariant InvocationsModel::cell(const InvocationRow &row, int column, int role) const
{
    switch (role) {
    case RequestIdRole: return row.invoked.requestId;
    case ConnectionIdRole: return row.invoked.connectionId;
    case FailedRole: return row.hasFailed();
    case Qt::TextAlignmentRole: return int(alignment(column) | Qt::AlignVCenter);
    case Qt::ToolTipRole: return row.answered.errorMessage;
    case Qt::DisplayRole: break;
    default: return {};
    }
    const bool known = row.isAnswered;
    switch (column) {
    case Time: return clockText(row.at);
    case Route: return row.invoked.routeKey;
    case Function: return row.invoked.function.isEmpty() ? row.invoked.integration : row.invoked.function;
    case Outcome: return known ? row.answered.outcome : tr("running");
    case Took: return known ? durationText(row.answered.durationMs) : u"–"_s;
    case Queue: return known ? durationText(row.answered.queueMs) : u"–"_s;
    case Memory: return known && row.answered.maxMemoryMb > 0 ? u"%1 MB"_s.arg(qRound(row.answered.maxMemoryMb)) : u"–"_s;
    case Connection: return row.invoked.connectionId;
    default: return {};
    }
}

QString InvocationsModel::headerCell(int column) const
{
    switch (column) {
    case Time: return tr("Time");
    case Route: return tr("Route");
    case Function: return tr("Function");
    case Outcome: return tr("Outcome");
    case Took: return tr("Took");
    case Queue: return tr("Waited");
    case Memory: return tr("Memory");
    case Connection: return tr("Connection");
    default: return {};
    }
}

QStringList InvocationsModel::filterFields() const
{
    return { u"route"_s, u"function"_s, u"status"_s, u"took"_s, u"id"_s };
}

QVariant InvocationsModel::fieldOf(const InvocationRow &row, const QString &field) const
{
    if (field.isEmpty())
        return QString(row.invoked.routeKey + u' ' + row.invoked.function + u' ' + row.answered.errorMessage + u' '
                       + QString::fromUtf8(row.invoked.event));
    if (field == "route"_L1) return row.invoked.routeKey;
    if (field == "function"_L1) return row.invoked.function;
    if (field == "status"_L1) return row.hasFailed() ? u"failed "_s + row.answered.outcome : row.answered.outcome;
    if (field == "took"_L1) return row.isAnswered ? row.answered.durationMs : -1.0;
    return QString(row.invoked.requestId + u' ' + row.invoked.connectionId + u' ' + row.answered.lambdaRequestId);
}

Qt::Alignment InvocationsModel::alignment(int column) const
{
    return column == Took || column == Queue || column == Memory ? Qt::AlignRight : Qt::AlignLeft;
}

void InvocationsModel::leaving(const InvocationRow &row, qint64 number)
{
    if (m_numbers.value(row.invoked.requestId, -1) == number)
        m_numbers.remove(row.invoked.requestId);
}

void InvocationsModel::cleared()
{
    m_numbers.clear();
}

} // namespace greenroom
