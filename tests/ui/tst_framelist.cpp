// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "recording.h"
#include "staged.h"

#include "models/framelist.h"

#include <QAbstractItemModelTester>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTest>

using namespace greenroom;
using namespace Qt::StringLiterals;

// The list of a connection's messages: what it shows is what the filter says, whatever comes in which order.
class TestFrameList : public QObject
{
    Q_OBJECT

private slots:
    void showsWhatTheFilterSays_data();
    void showsWhatTheFilterSays();
    void theOldestLeave();
    void aReasonStandsUnderItsMessage();
    void anAnswerBringsARowIn();
    void highlightHidesNothing();
    void directionsAreChosen();
    void aHundredThousand();
};

namespace {

Filter filterOf(const FramesModel &frames, const QString &text)
{
    const Filter filter = Filter::parse(text, frames.filterFields());
    if (!filter.isValid())
        qFatal("%s", qPrintable(filter.error()));
    return filter;
}

// The serials a person should see, the slow way.
QList<qint64> wanted(const FramesModel &frames, const QString &connection, const Filter &filter)
{
    QList<qint64> serials;
    for (int row = 0; row < frames.rowCount(); ++row) {
        const FrameRow &frame = frames.row(row);
        if ((connection.isEmpty() || frame.connectionId == connection)
            && filter.matches([&](const QString &field) { return frames.valueOf(frame, field); }))
            serials << frame.serial;
    }
    return serials;
}

QList<qint64> shown(const FrameList &list)
{
    QList<qint64> serials;
    for (int row = 0; row < list.rowCount(); ++row) {
        if (!list.isReason(row))
            serials << list.frame(row).serial;
    }
    return serials;
}

void waitForSearch(FrameList &list)
{
    QTRY_VERIFY(!list.isSearching());
}

} // namespace

void TestFrameList::showsWhatTheFilterSays_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<int>("batch");
    for (const char *filter : { "", "price", "-price", "status:failed", "took:>100ms", "route:echo size:<60", "/AB-1\\d/", "kind:text", "nothing-like-this" }) {
        for (const int batch : { 1, 7, 1000 })
            QTest::addRow("%s, in batches of %d", *filter ? filter : "no filter", batch) << QString::fromLatin1(filter) << batch;
    }
}

void TestFrameList::showsWhatTheFilterSays()
{
    QFETCH(QString, filter);
    QFETCH(int, batch);
    FramesModel frames;
    FrameList list(frames);
    QAbstractItemModelTester tester(&list, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const Filter read = filterOf(frames, filter);
    list.setFilter(read);
    const QList<Event> events = demoRecording();
    QVERIFY(events.size() > 500);
    for (qsizetype at = 0; at < events.size(); at += batch)
        frames.fold(events.mid(at, batch));
    waitForSearch(list);
    QCOMPARE(shown(list), wanted(frames, {}, read));
    QCOMPARE(list.frameCount(), int(shown(list).size()));
    // The same when the filter comes after the messages.
    list.setFilter({});
    list.setFilter(read);
    waitForSearch(list);
    QCOMPARE(shown(list), wanted(frames, {}, read));
    const QString connection = frames.row(frames.rowCount() / 2).connectionId;
    list.setConnection(connection);
    waitForSearch(list);
    QCOMPARE(shown(list), wanted(frames, connection, read));
}

void TestFrameList::theOldestLeave()
{
    FramesModel frames(nullptr, 200);
    FrameList list(frames);
    QAbstractItemModelTester tester(&list, QAbstractItemModelTester::FailureReportingMode::QtTest);
    Stage stage;
    stage.opens(u"a"_s);
    for (int i = 0; i < 900; ++i) {
        if (i % 5 == 0)
            stage.says(u"a"_s, "{\"action\":\"start\"}", u"start"_s, 31, u"rows is undefined"_s);
        else
            stage.says(u"a"_s, "{\"action\":\"say\"}");
        frames.fold(stage.take());
        QCOMPARE(list.frameCount(), frames.rowCount());
    }
    QCOMPARE(shown(list), wanted(frames, {}, {}));
    QVERIFY(list.rowCount() > list.frameCount());
    QVERIFY(frames.framesOf(u"a"_s) == frames.rowCount());
}

void TestFrameList::aReasonStandsUnderItsMessage()
{
    FramesModel frames;
    FrameList list(frames);
    Stage stage;
    stage.opens(u"a"_s);
    const QString request = stage.asks(u"a"_s, "{\"action\":\"start\"}", u"start"_s);
    frames.fold(stage.take());
    QCOMPARE(list.rowCount(), 2);
    stage.answers(u"a"_s, request, u"start"_s, 31, u"rows is undefined"_s);
    frames.fold(stage.take());
    QCOMPARE(list.rowCount(), 4);   // opened, the message, its reason, what the client got
    QVERIFY(list.isReason(2));
    QCOMPARE(list.frame(2).serial, list.frame(1).serial);
    QCOMPARE(list.index(2, FramesModel::Body).data().toString(), u"TypeError: rows is undefined"_s);
    QVERIFY(!list.flags(list.index(2, 0)).testFlag(Qt::ItemIsSelectable));
    QCOMPARE(list.frameCount(), 3);
}

// A filter is valid for what changes, too: the failed call was waiting for its answer when it came.
void TestFrameList::anAnswerBringsARowIn()
{
    FramesModel frames;
    FrameList list(frames);
    QAbstractItemModelTester tester(&list, QAbstractItemModelTester::FailureReportingMode::QtTest);
    list.setFilter(filterOf(frames, u"status:failed"_s));
    Stage stage;
    stage.opens(u"a"_s);
    const QString first = stage.asks(u"a"_s, "one", u"start"_s);
    const QString second = stage.asks(u"a"_s, "two", u"start"_s);
    frames.fold(stage.take());
    QCOMPARE(list.rowCount(), 0);
    stage.answers(u"a"_s, second, u"start"_s, 5, u"second"_s);
    frames.fold(stage.take());
    stage.answers(u"a"_s, first, u"start"_s, 9, u"first"_s);
    frames.fold(stage.take());
    QCOMPARE(shown(list), wanted(frames, {}, filterOf(frames, u"status:failed"_s)));
    QCOMPARE(list.frame(0).body, QByteArray("one"));
}

void TestFrameList::highlightHidesNothing()
{
    FramesModel frames;
    FrameList list(frames);
    Stage stage;
    stage.opens(u"a"_s).says(u"a"_s, "apple").says(u"a"_s, "pear");
    frames.fold(stage.take());
    list.setMode(FrameList::Mode::Highlight);
    list.setFilter(filterOf(frames, u"pear"_s));
    QCOMPARE(list.frameCount(), 3);
    QVERIFY(!list.index(1, 0).data(FrameList::MatchRole).toBool());
    QVERIFY(list.index(2, 0).data(FrameList::MatchRole).toBool());
    list.setMode(FrameList::Mode::Hide);
    QCOMPARE(list.frameCount(), 1);
}

void TestFrameList::directionsAreChosen()
{
    FramesModel frames;
    FrameList list(frames);
    Stage stage;
    stage.opens(u"a"_s).says(u"a"_s, "out").receives(u"a"_s, "in").closes(u"a"_s);
    frames.fold(stage.take());
    QCOMPARE(list.frameCount(), 4);
    list.setDirections(true, false, false);
    QCOMPARE(list.frameCount(), 1);
    QCOMPARE(list.frame(0).body, QByteArray("out"));
    list.setDirections(false, true, true);
    QCOMPARE(list.frameCount(), 3);
    QVERIFY(list.isFiltered());
}

// The newest that match are there when setFilter returns; the rest comes while the window lives.
void TestFrameList::aHundredThousand()
{
    FramesModel frames;
    FrameList list(frames);
    Stage stage;
    stage.opens(u"a"_s).opens(u"b"_s);
    const QByteArray filler(900, 'x');
    for (int i = 0; i < 99'000; ++i) {
        stage.receives(i % 2 ? u"a"_s : u"b"_s, "{\"n\":" + QByteArray::number(i) + (i % 10 == 0 ? ",\"text\":\"places please\"" : "") + ",\"filler\":\"" + filler + "\"}");
        if (i % 2000 == 1999)
            frames.fold(stage.take());
    }
    frames.fold(stage.take());
    QCOMPARE(frames.rowCount(), 99'002);
    const Filter filter = filterOf(frames, u"places"_s);
    QSignalSpy prepended(&list, &FrameList::prepended);
    QElapsedTimer clock;
    clock.start();
    list.setFilter(filter);
    const qint64 first = clock.elapsed();
    QVERIFY(list.rowCount() >= 40);   // more than a screen shows
    QVERIFY2(first < 100, qPrintable(u"%1 ms"_s.arg(first)));
    QVERIFY(list.isSearching());
    QCOMPARE(list.frame(list.rowCount() - 1).serial, wanted(frames, {}, filter).last());
    // What arrives meanwhile is not lost.
    stage.receives(u"a"_s, "places again");
    frames.fold(stage.take());
    waitForSearch(list);
    QVERIFY(prepended.count() > 1);
    QCOMPARE(shown(list), wanted(frames, {}, filter));
    qInfo("first screenful of 100,000 after %lld ms, all after %lld ms", first, clock.elapsed());
}

QTEST_GUILESS_MAIN(TestFrameList)
#include "tst_framelist.moc"
