// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "signals.h"

#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace greenroom {

namespace {

int descriptors[2] = { -1, -1 };

void onSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = ::write(descriptors[0], &byte, 1);
}

} // namespace

Signals::Signals(QObject *parent)
    : QObject(parent)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, descriptors) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(descriptors[1], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        [[maybe_unused]] const ssize_t count = ::read(descriptors[1], &byte, 1);
        emit stopRequested();
    });
    for (const int signal : { SIGINT, SIGTERM, SIGHUP })
        std::signal(signal, &onSignal);
}

Signals::~Signals()
{
    for (const int signal : { SIGINT, SIGTERM, SIGHUP })
        std::signal(signal, SIG_DFL);
    ::close(descriptors[0]);
    ::close(descriptors[1]);
}

} // namespace greenroom
