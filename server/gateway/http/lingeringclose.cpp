// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/lingeringclose.h"

#include <QSslSocket>
#include <QTimer>

#include <sys/socket.h>

namespace greenroom {

void closeAfter(QTcpSocket *socket, const QByteArray &last, int lingerMs)
{
    if (socket->state() != QAbstractSocket::ConnectedState) {
        socket->abort();
        socket->deleteLater();
        return;
    }
    QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
    QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket] { socket->readAll(); });
    QTimer::singleShot(lingerMs, socket, [socket] {
        socket->abort();
        socket->deleteLater();
    });
    socket->readAll();
    socket->write(last);
    socket->flush();
    const auto endOurSide = [socket] {
        if (socket->bytesToWrite() > 0)
            return;
        if (qobject_cast<QSslSocket *>(socket))
            socket->disconnectFromHost();   // with a close_notify
        else
            ::shutdown(int(socket->socketDescriptor()), SHUT_WR);
    };
    QObject::connect(socket, &QTcpSocket::bytesWritten, socket, endOurSide);
    endOurSide();
}

} // namespace greenroom
