// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/ids.h"
#include "gateway/proxyevent.h"
#include "gateway/proxyresponse.h"
#include "gateway/selection.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace greenroom;
using namespace Qt::StringLiterals;

class TstSelection : public QObject
{
    Q_OBJECT

private slots:
    void expressions_data();
    void expressions();
    void proxyResponses_data();
    void proxyResponses();
    void idsHaveTheServicesShape();
    void errorFrameBytes();
    void requestTimeIsCommonLogFormat();
};

void TstSelection::expressions_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QString>("value");
    QTest::newRow("D plain") << u"$request.body.action"_s << u"join"_s;
    QTest::newRow("D braces") << u"${request.body.action}"_s << u"join"_s;
    QTest::newRow("D two variables") << u"${request.body.service}/${request.body.action}"_s << u"chat/join"_s;
    QTest::newRow("D missing path is empty") << u"${request.body.action}-${request.body.invalidPath}"_s << u"join-"_s;
    QTest::newRow("D constant") << u"action"_s << u"action"_s;
    QTest::newRow("D literal dollar") << u"\\$default"_s << u"$default"_s;
    QTest::newRow("D array") << u"$request.body.list"_s << u"[item1, item2]"_s;
    QTest::newRow("R number") << u"$request.body.n"_s << u"1.5"_s;
    QTest::newRow("R deep") << u"$request.body.data.room"_s << u"room1234"_s;
    QTest::newRow("R index") << u"${request.body.list[1]}"_s << u"item2"_s;
}

void TstSelection::expressions()
{
    QFETCH(QString, expression);
    QFETCH(QString, value);
    const QJsonValue body = QJsonDocument::fromJson(
        R"({"service":"chat","action":"join","data":{"room":"room1234"},"list":["item1","item2"],"n":1.5})").object();
    QCOMPARE(SelectionExpression(expression).evaluate(body), value);
}

void TstSelection::proxyResponses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<bool>("good");
    QTest::newRow("status and body") << QByteArray(R"({"statusCode":200,"body":"hi"})") << true;
    QTest::newRow("empty object") << QByteArray("{}") << false;
    QTest::newRow("one foreign key (middy#1219)") << QByteArray(R"({"statusCode":200,"extra":1})") << false;
    QTest::newRow("status as text") << QByteArray(R"({"statusCode":"200"})") << false;
    QTest::newRow("body that is no string") << QByteArray(R"({"statusCode":200,"body":{}})") << false;
    QTest::newRow("null") << QByteArray("null") << false;
    QTest::newRow("not JSON") << QByteArray("hello") << false;
}

void TstSelection::proxyResponses()
{
    QFETCH(QByteArray, json);
    QFETCH(bool, good);
    QCOMPARE(parseProxyResponse(json).has_value(), good);
}

void TstSelection::idsHaveTheServicesShape()
{
    static const QRegularExpression shape(u"^[A-Za-z0-9_-]{15}=$"_s);
    QSet<QString> seen;
    for (int i = 0; i < 1000; ++i) {
        const QString connection = newConnectionId();
        QVERIFY(shape.match(connection).hasMatch());
        QVERIFY(isConnectionId(connection));
        QCOMPARE(connection.at(11), u'C');
        QCOMPARE(newRequestId().at(11), u'F');
        QCOMPARE(newMessageId(connection).right(5), connection.right(5));
        QCOMPARE(QByteArray::fromBase64(connection.toLatin1(), QByteArray::Base64UrlEncoding).size(), 11);
        seen.insert(connection);
    }
    QCOMPARE(seen.size(), 1000);
    QVERIFY(!isConnectionId(newUuid()));
}

void TstSelection::errorFrameBytes()
{
    QCOMPARE(errorFrame("Internal server error", u"Qyi07eCbtjMCJKw="_s, u"Qyi3UG41tjMFlUg="_s),
             QByteArray(R"({"message": "Internal server error", "connectionId":"Qyi07eCbtjMCJKw=", "requestId":"Qyi3UG41tjMFlUg="})"));
}

void TstSelection::requestTimeIsCommonLogFormat()
{
    QCOMPARE(requestTime(1'701'245'041'798), u"29/Nov/2023:08:04:01 +0000"_s);
}

QTEST_GUILESS_MAIN(TstSelection)
#include "tst_selection.moc"
