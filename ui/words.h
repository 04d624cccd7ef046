// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

// How the window writes amounts: one place, so that a time looks the same in a tree, a chart and a tip.
namespace greenroom {

QString durationText(double ms);                 // 0.4 ms · 41 ms · 1.20 s · 1:05
QString sizeText(qint64 bytes);                  // 64 B · 3.2 kB · 3.2 MB
QString countText(qint64 count);                 // 4,812
QString agoText(qint64 at, qint64 now);          // now · 8 s ago · 2 h ago · yesterday · 12 March
QString whenText(qint64 at, qint64 now);         // today 10:02 · yesterday 17:55 · Monday 16:20
QString openForText(qint64 ms);                  // 02:10
QString clockText(qint64 at);                    // 10:02:14.120
QString closeCodeWord(int code);                 // 1001: "going away"
QString plainSentence(const QByteArray &body, int most = 200);   // one line of a message body, for lists

} // namespace greenroom
