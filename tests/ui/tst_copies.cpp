// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "copies.h"
#include "runner/suitecheck.h"
#include "models/connectionsmodel.h"
#include "pages/clientpage.h"
#include "panes/composer.h"
#include "panes/inspector.h"
#include "panes/refusedpane.h"
#include "panes/teststep.h"
#include "sourceplace.h"
#include "staged.h"
#include "widgets/bodyview.h"
#include "widgets/jsontext.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace greenroom;
using namespace Qt::StringLiterals;

// What leaves the window as text: copies, files, commands; and what is read from text.
class TestCopies : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everyKindIsMade();
    void credentialsStayHere();
    void harHasTheMessages();
    void aTableProgramRunsNothing();
    void aStepIsASuite();
    void placesAreFound_data();
    void placesAreFound();
    void commandsAreRead_data();
    void commandsAreRead();
    void theRouteIsForeseen_data();
    void theRouteIsForeseen();
    void remoteIsKnown_data();
    void remoteIsKnown();
    void anotherSchemeIsWorthATry_data();
    void anotherSchemeIsWorthATry();
    void jsonIsColoured();
    void bytesAreDumped();

private:
    QList<FrameRow> m_frames;
    ConnectionRow m_connection;
    ListeningChanged m_listening;
};

void TestCopies::initTestCase()
{
    FramesModel frames;
    ConnectionsModel connections;
    Stage stage;
    stage.opens(u"a1F="_s, u"alice"_s, u"client"_s, u"wss://h.example/dev?token=topsecret"_s);
    const QList<Event> opened = stage.take();
    frames.fold(opened);
    connections.fold(opened);
    Stage hosted;
    hosted.opens(u"b"_s).says(u"b"_s, "{\"action\":\"say\",\"text\":\"it's\"}").receives(u"b"_s, "{\"type\":\"said\"}").receives(u"b"_s, "=1+1");
    frames.fold(hosted.take());
    for (int row = 0; row < frames.rowCount(); ++row)
        m_frames << frames.row(row);
    m_connection = connections.row(0);
    m_listening.httpUrl = u"http://127.0.0.1:3001/dev"_s;
    m_listening.wsUrl = u"ws://127.0.0.1:3001/dev"_s;
}

void TestCopies::everyKindIsMade()
{
    const FrameRow &sent = m_frames.at(2);
    QVERIFY(sent.toService);
    for (const CopyKind &kind : copyKinds())
        QVERIFY2(!kind.make(sent, m_connection, m_listening).isEmpty(), kind.id);
    for (const SaveKind &kind : saveKinds())
        QVERIFY2(!kind.make(m_frames, m_connection).isEmpty(), kind.id);
    const auto made = [&](const char *id) {
        for (const CopyKind &kind : copyKinds()) {
            if (qstrcmp(kind.id, id) == 0)
                return kind.make(sent, m_connection, m_listening);
        }
        return QString();
    };
    QCOMPARE(made("json"), u"{\n    \"action\": \"say\",\n    \"text\": \"it's\"\n}"_s);
    QVERIFY(made("wscat").endsWith(u"-s 'results.v1' -x '{\"action\":\"say\",\"text\":\"it'\\''s\"}'"_s));
    QVERIFY(made("curl").contains(u"Sec-WebSocket-Protocol: results.v1"_s));
    QVERIFY(made("markdown").contains(u"route `say`"_s));
}

void TestCopies::credentialsStayHere()
{
    for (const CopyKind &kind : copyKinds())
        QVERIFY2(!kind.make(m_frames.at(2), m_connection, m_listening).contains(u"secret"_s), kind.id);
    for (const SaveKind &kind : saveKinds())
        QVERIFY2(!kind.make(m_frames, m_connection).contains("secret"), kind.id);
}

void TestCopies::harHasTheMessages()
{
    const QJsonObject har = QJsonDocument::fromJson(saveKinds().first().make(m_frames, m_connection)).object();
    const QJsonObject entry = har[u"log"_s][u"entries"_s][0].toObject();
    QCOMPARE(entry[u"_resourceType"_s].toString(), u"websocket"_s);
    const QJsonArray messages = entry[u"_webSocketMessages"_s].toArray();
    QCOMPARE(messages.size(), 3);
    QCOMPARE(messages[0][u"type"_s].toString(), u"send"_s);
    QCOMPARE(messages[1][u"data"_s].toString(), u"{\"type\":\"said\"}"_s);
}

void TestCopies::aTableProgramRunsNothing()
{
    const QByteArray csv = saveKinds().at(2).make(m_frames, m_connection);
    QVERIFY(csv.contains("\"'=1+1\""));
    QCOMPARE(csv.count("\r\n"), m_frames.size() + 1);
}

// What is offered as a test is one: the runner's own reader takes it.
void TestCopies::aStepIsASuite()
{
    const QString text = suiteAround(suiteStep(m_frames), u"talk"_s);
    QTemporaryDir folder;
    const QString path = folder.filePath(u"talk.greenroom.yaml"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text.toUtf8());
    file.close();
    const Suite suite = readRunnableSuite(path);
    QVERIFY2(suite.problems.isEmpty(), qPrintable(text));
    QCOMPARE(suite.tests.size(), 1);
}

void TestCopies::placesAreFound_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("column");
    QTest::newRow("a function") << u"    at startRun (src/handler.js:41:18)"_s << u"handler.js:41"_s << 18;
    QTest::newRow("no name") << u"    at /home/a/b.js:4:2"_s << u"b.js:4"_s << 2;
    QTest::newRow("a module") << u"    at f (file:///home/a/b.mjs:4:2)"_s << u"b.mjs:4"_s << 2;
    QTest::newRow("async") << u"    at async Object.f (/a/b.js:9:1)"_s << u"b.js:9"_s << 1;
    QTest::newRow("python") << u"  File \"/a/app.py\", line 12, in handler"_s << u"app.py:12"_s << 0;
    QTest::newRow("a sentence") << u"TypeError: rows is undefined"_s << QString() << 0;
}

void TestCopies::placesAreFound()
{
    QFETCH(QString, line);
    QFETCH(QString, text);
    QFETCH(int, column);
    const SourcePlace place = placeOfLine(line);
    QCOMPARE(place.text(), text);
    QCOMPARE(place.column, column);
    QCOMPARE(editorCommand(u"code -g %file:%line:%column"_s, u"/a b/c.js"_s, { u"c.js"_s, 4, 2 }), QStringList({ u"code"_s, u"-g"_s, u"/a b/c.js:4:2"_s }));
}

void TestCopies::commandsAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("url");
    QTest::addColumn<QStringList>("headers");
    QTest::addColumn<QStringList>("subprotocols");
    QTest::newRow("address") << u" wss://h/dev "_s << u"wss://h/dev"_s << QStringList() << QStringList();
    QTest::newRow("curl of a browser") << u"curl 'https://h/dev?x=1' \\\n -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Key: abc' -H 'Authorization: Bearer x' -H 'Sec-WebSocket-Protocol: a, b'"_s
                                       << u"wss://h/dev?x=1"_s << QStringList { u"Authorization: Bearer x"_s } << QStringList { u"a"_s, u"b"_s };
    QTest::newRow("wscat") << u"wscat -c ws://h:1/d -H \"X-Api-Key: k\" -s v1"_s << u"ws://h:1/d"_s << QStringList { u"X-Api-Key: k"_s } << QStringList { u"v1"_s };
}

void TestCopies::commandsAreRead()
{
    QFETCH(QString, text);
    const ClientAddress address = readAddress(text);
    QTEST(address.url, "url");
    QTEST(address.headers, "headers");
    QTEST(address.subprotocols, "subprotocols");
}

void TestCopies::theRouteIsForeseen_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("routes");
    QTest::addColumn<QString>("route");
    const QStringList both { u"$connect"_s, u"say"_s, u"$default"_s };
    const QStringList noDefault { u"$connect"_s, u"say"_s };
    QTest::newRow("its route") << QByteArray("{\"action\":\"say\"}") << both << u"say"_s;
    QTest::newRow("another word") << QByteArray("{\"action\":\"sing\"}") << both << u"$default"_s;
    QTest::newRow("no JSON") << QByteArray("say") << both << u"$default"_s;
    QTest::newRow("$connect cannot be called") << QByteArray("{\"action\":\"$connect\"}") << both << u"$default"_s;
    QTest::newRow("nothing") << QByteArray("{}") << noDefault << QString();
}

void TestCopies::theRouteIsForeseen()
{
    QFETCH(QByteArray, text);
    QFETCH(QStringList, routes);
    QTEST(routeOf(text, u"$request.body.action"_s, routes), "route");
}

void TestCopies::remoteIsKnown_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<bool>("remote");
    QTest::newRow("IPv4 loopback") << u"ws://127.0.0.1:3001/dev"_s << false;
    QTest::newRow("IPv6 loopback") << u"ws://[::1]:3001/dev"_s << false;
    QTest::newRow("localhost") << u"wss://localhost/dev"_s << false;
    QTest::newRow("API Gateway") << u"wss://abc.execute-api.eu-west-1.amazonaws.com/dev"_s << true;
    QTest::newRow("the house") << u"ws://192.168.1.4:3001/dev"_s << true;
    QTest::newRow("looks local") << u"wss://localhost.example/dev"_s << true;
    QTest::newRow("a path") << u"/dev"_s << false;
}

void TestCopies::remoteIsKnown()
{
    QFETCH(QString, url);
    QTEST(Inspector::isRemote(url), "remote");
}

void TestCopies::anotherSchemeIsWorthATry_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("other");
    QTest::newRow("TLS where there is none") << u"wss://h/d"_s << 0 << u"SSL handshake failed: wrong version number"_s << u"ws://h/d"_s;
    QTest::newRow("refused by status") << u"wss://h/d"_s << 403 << u"the handshake was refused with 403"_s << QString();
    QTest::newRow("nobody there") << u"ws://h/d"_s << 0 << u"Connection refused"_s << QString();
    QTest::newRow("plain where TLS is wanted") << u"ws://h/d"_s << 0 << u"The remote host closed the connection"_s << u"wss://h/d"_s;
}

void TestCopies::anotherSchemeIsWorthATry()
{
    QFETCH(QString, url);
    QFETCH(int, status);
    QFETCH(QString, reason);
    ConnectionRow row;
    row.opened.url = url;
    row.refused.status = status;
    row.refused.reason = reason;
    QTEST(otherScheme(row), "other");
}

void TestCopies::jsonIsColoured()
{
    const QString text = u"{\"a\":\"b\\\"c\",\"n\":-1.5e3,\"t\":null,\"cut\":\"…"_s;
    QStringList parts;
    int at = 0;
    for (const TextSpan &span : jsonSpans(text)) {
        QCOMPARE(span.from, at);   // no letter is lost, none painted twice
        at += span.length;
        parts << Theme::tokenName(span.token) + u' ' + text.mid(span.from, span.length);
    }
    QCOMPARE(at, int(text.size()));
    QVERIFY(parts.contains(u"js-key \"a\""_s));
    QVERIFY(parts.contains(u"js-str \"b\\\"c\""_s));
    QVERIFY(parts.contains(u"js-num -1.5e3"_s));
    QVERIFY(parts.contains(u"js-lit null"_s));
    QCOMPARE(jsonSpans(u"hello {1}").size(), 1);
}

void TestCopies::bytesAreDumped()
{
    QCOMPARE(hexDump("Hello, \x01\xff world. And more"),
             u"000000  48 65 6c 6c 6f 2c 20 01 ff 20 77 6f 72 6c 64 2e  Hello, .. world.\n"
              "000010  20 41 6e 64 20 6d 6f 72 65                        And more"_s);
    QCOMPARE(hexDump({}), QString());
}

QTEST_MAIN(TestCopies)
#include "tst_copies.moc"
