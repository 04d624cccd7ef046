// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/httpclient.h"
#include "support/scriptedserver.h"
#include "support/serving.h"

#include <QNetworkProxy>
#include <QTest>

#include <zlib.h>

#include <optional>

using namespace greenroom;
using namespace Qt::StringLiterals;

class TstHttpClient : public QObject
{
    Q_OBJECT

private slots:
    void responses_data();
    void responses();
    void packedResponses_data();
    void packedResponses();
    void bombIsRefused();
    void refusedRequests_data();
    void refusedRequests();
    void connectionIsKept();
    void staleConnectionIsReplaced();
    void postTakesAFreshConnection();
    void closedWithoutAnswer();
    void nobodyListens();
    void redirects_data();
    void redirects();
    void redirectLoopEnds();
    void credentialsStayAtHome_data();
    void credentialsStayAtHome();
    void cookiesComeBack();
    void cancelEndsIt();
    void proxiesAreAskedButNeverForThisMachine();
    void tlsIsVerifiedUnlessTold();

private:
    StepOutput ask(const HttpCall &call, QNetworkCookieJar *jar = nullptr)
    {
        std::optional<StepOutput> got;
        HttpExchange::start(m_pool, jar, call, [&got](StepOutput output) { got = std::move(output); }, this);
        [&got] { QTRY_VERIFY(got); }();
        return got.value_or(StepOutput {});
    }
    StepOutput get(const QString &url)
    {
        HttpCall call;
        call.url = QUrl(url);
        return ask(call);
    }

    HttpPool m_pool;
};

static QByteArray packed(const QByteArray &text, int windowBits)
{
    z_stream stream {};
    deflateInit2(&stream, 9, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY);
    QByteArray in = text;
    QByteArray out(qsizetype(deflateBound(&stream, uLong(in.size()))) + 64, Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(in.data());
    stream.avail_in = uInt(in.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = uInt(out.size());
    deflate(&stream, Z_FINISH);
    out.truncate(out.size() - qsizetype(stream.avail_out));
    deflateEnd(&stream);
    return out;
}

void TstHttpClient::responses_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("closed");     // by the server, afterwards
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("error");   // a part of it
    QTest::addColumn<bool>("kept");
    const QString none;
    QTest::newRow("length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi") << false << QByteArray("hi") << none << true;
    QTest::newRow("no body at 204") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << false << QByteArray() << none << true;
    QTest::newRow("chunks") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n3;x=1\r\n yo\r\n0\r\n\r\n") << false
                            << QByteArray("hi yo") << none << true;
    QTest::newRow("chunks and a trailer") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\nA: b\r\n\r\n") << false
                                          << QByteArray("x") << none << true;
    QTest::newRow("until closed") << QByteArray("HTTP/1.1 200 OK\r\n\r\nall of it") << true << QByteArray("all of it") << none << false;
    QTest::newRow("HTTP/1.0 is not kept") << QByteArray("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx") << false << QByteArray("x") << none << false;
    QTest::newRow("Connection: close") << QByteArray("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx") << false
                                       << QByteArray("x") << none << false;
    QTest::newRow("100 comes before") << QByteArray("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx") << false
                                      << QByteArray("x") << none << true;
    QTest::newRow("103 comes before, with a link") << QByteArray("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")
                                                   << false << QByteArray("x") << none << true;
    QTest::newRow("no body at 304, whatever its length says") << QByteArray("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n") << false
                                                              << QByteArray() << none << true;
    QTest::newRow("more than its length is not kept") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxyz") << false << QByteArray("x") << none << false;
    QTest::newRow("lengths that disagree") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxy") << false << QByteArray()
                                           << u"no valid length"_s << false;
    QTest::newRow("empty lines in the body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\na\n\nb") << false << QByteArray("a\n\nb") << none << true;
    QTest::newRow("line feeds alone") << QByteArray("HTTP/1.1 200 OK\nContent-Length: 1\n\nx") << false << QByteArray("x") << none << true;
    QTest::newRow("some line feeds alone") << QByteArray("HTTP/1.1 200 OK\r\nA: b\nContent-Length: 4\r\n\na\n\nb") << false << QByteArray("a\n\nb") << none << true;
    QTest::newRow("line feeds alone, 100 comes before") << QByteArray("HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\nContent-Length: 1\n\nx") << false
                                                        << QByteArray("x") << none << true;
    QTest::newRow("line feeds alone, until closed") << QByteArray("HTTP/1.0 200 OK\nServer: old\n\n\nall\r\n") << true << QByteArray("\nall\r\n") << none << false;
    QTest::newRow("a carriage return alone ends no line") << QByteArray("HTTP/1.1 200 OK\r\nA: b\rContent-Length: 1\r\n\r\nx") << false << QByteArray()
                                                          << u"breaks the rules"_s << false;
    QTest::newRow("cut in the head") << QByteArray("HTTP/1.1 200 OK\nA: b\n") << true << QByteArray() << u"in the middle"_s << false;
    QTest::newRow("another protocol that waits for us") << QByteArray("SSH-2.0-OpenSSH_9.2p1\r\n") << false << QByteArray() << u"no HTTP answer"_s << false;
    QTest::newRow("cut in the body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhi") << true << QByteArray() << u"in the middle"_s << false;
    QTest::newRow("cut in a chunk") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhi") << true << QByteArray()
                                    << u"in the middle"_s << false;
    QTest::newRow("nothing at all") << QByteArray() << true << QByteArray() << u"without an answer"_s << false;
    QTest::newRow("no HTTP") << QByteArray("SSH-2.0-OpenSSH\r\n\r\n") << false << QByteArray() << u"no HTTP answer"_s << false;
    QTest::newRow("no number as length") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n") << false << QByteArray() << u"no valid length"_s << false;
    QTest::newRow("longer than allowed") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n") << false << QByteArray()
                                         << u"larger than 64 MiB"_s << false;
    QTest::newRow("wrong chunk size") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n") << false << QByteArray()
                                      << u"valid size"_s << false;
    QTest::newRow("endless head") << QByteArray("HTTP/1.1 200 OK\r\nA: " + QByteArray(300'000, 'x')) << false << QByteArray() << u"256 KiB"_s << false;
    QTest::newRow("unknown packing") << QByteArray("HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 1\r\n\r\nx") << false << QByteArray("x")
                                     << u"“br”"_s << false;
}

void TstHttpClient::responses()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, closed);
    QFETCH(QByteArray, body);
    QFETCH(QString, error);
    QFETCH(bool, kept);
    // In one piece, and byte by byte.
    for (const qsizetype piece : { std::max<qsizetype>(1, bytes.size()), qsizetype(bytes.size() > 10'000 ? 1000 : 1) }) {
        HttpAnswer response;
        for (qsizetype i = 0; i < bytes.size(); i += piece)
            response.feed(bytes.mid(i, piece));
        if (closed)
            response.end();
        QVERIFY(response.isOver());
        QCOMPARE(response.body, body);
        QVERIFY2(error.isEmpty() ? response.error().isEmpty() : response.error().contains(error), qPrintable(response.error()));
        QCOMPARE(response.keepsAlive, kept);
    }
}

void TstHttpClient::packedResponses_data()
{
    QTest::addColumn<QByteArray>("encoding");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("damaged");
    const QByteArray text = QByteArray("A page. ").repeated(1000);
    QTest::newRow("gzip") << QByteArray("gzip") << packed(text, 15 + 16) << false;
    QTest::newRow("deflate") << QByteArray("deflate") << packed(text, 15) << false;
    QTest::newRow("deflate without its wrapping") << QByteArray("deflate") << packed(text, -15) << false;
    QTest::newRow("gzip in two members") << QByteArray("gzip") << packed(text.left(4000), 15 + 16) + packed(text.mid(4000), 15 + 16) << false;
    QTest::newRow("cut") << QByteArray("gzip") << packed(text, 15 + 16).chopped(12) << true;
    QTest::newRow("not packed at all") << QByteArray("gzip") << QByteArray("plain") << true;
}

void TstHttpClient::packedResponses()
{
    QFETCH(QByteArray, encoding);
    QFETCH(QByteArray, bytes);
    QFETCH(bool, damaged);
    HttpAnswer response;
    response.feed("HTTP/1.1 200 OK\r\nContent-Encoding: " + encoding + "\r\nContent-Length: " + QByteArray::number(bytes.size()) + "\r\n\r\n" + bytes);
    QVERIFY(response.isOver());
    QCOMPARE(!response.error().isEmpty(), damaged);
    if (!damaged)
        QCOMPARE(response.body, QByteArray("A page. ").repeated(1000));
}

void TstHttpClient::bombIsRefused()
{
    const QByteArray bomb = packed(QByteArray(70 * 1024 * 1024, '\0'), 15 + 16);
    QVERIFY(bomb.size() < 100'000);
    HttpAnswer response;
    response.feed("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + QByteArray::number(bomb.size()) + "\r\n\r\n" + bomb);
    QVERIFY2(response.error().contains(u"larger than 64 MiB"_s), qPrintable(response.error()));
}

void TstHttpClient::refusedRequests_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QString>("error");
    QTest::newRow("metadata service") << u"http://169.254.169.254/latest/meta-data"_s << QByteArray("x") << u"metadata service"_s;
    QTest::newRow("metadata service as one number") << u"http://2852039166/"_s << QByteArray("x") << u"metadata service"_s;
    QTest::newRow("metadata service, mapped") << u"http://[::ffff:169.254.169.254]/"_s << QByteArray("x") << u"metadata service"_s;
    QTest::newRow("metadata service by name") << u"http://metadata.google.internal./"_s << QByteArray("x") << u"metadata service"_s;
    QTest::newRow("ECS credentials") << u"http://169.254.170.2/"_s << QByteArray("x") << u"metadata service"_s;
    QTest::newRow("no web address") << u"file:///etc/passwd"_s << QByteArray("x") << u"begins with http"_s;
    QTest::newRow("header with a line break") << u"http://127.0.0.1/"_s << QByteArray("x\r\nEvil: 1") << u"line break"_s;
}

void TstHttpClient::refusedRequests()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, header);
    QFETCH(QString, error);
    HttpCall call;
    call.url = QUrl(url);
    call.headers = { { "X-Thing", header } };
    const StepOutput output = ask(call);
    QVERIFY2(output.error.contains(error), qPrintable(output.error));
    QVERIFY(!output.status);
}

void TstHttpClient::connectionIsKept()
{
    ScriptedServer server;
    server.say("/a", "one");
    server.say("/b", "two");
    QCOMPARE(get(server.url(u"/a"_s)).body, QByteArray("one"));
    QCOMPARE(get(server.url(u"/b"_s)).body, QByteArray("two"));
    QCOMPARE(server.connections, 1);
}

void TstHttpClient::staleConnectionIsReplaced()
{
    ScriptedServer server;
    server.say("/a", "one");
    QCOMPARE(get(server.url(u"/a"_s)).body, QByteArray("one"));
    server.dropIdle();
    QCOMPARE(get(server.url(u"/a"_s)).body, QByteArray("one"));
    QCOMPARE(server.connections, 2);
}

// It cannot be sent a second time when the kept connection turns out to be stale.
void TstHttpClient::postTakesAFreshConnection()
{
    ScriptedServer server;
    server.say("/a", "one");
    QCOMPARE(get(server.url(u"/a"_s)).body, QByteArray("one"));
    HttpCall call;
    call.url = QUrl(server.url(u"/a"_s));
    call.method = "POST";
    QCOMPARE(ask(call).body, QByteArray("one"));
    QCOMPARE(server.connections, 2);
}

void TstHttpClient::closedWithoutAnswer()
{
    ScriptedServer server;
    server.answers.insert("/a", { {}, true });
    const StepOutput output = get(server.url(u"/a"_s));
    QVERIFY2(output.error.contains(u"without an answer"_s), qPrintable(output.error));
}

void TstHttpClient::nobodyListens()
{
    quint16 port = 0;
    {
        QTcpServer free;
        QVERIFY(free.listen(QHostAddress::LocalHost));
        port = free.serverPort();
    }
    const StepOutput output = get(u"http://127.0.0.1:%1/"_s.arg(port));
    QVERIFY2(output.error.contains(u"could not be reached"_s), qPrintable(output.error));
}

void TstHttpClient::redirects_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("method");      // of the first request
    QTest::addColumn<QByteArray>("second");      // of the one that follows
    QTest::newRow("301 of a POST becomes GET") << QByteArray("301 Moved") << QByteArray("POST") << QByteArray("GET");
    QTest::newRow("302 of a GET stays") << QByteArray("302 Found") << QByteArray("GET") << QByteArray("GET");
    QTest::newRow("303 of a PUT becomes GET") << QByteArray("303 See Other") << QByteArray("PUT") << QByteArray("GET");
    QTest::newRow("307 keeps the method") << QByteArray("307 Temporary") << QByteArray("POST") << QByteArray("POST");
    QTest::newRow("308 keeps the method") << QByteArray("308 Permanent") << QByteArray("PUT") << QByteArray("PUT");
}

void TstHttpClient::redirects()
{
    QFETCH(QByteArray, status);
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, second);
    ScriptedServer server;
    server.say("/old", {}, status, "Location: /new\r\n");
    server.say("/new", "here");
    HttpCall call;
    call.url = QUrl(server.url(u"/old"_s));
    call.method = method;
    const StepOutput output = ask(call);
    QCOMPARE(output.body, QByteArray("here"));
    QCOMPARE(output.url, server.url(u"/new"_s));
    QVERIFY(server.requests.last().startsWith(second + " /new "));
    call.followRedirects = false;
    QCOMPARE(ask(call).status.value_or(0), status.left(3).toInt());
}

void TstHttpClient::redirectLoopEnds()
{
    ScriptedServer server;
    server.say("/loop", {}, "302 Found", "Location: /loop\r\n");
    QVERIFY(get(server.url(u"/loop"_s)).error.contains(u"more than 10 times"_s));
}

void TstHttpClient::credentialsStayAtHome_data()
{
    QTest::addColumn<bool>("elsewhere");
    QTest::newRow("same origin") << false;
    QTest::newRow("another port is another origin") << true;
}

void TstHttpClient::credentialsStayAtHome()
{
    QFETCH(bool, elsewhere);
    ScriptedServer home;
    ScriptedServer away;
    ScriptedServer &target = elsewhere ? away : home;
    target.say("/new", "here");
    home.say("/old", {}, "302 Found", "Location: " + target.url(u"/new"_s).toUtf8() + "\r\n");
    HttpCall call;
    call.url = QUrl(home.url(u"/old"_s));
    call.headers = { { "Authorization", "Bearer secret" }, { "X-Api-Key", "secret" }, { "Accept-Language", "en" } };
    QCOMPARE(ask(call).body, QByteArray("here"));
    QCOMPARE(target.requests.last().contains("secret"), !elsewhere);
    QVERIFY(target.requests.last().contains("Accept-Language: en"));
}

void TstHttpClient::cookiesComeBack()
{
    ScriptedServer server;
    server.say("/login", {}, "302 Found", "Location: /in\r\nSet-Cookie: sid=42; Path=/; HttpOnly\r\nSet-Cookie: b=2; Path=/\r\n");
    server.say("/in", "welcome");
    QNetworkCookieJar jar;
    HttpCall call;
    call.url = QUrl(server.url(u"/login"_s));
    const StepOutput output = ask(call, &jar);
    QVERIFY(server.requests.last().contains("sid=42"));
    QCOMPARE(output.cookies.size(), 2);
}

void TstHttpClient::cancelEndsIt()
{
    ScriptedServer server;
    server.answers.insert("/slow", {});
    std::optional<StepOutput> got;
    HttpCall call;
    call.url = QUrl(server.url(u"/slow"_s));
    HttpExchange *exchange = HttpExchange::start(m_pool, nullptr, call, [&got](StepOutput output) { got = std::move(output); }, this);
    QTRY_VERIFY(!server.requests.isEmpty());
    exchange->cancel();
    QVERIFY(got);
    QCOMPARE(got->error, u"it was stopped"_s);
}

void TstHttpClient::proxiesAreAskedButNeverForThisMachine()
{
    QTcpServer proxy;
    QVERIFY(proxy.listen(QHostAddress::LocalHost));
    QByteArray asked;
    connect(&proxy, &QTcpServer::newConnection, this, [&proxy, &asked] {
        QTcpSocket *socket = proxy.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [socket, &asked] {
            asked += socket->readAll();
            socket->write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
            socket->disconnectFromHost();
        });
    });
    QNetworkProxy::setApplicationProxy(QNetworkProxy(QNetworkProxy::HttpProxy, u"127.0.0.1"_s, proxy.serverPort()));
    ScriptedServer server;
    server.say("/a", "one");
    const StepOutput here = get(server.url(u"/a"_s));
    const StepOutput elsewhere = get(u"http://shop.example/"_s);
    QNetworkProxy::setApplicationProxy(QNetworkProxy::NoProxy);
    QCOMPARE(here.body, QByteArray("one"));
    QVERIFY2(asked.startsWith("CONNECT shop.example:80 "), asked.constData());
    QVERIFY2(elsewhere.error.contains(u"could not be reached"_s) && elsewhere.error.contains(u"proxy"_s, Qt::CaseInsensitive), qPrintable(elsewhere.error));
}

// Our own host speaks TLS on its one port, with a certificate nobody here trusts.
void TstHttpClient::tlsIsVerifiedUnlessTold()
{
    const Serving serving(u"builtin:echo"_s);
    QVERIFY2(serving.ready, serving.output.constData());
    HttpCall call;
    call.url = QUrl(serving.httpUrl);
    call.url.setScheme(u"https"_s);
    const StepOutput refused = ask(call);
    QVERIFY2(refused.error.contains(u"could not be reached"_s) && !refused.status, qPrintable(refused.error));
    call.verifyTls = false;
    for (int i = 0; i < 2; ++i) {   // the second time over the kept connection
        const StepOutput output = ask(call);
        QVERIFY2(output.status.has_value(), qPrintable(output.error));
        QVERIFY(output.tlsVersion.startsWith(u"1."_s));
        QVERIFY(output.tlsDaysLeft.value_or(0) > 0);
    }
}

QTEST_GUILESS_MAIN(TstHttpClient)
#include "tst_httpclient.moc"
