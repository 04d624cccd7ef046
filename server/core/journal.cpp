// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal.h"

#include <QDateTime>
#include <QMutexLocker>

#include <utility>

namespace greenroom {

Journal::Journal(QObject *parent)
    : QObject(parent)
    , m_gather(this)   // a child: it goes along to the archive's thread
{
    m_gather.setSingleShot(true);
    m_gather.setTimerType(Qt::PreciseTimer);
    connect(&m_gather, &QTimer::timeout, this, &Journal::flush);
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
        QMetaObject::invokeMethod(this, &Journal::deliver, Qt::QueuedConnection);
}

void Journal::hide(const QString &name, const QString &value)
{
    const QMutexLocker lock(&m_mutex);
    m_hidden.add(name, value);
}

void Journal::release()
{
    m_held = false;
    flush();
}

void Journal::deliver()
{
    if (m_held)
        return;
    const qint64 since = m_sinceDelivery.isValid() ? m_sinceDelivery.elapsed() : batchMs;
    if (since >= batchMs)
        flush();
    else if (!m_gather.isActive())
        m_gather.start(int(batchMs - since));
}

void Journal::flush()
{
    m_gather.stop();
    QList<Event> batch;
    Masking hidden;
    {
        const QMutexLocker lock(&m_mutex);
        batch.swap(m_pending);
        hidden = m_hidden;
    }
    if (batch.isEmpty())
        return;
    for (Event &event : batch) {
        event.sequence = ++m_sequence;
        if (!hidden.isEmpty())
            event.payload = hidden.apply(event.payload);
    }
    emit appended(batch);
    m_sinceDelivery.start();
}

} // namespace greenroom
