// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projectfiles/functionfiles.h"

#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// A family of runtimes and where its handlers' code may stand, after the handler's path.
struct RuntimeFiles
{
    const char *prefix;
    QStringList (*endings)();
};

constexpr RuntimeFiles runtimes[] = {
    { "nodejs", [] { return QStringList { u".js"_s, u".mjs"_s, u".cjs"_s, u".ts"_s, u".mts"_s, u".cts"_s, u"/index.js"_s }; } },
    { "python", [] { return QStringList { u".py"_s, u"/__init__.py"_s }; } },
};

// "src/ws.connect" → "src/ws"; Python's "src.ws.connect" → "src/ws".
QString moduleOf(const FunctionSpec &function)
{
    const qsizetype slash = function.handler.lastIndexOf(u'/');
    if (function.runtime.startsWith("python"_L1)) {
        QString module = function.handler.left(function.handler.lastIndexOf(u'.'));
        return slash < 0 ? module.replace(u'.', u'/') : module;
    }
    return function.handler.left(function.handler.indexOf(u'.', slash + 1));
}

} // namespace

void checkHandler(const FunctionSpec &function, Problems &problems)
{
    if (function.handler.isEmpty()) {
        problems.append({ Problem::Severity::Error, u"The function “%1” has no handler."_s.arg(function.key),
                          u"Add “handler: src/file.name”; the rest runs."_s, function.place });
        return;
    }
    if (!function.inlineCode.isEmpty() && !function.handler.startsWith("index."_L1))
        problems.append({ Problem::Severity::Error,
                          u"Inline code is the file index, and the handler of “%1” is “%2”."_s.arg(function.key, function.handler),
                          u"Write “index.%1”; the rest runs."_s.arg(function.handler.section(u'.', -1)), function.place });
    if (!function.inlineCode.isEmpty() || function.codeFolder.isEmpty())
        return;
    if (!QFileInfo(function.codeFolder).isDir()) {
        problems.append({ Problem::Severity::Error,
                          u"The code folder of “%1” is missing: %2."_s.arg(function.key, function.codeFolder),
                          u"Build it, or correct its path; the rest runs."_s, function.place });
        return;
    }
    for (const RuntimeFiles &runtime : runtimes) {
        if (!function.runtime.startsWith(QLatin1StringView(runtime.prefix)))
            continue;
        const QString module = moduleOf(function);
        const QStringList endings = runtime.endings();
        const bool isThere = std::any_of(endings.begin(), endings.end(), [&](const QString &ending) {
            return QFileInfo::exists(function.codeFolder + u'/' + module + ending);
        });
        if (!isThere)
            problems.append({ Problem::Severity::Error,
                              u"The handler file of “%1” is missing: %2%3."_s.arg(function.key, module, endings.first()),
                              u"Write it (%1 are taken), or correct “handler”; the rest runs."_s.arg(endings.join(u", "_s)),
                              function.place });
        return;
    }
}

int timeoutMsOf(const yaml::Node &value, int fallbackSeconds, Problems &problems)
{
    if (value.isNull())
        return fallbackSeconds * 1000;
    bool ok = false;
    const double seconds = value.toText().toDouble(&ok);
    if (ok && seconds > 0 && seconds <= 900)
        return int(seconds * 1000);
    problems.append({ Problem::Severity::Error, u"The timeout “%1” is not 1 to 900 seconds."_s.arg(value.toText()),
                      u"%1 s are used."_s.arg(fallbackSeconds), value.place });
    return fallbackSeconds * 1000;
}

int memoryMbOf(const yaml::Node &value, int fallback, Problems &problems)
{
    if (value.isNull())
        return fallback;
    bool ok = false;
    const double megabytes = value.toText().toDouble(&ok);
    if (ok && megabytes >= 128 && megabytes <= 10'240)
        return int(megabytes);
    problems.append({ Problem::Severity::Error, u"The memory size “%1” is not 128 to 10240 MB."_s.arg(value.toText()),
                      u"%1 MB are used."_s.arg(fallback), value.place });
    return fallback;
}

} // namespace greenroom
