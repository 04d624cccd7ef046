// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The contract's rows through real sockets, against a real host with Node handlers.

#include "support/serving.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QWebSocket>

using namespace Qt::StringLiterals;

class TstContract : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void connectStatuses_data();
    void connectStatuses();
    void subprotocolIsTheHandlersChoice();
    void messages_data();
    void messages();
    void eventOfAMessage();
    void quotasClose_data();
    void quotasClose();
    void managementApi();
    void goneAndMalformedIds();
    void servingAgainAfterACrash();
    void idleConnectionsAreClosed();
    void foreignPagesAreRefused();

private:
    struct Client
    {
        explicit Client(const QString &url, const QStringList &subprotocols = {})
        {
            QNetworkRequest request { QUrl(url) };
            if (!subprotocols.isEmpty())
                request.setRawHeader("Sec-WebSocket-Protocol", subprotocols.join(u", "_s).toLatin1());
            bool settled = false;
            QObject::connect(&socket, &QWebSocket::connected, &socket, [this, &settled] { settled = open = true; });
            QObject::connect(&socket, qOverload<QAbstractSocket::SocketError>(&QWebSocket::error), &socket, [&settled] { settled = true; });
            socket.open(request);
            for (int i = 0; i < 800 && !settled; ++i)
                QTest::qWait(10);
            socket.disconnect(&socket);
            QObject::connect(&socket, &QWebSocket::textMessageReceived, &socket, [this](const QString &text) { texts.append(text); });
        }
        QString ask(const QString &text)
        {
            const qsizetype before = texts.size();
            socket.sendTextMessage(text);
            for (int i = 0; i < 800 && texts.size() == before; ++i)
                QTest::qWait(10);
            return texts.value(before);
        }
        QWebSocket socket;
        QStringList texts;
        bool open = false;
    };
    QNetworkReply *http(const QByteArray &method, const QString &url, const QByteArray &body = {})
    {
        QNetworkReply *reply = m_network.sendCustomRequest(QNetworkRequest(QUrl::fromEncoded(url.toLatin1())), method, body);
        QSignalSpy finished(reply, &QNetworkReply::finished);
        finished.wait(8000);
        return reply;
    }
    static int status(QNetworkReply *reply) { return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(); }

    std::unique_ptr<Serving> m_host;
    QNetworkAccessManager m_network;
};

void TstContract::initTestCase()
{
    if (QStandardPaths::findExecutable(u"node"_s).isEmpty())
        QSKIP("node is not installed");
    m_host = std::make_unique<Serving>(QStringLiteral(GREENROOM_TEST_DATA "/projects/contract"));
    QVERIFY2(m_host->ready, m_host->process.readAllStandardError().constData());
}

void TstContract::connectStatuses_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("status");
    QTest::newRow("O 2xx is 101") << u"?status=201"_s << 101;
    QTest::newRow("O 301 verbatim") << u"?status=301"_s << 301;
    QTest::newRow("D 401 verbatim") << u"?status=401"_s << 401;
    QTest::newRow("O 501 verbatim") << u"?status=501"_s << 501;
    QTest::newRow("O throws is 502") << u"?throws=1"_s << 502;
    QTest::newRow("O empty object is 502") << u"?empty=1"_s << 502;
    QTest::newRow("O foreign key is 502") << u"?extra=1"_s << 502;
    QTest::newRow("O unknown stage is 403") << u"-elsewhere"_s << 403;
}

void TstContract::connectStatuses()
{
    QFETCH(QString, query);
    QFETCH(int, status);
    const Client client(m_host->wsUrl + query);
    QCOMPARE(client.open, status == 101);
    if (status != 101) {
        const QString said = client.socket.errorString();
        QVERIFY2(said.contains(u"status code: %1"_s.arg(status)), qPrintable(said));
    }
}

void TstContract::subprotocolIsTheHandlersChoice()
{
    const Client chosen(m_host->wsUrl + u"?protocol=myprotocol"_s, { u"chat1"_s, u"myprotocol"_s });
    QVERIFY(chosen.open);
    QCOMPARE(chosen.socket.subprotocol(), u"myprotocol"_s);
    const Client none(m_host->wsUrl, { u"chat1"_s });
    QVERIFY(none.open);
    QCOMPARE(none.socket.subprotocol(), QString());
}

void TstContract::messages_data()
{
    QTest::addColumn<QString>("route");
    QTest::addColumn<QString>("answer");   // empty: silence; "error": the error frame
    QTest::newRow("D two-way answers its body") << u"two"_s << u"hi"_s;
    QTest::newRow("D one-way is silent") << u"one"_s << u""_s;
    QTest::newRow("O throwing on a one-way route") << u"throws"_s << u"Internal server error"_s;
    QTest::newRow("handler exits") << u"exits"_s << u"Internal server error"_s;
    QTest::newRow("handler hangs beyond its time-out") << u"hangs"_s << u"Internal server error"_s;
    QTest::newRow("O foreign key in the answer") << u"foreign"_s << u"Internal server error"_s;
    QTest::newRow("answer of 10 MiB") << u"huge"_s << u"Internal server error"_s;
    QTest::newRow("floods its log") << u"floods"_s << u"done"_s;
    QTest::newRow("syntax error in the handler") << u"broken"_s << u"Internal server error"_s;
}

void TstContract::messages()
{
    QFETCH(QString, route);
    QFETCH(QString, answer);
    Client neighbour(m_host->wsUrl);
    Client client(m_host->wsUrl);
    QVERIFY(client.open);
    if (answer.isEmpty()) {
        client.socket.sendTextMessage(u"{\"action\":\"%1\"}"_s.arg(route));
        // What comes next is the answer to the next question: the one before was silent.
        QCOMPARE(client.ask(u"{\"action\":\"two\"}"_s), u"hi"_s);
        return;
    }
    const QString got = client.ask(u"{\"action\":\"%1\"}"_s.arg(route));
    if (answer == "Internal server error"_L1) {
        static const QRegularExpression frame(
            uR"(^\{"message": "Internal server error", "connectionId":"[A-Za-z0-9_-]{15}=", "requestId":"[A-Za-z0-9_-]{15}="\}$)"_s);
        QVERIFY2(frame.match(got).hasMatch(), qPrintable(got.left(300)));
    } else {
        QCOMPARE(got, answer);
    }
    QCOMPARE(client.socket.state(), QAbstractSocket::ConnectedState);
    QCOMPARE(neighbour.ask(u"{\"action\":\"two\"}"_s), u"hi"_s);
}

void TstContract::eventOfAMessage()
{
    Client client(m_host->wsUrl);
    const QString text = u"not JSON, and \"quoted\" ü"_s;
    const QJsonObject event = QJsonDocument::fromJson(client.ask(text).toUtf8()).object();
    const QJsonObject context = event.value("requestContext"_L1).toObject();
    QCOMPARE(event.value("body"_L1).toString(), text);
    QCOMPARE(event.value("isBase64Encoded"_L1), QJsonValue(false));
    QVERIFY(!event.contains("headers"_L1));
    QCOMPARE(context.value("routeKey"_L1).toString(), u"$default"_s);
    QCOMPARE(context.value("eventType"_L1).toString(), u"MESSAGE"_s);
    QCOMPARE(context.value("requestId"_L1), context.value("extendedRequestId"_L1));
    QCOMPARE(context.value("stage"_L1).toString(), u"dev"_s);
    QVERIFY(!context.contains("authorizer"_L1));
    QVERIFY(context.value("messageId"_L1).toString().endsWith(context.value("connectionId"_L1).toString().right(5)));
    QCOMPARE(context.value("domainName"_L1).toString(), QUrl(m_host->wsUrl).authority());
}

void TstContract::quotasClose_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<bool>("binary");
    QTest::addColumn<int>("code");
    QTest::newRow("D message of 32,769 bytes in one frame is 1009") << QByteArray(32'769, 'x') << false << 1009;
    QTest::newRow("D binary is 1003") << QByteArray("\0\1", 2) << true << 1003;
}

void TstContract::quotasClose()
{
    QFETCH(QByteArray, message);
    QFETCH(bool, binary);
    QFETCH(int, code);
    Client client(m_host->wsUrl);
    client.socket.setOutgoingFrameSize(1024 * 1024);
    QSignalSpy closed(&client.socket, &QWebSocket::disconnected);
    if (binary)
        client.socket.sendBinaryMessage(message);
    else
        client.socket.sendTextMessage(QString::fromLatin1(message));
    QVERIFY(closed.wait(5000));
    QCOMPARE(int(client.socket.closeCode()), code);
}

void TstContract::managementApi()
{
    Client client(m_host->wsUrl);
    const QJsonObject event = QJsonDocument::fromJson(client.ask(u"who"_s).toUtf8()).object();
    const QString id = event.value("requestContext"_L1).toObject().value("connectionId"_L1).toString();
    client.texts.clear();
    QString encoded = id;
    encoded.replace(u"="_s, u"%3D"_s);
    const QString base = m_host->httpUrl;
    QCOMPARE(status(http("POST", base + u"/@connections/"_s + id, "one")), 200);
    QCOMPARE(status(http("POST", base + u"/%40connections/"_s + encoded, "two")), 200);
    QCOMPARE(status(http("POST", base.section(u'/', 0, 2) + u"/@connections/"_s + encoded, "three")), 200);
    QTRY_COMPARE(client.texts, (QStringList { u"one"_s, u"two"_s, u"three"_s }));
    QNetworkReply *get = http("GET", base + u"/@connections/"_s + encoded);
    QCOMPARE(status(get), 200);
    QVERIFY(QJsonDocument::fromJson(get->readAll()).object().contains("lastActiveAt"_L1));
    QCOMPARE(status(http("POST", base + u"/@connections/"_s + encoded, QByteArray(131'073, 'x'))), 413);
    QSignalSpy closed(&client.socket, &QWebSocket::disconnected);
    QCOMPARE(status(http("DELETE", base + u"/@connections/"_s + encoded)), 204);
    QVERIFY(closed.count() > 0 || closed.wait(5000));
    QCOMPARE(int(client.socket.closeCode()), 1000);
}

void TstContract::goneAndMalformedIds()
{
    const QString base = m_host->httpUrl;
    QNetworkReply *gone = http("POST", base + u"/@connections/PJqB0fHsqRcCHlw%3D"_s, "x");
    QCOMPARE(status(gone), 410);
    QCOMPARE(gone->rawHeader("x-amzn-ErrorType"), QByteArray("GoneException"));
    QCOMPARE(gone->readAll(), QByteArray());
    QCOMPARE(status(http("POST", base + u"/@connections/8f14e45f-ceea-467f-9bde-2b0c7a9d1e11"_s, "x")), 400);
    QCOMPARE(status(http("POST", base.section(u'/', 0, 2) + u"/prod/@connections/PJqB0fHsqRcCHlw%3D"_s, "x")), 403);
    QCOMPARE(status(http("GET", base)), 426);
}

void TstContract::servingAgainAfterACrash()
{
    Client client(m_host->wsUrl);
    for (int i = 0; i < 3; ++i)
        QVERIFY(client.ask(u"{\"action\":\"exits\"}"_s).contains("Internal server error"_L1));
    QCOMPARE(client.ask(u"{\"action\":\"two\"}"_s), u"hi"_s);
}

void TstContract::idleConnectionsAreClosed()
{
    Serving host(u"builtin:demo"_s, { u"--quotas"_s, u"idleTimeout=300ms"_s });
    QVERIFY(host.ready);
    Client client(host.wsUrl);
    QSignalSpy closed(&client.socket, &QWebSocket::disconnected);
    QVERIFY(closed.count() > 0 || closed.wait(8000));
    QCOMPARE(int(client.socket.closeCode()), 1001);
    QCOMPARE(client.socket.closeReason(), u"Going away"_s);
}

void TstContract::foreignPagesAreRefused()
{
    QNetworkRequest request { QUrl(m_host->httpUrl + u"/@connections/PJqB0fHsqRcCHlw%3D"_s) };
    request.setRawHeader("Origin", "http://evil.example");
    QNetworkReply *reply = m_network.sendCustomRequest(request, "POST", "x");
    QSignalSpy finished(reply, &QNetworkReply::finished);
    QVERIFY(finished.wait(5000));
    QCOMPARE(status(reply), 403);
    request = QNetworkRequest(QUrl(m_host->httpUrl));
    request.setRawHeader("Host", "evil.example");
    reply = m_network.get(request);
    QSignalSpy again(reply, &QNetworkReply::finished);
    QVERIFY(again.wait(5000));
    QCOMPARE(status(reply), 403);
}

QTEST_GUILESS_MAIN(TstContract)
#include "tst_contract.moc"
