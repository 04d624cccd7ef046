// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/framereader.h"

#include <QRandomGenerator>
#include <QtEndian>

#include <algorithm>
#include <utility>

#include <string.h>

namespace greenroom {

namespace {

// What one QByteArray holds in any case; nobody means to send more.
constexpr quint64 hardLimit = 1024 * 1024 * 1024;
constexpr quint64 controlLimit = 125;   // RFC 6455 §5.5

// RFC 6455 §7.4.1 and the registry: what may stand on the wire.
bool isCloseCode(int code)
{
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}

bool isAscii8(const char *bytes)
{
    quint64 word;
    memcpy(&word, bytes, sizeof word);
    return (word & 0x8080808080808080ULL) == 0;
}

void unmask(char *bytes, qsizetype size, const char *mask, int at)
{
    char turned[4];
    for (int i = 0; i < 4; ++i)
        turned[i] = mask[(at + i) % 4];
    quint32 narrow;
    memcpy(&narrow, turned, sizeof narrow);
    const quint64 wide = (quint64(narrow) << 32) | narrow;
    qsizetype i = 0;
    for (; i + 8 <= size; i += 8) {
        quint64 word;
        memcpy(&word, bytes + i, sizeof word);
        word ^= wide;
        memcpy(bytes + i, &word, sizeof word);
    }
    for (; i < size; ++i)
        bytes[i] = char(bytes[i] ^ turned[i % 4]);
}

void appendHead(QByteArray &bytes, int opcode, bool final, qsizetype size, bool masked = false)
{
    const int mask = masked ? 0x80 : 0;
    bytes += char((final ? 0x80 : 0) | opcode);
    if (size < 126) {
        bytes += char(mask | int(size));
    } else if (size < 65'536) {
        bytes += char(mask | 126);
        char length[2];
        qToBigEndian(quint16(size), length);
        bytes.append(length, 2);
    } else {
        bytes += char(mask | 127);
        char length[8];
        qToBigEndian(quint64(size), length);
        bytes.append(length, 8);
    }
}

} // namespace

bool Utf8Check::take(const char *bytes, qsizetype size)
{
    for (qsizetype i = 0; i < size;) {
        if (m_missing == 0 && i + 8 <= size && isAscii8(bytes + i)) {
            i += 8;
            continue;
        }
        const auto byte = static_cast<unsigned char>(bytes[i++]);
        if (m_missing > 0) {
            if (byte < m_low || byte > m_high)
                return false;
            m_low = 0x80;
            m_high = 0xbf;
            --m_missing;
        } else if (byte >= 0x80) {
            if (byte < 0xc2 || byte > 0xf4)
                return false;
            m_missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
            // Neither overlong, nor a surrogate, nor beyond U+10FFFF.
            m_low = byte == 0xe0 ? 0xa0 : byte == 0xf0 ? 0x90 : 0x80;
            m_high = byte == 0xed ? 0x9f : byte == 0xf4 ? 0x8f : 0xbf;
        }
    }
    return true;
}

void FrameReader::setLimits(qint64 frameBytes, qint64 messageBytes)
{
    m_frameLimit = frameBytes;
    m_messageLimit = messageBytes;
}

void FrameReader::feed(QByteArray bytes)
{
    if (m_over)
        return;
    if (m_at == m_buffer.size()) {
        m_buffer = std::move(bytes);
    } else {
        m_buffer.remove(0, m_at);
        m_buffer += bytes;
    }
    m_at = 0;
}

std::optional<FrameReader::Item> FrameReader::next()
{
    while (!m_over) {
        if (!m_inPayload) {
            if (const std::optional<int> code = readHead())
                return violation(*code);
            if (!m_inPayload)
                return std::nullopt;
        }
        if (const int code = takePayload(); code != 0)
            return violation(code);
        if (m_missing > 0)
            return std::nullopt;
        m_inPayload = false;
        if (std::optional<Item> item = finishFrame())
            return item;
    }
    return std::nullopt;
}

std::optional<int> FrameReader::readHead()
{
    const qsizetype left = m_buffer.size() - m_at;
    if (left < 2) {
        if (left == 0)
            m_buffer.clear(), m_at = 0;   // an idle connection keeps no buffer
        return std::nullopt;
    }
    const auto *data = reinterpret_cast<const uchar *>(m_buffer.constData()) + m_at;
    const bool masked = data[1] & 0x80;
    quint64 size = data[1] & 0x7f;
    const qsizetype lengthBytes = size == 126 ? 2 : size == 127 ? 8 : 0;
    // Whatever is wrong already is said now, not when the rest has come.
    if ((data[0] & 0x70) != 0 || masked != (m_side == Side::Server))
        return 1002;
    const qsizetype maskBytes = masked ? 4 : 0;
    if (left < 2 + lengthBytes + maskBytes)
        return std::nullopt;
    if (lengthBytes == 2)
        size = qFromBigEndian<quint16>(data + 2);
    else if (lengthBytes == 8)
        size = qFromBigEndian<quint64>(data + 2);
    m_final = data[0] & 0x80;
    m_opcode = data[0] & 0x0f;
    if (const int code = judgeHead(size, lengthBytes); code != 0)
        return code;
    memcpy(m_mask, data + 2 + lengthBytes, size_t(maskBytes));
    m_maskAt = 0;
    m_missing = size;
    m_inPayload = true;
    m_at += 2 + lengthBytes + maskBytes;
    if (!isControl() && m_opcode != Continuation) {
        m_inMessage = true;
        m_binary = m_opcode == Binary;
        m_utf8.reset();
    }
    return std::nullopt;
}

int FrameReader::judgeHead(quint64 size, qsizetype lengthBytes) const
{
    const bool shortest = lengthBytes == 0 || size >= (lengthBytes == 2 ? 126U : 65'536U);
    if (!shortest || size > (~quint64(0) >> 1))
        return 1002;
    if (isControl())
        return !m_final || size > controlLimit || m_opcode > PongFrame ? 1002 : 0;
    if (m_opcode > Binary || (m_opcode == Continuation) != m_inMessage)
        return 1002;
    const quint64 whole = quint64(m_message.size()) + size;
    if ((m_frameLimit > 0 && size > quint64(m_frameLimit)) || (m_messageLimit > 0 && whole > quint64(m_messageLimit))
        || whole > hardLimit)
        return 1009;
    return 0;
}

// Takes what has come of the frame's payload; the code of a violation, or 0.
int FrameReader::takePayload()
{
    const qsizetype size = qsizetype(std::min<quint64>(m_missing, quint64(m_buffer.size() - m_at)));
    QByteArray &target = isControl() ? m_control : m_message;
    const qsizetype before = target.size();
    target.append(m_buffer.constData() + m_at, size);
    if (m_side == Side::Server)
        unmask(target.data() + before, size, m_mask, m_maskAt);
    m_maskAt = int((m_maskAt + size) % 4);
    m_at += size;
    m_missing -= quint64(size);
    if (!isControl() && !m_binary && !m_utf8.take(target.constData() + before, size))
        return 1007;
    return 0;
}

std::optional<FrameReader::Item> FrameReader::finishFrame()
{
    if (!isControl()) {
        if (!m_final)
            return std::nullopt;
        m_inMessage = false;
        if (!m_binary && !m_utf8.isWhole())
            return violation(1007);
        return Item { Kind::Message, m_binary, std::exchange(m_message, {}), 0 };
    }
    const QByteArray payload = std::exchange(m_control, {});
    if (m_opcode == PingFrame)
        return Item { Kind::Ping, false, payload, 0 };
    if (m_opcode == PongFrame)
        return Item { Kind::Pong, false, payload, 0 };
    if (payload.isEmpty())
        return Item { Kind::Close, false, {}, 1005 };
    const int code = payload.size() < 2 ? 0 : qFromBigEndian<quint16>(payload.constData());
    if (!isCloseCode(code))
        return violation(1002);
    Utf8Check text;
    if (!text.take(payload.constData() + 2, payload.size() - 2) || !text.isWhole())
        return violation(1007);
    return Item { Kind::Close, false, payload.mid(2), code };
}

FrameReader::Item FrameReader::violation(int code)
{
    m_over = true;
    m_buffer.clear();
    m_message.clear();
    return { Kind::Violation, false, {}, code };
}

QByteArray messageFrames(const QByteArray &payload, bool binary, qint64 frameBytes)
{
    const qsizetype most = frameBytes > 0 ? qsizetype(frameBytes) : std::max<qsizetype>(payload.size(), 1);
    QByteArray bytes;
    bytes.reserve(payload.size() + 16);
    qsizetype at = 0;
    do {
        const qsizetype size = std::min(most, payload.size() - at);
        appendHead(bytes, at > 0 ? 0 : binary ? 2 : 1, at + size == payload.size(), size);
        bytes.append(payload.constData() + at, size);
        at += size;
    } while (at < payload.size());
    return bytes;
}

QByteArray pongFrame(const QByteArray &payload)
{
    QByteArray bytes;
    appendHead(bytes, 10, true, payload.size());
    return bytes + payload;
}

QByteArray closePayload(int code, const QByteArray &reason)
{
    if (code == 1005)
        return {};
    char number[2];
    qToBigEndian(quint16(code), number);
    return QByteArray(number, 2) + reason.left(qsizetype(controlLimit) - 2);
}

QByteArray closeFrame(int code, const QByteArray &reason)
{
    const QByteArray payload = closePayload(code, reason);
    QByteArray bytes;
    appendHead(bytes, 8, true, payload.size());
    return bytes + payload;
}

QByteArray clientFrame(int opcode, const QByteArray &payload)
{
    const quint32 random = QRandomGenerator::global()->generate();
    char mask[4];
    memcpy(mask, &random, sizeof mask);
    QByteArray bytes;
    bytes.reserve(payload.size() + 14);
    appendHead(bytes, opcode, true, payload.size(), true);
    bytes.append(mask, 4);
    const qsizetype begin = bytes.size();
    bytes += payload;
    unmask(bytes.data() + begin, payload.size(), mask, 0);
    return bytes;
}

} // namespace greenroom
