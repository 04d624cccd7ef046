// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/lambda/runtimes.h"

#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace greenroom {

// Code runs in place; NODE_PATH is for what Lambda's image and its layers bring, and is asked last.
Result<FunctionProgram> nodeProgram(const RuntimeRequest &request)
{
    const auto &[function, api, host] = request;
    const QString node = QStandardPaths::findExecutable(u"node"_s);
    if (node.isEmpty())
        return Error { 3, u"The function “%1” needs Node.js, and no “node” was found on the PATH. Install Node.js "
                          "(Debian: nodejs)."_s.arg(function.key) };
    const Result<QString> bootstrap = unpackedRuntime({ u":/runtimes/node/bootstrap.cjs"_s, u":/runtimes/node/packages.cjs"_s,
                                                        u":/runtimes/node/typescript.cjs"_s }, host.dataFolder);
    if (!bootstrap)
        return bootstrap.error();
    const QStringList folders = layerFolders(function, { u"nodejs/node*/node_modules"_s, u"nodejs/node_modules"_s })
        + QStringList { qEnvironmentVariable("NODE_PATH"), u"/usr/local/lib/node_modules"_s, u"/usr/lib/node_modules"_s,
                        u"/usr/share/nodejs"_s, addedPackages(host.dataFolder, u"nodejs"_s) + u"/node_modules"_s };
    return FunctionProgram { node,
                             { u"--max-old-space-size=%1"_s.arg(function.memoryMb), u"--enable-source-maps"_s, *bootstrap,
                               host.serviceHosts.join(u',') },
                             { { u"NODE_PATH"_s, folders.filter(u"/"_s).join(u':') } } };
}

} // namespace greenroom
