// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "core/result.h"
#include "gateway/lambda/functionpool.h"

#include <QMap>
#include <QStringList>

namespace greenroom {

// What runs a function, and what its environment says beside the common part (functionenvironment.h).
struct FunctionProgram
{
    QString program;
    QStringList arguments;
    QMap<QString, QString> environment;
};

// Whose program is wanted.
struct RuntimeRequest
{
    const FunctionSpec &function;
    const Api &api;
    const FunctionHost &host;
};

// Runtimes of one kind, by how their names begin.
struct RuntimeFamily
{
    const char *prefix;
    const char *title;
    Result<FunctionProgram> (*program)(const RuntimeRequest &request);
    const char *remedy;   // where only a “bootstrap” can run it: what that would be
};

// The table's lookup; a function without a runtime is one of Node.js. Null: a name nobody knows.
const RuntimeFamily *runtimeFamily(const QString &runtime);

// A runtime newer or older than what is installed runs on what is there.
Result<FunctionProgram> functionProgram(const RuntimeRequest &request);

// One sentence when `version` (3.11.2) is not the one the runtime's name asks for (python3.12); empty when it is.
QString versionRemark(const QString &runtime, const QString &version);

// One for each family that is not only in the table: noderuntime.cpp, pythonruntime.cpp, executableruntime.cpp.
Result<FunctionProgram> nodeProgram(const RuntimeRequest &request);
Result<FunctionProgram> pythonProgram(const RuntimeRequest &request);
// Anything that speaks the Runtime API: “bootstrap” in the code's folder or a layer, or the handler itself.
Result<FunctionProgram> executableProgram(const RuntimeRequest &request);

// The interpreter for a runtime's name: of a virtual environment in one of the folders, of just that version, any.
// Empty: there is none.
QString pythonInterpreter(const QString &runtime, const QStringList &folders);

// What `greenroom runtimes add` fills, for packages Lambda's own image brings: a folder for each language.
QString addedPackages(const QString &dataFolder, const QString &language);

// Copies files out of the program into a folder of the data folder, once per version of them: its name carries
// their digest. Gives the path of the first.
Result<QString> unpackedRuntime(const QStringList &resources, const QString &dataFolder);

// Those of the layers' folders that are there, the first layer's last: later layers win, as in /opt.
QStringList layerFolders(const FunctionSpec &function, const QStringList &below);

} // namespace greenroom
