// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/journal.h"
#include "core/worker.h"

#include <QTest>

#include <thread>
#include <vector>

using namespace greenroom;
using namespace Qt::StringLiterals;

namespace {

// Stands where the archive stands: a thread of its own.
class Home : public QObject
{
    Q_OBJECT

public:
    void close() { ++closed; }
    int closed = 0;
    int commands = 0;
};

} // namespace

class TstJournal : public QObject
{
    Q_OBJECT

private slots:
    void manyThreadsOneOrder();
    void timeIsTakenWhereItHappened();
    void aHiddenValueIsNowhere();
    void factsOfAStartWait();
    void workerRunsEveryCommandBeforeItCloses();
};

void TstJournal::manyThreadsOneOrder()
{
    constexpr int writers = 4;
    constexpr int each = 20'000;
    Journal journal;
    QList<Event> seen;
    {
        Worker<Home> home(u"archive"_s, nullptr);
        home.adopt(journal);
        connect(&journal, &Journal::appended, this, [&seen](const QList<Event> &batch) { seen += batch; },
                Qt::QueuedConnection);
        std::vector<std::jthread> threads;
        for (int writer = 0; writer < writers; ++writer) {
            threads.emplace_back([&journal, writer] {
                for (int i = 0; i < each; ++i) {
                    MessageSent message;
                    message.connectionId = QString::number(writer);
                    message.size = i;
                    journal.record(message);
                }
            });
        }
        threads.clear();
        QTRY_COMPARE_WITH_TIMEOUT(seen.size(), writers * each, 30'000);
        home.post([&journal, main = QThread::currentThread()](Home &) { journal.moveToThread(main); });
    }
    QList<qint64> last(writers, -1);
    quint64 sequence = 0;
    for (const Event &event : seen) {
        QCOMPARE(event.sequence, ++sequence);
        const auto &message = std::get<MessageSent>(event.payload);
        qint64 &previous = last[message.connectionId.toInt()];
        QCOMPARE(message.size, previous + 1);
        previous = message.size;
    }
}

// A host records what the run that calls it sent, and knows nothing of that run's secrets.
void TstJournal::aHiddenValueIsNowhere()
{
    Journal journal;
    QList<Event> seen;
    connect(&journal, &Journal::appended, this, [&seen](const QList<Event> &batch) { seen += batch; });
    journal.hide(u"GUEST_TOKEN"_s, u"TOPSECRET9"_s);
    MessageReceived message;
    message.body = R"({"token":"TOPSECRET9"})";
    message.connectionId = u"c"_s;
    journal.record(message);
    ConnectionOpened opened;
    opened.url = u"/dev?token=TOPSECRET9"_s;
    opened.requestHeaders = { { u"X-Token"_s, u"TOPSECRET9"_s } };
    journal.record(opened);
    journal.flush();
    QCOMPARE(seen.size(), 2);
    for (const Event &event : seen)
        QVERIFY2(!payloadToText(event.payload).contains("TOPSECRET9"), payloadToText(event.payload).constData());
    QCOMPARE(std::get<MessageReceived>(seen.first().payload).body, QByteArray(R"({"token":"‹GUEST_TOKEN›"})"));
    QCOMPARE(connectionIdOf(seen.first().payload), u"c"_s);
}

void TstJournal::factsOfAStartWait()
{
    Journal journal;
    journal.hold();
    Notice notice;
    notice.text = u"first"_s;
    journal.record(notice);
    QCoreApplication::processEvents();
    // Whoever listens only now misses nothing.
    QList<Event> seen;
    connect(&journal, &Journal::appended, this, [&seen](const QList<Event> &batch) { seen += batch; });
    journal.record(notice);
    QCoreApplication::processEvents();
    QVERIFY(seen.isEmpty());
    journal.release();
    QCOMPARE(seen.size(), 2);
    journal.record(notice);
    QTRY_COMPARE(seen.size(), 3);
}

void TstJournal::timeIsTakenWhereItHappened()
{
    Journal journal;
    QList<Event> seen;
    connect(&journal, &Journal::appended, this, [&seen](const QList<Event> &batch) { seen += batch; });
    journal.record(Notice {}, 42);
    journal.flush();
    QCOMPARE(seen.size(), 1);
    QCOMPARE(seen.first().at, 42);
    journal.flush();
    QCOMPARE(seen.size(), 1);
}

void TstJournal::workerRunsEveryCommandBeforeItCloses()
{
    int ran = 0;
    int closedAfter = -1;
    class Counting : public QObject
    {
    public:
        Counting(int &done, int &closing) : m_ran(done), m_closedAfter(closing) {}
        void close() { m_closedAfter = m_ran; }
        int &m_ran;
        int &m_closedAfter;
    };
    {
        Worker<Counting> worker(u"worker"_s, nullptr, ran, closedAfter);
        for (int i = 0; i < 1000; ++i)
            worker.post([](Counting &counting) { ++counting.m_ran; });
    }
    QCOMPARE(ran, 1000);
    QCOMPARE(closedAfter, 1000);
}

QTEST_GUILESS_MAIN(TstJournal)
#include "tst_journal.moc"
