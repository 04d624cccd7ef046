// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/transport/transport.h"

namespace greenroom {

// A QSslSocket after its handshakes.
class TlsTransport final : public QObject, public Transport
{
public:
    // Takes the socket; closing, it stays with `parent`.
    TlsTransport(QTcpSocket *socket, QObject *parent);

    void setOwner(TransportOwner *owner) override { m_owner = owner; }
    bool isOpen() const override;
    qint64 waitingBytes() const override { return m_socket ? m_socket->bytesToWrite() : 0; }
    void write(const QByteArray &bytes) override;
    void flush() override;
    void closeAfter(const QByteArray &last, int lingerMs) override;
    void cut() override;

private:
    void read();

    TransportOwner *m_owner = nullptr;
    QTcpSocket *m_socket;        // null once it is closing
    QObject *m_later;            // whose the socket is then
};

} // namespace greenroom
