// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <optional>

namespace greenroom {

// UTF-8 judged as it arrives, in pieces that may end within a character (RFC 3629 §4).
class Utf8Check
{
public:
    bool take(const char *bytes, qsizetype size);   // false: this can become no text any more
    bool isWhole() const { return m_missing == 0; }
    void reset() { m_missing = 0; }

private:
    int m_missing = 0;             // bytes the current character still needs
    unsigned char m_low = 0x80;    // what the next of them may be
    unsigned char m_high = 0xbf;
};

// Frames of one connection (RFC 6455 §5): bytes in, whole messages and control frames out. A message's bytes are
// unmasked and judged as they arrive, so nothing is kept but the message itself, and a frame beyond the limits is
// refused by its head.
class FrameReader
{
public:
    // Who reads: a server wants every frame masked, a client none (§5.1).
    enum class Side { Server, Client };

    explicit FrameReader(Side side = Side::Server)
        : m_side(side)
    {
    }

    enum class Kind { Message, Ping, Pong, Close, Violation };
    struct Item
    {
        Kind kind = Kind::Message;
        bool binary = false;
        QByteArray payload;      // a message, a ping's or pong's bytes, a close frame's reason
        int code = 0;            // of a close frame (1005: it had none); what to close with after a violation
    };

    // 0: no limit of ours. Beyond: a violation with 1009.
    void setLimits(qint64 frameBytes, qint64 messageBytes);

    void feed(QByteArray bytes);
    // The next whole thing; nothing until more is fed, and nothing ever after a violation.
    std::optional<Item> next();

private:
    enum Opcode { Continuation = 0, Text = 1, Binary = 2, CloseFrame = 8, PingFrame = 9, PongFrame = 10 };

    bool isControl() const { return m_opcode >= CloseFrame; }
    std::optional<int> readHead();                 // nothing: done or incomplete; else the code of a violation
    int judgeHead(quint64 size, qsizetype lengthBytes) const;
    int takePayload();
    std::optional<Item> finishFrame();
    Item violation(int code);

    Side m_side;
    qint64 m_frameLimit = 0;
    qint64 m_messageLimit = 0;
    QByteArray m_buffer;
    qsizetype m_at = 0;            // how far the buffer is read
    bool m_inPayload = false;
    bool m_over = false;           // after a violation
    bool m_final = false;
    int m_opcode = 0;
    quint64 m_missing = 0;         // payload bytes of this frame still to come
    char m_mask[4] = {};
    int m_maskAt = 0;
    bool m_inMessage = false;
    bool m_binary = false;
    QByteArray m_message;
    QByteArray m_control;
    Utf8Check m_utf8;
};

// One message as the server sends it, in frames of at most frameBytes (0: one frame); unmasked.
QByteArray messageFrames(const QByteArray &payload, bool binary, qint64 frameBytes);
QByteArray pongFrame(const QByteArray &payload);
// A code of 1005 sends none.
QByteArray closeFrame(int code, const QByteArray &reason = {});

// One whole frame as a client sends it: masked with fresh random bytes.
QByteArray clientFrame(int opcode, const QByteArray &payload);
// The payload of a close frame; a code of 1005 has none.
QByteArray closePayload(int code, const QByteArray &reason);

} // namespace greenroom
