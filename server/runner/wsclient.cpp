// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/wsclient.h"

#include "runner/addresses.h"

#include <QDateTime>
#include <QNetworkProxy>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QUrl>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// What a status of a refused handshake means, on API Gateway above all.
QString explanation(int status)
{
    switch (status) {
    case 400: return u"the request was malformed, or $connect answered 400"_s;
    case 401: return u"the authoriser said no, or its token is missing"_s;
    case 403: return u"the stage does not exist, or the authoriser, API key or signature was refused"_s;
    case 404: return u"there is nothing at this path"_s;
    case 410: return u"it is gone"_s;
    case 426: return u"the server wants another WebSocket version"_s;
    case 429: return u"too many connections at once: it is throttled"_s;
    case 500: return u"the gateway could not call $connect or its authoriser"_s;
    case 502: return u"$connect failed or answered no proxy response"_s;
    case 504: return u"$connect did not answer in time"_s;
    default: return {};
    }
}

} // namespace

WsClient::WsClient(Journal &journal, const Masking &masking, ClientRequest request, QString runId, QString testId, QObject *parent)
    : QObject(parent)
    , m_journal(journal)
    , m_masking(masking)
    , m_request(std::move(request))
    , m_runId(std::move(runId))
    , m_testId(std::move(testId))
{
    connect(&m_socket, &WsSocket::opened, this, &WsClient::onOpened);
    connect(&m_socket, &WsSocket::refused, this, &WsClient::tellRefused);
    connect(&m_socket, &WsSocket::received, this, &WsClient::onMessage);
    connect(&m_socket, &WsSocket::closed, this, &WsClient::onClosed);
    connect(&m_socket, &WsSocket::pong, this, &WsClient::pong);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        const QString why = u"no answer to the handshake within %1 ms"_s.arg(m_request.timeoutMs);
        m_socket.abort();
        tellRefused(0, why);
    });
}

WsClient::~WsClient()
{
    m_socket.disconnect(this);
}

void WsClient::onOpened()
{
    m_deadline.stop();
    m_open = true;
    ConnectionOpened event;
    event.connectionId = m_request.connectionId;
    event.side = u"client"_s;
    event.name = m_request.name;
    event.url = m_masking.apply(Masking::maskedUrl(m_request.url));
    event.subprotocol = m_socket.subprotocol();
    event.secure = m_request.url.startsWith("wss:"_L1);
    event.runId = m_runId;
    event.testId = m_testId;
    for (const auto &[name, value] : std::as_const(m_request.headers))
        event.requestHeaders.insert(name, Masking::isSecretHeader(name) ? u"‹hidden›"_s : m_masking.apply(value));
    m_journal.record(event);
    emit opened();
}

void WsClient::open()
{
    const QUrl url(m_request.url);
    if (!url.isValid() || (url.scheme() != "ws"_L1 && url.scheme() != "wss"_L1) || url.host().isEmpty()) {
        QMetaObject::invokeMethod(this, [this] {
            tellRefused(0, u"“%1” is no WebSocket address; it begins with ws:// or wss://"_s.arg(m_masking.apply(m_request.url)));
        }, Qt::QueuedConnection);
        return;
    }
    if (isMetadataService(url)) {
        QMetaObject::invokeMethod(this, [this, host = url.host()] { tellRefused(0, u"%1 is a cloud's metadata service, which may not be asked"_s.arg(host)); },
                                  Qt::QueuedConnection);
        return;
    }
    WsSocket::Opening opening;
    opening.url = url;
    opening.subprotocols = m_request.subprotocols;
    if (isLoopback(url))
        opening.proxy = QNetworkProxy::NoProxy;
    for (const auto &[name, value] : std::as_const(m_request.headers))
        opening.headers.append({ name.toUtf8(), value.toUtf8() });
    if (!m_request.verifyTls)
        opening.tls.setPeerVerifyMode(QSslSocket::VerifyNone);
    for (const QString &file : std::as_const(m_request.authorityFiles))
        opening.tls.addCaCertificates(file);
    m_deadline.start(m_request.timeoutMs);
    m_socket.open(opening);
}

void WsClient::tellRefused(int status, const QString &why)
{
    if (std::exchange(m_refusedTold, true))
        return;
    m_deadline.stop();
    m_closed = true;
    m_refusedStatus = status;
    m_refusal = status > 0 ? u"the handshake was refused with %1"_s.arg(status) : why;
    ConnectRefused event;
    event.connectionId = m_request.connectionId;
    event.status = status;
    event.reason = m_refusal;
    event.detail = status > 0 ? explanation(status) : QString();
    event.remedy = status > 0 ? explanation(status) : u"Check the address and that something listens there."_s;
    event.path = m_masking.apply(Masking::maskedUrl(m_request.url));
    m_journal.record(event);
    emit refused();
}

void WsClient::send(const Message &message)
{
    if (!m_open || m_closed)
        return;
    m_sinceSend.start();
    if (message.opcode == Message::Opcode::Binary)
        m_socket.sendBinary(message.body);
    else
        m_socket.sendText(QString::fromUtf8(message.body).toUtf8());   // what is no text becomes one
    MessageSent event;
    event.connectionId = m_request.connectionId;
    event.opcode = opcodeName(message.opcode);
    event.size = message.body.size();
    event.body = m_masking.apply(message.body);
    event.origin = m_runId.isEmpty() ? u"person"_s : u"step"_s;
    m_journal.record(event);
}

void WsClient::ping()
{
    m_socket.ping();
}

void WsClient::onMessage(const QByteArray &body, bool binary)
{
    TalkMessage message;
    message.body = body;
    message.binary = binary;
    message.at = QDateTime::currentMSecsSinceEpoch();
    message.latencyMs = m_sinceSend.isValid() ? double(m_sinceSend.nsecsElapsed()) / 1e6 : -1;
    MessageReceived event;
    event.connectionId = m_request.connectionId;
    event.opcode = binary ? u"binary"_s : u"text"_s;
    event.size = body.size();
    event.body = m_masking.apply(body);
    m_journal.record(event);
    if (!m_runId.isEmpty())
        inbox.append(message);   // only a talk empties it
    emit received();
}

void WsClient::close(int code, const QString &reason)
{
    if (m_closed)
        return;
    m_closing = true;
    m_closeCode = code;
    m_closeReason = reason;
    if (!m_open) {
        m_socket.abort();
        tellRefused(0, u"it was stopped"_s);
        return;
    }
    m_socket.close(code, reason.toUtf8());
}

void WsClient::onClosed(int code, const QByteArray &reason)
{
    if (m_closed || !m_open)
        return;
    m_closed = true;
    if (m_closing) {
        m_closedBy = u"client"_s;
    } else {
        m_closeCode = code;
        m_closeReason = QString::fromUtf8(reason);
        m_closedBy = code == 1006 ? u"network"_s : u"server"_s;
    }
    ConnectionClosed event;
    event.connectionId = m_request.connectionId;
    event.code = m_closeCode;
    event.reason = m_closeReason;
    event.closedBy = m_closedBy;
    m_journal.record(event);
    emit closed();
}

} // namespace greenroom
