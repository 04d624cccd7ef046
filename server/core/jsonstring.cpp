// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonstring.h"

#include <QtEndian>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace greenroom {

namespace {

constexpr qsizetype atOnce = 4096;   // so much room is made ahead: six bytes for each at worst
constexpr qsizetype worst = 6;

// What a byte grows by: a short escape by one, \u00xx by five.
constexpr std::array<unsigned char, 256> growth = [] {
    std::array<unsigned char, 256> table {};
    for (int c = 0; c < 0x20; ++c)
        table[std::size_t(c)] = 5;
    for (const unsigned char c : { '"', '\\', '\n', '\r', '\t', '\b', '\f' })
        table[c] = 1;
    return table;
}();

char shortEscape(unsigned char c)
{
    switch (c) {
    case '\n': return 'n';
    case '\r': return 'r';
    case '\t': return 't';
    case '\b': return 'b';
    case '\f': return 'f';
    default: return char(c);
    }
}

char *writeEscape(char *to, unsigned char c)
{
    static constexpr char hex[] = "0123456789abcdef";
    *to++ = '\\';
    if (growth[c] == 1) {
        *to++ = shortEscape(c);
        return to;
    }
    to = std::copy_n("u00", 3, to);
    *to++ = hex[c >> 4];
    *to++ = hex[c & 15];
    return to;
}

// How many of eight bytes come before the first that needs an escape (the usual tricks for a byte below a bound and
// for a byte of a value; what they say of bytes behind the first hit does not matter).
int plainOf(quint64 eight)
{
    constexpr quint64 each = 0x0101010101010101, top = 0x80 * each;
    const quint64 quote = eight ^ ('"' * each);
    const quint64 backslash = eight ^ ('\\' * each);
    const quint64 hit = (((eight - 0x20 * each) & ~eight) | ((quote - each) & ~quote) | ((backslash - each) & ~backslash)) & top;
    return std::countr_zero(hit) / 8;
}

char *writeEscaped(char *to, const char *from, const char *end)
{
    while (end - from >= 8) {
        std::memcpy(to, from, 8);   // there is room for many more
        const int plain = plainOf(qFromLittleEndian<quint64>(from));
        to += plain;
        from += plain;
        if (plain < 8)
            to = writeEscape(to, static_cast<unsigned char>(*from++));
    }
    for (; from < end; ++from) {
        const auto c = static_cast<unsigned char>(*from);
        if (growth[c] == 0)
            *to++ = *from;
        else
            to = writeEscape(to, c);
    }
    return to;
}

} // namespace

QByteArray jsonString(const QByteArray &utf8)
{
    QByteArray json;
    appendJsonString(json, utf8);
    return json;
}

void appendJsonString(QByteArray &out, QByteArrayView utf8)
{
    const char *from = utf8.data();
    const char *const end = from + utf8.size();
    qsizetype size = out.size();
    const auto roomFor = [&out, &size](qsizetype bytes) {
        out.resize(size + bytes * worst + 2);
        return out.data() + size;
    };
    char *to = roomFor(std::min(atOnce, utf8.size()));
    *to++ = '"';
    for (; end - from > atOnce; from += atOnce) {
        size = writeEscaped(to, from, from + atOnce) - out.constData();
        to = roomFor(atOnce);
    }
    to = writeEscaped(to, from, end);
    *to++ = '"';
    out.truncate(to - out.constData());
}

void appendJsonString(QByteArray &out, QStringView text)
{
    if (text.size() > atOnce)
        return appendJsonString(out, text.toUtf8());
    const qsizetype start = out.size();
    out.resize(start + text.size() * worst + 2);
    char *to = out.data() + start;
    *to++ = '"';
    for (const QChar c : text) {
        if (c.unicode() >= 0x80) {   // names and ids are ASCII; anything else takes the long way
            out.truncate(start);
            return appendJsonString(out, text.toUtf8());
        }
        const auto byte = static_cast<unsigned char>(c.unicode());
        if (growth[byte] == 0)
            *to++ = char(byte);
        else
            to = writeEscape(to, byte);
    }
    *to++ = '"';
    out.truncate(to - out.constData());
}

} // namespace greenroom
