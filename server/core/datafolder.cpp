// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/datafolder.h"

#include "core/runrequest.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QStandardPaths>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr QFile::Permissions owner = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;

// For its owner only, also one that an earlier version left open. What others may write into, like /tmp, is a shared
// place that somebody chose, and a stranger's is left alone.
void makePrivate(const QFileInfo &folder)
{
#ifdef Q_OS_UNIX
    if (!folder.isDir() || folder.ownerId() != ::geteuid() || folder.permissions().testFlag(QFile::WriteOther))
        return;
#endif
    QFile::setPermissions(folder.filePath(), folder.permissions() & owner);
}

} // namespace

Result<DataFolder> DataFolder::open(const QString &path)
{
    const QString folder = path.isEmpty()
        ? QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/greenroom"_s
        : QFileInfo(path).absoluteFilePath();
    const bool existed = QFileInfo::exists(folder);
    if (!QDir().mkpath(folder))
        return Error { 3, u"The data folder %1 cannot be created. Choose another with --data-dir."_s.arg(folder) };
    const QFileInfo info(folder);
    if (!info.isDir())
        return Error { 3, u"The data folder %1 is a file. Choose another with --data-dir."_s.arg(folder) };
    // Our own folder on a disk that cannot be written still shows what happens; a stranger's is a mistake.
#ifdef Q_OS_UNIX
    if (!info.isWritable() && info.ownerId() != ::geteuid())
        return Error { 3, u"The data folder %1 belongs to %2 and cannot be written. Choose another with --data-dir."_s
                              .arg(folder, info.owner().isEmpty() ? u"another user"_s : info.owner()) };
#endif
    if (!existed) {
        QFile::setPermissions(folder, owner);
    } else if (QFileInfo::exists(folder + u"/archive.sqlite"_s)) {
        makePrivate(info);
        makePrivate(QFileInfo(folder + u"/runtimes"_s));
    }
    return DataFolder(folder);
}

QString newRunId()
{
    static constexpr char alphabet[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    QString id = u"run-"_s;
    for (int i = 0; i < 16; ++i)
        id += QLatin1Char(alphabet[QRandomGenerator::system()->bounded(36)]);
    return id;
}

} // namespace greenroom
