// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/httpclient.h"

#include "runner/addresses.h"

#include <QDateTime>
#include <QHostAddress>
#include <QNetworkCookie>
#include <QSslCertificate>
#include <QSslConfiguration>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int redirectLimit = 10;

bool isCredential(const QByteArray &name)
{
    for (const char *secret : { "authorization", "cookie", "proxy-authorization", "x-api-key", "x-amz-security-token" }) {
        if (name.compare(secret, Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

bool sameOrigin(const QUrl &a, const QUrl &b)
{
    const auto port = [](const QUrl &url) { return url.port(url.scheme() == "https"_L1 ? 443 : 80); };
    return a.scheme() == b.scheme() && a.host() == b.host() && port(a) == port(b);
}

// What may be sent twice without doing a thing twice (RFC 9110 §9.2.2).
bool mayRepeat(const QByteArray &method)
{
    return method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "PUT" || method == "DELETE";
}

bool hasHeader(const HttpCall &call, const char *name)
{
    return std::any_of(call.headers.begin(), call.headers.end(),
                       [name](const auto &header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; });
}

// A header made of a page's text must not become two.
bool isSafe(const HttpCall &call)
{
    const auto breaks = [](const QByteArray &text) { return text.contains('\r') || text.contains('\n') || text.contains('\0'); };
    return std::none_of(call.headers.begin(), call.headers.end(), [&breaks](const auto &header) {
        return header.first.isEmpty() || header.first.contains(':') || header.first.contains(' ') || breaks(header.first) || breaks(header.second);
    });
}

QByteArray hostOf(const QUrl &url)
{
    QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    if (host.contains(':'))
        host = '[' + host + ']';
    return url.port() > 0 ? host + ':' + QByteArray::number(url.port()) : host;
}

QByteArray requestOf(const HttpCall &call, QNetworkCookieJar *cookies)
{
    QByteArray target = call.url.path(QUrl::FullyEncoded).toLatin1();
    if (target.isEmpty())
        target = "/";
    if (call.url.hasQuery())
        target += '?' + call.url.query(QUrl::FullyEncoded).toLatin1();
    QByteArray request = call.method + ' ' + target + " HTTP/1.1\r\n";
    const auto add = [&request, &call](const char *name, const QByteArray &value) {
        if (!hasHeader(call, name))
            request += name + (": " + value) + "\r\n";
    };
    add("Host", hostOf(call.url));
    add("Connection", "keep-alive");
    add("User-Agent", "Greenroom/" GREENROOM_VERSION);
    add("Accept", "*/*");
    add("Accept-Encoding", "gzip, deflate");
    if (!call.url.userName().isEmpty())
        add("Authorization", "Basic " + (call.url.userName() + u':' + call.url.password()).toUtf8().toBase64());
    if (cookies) {
        QByteArrayList pairs;
        for (const QNetworkCookie &cookie : cookies->cookiesForUrl(call.url))
            pairs.append(cookie.toRawForm(QNetworkCookie::NameAndValueOnly));
        if (!pairs.isEmpty())
            add("Cookie", pairs.join("; "));
    }
    if (!call.body.isEmpty() || call.method == "POST" || call.method == "PUT" || call.method == "PATCH")
        add("Content-Length", QByteArray::number(call.body.size()));
    for (const auto &[name, value] : call.headers)
        request += name + ": " + value + "\r\n";
    return request + "\r\n" + call.body;
}

// Set-Cookie lines; a line break is what the parser splits at.
QList<QNetworkCookie> cookiesOf(const HttpAnswer &response)
{
    QList<QNetworkCookie> cookies;
    for (const auto &[name, value] : response.headers) {
        if (name.compare("Set-Cookie", Qt::CaseInsensitive) == 0)
            cookies += QNetworkCookie::parseCookies(value);
    }
    return cookies;
}

} // namespace

HttpExchange::HttpExchange(HttpPool &pool, QNetworkCookieJar *cookies, HttpCall call, Done done, QObject *parent)
    : QObject(parent)
    , m_pool(pool)
    , m_cookies(cookies)
    , m_call(std::move(call))
    , m_done(std::move(done))
{
    m_timer.start();
}

HttpExchange::~HttpExchange()
{
    if (!m_socket)
        return;
    m_socket->disconnect(this);
    m_socket->deleteLater();
}

HttpExchange *HttpExchange::start(HttpPool &pool, QNetworkCookieJar *cookies, const HttpCall &call, Done done, QObject *parent)
{
    auto *exchange = new HttpExchange(pool, cookies, call, std::move(done), parent);
    exchange->send();
    return exchange;
}

void HttpExchange::cancel()
{
    if (m_done)
        finish(u"it was stopped"_s);
}

// Later, so that whoever starts an exchange knows it before it ends.
void HttpExchange::refuse(const QString &why)
{
    QMetaObject::invokeMethod(this, [this, why] { finish(why); }, Qt::QueuedConnection);
}

void HttpExchange::send()
{
    const QString scheme = m_call.url.scheme();
    if ((scheme != "http"_L1 && scheme != "https"_L1) || m_call.url.host().isEmpty())
        refuse(u"“%1” is no address of a page; it begins with http:// or https://"_s.arg(m_call.url.toString()));
    else if (isMetadataService(m_call.url))
        refuse(u"%1 is a cloud's metadata service, which tests may not ask"_s.arg(m_call.url.host()));
    else if (!isSafe(m_call))
        refuse(u"a header of this request has a line break or a name that is none"_s);
    else
        connectSocket();
}

// A kept connection may be stale, and that shows only when the request is on its way: those which must not be
// sent twice take a fresh one.
void HttpExchange::connectSocket()
{
    if (mayRepeat(m_call.method))
        useSocket(m_pool.take(m_call.url, m_call.verifyTls));
    else
        useSocket({ m_pool.connectTo(m_call.url, m_call.verifyTls), false });
}

void HttpExchange::useSocket(HttpPool::Link link)
{
    m_socket = link.socket;
    m_reused = link.reused;
    m_response = HttpAnswer(m_call.method == "HEAD");
    connect(m_socket, &QTcpSocket::readyRead, this, &HttpExchange::onReadyRead);
    connect(m_socket, &QTcpSocket::disconnected, this, &HttpExchange::onDisconnected);
    connect(m_socket, &QTcpSocket::errorOccurred, this, &HttpExchange::onError);
    if (m_reused) {
        onReady();
        return;
    }
    if (auto *tls = qobject_cast<QSslSocket *>(m_socket))
        connect(tls, &QSslSocket::encrypted, this, &HttpExchange::onReady);
    else
        connect(m_socket, &QTcpSocket::connected, this, &HttpExchange::onReady);
}

void HttpExchange::onReady()
{
    // The name may lead where the address would have been refused.
    if (isMetadataAddress(m_socket->peerAddress())) {
        refuse(u"%1 leads to a cloud's metadata service, which tests may not ask"_s.arg(m_call.url.host()));
        return;
    }
    if (!m_reused)
        m_socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
    m_socket->write(requestOf(m_call, m_cookies));
    m_socket->flush();   // now, not when the event loop has asked whether it may
}

void HttpExchange::onReadyRead()
{
    m_response.feed(m_socket->readAll());
    if (m_response.isOver())
        onResponse();
}

void HttpExchange::onDisconnected()
{
    if (!m_socket)
        return;
    m_response.feed(m_socket->readAll());
    m_response.end();
    onResponse();
}

void HttpExchange::onError()
{
    if (!m_socket)
        return;
    // The server closed an idle connection just as we used it: that is nobody's failure.
    if (m_reused && m_response.isUntouched() && m_socket->bytesAvailable() == 0) {
        releaseSocket();
        useSocket({ m_pool.connectTo(m_call.url, m_call.verifyTls), false });
        return;
    }
    if (m_socket->error() == QAbstractSocket::RemoteHostClosedError)
        return;   // disconnected tells, with what came before
    const QString why = m_socket->errorString();
    finish(u"%1 could not be reached: %2"_s.arg(QString::fromLatin1(hostOf(m_call.url)), why));
}

void HttpExchange::onResponse()
{
    if (!m_response.error().isEmpty()) {
        finish(u"%1: %2"_s.arg(QString::fromLatin1(hostOf(m_call.url)), m_response.error()));
        return;
    }
    noteTls();
    if (m_response.keepsAlive && m_socket->bytesAvailable() == 0 && m_socket->state() == QAbstractSocket::ConnectedState) {
        QTcpSocket *socket = std::exchange(m_socket, nullptr);
        socket->disconnect(this);
        m_pool.give(m_call.url, m_call.verifyTls, socket);
    } else {
        releaseSocket();
    }
    if (m_cookies) {
        if (const QList<QNetworkCookie> cookies = cookiesOf(m_response); !cookies.isEmpty())
            m_cookies->setCookiesFromUrl(cookies, m_call.url);
    }
    if (redirect())
        return;
    m_output.status = m_response.status;
    m_output.headers = m_response.headers;
    m_output.contentType = QString::fromLatin1(m_response.header("Content-Type"));
    m_output.body = m_response.body;
    finish();
}

// True when the answer leads elsewhere: there, or to the end.
bool HttpExchange::redirect()
{
    static const QList<int> redirects { 301, 302, 303, 307, 308 };
    const int status = m_response.status;
    const QByteArray location = m_response.header("Location");
    if (!m_call.followRedirects || !redirects.contains(status) || location.isEmpty())
        return false;
    if (++m_redirects > redirectLimit) {
        finish(u"the answer redirects more than %1 times"_s.arg(redirectLimit));
        return true;
    }
    const QUrl target = m_call.url.resolved(QUrl::fromEncoded(location));
    if (!sameOrigin(target, m_call.url)) {
        m_call.headers.removeIf([](const auto &header) {
            return isCredential(header.first) || header.first.compare("Host", Qt::CaseInsensitive) == 0;
        });
    }
    if ((status == 303 && m_call.method != "HEAD") || (m_call.method == "POST" && status != 307 && status != 308)) {
        m_call.method = "GET";
        m_call.body.clear();
        m_call.headers.removeIf([](const auto &header) {
            return header.first.compare("Content-Type", Qt::CaseInsensitive) == 0 || header.first.compare("Content-Length", Qt::CaseInsensitive) == 0;
        });
    }
    m_call.url = target;
    send();
    return true;
}

void HttpExchange::noteTls()
{
    const auto *tls = qobject_cast<QSslSocket *>(m_socket);
    if (!tls)
        return;
    m_output.tlsVersion = tls->sessionProtocol() == QSsl::TlsV1_3 ? u"1.3"_s : u"1.2"_s;
    const QSslCertificate certificate = tls->peerCertificate();
    if (!certificate.isNull())
        m_output.tlsDaysLeft = int(QDateTime::currentDateTimeUtc().daysTo(certificate.expiryDate()));
}

void HttpExchange::releaseSocket()
{
    if (QTcpSocket *socket = std::exchange(m_socket, nullptr)) {
        socket->disconnect(this);
        socket->abort();
        socket->deleteLater();
    }
}

void HttpExchange::finish(const QString &error)
{
    releaseSocket();
    if (!m_done)
        return;
    QUrl shownUrl = m_call.url;
    shownUrl.setPassword({});
    m_output.url = shownUrl.toString();
    m_output.error = error;
    m_output.durationMs = double(m_timer.nsecsElapsed()) / 1e6;
    if (m_cookies) {
        for (const QNetworkCookie &cookie : m_cookies->cookiesForUrl(m_call.url))
            m_output.cookies.append({ QString::fromUtf8(cookie.name()), QString::fromUtf8(cookie.value()) });
    }
    deleteLater();
    std::exchange(m_done, nullptr)(std::move(m_output));
}

} // namespace greenroom
