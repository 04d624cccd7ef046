// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QFutureWatcher>

#include <utility>

namespace greenroom {

// Calls `take` with the future's result on the thread of `context`, which is the caller's; never when `context` is gone
// by then, or when the future was cancelled. For futures that another thread answers: QFuture::then(context, …) of
// Qt 6.4 asserts that its context still lives.
template <class T, class Take>
void whenReady(const QFuture<T> &future, QObject *context, Take take)
{
    auto *watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, take = std::move(take)]() mutable {
        watcher->deleteLater();
        if (watcher->future().isResultReadyAt(0))
            take(watcher->result());
    });
    watcher->setFuture(future);
}

} // namespace greenroom
