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

Result<DataFolder> DataFolder::open(const QString &path)
{
    const QString folder = path.isEmpty()
        ? QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/greenroom"_s
        : QFileInfo(path).absoluteFilePath();
    const bool existed = QFileInfo::exists(folder);
    if (!QDir().mkpath(folder))
        return Error { 3, u"The data folder %1 cannot be created. Choose another with --data-dir."_s.arg(folder) };
    if (!existed)
        QFile::setPermissions(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    const QFileInfo info(folder);
    if (!info.isDir())
        return Error { 3, u"The data folder %1 is a file. Choose another with --data-dir."_s.arg(folder) };
    // Our own folder on a disk that cannot be written still shows what happens; a stranger's is a mistake.
#ifdef Q_OS_UNIX
    if (!info.isWritable() && info.ownerId() != ::geteuid())
        return Error { 3, u"The data folder %1 belongs to %2 and cannot be written. Choose another with --data-dir."_s
                              .arg(folder, info.owner().isEmpty() ? u"another user"_s : info.owner()) };
#endif
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
