// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonstring.h"

#include <algorithm>
#include <array>

namespace greenroom {

namespace {

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

} // namespace

QByteArray jsonString(const QByteArray &utf8)
{
    QByteArray json;
    appendJsonString(json, utf8);
    return json;
}

void appendJsonString(QByteArray &out, const QByteArray &utf8)
{
    static constexpr char hex[] = "0123456789abcdef";
    // Counted first, then written where it will stay: most texts grow by nothing.
    qsizetype grown = utf8.size();
    for (const char c : utf8)
        grown += growth[static_cast<unsigned char>(c)];
    const qsizetype start = out.size();
    out.resize(start + grown + 2);
    char *to = out.data() + start;
    *to++ = '"';
    if (grown == utf8.size()) {
        to = std::copy(utf8.begin(), utf8.end(), to);
    } else {
        for (const char byte : utf8) {
            const auto c = static_cast<unsigned char>(byte);
            const unsigned char extra = growth[c];
            if (extra == 0) {
                *to++ = byte;
            } else if (extra == 1) {
                *to++ = '\\';
                *to++ = shortEscape(c);
            } else {
                to = std::copy_n("\\u00", 4, to);
                *to++ = hex[c >> 4];
                *to++ = hex[c & 15];
            }
        }
    }
    *to = '"';
}

} // namespace greenroom
