// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "gateway/http/requesthead.h"

#include <QByteArray>
#include <QJsonObject>

#include <optional>

namespace greenroom {

// A Lambda proxy response (contract §2.4): only statusCode, headers, multiValueHeaders, body and
// isBase64Encoded; one foreign key makes the whole malformed.
struct ProxyResponse
{
    int statusCode = 0;
    QList<RequestHead::Header> headers;
    std::optional<QByteArray> body;      // decoded when isBase64Encoded

    // Names without regard to case; empty if absent.
    QByteArray header(const char *name) const;
};

Result<ProxyResponse> parseProxyResponse(const QByteArray &json);

// {"message": "Forbidden", "connectionId":"…", "requestId":"…"} with the service's irregular spaces (§3.5).
QByteArray errorFrame(const char *message, const QString &connectionId, const QString &requestId);
// {"message" : "Bad request body", "connectionId": "…", "messageId": "…"}: the one with other spaces and a third
// key of its own, as it is documented (DG-validate).
QByteArray badBodyFrame(const QString &connectionId, const QString &messageId);

} // namespace greenroom
