// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quotas.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <utility>

namespace greenroom {

// One HTTP/1.1 request head (RFC 9112), judged by our own strict check before any Qt class sees it.
// Pure: bytes in, value or refusal out.
struct RequestHead
{
    struct Header
    {
        QByteArray name;     // as the client spelled it
        QByteArray value;    // without surrounding white space
    };

    QByteArray method;
    QByteArray target;       // as sent: "/dev?a=1"
    QList<Header> headers;

    // First value, names compared without regard to case; empty if absent.
    QByteArray header(const char *name) const;
    QList<QByteArray> all(const char *name) const;
    bool has(const char *name) const;
    bool hasToken(const char *name, const char *token) const;   // in a comma-separated header

    QByteArray path() const;     // target up to '?', still percent-encoded
    QByteArray query() const;    // after '?', still percent-encoded
    bool isUpgrade() const;      // asks for websocket
    qint64 contentLength() const;   // -1: none
    bool isChunked() const;
    bool keepAlive() const;
};

// What parsing says: more bytes are needed, a head, or the status to refuse with and why.
struct HeadParse
{
    enum class State { Incomplete, Complete, Refused };

    State state = State::Incomplete;
    RequestHead head;
    qsizetype size = 0;      // bytes of the head, with its blank line
    int status = 0;          // 400, 405, 413, 414, 426, 431, 501, 505
    QString reason;          // one sentence
    QList<RequestHead::Header> answerHeaders;   // Sec-WebSocket-Version: 13 with 426
};

// How much of a socket parseRequestHead() has to see.
qsizetype headPeekBytes(const Quotas &quotas);
HeadParse parseRequestHead(const QByteArray &bytes, const Quotas &quotas);

// The additional rules for an opening handshake (RFC 6455 §4.2.1): GET, Host, Connection, Upgrade, one
// well-formed key of 16 bytes, version 13. A head that passed parseRequestHead only.
HeadParse checkUpgrade(const RequestHead &head);

} // namespace greenroom
