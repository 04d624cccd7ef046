// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QUrl>

#include <utility>

namespace greenroom {

struct AwsCredentials
{
    QByteArray accessKey;
    QByteArray secretKey;
    QByteArray sessionToken;     // empty: long-lived keys
};

// What is signed: AWS Signature Version 4, service execute-api unless told otherwise. The scheme is not part of
// it: a WebSocket's opening handshake is signed as the GET it is. Never sign Connection, Upgrade or
// Sec-WebSocket-*.
struct AwsRequest
{
    QByteArray method = "GET";
    QUrl url;
    QByteArray contentType;      // signed when there is one
    QByteArray body;
    QByteArray region;
    QByteArray service = "execute-api";
    QDateTime time;              // UTC
};

using HeaderList = QList<std::pair<QByteArray, QByteArray>>;

// The headers to add: X-Amz-Date, X-Amz-Security-Token if any, Authorization.
HeaderList awsSignedHeaders(const AwsRequest &request, const AwsCredentials &credentials);
// The address to ask instead, for clients that cannot set headers. 0 seconds: without X-Amz-Expires.
QUrl awsSignedUrl(const AwsRequest &request, const AwsCredentials &credentials, int expiresSeconds);

// What a signature is made of; the verifying side (core/signaturecheck.h) does the same sums.
QByteArray awsCanonicalPath(const QUrl &url);
// headers: lower-case names, in order; parameters: decoded.
QByteArray awsCanonicalRequest(const QByteArray &method, const QByteArray &canonicalPath, const HeaderList &parameters,
                               const HeaderList &headers, const QByteArray &body);
QByteArray awsStringToSign(const QByteArray &time, const QByteArray &scope, const QByteArray &canonicalRequest);
QByteArray awsSignature(const QByteArray &secretKey, const QByteArray &scope, const QByteArray &stringToSign);
// "a=1&b=%20" as sent → names and values.
HeaderList awsParameters(const QByteArray &query);

} // namespace greenroom
