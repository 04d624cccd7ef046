// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projectfiles/gitfacts.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return QFileInfo(path).isFile() && file.open(QFile::ReadOnly) ? file.read(1024 * 1024).trimmed() : QByteArray();
}

QString sha1Of(const QString &git, const QString &ref)
{
    const QByteArray loose = contentOf(git + u'/' + ref);
    if (!loose.isEmpty())
        return QString::fromLatin1(loose);
    const QList<QByteArray> packed = contentOf(git + u"/packed-refs"_s).split('\n');
    for (const QByteArray &line : packed) {
        if (line.endsWith(' ' + ref.toUtf8()))
            return QString::fromLatin1(line.left(line.indexOf(' ')));
    }
    return {};
}

} // namespace

QString gitFact(const QString &folder, const QString &fact)
{
    QDir top(folder);
    while (!top.exists(u".git"_s)) {
        if (!top.cdUp())
            return {};
    }
    if (fact == "repository"_L1)
        return top.dirName();
    QString git = top.filePath(u".git"_s);
    if (QFileInfo(git).isFile())   // a worktree or submodule names its folder
        git = top.absoluteFilePath(QString::fromUtf8(contentOf(git)).section(u"gitdir: "_s, 1));
    const QString head = QString::fromUtf8(contentOf(git + u"/HEAD"_s));
    const QString ref = head.startsWith("ref: "_L1) ? head.mid(5) : QString();
    if (fact == "branch"_L1)
        return ref.startsWith("refs/heads/"_L1) ? ref.mid(11) : QString();
    const QString sha1 = ref.isEmpty() ? head : sha1Of(git, ref);
    if (fact == "sha1"_L1)
        return sha1;
    return fact == "commit"_L1 ? sha1.left(7) : QString();
}

} // namespace greenroom
