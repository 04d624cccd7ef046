// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/httpconnection.h"

#include "gateway/http/lingeringclose.h"

#include <QPointer>

#include <memory>
#include <utility>

namespace greenroom {

namespace {

// Bodies beyond this are refused unread; the management API words its own 413 below it.
constexpr qint64 bodyLimit = 8 * 1024 * 1024;
constexpr int idleMs = 75'000;

} // namespace

HttpConnection::HttpConnection(QTcpSocket *socket, bool secure, const Quotas &quotas, const HttpRouter &router,
                               Gate gate, TakeUpgrade takeUpgrade, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_secure(secure)
    , m_quotas(quotas)
    , m_router(router)
    , m_gate(std::move(gate))
    , m_takeUpgrade(std::move(takeUpgrade))
{
    m_socket->setParent(this);
    m_deadline.setSingleShot(true);
    m_deadline.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_deadline, &QTimer::timeout, this, &HttpConnection::onTimeout);
    connect(m_socket, &QTcpSocket::readyRead, this, &HttpConnection::onReadyRead);
    connect(m_socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
    m_deadline.start(idleMs);
    if (m_socket->state() != QAbstractSocket::ConnectedState)
        deleteLater();
    else
        QMetaObject::invokeMethod(this, &HttpConnection::onReadyRead, Qt::QueuedConnection);
}

void HttpConnection::onReadyRead()
{
    while (m_socket && !m_answering && m_socket->bytesAvailable() > 0) {
        if (!m_inBody && !startRequest())
            return;
        if (m_socket && m_inBody)
            readBody();
        if (m_inBody)
            return;
    }
}

bool HttpConnection::startRequest()
{
    const QByteArray peeked = m_socket->peek(qMin<qint64>(m_socket->bytesAvailable(), qMax(m_quotas.headBytes, 1024) + 4));
    HeadParse parse = parseRequestHead(peeked, m_quotas);
    if (parse.state == HeadParse::State::Incomplete) {
        if (m_deadline.interval() == idleMs && m_quotas.headTimeoutMs > 0)
            m_deadline.start(m_quotas.headTimeoutMs);
        return false;
    }
    if (parse.state == HeadParse::State::Refused) {
        HttpResponse response = HttpResponse::json(parse.status, "{\"message\":\"" + reasonPhrase(parse.status) + "\"}");
        response.headers += parse.answerHeaders;
        refuse(response);
        return false;
    }
    if (parse.head.isUpgrade()) {
        QTcpSocket *socket = std::exchange(m_socket, nullptr);
        socket->disconnect(this);
        socket->setParent(nullptr);
        m_deadline.stop();
        m_takeUpgrade(socket);
        deleteLater();
        return false;
    }
    if (const HttpResponse refusal = m_gate(parse.head); refusal.status != 0) {
        refuse(refusal);
        return false;
    }
    m_socket->read(parse.size);
    m_request = { std::move(parse.head), {}, m_socket->peerAddress(), m_secure };
    m_missing = m_request.head.isChunked() ? -1 : qMax<qint64>(0, m_request.head.contentLength());
    if (m_missing > bodyLimit) {
        refuse(HttpResponse::json(413, R"({"message":"Request Entity Too Large"})"));
        return false;
    }
    if (m_missing != 0 && m_request.head.hasToken("Expect", "100-continue"))
        m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
    m_chunks.clear();
    if (m_missing == 0) {
        dispatch();
        return m_socket != nullptr;
    }
    m_inBody = true;
    if (m_quotas.headTimeoutMs > 0)
        m_deadline.start(m_quotas.headTimeoutMs);
    return true;
}

void HttpConnection::readBody()
{
    if (m_missing < 0) {
        readChunks();
        return;
    }
    m_request.body += m_socket->read(m_missing - m_request.body.size());
    if (m_request.body.size() == m_missing) {
        m_inBody = false;
        dispatch();
    }
}

void HttpConnection::readChunks()
{
    m_chunks += m_socket->readAll();
    for (;;) {
        const qsizetype lineEnd = m_chunks.indexOf("\r\n");
        if (lineEnd < 0 && m_chunks.size() < 1024)
            return;
        bool ok = false;
        const QByteArray sizeText = m_chunks.left(qMax<qsizetype>(lineEnd, 0)).split(';').first().trimmed();
        const qint64 size = sizeText.size() <= 8 ? sizeText.toLongLong(&ok, 16) : 0;
        if (!ok || size < 0) {
            refuse(HttpResponse::json(400, R"({"message":"Bad Request"})"));
            return;
        }
        if (m_request.body.size() + size > bodyLimit) {
            refuse(HttpResponse::json(413, R"({"message":"Request Entity Too Large"})"));
            return;
        }
        if (m_chunks.size() < lineEnd + 2 + size + 2)
            return;
        if (m_chunks.mid(lineEnd + 2 + size, 2) != "\r\n") {
            refuse(HttpResponse::json(400, R"({"message":"Bad Request"})"));
            return;
        }
        m_request.body += m_chunks.mid(lineEnd + 2, size);
        m_chunks.remove(0, lineEnd + 2 + size + 2);
        if (size == 0) {
            m_inBody = false;
            dispatch();
            return;
        }
    }
}

void HttpConnection::dispatch()
{
    m_answering = true;
    m_deadline.stop();
    // The handler may answer twice by mistake or after we are gone: only the first counts.
    const auto answered = std::make_shared<bool>(false);
    m_router.handle(m_request, [self = QPointer<HttpConnection>(this), answered](const HttpResponse &response) {
        if (std::exchange(*answered, true) || !self)
            return;
        self->answer(response);
    });
}

void HttpConnection::answer(const HttpResponse &response)
{
    if (!m_socket)
        return;
    const bool keepAlive = m_request.head.keepAlive();
    m_held += serialize(response, keepAlive, m_request.head.method == "HEAD");
    if (!m_atOnce || !keepAlive || m_socket->bytesAvailable() == 0) {
        m_socket->write(std::exchange(m_held, {}));
        if (m_atOnce)
            m_socket->flush();
    }
    m_answering = false;
    m_request.body.clear();
    if (!keepAlive) {
        m_socket->disconnectFromHost();
        return;
    }
    if (!m_atOnce)
        m_deadline.start(idleMs);
    if (m_socket->bytesAvailable() > 0)
        QMetaObject::invokeMethod(this, &HttpConnection::onReadyRead, Qt::QueuedConnection);
}

void HttpConnection::refuse(const HttpResponse &response)
{
    m_inBody = false;
    m_answering = true;   // nothing more is read
    m_deadline.stop();
    QTcpSocket *socket = std::exchange(m_socket, nullptr);
    socket->disconnect(this);
    socket->setParent(parent());
    closeAfter(socket, std::exchange(m_held, {}) + serialize(response, false));
    deleteLater();
}

void HttpConnection::onTimeout()
{
    if (m_deadline.interval() != idleMs || m_inBody)
        refuse(HttpResponse::json(408, R"({"message":"Request Timeout"})"));
    else
        m_socket->disconnectFromHost();
}

} // namespace greenroom
