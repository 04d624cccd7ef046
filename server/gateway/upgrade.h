// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/httpmessage.h"
#include "gateway/http/requesthead.h"
#include "gateway/transport/transport.h"

#include <QPointer>
#include <QTcpSocket>

#include <memory>

namespace greenroom {

// A parked opening handshake: the socket is still unread while $connect decides. accept() and refuse() are
// each called at most once, and never after left().
class Upgrade : public QObject
{
    Q_OBJECT

public:
    Upgrade(RequestHead head, QTcpSocket *socket, bool secure, QObject *parent = nullptr);
    ~Upgrade() override;

    const RequestHead &head() const { return m_head; }
    bool isSecure() const { return m_secure; }
    QHostAddress peerAddress() const;

    // Sends 101 and goes on as a transport; null when the client left in between. The subprotocol is the $connect
    // handler's word, as it stands.
    std::unique_ptr<Transport> accept(const QByteArray &subprotocol, WriteBatch &batch);
    // Writes the response and closes.
    void refuse(const HttpResponse &response);

signals:
    void left();      // the client gave up before an answer

private:
    RequestHead m_head;
    QPointer<QTcpSocket> m_socket;
    bool m_secure;
};

} // namespace greenroom
