// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

// Events as they were recorded from the demo, one JSON object a line.
inline QList<greenroom::Event> readRecording(const QString &path)
{
    QList<greenroom::Event> events;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return events;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine().trimmed();
        if (const auto event = greenroom::eventFromJson(QJsonDocument::fromJson(line).object()))
            events << *event;
    }
    return events;
}

inline QList<greenroom::Event> demoRecording()
{
    return readRecording(QStringLiteral(GREENROOM_TEST_DATA "/recorded/demo.jsonl"));
}
