// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/transport/transport.h"

#include <QList>
#include <QPointer>
#include <QSocketNotifier>

namespace greenroom {

// A TCP descriptor without TLS. It is its own notifier: ten thousand may be idle.
class PlainTransport final : public QSocketNotifier, public Transport
{
public:
    // Takes the descriptor, connected and non-blocking, and what was read from it already.
    PlainTransport(int descriptor, QByteArray first, WriteBatch &batch);
    ~PlainTransport() override;

    void setOwner(TransportOwner *owner) override { m_owner = owner; }
    bool isOpen() const override { return m_state == State::Open; }
    qint64 waitingBytes() const override { return m_waiting; }
    void write(const QByteArray &bytes) override;
    void flush() override;
    void closeAfter(const QByteArray &last, int lingerMs) override;
    void cut() override;

protected:
    bool event(QEvent *event) override;

private:
    enum class State { Open, Closing, Lost };

    void read();
    void send();
    void sent(qint64 size);
    void waitForRoom();
    void dropWaiting();
    void lose();

    QPointer<WriteBatch> m_batch;
    TransportOwner *m_owner = nullptr;
    QByteArray m_first;
    QList<QByteArray> m_out;
    qsizetype m_outAt = 0;              // how much of the first of them is sent
    qint64 m_waiting = 0;
    QSocketNotifier *m_room = nullptr;  // only once the kernel refused some
    State m_state = State::Open;
    bool m_batched = false;
};

} // namespace greenroom
