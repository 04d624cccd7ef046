// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"

#include <QHash>
#include <QList>
#include <QString>

namespace greenroom {

// A run as reports tell it: a fold over its events.
struct RunSummary
{
    struct Attempt
    {
        int number = 1;
        qint64 startedAt = 0;
        double durationMs = 0;
        QString state;
        QString reason;
        int worker = 0;
        QList<StepFinished> steps;
    };
    struct Test
    {
        TestFound found;
        QString state = QStringLiteral("stopped");   // until it has finished
        QString reason;
        double durationMs = 0;
        QList<Attempt> attempts;

        // A set-up or a discovery that went wrong is told as a test, or a build server would see nothing red.
        bool isTold() const;
    };

    RunStarted started;
    qint64 startedAt = 0;
    RunFinished finished;
    QList<Test> tests;             // in the order they were found
    QStringList log;
    QList<Event> frames;           // message.received and message.sent

    static RunSummary of(const QList<Event> &run);
};

} // namespace greenroom
