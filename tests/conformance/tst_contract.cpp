// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The contract's rows through real sockets, against a real host with Node handlers.

#include "support/deployment.h"
#include "support/rules.h"

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
    void messages_data();
    void messages();
    void quotasClose_data();
    void quotasClose();
    void rules_data();
    void rules();

private:
    void subprotocolIsTheHandlersChoice();
    void eventOfAMessage();
    void managementApi();
    void goneAndMalformedIds();
    void servingAgainAfterACrash();
    void idleConnectionsAreClosed();
    void foreignPagesAreRefused();

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
        QNetworkRequest request(QUrl::fromEncoded(url.toLatin1()));
        request.setTransferTimeout(8000);
        QNetworkReply *reply = m_network.sendCustomRequest(request, method, body);
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
        QFAIL("Node.js is not installed: run packaging/test, which does it.");
    m_host = contractDeployment();
    QVERIFY2(m_host->ready, m_host->process.readAllStandardError().constData());
}

void TstContract::connectStatuses_data()
{
    QTest::addColumn<QString>("query");   // or the rest of the path
    QTest::addColumn<int>("status");
    QTest::newRow("2.2 O any 2xx: 101") << u"?status=201"_s << 101;
    QTest::newRow("2.2 O 301 of the handler: verbatim") << u"?status=301"_s << 301;
    QTest::newRow("2.2 D 400 of the handler: verbatim") << u"?status=400"_s << 400;
    QTest::newRow("2.2 O 401 of the handler: verbatim") << u"?status=401"_s << 401;
    QTest::newRow("2.2 O 501 of the handler: verbatim") << u"?status=501"_s << 501;
    QTest::newRow("2.2 O the handler throws: 502") << u"?throws=1"_s << 502;
    QTest::newRow("2.4 D statusCode is required") << u"?empty=1"_s << 502;
    QTest::newRow("2.4 D statusCode must be an integer") << u"?textStatus=1"_s << 502;
    QTest::newRow("2.4 D body must be a string") << u"?objectBody=1"_s << 502;
    QTest::newRow("2.4 D a body is ignored on success") << u"?body=1"_s << 101;
    QTest::newRow("1 O a slash after the stage") << u"/"_s << 101;
    QTest::newRow("2.2 O no valid proxy response: 502") << u"?empty=1"_s << 502;
    QTest::newRow("2.4 O one foreign key makes a response malformed: 502") << u"?extra=1"_s << 502;
    QTest::newRow("1 O unknown stage: 403") << u"-elsewhere"_s << 403;
}

void TstContract::connectStatuses()
{
    QFETCH(QString, query);
    QFETCH(int, status);
    RawClient client(m_host->wsUrl + query);
    QCOMPARE(client.upgrade(), status);
}

void TstContract::rules_data()
{
    addRules<TstContract>({
        { "2.4 D the sub-protocol is the handler's choice", &TstContract::subprotocolIsTheHandlersChoice },
        { "3.4 O the event of a message that fell back", &TstContract::eventOfAMessage },
        { "5.1 D POST, GET and DELETE of a connection", &TstContract::managementApi },
        { "5.2 O ids that are gone or malformed, a wrong stage", &TstContract::goneAndMalformedIds },
        { "8.2 D serving again after a crash", &TstContract::servingAgainAfterACrash },
        { "6.1 D idle time-out: 1001 Going away", &TstContract::idleConnectionsAreClosed },
        { "1 R pages and hosts of strangers are refused", &TstContract::foreignPagesAreRefused },
    });
}

void TstContract::rules()
{
    using Check = void (TstContract::*)();
    QFETCH(Check, check);
    (this->*check)();
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
    QTest::newRow("4.1 D two-way: the body as one frame") << u"two"_s << u"hi"_s;
    QTest::newRow("4.1 D one-way: silence") << u"one"_s << u""_s;
    QTest::newRow("3.5 O handler threw on a one-way route: the error frame") << u"throws"_s << u"Internal server error"_s;
    QTest::newRow("8.1 O the process exits: the error frame") << u"exits"_s << u"Internal server error"_s;
    QTest::newRow("8.2 D beyond the function's time-out: the error frame") << u"hangs"_s << u"Internal server error"_s;
    QTest::newRow("3.5 O malformed proxy response: the error frame") << u"foreign"_s << u"Internal server error"_s;
    QTest::newRow("8.2 D more than 6 MB of response: the error frame") << u"huge"_s << u"Internal server error"_s;
    QTest::newRow("8.2 R a flood of log lines costs no answer") << u"floods"_s << u"done"_s;
    QTest::newRow("3.5 O function could not be loaded: the error frame") << u"broken"_s << u"Internal server error"_s;
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
    QTest::newRow("3.1 D one frame above 32 KB: 1009") << QByteArray(32'769, 'x') << false << 1009;
    QTest::newRow("3.1 D binary frame: 1003") << QByteArray("\0\1", 2) << true << 1003;
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
    NEEDS_LOCAL_HOST(*m_host);   // unsigned
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
    NEEDS_LOCAL_HOST(*m_host);   // unsigned
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
    NEEDS_LOCAL_HOST(*m_host);
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
    NEEDS_LOCAL_HOST(*m_host);
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
