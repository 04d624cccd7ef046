// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/closewatch.h"
#include "gateway/proxyevent.h"

#include <QObject>
#include <QQueue>
#include <QWebSocket>

#include <functional>

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

// One accepted WebSocket: its id, its times, what closes it. Lives on the gateway thread.
class Connection : public QObject
{
    Q_OBJECT

public:
    // Takes the socket. `watch` may be null (builtin:echo does not look at close codes).
    Connection(ConnectionFacts facts, QWebSocket *socket, CloseWatch *watch, ConnectionOwner &owner, QObject *parent);

    const ConnectionFacts &facts() const { return m_facts; }
    QString id() const { return m_facts.connectionId; }
    QString subprotocol() const { return m_socket->subprotocol(); }
    bool isOpen() const { return m_socket->state() == QAbstractSocket::ConnectedState && !m_closing; }
    qint64 waitingBytes() const { return m_socket->bytesToWrite(); }

    void sendText(const QByteArray &utf8);
    void sendBinary(const QByteArray &bytes);
    // Begins our side of the closing handshake; `reason` is what $disconnect reports.
    void close(int code, const QString &reason = {}, const QString &recordedReason = {});
    // Drops the TCP connection without a close frame.
    void cut();

    qint64 lastActiveAt = 0;       // data frames in either direction; ms since the epoch
    int throttledNow = 0;          // throttled messages in the second below
    qint64 throttledSecond = 0;

    // Serial mode: one message at a time.
    bool busy = false;
    QQueue<std::function<void()>> waiting;

private:
    void onDisconnected();

    ConnectionOwner &m_owner;
    ConnectionFacts m_facts;
    QWebSocket *m_socket;
    CloseWatch *m_watch;
    bool m_closing = false;
    int m_closeCode = 0;
    QString m_closeReason;
};

} // namespace greenroom
