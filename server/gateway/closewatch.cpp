// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/closewatch.h"

#include <QtEndian>

namespace greenroom {

CloseWatch::CloseWatch(QTcpSocket *socket, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
{
    connect(socket, &QTcpSocket::readyRead, this, &CloseWatch::before);
}

void CloseWatch::startAfter()
{
    // The handshake is read: the stream of frames begins here.
    m_started = true;
    m_seenBefore = m_socket->bytesAvailable();
    connect(m_socket, &QTcpSocket::readyRead, this, &CloseWatch::after);
}

void CloseWatch::before()
{
    if (!m_started)
        return;
    m_seenBefore = m_socket->bytesAvailable();
    if (m_base + m_seenBefore <= m_nextFrame)
        return;   // all of it belongs to a frame we know
    scan(m_socket->peek(m_seenBefore));
}

void CloseWatch::after()
{
    m_base += m_seenBefore - m_socket->bytesAvailable();
    m_seenBefore = m_socket->bytesAvailable();
}

// RFC 6455 §5.2; client frames are masked.
void CloseWatch::scan(const QByteArray &bytes)
{
    while (!m_sawClose) {
        const qint64 at = m_nextFrame - m_base;
        if (at < 0 || at + 2 > bytes.size())
            return;
        const auto *data = reinterpret_cast<const uchar *>(bytes.constData()) + at;
        const qint64 left = bytes.size() - at;
        const int opcode = data[0] & 0x0f;
        const bool masked = data[1] & 0x80;
        quint64 length = data[1] & 0x7f;
        qint64 head = 2;
        if (length == 126) {
            if (left < 4)
                return;
            length = qFromBigEndian<quint16>(data + 2);
            head = 4;
        } else if (length == 127) {
            if (left < 10)
                return;
            length = qFromBigEndian<quint64>(data + 2);
            head = 10;
        }
        if (opcode >= 8) {
            const qint64 size = head + (masked ? 4 : 0) + qint64(length);
            if (length > 125 || left < size)
                return;
            QByteArray payload(reinterpret_cast<const char *>(data) + head + (masked ? 4 : 0), qsizetype(length));
            for (qsizetype i = 0; masked && i < payload.size(); ++i)
                payload[i] = char(payload.at(i) ^ data[head + i % 4]);
            if (opcode == 8) {
                m_sawClose = true;
                if (payload.size() >= 2)
                    m_code = qFromBigEndian<quint16>(payload.constData());
            }
            m_nextFrame += size;
            emit controlFrame(opcode, payload);
            continue;
        }
        m_nextFrame += head + (masked ? 4 : 0) + qint64(length);
    }
}

} // namespace greenroom
