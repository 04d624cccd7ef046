// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/lingeringclose.h"

#include <QSslSocket>
#include <QTimer>

#include <sys/socket.h>

namespace greenroom {

namespace {

constexpr int lingerMs = 1000;

} // namespace

void closeAfter(QTcpSocket *socket, const QByteArray &answer)
{
    QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater, Qt::UniqueConnection);
    socket->readAll();
    socket->write(answer);
    socket->flush();
    const bool secure = qobject_cast<QSslSocket *>(socket) != nullptr;
    if (socket->state() != QAbstractSocket::ConnectedState || secure || socket->bytesToWrite() > 0) {
        socket->disconnectFromHost();
        if (socket->state() == QAbstractSocket::UnconnectedState)
            socket->deleteLater();
        return;
    }
    ::shutdown(int(socket->socketDescriptor()), SHUT_WR);
    QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket] { socket->readAll(); });
    QTimer::singleShot(lingerMs, socket, [socket] {
        socket->abort();
        socket->deleteLater();
    });
}

} // namespace greenroom
