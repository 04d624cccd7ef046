// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/epolldispatcher.h"

#include <QEventLoop>
#include <QSocketNotifier>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <atomic>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace greenroom;

namespace {

// Runs a body on a thread whose loop is ours.
void onOurLoop(const std::function<void()> &body)
{
    QThread thread;
    thread.setEventDispatcher(new EpollDispatcher);
    QObject home;
    home.moveToThread(&thread);
    thread.start();
    QMetaObject::invokeMethod(&home, body, Qt::BlockingQueuedConnection);
    QMetaObject::invokeMethod(&home, [&home] { home.moveToThread(nullptr); }, Qt::BlockingQueuedConnection);
    thread.quit();
    thread.wait();
}

struct Pair
{
    Pair() { ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends); }
    ~Pair()
    {
        ::close(ends[0]);
        ::close(ends[1]);
    }
    int ends[2];
};

} // namespace

class TstEpollDispatcher : public QObject
{
    Q_OBJECT

private slots:
    void readersAreTold();
    void numberReusedInOneTurn();
    void deletedInsideAHandler();
    void writersAreProbed();
    void postsFromManyThreads();
    void timersFireInOrderAndNeverEarly();
    void zeroTimerWithANestedLoop();
    void exitFromAnotherThread();
};

void TstEpollDispatcher::readersAreTold()
{
    onOurLoop([] {
        Pair pair;
        QSocketNotifier notifier(pair.ends[0], QSocketNotifier::Read);
        QEventLoop loop;
        int told = 0;
        QObject::connect(&notifier, &QSocketNotifier::activated, &loop, [&] {
            char byte = 0;
            QCOMPARE(::read(pair.ends[0], &byte, 1), 1);
            ++told;
            loop.quit();
        });
        QTimer::singleShot(0, &loop, [&] { QCOMPARE(::write(pair.ends[1], "x", 1), 1); });
        loop.exec();
        QCOMPARE(told, 1);
    });
}

// Pitfall 1: removed lazily, the new user of the number would never be told.
void TstEpollDispatcher::numberReusedInOneTurn()
{
    onOurLoop([] {
        QEventLoop loop;
        Pair first;
        auto notifier = std::make_unique<QSocketNotifier>(first.ends[0], QSocketNotifier::Read);
        loop.processEvents();
        const int number = first.ends[0];
        notifier.reset();
        int fresh[2];
        ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fresh);
        ::dup2(fresh[0], number);
        QSocketNotifier again(number, QSocketNotifier::Read);
        bool told = false;
        QObject::connect(&again, &QSocketNotifier::activated, &loop, [&] {
            told = true;
            again.setEnabled(false);
            loop.quit();
        });
        QCOMPARE(::write(fresh[1], "x", 1), 1);
        QTimer::singleShot(5000, &loop, &QEventLoop::quit);
        loop.exec();
        QVERIFY(told);
        ::close(fresh[0]);
        ::close(fresh[1]);
    });
}

// Pitfall 5: a handler that deletes another notifier that is waiting for delivery.
void TstEpollDispatcher::deletedInsideAHandler()
{
    onOurLoop([] {
        Pair a;
        Pair b;
        QEventLoop loop;
        auto one = std::make_unique<QSocketNotifier>(a.ends[0], QSocketNotifier::Read);
        auto two = std::make_unique<QSocketNotifier>(b.ends[0], QSocketNotifier::Read);
        int told = 0;
        QObject::connect(one.get(), &QSocketNotifier::activated, &loop, [&] {
            ++told;
            two.reset();
            one->setEnabled(false);
            loop.quit();
        });
        QObject::connect(two.get(), &QSocketNotifier::activated, &loop, [&] {
            ++told;
            one.reset();
            two->setEnabled(false);
            loop.quit();
        });
        QCOMPARE(::write(a.ends[1], "x", 1), 1);
        QCOMPARE(::write(b.ends[1], "x", 1), 1);
        loop.exec();
        QCOMPARE(told, 1);
    });
}

void TstEpollDispatcher::writersAreProbed()
{
    onOurLoop([] {
        Pair pair;
        QEventLoop loop;
        QSocketNotifier writer(pair.ends[0], QSocketNotifier::Write);
        int told = 0;
        QObject::connect(&writer, &QSocketNotifier::activated, &loop, [&] {
            if (++told == 3) {
                writer.setEnabled(false);
                loop.quit();
            }
        });
        QTimer::singleShot(5000, &loop, &QEventLoop::quit);
        loop.exec();
        QCOMPARE(told, 3);
        // Turned off: not told again.
        QTimer::singleShot(20, &loop, &QEventLoop::quit);
        loop.exec();
        QCOMPARE(told, 3);
    });
}

void TstEpollDispatcher::postsFromManyThreads()
{
    onOurLoop([] {
        QEventLoop loop;
        std::atomic<int> arrived = 0;
        QList<QThread *> threads;
        for (int i = 0; i < 4; ++i) {
            threads.append(QThread::create([&loop, &arrived] {
                for (int k = 0; k < 5000; ++k)
                    QMetaObject::invokeMethod(&loop, [&arrived, &loop] {
                        if (++arrived == 20'000)
                            loop.quit();
                    }, Qt::QueuedConnection);
            }));
            threads.last()->start();
        }
        QTimer::singleShot(30'000, &loop, &QEventLoop::quit);
        loop.exec();
        for (QThread *thread : threads) {
            thread->wait();
            delete thread;
        }
        QCOMPARE(arrived.load(), 20'000);
    });
}

void TstEpollDispatcher::timersFireInOrderAndNeverEarly()
{
    onOurLoop([] {
        QEventLoop loop;
        QElapsedTimer clock;
        clock.start();
        QList<int> order;
        for (const int ms : { 60, 20, 40 }) {
            QTimer::singleShot(ms, Qt::PreciseTimer, &loop, [&, ms] {
                QVERIFY(clock.elapsed() >= ms - 1);
                order.append(ms);
                if (order.size() == 3)
                    loop.quit();
            });
        }
        loop.exec();
        QCOMPARE(order, (QList<int> { 20, 40, 60 }));
    });
}

void TstEpollDispatcher::zeroTimerWithANestedLoop()
{
    onOurLoop([] {
        QEventLoop outer;
        int nested = 0;
        QTimer zero;
        QObject::connect(&zero, &QTimer::timeout, &outer, [&] {
            zero.stop();
            QEventLoop inner;
            QTimer::singleShot(10, &inner, &QEventLoop::quit);
            inner.exec();
            ++nested;
            outer.quit();
        });
        zero.start(0);
        outer.exec();
        QCOMPARE(nested, 1);
    });
}

// Pitfall 7: exit() from another thread is never lost.
void TstEpollDispatcher::exitFromAnotherThread()
{
    for (int round = 0; round < 200; ++round) {
        QThread thread;
        thread.setEventDispatcher(new EpollDispatcher);
        thread.start();
        thread.quit();
        QVERIFY2(thread.wait(5000), qPrintable(QString::number(round)));
    }
}

QTEST_GUILESS_MAIN(TstEpollDispatcher)
#include "tst_epolldispatcher.moc"
