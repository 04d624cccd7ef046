// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/console.h"

namespace greenroom {

Console::Console(Journal &journal, QObject *parent)
    : QObject(parent)
    , m_journal(journal)
{
}

void Console::open(const ClientRequest &request)
{
    if (m_clients.contains(request.connectionId))
        return;
    auto *client = new WsClient(m_journal, m_masking, request, {}, {}, this);
    m_clients.insert(request.connectionId, client);
    const auto forget = [this, id = request.connectionId] {
        if (WsClient *gone = m_clients.take(id))
            gone->deleteLater();
    };
    connect(client, &WsClient::closed, this, forget);
    connect(client, &WsClient::refused, this, forget);
    client->open();
}

void Console::send(const QString &connectionId, const Message &message)
{
    if (WsClient *client = m_clients.value(connectionId))
        client->send(message);
}

void Console::close(const QString &connectionId, int code, const QString &reason)
{
    if (WsClient *client = m_clients.value(connectionId))
        client->close(code, reason);
}

void Console::closeAll()
{
    const QList<WsClient *> clients = m_clients.values();
    for (WsClient *client : clients)
        client->close(1001, {});
}

} // namespace greenroom
