// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/http/requesthead.h"

#include <QTest>

using namespace greenroom;

class TstRequestHead : public QObject
{
    Q_OBJECT

private slots:
    void heads_data();
    void heads();
    void handshakes_data();
    void handshakes();
    void halfAHeadIsIncomplete();
};

void TstRequestHead::heads_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("status");   // 0: welcome
    const QByteArray good = "GET /dev?a=1 HTTP/1.1\r\nHost: localhost:3001\r\n";
    QTest::newRow("plain GET") << good + "\r\n" << 0;
    QTest::newRow("folded header") << good + "X: a\r\n b\r\n\r\n" << 400;
    QTest::newRow("NUL") << good + QByteArray("X: a\0b\r\n\r\n", 10) << 400;
    QTest::newRow("bare LF") << QByteArray("GET / HTTP/1.1\nHost: x\n\n") << 400;
    QTest::newRow("space before the colon") << good + "X : a\r\n\r\n" << 400;
    QTest::newRow("both lengths (smuggling)") << good + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n" << 400;
    QTest::newRow("two lengths") << good + "Content-Length: 3\r\nContent-Length: 4\r\n\r\n" << 400;
    QTest::newRow("length that is no number") << good + "Content-Length: 3x\r\n\r\n" << 400;
    QTest::newRow("HTTP/1.0") << QByteArray("GET / HTTP/1.0\r\nHost: x\r\n\r\n") << 505;
    QTest::newRow("more than 16 KiB") << good + "X: " + QByteArray(17'000, 'a') + "\r\n\r\n" << 431;
    QByteArray many = good;
    for (int i = 0; i < 101; ++i)
        many += "X" + QByteArray::number(i) + ": a\r\n";
    QTest::newRow("more than 100 headers") << many + "\r\n" << 431;
    QTest::newRow("URL beyond 4,096 characters") << "GET /" + QByteArray(4096, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n" << 414;
    QTest::newRow("not HTTP at all") << QByteArray("hello\r\n\r\n") << 400;
}

void TstRequestHead::heads()
{
    QFETCH(QByteArray, text);
    QFETCH(int, status);
    const HeadParse parse = parseRequestHead(text, Quotas {});
    QCOMPARE(parse.state, status == 0 ? HeadParse::State::Complete : HeadParse::State::Refused);
    QCOMPARE(parse.status, status);
    if (status == 0) {
        QCOMPARE(parse.head.path(), QByteArray("/dev"));
        QCOMPARE(parse.head.query(), QByteArray("a=1"));
    }
}

void TstRequestHead::handshakes_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<int>("status");
    const QByteArray upgrade = "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n";
    const QByteArray key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    const QByteArray version = "Sec-WebSocket-Version: 13\r\n";
    QTest::newRow("good") << upgrade + key + version << 0;
    QTest::newRow("no key") << upgrade + version << 400;
    QTest::newRow("two keys") << upgrade + key + key + version << 400;
    QTest::newRow("malformed key") << upgrade + "Sec-WebSocket-Key: short\r\n" + version << 400;
    QTest::newRow("wrong version says the right one") << upgrade + key + "Sec-WebSocket-Version: 8\r\n" << 426;
    QTest::newRow("no Connection: Upgrade") << "Upgrade: websocket\r\n" + key + version << 400;
}

void TstRequestHead::handshakes()
{
    QFETCH(QByteArray, headers);
    QFETCH(int, status);
    const HeadParse head = parseRequestHead("GET /dev HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n", Quotas {});
    QCOMPARE(head.state, HeadParse::State::Complete);
    const HeadParse parse = checkUpgrade(head.head);
    QCOMPARE(parse.status, status);
    if (status == 426)
        QCOMPARE(parse.answerHeaders.first().value, QByteArray("13"));
}

void TstRequestHead::halfAHeadIsIncomplete()
{
    QCOMPARE(parseRequestHead("GET /dev HTTP/1.1\r\nHos", Quotas {}).state, HeadParse::State::Incomplete);
}

QTEST_GUILESS_MAIN(TstRequestHead)
#include "tst_requesthead.moc"
