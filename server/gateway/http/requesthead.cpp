// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/requesthead.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <algorithm>
#include <limits>

namespace http = boost::beast::http;

namespace greenroom {

namespace {

bool isNamed(const RequestHead::Header &header, const char *name)
{
    return header.name.compare(name, Qt::CaseInsensitive) == 0;
}

HeadParse refused(int status, const QString &reason)
{
    HeadParse parse;
    parse.state = HeadParse::State::Refused;
    parse.status = status;
    parse.reason = reason;
    return parse;
}

// What Beast lets pass and we do not: folded headers, NUL, bare CR or LF, white space around names.
QString suspicion(const QByteArray &head)
{
    if (head.contains('\0'))
        return QStringLiteral("The request head contains a NUL byte.");
    for (qsizetype start = 0, end = head.indexOf('\n'); end >= 0; start = end + 1, end = head.indexOf('\n', start)) {
        const QByteArrayView line = QByteArrayView(head).sliced(start, end - start);
        if (!line.endsWith('\r') || line.indexOf('\r') != line.size() - 1)
            return QStringLiteral("A line of the request head does not end in CR LF.");
        if (start == 0 || line.size() == 1)
            continue;
        if (line.startsWith(' ') || line.startsWith('\t'))
            return QStringLiteral("A header is folded over two lines.");
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0 || line.at(colon - 1) == ' ' || line.at(colon - 1) == '\t')
            return QStringLiteral("A header line has no well-formed name.");
    }
    return {};
}

// Without a limit there is one all the same: a head is kept in memory until it is whole.
int headLimit(const Quotas &quotas)
{
    return quotas.headBytes > 0 ? quotas.headBytes : 1024 * 1024;
}

HeadParse tooLarge(const Quotas &quotas)
{
    return refused(431, QStringLiteral("The request head is larger than %1 bytes or has more than %2 headers.")
                            .arg(quotas.headBytes).arg(quotas.headCount));
}

// Rules on the whole: lengths that disagree are how requests are smuggled.
HeadParse checkLengths(const RequestHead &head)
{
    const QList<QByteArray> lengths = head.all("Content-Length");
    if (lengths.size() > 1)
        return refused(400, QStringLiteral("The request has more than one Content-Length."));
    if (!lengths.isEmpty()) {
        const QByteArray &text = lengths.first();
        if (text.isEmpty() || text.size() > 15
            || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
            return refused(400, QStringLiteral("The request's Content-Length is not a number."));
        if (head.has("Transfer-Encoding"))
            return refused(400, QStringLiteral("The request has both a Content-Length and a Transfer-Encoding."));
    }
    if (head.has("Transfer-Encoding") && head.header("Transfer-Encoding").toLower() != "chunked")
        return refused(501, QStringLiteral("The request's Transfer-Encoding is not supported; only chunked is."));
    return {};
}

} // namespace

QByteArray RequestHead::header(const char *name) const
{
    const auto found = std::find_if(headers.begin(), headers.end(), [name](const Header &h) { return isNamed(h, name); });
    return found == headers.end() ? QByteArray() : found->value;
}

QList<QByteArray> RequestHead::all(const char *name) const
{
    QList<QByteArray> values;
    for (const Header &h : headers) {
        if (isNamed(h, name))
            values.append(h.value);
    }
    return values;
}

bool RequestHead::has(const char *name) const
{
    return std::any_of(headers.begin(), headers.end(), [name](const Header &h) { return isNamed(h, name); });
}

bool RequestHead::hasToken(const char *name, const char *token) const
{
    const QList<QByteArray> values = all(name);
    for (const QByteArray &value : values) {
        const QList<QByteArray> tokens = value.split(',');
        for (const QByteArray &candidate : tokens) {
            if (candidate.trimmed().compare(token, Qt::CaseInsensitive) == 0)
                return true;
        }
    }
    return false;
}

QByteArray RequestHead::path() const
{
    const qsizetype question = target.indexOf('?');
    return question < 0 ? target : target.left(question);
}

QByteArray RequestHead::query() const
{
    const qsizetype question = target.indexOf('?');
    return question < 0 ? QByteArray() : target.mid(question + 1);
}

bool RequestHead::isUpgrade() const
{
    return hasToken("Upgrade", "websocket");
}

qint64 RequestHead::contentLength() const
{
    return has("Content-Length") ? header("Content-Length").toLongLong() : -1;
}

bool RequestHead::isChunked() const
{
    return hasToken("Transfer-Encoding", "chunked");
}

bool RequestHead::keepAlive() const
{
    return !hasToken("Connection", "close");
}

qsizetype headPeekBytes(const Quotas &quotas)
{
    return headLimit(quotas) + 4;
}

HeadParse parseRequestHead(const QByteArray &bytes, const Quotas &quotas)
{
    const int limit = headLimit(quotas);
    const qsizetype blank = bytes.indexOf("\r\n\r\n");
    if (blank < 0) {
        if (bytes.size() >= limit)
            return tooLarge(quotas);
        // A lone LF LF would never end: say so now instead of waiting for the time-out.
        if (bytes.contains("\n\n"))
            return refused(400, QStringLiteral("A line of the request head does not end in CR LF."));
        return {};
    }
    const qsizetype size = blank + 4;
    if (size > limit)
        return tooLarge(quotas);
    const QByteArray text = bytes.left(size);
    if (const QString reason = suspicion(text); !reason.isEmpty())
        return refused(400, reason);

    http::request_parser<http::empty_body> parser;
    parser.header_limit(std::uint32_t(size + 1));
    parser.body_limit(std::numeric_limits<std::uint64_t>::max());   // bodies are ours to judge
    boost::beast::error_code error;
    parser.put(boost::asio::buffer(text.constData(), std::size_t(text.size())), error);
    if (error && error != http::error::need_more) {
        if (error == http::error::bad_version)
            return refused(505, QStringLiteral("Only HTTP/1.1 is spoken here."));
        return refused(400, QStringLiteral("The request head is malformed: %1.").arg(QString::fromStdString(error.message())));
    }
    if (!parser.is_header_done())
        return refused(400, QStringLiteral("The request head is malformed."));
    if (parser.get().version() != 11)
        return refused(505, QStringLiteral("Only HTTP/1.1 is spoken here."));

    HeadParse parse;
    parse.size = size;
    const auto method = parser.get().method_string();
    parse.head.method = QByteArray(method.data(), qsizetype(method.size()));
    const auto target = parser.get().target();
    parse.head.target = QByteArray(target.data(), qsizetype(target.size()));
    for (const auto &field : parser.get()) {
        parse.head.headers.append({ QByteArray(field.name_string().data(), qsizetype(field.name_string().size())),
                                    QByteArray(field.value().data(), qsizetype(field.value().size())).trimmed() });
    }
    if (quotas.headCount > 0 && parse.head.headers.size() > quotas.headCount)
        return tooLarge(quotas);
    if (!parse.head.target.startsWith('/'))
        return refused(400, QStringLiteral("The request target is not a path."));
    if (quotas.urlCharacters > 0 && parse.head.target.size() > quotas.urlCharacters)
        return refused(414, QStringLiteral("The URL is longer than %1 characters.").arg(quotas.urlCharacters));
    const HeadParse lengths = checkLengths(parse.head);
    if (lengths.state == HeadParse::State::Refused)
        return lengths;
    parse.state = HeadParse::State::Complete;
    return parse;
}

HeadParse checkUpgrade(const RequestHead &head)
{
    if (head.method != "GET")
        return refused(405, QStringLiteral("A WebSocket handshake is a GET."));
    if (!head.hasToken("Connection", "Upgrade"))
        return refused(400, QStringLiteral("The handshake has no “Connection: Upgrade”."));
    if (head.all("Upgrade").size() != 1)
        return refused(400, QStringLiteral("The handshake has more than one Upgrade header."));
    const QList<QByteArray> versions = head.all("Sec-WebSocket-Version");
    if (versions.size() != 1 || versions.first() != "13") {
        HeadParse parse = refused(426, QStringLiteral("Only WebSocket version 13 is spoken here."));
        parse.answerHeaders = { { "Sec-WebSocket-Version", "13" }, { "Upgrade", "websocket" } };
        return parse;
    }
    const QList<QByteArray> keys = head.all("Sec-WebSocket-Key");
    if (keys.size() != 1)
        return refused(400, keys.isEmpty() ? QStringLiteral("The handshake has no Sec-WebSocket-Key.")
                                           : QStringLiteral("The handshake has more than one Sec-WebSocket-Key."));
    const auto decoded = QByteArray::fromBase64Encoding(keys.first(), QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.size() != 16)
        return refused(400, QStringLiteral("The Sec-WebSocket-Key is not 16 bytes in base64."));
    if (head.contentLength() > 0 || head.isChunked())
        return refused(400, QStringLiteral("A WebSocket handshake has no body."));
    HeadParse parse;
    parse.state = HeadParse::State::Complete;
    parse.head = head;
    return parse;
}

} // namespace greenroom
