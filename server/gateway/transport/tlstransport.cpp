// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/transport/tlstransport.h"

#include "gateway/http/lingeringclose.h"

#include <utility>

namespace greenroom {

TlsTransport::TlsTransport(QTcpSocket *socket, QObject *parent)
    : m_socket(socket)
    , m_later(parent)
{
    m_socket->setParent(this);
    connect(m_socket, &QTcpSocket::readyRead, this, &TlsTransport::read);
    connect(m_socket, &QTcpSocket::disconnected, this, [this] {
        read();   // a close frame may be the last that came
        if (m_socket)
            m_owner->onLost();
    });
    if (m_socket->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &TlsTransport::read, Qt::QueuedConnection);
}

bool TlsTransport::isOpen() const
{
    return m_socket && m_socket->state() == QAbstractSocket::ConnectedState;
}

void TlsTransport::read()
{
    if (!m_socket)
        return;
    if (const QByteArray bytes = m_socket->readAll(); !bytes.isEmpty())
        m_owner->onBytes(bytes);
}

void TlsTransport::write(const QByteArray &bytes)
{
    if (isOpen())
        m_socket->write(bytes);
}

void TlsTransport::flush()
{
    if (m_socket)
        m_socket->flush();
}

void TlsTransport::closeAfter(const QByteArray &last, int lingerMs)
{
    if (QTcpSocket *socket = std::exchange(m_socket, nullptr)) {
        socket->disconnect(this);
        socket->setParent(m_later);
        greenroom::closeAfter(socket, last, lingerMs);
    }
    deleteLater();
}

void TlsTransport::cut()
{
    if (m_socket)
        m_socket->abort();
}

} // namespace greenroom
