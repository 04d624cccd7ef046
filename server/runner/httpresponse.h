// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <utility>

namespace greenroom {

// Reads one HTTP/1.1 response from the bytes of a connection (RFC 9112). Knows no socket. Limits: 256 KiB of
// head, 64 MiB of body, on the wire and unpacked.
class HttpResponse
{
public:
    // A response to HEAD has no body, whatever its head says.
    explicit HttpResponse(bool toHead = false) : m_toHead(toHead) {}

    void feed(const QByteArray &bytes);
    void end();                                    // the connection was closed

    bool isUntouched() const { return m_untouched; }
    bool isOver() const { return m_state == State::Done || m_state == State::Failed; }
    QString error() const { return m_error; }      // empty: read well

    int status = 0;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;                               // unpacked
    bool keepsAlive = false;                       // the connection may carry another request

    QByteArray header(const char *name) const;

private:
    enum class State { Head, Length, UntilClose, ChunkSize, Chunk, ChunkEnd, Trailer, Done, Failed };

    bool advance();
    bool readHead();
    bool takeLine(QByteArray *line);
    void chooseBody();
    bool readChunkSize();
    bool readBytes(State next);
    void fail(const QString &why);
    void complete();

    bool m_toHead;
    bool m_untouched = true;
    State m_state = State::Head;
    QByteArray m_buffer;
    qsizetype m_at = 0;                            // in m_buffer
    qint64 m_left = 0;                             // of the body or chunk
    QString m_error;
};

} // namespace greenroom
