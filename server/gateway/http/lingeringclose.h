// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QTcpSocket>

namespace greenroom {

// Writes a last answer and closes so that the client gets to read it: closing with unread bytes would reset
// the connection, and the answer with it. Our side ends at once; what still comes is thrown away, for a
// second at most. Takes the socket.
void closeAfter(QTcpSocket *socket, const QByteArray &answer);

} // namespace greenroom
