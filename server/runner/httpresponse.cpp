// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/httpresponse.h"

#include "core/result.h"

#include <zlib.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr qsizetype headLimit = 256 * 1024;
constexpr qint64 bodyLimit = 64LL * 1024 * 1024;

QString tooLarge()
{
    return u"the answer is larger than %1 MiB"_s.arg(bodyLimit / 1'048'576);
}

// gzip, zlib, and the bare deflate that some servers send instead; never more than the limit.
Result<QByteArray> unpacked(const QByteArray &packed, int windowBits)
{
    z_stream stream {};
    if (inflateInit2(&stream, windowBits) != Z_OK)
        return Error { 0, u"the answer could not be unpacked"_s };
    QByteArray in = packed;
    stream.next_in = reinterpret_cast<Bytef *>(in.data());
    stream.avail_in = uInt(in.size());
    QByteArray out;
    QByteArray piece(64 * 1024, Qt::Uninitialized);
    int state = Z_OK;
    while (state == Z_OK && out.size() <= bodyLimit) {
        stream.next_out = reinterpret_cast<Bytef *>(piece.data());
        stream.avail_out = uInt(piece.size());
        state = inflate(&stream, Z_NO_FLUSH);
        out.append(piece.constData(), piece.size() - qsizetype(stream.avail_out));
        if (state == Z_STREAM_END && stream.avail_in > 0 && windowBits > 15 && inflateReset(&stream) == Z_OK)
            state = Z_OK;   // a gzip file may have several members (RFC 1952 §2.2)
    }
    inflateEnd(&stream);
    if (out.size() > bodyLimit)
        return Error { 0, tooLarge() };
    if (state != Z_STREAM_END)
        return Error { 0, u"the answer could not be unpacked: its compression is damaged"_s };
    return out;
}

} // namespace

QByteArray HttpResponse::header(const char *name) const
{
    for (const auto &[candidate, value] : headers) {
        if (candidate.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

void HttpResponse::feed(const QByteArray &bytes)
{
    m_untouched = m_untouched && bytes.isEmpty();
    m_buffer += bytes;
    while (!isOver() && advance()) { }
    m_buffer.remove(0, m_at);
    m_at = 0;
}

void HttpResponse::end()
{
    if (isOver())
        return;
    keepsAlive = false;
    if (m_state == State::UntilClose)
        complete();
    else
        fail(m_untouched ? u"the connection was closed without an answer"_s : u"the connection was closed in the middle of the answer"_s);
}

void HttpResponse::fail(const QString &why)
{
    m_error = why;
    m_state = State::Failed;
    keepsAlive = false;
}

// One step forward; false when more bytes are needed.
bool HttpResponse::advance()
{
    QByteArray line;
    switch (m_state) {
    case State::Head: return readHead();
    case State::Length: return readBytes(State::Done);
    case State::UntilClose:
        body += m_buffer.mid(m_at);
        m_at = m_buffer.size();
        if (body.size() > bodyLimit)
            fail(tooLarge());
        return false;
    case State::ChunkSize: return readChunkSize();
    case State::Chunk: return readBytes(State::ChunkEnd);
    case State::ChunkEnd:
        if (!takeLine(&line))
            return false;
        m_state = State::ChunkSize;
        if (!line.isEmpty())
            fail(u"the answer's chunks do not fit their sizes"_s);
        return true;
    case State::Trailer:
        if (!takeLine(&line))
            return false;
        if (line.isEmpty())
            complete();
        return true;
    case State::Done:
    case State::Failed: return false;
    }
    return false;
}

bool HttpResponse::takeLine(QByteArray *line)
{
    const qsizetype end = m_buffer.indexOf('\n', m_at);
    if (end < 0) {
        if (m_buffer.size() - m_at > headLimit)
            fail(u"the answer's head is larger than 256 KiB"_s);
        return false;
    }
    *line = m_buffer.mid(m_at, end - m_at);
    if (line->endsWith('\r'))
        line->chop(1);
    m_at = end + 1;
    return true;
}

bool HttpResponse::readHead()
{
    qsizetype end = m_buffer.indexOf("\r\n\r\n", m_at);
    qsizetype skip = 4;
    if (const qsizetype bare = m_buffer.indexOf("\n\n", m_at); bare >= 0 && (end < 0 || bare < end)) {
        end = bare;
        skip = 2;
    }
    if ((end < 0 ? m_buffer.size() : end) - m_at > headLimit) {
        fail(u"the answer's head is larger than 256 KiB"_s);
        return false;
    }
    if (end < 0)
        return false;
    const QList<QByteArray> lines = m_buffer.mid(m_at, end - m_at).split('\n');
    m_at = end + skip;
    const QByteArray first = lines.first().trimmed();
    bool ok = false;
    status = first.mid(9, 3).toInt(&ok);
    if (!first.startsWith("HTTP/1.") || !ok || status < 100) {
        fail(u"this is no HTTP answer: “%1”"_s.arg(QString::fromLatin1(first.left(60))));
        return false;
    }
    headers.clear();
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            headers.append({ line.left(colon).trimmed(), line.mid(colon + 1).trimmed() });
    }
    if (status < 200 && status != 101)
        return true;   // 100, 103: the answer is still to come
    const QByteArray connection = header("Connection").toLower();
    keepsAlive = first.startsWith("HTTP/1.1") ? !connection.contains("close") : connection.contains("keep-alive");
    chooseBody();
    return true;
}

// RFC 9112 §6.3.
void HttpResponse::chooseBody()
{
    if (m_toHead || status == 101 || status == 204 || status == 304) {
        m_state = State::Done;
    } else if (header("Transfer-Encoding").toLower().contains("chunked")) {
        m_state = State::ChunkSize;
    } else if (const QByteArray length = header("Content-Length"); !length.isEmpty()) {
        bool ok = false;
        m_left = length.toLongLong(&ok);
        if (!ok || m_left < 0) {
            fail(u"the answer has no valid length: “%1”"_s.arg(QString::fromLatin1(length.left(40))));
        } else if (m_left > bodyLimit) {
            fail(tooLarge());
        } else {
            body.reserve(m_left);
            m_state = State::Length;
            if (m_left == 0)
                complete();
        }
    } else {
        keepsAlive = false;
        m_state = State::UntilClose;
    }
}

bool HttpResponse::readChunkSize()
{
    QByteArray line;
    if (!takeLine(&line))
        return false;
    bool ok = false;
    m_left = line.left(line.indexOf(';')).trimmed().toLongLong(&ok, 16);
    if (!ok || m_left < 0)
        fail(u"the answer has a chunk without a valid size"_s);
    else if (m_left + body.size() > bodyLimit)
        fail(tooLarge());
    else
        m_state = m_left == 0 ? State::Trailer : State::Chunk;
    return true;
}

bool HttpResponse::readBytes(State next)
{
    const qsizetype count = std::min<qint64>(m_left, m_buffer.size() - m_at);
    body.append(m_buffer.constData() + m_at, count);
    m_at += count;
    m_left -= count;
    if (m_left > 0)
        return false;
    if (next == State::Done)
        complete();
    else
        m_state = next;
    return true;
}

void HttpResponse::complete()
{
    m_state = State::Done;
    const QByteArray encoding = header("Content-Encoding").trimmed().toLower();
    if (encoding.isEmpty() || encoding == "identity" || body.isEmpty())
        return;
    if (encoding != "gzip" && encoding != "x-gzip" && encoding != "deflate") {
        fail(u"the answer is packed as “%1”, and only gzip and deflate were asked for"_s.arg(QString::fromLatin1(encoding)));
        return;
    }
    Result<QByteArray> plain = unpacked(body, 15 + 32);
    if (!plain && encoding == "deflate")
        plain = unpacked(body, -15);
    if (plain)
        body = *plain;
    else
        fail(plain.error().text);
}

} // namespace greenroom
