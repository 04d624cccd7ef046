// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projectfiles/inlinecode.h"

#include <QDir>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace greenroom {

Problems unpackInlineCode(Api &api, const QString &folder)
{
    Problems problems;
    for (FunctionSpec &function : api.functions) {
        if (function.inlineCode.isEmpty())
            continue;
        const QString own = QDir(folder).absoluteFilePath(api.id + u'/' + function.key);
        QSaveFile file(own + (function.runtime.startsWith("python"_L1) ? u"/index.py"_s : u"/index.js"_s));
        const QByteArray code = function.inlineCode.toUtf8();
        if (!QDir().mkpath(own) || !file.open(QFile::WriteOnly) || file.write(code) != code.size() || !file.commit()) {
            problems.append({ Problem::Severity::Error,
                              u"The inline code of “%1” cannot be written to %2: %3."_s.arg(function.key, own, file.errorString()),
                              u"Check the data folder; the rest runs."_s, function.place });
            continue;
        }
        function.codeFolder = own;
    }
    return problems;
}

} // namespace greenroom
