// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/masking.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
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
    void names_data();
    void names();
    void insideOfLongerTexts();
    void insideOfJson();
    void shortValuesAreNotTaken();
    void everyPayloadWithCredentials();
};

void TstMasking::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("header");
    QTest::addColumn<bool>("parameter");
    QTest::newRow("Authorization") << u"Authorization"_s << true << false;
    QTest::newRow("AUTHORIZATION") << u"AUTHORIZATION"_s << true << false;
    QTest::newRow("cookie") << u"cookie"_s << true << false;
    QTest::newRow("Set-Cookie") << u"Set-Cookie"_s << true << false;
    QTest::newRow("x-api-key") << u"x-api-key"_s << true << false;
    QTest::newRow("X-Amz-Security-Token") << u"X-Amz-Security-Token"_s << true << true;
    QTest::newRow("token") << u"token"_s << false << true;
    QTest::newRow("access_token") << u"access_token"_s << false << true;
    QTest::newRow("X-Amz-Signature") << u"X-Amz-Signature"_s << false << true;
    QTest::newRow("Host") << u"Host"_s << false << false;
    QTest::newRow("room") << u"room"_s << false << false;
    QTest::newRow("tokens") << u"tokens"_s << false << false;
}

void TstMasking::names()
{
    QFETCH(QString, name);
    QFETCH(bool, header);
    QFETCH(bool, parameter);
    QCOMPARE(Masking::isSecretHeader(name), header);
    QCOMPARE(Masking::isSecretParameter(name), parameter);
}

void TstMasking::insideOfLongerTexts()
{
    Masking masking;
    masking.add(u"LONG"_s, u"swordfish-and-chips"_s);
    masking.add(u"SHORT"_s, u"swordfish"_s);
    QCOMPARE(masking.apply(u"a swordfish-and-chips b swordfish c"_s), u"a ‹LONG› b ‹SHORT› c"_s);   // longest first
    const QByteArray basic = "Basic " + QByteArray("ann:swordfish").toBase64();
    QVERIFY2(masking.apply(basic).contains("‹SHORT›"), masking.apply(basic).constData());
    QCOMPARE(masking.apply(u"nothing here"_s), u"nothing here"_s);
}

void TstMasking::insideOfJson()
{
    Masking masking;
    masking.add(u"KEY"_s, u"a \"quoted\" secret"_s);
    const QJsonObject object { { u"list"_s, QJsonArray { u"x a \"quoted\" secret y"_s, 5, true } },
                               { u"a \"quoted\" secret"_s, u"as a key"_s } };
    const QJsonObject masked = masking.apply(QJsonValue(object)).toObject();
    QCOMPARE(masked.value("list"_L1).toArray(), (QJsonArray { u"x ‹KEY› y"_s, 5, true }));
    QVERIFY(masked.contains(u"‹KEY›"_s));
    const QByteArray text = QJsonDocument(object).toJson(QJsonDocument::Compact);   // escaped, as in a log line
    QVERIFY2(!masking.apply(text).contains("secret"), masking.apply(text).constData());
}

void TstMasking::shortValuesAreNotTaken()
{
    Masking masking;
    masking.add(u"N"_s, u"abc"_s);
    QVERIFY(masking.isEmpty());
}

void TstMasking::everyPayloadWithCredentials()
{
    ConnectionOpened opened;
    opened.url = u"wss://me:pw@h/dev?token=abc"_s;
    opened.requestHeaders = { { u"Authorization"_s, u"Bearer abc"_s }, { u"Host"_s, u"h"_s } };
    opened.responseHeaders = { { u"Set-Cookie"_s, QJsonArray { u"sid=1"_s, u"x=2"_s } } };
    const auto hidden = std::get<ConnectionOpened>(Masking::masked(opened));
    QCOMPARE(hidden.url, u"wss://‹hidden›@h/dev?token=‹hidden›"_s);
    QCOMPARE(hidden.requestHeaders.value("Authorization"_L1).toString(), u"‹hidden›"_s);
    QCOMPARE(hidden.requestHeaders.value("Host"_L1).toString(), u"h"_s);
    QCOMPARE(hidden.responseHeaders.value("Set-Cookie"_L1).toArray(), (QJsonArray { u"‹hidden›"_s, u"‹hidden›"_s }));
    ConnectRefused refused;
    refused.path = u"/dev?access_token=abc&a=1"_s;
    QCOMPARE(std::get<ConnectRefused>(Masking::masked(refused)).path, u"/dev?access_token=‹hidden›&a=1"_s);
    StepFinished step;
    step.exchange = { { u"request"_s, QJsonObject { { u"url"_s, u"http://h/?password=x"_s }, { u"headers"_s, QJsonObject { { u"Cookie"_s, u"a=b"_s } } } } } };
    const QByteArray text = QJsonDocument(std::get<StepFinished>(Masking::masked(step)).exchange).toJson(QJsonDocument::Compact);
    QVERIFY2(text.contains("password=‹hidden›") && !text.contains("a=b"), text.constData());
}

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
    QTest::newRow("a header's name as a parameter") << u"wss://h/d?Auth=abc&authorization=Bearer%20x&a=b"_s
                                                    << u"wss://h/d?Auth=‹hidden›&authorization=‹hidden›&a=b"_s;
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
