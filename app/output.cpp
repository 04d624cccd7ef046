// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "output.h"

#include <QDeadlineTimer>
#include <QSocketNotifier>

#include <algorithm>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace greenroom {

namespace {

constexpr qsizetype atOnce = 4096;   // PIPE_BUF: a pipe that polls writable takes as much without blocking

// O_NONBLOCK belongs to the open file, which we share with our parent and siblings; opening it anew by its
// name in /proc makes one of our own.
int reopened(int descriptor)
{
    const QByteArray path = "/proc/self/fd/" + QByteArray::number(descriptor);
    return ::open(path.constData(), O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

} // namespace

Output::Output(int descriptor, QObject *parent)
    : QObject(parent)
    , m_descriptor(descriptor)
    , m_terminal(::isatty(descriptor) == 1)
{
    struct stat status = {};
    if (::fstat(descriptor, &status) != 0) {
        m_deaf = true;
        return;
    }
    m_deaf = S_ISCHR(status.st_mode) && status.st_rdev == makedev(1, 3);   // /dev/null
    m_isSocket = S_ISSOCK(status.st_mode);
    if (S_ISFIFO(status.st_mode) || m_terminal)
        m_own = reopened(descriptor);
    m_mayBlock = !S_ISREG(status.st_mode) && !m_isSocket && m_own < 0;
}

Output::~Output()
{
    if (m_own >= 0)
        ::close(m_own);
}

qint64 Output::writeSome(const char *bytes, qsizetype size)
{
    if (m_isSocket)
        return ::send(m_descriptor, bytes, size_t(size), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (m_own >= 0)
        return ::write(m_own, bytes, size_t(size));
    if (m_mayBlock) {
        pollfd entry { m_descriptor, POLLOUT, 0 };
        if (::poll(&entry, 1, 0) <= 0) {
            errno = EAGAIN;
            return -1;
        }
        size = std::min(atOnce, size);
    }
    return ::write(m_descriptor, bytes, size_t(size));
}

void Output::write(const QByteArray &lines)
{
    if (m_deaf || lines.isEmpty())
        return;
    if (m_limit > 0 && m_waiting.size() + lines.size() > m_limit) {
        m_dropped += lines.count('\n');
        return;
    }
    m_waiting += lines;
    flush();
}

void Output::flush()
{
    qsizetype done = 0;
    while (done < m_waiting.size()) {
        const qint64 written = writeSome(m_waiting.constData() + done, m_waiting.size() - done);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0 && errno == EAGAIN)
            break;
        if (written < 0) {   // the reader is gone, or the disk is full: printing ends, serving does not
            m_deaf = true;
            m_waiting.clear();
            done = 0;
            break;
        }
        done += written;
    }
    m_waiting.remove(0, done);
    if (!m_waiting.isEmpty() && !m_notifier) {
        m_notifier = new QSocketNotifier(m_own >= 0 ? m_own : m_descriptor, QSocketNotifier::Write, this);
        connect(m_notifier, &QSocketNotifier::activated, this, &Output::flush);
    }
    if (m_notifier)
        m_notifier->setEnabled(!m_waiting.isEmpty());
    if (m_waiting.isEmpty() && m_dropped > 0 && !m_deaf)
        emit dropped(std::exchange(m_dropped, 0));
}

void Output::drain(int milliseconds)
{
    const QDeadlineTimer deadline = milliseconds < 0 ? QDeadlineTimer(QDeadlineTimer::Forever) : QDeadlineTimer(milliseconds);
    while (!m_waiting.isEmpty() && !deadline.hasExpired()) {
        pollfd entry { m_own >= 0 ? m_own : m_descriptor, POLLOUT, 0 };
        if (::poll(&entry, 1, int(deadline.remainingTime())) > 0)
            flush();
    }
}

int Output::columns() const
{
    winsize size = {};
    return ::ioctl(m_descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

} // namespace greenroom
