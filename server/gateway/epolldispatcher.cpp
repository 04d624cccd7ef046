// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/epolldispatcher.h"

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QThread>
#include <QTimerEvent>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <ctime>
#include <utility>

#include <poll.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace greenroom {

namespace {

constexpr int eventsPerWait = 256;   // the rest comes in the next turn, so that timers and posts get theirs
constexpr qint64 eagerAtMostNs = 150'000;
constexpr qint64 eagerAtLeastNs = 20'000;
constexpr qint64 othersRanNs = 10'000;   // between two looks: somebody else had the processor
constexpr std::uint64_t wakeTag = ~std::uint64_t(0);

qint64 nowNs()
{
    timespec now {};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return qint64(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

qint64 nowMs()
{
    return nowNs() / 1'000'000;
}

// Coarse timers are rounded up by at most 5 % to a power of two of milliseconds, very coarse ones to whole
// seconds: never early, and many fire together.
qint64 rounded(qint64 due, qint64 interval, Qt::TimerType type)
{
    if (type == Qt::VeryCoarseTimer)
        return (due + 999) / 1000 * 1000;
    if (type != Qt::CoarseTimer || interval < 40)
        return due;
    const qint64 grain = qint64(std::bit_floor(std::uint64_t(interval / 20)));
    return (due + grain - 1) / grain * grain;
}

constexpr std::uint32_t kindEvents[] = { EPOLLIN, EPOLLOUT, EPOLLPRI };

bool isLater(const auto &a, const auto &b)
{
    return std::pair(a.due, a.sequence) > std::pair(b.due, b.sequence);
}

} // namespace

EpollDispatcher::EpollDispatcher(QObject *parent)
    : QAbstractEventDispatcher(parent)
    , m_epoll(::epoll_create1(EPOLL_CLOEXEC))
    , m_wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    if (m_epoll < 0 || m_wake < 0)
        qFatal("no event loop: out of descriptors");
    epoll_event event {};
    event.events = EPOLLIN | EPOLLET;
    event.data.u64 = wakeTag;
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_wake, &event);
}

EpollDispatcher::~EpollDispatcher()
{
    ::close(m_epoll);
    ::close(m_wake);
}

// --- one turn ---

bool EpollDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    const int call = ++m_calls;
    // Cleared before posted events are sent: a post that arrives meanwhile sets it again.
    m_woken.store(false, std::memory_order_seq_cst);
    emit awake();
    QCoreApplication::sendPostedEvents();
    // A nested loop ran and may have used up an interrupt meant for us: this turn does not block.
    const bool nested = call != m_calls;

    const bool sockets = !(flags & QEventLoop::ExcludeSocketNotifiers);
    bool delivered = false;
    if (sockets) {
        sync();
        probeWriters();
    }
    bool mayBlock = (flags & QEventLoop::WaitForMoreEvents) && !nested && m_pending.empty()
        && !(sockets && !m_alwaysReady.empty());
    if (mayBlock) {
        emit aboutToBlock();
        mayBlock = !m_woken.load(std::memory_order_seq_cst) && !m_interrupted.load(std::memory_order_seq_cst);
        if (sockets)
            sync();   // aboutToBlock's listeners may have changed something
    }
    const int timeout = waitMs(flags, mayBlock);
    if (sockets)
        wait(timeout);
    else
        waitForWakeUpOnly(timeout);
    if (mayBlock)
        emit awake();
    m_interrupted.store(false, std::memory_order_seq_cst);

    if (sockets)
        delivered = deliver() > 0;
    if (!(flags & QEventLoop::X11ExcludeTimers))
        delivered = fireTimers() > 0 || delivered;
    return delivered || m_woken.load(std::memory_order_relaxed);
}

int EpollDispatcher::waitMs(QEventLoop::ProcessEventsFlags flags, bool mayBlock)
{
    if (!mayBlock)
        return 0;
    pruneHeap();
    if (m_heap.empty() || (flags & QEventLoop::X11ExcludeTimers))
        return -1;
    return int(std::clamp<qint64>(m_heap.front().due - nowMs(), 0, 1'000'000'000));
}

void EpollDispatcher::wait(int timeoutMs)
{
    epoll_event events[eventsPerWait];
    const int count = waitEagerly(events, timeoutMs);
    bool stale = false;
    for (int i = 0; i < count; ++i) {
        if (events[i].data.u64 == wakeTag)
            continue;
        const int descriptor = int(events[i].data.u64 & 0xffffffff);
        const auto generation = std::uint32_t(events[i].data.u64 >> 32);
        if (std::size_t(descriptor) >= m_slots.size() || m_slots[std::size_t(descriptor)].generation != generation
            || !m_slots[std::size_t(descriptor)].inKernel) {
            stale = true;
            continue;
        }
        markPending(descriptor, events[i].events);
    }
    for (const int descriptor : m_alwaysReady)
        markPending(descriptor, EPOLLIN | EPOLLOUT);
    // The kernel reports a description whose number we gave up while a duplicate lives elsewhere: it cannot
    // be removed any more, so everything moves to a new set.
    if (stale)
        rebuild();
}

// A processor that went to sleep costs the next event tens of microseconds, and a call of a function is two such
// hops. So where events have been coming in quick succession we look again for a moment before we sleep, as the
// kernel's haltpoll does: the moment grows while it pays, shrinks to nothing when it does not, and ends as soon as
// anybody else has use for the processor.
int EpollDispatcher::waitEagerly(epoll_event *events, int timeoutMs)
{
    if (timeoutMs == 0)
        return ::epoll_wait(m_epoll, events, eventsPerWait, 0);
    const qint64 begin = nowNs();
    for (qint64 now = begin; now - begin < m_eagerNs;) {
        if (const int count = ::epoll_wait(m_epoll, events, eventsPerWait, 0); count != 0)
            return count;
        ::sched_yield();
        if (const qint64 before = std::exchange(now, nowNs()); now - before > othersRanNs)
            break;
    }
    const int count = ::epoll_wait(m_epoll, events, eventsPerWait, timeoutMs);
    if (nowNs() - begin < eagerAtMostNs)
        m_eagerNs = eagerAtMostNs;
    else
        m_eagerNs = m_eagerNs > eagerAtLeastNs ? m_eagerNs / 2 : 0;
    return count;
}

void EpollDispatcher::waitForWakeUpOnly(int timeoutMs)
{
    std::uint64_t drained = 0;
    [[maybe_unused]] const ssize_t count = ::read(m_wake, &drained, sizeof drained);
    if (m_woken.load(std::memory_order_seq_cst) || m_interrupted.load(std::memory_order_seq_cst))
        timeoutMs = 0;
    pollfd wake { m_wake, POLLIN, 0 };
    ::poll(&wake, 1, timeoutMs);
}

// --- sockets ---

EpollDispatcher::Slot &EpollDispatcher::slotOf(int descriptor)
{
    if (std::size_t(descriptor) >= m_slots.size())
        m_slots.resize(std::max(std::size_t(descriptor) + 1, m_slots.size() * 2));
    return m_slots[std::size_t(descriptor)];
}

std::uint32_t EpollDispatcher::wanted(const Slot &slot) const
{
    std::uint32_t events = 0;
    for (int kind = 0; kind < KindCount; ++kind) {
        if (slot.notifiers[kind])
            events |= kindEvents[kind];
    }
    return events;
}

void EpollDispatcher::markDirty(int descriptor)
{
    Slot &slot = slotOf(descriptor);
    if (!std::exchange(slot.dirty, true))
        m_dirty.push_back(descriptor);
}

void EpollDispatcher::registerSocketNotifier(QSocketNotifier *notifier)
{
    const int descriptor = int(notifier->socket());
    const int kind = int(notifier->type());
    Slot &slot = slotOf(descriptor);
    if (slot.notifiers[kind] && slot.notifiers[kind] != notifier) {
        // The number was reused before the first notifier was gone: take the old description out.
        removeFromKernel(descriptor, slot);
        slot = Slot { .generation = slot.generation, .dirty = slot.dirty };
    }
    slot.notifiers[kind] = notifier;
    if (kind == Write && !slot.alwaysReady && !(slot.told & EPOLLOUT)) {
        // Probed, not armed: a socket turns its writer on for each reply and off once written.
        if (!std::exchange(slot.probe, true))
            m_probes.push_back(descriptor);
    } else {
        markDirty(descriptor);
    }
}

void EpollDispatcher::unregisterSocketNotifier(QSocketNotifier *notifier)
{
    const int descriptor = int(notifier->socket());
    const int kind = int(notifier->type());
    Slot &slot = slotOf(descriptor);
    if (slot.notifiers[kind] != notifier)
        return;   // the late farewell of an earlier user of the number
    slot.notifiers[kind] = nullptr;
    slot.pending &= std::uint8_t(~(1u << kind));
    if (wanted(slot) == 0)
        removeFromKernel(descriptor, slot);   // at once: the number may be reused in this very turn
    else
        markDirty(descriptor);
}

void EpollDispatcher::removeFromKernel(int descriptor, Slot &slot)
{
    if (slot.inKernel)
        ::epoll_ctl(m_epoll, EPOLL_CTL_DEL, descriptor, nullptr);
    if (slot.alwaysReady)
        std::erase(m_alwaysReady, descriptor);
    slot.inKernel = false;
    slot.alwaysReady = false;
    slot.told = 0;
    ++slot.generation;
}

void EpollDispatcher::sync()
{
    for (std::size_t i = 0; i < m_dirty.size(); ++i) {
        const int descriptor = m_dirty[i];
        Slot &slot = slotOf(descriptor);
        slot.dirty = false;
        tell(descriptor, slot);
    }
    m_dirty.clear();
}

void EpollDispatcher::tell(int descriptor, Slot &slot)
{
    std::uint32_t events = wanted(slot);
    if (slot.probe)
        events &= ~std::uint32_t(EPOLLOUT);
    if (slot.alwaysReady || (slot.inKernel && events == slot.told) || (!slot.inKernel && events == 0))
        return;
    epoll_event event {};
    event.events = events;
    event.data.u64 = std::uint64_t(slot.generation) << 32 | std::uint32_t(descriptor);
    int result = ::epoll_ctl(m_epoll, slot.inKernel ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, descriptor, &event);
    if (result < 0 && errno == ENOENT)
        result = ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, descriptor, &event);
    else if (result < 0 && errno == EEXIST)
        result = ::epoll_ctl(m_epoll, EPOLL_CTL_MOD, descriptor, &event);
    if (result < 0 && errno == EPERM) {
        slot.alwaysReady = true;
        m_alwaysReady.push_back(descriptor);
        return;
    }
    if (result < 0) {
        slot.inKernel = false;
        slot.told = 0;
        return;
    }
    slot.inKernel = true;
    slot.told = events;
}

void EpollDispatcher::rebuild()
{
    ::close(m_epoll);
    m_epoll = ::epoll_create1(EPOLL_CLOEXEC);
    epoll_event event {};
    event.events = EPOLLIN | EPOLLET;
    event.data.u64 = wakeTag;
    ::epoll_ctl(m_epoll, EPOLL_CTL_ADD, m_wake, &event);
    for (std::size_t descriptor = 0; descriptor < m_slots.size(); ++descriptor) {
        Slot &slot = m_slots[descriptor];
        slot.inKernel = false;
        slot.told = 0;
        if (wanted(slot) != 0)
            tell(int(descriptor), slot);
    }
}

void EpollDispatcher::probeWriters()
{
    if (m_probes.empty())
        return;
    std::vector<pollfd> asked;
    asked.reserve(m_probes.size());
    for (const int descriptor : m_probes) {
        Slot &slot = slotOf(descriptor);
        if (slot.probe && slot.notifiers[Write])
            asked.push_back({ descriptor, POLLOUT, 0 });
        slot.probe = false;
    }
    m_probes.clear();
    if (asked.empty())
        return;
    ::poll(asked.data(), asked.size(), 0);
    for (const pollfd &answer : asked) {
        if (answer.revents & (POLLOUT | POLLERR | POLLHUP | POLLNVAL))
            markPending(answer.fd, EPOLLOUT);
        else
            markDirty(answer.fd);
    }
    sync();
    // Delivered writers that stay on are armed at the start of the next turn.
    for (const pollfd &answer : asked) {
        if (answer.revents & (POLLOUT | POLLERR | POLLHUP | POLLNVAL))
            markDirty(answer.fd);
    }
}

void EpollDispatcher::markPending(int descriptor, std::uint32_t events)
{
    Slot &slot = slotOf(descriptor);
    const bool broken = events & (EPOLLERR | EPOLLHUP);
    std::uint8_t bits = 0;
    if (slot.notifiers[Read] && ((events & EPOLLIN) || broken))
        bits |= 1u << Read;
    if (slot.notifiers[Write] && ((events & EPOLLOUT) || broken))
        bits |= 1u << Write;
    if (slot.notifiers[Exception] && (events & EPOLLPRI))
        bits |= 1u << Exception;
    if (bits && slot.pending == 0)
        m_pending.push_back(descriptor);
    slot.pending |= bits;
}

int EpollDispatcher::deliver()
{
    int count = 0;
    // The list belongs to the dispatcher: a nested loop finishes it, and we find it empty.
    while (!m_pending.empty()) {
        const int descriptor = m_pending.front();
        m_pending.pop_front();
        for (int kind = 0; kind < KindCount; ++kind) {
            // Looked up again each time: a handler may delete notifiers or move the vector.
            Slot &slot = slotOf(descriptor);
            if (!(slot.pending & (1u << kind)))
                continue;
            slot.pending &= std::uint8_t(~(1u << kind));
            if (!slot.notifiers[kind])
                continue;
            QEvent event(QEvent::SockAct);
            QCoreApplication::sendEvent(slot.notifiers[kind], &event);
            ++count;
        }
    }
    return count;
}

// --- timers ---

void EpollDispatcher::registerTimer(int timerId, qint64 interval, Qt::TimerType timerType, QObject *object)
{
    Timer timer { timerId, interval, timerType, object, 0, 0 };
    schedule(timer, nowMs());
    m_timers.insert(timerId, timer);
    push(timer);
}

void EpollDispatcher::schedule(Timer &timer, qint64 from)
{
    timer.due = rounded(from + timer.interval, timer.interval, timer.type);
    timer.sequence = ++m_timerSequence;
}

void EpollDispatcher::push(const Timer &timer)
{
    m_heap.push_back({ timer.due, timer.sequence, timer.id });
    std::push_heap(m_heap.begin(), m_heap.end(), [](const HeapEntry &a, const HeapEntry &b) { return isLater(a, b); });
}

// Entries of timers that are gone or were rescheduled are dropped when they surface.
void EpollDispatcher::pruneHeap()
{
    while (!m_heap.empty()) {
        const auto found = m_timers.constFind(m_heap.front().id);
        if (found != m_timers.constEnd() && found->sequence == m_heap.front().sequence)
            return;
        std::pop_heap(m_heap.begin(), m_heap.end(), [](const HeapEntry &a, const HeapEntry &b) { return isLater(a, b); });
        m_heap.pop_back();
    }
}

int EpollDispatcher::fireTimers()
{
    int fired = 0;
    const std::uint64_t newest = m_timerSequence;   // what is started meanwhile waits for the next turn
    const qint64 now = nowMs();
    for (;;) {
        pruneHeap();
        if (m_heap.empty() || m_heap.front().due > now || m_heap.front().sequence > newest)
            return fired;
        const int id = m_heap.front().id;
        std::pop_heap(m_heap.begin(), m_heap.end(), [](const HeapEntry &a, const HeapEntry &b) { return isLater(a, b); });
        m_heap.pop_back();
        // Out of the heap while its event is delivered: no recursion, no spinning of a zero timer.
        Timer &timer = m_timers[id];
        timer.firing = true;
        const std::uint64_t firing = timer.sequence = ++m_timerSequence;
        QTimerEvent event(id);
        QCoreApplication::sendEvent(timer.object, &event);
        ++fired;
        const auto found = m_timers.find(id);
        if (found == m_timers.end() || found->sequence != firing)
            continue;
        found->firing = false;
        // In step with its own beat, unless it fell behind.
        const qint64 next = std::max(now, found->due);
        schedule(*found, std::max(next, nowMs() - found->interval));
        push(*found);
    }
}

bool EpollDispatcher::unregisterTimer(int timerId)
{
    const bool known = m_timers.remove(timerId);
    if (m_timers.isEmpty())
        m_heap.clear();
    else
        pruneHeap();
    return known;
}

bool EpollDispatcher::unregisterTimers(QObject *object)
{
    const bool any = m_timers.removeIf([object](const auto &entry) { return entry.value().object == object; }) > 0;
    pruneHeap();
    return any;
}

QList<QAbstractEventDispatcher::TimerInfo> EpollDispatcher::registeredTimers(QObject *object) const
{
    QList<TimerInfo> timers;
    for (const Timer &timer : m_timers) {
        if (timer.object == object)
            timers.append(TimerInfo(timer.id, int(timer.interval), timer.type));
    }
    return timers;
}

int EpollDispatcher::remainingTime(int timerId)
{
    const auto found = m_timers.constFind(timerId);
    return found == m_timers.constEnd() ? -1 : int(std::max<qint64>(0, found->due - nowMs()));
}

// --- waking ---

void EpollDispatcher::wakeUp()
{
    if (m_woken.exchange(true, std::memory_order_seq_cst))
        return;   // only the first setter writes
    if (QThread::currentThread() == thread())
        return;   // our own loop looks at the flag before it blocks
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(m_wake, &one, sizeof one);
}

void EpollDispatcher::interrupt()
{
    m_interrupted.store(true, std::memory_order_seq_cst);
    wakeUp();
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(m_wake, &one, sizeof one);
}

} // namespace greenroom
