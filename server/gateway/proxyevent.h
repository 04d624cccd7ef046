// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "gateway/http/requesthead.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

// The JSON a Lambda handler receives (contract §2.3, §2.5, §3.4, §7.1): keys that have no value are omitted,
// never null.

namespace greenroom {

// What all events of one connection share.
struct ConnectionFacts
{
    QString connectionId;
    QString domainName;           // host:port as the client used it
    QString sourceIp;
    QString userAgent;            // empty: the client sent none
    qint64 connectedAt = 0;       // ms since the epoch
    QJsonObject authorizer;       // context and principalId, as strings; empty without an authoriser
};

// One event's own identity.
struct EventFacts
{
    QString requestId;
    qint64 at = 0;                // ms since the epoch
    QString traceId;
    QString apiKey {};            // $connect only: the one that was asked for and came
    QString accessKey {};         // $connect only: who signed, with AWS_IAM
};

QByteArray connectEvent(const Api &api, const ConnectionFacts &connection, const EventFacts &event,
                        const RequestHead &head, double integrationLatencyMs = -1);
QByteArray authorizerEvent(const Api &api, const ConnectionFacts &connection, const EventFacts &event,
                           const RequestHead &head);
QByteArray messageEvent(const Api &api, const ConnectionFacts &connection, const EventFacts &event,
                        const QString &routeKey, const QString &messageId, const QByteArray &body, bool base64);
QByteArray disconnectEvent(const Api &api, const ConnectionFacts &connection, const EventFacts &event, int code,
                           const QString &reason);

// "arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/production/$connect"
QString methodArn(const Api &api, const QString &routeKey);
// "29/Nov/2023:08:04:01 +0000"
QString requestTime(qint64 at);

} // namespace greenroom
