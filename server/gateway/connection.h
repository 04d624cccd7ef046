// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/framereader.h"
#include "core/quotas.h"
#include "gateway/proxyevent.h"
#include "gateway/transport/transport.h"

#include <QObject>
#include <QQueue>

#include <functional>
#include <memory>

namespace greenroom {

class Connection;

// Who is told of a connection's messages and its end. Not signals: their tables would cost half a KiB each
// time, and ten thousand connections may be idle.
class ConnectionOwner
{
public:
    virtual void onMessage(Connection &connection, const QByteArray &body, bool binary) = 0;
    // code and reason as $disconnect reports them; closedBy client, server or network.
    virtual void onClosed(Connection &connection, int code, const QString &reason, const QString &closedBy) = 0;

protected:
    ~ConnectionOwner() = default;
};

// One accepted WebSocket: its id, its times, its frames, what closes it. Lives on the gateway thread.
class Connection : public QObject, private TransportOwner
{
    Q_OBJECT

public:
    // Takes the transport, whose handshake is over.
    Connection(ConnectionFacts facts, std::unique_ptr<Transport> transport, const Quotas &quotas, ConnectionOwner &owner,
               QObject *parent);

    const ConnectionFacts &facts() const { return m_facts; }
    QString id() const { return m_facts.connectionId; }
    bool isOpen() const { return m_transport && m_transport->isOpen(); }
    qint64 waitingBytes() const { return m_transport ? m_transport->waitingBytes() : 0; }

    // UTF-8, which the caller has checked.
    void sendText(const QByteArray &utf8) { write(messageFrames(utf8, false, m_frameBytes)); }
    void sendBinary(const QByteArray &bytes) { write(messageFrames(bytes, true, m_frameBytes)); }
    // Now, instead of with the next turn of the event loop: worth it where somebody waits for one answer.
    void flush()
    {
        if (m_transport)
            m_transport->flush();
    }
    // Sends our close frame and is closed; `recordedReason` is what $disconnect reports if not the same.
    void close(int code, const QString &reason = {}, const QString &recordedReason = {});
    // Drops the TCP connection without a close frame.
    void cut();

    qint64 lastActiveAt = 0;       // data frames in either direction; ms since the epoch
    int throttledNow = 0;          // throttled messages in the second below
    qint64 throttledSecond = 0;
    qint64 fullUntil = 0;          // the fault “fill”: it counts as reading too slowly
    bool slownessSaid = false;     // a POST was refused because it reads too slowly

    // Serial mode: one message at a time.
    bool busy = false;
    QQueue<std::function<void()>> waiting;

private:
    void onBytes(const QByteArray &bytes) override;
    void onLost() override;
    void take(const FrameReader::Item &item);
    void write(const QByteArray &frames);
    // Parts with the transport, after these last bytes, and tells the owner.
    void end(const QByteArray &last, int code, const QString &reason, const QString &closedBy);

    ConnectionOwner &m_owner;
    ConnectionFacts m_facts;
    std::unique_ptr<Transport> m_transport;   // null once it is over
    FrameReader m_reader;
    qint64 m_frameBytes;
    bool m_pingsKeepAlive;
};

} // namespace greenroom
