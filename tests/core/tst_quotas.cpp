// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quotas.h"

#include <QSet>
#include <QTest>

using namespace greenroom;
using namespace Qt::StringLiterals;

class TstQuotas : public QObject
{
    Q_OBJECT

private slots:
    void awsNumbersAreTheDefault();
    void everyKeySets();
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

// Each key changes one number, and no other key changes the same.
void TstQuotas::everyKeySets()
{
    const auto all = [](const Quotas &q) {
        return QList<qint64> { q.frameBytes, q.messageBytes, q.idleTimeoutMs, q.maxConnectionDurationMs, q.integrationTimeoutMs,
                               q.urlCharacters, q.connectionsPerSecond, q.requestsPerSecond, q.requestBurst, q.postBytes, q.headBytes,
                               q.headCount, q.headTimeoutMs, q.sendBufferBytes, q.throttledPerSecond, q.pingsKeepAlive, q.binaryAccepted };
    };
    const QList<qint64> usual = all({});
    QSet<qsizetype> changed;
    for (const QString &key : Quotas::keys()) {
        const bool isFlag = key == "pingsKeepAlive"_L1 || key == "binary"_L1;
        const Result<Quotas> quotas = Quotas::parse(key + (isFlag ? u"=true"_s : u"=7"_s));
        QVERIFY2(quotas, qPrintable(key));
        const QList<qint64> now = all(*quotas);
        qsizetype different = 0;
        for (qsizetype i = 0; i < now.size(); ++i) {
            if (now.at(i) != usual.at(i)) {
                ++different;
                QVERIFY2(!changed.contains(i), qPrintable(key));
                changed.insert(i);
            }
        }
        QVERIFY2(different == 1, qPrintable(key));
    }
    QCOMPARE(changed.size(), usual.size());
}

void TstQuotas::readable_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("idleMs");
    QTest::addColumn<qint64>("message");
    QTest::newRow("seconds without a unit") << u"idleTimeout=3"_s << 3000 << qint64(131'072);
    QTest::newRow("milliseconds") << u"idleTimeout=500ms"_s << 500 << qint64(131'072);
    QTest::newRow("two, with KB") << u"idleTimeout=2m, message=64KB"_s << 120'000 << qint64(65'536);
    QTest::newRow("aws, and one over it") << u"aws,message=64KB"_s << 600'000 << qint64(65'536);
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
    QTest::newRow("negative") << u"idleTimeout=-3"_s << u"cannot be “-3”"_s;
    QTest::newRow("too large") << u"message=99999MB"_s << u"cannot be “99999MB”"_s;
    QTest::newRow("a size for a time") << u"idleTimeout=3KB"_s << u"cannot be “3KB”"_s;
    QTest::newRow("unknown key") << u"frames=3"_s << u"There is no quota “frames”; there are: frame,"_s;
    QTest::newRow("unknown key after aws") << u"aws,foo=1"_s << u"There is no quota “foo”"_s;
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
