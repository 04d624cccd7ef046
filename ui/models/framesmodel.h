// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rowmodel.h"

#include <QSet>

namespace greenroom {

struct FrameRow
{
    qint64 number = 0;         // 1, 2, 3 … within its connection
    qint64 serial = 0;         // of all; never changes
    qint64 at = 0;             // ms since the epoch
    qint64 delta = -1;         // ms since the connection's frame before, -1 for its first
    QString connectionId;
    bool toService = false;    // from the client to the service: the arrow up, "out" for who connects
    QString opcode;
    qint64 size = 0;
    QByteArray body;
    QString origin;            // of a sent one: response, post, error, person, step, suite
    QString messageId;
    QString routeKey;
    QString requestId;         // of the invocation it caused or answers
    QString function;
    double tookMs = -1;        // of that invocation; -1 while unknown
    QString outcome;           // ok, error, timeout, malformed, gone; empty while unknown
    QString reason;            // what went wrong in one line: the reason under the row

    // Opened and closed are told as control rows with words of their own.
    bool isControl() const { return opcode != QLatin1String("text") && opcode != QLatin1String("binary"); }
    bool hasFailed() const { return !outcome.isEmpty() && outcome != QLatin1String("ok"); }
};

// Every recorded message, latest hundred thousand; a connection's opening and end are
// rows too, so that a talk can be read from its start.
class FramesModel : public RowModel<FrameRow>
{
    Q_OBJECT

public:
    enum Column { Number, Time, Delta, Arrow, Size, Route, Function, Took, Body, ColumnCount };
    enum Role { ConnectionIdRole = Qt::UserRole + 1, RequestIdRole, FailedRole, ReasonRole, AtRole };

    explicit FramesModel(QObject *parent = nullptr, int limit = 100000);

    void fold(const QList<Event> &batch) override;
    QStringList filterFields() const override;
    // The rows of one invocation, oldest first.
    QList<int> rowsOfRequest(const QString &requestId) const;
    // Where a row of this model is now.
    int rowOfFrame(const FrameRow &frame) const;
    int framesOf(const QString &connectionId) const { return m_streams.value(connectionId).held; }
    QVariant valueOf(const FrameRow &row, const QString &field) const { return fieldOf(row, field); }

protected:
    QVariant cell(const FrameRow &row, int column, int role) const override;
    QString headerCell(int column) const override;
    QVariant fieldOf(const FrameRow &row, const QString &field) const override;
    Qt::Alignment alignment(int column) const override;
    void leaving(const FrameRow &row, qint64 number) override;
    void cleared() override;

private:
    struct Stream
    {
        bool client = false;
        qint64 frames = 0;
        qint64 lastAt = 0;
        int held = 0;         // rows still here
        bool gone = false;    // closed: forgotten with its last row
    };
    void addControl(const QString &connectionId, const QString &opcode, const QByteArray &words, qint64 at);
    QString shared(const QString &text);
    void add(FrameRow row, bool received, qint64 at);
    void answer(const IntegrationAnswered &answered);

    QHash<QString, Stream> m_streams;               // by connection
    QHash<QString, QList<qint64>> m_byRequest;
    qint64 m_serial = 0;                            // as RowModel numbers its rows
    QSet<QString> m_shared;                         // words that come again and again are kept once
};

} // namespace greenroom
