// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rowmodel.h"

namespace greenroom {

struct InvocationRow
{
    IntegrationInvoked invoked;
    qint64 at = 0;              // when it was called
    bool isAnswered = false;
    IntegrationAnswered answered;

    bool hasFailed() const { return isAnswered && answered.outcome != QLatin1String("ok"); }
};

// Every call of an integration.
class InvocationsModel : public RowModel<InvocationRow>
{
    Q_OBJECT

public:
    enum Column { Time, Route, Function, Outcome, Took, Queue, Memory, Connection, ColumnCount };
    enum Role { RequestIdRole = Qt::UserRole + 1, ConnectionIdRole, FailedRole };

    explicit InvocationsModel(QObject *parent = nullptr, int limit = 20000);

    void fold(const QList<Event> &batch) override;
    QStringList filterFields() const override;

    int rowOf(const QString &requestId) const;
    const InvocationRow *invocation(const QString &requestId) const;

protected:
    QVariant cell(const InvocationRow &row, int column, int role) const override;
    QString headerCell(int column) const override;
    QVariant fieldOf(const InvocationRow &row, const QString &field) const override;
    Qt::Alignment alignment(int column) const override;
    void leaving(const InvocationRow &row, qint64 number) override;
    void cleared() override;

private:
    QHash<QString, qint64> m_numbers;
};

} // namespace greenroom
