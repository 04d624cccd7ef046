// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rowmodel.h"

namespace greenroom {

struct ConnectionRow
{
    enum class State { Open, Closed, Refused };

    ConnectionOpened opened;    // of a refused one only what is known
    State state = State::Open;
    qint64 openedAt = 0;        // or refused
    qint64 closedAt = 0;
    ConnectionClosed closed;
    ConnectRefused refused;
    qint64 toService = 0;       // messages the client sent
    qint64 fromService = 0;
    qint64 toServiceBytes = 0;
    qint64 fromServiceBytes = 0;
    qint64 lastAt = 0;
    int failed = 0;             // calls of this connection that failed

    const QString &id() const { return opened.connectionId; }
    bool isClient() const { return opened.side == QLatin1String("client"); }
    // The name people gave it, or its short id.
    QString title() const;
};

// Every connection: open, closed and refused, in the order they came.
class ConnectionsModel : public RowModel<ConnectionRow>
{
    Q_OBJECT

public:
    enum Column { Name, Id, State, OpenFor, ToService, FromService, Address, ColumnCount };
    enum Role { ConnectionIdRole = Qt::UserRole + 1, StateRole, RowRole };

    explicit ConnectionsModel(QObject *parent = nullptr);

    void fold(const QList<Event> &batch) override;
    QStringList filterFields() const override;

    int rowOf(const QString &connectionId) const;              // -1 when unknown
    const ConnectionRow *connection(const QString &connectionId) const;
    int openCount() const { return m_open; }
    int refusedCount() const { return m_refused; }

signals:
    void countsChanged();

protected:
    QVariant cell(const ConnectionRow &row, int column, int role) const override;
    QString headerCell(int column) const override;
    QVariant fieldOf(const ConnectionRow &row, const QString &field) const override;
    Qt::Alignment alignment(int column) const override;
    void leaving(const ConnectionRow &row, qint64 number) override;
    void cleared() override;

private:
    void foldOne(const Event &event);
    void count(const QString &connectionId, bool received, qint64 size, qint64 at);

    QHash<QString, qint64> m_numbers;
    int m_open = 0;
    int m_refused = 0;
    int m_unnamed = 0;
};

} // namespace greenroom
