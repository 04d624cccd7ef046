// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/runcounter.h"

#include <QFile>
#include <QLockFile>
#include <QSaveFile>

using namespace Qt::StringLiterals;

namespace greenroom {

int nextRunNumber(const QString &dataFolder)
{
    const QString path = dataFolder + u"/run-number"_s;
    QLockFile lock(path + u".lock"_s);
    lock.tryLock(2000);
    QFile file(path);
    const int last = file.open(QFile::ReadOnly) ? file.readAll().trimmed().toInt() : 0;
    file.close();
    QSaveFile next(path);
    if (next.open(QFile::WriteOnly)) {
        next.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
        next.write(QByteArray::number(last + 1));
        next.commit();
    }
    return last + 1;
}

} // namespace greenroom
