// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/framereader.h"

#include "support/rawclient.h"

#include <QRandomGenerator>

using namespace greenroom;

// Frames on bytes alone: what comes out does not depend on how the bytes were cut.
class TstFrameReader : public QObject
{
    Q_OBJECT

private slots:
    void anyCutGivesTheSame();
    void limits_data();
    void limits();
    void saysWhatIsWrongAtOnce();
    void nothingAfterAViolation();
    void writesWhatItReads_data();
    void writesWhatItReads();
    void anythingAtAll();

private:
    static QByteArrayList read(FrameReader &reader)
    {
        QByteArrayList items;
        while (const std::optional<FrameReader::Item> item = reader.next())
            items.append(QByteArray::number(int(item->kind)) + (item->binary ? "b" : "") + QByteArray::number(item->code) + ' ' + item->payload);
        return items;
    }
};

void TstFrameReader::anyCutGivesTheSame()
{
    const QByteArray bytes = RawClient::frame(1, "gr\xc3\xbc\xc3", false) + RawClient::frame(9, "ping") + RawClient::frame(0, "\x9f", false)
        + RawClient::frame(0, QByteArray(300, 'x')) + RawClient::frame(2, QByteArray(70'000, '\xff')) + RawClient::frame(10, {})
        + RawClient::frame(1, {}) + RawClient::frame(8, QByteArray("\x03\xe8") + "bye");
    FrameReader whole;
    whole.feed(bytes);
    const QByteArrayList wanted = read(whole);
    QCOMPARE(wanted.size(), 6);
    QCOMPARE(wanted.last(), QByteArray("31000 bye"));
    for (const qsizetype step : { 1, 2, 3, 7, 13, 1000, 65'537 }) {
        FrameReader reader;
        QByteArrayList got;
        for (qsizetype at = 0; at < bytes.size(); at += step) {
            reader.feed(bytes.mid(at, step));
            got += read(reader);
        }
        QCOMPARE(got, wanted);
    }
}

void TstFrameReader::limits_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("good");
    QTest::newRow("a frame at its limit") << RawClient::frame(1, QByteArray(100, 'x')) << true;
    QTest::newRow("a frame beyond") << RawClient::frame(1, QByteArray(101, 'x')) << false;
    QTest::newRow("a message at its limit") << RawClient::frame(1, QByteArray(100, 'x'), false) + RawClient::frame(0, QByteArray(50, 'x')) << true;
    QTest::newRow("a message beyond") << RawClient::frame(1, QByteArray(100, 'x'), false) + RawClient::frame(0, QByteArray(51, 'x')) << false;
}

void TstFrameReader::limits()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, good);
    FrameReader reader;
    reader.setLimits(100, 150);
    reader.feed(bytes);
    const std::optional<FrameReader::Item> item = reader.next();
    QVERIFY(item);
    QCOMPARE(item->kind, good ? FrameReader::Kind::Message : FrameReader::Kind::Violation);
    QCOMPARE(item->code, good ? 0 : 1009);
}

// By the head, before a byte of the payload; by the first byte of the head, before the second frame's rest.
void TstFrameReader::saysWhatIsWrongAtOnce()
{
    FrameReader tooLong;
    tooLong.setLimits(100, 0);
    tooLong.feed(RawClient::frame(1, QByteArray(101, 'x')).left(6));
    QCOMPARE(tooLong.next()->code, 1009);
    FrameReader bare;
    bare.feed("\x81\x02");
    QCOMPARE(bare.next()->code, 1002);
    FrameReader text;
    text.feed(RawClient::frame(1, QByteArray("\xff") + QByteArray(1000, 'x')).left(9));
    QCOMPARE(text.next()->code, 1007);
}

void TstFrameReader::nothingAfterAViolation()
{
    FrameReader reader;
    reader.feed(RawClient::frame(3, "x") + RawClient::frame(1, "y"));
    QCOMPARE(reader.next()->kind, FrameReader::Kind::Violation);
    QVERIFY(!reader.next());
    reader.feed(RawClient::frame(1, "z"));
    QVERIFY(!reader.next());
}

void TstFrameReader::writesWhatItReads_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("frame");
    QTest::addColumn<int>("bytes");
    QTest::newRow("nothing") << 0 << 0 << 2;
    QTest::newRow("125") << 125 << 0 << 127;
    QTest::newRow("126") << 126 << 0 << 130;
    QTest::newRow("65,535") << 65'535 << 0 << 65'539;
    QTest::newRow("65,536") << 65'536 << 0 << 65'546;
    QTest::newRow("in frames of 100") << 250 << 100 << 256;
    QTest::newRow("in frames, exactly") << 200 << 100 << 204;
}

void TstFrameReader::writesWhatItReads()
{
    QFETCH(int, size);
    QFETCH(int, frame);
    QFETCH(int, bytes);
    QCOMPARE(messageFrames(QByteArray(size, 'x'), false, frame).size(), bytes);
}

// Random bytes: it says something or waits for more, and keeps no more than it was given.
void TstFrameReader::anythingAtAll()
{
    QRandomGenerator random(20260101);
    for (int round = 0; round < 20'000; ++round) {
        FrameReader reader;
        reader.setLimits(32'768, 131'072);
        for (int i = 0; i < 4; ++i) {
            QByteArray bytes(int(random.bounded(40)), '\0');
            for (char &byte : bytes)
                byte = char(random.bounded(256));
            if (!bytes.isEmpty() && random.bounded(2) == 0)
                bytes[0] = char(0x81);
            if (bytes.size() > 1 && random.bounded(2) == 0)
                bytes[1] = char(0x80 | random.bounded(20));
            reader.feed(bytes);
            while (const std::optional<FrameReader::Item> item = reader.next())
                QVERIFY(item->payload.size() <= 160);
        }
    }
}

QTEST_GUILESS_MAIN(TstFrameReader)
#include "tst_framereader.moc"
