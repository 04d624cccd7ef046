// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/connection.h"

#include <QDateTime>
#include <QTimer>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int closeHandshakeMs = 2000;   // a client that does not answer our close frame is cut

} // namespace

Connection::Connection(ConnectionFacts facts, QWebSocket *socket, CloseWatch *watch, ConnectionOwner &owner,
                       QObject *parent)
    : QObject(parent)
    , lastActiveAt(QDateTime::currentMSecsSinceEpoch())
    , m_owner(owner)
    , m_facts(std::move(facts))
    , m_socket(socket)
    , m_watch(watch)
{
    m_socket->setParent(this);
    if (m_watch)
        m_watch->setParent(this);
    connect(m_socket, &QWebSocket::textMessageReceived, this,
            [this](const QString &text) { m_owner.onMessage(*this, text.toUtf8(), false); });
    connect(m_socket, &QWebSocket::binaryMessageReceived, this,
            [this](const QByteArray &bytes) { m_owner.onMessage(*this, bytes, true); });
    connect(m_socket, &QWebSocket::disconnected, this, &Connection::onDisconnected);
}

void Connection::sendText(const QByteArray &utf8)
{
    m_socket->sendTextMessage(QString::fromUtf8(utf8));
}

void Connection::sendBinary(const QByteArray &bytes)
{
    m_socket->sendBinaryMessage(bytes);
}

void Connection::close(int code, const QString &reason, const QString &recordedReason)
{
    if (std::exchange(m_closing, true))
        return;
    m_closeCode = code;
    m_closeReason = recordedReason.isEmpty() ? reason : recordedReason;
    QTimer::singleShot(closeHandshakeMs, this, &Connection::cut);
    m_socket->close(QWebSocketProtocol::CloseCode(code), reason);
}

void Connection::cut()
{
    m_socket->abort();
}

void Connection::onDisconnected()
{
    if (m_closing) {
        m_owner.onClosed(*this, m_closeCode, m_closeReason, u"server"_s);
        return;
    }
    const int reported = m_socket->closeCode();
    // QWebSocket closes by itself on what it cannot accept (RFC 6455 §7.4.1).
    const bool ours = reported == QWebSocketProtocol::CloseCodeProtocolError
        || reported == QWebSocketProtocol::CloseCodeWrongDatatype
        || reported == QWebSocketProtocol::CloseCodeTooMuchData
        || reported == QWebSocketProtocol::CloseCodeDatatypeNotSupported;
    if (!m_watch) {
        m_owner.onClosed(*this, reported, m_socket->closeReason(), ours ? u"server"_s : u"client"_s);
        return;
    }
    if (m_watch->sawClose()) {
        if (m_watch->code())
            m_owner.onClosed(*this, *m_watch->code(), m_socket->closeReason(), u"client"_s);
        else
            m_owner.onClosed(*this, 1005, u"Client-side close frame status not set"_s, u"client"_s);
    } else if (ours) {
        // $disconnect's texts are the IANA names (R); nobody observed others.
        static const QHash<int, QString> names { { 1002, u"Protocol error"_s },
                                                 { 1003, u"Unsupported Data"_s },
                                                 { 1007, u"Invalid frame payload data"_s },
                                                 { 1009, u"Message Too Big"_s } };
        m_owner.onClosed(*this, reported, names.value(reported), u"server"_s);
    } else {
        m_owner.onClosed(*this, 1006, {}, u"network"_s);
    }
}

} // namespace greenroom
