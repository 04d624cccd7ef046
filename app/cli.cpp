// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// greenroom: the command line. No Gui libraries.

#include "command.h"
#include "terminal.h"

#include "core/resources.h"
#include "core/yaml.h"

#include <QCoreApplication>

#include <csignal>

using namespace greenroom;
using namespace Qt::StringLiterals;

namespace {

// The table of commands.
constexpr Command commands[] = {
    { "serve", "host a project on this machine", &serveCommand },
    { "run", "run test suites", &runCommand },
    { "check", "read test suites and say what is wrong with them", &checkCommand },
    { "connect", "talk to a WebSocket", &connectCommand },
    { "cost", "say what recorded traffic would cost on AWS", &costCommand },
    { "runtimes", "say what functions run on here, and add what Lambda brings", &runtimesCommand },
    { "open", "open the window", &openCommand },
};

void printHelp()
{
    QString help = u"Greenroom " GREENROOM_VERSION ": hosts, tests and shows serverless WebSocket projects.\n\n"
                   "  greenroom COMMAND [OPTIONS]\n\n"_s;
    for (const Command &command : commands)
        help += u"  %1  %2\n"_s.arg(QLatin1StringView(command.name), -8).arg(QLatin1StringView(command.summary));
    help += u"\n  greenroom COMMAND --help says more. Without a project, “serve” hosts the built-in demo:\n\n"
            "    greenroom serve\n    greenroom connect ws://127.0.0.1:3001/dev --send '{\"action\":\"whoami\"}'\n"_s;
    printOut(help);
}

int runCommandLine(QStringList arguments)
{
    if (arguments.isEmpty() || arguments.first() == "--help"_L1 || arguments.first() == "help"_L1) {
        printHelp();
        return arguments.isEmpty() ? ExitWrongCall : ExitGood;
    }
    if (arguments.first() == "--version"_L1) {
        printOut(u"greenroom %1 (Qt %2)\n"_s.arg(QCoreApplication::applicationVersion(), QLatin1StringView(qVersion())));
        return ExitGood;
    }
    const QString name = arguments.takeFirst();
    QStringList names;
    for (const Command &command : commands) {
        names.append(QLatin1StringView(command.name));
        if (name == QLatin1StringView(command.name))
            return command.run(arguments);
    }
    const QString near = yaml::nearest(name, names);
    printError(u"There is no command “%1”%2"_s.arg(
        name, near.isEmpty() ? u"; there are: %1."_s.arg(names.join(u", "_s)) : u"; did you mean “%1”?"_s.arg(near)));
    return ExitWrongCall;
}

} // namespace

int main(int argc, char **argv)
{
    std::signal(SIGPIPE, SIG_IGN);   // a reader that left is no reason to stop
    QCoreApplication app(argc, argv);
    app.setApplicationName(u"greenroom"_s);
    app.setApplicationVersion(QLatin1StringView(GREENROOM_VERSION));
    registerResources();

    const int code = runCommandLine(app.arguments().mid(1));
    // What a host said may be lost to a reader that stands still; a report or an answer may not.
    const int patience = app.arguments().value(1) == "serve"_L1 ? 200 : -1;
    standardOut().drain(patience);
    standardError().drain(patience);
    return code;
}
