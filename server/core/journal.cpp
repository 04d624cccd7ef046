// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal.h"

#include <QDateTime>
#include <QMutexLocker>

#include <utility>

namespace greenroom {

Journal::Journal(QObject *parent)
    : QObject(parent)
{
    qRegisterMetaType<QList<greenroom::Event>>();
}

void Journal::record(Payload payload)
{
    record(std::move(payload), QDateTime::currentMSecsSinceEpoch());
}

void Journal::record(Payload payload, qint64 at)
{
    bool first = false;
    {
        const QMutexLocker lock(&m_mutex);
        first = m_pending.isEmpty();
        m_pending.append(Event { 0, at, std::move(payload) });
    }
    if (first)
        QMetaObject::invokeMethod(this, &Journal::flush, Qt::QueuedConnection);
}

void Journal::flush()
{
    QList<Event> batch;
    {
        const QMutexLocker lock(&m_mutex);
        batch.swap(m_pending);
    }
    if (batch.isEmpty())
        return;
    for (Event &event : batch)
        event.sequence = ++m_sequence;
    emit appended(batch);
}

} // namespace greenroom
