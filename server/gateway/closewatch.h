// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QTcpSocket>

#include <optional>

namespace greenroom {

// Looks at a WebSocket's frames as they pass, without taking a byte: QWebSocket reports a close frame
// without a code as 1000, and says nothing of pings. Two hooks around QWebSocket's own reading tell how far
// it got, since it leaves half frames unread.
class CloseWatch : public QObject
{
    Q_OBJECT

public:
    explicit CloseWatch(QTcpSocket *socket, QObject *parent = nullptr);

    // Call once after QWebSocket has connected to the socket, so that the second hook runs after it.
    void startAfter();

    bool sawClose() const { return m_sawClose; }
    // Of the client's close frame; nothing when it had none.
    std::optional<quint16> code() const { return m_code; }

signals:
    void controlFrame(int opcode, const QByteArray &payload);

private:
    void before();
    void after();
    void scan(const QByteArray &bytes);

    QPointer<QTcpSocket> m_socket;
    qint64 m_seenBefore = 0;     // bytes available when QWebSocket's reading began
    qint64 m_base = 0;           // stream position of the first unread byte
    qint64 m_nextFrame = 0;      // stream position of the next frame head
    bool m_started = false;
    bool m_sawClose = false;
    std::optional<quint16> m_code;
};

} // namespace greenroom
