// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"

#include <QByteArray>
#include <QSqlQuery>
#include <QString>

#include <functional>
#include <span>
#include <vector>

namespace greenroom {

// A row on disk: events that were written together and belong to one run, or to none (resources/sql/0003.sql).
struct Batch
{
    QString run;
    bool traffic = false;
    quint64 first = 0;   // sequence
    qint64 firstAt = 0;
    qint64 lastAt = 0;
    int count = 0;
    QByteArray events;
};

// The key on disk: rows of several launches in one order.
qint64 batchId(qint64 launch, quint64 sequence);
qint64 launchOfBatch(qint64 id);

// Sorts the events of one transaction into rows. Its buffers are used again: a busy host fills them a hundred
// times a second.
class BatchRows
{
public:
    void clear() { m_used = 0; }
    void add(const Event &event, const QString &run, const QList<QByteArray> &without);
    // To be called once, when all are added.
    std::span<const Batch> finish();

private:
    Batch &rowFor(const QString &run, bool traffic);

    std::vector<Batch> m_rows;
    std::size_t m_used = 0;
};

// What a line says before one reads all of it.
struct EventLine
{
    quint64 sequence = 0;
    qint64 at = 0;
    QByteArrayView kind;
    QByteArrayView json;
};

// The events of rows, in the journal's order, from a query for id and events ordered by id. Rows of one transaction
// overlap, so they are put together again.
void readBatches(QSqlQuery &query, const std::function<bool(const EventLine &)> &wants,
                 const std::function<void(qint64 launch, const Event &)> &take);

} // namespace greenroom
