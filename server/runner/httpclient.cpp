// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/httpclient.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QHostAddress>
#include <QNetworkCookie>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QSslConfiguration>

#include <chrono>
#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr qint64 bodyLimit = 64LL * 1024 * 1024;
constexpr int redirectLimit = 10;

qint64 nowNs()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Addresses where clouds hand out credentials.
bool isMetadataService(const QUrl &url)
{
    static const QStringList names { u"metadata.google.internal"_s, u"metadata.azure.internal"_s };
    const QHostAddress address(url.host());
    return names.contains(url.host()) || address == QHostAddress(u"169.254.169.254"_s) || address == QHostAddress(u"169.254.170.2"_s)
        || address == QHostAddress(u"fd00:ec2::254"_s);
}

bool isCredential(const QByteArray &name)
{
    for (const char *secret : { "authorization", "cookie", "proxy-authorization", "x-api-key" }) {
        if (name.compare(secret, Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

} // namespace

HttpExchange::HttpExchange(QNetworkAccessManager &network, QNetworkCookieJar *cookies, HttpCall call, Done done, QObject *parent)
    : QObject(parent)
    , m_network(network)
    , m_cookies(cookies)
    , m_call(std::move(call))
    , m_done(std::move(done))
    , m_startedNs(nowNs())
{
}

HttpExchange *HttpExchange::start(QNetworkAccessManager &network, QNetworkCookieJar *cookies, const HttpCall &call, Done done, QObject *parent)
{
    auto *exchange = new HttpExchange(network, cookies, call, std::move(done), parent);
    exchange->send();
    return exchange;
}

void HttpExchange::cancel()
{
    if (m_reply)
        m_reply->abort();
    else
        finish(u"it was stopped"_s);
}

void HttpExchange::send()
{
    const QString scheme = m_call.url.scheme();
    if ((scheme != "http"_L1 && scheme != "https"_L1) || m_call.url.host().isEmpty()) {
        QMetaObject::invokeMethod(this, [this] {
            finish(u"“%1” is no address of a page; it begins with http:// or https://"_s.arg(m_call.url.toString()));
        }, Qt::QueuedConnection);
        return;
    }
    if (isMetadataService(m_call.url)) {
        QMetaObject::invokeMethod(this, [this] { finish(u"%1 is a cloud's metadata service, which tests may not ask"_s.arg(m_call.url.host())); },
                                  Qt::QueuedConnection);
        return;
    }
    QNetworkRequest request(m_call.url);
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setDecompressedSafetyCheckThreshold(-1);   // our own limit counts what comes out
    for (const auto &[name, value] : m_call.headers)
        request.setRawHeader(name, value);
    if (!request.hasRawHeader("User-Agent"))
        request.setRawHeader("User-Agent", "Greenroom/" GREENROOM_VERSION);
    if (m_cookies) {
        const QList<QNetworkCookie> cookies = m_cookies->cookiesForUrl(m_call.url);
        QByteArrayList pairs;
        for (const QNetworkCookie &cookie : cookies)
            pairs.append(cookie.toRawForm(QNetworkCookie::NameAndValueOnly));
        if (!pairs.isEmpty() && !request.hasRawHeader("Cookie"))
            request.setRawHeader("Cookie", pairs.join("; "));
    }
    m_output.body.clear();
    m_reply = m_network.sendCustomRequest(request, m_call.method, m_call.body);
    if (!m_call.verifyTls)
        m_reply->ignoreSslErrors();
    connect(m_reply, &QNetworkReply::readyRead, this, &HttpExchange::onReadyRead);
    connect(m_reply, &QNetworkReply::finished, this, &HttpExchange::onFinished);
}

void HttpExchange::onReadyRead()
{
    m_output.body += m_reply->readAll();
    if (m_output.body.size() <= bodyLimit)
        return;
    disconnect(m_reply, nullptr, this, nullptr);
    m_reply->abort();
    finish(u"the answer is larger than %1 MB"_s.arg(bodyLimit / 1'048'576));
}

void HttpExchange::onFinished()
{
    QNetworkReply *reply = std::exchange(m_reply, nullptr);
    reply->deleteLater();
    m_output.body += reply->readAll();
    const QVariant status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute);
    if (!status.isValid()) {
        finish(u"%1 could not be reached: %2"_s.arg(m_call.url.host() + (m_call.url.port() > 0 ? u":%1"_s.arg(m_call.url.port()) : QString()),
                                                  reply->errorString()));
        return;
    }
    if (m_cookies) {
        const QVariant cookies = reply->header(QNetworkRequest::SetCookieHeader);
        if (cookies.isValid())
            m_cookies->setCookiesFromUrl(cookies.value<QList<QNetworkCookie>>(), m_call.url);
    }
    m_output.status = status.toInt();
    m_output.headers = reply->rawHeaderPairs();
    m_output.contentType = reply->header(QNetworkRequest::ContentTypeHeader).toString();
    const QByteArray location = reply->rawHeader("Location");
    const bool redirects = m_output.status == 301 || m_output.status == 302 || m_output.status == 303 || m_output.status == 307
        || m_output.status == 308;
    if (m_call.followRedirects && redirects && !location.isEmpty()) {
        if (++m_redirects > redirectLimit) {
            finish(u"the answer redirects more than %1 times"_s.arg(redirectLimit));
            return;
        }
        const QUrl target = m_call.url.resolved(QUrl::fromEncoded(location));
        if (target.host() != m_call.url.host() || target.port() != m_call.url.port() || (m_call.url.scheme() == "https"_L1 && target.scheme() != "https"_L1))
            m_call.headers.removeIf([](const auto &header) { return isCredential(header.first); });
        if (m_output.status == 303 || (m_call.method == "POST" && m_output.status != 307 && m_output.status != 308)) {
            m_call.method = "GET";
            m_call.body.clear();
            m_call.headers.removeIf([](const auto &header) { return header.first.compare("Content-Type", Qt::CaseInsensitive) == 0; });
        }
        m_call.url = target;
        send();
        return;
    }
    if (m_call.url.scheme() == "https"_L1) {
        const QSslConfiguration tls = reply->sslConfiguration();
        m_output.tlsVersion = tls.sessionProtocol() == QSsl::TlsV1_3 ? u"1.3"_s : u"1.2"_s;
        if (!tls.peerCertificate().isNull())
            m_output.tlsDaysLeft = int(QDateTime::currentDateTimeUtc().daysTo(tls.peerCertificate().expiryDate()));
    }
    finish();
}

void HttpExchange::finish(const QString &error)
{
    m_output.url = m_call.url.toString();
    m_output.error = error;
    m_output.durationMs = double(nowNs() - m_startedNs) / 1e6;
    if (m_cookies) {
        const QList<QNetworkCookie> cookies = m_cookies->cookiesForUrl(m_call.url);
        for (const QNetworkCookie &cookie : cookies)
            m_output.cookies.append({ QString::fromUtf8(cookie.name()), QString::fromUtf8(cookie.value()) });
    }
    deleteLater();
    if (m_done)
        std::exchange(m_done, nullptr)(std::move(m_output));
}

} // namespace greenroom
