// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractEventDispatcher>
#include <QHash>
#include <QList>
#include <QSocketNotifier>

#include <atomic>
#include <cstdint>
#include <deque>
#include <vector>

struct epoll_event;

namespace greenroom {

// An event loop over epoll for threads with many descriptors: Qt's own hand the whole list to the kernel at
// every wake-up, so that 10,000 idle connections slow one busy one a hundredfold. Linux only. Order in a turn
// as in Qt: posted events, socket notifiers, timers.
class EpollDispatcher : public QAbstractEventDispatcher
{
    Q_OBJECT

public:
    explicit EpollDispatcher(QObject *parent = nullptr);
    ~EpollDispatcher() override;

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;

    void registerSocketNotifier(QSocketNotifier *notifier) override;
    void unregisterSocketNotifier(QSocketNotifier *notifier) override;

    void registerTimer(int timerId, qint64 interval, Qt::TimerType timerType, QObject *object) override;
    bool unregisterTimer(int timerId) override;
    bool unregisterTimers(QObject *object) override;
    QList<TimerInfo> registeredTimers(QObject *object) const override;
    int remainingTime(int timerId) override;

    void wakeUp() override;
    void interrupt() override;

private:
    enum Kind { Read, Write, Exception, KindCount };

    // One descriptor: up to three notifiers, what the kernel was told, what waits for delivery.
    struct Slot
    {
        QSocketNotifier *notifiers[KindCount] = {};
        std::uint32_t told = 0;         // events the kernel watches for
        std::uint32_t generation = 0;   // tells an earlier user of the same number apart
        std::uint8_t pending = 0;       // bits of Kind to deliver
        bool inKernel = false;
        bool dirty = false;             // told differs from wanted
        bool alwaysReady = false;       // a regular file: the kernel says EPERM, poll says ready
        bool probe = false;             // a writer newly turned on: asked about before it is armed
    };
    struct Timer
    {
        int id;
        qint64 interval;
        Qt::TimerType type;
        QObject *object;
        qint64 due;                     // ms on the monotonic clock
        std::uint64_t sequence;
        bool firing = false;
    };
    struct HeapEntry
    {
        qint64 due;
        std::uint64_t sequence;
        int id;
    };

    Slot &slotOf(int descriptor);
    std::uint32_t wanted(const Slot &slot) const;
    void markDirty(int descriptor);
    void removeFromKernel(int descriptor, Slot &slot);
    void sync();
    void tell(int descriptor, Slot &slot);
    void rebuild();
    void probeWriters();
    int waitMs(QEventLoop::ProcessEventsFlags flags, bool mayBlock);
    void wait(int timeoutMs);
    int waitEagerly(epoll_event *events, int timeoutMs);
    void waitForWakeUpOnly(int timeoutMs);
    void markPending(int descriptor, std::uint32_t events);
    int deliver();
    int fireTimers();
    void schedule(Timer &timer, qint64 from);
    void push(const Timer &timer);
    void pruneHeap();

    int m_epoll = -1;
    qint64 m_eagerNs = 0;               // how long to look again before sleeping
    int m_wake = -1;                    // eventfd, edge-triggered and never read
    std::vector<Slot> m_slots;
    std::vector<int> m_dirty;
    std::vector<int> m_probes;
    std::vector<int> m_alwaysReady;
    std::deque<int> m_pending;         // descriptors with pending bits; a nested loop finishes the list
    QHash<int, Timer> m_timers;
    std::vector<HeapEntry> m_heap;
    std::uint64_t m_timerSequence = 0;
    std::atomic<bool> m_woken = false;
    std::atomic<bool> m_interrupted = false;
    int m_calls = 0;                    // processEvents calls so far: a nested loop moves it
};

} // namespace greenroom
