// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/scriptedserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

// The complete page suite of the format's description (tests/data/suites/shop), as a user runs it, against a shop
// that keeps its promises and one that does not.
class TstShop : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void aGoodShop();
    void aWrongPrice();
    void aStockServiceThatBreaksItsSchema();

private:
    void offer(const QByteArray &sku, const QByteArray &price, const QByteArray &stock);
    QJsonObject run();
    static QJsonObject testNamed(const QJsonObject &report, const QString &name)
    {
        const QJsonArray tests = report.value("tests"_L1).toArray();
        for (const QJsonValue &test : tests) {
            if (test["name"_L1].toString() == name)
                return test.toObject();
        }
        return {};
    }

    std::unique_ptr<ScriptedServer> m_shop;
    int m_exit = -1;
    QByteArray m_printed;
};

void TstShop::offer(const QByteArray &sku, const QByteArray &price, const QByteArray &stock)
{
    m_shop->say("/o/" + sku, "<!doctype html><meta property='og:price:amount' content=" + price + "><h1>Lamp</h1><p data-sku=\"" + sku + "\">A lamp</p>");
    m_shop->answers.insert("/api/stock/" + sku, { "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + QByteArray::number(stock.size())
                                                      + "\r\n\r\n" + stock, false });
}

void TstShop::init()
{
    m_shop = std::make_unique<ScriptedServer>();
    const auto listed = [](const QByteArrayList &skus) {
        QByteArray html = "<!doctype html><title>Shop</title>";
        for (const QByteArray &sku : skus)
            html += "<article class=offer><a class=title href=/o/" + sku + ">" + sku + "</a><span class=price>49.90 EUR</span></article>";
        return html;
    };
    m_shop->say("/healthz", "ok");
    m_shop->say("/", listed({ "AB-10", "AB-11", "AB-12" }));
    m_shop->say("/offers", listed({ "AB-10", "AB-11", "AB-12" }) + "<a rel=next href='/offers?page=2'>more</a>");
    m_shop->say("/offers?page=2", listed({ "AB-12", "AB-13", "AB-14" }));
    for (const QByteArray &sku : QByteArrayList { "AB-10", "AB-11", "AB-12", "AB-13", "AB-14" })
        offer(sku, "49.90", "{\"sku\":\"" + sku + "\",\"quantity\":3}");
    m_shop->say("/search?q=lamp", QByteArray("<li class=hit>x").repeated(6));
    m_shop->say("/search?q=s%C3%BC%C3%9F", "<li class=hit>x");
    m_shop->say("/search?q=zzzzqq", "<p>nothing");
    m_shop->say("/login", "", "302 Found", "Location: /account\r\nSet-Cookie: shop_sid=1; Path=/\r\n");
    m_shop->say("/account", "hello");
    m_shop->say("/basket", "<h1>Your basket</h1>");
}

QJsonObject TstShop::run()
{
    const QTemporaryDir data;
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral(GREENROOM_BIN), { u"run"_s, QStringLiteral(GREENROOM_TEST_DATA) + u"/suites/shop/shop-pages.greenroom.yaml"_s, u"--var"_s,
                                                   u"base_url="_s + m_shop->url(QString()), u"--data-dir"_s, data.path(), u"--json"_s, data.filePath(u"r.json"_s) });
    [&process] { QTRY_VERIFY_WITH_TIMEOUT(process.state() == QProcess::NotRunning, 60'000); }();
    m_exit = process.exitCode();
    m_printed = process.readAll();
    QFile report(data.filePath(u"r.json"_s));
    return report.open(QFile::ReadOnly) ? QJsonDocument::fromJson(report.readAll()).object() : QJsonObject();
}

void TstShop::aGoodShop()
{
    const QJsonObject report = run();
    QVERIFY2(m_exit == 0, m_printed.constData());
    const QJsonObject counts = report.value("counts"_L1).toObject();
    QCOMPARE(counts.value("passed"_L1).toInt(), 11);   // a home page, five offers over two pages, three searches, two customers
    QCOMPARE(counts.value("known"_L1).toInt(), 1);
    QCOMPARE(counts.value("failed"_L1).toInt(), 0);
    QByteArray everything = QJsonDocument(report).toJson();
    QVERIFY(m_shop->requests.join().contains("user=anna&password=s3cret-anna"));
    QVERIFY(m_shop->requests.join().contains("Cookie: shop_sid=1"));
    QVERIFY(m_shop->requests.last().startsWith("DELETE /test-orders?run=run-"));
}

void TstShop::aWrongPrice()
{
    offer("AB-12", "0", R"({"sku":"AB-12","quantity":3})");
    const QJsonObject report = run();
    QVERIFY2(m_exit == 1, m_printed.constData());
    const QJsonObject test = testNamed(report, u"Offer /o/AB-12 is complete"_s);
    QCOMPARE(test.value("state"_L1).toString(), u"failed"_s);
    const QString reason = test.value("reason"_L1).toString();
    QVERIFY2(reason.contains("wanted at least 0.01, got 0"_L1) && reason.contains("line 1 of the page"_L1), qPrintable(reason));
    QCOMPARE(report.value("counts"_L1).toObject().value("failed"_L1).toInt(), 1);
}

void TstShop::aStockServiceThatBreaksItsSchema()
{
    offer("AB-13", "9.90", R"({"sku":"AB-13","quantity":3.5})");
    const QJsonObject report = run();
    const QJsonObject test = testNamed(report, u"Offer /o/AB-13 is complete"_s);
    QVERIFY2(test.value("state"_L1).toString() == "failed"_L1, m_printed.constData());
}

QTEST_GUILESS_MAIN(TstShop)
#include "tst_shop.moc"
