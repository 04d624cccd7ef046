// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/transport/transport.h"

#include "gateway/transport/plaintransport.h"
#include "gateway/transport/tlstransport.h"

#include <QCoreApplication>
#include <QEvent>
#include <QSslSocket>

#include <utility>

#include <fcntl.h>

namespace greenroom {

WriteBatch::WriteBatch(QObject *parent)
    : QObject(parent)
{
}

void WriteBatch::add(PlainTransport *transport)
{
    m_transports.append(transport);
    if (!std::exchange(m_posted, true))
        QCoreApplication::postEvent(this, new QEvent(QEvent::User), Qt::LowEventPriority);
}

void WriteBatch::remove(PlainTransport *transport)
{
    const qsizetype at = m_transports.lastIndexOf(transport);
    if (at >= 0)
        m_transports[at] = nullptr;
}

bool WriteBatch::event(QEvent *event)
{
    if (event->type() != QEvent::User)
        return QObject::event(event);
    m_posted = false;
    for (PlainTransport *transport : std::exchange(m_transports, {})) {
        if (transport)
            transport->flush();
    }
    return true;
}

std::unique_ptr<Transport> makeTransport(QTcpSocket *socket, WriteBatch &batch)
{
    if (qobject_cast<QSslSocket *>(socket))
        return std::make_unique<TlsTransport>(socket, &batch);
    // The socket closes its own number; the line lives on under ours.
    const int descriptor = ::fcntl(int(socket->socketDescriptor()), F_DUPFD_CLOEXEC, 0);
    std::unique_ptr<PlainTransport> transport;
    if (descriptor >= 0)
        transport = std::make_unique<PlainTransport>(descriptor, socket->readAll(), batch);
    socket->abort();
    socket->deleteLater();   // later: it may be telling us of the handshake right now
    return transport;
}

} // namespace greenroom
