// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/yamltext.h"

#include <QStringConverter>

#include <algorithm>
#include <numeric>
#include <vector>

using namespace Qt::StringLiterals;

namespace greenroom::yaml {

namespace {

int firstBadLine(const QByteArray &text)
{
    const QList<QByteArray> lines = text.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (!lines.at(i).isValidUtf8())
            return int(i) + 1;
    }
    return 1;
}

} // namespace

Problem tooLarge(qint64 bytes, const QString &file, const Limits &limits)
{
    return { Problem::Severity::Error,
             u"This file has %1 MB; at most %2 MB are read."_s.arg((bytes + 999'999) / 1'000'000)
                 .arg((limits.bytes + 999'999) / 1'000'000),
             u"Split it, or name the right file."_s, { file, 0, 0 } };
}

// UTF-16 and UTF-32 say so by their mark, and are turned into UTF-8; UTF-8's own mark goes.
QByteArray withoutByteOrderMark(const QByteArray &bytes)
{
    if (bytes.startsWith("\xEF\xBB\xBF"))
        return bytes.mid(3);
    const std::optional<QStringConverter::Encoding> encoding = QStringConverter::encodingForData(bytes);
    if (!encoding || *encoding == QStringConverter::Utf8)
        return bytes;
    QStringDecoder decode(*encoding);
    const QString text = decode(bytes);
    return decode.hasError() ? bytes : text.toUtf8();
}

// Bytes that no text has: a binary, or UTF-16 that does not say so.
std::optional<Problem> notText(const QByteArray &text, const QString &file)
{
    int line = 1;
    int column = 0;
    for (const char c : text) {
        ++column;
        if (c == '\n') {
            ++line;
            column = 0;
        } else if ((c >= 0 && c < 0x20 && c != '\t' && c != '\r') || c == 0x7f) {
            return Problem { Problem::Severity::Error, u"This is not a text file: there is a byte 0x%1 here."_s
                                 .arg(uint(static_cast<unsigned char>(c)), 2, 16, QLatin1Char('0')),
                             u"Save it as UTF-8 text, or name another file."_s, { file, line, column } };
        }
    }
    if (!text.isValidUtf8())
        return Problem { Problem::Severity::Error, u"This file is not UTF-8 text."_s, u"Save it as UTF-8."_s,
                         { file, firstBadLine(text), 1 } };
    return std::nullopt;
}

// Nesting deeper than any file of ours, seen before the library recurses into it.
std::optional<Problem> tooDeep(const QByteArray &text, const QString &file, int depth)
{
    int open = 0;
    int line = 1;
    int column = 0;
    char quote = 0;
    for (const char c : text) {
        ++column;
        if (c == '\n') {
            ++line;
            column = 0;
            quote = 0;
        } else if (quote) {
            if (c == quote)
                quote = 0;
        } else if (c == '"') {
            quote = c;
        } else if (c == '[' || c == '{') {
            if (++open > depth * 4)
                return Problem { Problem::Severity::Error,
                                 u"Values are nested more than %1 deep here."_s.arg(depth),
                                 u"Flatten the file."_s, { file, line, column } };
        } else if (c == ']' || c == '}') {
            open = std::max(0, open - 1);
        }
    }
    return std::nullopt;
}

QString nearest(const QString &word, const QStringList &words)
{
    const auto distance = [](const QString &a, const QString &b) {
        // Levenshtein with transpositions: what fingers do.
        std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
        for (qsizetype i = 0; i <= a.size(); ++i)
            d[i][0] = int(i);
        std::iota(d[0].begin(), d[0].end(), 0);
        for (qsizetype i = 1; i <= a.size(); ++i) {
            for (qsizetype j = 1; j <= b.size(); ++j) {
                const int cost = a.at(i - 1).toLower() == b.at(j - 1).toLower() ? 0 : 1;
                d[i][j] = std::min({ d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + cost });
                if (i > 1 && j > 1 && a.at(i - 1) == b.at(j - 2) && a.at(i - 2) == b.at(j - 1))
                    d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
            }
        }
        return d[a.size()][b.size()];
    };
    QString best;
    int bestDistance = std::max<int>(2, int(word.size()) / 3) + 1;
    if (word.size() > 60)
        return {};
    for (const QString &candidate : words) {
        // Half a word is near too: “Function” for “FunctionArn”.
        const bool begins = word.size() >= 4 && candidate.startsWith(word, Qt::CaseInsensitive);
        const int current = begins ? std::min(2, distance(word, candidate)) : distance(word, candidate);
        if (current < bestDistance) {
            bestDistance = current;
            best = candidate;
        }
    }
    return best;
}

} // namespace greenroom::yaml
