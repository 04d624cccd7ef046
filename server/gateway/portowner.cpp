// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/portowner.h"

#include <QDir>
#include <QFile>
#include <QSet>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// Inodes of sockets that listen on the port, from /proc/net/tcp (state 0A is LISTEN).
QSet<QByteArray> listeningInodes(quint16 port)
{
    QSet<QByteArray> inodes;
    const QByteArray wanted = ':' + QByteArray::number(port, 16).rightJustified(4, '0').toUpper();
    for (const QString &table : { u"/proc/net/tcp"_s, u"/proc/net/tcp6"_s }) {
        QFile file(table);
        if (!file.open(QFile::ReadOnly))
            continue;
        const QList<QByteArray> lines = file.readAll().split('\n');
        for (const QByteArray &line : lines) {
            const QList<QByteArray> fields = line.simplified().split(' ');
            if (fields.size() > 9 && fields.at(1).endsWith(wanted) && fields.at(3) == "0A")
                inodes.insert("socket:[" + fields.at(9) + ']');
        }
    }
    return inodes;
}

} // namespace

QString portOwner(quint16 port)
{
    const QSet<QByteArray> inodes = listeningInodes(port);
    if (inodes.isEmpty())
        return {};
    const QStringList processes = QDir(u"/proc"_s).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &process : processes) {
        if (!process.front().isDigit())
            continue;
        const QDir descriptors(u"/proc/%1/fd"_s.arg(process));
        const QStringList links = descriptors.entryList(QDir::Files | QDir::System);
        for (const QString &link : links) {
            const QString target = QFile::symLinkTarget(descriptors.filePath(link));
            if (!inodes.contains(target.section(u'/', -1).toLatin1()))
                continue;
            QFile name(u"/proc/%1/comm"_s.arg(process));
            const QString program = name.open(QFile::ReadOnly) ? QString::fromUtf8(name.readAll().trimmed()) : u"?"_s;
            return u"%1, %2"_s.arg(program, process);
        }
    }
    return {};
}

} // namespace greenroom
