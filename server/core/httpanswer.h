// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>
#include <utility>

namespace greenroom {

// Reads one HTTP/1.1 response from the bytes of a connection (RFC 9112), by Boost.Beast's parser; unpacks its
// body by zlib. Knows no socket. Limits: 256 KiB of head, 64 MiB of body, on the wire and unpacked.
class HttpAnswer
{
public:
    // A response to HEAD has no body, whatever its head says.
    explicit HttpAnswer(bool toHead = false);
    ~HttpAnswer();
    HttpAnswer(HttpAnswer &&) noexcept;
    HttpAnswer &operator=(HttpAnswer &&) noexcept;

    void feed(const QByteArray &bytes);
    void end();                                    // the connection was closed

    bool isUntouched() const { return m_untouched; }
    bool isOver() const { return m_over; }
    QString error() const { return m_error; }      // empty: read well

    int status = 0;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;                               // unpacked
    bool keepsAlive = false;                       // the connection may carry another request

    QByteArray header(const char *name) const;

private:
    class Parser;

    void restart();
    bool headIsThere();
    bool onMessage();
    void fail(const QString &why);
    void unpack();

    bool m_toHead;
    bool m_untouched = true;
    bool m_begun = false;                          // the parser has taken the first line
    bool m_over = false;
    bool m_lineFeedsAlone = false;                 // some line of the head ends without a carriage return
    qsizetype m_line = 0;                          // where the head's line begins that is not there yet
    std::unique_ptr<Parser> m_parser;
    QByteArray m_buffer;                           // what the parser has not taken yet
    QString m_error;
};

} // namespace greenroom
