// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/suite.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

struct Unit
{
    const char *name;
    double factor;
};

constexpr Unit timeUnits[] = { { "ms", 1 }, { "s", 1000 }, { "m", 60'000 }, { "h", 3'600'000 } };
constexpr Unit sizeUnits[] = { { "", 1 },       { "b", 1 },        { "kb", 1e3 },          { "mb", 1e6 },
                               { "gb", 1e9 },   { "kib", 1024 },   { "mib", 1024 * 1024 }, { "gib", 1024.0 * 1024 * 1024 } };

template <std::size_t Count>
std::optional<double> readWithUnit(const QString &text, const Unit (&units)[Count])
{
    static const QRegularExpression shape(u"^(\\d+(?:\\.\\d+)?)\\s*([A-Za-z]*)$"_s);
    const QRegularExpressionMatch match = shape.match(text.trimmed());
    if (!match.hasMatch())
        return std::nullopt;
    for (const Unit &unit : units) {
        if (match.captured(2).compare(QLatin1StringView(unit.name), Qt::CaseInsensitive) == 0)
            return match.captured(1).toDouble() * unit.factor;
    }
    return std::nullopt;
}

} // namespace

std::optional<int> parseDuration(const QString &text)
{
    const std::optional<double> ms = readWithUnit(text, timeUnits);
    return ms && *ms <= 86'400'000.0 * 24 ? std::optional(int(*ms)) : std::nullopt;
}

std::optional<qint64> parseSize(const QString &text)
{
    const std::optional<double> bytes = readWithUnit(text, sizeUnits);
    return bytes ? std::optional(qint64(*bytes)) : std::nullopt;
}

} // namespace greenroom
