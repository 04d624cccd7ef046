// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/ids.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QUuid>

#include <algorithm>

namespace greenroom {

namespace {

constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

QChar letter(quint32 number)
{
    return QLatin1Char(alphabet[number & 63]);
}

// Five characters of time (units of 64 ms), six random, the marker, three random, "=". The last letter
// before the padding carries four bits only.
QString newId(char marker)
{
    const auto time = quint64(QDateTime::currentMSecsSinceEpoch()) >> 6;
    const quint64 noise = QRandomGenerator::global()->generate64();
    QString id(16, u'=');
    for (int i = 0; i < 5; ++i)
        id[i] = letter(quint32(time >> (6 * (4 - i))));
    for (int i = 0; i < 6; ++i)
        id[5 + i] = letter(quint32(noise >> (6 * i)));
    id[11] = QLatin1Char(marker);
    id[12] = letter(quint32(noise >> 36));
    id[13] = letter(quint32(noise >> 42));
    id[14] = letter(quint32(noise >> 48) & ~3U);
    return id;
}

} // namespace

QString newConnectionId()
{
    return newId('C');
}

QString newRequestId()
{
    return newId('F');
}

QString newMessageId(const QString &connectionId)
{
    return newId('C').left(11) + connectionId.right(5);
}

bool isConnectionId(const QString &id)
{
    return id.size() == 16 && id.endsWith(u'=') && std::all_of(id.begin(), id.end() - 1, [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'-' || c == u'_';
    });
}

QString newUuid()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QByteArray traceHeader(const QString &traceId)
{
    const QString parent = QStringLiteral("%1").arg(QRandomGenerator::global()->generate64(), 16, 16, QLatin1Char('0'));
    return "Root=" + traceId.toLatin1() + ";Parent=" + parent.toLatin1() + ";Sampled=0";
}

QString newTraceId()
{
    const quint64 a = QRandomGenerator::global()->generate64();
    const quint32 b = QRandomGenerator::global()->generate();
    return QStringLiteral("1-%1-%2%3")
        .arg(quint32(QDateTime::currentSecsSinceEpoch()), 8, 16, QLatin1Char('0'))
        .arg(a, 16, 16, QLatin1Char('0'))
        .arg(b, 8, 16, QLatin1Char('0'));
}

} // namespace greenroom
