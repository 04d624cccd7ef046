// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/framereader.h"

#include <QElapsedTimer>
#include <QNetworkProxy>
#include <QObject>
#include <QSslConfiguration>
#include <QStringList>
#include <QUrl>

#include <utility>

class QTcpSocket;

namespace greenroom {

// A client's WebSocket on our own frames (RFC 6455), because QWebSocket 6.4 decodes text frame by frame and so
// closes a legal message that is split inside a character. Never offers an extension.
class WsSocket : public QObject
{
    Q_OBJECT

public:
    struct Opening
    {
        QUrl url;                                      // ws:// or wss://
        QList<std::pair<QByteArray, QByteArray>> headers;
        QStringList subprotocols;
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        QNetworkProxy proxy = QNetworkProxy(QNetworkProxy::DefaultProxy);
    };

    using QObject::QObject;
    ~WsSocket() override;

    void open(const Opening &opening);
    void sendText(const QByteArray &utf8) { send(1, utf8); }
    void sendBinary(const QByteArray &bytes) { send(2, bytes); }
    void ping();
    void close(int code, const QByteArray &reason);    // closed() follows
    void abort();                                      // nothing follows

    QString subprotocol() const { return m_subprotocol; }

signals:
    void opened();
    // Instead of opened(): the handshake's status, 0 when there was no answer, or none that opens a WebSocket.
    void refused(int status, const QString &why);
    void received(const QByteArray &body, bool binary);
    void pong(qint64 elapsedMs);
    // After opened(), once. 1006: the line was cut without a close frame; 1005: theirs had no code.
    void closed(int code, const QByteArray &reason);

private:
    enum class State { New, Connecting, Open, Closing, Over };

    void onReady();
    void onReadyRead();
    void readAnswer();
    QString judgeAnswer(const QByteArray &head);
    void take(const FrameReader::Item &item);
    void send(int opcode, const QByteArray &payload);
    void shut(int code, const QByteArray &reason);
    void refuse(int status, const QString &why);
    void onDisconnected();
    void letGo();

    Opening m_opening;
    QTcpSocket *m_socket = nullptr;
    State m_state = State::New;
    QByteArray m_key;
    QByteArray m_answer;             // what has come of the handshake's answer
    FrameReader m_reader { FrameReader::Side::Client };
    QString m_subprotocol;
    QElapsedTimer m_sincePing;
    int m_code = 1006;               // what closed() will say
    QByteArray m_reason;
};

} // namespace greenroom
