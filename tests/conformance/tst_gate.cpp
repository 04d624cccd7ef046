// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is refused before anything of ours is reached: heads, hosts, origins, handshakes, half a hello. A
// refused connection never reaches a handler.

#include "support/rawclient.h"
#include "support/rules.h"
#include "support/serving.h"

#include <QDir>
#include <QFileInfo>
#include <QSslCertificate>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

class TstGate : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void heads_data();
    void heads();
    void handshakes_data();
    void handshakes();
    void origins_data();
    void origins();
    void hosts_data();
    void hosts();
    void tlsOnTheSamePort_data();
    void tlsOnTheSamePort();
    void rules_data();
    void rules();

private:
    void halfAHeadIs408();
    void halfABodyIs408();
    void halfATlsHelloIsDropped();
    void silentConnectionIsDropped();
    void allowedByName();
    void refusedNeverReachesAHandler();
    void certificateFiles();

    QByteArray host() const { return QUrl(m_host->wsUrl).authority().toLatin1(); }
    QByteArray port() const { return QByteArray::number(QUrl(m_host->wsUrl).port()); }
    QString authority() const
    {
        const QString tls = m_host->data.filePath(u"tls"_s);
        return tls + u'/' + QDir(tls).entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0) + u"/authority.pem"_s;
    }

    std::unique_ptr<Serving> m_host;
};

void TstGate::initTestCase()
{
    QVERIFY2(!QStandardPaths::findExecutable(u"node"_s).isEmpty(), "Node.js is not installed: run packaging/test, which does it.");
    m_host = std::make_unique<Serving>(QStringLiteral(GREENROOM_TEST_DATA "/projects/contract"),
                                       QStringList { u"--quotas"_s, u"headTimeout=400ms"_s, u"--format"_s, u"json"_s,
                                                     u"--allow-origin"_s, u"https://shop.example"_s,
                                                     u"--allow-host"_s, u"tunnel.example"_s });
    QVERIFY2(m_host->ready, m_host->process.readAllStandardError().constData());
}

void TstGate::heads_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("status");
    const QByteArray get = "GET /dev HTTP/1.1\r\nHost: HOST\r\n";
    const QByteArray post = "POST /dev/@connections/PJqB0fHsqRcCHlw%3D HTTP/1.1\r\nHost: HOST\r\n";
    QTest::newRow("1 O a GET below the stage: 426") << get + "\r\n" << 426;
    QTest::newRow("6.1 R head: more than 16 KiB is 431") << get + "X: " + QByteArray(20'000, 'a') + "\r\n\r\n" << 431;
    QTest::newRow("6.1 R head: a megabyte of head is 431") << get + "X: " + QByteArray(1024 * 1024, 'a') + "\r\n\r\n" << 431;
    QByteArray many = get;
    for (int i = 0; i < 101; ++i)
        many += "X-" + QByteArray::number(i) + ": a\r\n";
    QTest::newRow("6.1 R head: more than 100 headers is 431") << many + "\r\n" << 431;
    QTest::newRow("6.1 R head: folded header") << get + "X: a\r\n b\r\n\r\n" << 400;
    QTest::newRow("6.1 R head: NUL") << get + QByteArray("X: a\0b\r\n\r\n", 10) << 400;
    QTest::newRow("6.1 R head: NUL in the target") << QByteArray("GET /de\0v HTTP/1.1\r\nHost: HOST\r\n\r\n", 34) << 400;
    QTest::newRow("6.1 R head: chunked with a length") << post + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" << 400;
    QTest::newRow("6.1 R head: two lengths") << post + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc" << 400;
    QTest::newRow("6.1 R head: negative length") << post + "Content-Length: -1\r\n\r\n" << 400;
    QTest::newRow("6.1 R head: bad chunk size") << post + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n" << 400;
    QTest::newRow("6.1 R head: gzip transfer encoding") << post + "Transfer-Encoding: gzip\r\n\r\n" << 501;
    QTest::newRow("6.1 R head: HTTP/2 preface") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << 505;
    QTest::newRow("2.1 D URL beyond 4,096 characters: 414") << "GET /" + QByteArray(4096, 'a') + " HTTP/1.1\r\nHost: HOST\r\n\r\n" << 414;
    QTest::newRow("6.1 R head: no HTTP at all") << QByteArray("EHLO example\r\n\r\n") << 400;
    QTest::newRow("6.1 R head: chunked POST is read") << post + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n" << 410;
    QTest::newRow("6.1 R head: a body of 9 MiB is 413") << post + "Content-Length: 9437184\r\n\r\n" + QByteArray(9'437'184, 'x') << 413;
}

void TstGate::heads()
{
    QFETCH(QByteArray, text);
    QFETCH(int, status);
    RawClient client(m_host->httpUrl);
    QCOMPARE(client.request(text.replace("HOST", host())), status);
    if (status != 410 && status != 426)
        QVERIFY(client.isClosed());
}

void TstGate::handshakes_data()
{
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<int>("status");
    const QByteArray upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
    const QByteArray key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    const QByteArray version = "Sec-WebSocket-Version: 13\r\n";
    QTest::newRow("2.1 R handshake: good") << upgrade + key + version << 101;
    QTest::newRow("2.1 R handshake: tokens in any case, in a list") << "connection: keep-alive, UPGRADE\r\nupgrade: WebSocket\r\n" + key + version << 101;
    QTest::newRow("2.1 R handshake: no key") << upgrade + version << 400;
    QTest::newRow("2.1 R handshake: doubled key") << upgrade + key + key + version << 400;
    QTest::newRow("2.1 R handshake: key of 15 bytes") << upgrade + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25j\r\n" + version << 400;
    QTest::newRow("2.1 R handshake: key that is no base64") << upgrade + "Sec-WebSocket-Key: ************************\r\n" + version << 400;
    QTest::newRow("2.1 R handshake: wrong version says the right one") << upgrade + key + "Sec-WebSocket-Version: 12\r\n" << 426;
    QTest::newRow("2.1 R handshake: no version") << upgrade + key << 426;
    QTest::newRow("2.1 R handshake: doubled version") << upgrade + key + version + version << 426;
    QTest::newRow("2.1 R handshake: no Connection: Upgrade") << "Upgrade: websocket\r\n" + key + version << 400;
    QTest::newRow("2.1 R handshake: with a body") << upgrade + key + version + "Content-Length: 5\r\n" << 400;
    QTest::newRow("2.1 R handshake: doubled Host") << upgrade + key + version + "Host: localhost\r\n" << 400;
}

void TstGate::handshakes()
{
    QFETCH(QByteArray, headers);
    QFETCH(int, status);
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.request(client.head(headers + "\r\n")), status);
    if (status == 426)
        QCOMPARE(client.header("Sec-WebSocket-Version"), QByteArray("13"));
}

void TstGate::origins_data()
{
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<bool>("upgrade");   // may open a socket
    QTest::addColumn<bool>("post");      // may make another request
    QTest::newRow("1 R origin: none") << QByteArray() << true << true;
    QTest::newRow("1 R origin: our own") << QByteArray("http://HOST") << true << true;
    QTest::newRow("1 R origin: loopback of any port") << QByteArray("http://localhost:5173") << true << false;
    QTest::newRow("1 R origin: loopback by address") << QByteArray("http://127.0.0.1:8080") << true << false;
    QTest::newRow("1 R origin: loopback IPv6") << QByteArray("http://[::1]:8080") << true << false;
    QTest::newRow("1 R origin: loopback over TLS") << QByteArray("https://localhost:8443") << true << false;
    QTest::newRow("1 R origin: listed") << QByteArray("https://shop.example") << true << true;
    QTest::newRow("1 R origin: listed, with its default port") << QByteArray("https://shop.example:443") << true << true;
    QTest::newRow("1 R origin: listed, other scheme") << QByteArray("http://shop.example") << false << false;
    QTest::newRow("1 R origin: listed, other port") << QByteArray("https://shop.example:8443") << false << false;
    QTest::newRow("1 R origin: foreign") << QByteArray("https://evil.example") << false << false;
    QTest::newRow("1 R origin: prefix trick, name") << QByteArray("http://localhost.evil.com") << false << false;
    QTest::newRow("1 R origin: prefix trick, address") << QByteArray("http://127.0.0.1.evil.com") << false << false;
    QTest::newRow("1 R origin: suffix trick") << QByteArray("http://evillocalhost") << false << false;
    QTest::newRow("1 R origin: user-info trick") << QByteArray("http://localhost:3001@evil.com") << false << false;
    QTest::newRow("1 R origin: user-info in front of ours") << QByteArray("http://evil.com@HOST") << false << false;
    QTest::newRow("1 R origin: null") << QByteArray("null") << false << false;
    QTest::newRow("1 R origin: with a path") << QByteArray("http://localhost:5173/app") << false << false;
    QTest::newRow("1 R origin: with a query") << QByteArray("http://HOST?a") << false << false;
    QTest::newRow("1 R origin: no scheme") << QByteArray("localhost:5173") << false << false;
    QTest::newRow("1 R origin: other scheme") << QByteArray("file://localhost") << false << false;
    QTest::newRow("1 R origin: doubled") << QByteArray("http://HOST\r\nOrigin: http://evil.example") << false << false;
}

void TstGate::origins()
{
    QFETCH(QByteArray, origin);
    QFETCH(bool, upgrade);
    QFETCH(bool, post);
    const QByteArray header = origin.isEmpty() ? QByteArray() : "Origin: " + origin.replace("HOST", host()) + "\r\n";
    RawClient socket(m_host->wsUrl);
    QCOMPARE(socket.upgrade(header), upgrade ? 101 : 403);
    RawClient other(m_host->httpUrl);
    QCOMPARE(other.request("POST /dev/@connections/PJqB0fHsqRcCHlw%3D HTTP/1.1\r\nHost: " + host() + "\r\n" + header
                           + "Content-Length: 0\r\n\r\n"), post ? 410 : 403);
}

void TstGate::hosts_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<int>("status");   // of a GET: 426 when the gate let it in
    QTest::newRow("1 R host: our address") << QByteArray("Host: 127.0.0.1:PORT\r\n") << 426;
    QTest::newRow("1 R host: localhost, any case") << QByteArray("Host: LocalHost:PORT\r\n") << 426;
    QTest::newRow("1 R host: IPv6") << QByteArray("Host: [::1]:PORT\r\n") << 426;
    QTest::newRow("1 R host: configured") << QByteArray("Host: tunnel.example\r\n") << 426;
    QTest::newRow("1 R host: none") << QByteArray() << 400;
    QTest::newRow("1 R host: doubled") << QByteArray("Host: localhost:PORT\r\nHost: localhost:PORT\r\n") << 400;
    QTest::newRow("1 R host: foreign") << QByteArray("Host: evil.example\r\n") << 403;
    QTest::newRow("1 R host: foreign with our port") << QByteArray("Host: evil.example:PORT\r\n") << 403;
    QTest::newRow("1 R host: ours at a foreign port") << QByteArray("Host: localhost:1\r\n") << 403;
    QTest::newRow("1 R host: prefix trick") << QByteArray("Host: localhost.evil.com:PORT\r\n") << 403;
    QTest::newRow("1 R host: address as a prefix") << QByteArray("Host: 127.0.0.1.evil.com:PORT\r\n") << 403;
    QTest::newRow("1 R host: user-info trick") << QByteArray("Host: localhost:PORT@evil.com\r\n") << 403;
    QTest::newRow("1 R host: empty") << QByteArray("Host:\r\n") << 403;
    QTest::newRow("1 R host: trailing dot") << QByteArray("Host: evil.example.:PORT\r\n") << 403;
}

void TstGate::hosts()
{
    QFETCH(QByteArray, header);
    QFETCH(int, status);
    header.replace("PORT", port());
    RawClient client(m_host->httpUrl);
    QCOMPARE(client.request("GET /dev HTTP/1.1\r\n" + header + "\r\n"), status);
    RawClient socket(m_host->wsUrl);
    QCOMPARE(socket.request("GET /dev HTTP/1.1\r\n" + header + RawClient::upgradeHeaders() + "\r\n"), status == 426 ? 101 : status);
}

void TstGate::rules_data()
{
    addRules<TstGate>({
        { "6.1 R half a head: 408", &TstGate::halfAHeadIs408 },
        { "6.1 R half a body: 408", &TstGate::halfABodyIs408 },
        { "6.1 R half a TLS hello is dropped", &TstGate::halfATlsHelloIsDropped },
        { "6.1 R a silent connection is dropped", &TstGate::silentConnectionIsDropped },
        { "1 R the refusal says how to allow a name", &TstGate::allowedByName },
        { "2.1 D the refused never reach a handler", &TstGate::refusedNeverReachesAHandler },
        { "1 R the certificate's names and files", &TstGate::certificateFiles },
    });
}

void TstGate::rules()
{
    using Check = void (TstGate::*)();
    QFETCH(Check, check);
    (this->*check)();
}

void TstGate::halfAHeadIs408()
{
    RawClient client(m_host->httpUrl);
    QCOMPARE(client.request("GET /dev HTTP/1.1\r\nHost: "), 408);
    QVERIFY(client.isClosed());
    // The second request of a kept connection has the same deadline.
    RawClient kept(m_host->httpUrl);
    QCOMPARE(kept.request(kept.head("\r\n")), 426);
    kept.readBody();
    QCOMPARE(kept.request("GET /dev HTTP/1.1\r\nHost: "), 408);
    QVERIFY(kept.isClosed());
}

void TstGate::halfABodyIs408()
{
    RawClient client(m_host->httpUrl);
    QCOMPARE(client.request("POST /dev/@connections/PJqB0fHsqRcCHlw%3D HTTP/1.1\r\nHost: " + host()
                            + "\r\nContent-Length: 10\r\n\r\nabc"), 408);
    QVERIFY(client.isClosed());
}

void TstGate::halfATlsHelloIsDropped()
{
    RawClient client(m_host->httpUrl);
    client.write(QByteArray("\x16\x03\x01\x02\x00\x01\x00", 7));
    QVERIFY(client.isClosed(5000));
}

void TstGate::silentConnectionIsDropped()
{
    RawClient client(m_host->httpUrl);
    QVERIFY(client.isClosed(5000));
}

// The refusal is an event that says how to allow it.
void TstGate::allowedByName()
{
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade("Origin: https://front.example\r\n"), 403);
    const QJsonObject refused = m_host->waitForEvent(u"connect.refused"_s, [](const QJsonObject &event) {
        return event.value("origin"_L1).toString() == "https://front.example"_L1;
    });
    QCOMPARE(refused.value("status"_L1).toInt(), 403);
    QVERIFY(refused.value("remedy"_L1).toString().contains("--allow-origin https://front.example"_L1));
    RawClient stranger(m_host->httpUrl);
    QCOMPARE(stranger.request("GET /dev HTTP/1.1\r\nHost: box.example\r\n\r\n"), 403);
    const QJsonObject host = m_host->waitForEvent(u"connect.refused"_s, [](const QJsonObject &event) {
        return event.value("detail"_L1).toString() == "box.example"_L1;
    });
    QVERIFY(host.value("remedy"_L1).toString().contains("--allow-host box.example"_L1));
}

void TstGate::refusedNeverReachesAHandler()
{
    const auto connects = [this] {
        int count = 0;
        const QList<QJsonObject> events = m_host->events(u"integration.invoked"_s);
        for (const QJsonObject &event : events)
            count += event.value("routeKey"_L1).toString() == "$connect"_L1 ? 1 : 0;
        return count;
    };
    RawClient first(m_host->wsUrl);
    QCOMPARE(first.upgrade(), 101);
    QVERIFY(!m_host->waitForEvent(u"integration.answered"_s, [](const QJsonObject &) { return true; }).isEmpty());
    QTest::qWait(50);
    const int before = connects();
    for (const QByteArray &more : { QByteArray("Origin: https://evil.example\r\n"), QByteArray("Origin: null\r\n"),
                                    QByteArray("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"), QByteArray("X: a\r\n b\r\n") }) {
        RawClient client(m_host->wsUrl);
        QVERIFY(client.upgrade(more) >= 400);
    }
    RawClient last(m_host->wsUrl + u"?last=1"_s);
    QCOMPARE(last.upgrade(), 101);
    const auto isLast = [](const QJsonObject &event) { return event.value("event"_L1).toString().contains("last"_L1); };
    QVERIFY(!m_host->waitForEvent(u"integration.invoked"_s, isLast).isEmpty());
    QCOMPARE(connects(), before + 1);
}

void TstGate::tlsOnTheSamePort_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("1 R TLS on the same port: localhost") << u"localhost"_s;
    QTest::newRow("1 R TLS on the same port: 127.0.0.1") << u"127.0.0.1"_s;
}

void TstGate::tlsOnTheSamePort()
{
    QFETCH(QString, name);
    const QString address = u"s://%1:%2/dev"_s.arg(name, QString::fromLatin1(port()));
    RawClient client(u"ws"_s + address, authority());
    QVERIFY2(client.open, qPrintable(client.socket.errorString()));
    QCOMPARE(client.upgrade(), 101);
    QCOMPARE(client.ask(R"({"action":"two"})"), QByteArray("hi"));
    RawClient http(u"http"_s + address, authority());
    QCOMPARE(http.request(http.head("\r\n", "/dev/@connections/PJqB0fHsqRcCHlw%3D")), 410);
    QCOMPARE(http.header("x-amzn-ErrorType"), QByteArray("GoneException"));
}

void TstGate::certificateFiles()
{
    const QString folder = QFileInfo(authority()).path();
    const QFile::Permissions others = QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther;
    QCOMPARE(QFile(folder + u"/localhost.key"_s).permissions() & others, QFile::Permissions());
    const QSslCertificate leaf = QSslCertificate::fromPath(folder + u"/localhost.pem"_s).value(0);
    const QMultiMap<QSsl::AlternativeNameEntryType, QString> names = leaf.subjectAlternativeNames();
    const QStringList domains = names.values(QSsl::DnsEntry);
    for (const QString &domain : { u"localhost"_s, u"execute-api.eu-west-1.amazonaws.com"_s, u"*.execute-api.eu-west-1.amazonaws.com"_s,
                                   u"tunnel.example"_s })
        QVERIFY2(domains.contains(domain), qPrintable(domains.join(u' ')));
    QVERIFY(names.values(QSsl::IpAddressEntry).contains(u"127.0.0.1"_s));
    // Nobody can sign another with the authority: its key is not kept.
    QCOMPARE(QDir(folder).entryList({ u"*.key"_s }, QDir::Files), QStringList { u"localhost.key"_s });
}

QTEST_GUILESS_MAIN(TstGate)
#include "tst_gate.moc"
