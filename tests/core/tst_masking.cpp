// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/masking.h"

#include <QJsonDocument>
#include <QTest>

using namespace greenroom;
using namespace Qt::StringLiterals;

class TstMasking : public QObject
{
    Q_OBJECT

private slots:
    void valuesNeverAppear_data();
    void valuesNeverAppear();
    void base64AtEveryOffset();
    void urls_data();
    void urls();
    void payloads();
};

void TstMasking::valuesNeverAppear_data()
{
    QTest::addColumn<QByteArray>("text");
    const QByteArray secret = "s3cr3t/+ wörd";
    QTest::newRow("plain") << "before " + secret + " after";
    QTest::newRow("percent-encoded") << "?t=" + secret.toPercentEncoding();
    QTest::newRow("form-encoded") << "t=" + secret.toPercentEncoding().replace("%20", "+");
    QTest::newRow("base64") << "Basic " + secret.toBase64();
    QTest::newRow("base64url") << secret.toBase64(QByteArray::Base64UrlEncoding);
    QTest::newRow("hex") << secret.toHex();
}

void TstMasking::valuesNeverAppear()
{
    QFETCH(QByteArray, text);
    Masking masking;
    masking.add(u"TOKEN"_s, u"s3cr3t/+ wörd"_s);
    const QByteArray masked = masking.apply(text);
    QVERIFY2(masked.contains("‹TOKEN›"), masked.constData());
    QVERIFY(!masked.contains("s3cr3t"));
}

void TstMasking::base64AtEveryOffset()
{
    Masking masking;
    const QByteArray secret = "correct horse battery";
    masking.add(u"KEY"_s, QString::fromUtf8(secret));
    for (int before = 0; before < 6; ++before) {
        for (int after = 0; after < 6; ++after) {
            const QByteArray encoded = (QByteArray(before, 'u') + secret + QByteArray(after, 'p')).toBase64();
            QVERIFY2(masking.apply(encoded).contains("‹KEY›"), encoded.constData());
        }
    }
}

void TstMasking::urls_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("masked");
    QTest::newRow("token parameter") << u"wss://h/dev?room=1&token=abc"_s << u"wss://h/dev?room=1&token=‹hidden›"_s;
    QTest::newRow("user information") << u"https://me:pw@h/x"_s << u"https://‹hidden›@h/x"_s;
    QTest::newRow("an @ in the path is none") << u"http://h/dev/@connections/x"_s << u"http://h/dev/@connections/x"_s;
    QTest::newRow("signature") << u"wss://h/d?X-Amz-Signature=ab&a=b"_s << u"wss://h/d?X-Amz-Signature=‹hidden›&a=b"_s;
    QTest::newRow("nothing secret") << u"ws://h/d?a=b"_s << u"ws://h/d?a=b"_s;
}

void TstMasking::urls()
{
    QFETCH(QString, url);
    QFETCH(QString, masked);
    QCOMPARE(Masking::maskedUrl(url), masked);
}

void TstMasking::payloads()
{
    IntegrationInvoked invoked;
    invoked.event = R"({"headers":{"Cookie":"sid=1","Host":"h"},"multiValueHeaders":{"authorization":["Bearer x"]},)"
                    R"("queryStringParameters":{"token":"b","a":"1"}})";
    const Payload masked = Masking::masked(invoked);
    const QByteArray event = std::get<IntegrationInvoked>(masked).event;
    QVERIFY(!event.contains("sid=1"));
    QVERIFY(!event.contains("Bearer x"));
    QVERIFY(!event.contains(R"("token":"b")"));
    QVERIFY(event.contains(R"("Host":"h")"));
    QVERIFY(event.contains(R"("a":"1")"));
}

QTEST_GUILESS_MAIN(TstMasking)
#include "tst_masking.moc"
