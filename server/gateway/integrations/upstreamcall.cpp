// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/integrations/upstreamcall.h"

#include <QNetworkProxy>
#include <QSslSocket>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QByteArray authorityOf(const QUrl &url)
{
    QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    if (host.contains(':'))
        host = '[' + host + ']';
    return url.port() > 0 ? host + ':' + QByteArray::number(url.port()) : host;
}

// A header made of a client's text must not become two.
QByteArray oneLine(QByteArray text)
{
    return text.replace('\r', ' ').replace('\n', ' ').replace('\0', ' ');
}

QByteArray bytesOf(const UpstreamRequest &request)
{
    QByteArray target = request.url.path(QUrl::FullyEncoded).toLatin1();
    if (target.isEmpty())
        target = "/";
    if (request.url.hasQuery())
        target += '?' + request.url.query(QUrl::FullyEncoded).toLatin1();
    QByteArray bytes = request.method + ' ' + target + " HTTP/1.1\r\nHost: " + authorityOf(request.url) + "\r\nConnection: close\r\n";
    const bool mayHaveBody = request.method != "GET" && request.method != "HEAD";
    if (mayHaveBody || !request.body.isEmpty())
        bytes += "Content-Length: " + QByteArray::number(request.body.size()) + "\r\n";
    for (const RequestHead::Header &header : request.headers)
        bytes += oneLine(header.name) + ": " + oneLine(header.value) + "\r\n";
    return bytes + "\r\n" + request.body;
}

} // namespace

void UpstreamCall::start(const UpstreamRequest &request, QObject *parent, Done done)
{
    auto *call = new UpstreamCall(request, parent, std::move(done));
    call->send();
}

UpstreamCall::UpstreamCall(UpstreamRequest request, QObject *parent, Done done)
    : QObject(parent)
    , m_request(std::move(request))
    , m_done(std::move(done))
    , m_answer(m_request.method == "HEAD")
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        finish(Error { 504, u"%1 did not answer within %2 ms"_s.arg(QString::fromLatin1(authorityOf(m_request.url))).arg(m_request.timeoutMs) });
    });
}

void UpstreamCall::send()
{
    m_deadline.start(m_request.timeoutMs);
    const bool secure = m_request.url.scheme() == "https"_L1;
    auto *encrypted = secure ? new QSslSocket(this) : nullptr;
    m_socket = secure ? encrypted : new QTcpSocket(this);
    if (m_request.url.host() == "localhost"_L1 || QHostAddress(m_request.url.host()).isLoopback())
        m_socket->setProxy(QNetworkProxy::NoProxy);   // this machine is never asked for by way of a proxy
    const auto write = [this] {
        m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        m_socket->write(bytesOf(m_request));
    };
    connect(m_socket, &QTcpSocket::readyRead, this, [this] {
        m_answer.feed(m_socket->readAll());
        if (m_answer.isOver())
            finishWithAnswer();
    });
    connect(m_socket, &QTcpSocket::errorOccurred, this, &UpstreamCall::onError);
    const auto port = quint16(m_request.url.port(secure ? 443 : 80));
    if (secure) {
        connect(encrypted, &QSslSocket::encrypted, this, write);
        encrypted->connectToHostEncrypted(m_request.url.host(), port);
    } else {
        connect(m_socket, &QTcpSocket::connected, this, write);
        m_socket->connectToHost(m_request.url.host(), port);
    }
}

void UpstreamCall::onError()
{
    if (m_socket->error() == QAbstractSocket::RemoteHostClosedError) {
        m_answer.feed(m_socket->readAll());
        m_answer.end();
        finishWithAnswer();
        return;
    }
    const QString why = m_socket->errorString();
    finish(Error { 502, u"%1 could not be reached: %2"_s.arg(QString::fromLatin1(authorityOf(m_request.url)), why) });
}

void UpstreamCall::finishWithAnswer()
{
    if (m_answer.error().isEmpty())
        finish(std::move(m_answer));
    else
        finish(Error { 502, u"%1: %2"_s.arg(QString::fromLatin1(authorityOf(m_request.url)), m_answer.error()) });
}

void UpstreamCall::finish(Result<HttpAnswer> answer)
{
    m_deadline.stop();
    if (m_socket) {
        m_socket->disconnect(this);
        m_socket->abort();
    }
    deleteLater();
    if (const Done done = std::exchange(m_done, nullptr))
        done(std::move(answer));
}

} // namespace greenroom
