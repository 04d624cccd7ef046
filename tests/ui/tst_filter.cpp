// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/filter.h"

#include <QTest>

using namespace greenroom;
using namespace Qt::StringLiterals;

class TestFilter : public QObject
{
    Q_OBJECT

private slots:
    void matches_data();
    void matches();
    void errors_data();
    void errors();
};

namespace {

const QStringList fields { u"status"_s, u"tag"_s, u"size"_s, u"took"_s };

// A row: failed, tagged slow, 2 kB, 120 ms, says "price out of range".
QVariant row(const QString &field)
{
    if (field == "status"_L1)
        return u"failed"_s;
    if (field == "tag"_L1)
        return u"slow shop"_s;
    if (field == "size"_L1)
        return 2000;
    if (field == "took"_L1)
        return 120.0;
    return u"price out of range on /o/AB-12"_s;
}

} // namespace

void TestFilter::matches_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("wanted");
    QTest::newRow("empty lets all through") << u""_s << true;
    QTest::newRow("a word anywhere") << u"range"_s << true;
    QTest::newRow("case does not matter") << u"PRICE"_s << true;
    QTest::newRow("a word that is not there") << u"offer"_s << false;
    QTest::newRow("words must all be there") << u"price stock"_s << false;
    QTest::newRow("quoted words stay together") << u"\"out of range\""_s << true;
    QTest::newRow("quoted words in another order") << u"\"range of out\""_s << false;
    QTest::newRow("field") << u"status:failed"_s << true;
    QTest::newRow("field, one of several") << u"status:flaky,failed"_s << true;
    QTest::newRow("field, none of them") << u"status:flaky,passed"_s << false;
    QTest::newRow("negative") << u"-tag:slow"_s << false;
    QTest::newRow("negative that is not there") << u"-tag:nightly"_s << true;
    QTest::newRow("regex") << u"/AB-\\d+$/"_s << true;
    QTest::newRow("regex with a blank") << u"/out of .ange/"_s << true;
    QTest::newRow("above") << u"took:>100ms"_s << true;
    QTest::newRow("not above") << u"took:>1s"_s << false;
    QTest::newRow("below") << u"size:<3kB"_s << true;
    QTest::newRow("not below") << u"size:<2kB"_s << false;
    QTest::newRow("a field still being written") << u"status:"_s << true;
    QTest::newRow("an address is a word") << u"wss://x"_s << false;
}

void TestFilter::matches()
{
    QFETCH(QString, text);
    const Filter filter = Filter::parse(text, fields);
    QVERIFY2(filter.isValid(), qPrintable(filter.error()));
    QTEST(filter.matches(row), "wanted");
}

void TestFilter::errors_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    QTest::addColumn<QString>("suggestion");
    QTest::newRow("unknown field near another") << u"stauts:failed x"_s << u"Did you mean “status”?"_s << u"status:failed x"_s;
    QTest::newRow("unknown field near none") << u"zzzzzzzz:1"_s << u"There is no field"_s << QString();
    QTest::newRow("a broken pattern") << u"/(/"_s << u"is not a pattern"_s << QString();
    QTest::newRow("no amount") << u"size:>big"_s << u"is no amount"_s << QString();
}

void TestFilter::errors()
{
    QFETCH(QString, text);
    QFETCH(QString, says);
    const Filter filter = Filter::parse(text, fields);
    QVERIFY(!filter.isValid());
    QVERIFY2(filter.error().contains(says), qPrintable(filter.error()));
    QTEST(filter.suggestion(), "suggestion");
    QVERIFY2(filter.matches(row), "an unreadable filter never hides anything");
}

QTEST_APPLESS_MAIN(TestFilter)
#include "tst_filter.moc"
