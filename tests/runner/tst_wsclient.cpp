// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/console.h"
#include "runner/wsclient.h"
#include "support/scriptedserver.h"

#include <QSignalSpy>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

#include <memory>

using namespace greenroom;
using namespace Qt::StringLiterals;

class TstWsClient : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void messagesGoBothWays();
    void subprotocolIsAgreed();
    void headersAreSent();
    void refusal_data();
    void refusal();
    void nobodyListens();
    void noWebSocketAddress();
    void silentServer();
    void closes_data();
    void closes();
    void serverVanishes();
    void secretsAreMasked();
    void consoleTellsEverything();
    void consoleClosesAll();

private:
    ClientRequest request(const QString &url) const
    {
        ClientRequest asked;
        asked.connectionId = u"c1"_s;
        asked.url = url;
        return asked;
    }
    std::unique_ptr<WsClient> open(const ClientRequest &asked)
    {
        auto client = std::make_unique<WsClient>(*m_journal, m_masking, asked, u"run-1"_s, u"t"_s);
        client->open();
        return client;
    }
    template <class T>
    QList<T> recorded()
    {
        m_journal->flush();
        QList<T> found;
        for (const Event &event : std::as_const(m_events)) {
            if (const T *payload = std::get_if<T>(&event.payload))
                found.append(*payload);
        }
        return found;
    }

    std::unique_ptr<Journal> m_journal;
    Masking m_masking;
    QList<Event> m_events;
    std::unique_ptr<QWebSocketServer> m_server;
    QString m_url;
};

void TstWsClient::init()
{
    m_events.clear();
    m_masking = {};
    m_journal = std::make_unique<Journal>();
    connect(m_journal.get(), &Journal::appended, this, [this](const QList<Event> &batch) { m_events += batch; });
    m_server = std::make_unique<QWebSocketServer>(u"test"_s, QWebSocketServer::NonSecureMode);
    QVERIFY(m_server->listen(QHostAddress::LocalHost));
    m_url = u"ws://127.0.0.1:%1/"_s.arg(m_server->serverPort());
}

void TstWsClient::messagesGoBothWays()
{
    connect(m_server.get(), &QWebSocketServer::newConnection, this, [this] {
        QWebSocket *peer = m_server->nextPendingConnection();
        peer->setParent(m_server.get());
        connect(peer, &QWebSocket::textMessageReceived, peer, [peer](const QString &text) { peer->sendTextMessage(text + u"!"_s); });
        connect(peer, &QWebSocket::binaryMessageReceived, peer, [peer](const QByteArray &bytes) { peer->sendBinaryMessage(bytes); });
    });
    const auto client = open(request(m_url));
    QTRY_VERIFY(client->isOpen());
    client->send({ Message::Opcode::Text, "süß" });
    client->send({ Message::Opcode::Binary, QByteArray("\0\xff", 2) });
    QTRY_COMPARE(client->inbox.size(), 2);
    QCOMPARE(client->inbox.at(0).body, QByteArray("süß!"));
    QVERIFY(!client->inbox.at(0).binary);
    QVERIFY(client->inbox.at(0).latencyMs >= 0);
    QCOMPARE(client->inbox.at(1).body, QByteArray("\0\xff", 2));
    QVERIFY(client->inbox.at(1).binary);
    QCOMPARE(recorded<ConnectionOpened>().first().side, u"client"_s);
    QCOMPARE(recorded<MessageSent>().size(), 2);
    QCOMPARE(recorded<MessageSent>().first().origin, u"step"_s);
    QCOMPARE(recorded<MessageReceived>().last().opcode, u"binary"_s);
}

void TstWsClient::subprotocolIsAgreed()
{
    m_server->setSupportedSubprotocols({ u"results.v1"_s });
    ClientRequest asked = request(m_url);
    asked.subprotocols = { u"other"_s, u"results.v1"_s };
    const auto client = open(asked);
    QTRY_VERIFY(client->isOpen());
    QCOMPARE(recorded<ConnectionOpened>().first().subprotocol, u"results.v1"_s);
}

void TstWsClient::headersAreSent()
{
    ClientRequest asked = request(m_url);
    asked.headers = { { u"X-Room"_s, u"r1"_s }, { u"Authorization"_s, u"Bearer secret"_s } };
    QByteArray room;
    connect(m_server.get(), &QWebSocketServer::newConnection, this, [this, &room] {
        QWebSocket *peer = m_server->nextPendingConnection();
        peer->setParent(m_server.get());
        room = peer->request().rawHeader("X-Room");
    });
    const auto client = open(asked);
    QTRY_VERIFY(client->isOpen());
    QTRY_COMPARE(room, QByteArray("r1"));
    const QJsonObject headers = recorded<ConnectionOpened>().first().requestHeaders;
    QCOMPARE(headers.value(u"X-Room"_s).toString(), u"r1"_s);
    QCOMPARE(headers.value(u"Authorization"_s).toString(), u"‹hidden›"_s);
}

void TstWsClient::refusal_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<int>("code");
    for (const char *status : { "400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found", "410 Gone", "429 Too Many Requests",
                                "500 Internal Server Error", "502 Bad Gateway" })
        QTest::newRow(status) << QByteArray(status) << QByteArray(status).left(3).toInt();
}

void TstWsClient::refusal()
{
    QFETCH(QByteArray, status);
    QFETCH(int, code);
    ScriptedServer server;
    server.say("/", "no", status);
    const auto client = open(request(u"ws://127.0.0.1:%1/"_s.arg(server.serverPort())));
    QSignalSpy refused(client.get(), &WsClient::refused);
    QTRY_COMPARE(refused.count(), 1);
    QCOMPARE(client->refusedStatus(), code);
    QCOMPARE(recorded<ConnectRefused>().size(), 1);
    QCOMPARE(recorded<ConnectRefused>().first().status, code);
    QVERIFY(!recorded<ConnectRefused>().first().remedy.isEmpty());
}

void TstWsClient::nobodyListens()
{
    m_server->close();
    const auto client = open(request(m_url));
    QTRY_VERIFY(client->isClosed());
    QCOMPARE(client->refusedStatus(), 0);
    QVERIFY(!client->refusal().isEmpty());
}

void TstWsClient::noWebSocketAddress()
{
    const auto client = open(request(u"http://127.0.0.1/"_s));
    QTRY_VERIFY(client->isClosed());
    QVERIFY2(client->refusal().contains(u"ws://"_s), qPrintable(client->refusal()));
    const auto metadata = open(request(u"ws://169.254.169.254/latest"_s));
    QTRY_VERIFY(metadata->isClosed());
    QVERIFY2(metadata->refusal().contains(u"metadata service"_s), qPrintable(metadata->refusal()));
}

void TstWsClient::silentServer()
{
    ScriptedServer server;
    server.answers.insert("/", {});
    ClientRequest asked = request(u"ws://127.0.0.1:%1/"_s.arg(server.serverPort()));
    asked.timeoutMs = 100;
    const auto client = open(asked);
    QTRY_VERIFY(client->isClosed());
    QVERIFY2(client->refusal().contains(u"100 ms"_s), qPrintable(client->refusal()));
}

void TstWsClient::closes_data()
{
    QTest::addColumn<bool>("byUs");
    QTest::addColumn<int>("code");
    QTest::newRow("we, 1000") << true << 1000;
    QTest::newRow("we, 4001") << true << 4001;
    QTest::newRow("server, 1000") << false << 1000;
    QTest::newRow("server, 1001") << false << 1001;
    QTest::newRow("server, 1009") << false << 1009;
}

void TstWsClient::closes()
{
    QFETCH(bool, byUs);
    QFETCH(int, code);
    QWebSocket *peer = nullptr;
    connect(m_server.get(), &QWebSocketServer::newConnection, this, [this, &peer] {
        peer = m_server->nextPendingConnection();
        peer->setParent(m_server.get());
    });
    const auto client = open(request(m_url));
    QTRY_VERIFY(client->isOpen() && peer);
    if (byUs)
        client->close(code, u"bye"_s);
    else
        peer->close(QWebSocketProtocol::CloseCode(code), u"bye"_s);
    QTRY_VERIFY(client->isClosed());
    QCOMPARE(client->closeCode(), code);
    QCOMPARE(client->closeReason(), u"bye"_s);
    QCOMPARE(client->closedBy(), byUs ? u"client"_s : u"server"_s);
    QCOMPARE(recorded<ConnectionClosed>().size(), 1);
}

void TstWsClient::serverVanishes()
{
    QWebSocket *peer = nullptr;
    connect(m_server.get(), &QWebSocketServer::newConnection, this, [this, &peer] {
        peer = m_server->nextPendingConnection();
        peer->setParent(m_server.get());
    });
    const auto client = open(request(m_url));
    QTRY_VERIFY(client->isOpen() && peer);
    peer->abort();
    QTRY_VERIFY(client->isClosed());
    QCOMPARE(client->closeCode(), 1006);
    QCOMPARE(client->closedBy(), u"network"_s);
}

void TstWsClient::secretsAreMasked()
{
    m_masking.add(u"TOKEN"_s, u"hunter2hunter2"_s);
    const auto client = open(request(m_url + u"?room=hunter2hunter2"_s));
    QTRY_VERIFY(client->isOpen());
    client->send({ Message::Opcode::Text, "my hunter2hunter2" });
    QVERIFY(!recorded<ConnectionOpened>().first().url.contains(u"hunter2"_s));
    QCOMPARE(recorded<MessageSent>().first().body, QByteArray("my ‹TOKEN›"));
}

void TstWsClient::consoleTellsEverything()
{
    Console console(*m_journal);
    connect(m_server.get(), &QWebSocketServer::newConnection, this, [this] {
        QWebSocket *peer = m_server->nextPendingConnection();
        peer->setParent(m_server.get());
        connect(peer, &QWebSocket::textMessageReceived, peer, &QWebSocket::sendTextMessage);
    });
    console.open(request(m_url));
    QTRY_COMPARE(recorded<ConnectionOpened>().size(), 1);
    console.send(u"c1"_s, { Message::Opcode::Text, "hello" });
    QTRY_COMPARE(recorded<MessageReceived>().size(), 1);
    QCOMPARE(recorded<MessageSent>().first().origin, u"person"_s);
    console.close(u"c1"_s, 1000, u"done"_s);
    QTRY_COMPARE(recorded<ConnectionClosed>().size(), 1);
    QCOMPARE(recorded<ConnectionClosed>().first().code, 1000);
}

void TstWsClient::consoleClosesAll()
{
    Console console(*m_journal);
    for (const QString &id : { u"a"_s, u"b"_s }) {
        ClientRequest asked = request(m_url);
        asked.connectionId = id;
        console.open(asked);
    }
    QTRY_COMPARE(recorded<ConnectionOpened>().size(), 2);
    console.closeAll();
    QTRY_COMPARE(recorded<ConnectionClosed>().size(), 2);
    QCOMPARE(recorded<ConnectionClosed>().first().code, 1001);
}

QTEST_GUILESS_MAIN(TstWsClient)
#include "tst_wsclient.moc"
