// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/http/requesthead.h"

#include <QByteArray>
#include <QHostAddress>

namespace greenroom {

struct HttpRequest
{
    RequestHead head;
    QByteArray body;
    QHostAddress peer;
    bool secure = false;
};

struct HttpResponse
{
    int status = 200;
    QList<RequestHead::Header> headers;   // Content-Length and Date are added by the connection
    QByteArray body;

    static HttpResponse json(int status, const QByteArray &body);
};

// "OK", "Forbidden" … (RFC 9110 §15).
QByteArray reasonPhrase(int status);
// The bytes as they go out.
QByteArray serialize(const HttpResponse &response, bool keepAlive, bool headOnly = false);

} // namespace greenroom
