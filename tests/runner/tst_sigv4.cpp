// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sigv4.h"

#include <QTest>

using namespace greenroom;
using namespace Qt::StringLiterals;

// Vectors that two independent implementations agree on.
class TstSigV4 : public QObject
{
    Q_OBJECT

private slots:
    void querySigned();
    void headerSigned();
    void postToConnection();
    void sessionToken();
    void portIsPartOfTheHost();

private:
    static AwsRequest request(const QString &url)
    {
        AwsRequest asked;
        asked.url = QUrl(url, QUrl::StrictMode);
        asked.region = "us-east-1";
        asked.time = QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);
        return asked;
    }
    const AwsCredentials m_keys { "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", {} };
    const QString m_room = u"wss://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/dev?room=lobby%201"_s;
};

void TstSigV4::querySigned()
{
    const QByteArray url = awsSignedUrl(request(m_room), m_keys, 300).toEncoded();
    QVERIFY2(url.endsWith("&X-Amz-Signature=414ce8422c75b3da77b16995f7131bcbd985a7225b01fc858c7a5d24fb340923"), url.constData());
    QVERIFY(url.startsWith("wss://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/dev?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20260101%2F"));
    QVERIFY(url.contains("&room=lobby%201&"));
}

void TstSigV4::headerSigned()
{
    const HeaderList headers = awsSignedHeaders(request(m_room), m_keys);
    QCOMPARE(headers.size(), 2);
    QCOMPARE(headers.at(0).second, QByteArray("20260101T000000Z"));
    QCOMPARE(headers.at(1).second, QByteArray("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=host;x-amz-date, "
                                              "Signature=0104528632a89a7b9984fb07dc3af79333431dddcc3069d1c2d405dad6ff92b0"));
}

void TstSigV4::postToConnection()
{
    AwsRequest asked = request(u"https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/dev/@connections/PJqB0fHsqRcCHlw%3D"_s);
    asked.method = "POST";
    asked.body = R"({"n":1})";
    asked.contentType = "application/octet-stream";
    QCOMPARE(awsCanonicalPath(asked.url), QByteArray("/dev/%40connections/PJqB0fHsqRcCHlw%253D"));
    const QByteArray authorization = awsSignedHeaders(asked, m_keys).last().second;
    QVERIFY2(authorization.endsWith("SignedHeaders=content-type;host;x-amz-date, Signature=a00eeb2ef1a9c35b2d492d0d71655251c81a6d04356fb910be88bc0867c4eb9e"),
             authorization.constData());
}

void TstSigV4::sessionToken()
{
    AwsCredentials keys = m_keys;
    keys.sessionToken = "TOKEN/+=";
    const QByteArray url = awsSignedUrl(request(m_room), keys, 300).toEncoded();
    QVERIFY2(url.endsWith("0830ab2f9bf11af705b4469eb5a08bc3f61a4f99e27ee22c7604715580ed065b"), url.constData());
    QVERIFY(url.contains("X-Amz-Security-Token=TOKEN%2F%2B%3D"));
    QCOMPARE(awsSignedHeaders(request(m_room), keys).at(1).second, QByteArray("TOKEN/+="));
}

void TstSigV4::portIsPartOfTheHost()
{
    const HeaderList plain = awsSignedHeaders(request(u"ws://localhost/dev"_s), m_keys);
    QVERIFY(plain.last().second != awsSignedHeaders(request(u"ws://localhost:3001/dev"_s), m_keys).last().second);
    QCOMPARE(plain.last().second, awsSignedHeaders(request(u"wss://localhost/dev"_s), m_keys).last().second);   // the scheme is not signed
}

QTEST_GUILESS_MAIN(TstSigV4)
#include "tst_sigv4.moc"
