// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/noticesmodel.h"

#include "words.h"

#include <QFileInfo>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int rememberedCalls = 256;

// "at startRun (/home/x/src/handler.js:41:18)" → file and line of the first frame that has one.
void readPlace(const QJsonArray &stack, NoticeRow &row)
{
    static const QRegularExpression place(u"([^\\s()\"]+\\.[A-Za-z]+)(?:\", line |:)(\\d+)"_s);
    for (const QJsonValue &frame : stack) {
        const QRegularExpressionMatch match = place.match(frame.toString());
        if (match.hasMatch() && !match.captured(1).contains(u"node:"_s)) {
            row.file = match.captured(1);
            row.line = match.captured(2).toInt();
            return;
        }
    }
}

NoticeRow noticeRow(const Notice &notice)
{
    NoticeRow row;
    row.severity = notice.severity;
    row.area = notice.area;
    row.text = notice.text;
    row.detail = notice.remedy;
    row.file = notice.file;
    row.line = notice.line;
    return row;
}

NoticeRow invocationRow(const IntegrationAnswered &answered)
{
    NoticeRow row;
    row.kind = NoticeRow::Kind::Invocation;
    row.severity = u"error"_s;
    row.area = u"function"_s;
    row.function = answered.function;
    row.routeKey = answered.routeKey;
    row.requestId = answered.requestId;
    row.connectionId = answered.connectionId;
    const QString who = answered.function.isEmpty() ? answered.routeKey : answered.function;
    const QString what = answered.errorType.isEmpty() || answered.errorMessage.startsWith(answered.errorType)
        ? answered.errorMessage
        : answered.errorType + u": "_s + answered.errorMessage;
    if (answered.outcome == "timeout"_L1)
        row.text = NoticesModel::tr("%1 did not answer within %2.").arg(who, durationText(answered.durationMs));
    else if (answered.outcome == "malformed"_L1)
        row.text = NoticesModel::tr("%1 answered with something that is no response: %2").arg(who, what);
    else if (what.isEmpty())
        row.text = NoticesModel::tr("%1 failed.").arg(who);
    else
        row.text = NoticesModel::tr("%1 threw %2").arg(who, what);
    if (!answered.clientGot.isEmpty())
        row.detail = NoticesModel::tr("On route %1. The client got %2").arg(answered.routeKey, plainSentence(answered.clientGot, 120));
    else
        row.detail = NoticesModel::tr("On route %1. The client got nothing.").arg(answered.routeKey);
    readPlace(answered.stackTrace, row);
    return row;
}

NoticeRow refusedRow(const ConnectRefused &refused)
{
    NoticeRow row;
    row.kind = NoticeRow::Kind::Refused;
    row.severity = u"error"_s;
    row.area = u"gateway"_s;
    row.requestId = refused.requestId;
    row.connectionId = refused.connectionId;
    row.text = NoticesModel::tr("A connection was refused with %1: %2").arg(refused.status).arg(refused.reason);
    QStringList detail;
    if (!refused.sourceIp.isEmpty())
        detail << NoticesModel::tr("From %1.").arg(refused.sourceIp);
    for (const QString &sentence : { refused.detail, refused.remedy }) {
        if (!sentence.isEmpty() && !detail.contains(sentence))
            detail << sentence;
    }
    row.detail = detail.join(u' ');
    return row;
}

QString sameness(const NoticeRow &row)
{
    return row.text + u'\n' + row.file + u'\n' + QString::number(row.line);
}

bool isProblem(const NoticeRow &row)
{
    return row.severity != "info"_L1;
}

} // namespace

NoticesModel::NoticesModel(QObject *parent, int limit)
    : RowModel(ColumnCount, limit, parent)
{
}

void NoticesModel::fold(const QList<Event> &batch)
{
    const int problems = m_problems;
    for (const Event &event : batch) {
        NoticeRow row;
        if (const auto *notice = std::get_if<Notice>(&event.payload))
            row = noticeRow(*notice);
        else if (const auto *answered = std::get_if<IntegrationAnswered>(&event.payload);
                 answered && answered->outcome != "ok"_L1 && answered->outcome != "gone"_L1)
            row = invocationRow(*answered);
        // A client's own refused handshake is told where the client is; the host's side of it is a problem.
        else if (const auto *refused = std::get_if<ConnectRefused>(&event.payload); refused && !refused->apiId.isEmpty()) {
            row = refusedRow(*refused);
            if (!m_invoked.contains(row.requestId))
                row.requestId.clear();   // refused at the door: no function was asked
        } else {
            if (const auto *invoked = std::get_if<IntegrationInvoked>(&event.payload)) {
                m_invoked << invoked->requestId;
                if (m_invoked.size() > rememberedCalls)
                    m_invoked.removeFirst();
            }
            continue;
        }
        row.at = event.at;
        add(std::move(row));
    }
    commit();
    if (problems != m_problems)
        emit countChanged();
}

void NoticesModel::add(NoticeRow row)
{
    const QString same = sameness(row);
    if (NoticeRow *known = change(m_numbers.value(same, -1))) {
        ++known->times;
        known->at = row.at;
        known->requestId = row.requestId;
        known->connectionId = row.connectionId;
        return;
    }
    if (isProblem(row))
        ++m_problems;
    emit noticed(row);
    m_numbers.insert(same, append(std::move(row)));
}

QVariant NoticesModel::cell(const NoticeRow &row, int, int role) const
{
    switch (role) {
    case Qt::DisplayRole: return row.text;
    case Qt::ToolTipRole: return row.file.isEmpty() ? row.text : QString(row.file + u':' + QString::number(row.line));
    case SeverityRole: return row.severity;
    case DetailRole: return row.detail;
    case FileRole: return row.file;
    case LineRole: return row.line;
    case KindRole: return int(row.kind);
    case RequestIdRole: return row.requestId;
    default: return {};
    }
}

QString NoticesModel::headerCell(int) const
{
    return tr("Problem");
}

QStringList NoticesModel::filterFields() const
{
    return { u"severity"_s, u"area"_s, u"file"_s };
}

QVariant NoticesModel::fieldOf(const NoticeRow &row, const QString &field) const
{
    if (field == "severity"_L1) return row.severity;
    if (field == "area"_L1) return row.area;
    if (field == "file"_L1) return row.file;
    return QString(row.text + u' ' + row.detail + u' ' + row.file);
}

void NoticesModel::leaving(const NoticeRow &row, qint64 number)
{
    const QString same = sameness(row);
    if (m_numbers.value(same, -1) == number)
        m_numbers.remove(same);
    if (isProblem(row))
        --m_problems;
}

void NoticesModel::cleared()
{
    m_numbers.clear();
    m_problems = 0;
    emit countChanged();
}

} // namespace greenroom
