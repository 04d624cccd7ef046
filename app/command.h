// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace greenroom {

// Exit codes of the command line (ux.md §3.8).
enum ExitCode {
    ExitGood = 0,
    ExitFailures = 1,
    ExitWrongCall = 2,      // the file or the call is wrong
    ExitNotReady = 3,       // the environment is not ready
    ExitStopped = 4,        // by the user
};

// A command of the command line: its name, a line of help, and what runs it.
struct Command
{
    const char *name;
    const char *summary;
    int (*run)(const QStringList &arguments);
};

int serveCommand(const QStringList &arguments);
int runCommand(const QStringList &arguments);
int checkCommand(const QStringList &arguments);
int connectCommand(const QStringList &arguments);
int costCommand(const QStringList &arguments);
int runtimesCommand(const QStringList &arguments);
int openCommand(const QStringList &arguments);

} // namespace greenroom
