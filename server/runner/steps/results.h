// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QStringList>

namespace greenroom {

// What a program printed about its own tests.
struct ChildResults
{
    QJsonArray tests;        // [{event: pass|fail|skip, name, message, ms}]
    QStringList logs;        // everything else it said
    QString error;           // why it cannot be judged; empty: it can
};

// `results: ndjson, tap or junit`. Nothing told, a plan that was not kept and text that is none of it are errors:
// silence is never a pass.
ChildResults readResults(const QString &format, const QByteArray &printed);
QStringList resultFormats();

} // namespace greenroom
