// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/httppool.h"

#include "runner/addresses.h"

#include <QNetworkProxy>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr qsizetype idleLimit = 16;   // for each origin

quint16 portOf(const QUrl &url)
{
    return quint16(url.port(url.scheme() == "https"_L1 ? 443 : 80));
}

QString originOf(const QUrl &url, bool verifyTls)
{
    return u"%1 %2 %3 %4"_s.arg(url.scheme(), url.host()).arg(portOf(url)).arg(verifyTls);
}

// The system's proxies (HTTP_PROXY, HTTPS_PROXY, NO_PROXY) are Qt's business: a tunnel, or an error that says so.
// This machine is never asked for by way of another one.
void chooseProxy(QTcpSocket *socket, const QUrl &url)
{
    if (isLoopback(url))
        socket->setProxy(QNetworkProxy::NoProxy);
    else
        socket->setProtocolTag(url.scheme());
}

} // namespace

HttpPool::Link HttpPool::take(const QUrl &url, bool verifyTls)
{
    QList<QTcpSocket *> &idle = m_idle[originOf(url, verifyTls)];
    while (!idle.isEmpty()) {
        QTcpSocket *socket = idle.takeLast();
        socket->disconnect(this);
        if (socket->state() == QAbstractSocket::ConnectedState && socket->bytesAvailable() == 0) {
            socket->setParent(nullptr);
            return { socket, true };
        }
        socket->deleteLater();
    }
    return { connectTo(url, verifyTls), false };
}

QTcpSocket *HttpPool::connectTo(const QUrl &url, bool verifyTls)
{
    const QString host = url.host();
    if (url.scheme() != "https"_L1) {
        auto *socket = new QTcpSocket;
        chooseProxy(socket, url);
        socket->connectToHost(host, portOf(url));
        return socket;
    }
    auto *socket = new QSslSocket;
    chooseProxy(socket, url);
    socket->setPeerVerifyMode(verifyTls ? QSslSocket::VerifyPeer : QSslSocket::VerifyNone);
    socket->connectToHostEncrypted(host, portOf(url));
    return socket;
}

void HttpPool::give(const QUrl &url, bool verifyTls, QTcpSocket *socket)
{
    const QString origin = originOf(url, verifyTls);
    QList<QTcpSocket *> &idle = m_idle[origin];
    if (idle.size() >= idleLimit) {
        socket->deleteLater();
        return;
    }
    socket->setParent(this);
    idle.append(socket);
    connect(socket, &QTcpSocket::disconnected, this, [this, origin, socket] {
        m_idle[origin].removeOne(socket);
        socket->deleteLater();
    });
}

} // namespace greenroom
