// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/upgrade.h"

#include "gateway/closewatch.h"
#include "gateway/http/lingeringclose.h"

#include <QWebSocketServer>

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

void Upgrade::accept(const QString &subprotocol, bool watchClose, QObject *parent, Accepted accepted)
{
    QTcpSocket *socket = std::exchange(m_socket, nullptr);
    if (!socket || socket->state() != QAbstractSocket::ConnectedState)
        return;
    socket->disconnect(this);

    // A server for this one handshake, thrown away after it: the subprotocol is per connection, and the
    // QWebSocket needs no matching to its request.
    auto *server = new QWebSocketServer(QString(), QWebSocketServer::NonSecureMode, this);
    if (!subprotocol.isEmpty())
        server->setSupportedSubprotocols({ subprotocol });
    // Hooked up before QWebSocket is, so that it looks before QWebSocket reads.
    CloseWatch *watch = watchClose ? new CloseWatch(socket, this) : nullptr;
    connect(server, &QWebSocketServer::newConnection, this,
            [server, socket, watch, parent, accepted = std::move(accepted)] {
        QWebSocket *webSocket = server->nextPendingConnection();
        // The server deletes the TCP socket on disconnect, and it will not be there any more.
        socket->setParent(webSocket);
        webSocket->setParent(parent);
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        if (watch)
            watch->startAfter();
        accepted(webSocket, watch);
        server->deleteLater();
    });
    socket->setParent(server);
    server->handleConnection(socket);
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
