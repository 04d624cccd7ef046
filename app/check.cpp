// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "options.h"
#include "terminal.h"

#include "runner/suitecheck.h"
#include "runner/variablecheck.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace greenroom {

// Reads suites and runs nothing: every mistake that can be known before a run, one a line, as compilers print them.
int checkCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Reads test suites (*.greenroom.yaml) and says what is wrong with them; runs nothing.\n\n"
                                     "  greenroom check checks.greenroom.yaml\n\n"
                                     "Exit codes: 0 nothing is wrong, 2 something is."_s);
    parser.addPositionalArgument(u"SUITE"_s, u"Suite files."_s, u"SUITE…"_s);
    parser.addOption({ u"var"_s, u"Name of a variable that a run will be given; may be repeated."_s, u"NAME"_s });
    if (const std::optional<int> code = parseOptions(parser, u"check"_s, arguments))
        return *code;
    const QStringList files = parser.positionalArguments();
    if (files.isEmpty()) {
        printError(u"“check” takes at least one suite (*.greenroom.yaml)."_s);
        return ExitWrongCall;
    }
    QStringList given;
    const QStringList vars = parser.values(u"var"_s);
    for (const QString &var : vars)
        given.append(var.section(u'=', 0, 0));
    int code = ExitGood;
    for (const QString &file : files) {
        const Suite suite = readRunnableSuite(QFileInfo(file).absoluteFilePath());
        const Problems problems = suite.problems + checkVariables(suite, given);
        for (const Problem &problem : problems)
            printError(toLine(problem));
        if (hasErrors(problems))
            code = ExitWrongCall;
        else
            printOut(u"%1: %2 tests, nothing is wrong.\n"_s.arg(file).arg(suite.tests.size()));
    }
    return code;
}

} // namespace greenroom
