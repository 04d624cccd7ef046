// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "output.h"

#include "core/event.h"
#include "core/masking.h"

#include <QCache>
#include <QHash>
#include <QString>

namespace greenroom {

// Prints journal events as lines, and nothing else. The credentials a client came with are hidden in all that follows on
// its connection: a handler that logs its event does not print them.
class Terminal
{
public:
    enum class Format { Text, Json };

    explicit Terminal(Format format) : m_format(format) {}

    void print(const QList<Event> &batch);

private:
    void learnCredentials(const QString &connection, const Payload &payload);
    // Of the event's connection; null: it has none.
    const Masking *credentialsOf(const Payload &payload);

    Format m_format;
    QHash<QString, Masking> m_credentials;         // by connection, of those that have any
    QCache<QString, Masking> m_earlier { 1000 };   // of the latest that are over
};

// One event as a person reads it, without the time; empty for those that are not worth a line.
QString lineFor(const Event &event);
// A stranger's words in one line: they neither steer the terminal nor begin a line that looks like ours.
QString oneLine(const QString &text);
// What goes to stderr: everything but the remarks about a project that works.
bool isTold(const Notice &notice);

// The process's two streams; neither ever makes it wait.
Output &standardOut();
Output &standardError();
void printOut(const QString &text);          // stdout
void printError(const QString &sentence);    // stderr, one line
bool outIsTerminal();
// Colour is for terminals that did not say NO_COLOR.
QString coloured(const QString &text, const char *code);
// "41 ms", "1.20 s", "1:05".
QString durationText(double ms);

} // namespace greenroom
