// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/masking.h"

#include <QElapsedTimer>
#include <QMutex>
#include <QObject>
#include <QTimer>

namespace greenroom {

// The stream of facts. record() may be called from any thread; appended() is emitted on the thread the
// journal lives on (the archive's), in order and in batches. The archive connects first and directly,
// everybody else queued: what is on screen is already on disk. Holds the only mutex in the program.
// A lone fact is delivered at once; under load a batch gathers for `batchMs`, and one transaction takes them all.
class Journal : public QObject
{
    Q_OBJECT

public:
    explicit Journal(QObject *parent = nullptr);

    // Stamps the time (milliseconds since the epoch) and appends; never blocks on the disk.
    void record(Payload payload);

    // The same with the time it happened, for facts that were stamped closer to the wire.
    void record(Payload payload, qint64 at);

    // From now on this value is nowhere in what is delivered, whoever records it: a host sees the secrets of the run
    // that calls it, and knows nothing of them. May be called from any thread.
    void hide(const QString &name, const QString &value);

    static constexpr int batchMs = 10;

    // Keeps facts until release(): those of a start must not be gone before anybody listens. hold() before the
    // journal moves to its thread, release() on it.
    void hold() { m_held = true; }
    void release();

    // Delivers what is pending now, held or not. On the journal's own thread only (shutdown, tests).
    void flush();

signals:
    void appended(const QList<greenroom::Event> &batch);

private:
    void deliver();

    QMutex m_mutex;
    QList<Event> m_pending;
    Masking m_hidden;
    // Touched on the journal's thread only.
    quint64 m_sequence = 0;
    bool m_held = false;
    QElapsedTimer m_sinceDelivery;
    QTimer m_gather;
};

} // namespace greenroom
