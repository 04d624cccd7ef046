// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rowmodel.h"

namespace greenroom {

struct NoticeRow
{
    enum class Kind { Notice, Invocation, Refused };

    Kind kind = Kind::Notice;
    QString severity;       // info, warning or error
    QString area;
    QString text;           // what happened, one sentence
    QString detail;         // why and what to do
    QString file;
    int line = 0;
    QString function;
    QString routeKey;
    QString requestId;
    QString connectionId;
    qint64 at = 0;          // the latest time
    int times = 1;          // the same again is counted, not listed twice
};

// Problems: notices, calls that failed, connections that were refused.
class NoticesModel : public RowModel<NoticeRow>
{
    Q_OBJECT

public:
    enum Column { Text, ColumnCount };
    enum Role { SeverityRole = Qt::UserRole + 1, DetailRole, FileRole, LineRole, KindRole, RequestIdRole };

    explicit NoticesModel(QObject *parent = nullptr, int limit = 2000);

    void fold(const QList<Event> &batch) override;
    QStringList filterFields() const override;
    int problemCount() const { return m_problems; }   // warnings and errors

signals:
    void countChanged();
    // Said in a toast too: a warning or error of this launch.
    void noticed(const greenroom::NoticeRow &row);

protected:
    QVariant cell(const NoticeRow &row, int column, int role) const override;
    QString headerCell(int column) const override;
    QVariant fieldOf(const NoticeRow &row, const QString &field) const override;
    void leaving(const NoticeRow &row, qint64 number) override;
    void cleared() override;

private:
    void add(NoticeRow row);

    QHash<QString, qint64> m_numbers;   // by what makes two the same
    int m_problems = 0;
    QList<QString> m_invoked;   // the latest calls: only a refusal behind one can open it
};

} // namespace greenroom
