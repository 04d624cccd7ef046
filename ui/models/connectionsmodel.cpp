// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/connectionsmodel.h"

#include "words.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace greenroom {

QString ConnectionRow::title() const
{
    if (!opened.name.isEmpty())
        return opened.name;
    if (opened.connectionId.startsWith("refused-"_L1))
        return opened.sourceIp;
    return opened.connectionId.left(6);
}

ConnectionsModel::ConnectionsModel(QObject *parent)
    : RowModel(ColumnCount, 20000, parent)
{
}

void ConnectionsModel::fold(const QList<Event> &batch)
{
    const int open = m_open;
    const int refused = m_refused;
    for (const Event &event : batch)
        foldOne(event);
    commit();
    if (open != m_open || refused != m_refused)
        emit countsChanged();
}

void ConnectionsModel::foldOne(const Event &event)
{
    const qint64 at = event.at;
    std::visit(Overloaded {
        [&](const ConnectionOpened &opened) {
            ConnectionRow row;
            row.opened = opened;
            row.openedAt = at;
            row.lastAt = at;
            m_numbers.insert(opened.connectionId, append(std::move(row)));
            ++m_open;
        },
        [&](const ConnectionClosed &closed) {
            ConnectionRow *row = change(m_numbers.value(closed.connectionId, -1));
            if (!row || row->state != ConnectionRow::State::Open)
                return;
            row->state = ConnectionRow::State::Closed;
            row->closed = closed;
            row->closedAt = at;
            --m_open;
        },
        [&](const ConnectRefused &refused) {
            ConnectionRow row;
            row.state = ConnectionRow::State::Refused;
            row.refused = refused;
            row.opened.apiId = refused.apiId;
            row.opened.connectionId = refused.connectionId;
            row.opened.sourceIp = refused.sourceIp;
            row.opened.url = refused.path;
            // Our own clients' refusals know no API.
            row.opened.side = refused.apiId.isEmpty() && !refused.connectionId.isEmpty() ? u"client"_s : u"hosted"_s;
            row.openedAt = row.closedAt = row.lastAt = at;
            // Before $connect there is no id yet; the list wants one.
            if (refused.connectionId.isEmpty())
                row.opened.connectionId = u"refused-%1"_s.arg(++m_unnamed);
            const QString id = row.opened.connectionId;
            m_numbers.insert(id, append(std::move(row)));
            ++m_refused;
        },
        [&](const MessageReceived &message) { count(message.connectionId, true, message.size, at); },
        [&](const MessageSent &message) { count(message.connectionId, false, message.size, at); },
        [&](const IntegrationAnswered &answered) {
            if (answered.outcome == "ok"_L1)
                return;
            if (ConnectionRow *row = change(m_numbers.value(answered.connectionId, -1)))
                ++row->failed;
        },
        [](const auto &) {},
    }, event.payload);
}

// What a hosted connection receives and a client sends goes to the service.
void ConnectionsModel::count(const QString &connectionId, bool received, qint64 size, qint64 at)
{
    ConnectionRow *row = change(m_numbers.value(connectionId, -1));
    if (!row)
        return;
    const bool toService = received != row->isClient();
    (toService ? row->toService : row->fromService) += 1;
    (toService ? row->toServiceBytes : row->fromServiceBytes) += size;
    row->lastAt = at;
}

int ConnectionsModel::rowOf(const QString &connectionId) const
{
    return rowOfNumber(m_numbers.value(connectionId, -1));
}

const ConnectionRow *ConnectionsModel::connection(const QString &connectionId) const
{
    return find(m_numbers.value(connectionId, -1));
}

QVariant ConnectionsModel::cell(const ConnectionRow &row, int column, int role) const
{
    static constexpr QLatin1StringView states[] = { "open"_L1, "closed"_L1, "refused"_L1 };
    switch (role) {
    case ConnectionIdRole:
        return row.id();
    case StateRole:
        return QString(states[int(row.state)]);
    case Qt::TextAlignmentRole:
        return int(alignment(column) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return row.state == ConnectionRow::State::Refused ? row.refused.reason : row.opened.url;
    case Qt::DisplayRole:
        break;
    default:
        return {};
    }
    switch (column) {
    case Name: return row.title();
    case Id: return row.id().startsWith("refused-"_L1) ? u"–"_s : row.id();
    case State:
        if (row.state == ConnectionRow::State::Refused)
            return tr("refused, %1").arg(row.refused.status);
        if (row.state == ConnectionRow::State::Closed)
            return tr("closed, %1 %2").arg(row.closed.code).arg(closeCodeWord(row.closed.code)).trimmed();
        return tr("open");
    case OpenFor: {
        const qint64 end = row.closedAt ? row.closedAt : QDateTime::currentMSecsSinceEpoch();
        return row.state == ConnectionRow::State::Refused ? u"–"_s : openForText(end - row.openedAt);
    }
    case ToService: return countText(row.toService);
    case FromService: return countText(row.fromService);
    case Address: return row.opened.url;
    default: return {};
    }
}

QString ConnectionsModel::headerCell(int column) const
{
    switch (column) {
    case Name: return tr("Name");
    case Id: return tr("Id");
    case State: return tr("State");
    case OpenFor: return tr("Open for");
    case ToService: return tr("Messages");
    case FromService: return tr("Out");
    case Address: return tr("Address");
    default: return {};
    }
}

QStringList ConnectionsModel::filterFields() const
{
    return { u"name"_s, u"id"_s, u"state"_s, u"address"_s, u"side"_s, u"code"_s, u"messages"_s, u"run"_s };
}

QVariant ConnectionsModel::fieldOf(const ConnectionRow &row, const QString &field) const
{
    if (field.isEmpty())
        return QString(row.opened.name + u' ' + row.id() + u' ' + row.opened.url + u' ' + row.opened.sourceIp
                       + u' ' + row.refused.reason);
    if (field == "name"_L1) return row.opened.name;
    if (field == "id"_L1) return row.id();
    if (field == "state"_L1) return cell(row, State, StateRole);
    if (field == "address"_L1) return row.opened.url;
    if (field == "side"_L1) return row.opened.side;
    if (field == "code"_L1) return row.closed.code;
    if (field == "messages"_L1) return row.toService + row.fromService;
    return row.opened.runId;
}

Qt::Alignment ConnectionsModel::alignment(int column) const
{
    return column == FromService || column == OpenFor ? Qt::AlignRight : Qt::AlignLeft;
}

void ConnectionsModel::leaving(const ConnectionRow &row, qint64 number)
{
    if (m_numbers.value(row.id(), -1) == number)
        m_numbers.remove(row.id());
    if (row.state == ConnectionRow::State::Open)
        --m_open;
}

void ConnectionsModel::cleared()
{
    m_numbers.clear();
    m_open = m_refused = 0;
}

} // namespace greenroom
