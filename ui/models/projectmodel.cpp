// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/projectmodel.h"

#include "words.h"

#include <QDateTime>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int seconds = 90;
constexpr qint64 partMs = 60000 / ProjectModel::parts;

double quantile(QList<double> sorted, double share)
{
    if (sorted.isEmpty())
        return -1;
    const auto at = std::min<qsizetype>(sorted.size() - 1, qsizetype(double(sorted.size()) * share));
    std::nth_element(sorted.begin(), sorted.begin() + at, sorted.end());
    return sorted[at];
}

void keepLatest(QList<double> &values, double value)
{
    values << value;
    if (values.size() > 1200)
        values.remove(0, 200);
}

// "src/handler.js" and line from the functions of the project file: "src/ws.connect" is all it says.
QString placeOf(const QString &function, const QJsonArray &functions)
{
    for (const QJsonValue &value : functions) {
        if (value[u"name"_s].toString() == function || value[u"key"_s].toString() == function)
            return QFileInfo(value[u"handler"_s].toString()).fileName();
    }
    return {};
}

} // namespace

ProjectModel::ProjectModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    m_traffic.in.fill(0, seconds);
    m_traffic.out.fill(0, seconds);
}

ProjectModel::~ProjectModel() = default;

double ProjectModel::messagesPerSecond() const
{
    return m_traffic.in.last() + m_traffic.out.last();
}

void ProjectModel::fold(const QList<Event> &batch)
{
    for (const Event &event : batch) {
        const qint64 at = event.at;
        std::visit(Overloaded {
            [&](const ProjectOpened &opened) { open(opened); },
            [&](const ListeningChanged &listening) {
                // Stopping another API than the shown one changes nothing here.
                if (listening.apiId != m_opened.apiId && listening.state != "listening"_L1)
                    return;
                m_listening = listening;
                m_since = listening.state == "listening"_L1 ? at : 0;
                emit projectChanged();
            },
            [&](const ConnectionOpened &opened) { m_hosted.insert(opened.connectionId, opened.side == "hosted"_L1); },
            [&](const ConnectionClosed &closed) { m_hosted.remove(closed.connectionId); },
            [&](const MessageReceived &message) { countMessage(message.connectionId, true, at); },
            [&](const MessageSent &message) { countMessage(message.connectionId, false, at); },
            [&](const TrafficCounted &traffic) {
                m_in += double(traffic.received);
                m_out += double(traffic.sent);
            },
            [&](const IntegrationInvoked &invoked) {
                if (invoked.apiId != m_opened.apiId)
                    return;
                m_apiOfRequest.insert(invoked.requestId, invoked.apiId);
                if (RouteRow *row = route(invoked.routeKey)) {
                    ++row->calls;
                    row->lastAt = at;
                    row->minute.last().amount += 1;
                    m_dirty = true;
                }
            },
            [&](const IntegrationAnswered &answer) { answered(answer, at); },
            [](const auto &) {},
        }, event.payload);
    }
}

void ProjectModel::open(const ProjectOpened &opened)
{
    beginResetModel();
    const bool same = opened.apiId == m_opened.apiId;
    const QList<RouteRow> before = same ? m_rows : QList<RouteRow>();
    const QHash<QString, int> byKey = m_byKey;
    if (!same) {
        m_latencies.clear();
        m_apiOfRequest.clear();
        if (m_listening.apiId != opened.apiId)
            m_listening = {};
    }
    m_opened = opened;
    m_rows.clear();
    m_byKey.clear();
    for (const QJsonValue &value : opened.routes) {
        const QString key = value[u"routeKey"_s].toString();
        // Read again after a save: the counts stay.
        RouteRow row = same && byKey.contains(key) ? before[byKey.value(key)] : RouteRow();
        row.routeKey = key;
        row.integration = value[u"integration"_s].toString();
        row.function = value[u"function"_s].toString();
        row.line = value[u"line"_s].toInt();
        row.place = placeOf(row.function, opened.functions);
        row.minute.resize(parts);
        m_byKey.insert(key, int(m_rows.size()));
        m_rows << row;
    }
    endResetModel();
    emit projectChanged();
}

void ProjectModel::answered(const IntegrationAnswered &answer, qint64 at)
{
    if (m_apiOfRequest.remove(answer.requestId) == 0)
        return;
    RouteRow *row = route(answer.routeKey);
    if (!row)
        return;
    row->lastAt = at;
    keepLatest(row->recent, answer.durationMs);
    keepLatest(m_latencies, answer.durationMs);
    if (answer.outcome != "ok"_L1) {
        ++row->failed;
        row->minute.last().failed = true;
    }
    m_dirty = true;
}

RouteRow *ProjectModel::route(const QString &key)
{
    const auto at = m_byKey.constFind(key);
    return at == m_byKey.constEnd() ? nullptr : &m_rows[*at];
}

void ProjectModel::countMessage(const QString &connectionId, bool received, qint64)
{
    if (m_hosted.value(connectionId))
        (received ? m_in : m_out) += 1;
}

void ProjectModel::tick(qint64 now)
{
    const qint64 second = now / 1000;
    if (second == m_second)
        return;
    m_second = second;
    m_traffic.in.removeFirst();
    m_traffic.out.removeFirst();
    m_traffic.in << m_in;
    m_traffic.out << m_out;
    m_in = m_out = 0;
    const qint64 part = now / partMs;
    for (; m_part < part; m_part = qMax(m_part + 1, part - parts)) {
        for (RouteRow &row : m_rows) {
            row.minute.removeFirst();
            row.minute << MiniBar();
        }
    }
    if (m_dirty) {
        for (RouteRow &row : m_rows) {
            row.p50 = quantile(row.recent, 0.5);
            row.p95 = quantile(row.recent, 0.95);
        }
        m_dirty = false;
    }
    if (!m_rows.isEmpty())
        emit dataChanged(index(0, 0), index(int(m_rows.size()) - 1, ColumnCount - 1));
    emit trafficChanged();
}

int ProjectModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ProjectModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ProjectModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RouteRow &row = m_rows[index.row()];
    if (role == Qt::TextAlignmentRole)
        return headerData(index.column(), Qt::Horizontal, role);
    if (role == Qt::ToolTipRole)
        return tr("%1, line %2 of the project file").arg(row.integration).arg(row.line);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Route: return row.routeKey;
    case Function: return row.function.isEmpty() ? row.integration : row.function;
    case Calls: return countText(row.calls);
    case Failed: return countText(row.failed);
    case P50: return row.p50 < 0 ? u"–"_s : durationText(row.p50);
    case P95: return row.p95 < 0 ? u"–"_s : durationText(row.p95);
    case LastCall: return agoText(row.lastAt, QDateTime::currentMSecsSinceEpoch());
    default: return {};
    }
}

QVariant ProjectModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole) {
        const bool left = section == Route || section == Function || section == LastMinute;
        return int((left ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Route: return tr("Route");
    case Function: return tr("Function");
    case Calls: return tr("Calls");
    case Failed: return tr("Failed");
    case P50: return u"p50"_s;
    case P95: return u"p95"_s;
    case LastMinute: return tr("Last minute");
    case LastCall: return tr("Last call");
    default: return {};
    }
}

QStringList ProjectModel::filterFields() const
{
    return { u"route"_s, u"function"_s, u"calls"_s, u"failed"_s };
}

QVariant ProjectModel::filterValue(const QModelIndex &index, const QString &field) const
{
    const RouteRow &row = m_rows[index.row()];
    if (field == "route"_L1) return row.routeKey;
    if (field == "function"_L1) return row.function;
    if (field == "calls"_L1) return row.calls;
    if (field == "failed"_L1) return row.failed;
    return QString(row.routeKey + u' ' + row.function + u' ' + row.place);
}

} // namespace greenroom
