// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "terminal.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace greenroom {

int openCommand(const QStringList &arguments)
{
    if (arguments.contains(u"--help"_s) || arguments.contains(u"-h"_s)) {
        printOut(u"Usage: greenroom open [PATH|URL]\n\nOpens the window, on a project, a suite or an address.\n"_s);
        return ExitGood;
    }
    // Beside us first: what was built or installed together belongs together.
    const QString name = u"greenroom-desktop"_s;
    QString program = QCoreApplication::applicationDirPath() + u'/' + name;
    if (!QFileInfo(program).isExecutable())
        program = QStandardPaths::findExecutable(name);
    if (program.isEmpty()) {
        printError(u"The desktop program “greenroom-desktop” was not found beside this one or on the PATH. Install or build it."_s);
        return ExitNotReady;
    }
    QStringList absolute;
    for (const QString &argument : arguments)
        absolute.append(argument.contains("://"_L1) || argument.startsWith(u'-') ? argument : QFileInfo(argument).absoluteFilePath());
    if (!QProcess::startDetached(program, absolute)) {
        printError(u"%1 could not be started."_s.arg(program));
        return ExitNotReady;
    }
    return ExitGood;
}

} // namespace greenroom
