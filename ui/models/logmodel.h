// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rowmodel.h"

namespace greenroom {

struct LogRow
{
    qint64 at = 0;
    QString level;          // DEBUG, INFO, WARN, ERROR, PLATFORM
    QString source;         // the function, "test" or the area of a notice
    QString text;
    QString requestId;
    QString connectionId;
    QString runId;
    QString testId;
};

// What functions, tests and the program itself wrote, on one time axis.
class LogModel : public RowModel<LogRow>
{
    Q_OBJECT

public:
    enum Column { Time, Level, Source, Text, ColumnCount };
    enum Role { RequestIdRole = Qt::UserRole + 1, ConnectionIdRole, TestIdRole, LevelRole, AtRole };

    explicit LogModel(QObject *parent = nullptr, int limit = 50000);

    void fold(const QList<Event> &batch) override;
    QStringList filterFields() const override;

protected:
    QVariant cell(const LogRow &row, int column, int role) const override;
    QString headerCell(int column) const override;
    QVariant fieldOf(const LogRow &row, const QString &field) const override;
};

} // namespace greenroom
