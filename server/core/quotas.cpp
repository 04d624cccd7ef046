// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quotas.h"

#include <QRegularExpression>

#include <limits>
#include <optional>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// The table behind --quotas: a key and the member it sets. One line a quota.
struct QuotaKey
{
    const char *name;
    enum class Unit { Milliseconds, Bytes, Count, Flag } unit;
    qint64 Quotas::*wide = nullptr;
    int Quotas::*narrow = nullptr;
    bool Quotas::*flag = nullptr;
};

using Unit = QuotaKey::Unit;

constexpr QuotaKey quotaKeys[] = {
    { "frame", Unit::Bytes, &Quotas::frameBytes },
    { "message", Unit::Bytes, &Quotas::messageBytes },
    { "post", Unit::Bytes, &Quotas::postBytes },
    { "sendBuffer", Unit::Bytes, &Quotas::sendBufferBytes },
    { "idleTimeout", Unit::Milliseconds, nullptr, &Quotas::idleTimeoutMs },
    { "maxConnectionDuration", Unit::Milliseconds, nullptr, &Quotas::maxConnectionDurationMs },
    { "integrationTimeout", Unit::Milliseconds, nullptr, &Quotas::integrationTimeoutMs },
    { "headTimeout", Unit::Milliseconds, nullptr, &Quotas::headTimeoutMs },
    { "url", Unit::Count, nullptr, &Quotas::urlCharacters },
    { "head", Unit::Bytes, nullptr, &Quotas::headBytes },
    { "headers", Unit::Count, nullptr, &Quotas::headCount },
    { "connectionsPerSecond", Unit::Count, nullptr, &Quotas::connectionsPerSecond },
    { "requestsPerSecond", Unit::Count, nullptr, &Quotas::requestsPerSecond },
    { "burst", Unit::Count, nullptr, &Quotas::requestBurst },
    { "throttledPerSecond", Unit::Count, nullptr, &Quotas::throttledPerSecond },
    { "pingsKeepAlive", Unit::Flag, nullptr, nullptr, &Quotas::pingsKeepAlive },
    { "binary", Unit::Flag, nullptr, nullptr, &Quotas::binaryAccepted },
};

std::optional<double> readNumber(const QString &text, Unit unit)
{
    static const QRegularExpression shape(u"^(\\d+(?:\\.\\d+)?)\\s*([A-Za-z]*)$"_s);
    const QRegularExpressionMatch match = shape.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const double number = match.captured(1).toDouble();
    const QString suffix = match.captured(2);
    if (unit == Unit::Milliseconds) {
        if (suffix == "ms"_L1)
            return number;
        if (suffix.isEmpty() || suffix == "s"_L1)
            return number * 1000;
        if (suffix == "m"_L1)
            return number * 60'000;
        if (suffix == "h"_L1)
            return number * 3'600'000;
        return std::nullopt;
    }
    if (suffix.isEmpty())
        return number;
    if (unit == Unit::Bytes && suffix.compare("kb"_L1, Qt::CaseInsensitive) == 0)
        return number * 1024;
    if (unit == Unit::Bytes && suffix.compare("mb"_L1, Qt::CaseInsensitive) == 0)
        return number * 1024 * 1024;
    return std::nullopt;
}

Result<void> apply(Quotas &quotas, const QuotaKey &key, const QString &text)
{
    if (key.flag) {
        if (text != "true"_L1 && text != "false"_L1)
            return Error { 2, u"The quota “%1” is true or false, not “%2”."_s
                                  .arg(QLatin1StringView(key.name), text) };
        quotas.*key.flag = text == "true"_L1;
        return {};
    }
    const std::optional<double> number = text == "off"_L1 ? 0.0 : readNumber(text, key.unit);
    if (!number || *number > double(std::numeric_limits<int>::max()))
        return Error { 2, u"The quota “%1” cannot be “%2”: give a number, a time such as 500ms, a size such "
                          "as 32KB, or off."_s.arg(QLatin1StringView(key.name), text) };
    if (key.wide)
        quotas.*key.wide = qint64(*number);
    else
        quotas.*key.narrow = int(*number);
    return {};
}

} // namespace

Quotas Quotas::off()
{
    Quotas quotas;
    quotas.frameBytes = 0;
    quotas.messageBytes = 0;
    quotas.idleTimeoutMs = 0;
    quotas.maxConnectionDurationMs = 0;
    quotas.urlCharacters = 0;
    quotas.connectionsPerSecond = 0;
    quotas.requestsPerSecond = 0;
    quotas.requestBurst = 0;
    quotas.postBytes = 0;
    quotas.binaryAccepted = true;
    return quotas;
}

Result<Quotas> Quotas::parse(const QString &text)
{
    if (text.isEmpty() || text == "aws"_L1)
        return Quotas {};
    if (text == "off"_L1)
        return off();
    Quotas quotas;
    QStringList pairs = text.split(u',', Qt::SkipEmptyParts);
    if (pairs.value(0).trimmed() == "aws"_L1)   // “aws,frameBytes=…”: what is given over anyway
        pairs.removeFirst();
    for (const QString &pair : pairs) {
        const qsizetype equals = pair.indexOf(u'=');
        const QString name = pair.left(equals).trimmed();
        const QuotaKey *found = nullptr;
        for (const QuotaKey &key : quotaKeys) {
            if (name == QLatin1StringView(key.name))
                found = &key;
        }
        if (equals < 0 || !found)
            return Error { 2, u"There is no quota “%1”; there are: %2."_s.arg(name, keys().join(u", "_s)) };
        if (const Result<void> applied = apply(quotas, *found, pair.mid(equals + 1).trimmed()); !applied)
            return applied.error();
    }
    return quotas;
}

QStringList Quotas::keys()
{
    QStringList names;
    for (const QuotaKey &key : quotaKeys)
        names.append(QLatin1StringView(key.name));
    return names;
}

} // namespace greenroom
