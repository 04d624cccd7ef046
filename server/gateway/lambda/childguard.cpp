// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/lambda/childguard.h"

#include <unistd.h>

using namespace Qt::StringLiterals;

namespace greenroom {

ChildGuard::ChildGuard(QObject *parent)
    : QObject(parent)
{
    // A session of its own: Ctrl+C on the terminal is for us, not for the guard.
    m_shell.setChildProcessModifier([] { ::setsid(); });
    m_shell.setStandardOutputFile(QProcess::nullDevice());
    m_shell.setStandardErrorFile(QProcess::nullDevice());
    m_shell.start(u"/bin/sh"_s, { u"-c"_s, uR"(groups=" "
while read -r what group; do
  case $what in
    add) groups="$groups$group " ;;
    remove) groups="${groups%% $group *} ${groups#* $group }" ;;
  esac
done
for group in $groups; do kill -9 -- "-$group" 2>/dev/null; done)"_s });
}

ChildGuard::~ChildGuard()
{
    m_shell.closeWriteChannel();
    m_shell.waitForFinished(500);
}

void ChildGuard::add(qint64 group)
{
    m_shell.write("add " + QByteArray::number(group) + '\n');
}

void ChildGuard::remove(qint64 group)
{
    m_shell.write("remove " + QByteArray::number(group) + '\n');
}

} // namespace greenroom
