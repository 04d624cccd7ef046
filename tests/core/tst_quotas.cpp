// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quotas.h"

#include <QTest>

using namespace greenroom;
using namespace Qt::StringLiterals;

class TstQuotas : public QObject
{
    Q_OBJECT

private slots:
    void awsNumbersAreTheDefault();
    void readable_data();
    void readable();
    void unreadable_data();
    void unreadable();
};

void TstQuotas::awsNumbersAreTheDefault()
{
    const Result<Quotas> quotas = Quotas::parse(u"aws"_s);
    QVERIFY(quotas);
    QCOMPARE(quotas->frameBytes, 32'768);
    QCOMPARE(quotas->messageBytes, 131'072);
    QCOMPARE(quotas->idleTimeoutMs, 600'000);
    QCOMPARE(quotas->integrationTimeoutMs, 29'000);
    QCOMPARE(Quotas::parse(u"off"_s)->frameBytes, 0);
}

void TstQuotas::readable_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("idleMs");
    QTest::addColumn<qint64>("message");
    QTest::newRow("seconds without a unit") << u"idleTimeout=3"_s << 3000 << qint64(131'072);
    QTest::newRow("milliseconds") << u"idleTimeout=500ms"_s << 500 << qint64(131'072);
    QTest::newRow("two, with KB") << u"idleTimeout=2m, message=64KB"_s << 120'000 << qint64(65'536);
    QTest::newRow("off is no limit") << u"message=off"_s << 600'000 << qint64(0);
}

void TstQuotas::readable()
{
    QFETCH(QString, text);
    QFETCH(int, idleMs);
    QFETCH(qint64, message);
    const Result<Quotas> quotas = Quotas::parse(text);
    QVERIFY2(quotas, qPrintable(quotas ? QString() : quotas.error().text));
    QCOMPARE(quotas->idleTimeoutMs, idleMs);
    QCOMPARE(quotas->messageBytes, message);
}

void TstQuotas::unreadable_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("says");
    QTest::newRow("unknown key") << u"frames=3"_s << u"There is no quota “frames”; there are: frame,"_s;
    QTest::newRow("no value") << u"frame"_s << u"There is no quota"_s;
    QTest::newRow("bad unit") << u"idleTimeout=3 weeks"_s << u"cannot be “3 weeks”"_s;
    QTest::newRow("bad flag") << u"binary=perhaps"_s << u"true or false"_s;
}

void TstQuotas::unreadable()
{
    QFETCH(QString, text);
    QFETCH(QString, says);
    const Result<Quotas> quotas = Quotas::parse(text);
    QVERIFY(!quotas);
    QVERIFY2(quotas.error().text.contains(says), qPrintable(quotas.error().text));
}

QTEST_GUILESS_MAIN(TstQuotas)
#include "tst_quotas.moc"
