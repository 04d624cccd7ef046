// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/lambda/runtimes.h"

#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace greenroom {

Result<FunctionProgram> executableProgram(const RuntimeRequest &request)
{
    const FunctionSpec &function = request.function;
    QStringList candidates { function.codeFolder + u"/bootstrap"_s };
    // A handler's own name is a program only where the runtime leaves that open.
    if (function.runtime.startsWith("provided"_L1) && !function.handler.isEmpty())
        candidates.append(function.codeFolder + u'/' + function.handler);
    for (qsizetype i = function.layers.size(); i-- > 0;)
        candidates.append(function.layers.at(i) + u"/bootstrap"_s);
    QString unusable;
    for (const QString &candidate : std::as_const(candidates)) {
        const QFileInfo program(candidate);
        if (!program.isFile())
            continue;
        if (program.isExecutable())
            return FunctionProgram { program.absoluteFilePath(), {}, {} };
        unusable = candidate;
    }
    if (!unusable.isEmpty())
        return Error { 3, u"The function “%1” is run by %2, which is not executable. Say “chmod +x %2”."_s.arg(function.key, unusable) };
    const RuntimeFamily *family = runtimeFamily(function.runtime);
    return Error { 3, u"The runtime “%1” of function “%2” needs a program, and there is no “bootstrap” in %3. %4."_s
                          .arg(function.runtime, function.key, function.codeFolder, QString::fromUtf8(family->remedy)) };
}

} // namespace greenroom
