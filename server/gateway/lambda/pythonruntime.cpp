// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/lambda/runtimes.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QProcess>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int shimMs = 5000;   // for a script to say what it leads to

// A script in the interpreter's place (pyenv, asdf) leads to the version that is chosen in the folder, slowly, or to
// none: it is asked once. Empty: to none.
QString behindShim(const QString &program, const QString &folder)
{
    QFile file(program);
    if (!file.open(QFile::ReadOnly) || file.read(2) != "#!")
        return program;
    static QHash<QString, QString> known;
    const QString key = program + u'\n' + folder;
    if (const auto found = known.constFind(key); found != known.constEnd())
        return *found;
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(program, { u"-c"_s, u"import sys; print(sys.executable)"_s });
    QString path;
    if (process.waitForFinished(shimMs) && process.exitCode() == 0)
        path = QString::fromUtf8(process.readAllStandardOutput()).trimmed();
    known.insert(key, path);
    return path;
}

} // namespace

QString pythonInterpreter(const QString &runtime, const QStringList &folders)
{
    for (const QString &folder : folders) {
        for (const QString &name : { u".venv"_s, u"venv"_s }) {
            const QFileInfo program(folder + u'/' + name + u"/bin/python"_s);
            if (program.isExecutable())
                return program.absoluteFilePath();   // as it is called, not where it leads: that is how it knows itself
        }
    }
    for (const QString &name : { runtime, u"python3"_s, u"python"_s }) {
        const QString found = name.isEmpty() ? QString() : QStandardPaths::findExecutable(name);
        const QString program = found.isEmpty() ? found : behindShim(found, folders.value(0));
        if (!program.isEmpty())
            return program;
    }
    return {};
}

Result<FunctionProgram> pythonProgram(const RuntimeRequest &request)
{
    const auto &[function, api, host] = request;
    const QString python = pythonInterpreter(function.runtime, { function.codeFolder, api.folder });
    if (python.isEmpty())
        return Error { 3, u"The function “%1” needs Python, and neither “%2” nor “python3” was found on the PATH. Install "
                          "Python (Debian: python3)."_s.arg(function.key, function.runtime) };
    const Result<QString> bootstrap
        = unpackedRuntime({ u":/runtimes/python/bootstrap.py"_s, u":/runtimes/python/wayback.py"_s }, host.dataFolder);
    if (!bootstrap)
        return bootstrap.error();
    const QStringList layers = layerFolders(function, { u"python/lib/python3*/site-packages"_s, u"python"_s });
    const QStringList image { addedPackages(host.dataFolder, u"python"_s), u"/usr/lib/python3/dist-packages"_s };
    FunctionProgram program { python,
                              { *bootstrap, host.serviceHosts.join(u':'), image.join(u':') },
                              { { u"PYTHONPATH"_s, (layers + QStringList { qEnvironmentVariable("PYTHONPATH") }).filter(u"/"_s).join(u':') },
                                { u"PYTHONPYCACHEPREFIX"_s, host.dataFolder + u"/runtimes/pycache"_s },   // nothing is written into the project
                                { u"GREENROOM_CA_FILE"_s, host.certificateFile } } };
    return program;
}

} // namespace greenroom
