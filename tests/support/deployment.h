// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sigv4.h"
#include "support/rawclient.h"
#include "support/serving.h"

#include <memory>

// Where the contract's rows are asked: a host of ours or, when the environment names one, a real deployment of the
// same project (stages as its file has them):
//   GREENROOM_CONFORMANCE_URL        wss://ID.execute-api.REGION.amazonaws.com/dev     tests/data/projects/contract
//   GREENROOM_CONFORMANCE_ENDPOINT   https://ID.execute-api.REGION.amazonaws.com/dev
//   GREENROOM_CONFORMANCE_GUARDED_URL, GREENROOM_CONFORMANCE_GUARDED_ENDPOINT          tests/data/projects/authorizer
// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and AWS_REGION sign what is asked of @connections.
inline std::unique_ptr<Serving> deployment(const QString &project, const char *variable, const QStringList &more)
{
    const QString url = qEnvironmentVariable((QByteArray("GREENROOM_CONFORMANCE_") + variable + "URL").constData());
    const QString endpoint = qEnvironmentVariable((QByteArray("GREENROOM_CONFORMANCE_") + variable + "ENDPOINT").constData());
    if (!url.isEmpty())
        return std::make_unique<Serving>(Serving::Elsewhere { url, endpoint });
    return std::make_unique<Serving>(QStringLiteral(GREENROOM_TEST_DATA "/projects/") + project, more);
}
inline std::unique_ptr<Serving> contractDeployment(const QStringList &more = {})
{
    return deployment(QStringLiteral("contract"), "", more);
}
inline std::unique_ptr<Serving> guardedDeployment(const QStringList &more = {})
{
    return deployment(QStringLiteral("authorizer"), "GUARDED_", more);
}

// For rows that look into the host's journal or turn its settings.
#define NEEDS_LOCAL_HOST(serving) \
    if ((serving).isElsewhere) \
    QSKIP("skipped: needs the local host")

// A request of the management API, signed when there are credentials: what RawClient::request() sends.
inline QByteArray managementRequest(const Serving &host, const QByteArray &method, const QByteArray &path, const QByteArray &body = {})
{
    const QUrl endpoint(host.httpUrl);
    QByteArray head = method + ' ' + path + " HTTP/1.1\r\nHost: " + endpoint.authority().toLatin1() + "\r\nContent-Length: "
        + QByteArray::number(body.size()) + "\r\n";
    const greenroom::AwsCredentials credentials { qgetenv("AWS_ACCESS_KEY_ID"), qgetenv("AWS_SECRET_ACCESS_KEY"), qgetenv("AWS_SESSION_TOKEN") };
    if (host.isElsewhere && !credentials.accessKey.isEmpty()) {
        greenroom::AwsRequest request;
        request.method = method;
        request.url = QUrl::fromEncoded(endpoint.toEncoded(QUrl::RemovePath | QUrl::RemoveQuery) + path);
        request.body = body;
        request.region = qEnvironmentVariable("AWS_REGION", endpoint.host().section(u'.', 2, 2)).toLatin1();
        request.time = QDateTime::currentDateTimeUtc();
        for (const auto &[name, value] : greenroom::awsSignedHeaders(request, credentials))
            head += name + ": " + value + "\r\n";
    }
    return head + "\r\n" + body;
}
