// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Frames and quotas (contract §3.1, §5.4, §6): exact sizes, fragments, texts that are none, timers, slow readers.

#include "support/deployment.h"
#include "support/rules.h"

#include <QFile>
#include <QJsonArray>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

class TstFrames : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void sizes_data();
    void sizes();
    void utf8_data();
    void utf8();
    void protocolErrors_data();
    void protocolErrors();
    void endings_data();
    void endings();
    void postedTexts_data();
    void postedTexts();
    void echoTakesEverything_data();
    void echoTakesEverything();
    void rules_data();
    void rules();

private:
    void pingIsAnsweredWithPong();
    void aMillionFragments();
    void fragmentsOfNothing();
    void bigPostComesInFramesOf32K();
    void idleTimer();
    void pingsKeepAliveWhenAskedTo();
    void durationLimitInSpiteOfTraffic();
    void slowReader();
    void tooManyMessages();
    void echoIsCountedNotRecorded();

    static QString contract() { return QStringLiteral(GREENROOM_TEST_DATA "/projects/contract"); }
    static QByteArray idOf(RawClient &client)
    {
        const QJsonObject event = QJsonDocument::fromJson(client.ask("who")).object();
        return event.value("requestContext"_L1).toObject().value("connectionId"_L1).toString().toLatin1();
    }
    static int post(const Serving &host, const QByteArray &id, const QByteArray &body, QByteArray *head = nullptr)
    {
        RawClient client(host.httpUrl);
        const int status = client.request(managementRequest(host, "POST", "/dev/@connections/" + QByteArray(id).replace("=", "%3D"), body));
        if (head)
            *head = client.answerHead + client.readBody();
        return status;
    }
    static double residentMb(qint64 pid)
    {
        QFile file(u"/proc/%1/statm"_s.arg(pid));
        return file.open(QFile::ReadOnly) ? file.readAll().split(' ').value(1).toDouble() * 4096 / 1048576 : 0;
    }

    std::unique_ptr<Serving> m_host;
};

void TstFrames::initTestCase()
{
    QVERIFY2(!QStandardPaths::findExecutable(u"node"_s).isEmpty(), "Node.js is not installed: run packaging/test, which does it.");
    m_host = contractDeployment({ u"--format"_s, u"json"_s });
    QVERIFY2(m_host->ready, m_host->process.readAllStandardError().constData());
}

void TstFrames::sizes_data()
{
    QTest::addColumn<QList<int>>("frames");
    QTest::addColumn<int>("opcode");
    QTest::addColumn<int>("code");   // 0: it is answered
    const int full = 32'768;
    QTest::newRow("3.1 D one frame of 32,768 bytes") << QList<int> { full } << 1 << 0;
    QTest::newRow("3.1 D one frame of 32,769 bytes: 1009") << QList<int> { full + 1 } << 1 << 1009;
    QTest::newRow("3.1 D 131,072 bytes in four frames") << QList<int> { full, full, full, full } << 1 << 0;
    QTest::newRow("3.1 D 131,073 bytes in five frames: 1009") << QList<int> { full, full, full, full, 1 } << 1 << 1009;
    QTest::newRow("3.1 D a later frame of 32,769 bytes: 1009") << QList<int> { 10, full + 1 } << 1 << 1009;
    QTest::newRow("3.1 D a binary frame: 1003") << QList<int> { 10 } << 2 << 1003;
    QTest::newRow("3.1 D a binary message in fragments: 1003") << QList<int> { 10, 10 } << 2 << 1003;
    QTest::newRow("3.1 R an empty message is routed") << QList<int> { 0 } << 1 << 0;
}

void TstFrames::sizes()
{
    QFETCH(QList<int>, frames);
    QFETCH(int, opcode);
    QFETCH(int, code);
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    int total = 0;
    for (qsizetype i = 0; i < frames.size(); ++i) {
        client.send(i == 0 ? opcode : 0, QByteArray(frames.at(i), 'x'), i + 1 == frames.size());
        total += frames.at(i);
    }
    if (code != 0) {
        QCOMPARE(client.closeCode(), code);
        // (R) the texts are empty but for “Going away”.
        QCOMPARE(client.reason, QByteArray());
        return;
    }
    const QJsonObject event = QJsonDocument::fromJson(client.text()).object();
    QCOMPARE(event.value("body"_L1).toString(), QString(total, u'x'));
}

void TstFrames::utf8_data()
{
    QTest::addColumn<QList<QByteArray>>("frames");
    QTest::addColumn<bool>("valid");
    QTest::newRow("3.1 R UTF-8: four bytes") << QList<QByteArray> { "\xf0\x9f\x8d\x8f" } << true;
    QTest::newRow("3.1 R UTF-8: a character over two frames") << QList<QByteArray> { "\xf0\x9f", "\x8d\x8f" } << true;
    QTest::newRow("3.1 R UTF-8: a byte order mark stays") << QList<QByteArray> { "\xef\xbb\xbfx" } << true;
    QTest::newRow("3.1 R UTF-8: a NUL") << QList<QByteArray> { QByteArray("a\0b", 3) } << true;
    QTest::newRow("3.1 R UTF-8: a lone continuation") << QList<QByteArray> { "a\x80" } << false;
    QTest::newRow("3.1 R UTF-8: overlong") << QList<QByteArray> { "\xc0\xaf" } << false;
    QTest::newRow("3.1 R UTF-8: a surrogate") << QList<QByteArray> { "\xed\xa0\x80" } << false;
    QTest::newRow("3.1 R UTF-8: beyond U+10FFFF") << QList<QByteArray> { "\xf4\x90\x80\x80" } << false;
    QTest::newRow("3.1 R UTF-8: cut at the end") << QList<QByteArray> { "abc\xf0\x9f" } << false;
    QTest::newRow("3.1 R UTF-8: cut at the end of fragments") << QList<QByteArray> { "abc\xf0", "\x9f" } << false;
    QTest::newRow("3.1 R UTF-8: 0xff") << QList<QByteArray> { "\xff" } << false;
    QTest::newRow("3.1 R UTF-8: in the second frame") << QList<QByteArray> { "abc", "\xff", "abc" } << false;
}

void TstFrames::utf8()
{
    QFETCH(QList<QByteArray>, frames);
    QFETCH(bool, valid);
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    for (qsizetype i = 0; i < frames.size(); ++i)
        client.send(i == 0 ? 1 : 0, frames.at(i), i + 1 == frames.size());
    if (!valid) {
        QCOMPARE(client.closeCode(), 1007);
        return;
    }
    // Looked for in the bytes: Qt's own reader would take a leading byte order mark away.
    const QByteArray event = client.text();
    const QByteArray wanted = "\"body\":\"" + frames.join().replace(QByteArray("\0", 1), "\\u0000") + '"';
    QVERIFY2(event.contains(wanted), event.constData());
}

void TstFrames::protocolErrors_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("3.1 R 1002: not masked") << QByteArray("\x81\x02hi");
    QTest::newRow("3.1 R 1002: reserved bit") << QByteArray("\xc1\x80\0\0\0\0", 6);
    QTest::newRow("3.1 R 1002: reserved opcode") << RawClient::frame(3, "x");
    QTest::newRow("3.1 R 1002: continuation of nothing") << RawClient::frame(0, "x");
    QTest::newRow("3.1 R 1002: a new message within another") << RawClient::frame(1, "x", false) + RawClient::frame(1, "y");
    QTest::newRow("3.1 R 1002: fragmented ping") << RawClient::frame(9, "x", false);
    QTest::newRow("3.1 R 1002: ping of 126 bytes") << RawClient::frame(9, QByteArray(126, 'x'));
    QTest::newRow("3.1 R 1002: close of one byte") << RawClient::frame(8, "x");
    QTest::newRow("3.1 R 1002: close with 1005") << RawClient::frame(8, "\x03\xed");
}

void TstFrames::protocolErrors()
{
    QFETCH(QByteArray, bytes);
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.write(bytes);
    QCOMPARE(client.closeCode(), 1002);
    RawClient neighbour(m_host->wsUrl);
    QCOMPARE(neighbour.upgrade(), 101);
    QCOMPARE(neighbour.ask(R"({"action":"two"})"), QByteArray("hi"));
}

void TstFrames::rules_data()
{
    addRules<TstFrames>({
        { "3.1 O a ping: a pong with its bytes, no event", &TstFrames::pingIsAnsweredWithPong },
        { "3.1 D a message of a million fragments: 1009 and little memory", &TstFrames::aMillionFragments },
        { "3.1 R fragments of nothing", &TstFrames::fragmentsOfNothing },
        { "5.4 R a big POST comes in frames of 32 KB", &TstFrames::bigPostComesInFramesOf32K },
        { "5.4 O a POST resets the idle timer, a ping does not", &TstFrames::idleTimer },
        { "6.1 R pings keep a connection alive when asked to", &TstFrames::pingsKeepAliveWhenAskedTo },
        { "6.1 D the duration limit in spite of traffic: 1001", &TstFrames::durationLimitInSpiteOfTraffic },
        { "5.2 D a slow reader: 429 to a POST, 1008 to an answer", &TstFrames::slowReader },
        { "6.2 D too many requests from one client: 1008", &TstFrames::tooManyMessages },
        { "3.1 R builtin:echo is counted, not recorded", &TstFrames::echoIsCountedNotRecorded },
    });
}

void TstFrames::rules()
{
    using Check = void (TstFrames::*)();
    QFETCH(Check, check);
    (this->*check)();
}

void TstFrames::pingIsAnsweredWithPong()
{
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.send(9, "are you there");
    const RawClient::Frame pong = client.next();
    QCOMPARE(pong.opcode, 10);
    QCOMPARE(pong.payload, QByteArray("are you there"));
}

// One message of a million one-byte frames: closed at 128 KiB, and little memory all the while.
void TstFrames::aMillionFragments()
{
    NEEDS_LOCAL_HOST(*m_host);
    RawClient neighbour(m_host->wsUrl);
    QCOMPARE(neighbour.upgrade(), 101);
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    const double before = residentMb(m_host->process.processId());
    QByteArray batch = RawClient::frame(1, "x", false);
    const QByteArray one = RawClient::frame(0, "x", false);
    for (int sent = 0; sent < 1'000'000 && client.socket.state() == QAbstractSocket::ConnectedState; sent += 10'000) {
        for (int i = 0; i < 10'000; ++i)
            batch += one;
        client.write(std::exchange(batch, {}));
        RawClient::waitFor([&client] { return client.socket.bytesToWrite() < 1'000'000 || client.socket.state() != QAbstractSocket::ConnectedState; }, 10'000);
    }
    const int code = client.closeCode();
    QVERIFY2(code == 1009 || code == 1006, qPrintable(QString::number(code)));
    const QJsonObject closed = m_host->waitForEvent(u"connection.closed"_s, [](const QJsonObject &event) {
        return event.value("code"_L1).toInt() == 1009 && event.value("reason"_L1).toString() == "Message Too Big"_L1;
    });
    QVERIFY(!closed.isEmpty());
    const double grown = residentMb(m_host->process.processId()) - before;
    QVERIFY2(grown < 64, qPrintable(u"%1 MB more"_s.arg(grown)));
    QCOMPARE(neighbour.ask(R"({"action":"two"})"), QByteArray("hi"));
}

void TstFrames::fragmentsOfNothing()
{
    NEEDS_LOCAL_HOST(*m_host);
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    const double before = residentMb(m_host->process.processId());
    QByteArray batch = RawClient::frame(1, {}, false);
    for (int i = 0; i < 200'000; ++i)
        batch += RawClient::frame(0, {}, false);
    client.write(batch);
    client.send(0, "x");
    const QJsonObject event = QJsonDocument::fromJson(client.text(30'000)).object();
    QCOMPARE(event.value("body"_L1).toString(), u"x"_s);
    QVERIFY(residentMb(m_host->process.processId()) - before < 64);
}

void TstFrames::endings_data()
{
    QTest::addColumn<QByteArray>("how");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("reason");
    QTest::newRow("2.5 D a close frame without a code") << RawClient::frame(8, {}) << 1005 << u"Client-side close frame status not set"_s;
    QTest::newRow("2.5 O a close frame with code and text") << RawClient::frame(8, QByteArray("\x03\xe8") + "bye") << 1000 << u"bye"_s;
    QTest::newRow("2.5 O a browser leaves the page") << RawClient::frame(8, QByteArray("\x03\xe9")) << 1001 << u""_s;
    QTest::newRow("2.5 O an application's own code") << RawClient::frame(8, QByteArray("\x0f\xa1") + "moved") << 4001 << u"moved"_s;
    QTest::newRow("2.5 D TCP gone, no close frame") << QByteArray() << 1006 << u""_s;
    QTest::newRow("2.5 D half a frame, then TCP gone") << QByteArray("\x81\x85\x01\x02", 4) << 1006 << u""_s;
    QTest::newRow("2.5 R binary frame: 1003 and its IANA name") << RawClient::frame(2, "x") << 1003 << u"Unsupported Data"_s;
    QTest::newRow("2.5 R oversize frame: 1009 and its IANA name") << RawClient::frame(1, QByteArray(32'769, 'x')) << 1009 << u"Message Too Big"_s;
    QTest::newRow("2.5 R not UTF-8: 1007 and its IANA name") << RawClient::frame(1, "\xff") << 1007 << u"Invalid frame payload data"_s;
    QTest::newRow("2.5 O DELETE @connections") << QByteArray("DELETE") << 1000 << u"Connection Closed Normally"_s;
}

// What $disconnect is told, and that it is called at all.
void TstFrames::endings()
{
    NEEDS_LOCAL_HOST(*m_host);
    QFETCH(QByteArray, how);
    QFETCH(int, code);
    QFETCH(QString, reason);
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    const QByteArray id = idOf(client);
    if (how == "DELETE") {
        RawClient http(m_host->httpUrl);
        QCOMPARE(http.request("DELETE /dev/@connections/" + id + " HTTP/1.1\r\nHost: "
                              + QUrl(m_host->httpUrl).authority().toLatin1() + "\r\n\r\n"), 204);
        QCOMPARE(client.closeCode(), 1000);
    } else {
        client.write(how);
        if (code == 1006)
            client.socket.abort();
    }
    const QString connectionId = QString::fromLatin1(id);
    const QJsonObject invoked = m_host->waitForEvent(u"integration.invoked"_s, [&connectionId](const QJsonObject &event) {
        return event.value("connectionId"_L1).toString() == connectionId && event.value("routeKey"_L1).toString() == "$disconnect"_L1;
    });
    const QJsonObject event = QJsonDocument::fromJson(invoked.value("event"_L1).toString().toUtf8()).object();
    const QJsonObject context = event.value("requestContext"_L1).toObject();
    QCOMPARE(context.value("disconnectStatusCode"_L1).toInt(), code);
    QCOMPARE(context.value("disconnectReason"_L1).toString(), reason);
    QCOMPARE(context.value("eventType"_L1).toString(), u"DISCONNECT"_s);
    QVERIFY(!context.contains("messageId"_L1) && !event.contains("body"_L1) && !event.contains("queryStringParameters"_L1));
    QCOMPARE(event.value("headers"_L1).toObject().keys(), (QStringList { u"Host"_s, u"X-Forwarded-For"_s, u"x-api-key"_s, u"x-restapi"_s }));
    // By then the id is gone.
    QCOMPARE(post(*m_host, id, "x"), 410);
}

void TstFrames::postedTexts_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::newRow("5.1 D POST: one text frame") << QByteArray("gr\xc3\xbc\xc3\x9f Gott") << 200;
    QTest::newRow("5.1 R POST of nothing: an empty frame") << QByteArray("") << 200;
    QTest::newRow("5.1 D POST of 131,072 bytes") << QByteArray(131'072, 'x') << 200;
    QTest::newRow("5.2 D POST of 131,073 bytes: 413") << QByteArray(131'073, 'x') << 413;
    QTest::newRow("5.4 R POST of what is not UTF-8: 400") << QByteArray("a\xff") << 400;
    QTest::newRow("5.4 R POST of cut UTF-8: 400") << QByteArray("a\xf0\x9f") << 400;
}

void TstFrames::postedTexts()
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    const QByteArray id = idOf(client);
    QByteArray answer;
    QCOMPARE(post(*m_host, id, body, &answer), status);
    if (status == 200) {
        QCOMPARE(client.text(), body);
    } else {
        QVERIFY2(answer.contains(status == 413 ? "x-amzn-ErrorType: PayloadTooLargeException" : "x-amzn-ErrorType: BadRequestException"), answer.constData());
        QCOMPARE(client.ask(R"({"action":"two"})"), QByteArray("hi"));   // still open, nothing in between
    }
}

void TstFrames::bigPostComesInFramesOf32K()
{
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QCOMPARE(post(*m_host, idOf(client), QByteArray(100'000, 'x')), 200);
    QList<qsizetype> sizes;
    for (RawClient::Frame frame = client.next(); frame.opcode >= 0; frame = client.next()) {
        QCOMPARE(frame.opcode, sizes.isEmpty() ? 1 : 0);
        sizes.append(frame.payload.size());
        if (frame.fin)
            break;
    }
    QCOMPARE(sizes, (QList<qsizetype> { 32'768, 32'768, 32'768, 1'696 }));
}

// Data in either direction counts, a ping does not.
void TstFrames::idleTimer()
{
    NEEDS_LOCAL_HOST(*m_host);
    Serving host(contract(), { u"--quotas"_s, u"idleTimeout=1s"_s, u"--format"_s, u"json"_s });
    QVERIFY(host.ready);
    RawClient silent(host.wsUrl);
    QCOMPARE(silent.upgrade(), 101);
    RawClient pinging(host.wsUrl);
    QCOMPARE(pinging.upgrade(), 101);
    RawClient posted(host.wsUrl);
    QCOMPARE(posted.upgrade(), 101);
    const QByteArray id = idOf(posted);
    int posts = 0;
    while (silent.socket.state() == QAbstractSocket::ConnectedState || pinging.socket.state() == QAbstractSocket::ConnectedState || posts < 8) {
        QVERIFY2(posts < 80, "the silent ones were never closed");
        pinging.send(9, "x");
        QCOMPARE(post(host, id, QByteArray::number(posts++)), 200);
        QTest::qWait(200);
    }
    QCOMPARE(silent.closeCode(), 1001);
    QCOMPARE(silent.reason, QByteArray("Going away"));
    RawClient::Frame frame = pinging.next();
    while (frame.opcode == 10)
        frame = pinging.next();
    QCOMPARE(frame.code(), 1001);
    const QJsonObject invoked = host.waitForEvent(u"integration.invoked"_s, [](const QJsonObject &event) {
        return event.value("routeKey"_L1).toString() == "$disconnect"_L1;
    });
    const QJsonObject context = QJsonDocument::fromJson(invoked.value("event"_L1).toString().toUtf8()).object()
                                    .value("requestContext"_L1).toObject();
    QCOMPARE(context.value("disconnectStatusCode"_L1).toInt(), 1001);
    QCOMPARE(context.value("disconnectReason"_L1).toString(), u"Going away"_s);
}

// (R) One setting flips what a ping is worth.
void TstFrames::pingsKeepAliveWhenAskedTo()
{
    NEEDS_LOCAL_HOST(*m_host);
    Serving host(contract(), { u"--quotas"_s, u"idleTimeout=1s,pingsKeepAlive=true"_s });
    QVERIFY(host.ready);
    RawClient silent(host.wsUrl);
    QCOMPARE(silent.upgrade(), 101);
    RawClient pinging(host.wsUrl);
    QCOMPARE(pinging.upgrade(), 101);
    for (int i = 0; i < 200 && silent.socket.state() == QAbstractSocket::ConnectedState; ++i) {
        pinging.send(9, "x");
        QTest::qWait(100);
    }
    QCOMPARE(silent.closeCode(), 1001);
    pinging.sendText("{\"action\":\"two\"}");
    RawClient::Frame frame = pinging.next();
    while (frame.opcode == 10)
        frame = pinging.next();
    QCOMPARE(frame.payload, QByteArray("hi"));
}

void TstFrames::durationLimitInSpiteOfTraffic()
{
    NEEDS_LOCAL_HOST(*m_host);
    Serving host(contract(), { u"--quotas"_s, u"maxConnectionDuration=1s,idleTimeout=off"_s });
    QVERIFY(host.ready);
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    for (int i = 0; i < 200 && client.socket.state() == QAbstractSocket::ConnectedState; ++i) {
        client.sendText(R"({"action":"one"})");
        QTest::qWait(50);
    }
    QCOMPARE(client.closeCode(), 1001);
    QCOMPARE(client.reason, QByteArray("Going away"));
}

// 16 MiB wait for one that does not read: a POST is answered 429, a route's answer closes with 1008, both are
// said, and nobody else notices.
void TstFrames::slowReader()
{
    NEEDS_LOCAL_HOST(*m_host);
    Serving host(contract(), { u"--format"_s, u"json"_s });
    QVERIFY(host.ready);
    RawClient neighbour(host.wsUrl);
    QCOMPARE(neighbour.upgrade(), 101);
    RawClient slow(host.wsUrl);
    slow.socket.setReadBufferSize(1024);
    QCOMPARE(slow.upgrade(), 101);
    const QByteArray id = idOf(slow);
    slow.socket.setReadBufferSize(1);   // what is beyond stays in the kernel
    int status = 200;
    int accepted = 0;
    while (status == 200 && accepted < 400) {
        status = post(host, id, QByteArray(131'072, 'x'));
        accepted += status == 200 ? 1 : 0;
    }
    QCOMPARE(status, 429);
    QVERIFY2(accepted >= 128, qPrintable(QString::number(accepted)));   // 16 MiB of 128 KiB
    for (int i = 0; i < 20; ++i)
        QCOMPARE(post(host, id, "x"), 429);
    QCOMPARE(neighbour.ask(R"({"action":"two"})"), QByteArray("hi"));
    QVERIFY(!host.waitForEvent(u"notice"_s, [](const QJsonObject &event) {
        return event.value("text"_L1).toString().contains("429"_L1);
    }).isEmpty());
    // Said once, not for every POST.
    int said = 0;
    const QList<QJsonObject> notices = host.events(u"notice"_s);
    for (const QJsonObject &event : notices)
        said += event.value("text"_L1).toString().contains("429"_L1) ? 1 : 0;
    QCOMPARE(said, 1);

    // The kernel may have taken a little more in the meantime: filled up again, asked again.
    bool closedIt = false;
    for (int i = 0; i < 50 && !closedIt; ++i) {
        while (post(host, id, QByteArray(131'072, 'x')) == 200) { }
        slow.sendText(R"({"action":"two"})");
        closedIt = !host.waitForEvent(u"notice"_s, [](const QJsonObject &event) {
            return event.value("text"_L1).toString().contains("1008"_L1);
        }, 200).isEmpty();
    }
    QVERIFY(closedIt);
    const QJsonObject closed = host.waitForEvent(u"connection.closed"_s, [&id](const QJsonObject &event) {
        return event.value("connectionId"_L1).toString().toLatin1() == id;
    });
    QCOMPARE(closed.value("code"_L1).toInt(), 1008);
    QCOMPARE(post(host, id, "x"), 410);
    QCOMPARE(neighbour.ask(R"({"action":"two"})"), QByteArray("hi"));
}

void TstFrames::tooManyMessages()
{
    NEEDS_LOCAL_HOST(*m_host);
    Serving host(contract(), { u"--quotas"_s, u"requestsPerSecond=5,burst=5,throttledPerSecond=20"_s });
    QVERIFY(host.ready);
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    for (int i = 0; i < 100; ++i)
        client.sendText(R"({"action":"one"})");
    const QByteArray frame = client.text();
    QVERIFY2(frame.startsWith("{\"message\": \"Too Many Requests\", \"connectionId\":\""), frame.constData());
    QCOMPARE(client.closeCode(), 1008);
}

void TstFrames::echoTakesEverything_data()
{
    QTest::addColumn<int>("opcode");
    QTest::addColumn<QByteArray>("payload");
    QTest::newRow("3.1 R builtin:echo takes text") << 1 << QByteArray("hello");
    QTest::newRow("3.1 R builtin:echo takes binary") << 2 << QByteArray("\0\xff\x80", 3);
    QTest::newRow("3.1 R builtin:echo takes a text of 1 MiB in one frame") << 1 << QByteArray(1024 * 1024, 'x');
    QTest::newRow("3.1 R builtin:echo takes binary of 16 MiB in one frame") << 2 << QByteArray(16 * 1024 * 1024, '\xff');
    QTest::newRow("3.1 R builtin:echo takes empty text") << 1 << QByteArray();
    QTest::newRow("3.1 R builtin:echo takes empty binary") << 2 << QByteArray();
}

void TstFrames::echoTakesEverything()
{
    NEEDS_LOCAL_HOST(*m_host);
    QFETCH(int, opcode);
    QFETCH(QByteArray, payload);
    static Serving host(u"builtin:echo"_s, { u"--format"_s, u"json"_s });
    QVERIFY(host.ready);
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.send(opcode, payload);
    QByteArray got;
    RawClient::Frame frame = client.next(30'000);
    QCOMPARE(frame.opcode, opcode);
    for (got = frame.payload; !frame.fin && frame.opcode >= 0; got += frame.payload)
        frame = client.next(30'000);
    QVERIFY(got == payload);
}

void TstFrames::echoIsCountedNotRecorded()
{
    NEEDS_LOCAL_HOST(*m_host);
    Serving host(u"builtin:echo"_s, { u"--format"_s, u"json"_s });
    QVERIFY(host.ready);
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    for (int i = 0; i < 50; ++i)
        QCOMPARE(client.ask("0123456789"), QByteArray("0123456789"));
    int received = 0;
    int bytes = 0;
    QVERIFY(!host.waitForEvent(u"traffic.counted"_s, [&](const QJsonObject &) {
        received = bytes = 0;
        const QList<QJsonObject> counted = host.events(u"traffic.counted"_s);
        for (const QJsonObject &event : counted) {
            received += event.value("received"_L1).toInt();
            bytes += event.value("sentBytes"_L1).toInt();
        }
        return received == 50;
    }).isEmpty());
    QCOMPARE(bytes, 500);
    QVERIFY(host.events(u"message.received"_s).isEmpty() && host.events(u"message.sent"_s).isEmpty());
}

QTEST_GUILESS_MAIN(TstFrames)
#include "tst_frames.moc"
