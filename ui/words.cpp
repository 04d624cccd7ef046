// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "words.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QString words(const char *text)
{
    return QCoreApplication::translate("Words", text);
}

QDateTime local(qint64 at)
{
    return QDateTime::fromMSecsSinceEpoch(at);
}

QString dayWord(const QDateTime &then, const QDateTime &now)
{
    const qint64 days = then.date().daysTo(now.date());
    const QLocale english(QLocale::English);
    if (days <= 0)
        return words(QT_TRANSLATE_NOOP("Words", "today"));
    if (days == 1)
        return words(QT_TRANSLATE_NOOP("Words", "yesterday"));
    if (days < 7)
        return english.dayName(then.date().dayOfWeek());
    return english.toString(then.date(), u"d MMMM"_s);
}

} // namespace

QString durationText(double ms)
{
    if (ms < 0)
        return u"–"_s;
    if (ms > 0 && ms < 0.95)
        return u"%1 ms"_s.arg(qMax(ms, 0.1), 0, 'f', 1);
    if (ms < 999.5)
        return u"%1 ms"_s.arg(qRound(ms));
    if (ms < 59995)
        return u"%1 s"_s.arg(ms / 1000, 0, 'f', ms < 10000 ? 2 : 1);
    const qint64 seconds = qRound64(ms / 1000);
    if (seconds < 3600)
        return u"%1:%2"_s.arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
    return u"%1:%2:%3"_s.arg(seconds / 3600).arg(seconds / 60 % 60, 2, 10, QLatin1Char('0')).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

QString sizeText(qint64 bytes)
{
    if (bytes < 1000)
        return u"%1 B"_s.arg(bytes);
    if (bytes < 1000 * 1000)
        return u"%1 kB"_s.arg(double(bytes) / 1e3, 0, 'f', 1);
    if (bytes < 1000 * 1000 * 1000)
        return u"%1 MB"_s.arg(double(bytes) / 1e6, 0, 'f', 1);
    return u"%1 GB"_s.arg(double(bytes) / 1e9, 0, 'f', 1);
}

QString countText(qint64 count)
{
    return QLocale(QLocale::English, QLocale::UnitedStates).toString(count);
}

QString agoText(qint64 at, qint64 now)
{
    if (at <= 0)
        return words(QT_TRANSLATE_NOOP("Words", "never"));
    const qint64 seconds = qMax<qint64>(0, (now - at) / 1000);
    if (seconds < 1)
        return words(QT_TRANSLATE_NOOP("Words", "now"));
    if (seconds < 60)
        return words(QT_TRANSLATE_NOOP("Words", "%1 s ago")).arg(seconds);
    if (seconds < 3600)
        return words(QT_TRANSLATE_NOOP("Words", "%1 min ago")).arg(seconds / 60);
    if (seconds < 12 * 3600)
        return words(QT_TRANSLATE_NOOP("Words", "%1 h ago")).arg(seconds / 3600);
    return dayWord(local(at), local(now));
}

QString whenText(qint64 at, qint64 now)
{
    return dayWord(local(at), local(now)) + u' ' + local(at).toString(u"HH:mm"_s);
}

QString openForText(qint64 ms)
{
    const qint64 seconds = qMax<qint64>(0, ms / 1000);
    if (seconds < 3600)
        return u"%1:%2"_s.arg(seconds / 60, 2, 10, QLatin1Char('0')).arg(seconds % 60, 2, 10, QLatin1Char('0'));
    return u"%1:%2:%3"_s.arg(seconds / 3600).arg(seconds / 60 % 60, 2, 10, QLatin1Char('0')).arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

QString clockText(qint64 at)
{
    return local(at).toString(u"HH:mm:ss.zzz"_s);
}

// RFC 6455 §7.4.1.
QString closeCodeWord(int code)
{
    switch (code) {
    case 1000: return words(QT_TRANSLATE_NOOP("Words", "normal"));
    case 1001: return words(QT_TRANSLATE_NOOP("Words", "going away"));
    case 1002: return words(QT_TRANSLATE_NOOP("Words", "protocol error"));
    case 1003: return words(QT_TRANSLATE_NOOP("Words", "kind of message not accepted"));
    case 1005: return words(QT_TRANSLATE_NOOP("Words", "no code"));
    case 1006: return words(QT_TRANSLATE_NOOP("Words", "cut off without goodbye"));
    case 1007: return words(QT_TRANSLATE_NOOP("Words", "text that is not UTF-8"));
    case 1008: return words(QT_TRANSLATE_NOOP("Words", "against the rules"));
    case 1009: return words(QT_TRANSLATE_NOOP("Words", "message too long"));
    case 1010: return words(QT_TRANSLATE_NOOP("Words", "extension missing"));
    case 1011: return words(QT_TRANSLATE_NOOP("Words", "server error"));
    case 1012: return words(QT_TRANSLATE_NOOP("Words", "service restarts"));
    case 1013: return words(QT_TRANSLATE_NOOP("Words", "try again later"));
    case 1015: return words(QT_TRANSLATE_NOOP("Words", "TLS failed"));
    default: break;
    }
    return code >= 3000 && code < 5000 ? words(QT_TRANSLATE_NOOP("Words", "the application's own code")) : QString();
}

QString plainSentence(const QByteArray &body, int most)
{
    const QByteArray head = body.left(most);
    if (head.contains('\0') || !head.isValidUtf8()) {
        // A cut in the middle of a character is not binary.
        if (head.contains('\0') || !body.left(most + 3).isValidUtf8())
            return QString::fromLatin1(head.left(24).toHex(' '));
    }
    return QString::fromUtf8(head).simplified();
}

} // namespace greenroom
