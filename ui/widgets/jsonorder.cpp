// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/jsonorder.h"

namespace greenroom {

namespace {

constexpr int step = 4;

bool isRoom(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

// Where the text that begins at `at` ends, its quotes included.
qsizetype endOfText(const QByteArray &json, qsizetype at)
{
    for (++at; at < json.size() && json[at] != '"'; ++at)
        at += json[at] == '\\' ? 1 : 0;
    return qMin(at + 1, json.size());
}

qsizetype nextToken(const QByteArray &json, qsizetype at)
{
    while (at < json.size() && isRoom(json[at]))
        ++at;
    return at;
}

} // namespace

QByteArray indentedJson(const QByteArray &json)
{
    QByteArray out;
    out.reserve(json.size() * 2);
    int depth = 0;
    const auto newLine = [&] { out += '\n' + QByteArray(depth * step, ' '); };
    for (qsizetype at = nextToken(json, 0); at < json.size(); at = nextToken(json, at)) {
        const char c = json[at];
        if (c == '"') {
            const qsizetype end = endOfText(json, at);
            out += json.mid(at, end - at);
            at = end;
            continue;
        }
        ++at;
        if (c == '{' || c == '[') {
            out += c;
            const qsizetype next = nextToken(json, at);
            if (next < json.size() && (json[next] == '}' || json[next] == ']')) {   // nothing in it
                out += json[next];
                at = next + 1;
                continue;
            }
            ++depth;
            newLine();
        } else if (c == '}' || c == ']') {
            depth = qMax(0, depth - 1);
            newLine();
            out += c;
        } else if (c == ',') {
            out += c;
            newLine();
        } else {
            out += c;
            if (c == ':')
                out += ' ';
        }
    }
    return out;
}

QByteArray compactJson(const QByteArray &json)
{
    QByteArray out;
    out.reserve(json.size());
    for (qsizetype at = nextToken(json, 0); at < json.size(); at = nextToken(json, at)) {
        const qsizetype end = json[at] == '"' ? endOfText(json, at) : at + 1;
        out += json.mid(at, end - at);
        at = end;
    }
    return out;
}

} // namespace greenroom
