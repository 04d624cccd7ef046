// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/checks/check.h"
#include "runner/httppool.h"
#include "runner/steps/websocketstep.h"
#include "runner/testcontext.h"
#include "support/scriptedserver.h"

#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

#include <memory>

using namespace greenroom;
using namespace Qt::StringLiterals;

// Conversations against a server that does what a message tells it: {"say": […]} sends each, {"close": code}
// closes, anything else comes back as it is.
class TstWebSocketStep : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void talks_data();
    void talks();
    void refusals_data();
    void refusals();
    void connectionGoesOnInTheNextStep();
    void captures();
    void mistakesAreFoundBeforeTheRun_data();
    void mistakesAreFoundBeforeTheRun();

private:
    StepOutput run(const QByteArray &step)
    {
        const yaml::Reading reading = yaml::read(step, u"t"_s);
        StepSpec spec;
        spec.action = u"websocket"_s;
        spec.value = reading.root;
        const auto made = WebSocketStep::make();
        QFuture<StepOutput> future = made->run(*m_context, spec);
        [&future] { QTRY_VERIFY_WITH_TIMEOUT(future.isFinished(), 10'000); }();
        return future.isFinished() ? future.result() : StepOutput {};
    }
    // "", or the first sentence that says why not.
    static QString reason(const StepOutput &output)
    {
        if (!output.error.isEmpty())
            return u"error: "_s + output.error;
        for (const std::shared_ptr<CheckResult> &check : output.checks) {
            if (check->state != CheckResult::State::Passed)
                return check->sentence;
        }
        return {};
    }
    QByteArray stepWith(const QByteArray &talk) const { return "{ as: me, connect: { url: '" + m_url.toUtf8() + "' }, talk: [ " + talk + " ] }"; }

    Journal m_journal;
    Masking m_masking;
    HttpPool m_pool;
    std::unique_ptr<TestContext> m_context;
    std::unique_ptr<QWebSocketServer> m_server;
    QString m_url;
};

static void answer(QWebSocket *peer, const QString &text)
{
    const yaml::Node order = yaml::read(text.toUtf8(), {}).root;
    if (order.contains(u"say"_s)) {
        for (const yaml::Node &message : order[u"say"_s].items)
            peer->sendTextMessage(message.text);
    } else if (order.contains(u"close"_s)) {
        peer->close(QWebSocketProtocol::CloseCode(int(order[u"close"_s].toNumber())), u"as told"_s);
    } else {
        peer->sendTextMessage(text);
    }
}

void TstWebSocketStep::init()
{
    m_context = std::make_unique<TestContext>(m_journal, m_masking, m_pool);
    m_context->runId = u"run-1"_s;   // only a run's messages wait for somebody
    m_server = std::make_unique<QWebSocketServer>(u"test"_s, QWebSocketServer::NonSecureMode);
    QVERIFY(m_server->listen(QHostAddress::LocalHost));
    m_url = u"ws://127.0.0.1:%1/"_s.arg(m_server->serverPort());
    connect(m_server.get(), &QWebSocketServer::newConnection, this, [this] {
        QWebSocket *peer = m_server->nextPendingConnection();
        peer->setParent(m_server.get());
        connect(peer, &QWebSocket::textMessageReceived, peer, [peer](const QString &text) { answer(peer, text); });
    });
}

void TstWebSocketStep::talks_data()
{
    QTest::addColumn<QByteArray>("talk");
    QTest::addColumn<QString>("why");   // empty: it passes
    const auto row = [](const char *name, const char *talk, const QString &why = {}) { QTest::newRow(name) << QByteArray(talk) << why; };
    row("echo", "{ send: { json: { a: 1 } } }, { receive: { like: { a: 1 } } }");
    row("like ignores other keys", "{ send: { json: { a: 1, b: 2 } } }, { receive: { like: { b: 2 } } }");
    row("text", "{ send: { text: hello } }, { receive: { like: hello } }");
    row("the oldest that matches, the others stay",
        R"({ send: { json: { say: ['{"n":1}', '{"n":2}', '{"n":3}'] } } }, { receive: { like: { n: 2 } } }, { receive: { like: { n: 1 } } }, { receive: { like: { n: 3 } } })");
    row("what came before is in the mailbox", R"({ send: { json: { say: ['{"n":1}'] } } }, { wait: 50ms }, { receive: { like: { n: 1 }, within: 1ms } })");
    row("where", "{ send: { json: { n: 5 } } }, { receive: { where: [ { json: { path: $.n, min: 4 } } ] } }");
    row("nothing that fits", "{ send: { json: { n: 5 } } }, { receive: { like: { n: 6 }, within: 100ms } }", u"did not come within 100 ms"_s);
    row("the nearest are named", R"({ send: { json: { say: ['{"n":5}', '{"x":1}'] } } }, { wait: 50ms }, { receive: { like: { n: 6 }, within: 50ms } })",
        u"the nearest of 2 messages: {\"n\":5} (n: wanted 6, got 5) | {\"x\":1} (n: wanted 6, got nothing)"_s);
    row("three are named, the others counted", R"({ send: { json: { say: ['{"n":5}', '{"x":1}', 'hi', '{"n":6,"m":1}'] } } }, { wait: 50ms }, { receive: { like: { n: 6, m: 2 }, within: 50ms } })",
        u"the nearest of 4 messages: {\"n\":6,\"m\":1} (m: wanted 2, got 1)"_s);
    row("how many others came", R"({ send: { json: { say: ['a', 'b', 'c', 'd', 'e'] } } }, { wait: 50ms }, { receive: { like: f, within: 50ms } })", u"and 2 others"_s);
    row("expect of a receive", "{ send: { json: { n: 5 } } }, { receive: { expect: [ { json: { path: $.n, max: 4 } } ] } }", u"$.n"_s);
    row("latency", "{ send: { text: x } }, { receive: { expect: [ { latency: { max: 5s } } ] } }");
    row("receive_until takes everything",
        R"({ send: { json: { say: ['{"n":1}', '{"n":2}', '{"n":3,"end":1}'] } } }, { receive_until: { like: { end: 1 }, count: 3, increasing: $.n } })");
    row("receive_until, not increasing", R"({ send: { json: { say: ['{"n":2}', '{"n":1,"end":1}'] } } }, { receive_until: { like: { end: 1 }, increasing: $.n } })",
        u"does not increase"_s);
    row("receive_until, each", R"({ send: { json: { say: ['{"n":2,"name":"x"}', '{"end":1}'] } } }, { receive_until: { like: { end: 1 }, each: [ { json: { path: $.name, exists: false } } ] } })",
        u"$.name"_s);
    row("receive_until, count", R"({ send: { json: { say: ['{"end":1}'] } } }, { receive_until: { like: { end: 1 }, count: { min: 2 } } })", u"count"_s);
    row("quiet", "{ quiet: { for: 50ms } }");
    row("quiet about other things", "{ send: { json: { n: 1 } } }, { quiet: { for: 100ms, like: { n: 2 } } }");
    row("not quiet", "{ send: { json: { n: 1 } } }, { quiet: { for: 5s, like: { n: 1 } } }", u"was to be quiet"_s);
    row("quiet needs an open connection", "{ send: { json: { close: 1001 } } }, { quiet: { for: 5s } }", u"closed"_s);
    row("closed with the code", "{ send: { json: { close: 1009 } } }, { closed: { code: 1009 } }");
    row("closed with another code", "{ send: { json: { close: 1008 } } }, { closed: { code: 1009 } }", u"1008"_s);
    row("not closed", "{ closed: { within: 50ms } }", u"did not close"_s);
    row("a close fails what waits at once", "{ send: { json: { close: 1001 } } }, { receive: { within: 60s } }", u"closed by the server with 1001"_s);
    row("sending after the end", "{ send: { json: { close: 1001 } } }, { closed: {} }, { send: { text: x } }", u"nothing can be sent"_s);
    row("ping", "{ ping: { within: 2s } }");
    row("repeat", "{ repeat: { times: 3, every: 1ms, talk: [ { send: { json: { n: '${repeat.index}' } } }, { receive: { like: { n: 0 }, within: 2s } } ] } }",
        u"did not come"_s);
    row("repeat in a repeat", "{ repeat: { times: 2, talk: [ { repeat: { times: 2, talk: [ { send: { text: x } }, { receive: { like: x } } ] } } ] } }, { quiet: { for: 20ms } }");
    row("close", "{ close: { code: 4000, reason: bye } }");
    row("unknown variable", "{ send: { text: '${nobody}' } }", u"nobody"_s);
}

void TstWebSocketStep::talks()
{
    QFETCH(QByteArray, talk);
    QFETCH(QString, why);
    const QString got = reason(run(stepWith(talk)));
    QVERIFY2(why.isEmpty() ? got.isEmpty() : got.contains(why), qPrintable(got));
}

void TstWebSocketStep::refusals_data()
{
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("wanted");
    QTest::addColumn<QString>("why");
    QTest::newRow("wanted") << QByteArray("403 Forbidden") << QByteArray("refused: { status: [401, 403] }") << QString();
    QTest::newRow("wanted, any status") << QByteArray("403 Forbidden") << QByteArray("refused: {}") << QString();
    QTest::newRow("another status") << QByteArray("500 Oops") << QByteArray("refused: { status: 403 }") << u"wanted 403, got 500"_s;
    QTest::newRow("not wanted") << QByteArray("403 Forbidden") << QByteArray("within: 5s") << u"error: the handshake was refused with 403"_s;
    QTest::newRow("no answer is no refusal") << QByteArray() << QByteArray("refused: {}") << u"error: "_s;
}

void TstWebSocketStep::refusals()
{
    QFETCH(QByteArray, status);
    QFETCH(QByteArray, wanted);
    QFETCH(QString, why);
    ScriptedServer server;
    if (status.isEmpty())
        server.answers.insert("/", { {}, true });
    else
        server.say("/", "no", status);
    const QByteArray url = "ws://127.0.0.1:" + QByteArray::number(server.serverPort()) + '/';
    const QString got = reason(run("{ connect: { url: '" + url + "', " + wanted + " } }"));
    QVERIFY2(why.isEmpty() ? got.isEmpty() : got.contains(why), qPrintable(got));
}

void TstWebSocketStep::connectionGoesOnInTheNextStep()
{
    QCOMPARE(reason(run(stepWith("{ send: { text: first } }"))), QString());
    QCOMPARE(reason(run("{ as: me, talk: [ { receive: { like: first } } ] }")), QString());
    QVERIFY(reason(run("{ as: you, talk: [ { ping: {} } ] }")).contains(u"no connection “you”"_s));
}

void TstWebSocketStep::captures()
{
    QCOMPARE(reason(run(stepWith("{ send: { json: { run: r-1, end: 1 } } }, { receive: { capture: { run_id: { json: { path: $.run } } } } },"
                                 "{ send: { json: { run: '${run_id}' } } }, { receive_until: { like: { run: r-1 }, capture: { seen: { messages: count } } } }"))),
             QString());
    QCOMPARE(m_context->variables.values().value(u"run_id"_s).toString(), u"r-1"_s);
    QCOMPARE(m_context->variables.values().value(u"seen"_s).toInt(), 1);
    QVERIFY(reason(run(stepWith("{ send: { json: { a: 1 } } }, { receive: { capture: { x: { json: { path: $.b } } } } }"))).contains(u"“x” found nothing"_s));
}

void TstWebSocketStep::mistakesAreFoundBeforeTheRun_data()
{
    QTest::addColumn<QByteArray>("step");
    QTest::addColumn<QString>("text");
    QTest::newRow("unknown word") << QByteArray("{ connect: { url: x }, talk: [ { recieve: {} } ] }") << u"“recieve”"_s;
    QTest::newRow("two words in a line") << QByteArray("{ connect: { url: x }, talk: [ { send: x, wait: 1s } ] }") << u"one thing"_s;
    QTest::newRow("unknown key of a word") << QByteArray("{ connect: { url: x }, talk: [ { receive: { witin: 2s } } ] }") << u"“witin”"_s;
    QTest::newRow("bad duration") << QByteArray("{ connect: { url: x }, talk: [ { receive: { within: soon } } ] }") << u"no duration"_s;
    QTest::newRow("unknown check") << QByteArray("{ connect: { url: x }, talk: [ { receive: { expect: [ { jsno: 1 } ] } } ] }") << u"“jsno”"_s;
    QTest::newRow("inside a repeat") << QByteArray("{ connect: { url: x }, talk: [ { repeat: { times: 1, talk: [ { sned: x } ] } } ] }") << u"“sned”"_s;
    QTest::newRow("signing") << QByteArray("{ connect: { url: x, sign: {} } }") << u"says how"_s;
    QTest::newRow("a secret key in the file") << QByteArray("{ connect: { url: x, sign: { aws: { secret_key: abc } } } }") << u"stands in the file"_s;
    QTest::newRow("unknown capture") << QByteArray("{ connect: { url: x }, talk: [ { receive: { capture: { a: { jsno: {} } } } } ] }") << u"“jsno”"_s;
    QTest::newRow("increasing by no path") << QByteArray("{ connect: { url: x }, talk: [ { receive_until: { increasing: seq } } ] }") << u"begins with"_s;
    QTest::newRow("no address") << QByteArray("{ connect: { within: 1s } }") << u"needs an address"_s;
    QTest::newRow("neither connect nor as") << QByteArray("{ talk: [] }") << u"neither"_s;
}

void TstWebSocketStep::mistakesAreFoundBeforeTheRun()
{
    QFETCH(QByteArray, step);
    QFETCH(QString, text);
    StepSpec spec;
    spec.value = yaml::read(step, u"t"_s).root;
    const Problems problems = WebSocketStep::validate(spec);
    QVERIFY(!problems.isEmpty());
    QVERIFY2(toLine(problems.first()).contains(text), qPrintable(toLine(problems.first())));
}

QTEST_GUILESS_MAIN(TstWebSocketStep)
#include "tst_websocketstep.moc"
