// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sigv4.h"

#include <QCryptographicHash>
#include <QMessageAuthenticationCode>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr char algorithm[] = "AWS4-HMAC-SHA256";

QByteArray encoded(const QByteArray &text)
{
    return text.toPercentEncoding();   // all but RFC 3986's unreserved characters
}

QByteArray hashed(const QByteArray &text)
{
    return QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex();
}

QByteArray keyed(const QByteArray &key, const QByteArray &text)
{
    return QMessageAuthenticationCode::hash(text, key, QCryptographicHash::Sha256);
}

QByteArray hostOf(const QUrl &url)
{
    QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    if (host.contains(':'))
        host = '[' + host + ']';
    return url.port() > 0 ? host + ':' + QByteArray::number(url.port()) : host;
}

HeaderList parametersOf(const QUrl &url)
{
    return awsParameters(url.query(QUrl::FullyEncoded).toLatin1());
}

QByteArray canonicalQuery(const HeaderList &parameters)
{
    HeaderList sorted;
    for (const auto &[name, value] : parameters)
        sorted.append({ encoded(name), encoded(value) });
    std::sort(sorted.begin(), sorted.end());
    QByteArrayList pairs;
    for (const auto &[name, value] : std::as_const(sorted))
        pairs.append(name + '=' + value);
    return pairs.join('&');
}

QByteArray namesOf(const HeaderList &headers)
{
    QByteArrayList list;
    for (const auto &header : headers)
        list.append(header.first);
    return list.join(';');
}

class Signer
{
public:
    Signer(const AwsRequest &request, const AwsCredentials &credentials)
        : m_request(request)
        , m_credentials(credentials)
        , m_time(request.time.toUTC().toString(u"yyyyMMdd'T'HHmmss'Z'"_s).toLatin1())
        , m_scope(m_time.left(8) + '/' + request.region + '/' + request.service + "/aws4_request")
    {
    }

    QByteArray time() const { return m_time; }
    QByteArray credential() const { return m_credentials.accessKey + '/' + m_scope; }

    QByteArray signature(const HeaderList &parameters, const HeaderList &headers) const
    {
        const QByteArray canonical = awsCanonicalRequest(m_request.method, awsCanonicalPath(m_request.url), parameters, headers, m_request.body);
        return awsSignature(m_credentials.secretKey, m_scope, awsStringToSign(m_time, m_scope, canonical));
    }

private:
    const AwsRequest &m_request;
    const AwsCredentials &m_credentials;
    QByteArray m_time;
    QByteArray m_scope;
};

} // namespace

// The path as it is sent, each segment encoded once more.
QByteArray awsCanonicalPath(const QUrl &url)
{
    const QByteArray path = url.path(QUrl::FullyEncoded).toLatin1();
    return path.isEmpty() ? QByteArray("/") : path.toPercentEncoding("/");
}

HeaderList awsParameters(const QByteArray &query)
{
    HeaderList parameters;
    const QByteArrayList pairs = query.split('&');
    for (const QByteArray &pair : pairs) {
        const qsizetype equals = pair.indexOf('=');
        if (!pair.isEmpty())
            parameters.append({ QByteArray::fromPercentEncoding(equals < 0 ? pair : pair.left(equals)),
                                equals < 0 ? QByteArray() : QByteArray::fromPercentEncoding(pair.mid(equals + 1)) });
    }
    return parameters;
}

QByteArray awsCanonicalRequest(const QByteArray &method, const QByteArray &canonicalPath, const HeaderList &parameters,
                               const HeaderList &headers, const QByteArray &body)
{
    QByteArray lines;
    for (const auto &[name, value] : headers)
        lines += name + ':' + value.simplified() + '\n';
    return method + '\n' + canonicalPath + '\n' + canonicalQuery(parameters) + '\n' + lines + '\n' + namesOf(headers) + '\n' + hashed(body);
}

QByteArray awsStringToSign(const QByteArray &time, const QByteArray &scope, const QByteArray &canonicalRequest)
{
    return QByteArray(algorithm) + '\n' + time + '\n' + scope + '\n' + hashed(canonicalRequest);
}

QByteArray awsSignature(const QByteArray &secretKey, const QByteArray &scope, const QByteArray &stringToSign)
{
    QByteArray key = "AWS4" + secretKey;
    for (const QByteArray &part : scope.split('/'))
        key = keyed(key, part);
    return keyed(key, stringToSign).toHex();
}

HeaderList awsSignedHeaders(const AwsRequest &request, const AwsCredentials &credentials)
{
    const Signer signer(request, credentials);
    HeaderList headers;   // in the order of their names
    if (!request.contentType.isEmpty())
        headers.append({ "content-type", request.contentType });
    headers.append({ "host", hostOf(request.url) });
    headers.append({ "x-amz-date", signer.time() });
    if (!credentials.sessionToken.isEmpty())
        headers.append({ "x-amz-security-token", credentials.sessionToken });
    const QByteArray signature = signer.signature(parametersOf(request.url), headers);
    HeaderList added { { "X-Amz-Date", signer.time() } };
    if (!credentials.sessionToken.isEmpty())
        added.append({ "X-Amz-Security-Token", credentials.sessionToken });
    added.append({ "Authorization", QByteArray(algorithm) + " Credential=" + signer.credential() + ", SignedHeaders=" + namesOf(headers)
                                        + ", Signature=" + signature });
    return added;
}

QUrl awsSignedUrl(const AwsRequest &request, const AwsCredentials &credentials, int expiresSeconds)
{
    const Signer signer(request, credentials);
    const HeaderList headers { { "host", hostOf(request.url) } };
    HeaderList parameters = parametersOf(request.url);
    parameters.append({ "X-Amz-Algorithm", QByteArray(algorithm) });
    parameters.append({ "X-Amz-Credential", signer.credential() });
    parameters.append({ "X-Amz-Date", signer.time() });
    if (expiresSeconds > 0)
        parameters.append({ "X-Amz-Expires", QByteArray::number(expiresSeconds) });
    parameters.append({ "X-Amz-SignedHeaders", QByteArray("host") });
    if (!credentials.sessionToken.isEmpty())
        parameters.append({ "X-Amz-Security-Token", credentials.sessionToken });   // signed with the rest, not appended
    QUrl url = request.url;
    url.setQuery(QString::fromLatin1(canonicalQuery(parameters) + "&X-Amz-Signature=" + signer.signature(parameters, headers)), QUrl::StrictMode);
    return url;
}

} // namespace greenroom
