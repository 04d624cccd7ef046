// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Verifying what others signed (contract §5.2, §7.3): the four vectors, and all that can be wrong with them.

#include "core/signaturecheck.h"

#include <QTest>

using namespace greenroom;
using namespace Qt::StringLiterals;

class TstSignatureCheck : public QObject
{
    Q_OBJECT

private slots:
    void vectors_data();
    void vectors();
    void refusals_data();
    void refusals();
    void laxBelieves();
    void theCanonicalStringIsTold();

private:
    static SignatureRules rules()
    {
        SignatureRules rules;
        rules.region = "us-east-1";
        rules.secrets = { { u"AKIDEXAMPLE"_s, u"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"_s } };
        rules.now = QDateTime(QDate(2026, 1, 1), QTime(0, 1), Qt::UTC);
        rules.strict = true;
        return rules;
    }
    static SignedRequest handshake(const QByteArray &query, const HeaderList &more = {})
    {
        return { "GET", "/dev", query, HeaderList { { "Host", "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com" } } + more, {} };
    }
    static QByteArray query(const QByteArray &signature, const QByteArray &more = {})
    {
        return "room=lobby%201&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20260101%2Fus-east-1%2Fexecute-api%2Faws4_request"
               "&X-Amz-Date=20260101T000000Z&X-Amz-Expires=300&X-Amz-SignedHeaders=host" + more + "&X-Amz-Signature=" + signature;
    }
    static QByteArray authorization(const QByteArray &names, const QByteArray &signature)
    {
        return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/execute-api/aws4_request, SignedHeaders=" + names + ", Signature=" + signature;
    }
    static SignedRequest v1() { return handshake(query("414ce8422c75b3da77b16995f7131bcbd985a7225b01fc858c7a5d24fb340923")); }
    static SignedRequest v2()
    {
        return handshake("room=lobby%201", { { "X-Amz-Date", "20260101T000000Z" },
                                             { "authorization", authorization("host;x-amz-date", "0104528632a89a7b9984fb07dc3af79333431dddcc3069d1c2d405dad6ff92b0") } });
    }
    static SignedRequest v3()
    {
        return { "POST", "/dev/@connections/PJqB0fHsqRcCHlw%3D", {},
                 { { "Host", "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com" }, { "Content-Type", "application/octet-stream" },
                   { "X-Amz-Date", "20260101T000000Z" },
                   { "Authorization", authorization("content-type;host;x-amz-date", "a00eeb2ef1a9c35b2d492d0d71655251c81a6d04356fb910be88bc0867c4eb9e") } },
                 R"({"n":1})" };
    }
};

Q_DECLARE_METATYPE(greenroom::SignedRequest)
Q_DECLARE_METATYPE(greenroom::SignatureRules)

void TstSignatureCheck::vectors_data()
{
    QTest::addColumn<SignedRequest>("request");
    QTest::newRow("D V1 query-signed") << v1();
    QTest::newRow("D V2 header-signed") << v2();
    QTest::newRow("D V3 a POST with a body") << v3();
    QTest::newRow("D V4 with a session token")
        << handshake(query("0830ab2f9bf11af705b4469eb5a08bc3f61a4f99e27ee22c7604715580ed065b", "&X-Amz-Security-Token=TOKEN%2F%2B%3D"));
}

void TstSignatureCheck::vectors()
{
    QFETCH(SignedRequest, request);
    const SignatureVerdict verdict = checkSignature(request, rules());
    QVERIFY2(verdict.isGood(), qPrintable(verdict.message));
    QCOMPARE(verdict.accessKey, QByteArray("AKIDEXAMPLE"));
}

void TstSignatureCheck::refusals_data()
{
    QTest::addColumn<SignedRequest>("request");
    QTest::addColumn<SignatureRules>("rules");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QString>("message");
    const auto changed = [](SignedRequest request, auto change) {
        change(request);
        return request;
    };
    const auto at = [](int day, int minute) {
        SignatureRules late = rules();
        late.now = QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC).addDays(day).addSecs(minute * 60);
        return late;
    };
    QTest::newRow("D unsigned") << handshake("room=lobby%201") << rules() << QByteArray("MissingAuthenticationTokenException") << u"Missing Authentication Token"_s;
    QTest::newRow("D wrong signature") << handshake(query(QByteArray(64, 'a'))) << rules() << QByteArray("InvalidSignatureException")
                                       << u"The request signature we calculated does not match the signature you provided."_s;
    QTest::newRow("D another query") << changed(v1(), [](SignedRequest &r) { r.query.replace("lobby", "attic"); }) << rules()
                                     << QByteArray("InvalidSignatureException") << u"The request signature we calculated does not match"_s;
    QTest::newRow("D another body") << changed(v3(), [](SignedRequest &r) { r.body = R"({"n":2})"; }) << rules()
                                    << QByteArray("InvalidSignatureException") << u"The request signature we calculated does not match"_s;
    QTest::newRow("D another path") << changed(v3(), [](SignedRequest &r) { r.path.replace("PJq", "PJz"); }) << rules()
                                    << QByteArray("InvalidSignatureException") << u"The request signature we calculated does not match"_s;
    QTest::newRow("D another host") << changed(v1(), [](SignedRequest &r) { r.headers[0].second = "localhost:3001"; }) << rules()
                                    << QByteArray("InvalidSignatureException") << u"The request signature we calculated does not match"_s;
    QTest::newRow("D a token appended after signing") << handshake(query("414ce8422c75b3da77b16995f7131bcbd985a7225b01fc858c7a5d24fb340923", "&X-Amz-Security-Token=T"))
                                                      << rules() << QByteArray("InvalidSignatureException") << u"The request signature we calculated does not match"_s;
    QTest::newRow("D expired, in the query") << v1() << at(0, 6) << QByteArray("InvalidSignatureException")
                                             << u"Signature expired: 20260101T000500Z is now earlier than 20260101T000600Z"_s;
    QTest::newRow("R expired, in a header") << v2() << at(0, 6) << QByteArray("InvalidSignatureException")
                                            << u"Signature expired: 20260101T000000Z is now earlier than 20260101T000100Z (20260101T000600Z - 5 min.)"_s;
    QTest::newRow("R a clock ahead") << v2() << at(0, -6) << QByteArray("InvalidSignatureException")
                                     << u"Signature not yet current: 20260101T000000Z is still later than 20251231T235900Z (20251231T235400Z + 5 min.)"_s;
    QTest::newRow("R unknown key") << changed(v2(), [](SignedRequest &r) { r.headers[2].second.replace("AKIDEXAMPLE", "AKIDOTHER"); }) << rules()
                                   << QByteArray("UnrecognizedClientException") << u"The security token included in the request is invalid."_s;
    QTest::newRow("R another region") << changed(v2(), [](SignedRequest &r) { r.headers[2].second.replace("us-east-1", "eu-west-1"); }) << rules()
                                      << QByteArray("InvalidSignatureException") << u"Credential should be scoped to a valid region, not 'eu-west-1'."_s;
    QTest::newRow("R another service") << changed(v2(), [](SignedRequest &r) { r.headers[2].second.replace("execute-api", "lambda"); }) << rules()
                                       << QByteArray("InvalidSignatureException") << u"Credential should be scoped to correct service: 'execute-api', not 'lambda'."_s;
    QTest::newRow("R half a header") << handshake({}, { { "Authorization", "AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/execute-api/aws4_request" } }) << rules()
                                     << QByteArray("IncompleteSignatureException") << u"Authorization header requires 'Signature' parameter."_s;
    QTest::newRow("R a credential of four parts") << handshake({}, { { "X-Amz-Date", "20260101T000000Z" },
                                                                     { "Authorization", "AWS4-HMAC-SHA256 Credential=A/b/c/d, SignedHeaders=host, Signature=e" } }) << rules()
                                                  << QByteArray("IncompleteSignatureException") << u"Credential must have exactly 5 slash-delimited elements"_s;
    QTest::newRow("R the host is not signed") << changed(v2(), [](SignedRequest &r) { r.headers[2].second.replace("host;", ""); }) << rules()
                                              << QByteArray("InvalidSignatureException") << u"'Host' or ':authority' must be a 'SignedHeader'"_s;
}

void TstSignatureCheck::refusals()
{
    QFETCH(SignedRequest, request);
    QFETCH(SignatureRules, rules);
    QFETCH(QByteArray, type);
    QFETCH(QString, message);
    const SignatureVerdict verdict = checkSignature(request, rules);
    QCOMPARE(verdict.errorType, type);
    QVERIFY2(verdict.message.startsWith(message), qPrintable(verdict.message));
}

void TstSignatureCheck::laxBelieves()
{
    SignatureRules lax = rules();
    lax.strict = false;
    QVERIFY(checkSignature(handshake(query(QByteArray(64, 'a'))), lax).isGood());
    QCOMPARE(checkSignature(handshake({}), lax).errorType, QByteArray("MissingAuthenticationTokenException"));
}

void TstSignatureCheck::theCanonicalStringIsTold()
{
    const SignatureVerdict verdict = checkSignature([] { SignedRequest r = v3(); r.body = "x"; return r; }(), rules());
    QVERIFY2(verdict.message.contains("The Canonical String for this request should have been\n'POST\n/dev/%40connections/PJqB0fHsqRcCHlw%253D\n\n"_L1),
             qPrintable(verdict.message));
}

QTEST_GUILESS_MAIN(TstSignatureCheck)
#include "tst_signaturecheck.moc"
