// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QTcpSocket>

namespace greenroom {

// Writes the last bytes and closes so that the client gets to read them: closing with unread bytes would reset
// the connection, and the answer with it. Our side ends as soon as all is written; what still comes is thrown
// away, until the client closes too or the time is over. Takes the socket.
void closeAfter(QTcpSocket *socket, const QByteArray &last, int lingerMs = 1000);

} // namespace greenroom
