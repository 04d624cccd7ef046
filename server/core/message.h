// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace greenroom {

// A WebSocket message: opcode and bytes (RFC 6455 §5.6). Text is kept as UTF-8.
struct Message
{
    enum class Opcode { Text, Binary, Ping, Pong, Close };

    Opcode opcode = Opcode::Text;
    QByteArray body;
};

// The RFC's names, as they stand in events: "text", "binary", "ping", "pong", "close".
inline QString opcodeName(Message::Opcode opcode)
{
    switch (opcode) {
    case Message::Opcode::Text: return QStringLiteral("text");
    case Message::Opcode::Binary: return QStringLiteral("binary");
    case Message::Opcode::Ping: return QStringLiteral("ping");
    case Message::Opcode::Pong: return QStringLiteral("pong");
    case Message::Opcode::Close: return QStringLiteral("close");
    }
    return {};
}

} // namespace greenroom
