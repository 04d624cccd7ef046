// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/upgrade.h"

#include "gateway/http/lingeringclose.h"

#include <QCryptographicHash>

#include <utility>

namespace greenroom {

Upgrade::Upgrade(RequestHead head, QTcpSocket *socket, bool secure, QObject *parent)
    : QObject(parent)
    , m_head(std::move(head))
    , m_socket(socket)
    , m_secure(secure)
{
    socket->setParent(this);
    connect(socket, &QTcpSocket::disconnected, this, &Upgrade::left);
}

Upgrade::~Upgrade() = default;

QHostAddress Upgrade::peerAddress() const
{
    return m_socket ? m_socket->peerAddress() : QHostAddress();
}

std::unique_ptr<Transport> Upgrade::accept(const QByteArray &subprotocol, WriteBatch &batch)
{
    QTcpSocket *socket = std::exchange(m_socket, nullptr);
    if (!socket || socket->state() != QAbstractSocket::ConnectedState)
        return nullptr;
    socket->disconnect(this);
    socket->setParent(nullptr);
    // The head was judged without being read. What stands behind it is the client's first frames.
    socket->read(socket->peek(socket->bytesAvailable()).indexOf("\r\n\r\n") + 4);
    const QByteArray key = m_head.header("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";   // RFC 6455 §4.2.2
    QByteArray answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
        + QCryptographicHash::hash(key, QCryptographicHash::Sha1).toBase64();
    if (!subprotocol.isEmpty())
        answer += "\r\nSec-WebSocket-Protocol: " + QByteArray(subprotocol).replace('\r', ' ').replace('\n', ' ');
    std::unique_ptr<Transport> transport = makeTransport(socket, batch);
    if (transport) {
        transport->write(answer + "\r\n\r\n");
        transport->flush();
    }
    return transport;
}

void Upgrade::refuse(const HttpResponse &response)
{
    QTcpSocket *socket = std::exchange(m_socket, nullptr);
    if (!socket)
        return;
    socket->disconnect(this);
    socket->setParent(nullptr);
    closeAfter(socket, serialize(response, false));
}

} // namespace greenroom
