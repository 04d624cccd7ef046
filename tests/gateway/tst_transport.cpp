// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of a hosted connection without TLS, over real socket pairs: what leaves, in which order, and how it ends.

#include "gateway/transport/plaintransport.h"

#include <QCoreApplication>
#include <QTest>

#include <memory>
#include <utility>

#include <sys/socket.h>
#include <unistd.h>

using namespace greenroom;

namespace {

class Owner final : public TransportOwner
{
public:
    void onBytes(const QByteArray &bytes) override { got += bytes; }
    void onLost() override { ++lost; }

    QByteArray got;
    int lost = 0;
};

// One end is the transport's, the other the peer's.
class Pair
{
public:
    explicit Pair(const QByteArray &first = {})
    {
        int ends[2];
        if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0)
            qFatal("no socket pair");
        constexpr int small = 4096;
        ::setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
        peer = ends[1];
        transport = std::make_unique<PlainTransport>(ends[0], first, batch);
        transport->setOwner(&owner);
    }
    ~Pair() { hangUp(); }

    void hangUp()
    {
        if (peer >= 0)
            ::close(std::exchange(peer, -1));
    }
    QByteArray read()
    {
        QByteArray bytes(1 << 20, Qt::Uninitialized);
        const ssize_t size = ::recv(peer, bytes.data(), std::size_t(bytes.size()), 0);
        ended = ended || size == 0;
        return bytes.left(std::max<ssize_t>(size, 0));
    }
    // Until nothing more comes.
    QByteArray readAll(qsizetype expected)
    {
        QByteArray all;
        for (int i = 0; i < 2000 && all.size() < expected; ++i) {
            QCoreApplication::processEvents();
            all += read();
        }
        return all;
    }

    WriteBatch batch;
    Owner owner;
    std::unique_ptr<PlainTransport> transport;
    int peer = -1;
    bool ended = false;
};

const QByteArray large = QByteArray("0123456789abcdef").repeated(64 * 1024);

} // namespace

class TstTransport : public QObject
{
    Q_OBJECT

private slots:
    void whatIsWrittenLeavesAtTheEndOfTheTurn();
    void aSlowReaderGetsEverythingInOrder();
    void whatCameWithTheHandshakeIsFirst();
    void anEndIsToldOnce_data();
    void anEndIsToldOnce();
    void aLineThatBrokeInTheMiddleOfAMessage();
    void lastBytesArriveBeforeTheEnd();
    void aPeerThatStaysIsLeft();
};

void TstTransport::whatIsWrittenLeavesAtTheEndOfTheTurn()
{
    Pair pair;
    pair.transport->write("one ");
    pair.transport->write("two");
    QCOMPARE(pair.transport->waitingBytes(), 7);
    QCOMPARE(pair.read(), QByteArray());
    QCoreApplication::processEvents();
    QCOMPARE(pair.read(), "one two");
    QCOMPARE(pair.transport->waitingBytes(), 0);
    pair.transport->write("now");
    pair.transport->flush();
    QCOMPARE(pair.read(), "now");
}

void TstTransport::aSlowReaderGetsEverythingInOrder()
{
    Pair pair;
    pair.transport->write(large);
    pair.transport->flush();
    QVERIFY(pair.transport->waitingBytes() > 0 && pair.transport->waitingBytes() < large.size());
    pair.transport->write("and the rest");
    QCOMPARE(pair.readAll(large.size() + 12), large + "and the rest");
    QCOMPARE(pair.transport->waitingBytes(), 0);
    // The notifier that waited for room is off again: the batch has it back.
    pair.transport->write("more");
    QCOMPARE(pair.readAll(4), "more");
}

void TstTransport::whatCameWithTheHandshakeIsFirst()
{
    Pair pair("first ");
    QCOMPARE(::send(pair.peer, "then", 4, 0), 4);
    QTRY_COMPARE(pair.owner.got, "first then");
}

void TstTransport::anEndIsToldOnce_data()
{
    QTest::addColumn<bool>("byPeer");
    QTest::newRow("the peer hangs up") << true;
    QTest::newRow("we cut the line") << false;
}

void TstTransport::anEndIsToldOnce()
{
    QFETCH(bool, byPeer);
    Pair pair;
    if (byPeer) {
        QCOMPARE(::send(pair.peer, "bye", 3, 0), 3);
        pair.hangUp();
    } else {
        pair.transport->cut();
    }
    QTRY_COMPARE(pair.owner.lost, 1);
    QCOMPARE(pair.owner.got, byPeer ? "bye" : "");
    QVERIFY(!pair.transport->isOpen());
    pair.transport->cut();
    pair.transport->write("to nobody");
    QCoreApplication::processEvents();
    QCOMPARE(pair.owner.lost, 1);
    QCOMPARE(pair.transport->waitingBytes(), 0);
}

// Half of a message is gone, then the line: what is written until the loop hears of it goes nowhere and does not pile up.
void TstTransport::aLineThatBrokeInTheMiddleOfAMessage()
{
    Pair pair;
    pair.transport->write(large);
    pair.transport->flush();
    QVERIFY(pair.transport->waitingBytes() > 0);
    pair.hangUp();
    for (int i = 0; i < 3; ++i) {
        pair.transport->write("short");
        pair.transport->flush();
        QCOMPARE(pair.transport->waitingBytes(), 0);
    }
    QTRY_COMPARE(pair.owner.lost, 1);
}

void TstTransport::lastBytesArriveBeforeTheEnd()
{
    Pair pair;
    pair.transport->write(large);
    pair.transport.release()->closeAfter("last words", 5000);
    QCOMPARE(pair.readAll(large.size() + 10), large + "last words");
    QTRY_VERIFY((pair.read(), pair.ended));
    pair.hangUp();
    QTRY_VERIFY(pair.batch.children().isEmpty());   // it is gone
    QCOMPARE(pair.owner.lost, 0);
}

void TstTransport::aPeerThatStaysIsLeft()
{
    Pair pair;
    pair.transport.release()->closeAfter("bye", 20);
    QVERIFY(!pair.batch.children().isEmpty());
    QTRY_VERIFY(pair.batch.children().isEmpty());
    QCOMPARE(pair.owner.lost, 0);
}

QTEST_GUILESS_MAIN(TstTransport)
#include "tst_transport.moc"
