// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/httpanswer.h"

#include "core/result.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>

#include <zlib.h>

#include <algorithm>

namespace http = boost::beast::http;
using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr std::uint32_t headLimit = 256 * 1024;
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

// A body that Beast appends to a QByteArray.
struct BytesBody
{
    using value_type = QByteArray;

    class reader
    {
    public:
        template <bool isRequest, class Fields>
        reader(http::header<isRequest, Fields> &, value_type &bytes) : m_bytes(bytes) {}

        void init(const boost::optional<std::uint64_t> &length, boost::system::error_code &error)
        {
            error = {};
            if (length)
                m_bytes.reserve(qsizetype(*length));   // bounded: the limit was checked with the head
        }
        template <class Buffers>
        std::size_t put(const Buffers &buffers, boost::system::error_code &error)
        {
            error = {};
            std::size_t count = 0;
            for (auto it = boost::asio::buffer_sequence_begin(buffers); it != boost::asio::buffer_sequence_end(buffers); ++it) {
                const boost::asio::const_buffer piece(*it);
                m_bytes.append(static_cast<const char *>(piece.data()), qsizetype(piece.size()));
                count += piece.size();
            }
            return count;
        }
        void finish(boost::system::error_code &error) { error = {}; }

    private:
        value_type &m_bytes;
    };
};

QByteArray bytesOf(boost::beast::string_view text)
{
    return { text.data(), qsizetype(text.size()) };
}

QString noAnswer(const QByteArray &bytes)
{
    return u"this is no HTTP answer: “%1”"_s.arg(QString::fromLatin1(bytes.left(60)).section(u'\r', 0, 0).section(u'\n', 0, 0));
}

// Another protocol would keep the parser waiting for the end of a head for ever.
bool isAnotherProtocol(const QByteArray &bytes)
{
    return !bytes.startsWith(QByteArrayView("HTTP/").first(std::min<qsizetype>(5, bytes.size())));
}

// A line feed alone ends a line of a head too (RFC 9112 §2.2); the parser knows only both.
QByteArray withFullLineEnds(const QByteArray &head)
{
    QByteArray full;
    full.reserve(head.size() + 64);
    for (qsizetype i = 0; i < head.size(); ++i) {
        if (head.at(i) == '\n' && (i == 0 || head.at(i - 1) != '\r'))
            full += '\r';
        full += head.at(i);
    }
    return full;
}

QString sentenceFor(const boost::system::error_code &error, const QByteArray &rest)
{
    switch (static_cast<http::error>(error.value())) {
    case http::error::header_limit: return u"the answer's head is larger than %1 KiB"_s.arg(headLimit / 1024);
    case http::error::body_limit: return tooLarge();
    case http::error::bad_content_length: return u"the answer has no valid length"_s;
    case http::error::bad_transfer_encoding: return u"the answer has no valid Transfer-Encoding"_s;
    case http::error::bad_chunk: return u"the answer has a chunk without a valid size"_s;
    case http::error::bad_version:
    case http::error::bad_status:
        return noAnswer(rest);
    default: return u"the answer breaks the rules of HTTP: %1"_s.arg(QString::fromStdString(error.message()));
    }
}

} // namespace

class HttpAnswer::Parser : public http::response_parser<BytesBody>
{
};

HttpAnswer::HttpAnswer(bool toHead)
    : m_toHead(toHead)
{
    restart();
}

HttpAnswer::~HttpAnswer() = default;
HttpAnswer::HttpAnswer(HttpAnswer &&) noexcept = default;
HttpAnswer &HttpAnswer::operator=(HttpAnswer &&) noexcept = default;

void HttpAnswer::restart()
{
    m_parser = std::make_unique<Parser>();
    m_parser->header_limit(headLimit);
    m_parser->body_limit(bodyLimit);
    m_parser->eager(true);
    m_parser->skip(m_toHead);
    m_begun = false;
    m_line = 0;
    m_lineFeedsAlone = false;
}

QByteArray HttpAnswer::header(const char *name) const
{
    for (const auto &[candidate, value] : headers) {
        if (candidate.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

void HttpAnswer::feed(const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return;
    if (m_over) {
        keepsAlive = false;   // bytes that nobody asked for
        return;
    }
    m_untouched = false;
    m_buffer += bytes;
    while (!m_over && !m_buffer.isEmpty()) {
        if (!m_begun && !headIsThere())
            return;
        boost::system::error_code error;
        const std::size_t taken = m_parser->put(boost::asio::buffer(m_buffer.constData(), std::size_t(m_buffer.size())), error);
        const QByteArray before = m_buffer;
        m_buffer.remove(0, qsizetype(taken));
        m_begun = m_begun || taken > 0;
        if (error == http::error::need_more)
            return;
        if (error) {
            fail(sentenceFor(error, before));
            return;
        }
        if (m_parser->is_done() && !onMessage())
            return;
    }
}

// Whether the parser may have it: all of the head, with the line ends that it knows.
bool HttpAnswer::headIsThere()
{
    if (isAnotherProtocol(m_buffer)) {
        fail(noAnswer(m_buffer));
        return false;
    }
    for (qsizetype end = m_buffer.indexOf('\n', m_line); end >= 0; end = m_buffer.indexOf('\n', m_line)) {
        const bool full = end > m_line && m_buffer.at(end - 1) == '\r';
        const bool empty = end - m_line == (full ? 1 : 0);
        m_line = end + 1;
        m_lineFeedsAlone = m_lineFeedsAlone || !full;
        if (!empty)
            continue;
        if (m_lineFeedsAlone)
            m_buffer = withFullLineEnds(m_buffer.first(m_line)) + m_buffer.sliced(m_line);
        return true;
    }
    if (m_buffer.size() > qsizetype(headLimit))
        fail(sentenceFor(http::error::header_limit, {}));
    return false;
}

void HttpAnswer::end()
{
    if (m_over)
        return;
    boost::system::error_code error = http::error::partial_message;
    if (m_parser->got_some())
        m_parser->put_eof(error);
    if (!error && m_parser->is_done())
        onMessage();
    else
        fail(m_untouched ? u"the connection was closed without an answer"_s : u"the connection was closed in the middle of the answer"_s);
    keepsAlive = false;
}

// True when it was an interim one (100, 103) and the answer is still to come.
bool HttpAnswer::onMessage()
{
    http::response<BytesBody> &message = m_parser->get();
    status = int(message.result_int());
    if (status < 200 && status != 101) {
        restart();
        return true;
    }
    for (const auto &field : message)
        headers.append({ bytesOf(field.name_string()), bytesOf(field.value()) });
    body = std::move(message.body());
    // Bytes that nobody asked for: what comes next on this connection cannot be told from them.
    keepsAlive = m_parser->keep_alive() && m_buffer.isEmpty();
    m_over = true;
    unpack();
    return false;
}

void HttpAnswer::fail(const QString &why)
{
    m_error = why;
    m_over = true;
    keepsAlive = false;
}

void HttpAnswer::unpack()
{
    const QByteArray encoding = header("Content-Encoding").trimmed().toLower();
    if (encoding.isEmpty() || encoding == "identity" || body.isEmpty())
        return;
    if (encoding != "gzip" && encoding != "x-gzip" && encoding != "deflate") {
        fail(u"the answer is packed as “%1”, and only gzip and deflate can be unpacked"_s.arg(QString::fromLatin1(encoding)));
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
