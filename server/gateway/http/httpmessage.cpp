// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/httpmessage.h"

#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

namespace greenroom {

HttpResponse HttpResponse::json(int status, const QByteArray &body)
{
    return { status, { { "Content-Type", "application/json" } }, body };
}

QByteArray reasonPhrase(int status)
{
    switch (status) {
    case 100: return "Continue";
    case 101: return "Switching Protocols";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 410: return "Gone";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 426: return "Upgrade Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return status < 400 ? "OK" : "Error";
    }
}

QByteArray serialize(const HttpResponse &response, bool keepAlive, bool headOnly)
{
    // The date changes once a second; formatting it is the dearest part of a small answer.
    static thread_local qint64 dateSecond = 0;
    static thread_local QByteArray date;
    const qint64 now = QDateTime::currentSecsSinceEpoch();
    if (now != dateSecond) {
        dateSecond = now;
        date = QLocale::c().toString(QDateTime::fromSecsSinceEpoch(now, QTimeZone::utc()),
                                     QStringLiteral("ddd, dd MMM yyyy hh:mm:ss 'GMT'")).toLatin1();
    }
    QByteArray bytes;
    bytes.reserve(256 + response.body.size());
    bytes += "HTTP/1.1 ";
    bytes += QByteArray::number(response.status);
    bytes += ' ';
    bytes += reasonPhrase(response.status);
    bytes += "\r\nDate: ";
    bytes += date;
    for (const RequestHead::Header &header : response.headers) {
        bytes += "\r\n";
        bytes += header.name;
        bytes += ": ";
        // A header from a handler must not end the head early.
        QByteArray value = header.value;
        value.replace('\r', ' ').replace('\n', ' ');
        bytes += value;
    }
    if (response.status != 204 && response.status != 304) {
        bytes += "\r\nContent-Length: ";
        bytes += QByteArray::number(response.body.size());
    }
    if (!keepAlive)
        bytes += "\r\nConnection: close";
    bytes += "\r\n\r\n";
    if (!headOnly && response.status != 204 && response.status != 304)
        bytes += response.body;
    return bytes;
}

} // namespace greenroom
