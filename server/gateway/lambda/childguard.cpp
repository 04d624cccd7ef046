// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/lambda/childguard.h"

#include <utility>

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
    m_shell.start(u"/bin/sh"_s, { u"-c"_s, uR"(children=" "
marks=
# Again until none is found, and once more a little later: what forks or executes just now is easily missed.
sweep() {
  later=0.2
  tries=0
  while [ -n "$marks" ] && [ $((tries += 1)) -lt 50 ]; do
    found=$(grep -lsF $marks /proc/[0-9]*/environ)
    for environ in $found; do
      pid=${environ#/proc/}
      kill -9 "${pid%/environ}" 2>/dev/null
      again=$later
    done
    [ -n "$found" ] && continue
    [ -n "${again:-}" ] || break
    sleep "$again"
    later= again=
  done
  marks=
}
while read -r what group mark; do
  case $what in
    add) children="$children$group:$mark " ;;
    remove) children="${children%% $group:$mark *} ${children#* $group:$mark }"; marks="$marks -e $mark" ;;
    sweep) sweep ;;
  esac
done
for child in $children; do
  kill -9 -- "-${child%%:*}" 2>/dev/null
  marks="$marks -e ${child#*:}"
done
sweep)"_s });
}

ChildGuard::~ChildGuard()
{
    m_shell.closeWriteChannel();
    m_shell.waitForFinished(1000);
}

void ChildGuard::add(qint64 group, const QByteArray &mark)
{
    m_shell.write("add " + QByteArray::number(group) + ' ' + mark + '\n');
}

void ChildGuard::remove(qint64 group, const QByteArray &mark)
{
    m_shell.write("remove " + QByteArray::number(group) + ' ' + mark + '\n');
    // Children that end together are looked after together.
    if (!std::exchange(m_sweeping, true)) {
        QMetaObject::invokeMethod(this, [this] {
            m_sweeping = false;
            m_shell.write("sweep\n");
        }, Qt::QueuedConnection);
    }
}

} // namespace greenroom
