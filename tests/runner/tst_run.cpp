// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/runner.h"
#include "support/scriptedserver.h"

#include <QDate>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketServer>

#include <memory>

using namespace greenroom;
using namespace Qt::StringLiterals;

// Whole suites through the runner, against a scripted server: what each key does to the outcome. A row says
// which test ends how: "name=state".
class TstRun : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void outcomes_data();
    void outcomes();
    void mistakes_data();
    void mistakes();
    void retriesMakeFlaky();
    void groupsNeverOverlap();
    void parallelIsKept();
    void samplesRepeatWithTheirSeed();
    void teardownRunsWhateverHappens();
    void stopIsNoFailure();
    void capturedTextIsNotLookedInto();
    void secretsNeverAppear();
    void environmentOfCommandsIsShort();
    void childTests_data();
    void childTests();
    void leftOverMessagesAreNoted();
    void onlySomeTests();

private:
    struct Told
    {
        QStringList states;                    // "name=state", in order of ending
        QHash<QString, QString> stateOf;       // by name
        QHash<QString, QString> reasonOf;
        QString run;                           // state of the run
        QString sentence;
        QStringList logs;
        QStringList notices;
        QStringList order;                     // names in order of starting
        int mostAtOnce = 0;
        QByteArray everything;                 // all events as JSON
    };

    // `text` goes into a file; what it needs around it is put there.
    RunRequest request(const QByteArray &text)
    {
        RunRequest asked;
        asked.runId = u"run-%1"_s.arg(++m_number);
        const QString file = m_folder->filePath(u"s%1.greenroom.yaml"_s.arg(m_number));
        QFile out(file);
        if (out.open(QFile::WriteOnly))
            out.write("greenroom: 1\nsuite: S\n" + QByteArray(text).replace("BASE", m_server->url(QString()).toLatin1()).replace("WS", m_wsUrl));
        asked.files = { file };
        return asked;
    }
    Told run(const QByteArray &text) { return run(request(text)); }
    Told run(const RunRequest &asked, const std::function<void(Runner &)> &meanwhile = {})
    {
        Journal journal;
        Runner runner(journal, m_folder->path());
        Told told;
        QHash<QString, QString> names;
        int now = 0;
        connect(&journal, &Journal::appended, this, [&](const QList<Event> &batch) {
            for (const Event &event : batch) {
                told.everything += QJsonDocument(toJson(event)).toJson(QJsonDocument::Compact) + '\n';
                if (const auto *found = std::get_if<TestFound>(&event.payload)) {
                    names.insert(found->testId, found->type == "test"_L1 ? found->name : found->type);
                } else if (const auto *started = std::get_if<TestStarted>(&event.payload)) {
                    told.order.append(names.value(started->testId));
                    told.mostAtOnce = std::max(told.mostAtOnce, ++now);
                } else if (const auto *ended = std::get_if<TestFinished>(&event.payload)) {
                    --now;
                    if (!ended->final)
                        continue;
                    told.states.append(names.value(ended->testId) + u'=' + ended->state);
                    told.stateOf.insert(names.value(ended->testId), ended->state);
                    told.reasonOf.insert(names.value(ended->testId), ended->reason);
                } else if (const auto *logged = std::get_if<TestLogged>(&event.payload)) {
                    told.logs.append(logged->text);
                } else if (const auto *notice = std::get_if<Notice>(&event.payload)) {
                    told.notices.append(u"%1:%2:%3 %4 %5"_s.arg(QFileInfo(notice->file).fileName()).arg(notice->line).arg(notice->column).arg(notice->text, notice->remedy));
                } else if (const auto *over = std::get_if<RunFinished>(&event.payload)) {
                    told.run = over->state;
                    told.sentence = over->sentence;
                }
            }
        });
        runner.start(asked);
        if (meanwhile)
            meanwhile(runner);
        const auto over = [&] {
            journal.flush();
            return !told.run.isEmpty();
        };
        [&over] { QTRY_VERIFY_WITH_TIMEOUT(over(), 20'000); }();
        return told;
    }
    void write(const QString &name, const QByteArray &text)
    {
        QFile file(m_folder->filePath(name));
        if (file.open(QFile::WriteOnly))
            file.write(text);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<QWebSocketServer> m_sockets;
    QByteArray m_wsUrl;
    int m_number = 0;
};

void TstRun::initTestCase()
{
    qputenv("TST_RUN_SECRET", "hunter2hunter2");
    qputenv("TST_RUN_VALUE", "from outside");
}

void TstRun::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_server = std::make_unique<ScriptedServer>();
    m_server->say("/", "<!doctype html><title>Shop</title><h1>Offers</h1><a class=o href=/o/1>A</a><a class=o href=/o/2>B</a><a rel=next href=/2>more</a>");
    m_server->say("/2", "<!doctype html><title>Shop</title><h1>Offers</h1><a class=o href=/o/3>C</a>");
    for (const QByteArray &path : QByteArrayList { "/o/1", "/o/2", "/o/3" })
        m_server->say(path, "<!doctype html><h1>Offer</h1>");
    m_server->say("/json", R"({"id":"x1","n":3,"list":[1,2,3],"${env.TST_RUN_VALUE}":1})");
    m_server->say("/bad", "no", "500 Oops");
    m_sockets = std::make_unique<QWebSocketServer>(u"test"_s, QWebSocketServer::NonSecureMode);
    QVERIFY(m_sockets->listen(QHostAddress::LocalHost));
    m_wsUrl = "ws://127.0.0.1:" + QByteArray::number(m_sockets->serverPort());
    connect(m_sockets.get(), &QWebSocketServer::newConnection, this, [this] {
        QWebSocket *peer = m_sockets->nextPendingConnection();
        peer->setParent(m_sockets.get());
        connect(peer, &QWebSocket::textMessageReceived, peer, &QWebSocket::sendTextMessage);
    });
    write(u"rows.csv"_s, "\xEF\xBB\xBFname,n\r\n\"a, \"\"quoted\"\"\",1\r\nb,2\r\n");
    write(u"rows.json"_s, R"([{"name":"a"},{"name":"b"},{"name":"c"}])");
    write(u"rows.yaml"_s, "- { name: a }\n- { name: b }\n");
    write(u"empty.json"_s, "[]");
    write(u"uneven.csv"_s, "a,b\n1\n");
}

void TstRun::outcomes_data()
{
    QTest::addColumn<QByteArray>("suite");
    QTest::addColumn<QStringList>("wanted");   // each must be among the states; "run=…" is the run's
    const auto row = [](const char *name, const char *suite, const char *wanted) {
        QTest::newRow(name) << QByteArray("vars: { base_url: BASE }\n") + suite << QString::fromUtf8(wanted).split(u"; "_s);
    };
    row("a page passes", "tests: [{ name: A, steps: [{ page: /, expect: [{ status: 200 }, { title: Shop }] }] }]", "A=passed; run=passed");
    row("a check fails", "tests: [{ name: A, steps: [{ page: /, expect: [{ status: 404 }] }] }]", "A=failed; run=failed");
    row("nobody answers is an error", "tests: [{ name: A, steps: [{ http: { get: 'http://127.0.0.1:1/' } }] }]", "A=error; run=error");
    row("soft fails at the end, and the test goes on",
        "tests: [{ name: A, steps: [{ page: /, expect: [{ status: { equals: 404, soft: true } }] }, { http: { get: /json }, capture: { id: { json: { path: $.id } } } }] }]",
        "A=failed");
    row("on_fail: continue", "tests: [{ name: A, steps: [{ page: /bad, on_fail: continue, expect: [{ status: 200 }] }, { page: /2 }] }]", "A=failed");
    row("if: a variable that is there", "tests: [{ name: A, vars: { on: true }, steps: [{ if: on, page: /, expect: [{ status: 404 }] }] }]", "A=failed");
    row("if not", "tests: [{ name: A, vars: { on: true }, steps: [{ if: not on, page: /, expect: [{ status: 404 }] }] }]", "A=passed");
    row("if a member", "tests: [{ name: A, rows: [{ on: false }], steps: [{ if: row.on, page: /, expect: [{ status: 404 }] }] }]", "A=passed");
    row("skip", "tests: [{ name: A, skip: not today, steps: [{ page: / }] }]", "A=skipped");
    row("only another profile", "profiles: { one: { x: 1 }, two: { x: 2 } }\ntests: [{ name: A, only: { profile: two }, steps: [{ page: / }] }, { name: B, only: { profile: one }, steps: [{ page: / }] }]",
        "A=skipped; B=passed; run=passed");
    row("only another system", "tests: [{ name: A, only: { os: plan9 }, steps: [{ page: / }] }]", "A=skipped");
    row("needs", "tests: [{ name: A, id: a, steps: [{ page: /, expect: [{ status: 1 }] }] }, { name: B, needs: a, steps: [{ page: / }] }]", "A=failed; B=skipped");
    row("needs a test that is discovered",
        "tests: [{ name: B, needs: a, steps: [{ page: / }] }, { name: '${row.u}', id: a, rows: { discover: [{ page: /, capture: { l: { css: { select: a.o, take: 'attr:href', all: true } } } }], "
        "each: l, as: u, max: 9 }, steps: [{ page: '${row.u}' }] }]", "/o/1=passed; /o/2=passed; B=passed");
    row("known issue", "tests: [{ name: A, known_issue: { link: x, until: 2999-01-01 }, steps: [{ page: /, expect: [{ status: 1 }] }] }]", "A=known; run=passed");
    row("known issue that passes", "tests: [{ name: A, known_issue: { link: x, until: 2999-01-01 }, steps: [{ page: / }] }]", "A=failed");
    row("known issue of old", "tests: [{ name: A, known_issue: { link: x, until: 2001-01-01 }, steps: [{ page: /, expect: [{ status: 1 }] }] }]", "A=failed");
    row("rows, a list", "tests: [{ name: '${row.p}', rows: [{ p: / }, { p: /2 }], steps: [{ page: '${row.p}', expect: [{ status: 200 }] }] }]", "/=passed; /2=passed");
    row("rows, CSV", "tests: [{ name: 'x${row.name}', rows: { file: rows.csv }, steps: [{ http: { get: /echo, query: { q: '${row.name}' } }, expect: [{ body: { contains: 'q=${row.name}', not: true } }] }] }]",
        "xa, \"quoted\"=passed; xb=failed");
    row("rows, JSON", "tests: [{ name: 'x${row.name}', rows: { file: rows.json }, steps: [{ page: / }] }]", "xa=passed; xc=passed");
    row("rows, YAML", "tests: [{ name: 'x${row.name}', rows: { file: rows.yaml }, steps: [{ page: / }] }]", "xa=passed; xb=passed");
    row("rows, none is an error", "tests: [{ name: A, rows: { file: empty.json }, steps: [{ page: / }] }]", "A=error; run=error");
    row("rows, uneven is an error", "tests: [{ name: A, rows: { file: uneven.csv }, steps: [{ page: / }] }]", "A=error");
    row("discovered over several pages, repeated links once",
        "tests: [{ name: 'o${row.u}', rows: { discover: [{ page: { url: /, follow: { select: 'a[rel=next]', max_pages: 5 } }, capture: { l: { css: { select: a.o, take: 'attr:href', all: true } } } }], "
        "each: l, as: u, max: 9 }, steps: [{ page: '${row.u}', expect: [{ css: { select: h1, equals: Offer } }] }] }]", "discovery=passed; o/o/1=passed; o/o/3=passed; run=passed");
    row("discovered, not more than max",
        "tests: [{ name: 'o${row.u}', rows: { discover: [{ page: /, capture: { l: { css: { select: a.o, take: 'attr:href', all: true } } } }], each: l, as: u, max: 1 }, steps: [{ page: '${row.u}' }] }]",
        "o/o/1=passed; -o/o/2");
    row("a discovery that finds nothing is an error",
        "tests: [{ name: A, rows: { discover: [{ page: /, capture: { l: { css: { select: a.nowhere, all: true } } } }], each: l, max: 9 }, steps: [{ page: / }] }]", "discovery=error; run=error");
    row("a discovery of one value is an error",
        "tests: [{ name: A, rows: { discover: [{ page: /, capture: { l: { css: { select: a.o } } } }], each: l, max: 9 }, steps: [{ page: / }] }]", "discovery=error");
    row("setup fails: its tests are errors", "setup: [{ page: /bad, expect: [{ status: 200 }] }]\ntests: [{ name: A, steps: [{ page: / }] }]", "setup=failed; A=error; run=error");
    row("setup captures for every test", "setup: [{ http: { get: /json }, capture: { id: { json: { path: $.id } } } }]\ntests: [{ name: A, steps: [{ page: /, expect: [{ var: { name: id, equals: x1 } }] }] }]",
        "A=passed");
    row("a teardown that fails is told", "teardown: [{ page: /bad, expect: [{ status: 200 }] }]\ntests: [{ name: A, steps: [{ page: / }] }]", "A=passed; teardown=failed; run=failed");
    row("before_each fails", "before_each: [{ page: /bad, expect: [{ status: 200 }] }]\ntests: [{ name: A, steps: [{ page: / }] }]", "A=failed");
    row("after_each fails", "after_each: [{ page: /bad, expect: [{ status: 200 }] }]\ntests: [{ name: A, steps: [{ page: / }] }]", "A=failed");
    row("test time-out", "tests: [{ name: A, timeout: 50ms, steps: [{ wait: 20s }] }]", "A=timedOut; run=failed");
    row("step time-out", "tests: [{ name: A, steps: [{ http: { get: /never }, timeout: 50ms }] }]", "A=passed");
    row("time-out of a request", "tests: [{ name: A, steps: [{ http: { get: /slow, timeout: 50ms } }] }]", "A=timedOut");
    row("wait until", "tests: [{ name: A, steps: [{ wait: { for: { http: { get: /later } }, until: [{ status: 200 }], every: 1ms, within: 5s } }] }]", "A=passed");
    row("wait until, in vain", "tests: [{ name: A, steps: [{ wait: { for: { http: { get: /bad } }, until: [{ status: 200 }], every: 1ms, within: 50ms } }] }]", "A=failed");
    row("wait does not wait for a request without end", "tests: [{ name: A, timeout: 15s, steps: [{ wait: { for: { http: { get: /slow } }, until: [{ status: 200 }], within: 50ms } }] }]", "A=timedOut");
    row("use with", "blocks: { look: [{ page: '${with.p}', expect: [{ css: { select: h1, equals: '${with.h}' } }] }] }\n"
        "tests: [{ name: A, steps: [{ use: look, with: { p: /, h: Offers } }, { use: look, with: { p: /o/1, h: Offer } }] }, { name: B, steps: [{ use: look, with: { p: /, h: No } }] }]", "A=passed; B=failed");
    row("use in use keeps each its own",
        "blocks: { inner: [{ page: '${with.p}' }], outer: [{ use: inner, with: { p: '${with.q}' } }, { page: '${with.q}', expect: [{ url: { ends_with: '${with.q}' } }] }] }\n"
        "tests: [{ name: A, steps: [{ use: outer, with: { q: /2 } }] }]", "A=passed");
    row("variables: row before test before suite", "tests: [{ name: A, vars: { base_url: 'BASE/o' }, steps: [{ page: '${base_url}/1', expect: [{ status: 200 }] }] }]", "A=passed");
    row("a value keeps its type", "tests: [{ name: A, vars: { n: 3 }, steps: [{ http: { get: /json }, expect: [{ json: { path: $.n, equals: '${n}' } }] }] }]", "A=passed");
    row("functions", "tests: [{ name: A, vars: { x: \"${repeat('ab', 3)}|${base64('a,b}')}|${sha256('')}|$${x}|${random(5,5)}\" }, steps: [{ page: /, expect: [{ var: { name: x, "
        "matches: '^.repeat' , not: true } }] }] }]", "A=passed");
    row("a capture that finds nothing", "tests: [{ name: A, steps: [{ page: /, capture: { x: { css: { select: .nowhere } } } }] }]", "A=failed");
    row("every check is shown, the failed one decides", "tests: [{ name: A, steps: [{ page: /, capture: { x: { css: { select: .nowhere } } }, expect: [{ status: 404 }] }] }]", "A=failed");
    row("captures: text, html, attr, count, all, group",
        "tests: [{ name: A, steps: [{ page: /, capture: { t: { css: { select: h1 } }, h: { css: { select: h1, take: html } }, a: { xpath: { path: '//a', take: 'attr:href' } }, "
        "n: { css: { select: a.o, take: count } }, l: { css: { select: a.o, all: true } }, g: { regex: { pattern: '/o/(\\d)', take: 'group:1' } } } }, "
        "{ wait: 1ms, expect: [{ var: { name: t, equals: Offers } }, { var: { name: h, equals: Offers } }, { var: { name: a, equals: /o/1 } }, { var: { name: n, equals: 2 } }, { var: { name: l, length: 2 } }, { var: { name: g, equals: 1 } }] }] }]",
        "A=passed");
    row("form, JSON and text bodies",
        "tests: [{ name: A, steps: [{ http: { post: /echo, form: { a: 'x y&', b: ü } }, expect: [{ body: { contains: 'a=x%20y%26&b=%C3%BC' } }, { body: { contains: 'application/x-www-form-urlencoded' } }] }, "
        "{ http: { put: /echo, json: { a: [1, x] } }, expect: [{ body: { contains: '{\"a\":[1,\"x\"]}' } }] }, { http: { patch: /echo, text: hello }, expect: [{ body: { ends_with: hello } }] }] }]", "A=passed");
    row("a file as body", "tests: [{ name: A, steps: [{ http: { post: /echo, file: rows.yaml }, expect: [{ body: { contains: 'name: a' } }] }] }]", "A=passed");
    row("auth", "tests: [{ name: A, steps: [{ http: { get: /echo, auth: { user: u, password: p } }, expect: [{ body: { contains: 'Basic dTpw' } }] }, { http: { get: /echo, auth: { bearer: t } }, expect: [{ body: { contains: 'Bearer t' } }] }] }]",
        "A=passed");
    row("defaults.http", "defaults: { http: { headers: { X-Who: me } } }\ntests: [{ name: A, steps: [{ http: { get: /echo }, expect: [{ body: { contains: 'X-Who: me' } }] }] }]", "A=passed");
    row("command", "tests: [{ name: A, steps: [{ command: { run: [sh, -c, 'cat; echo out; echo err >&2; exit 3'], stdin: in }, expect: [{ exit: 3 }, { stdout: { equals: 'inout', trim: true } }, { stderr: { contains: err } }] }] }]",
        "A=passed");
    row("command: program missing", "tests: [{ name: A, steps: [{ command: { run: [/nowhere/at/all] } }] }]", "A=error");
    row("command: time-out", "tests: [{ name: A, steps: [{ command: { shell: 'sleep 30', timeout: 50ms } }] }]", "A=timedOut");
    row("command without a check fails on its own only by not starting", "tests: [{ name: A, steps: [{ command: { shell: 'exit 1' }, expect: [{ exit: 0 }] }] }]", "A=failed");
    row("step retries", "tests: [{ name: A, steps: [{ http: { get: /later }, retries: { count: 5, delay: 1ms, backoff: 2 }, expect: [{ status: 200 }] }] }]", "A=passed");
    row("conversation", "tests: [{ name: A, steps: [{ websocket: { connect: { url: 'WS/' }, talk: [{ send: { json: { a: 1 } } }, { receive: { like: { a: 1 } } }] } }] }]", "A=passed");
    row("a name used twice", "tests: [{ name: A, steps: [{ websocket: { connect: { url: 'WS/' } } }, { websocket: { connect: { url: 'WS/' }, talk: [{ send: { text: x } }, { receive: { like: x } }] } }] }]", "A=passed");
    row("stop on the first failure", "parallel: 1\nstop_on_first_failure: true\ntests: [{ name: A, steps: [{ page: /, expect: [{ status: 1 }] }] }, { name: B, steps: [{ page: / }] }]", "A=failed; B=stopped; run=failed");
    row("tags that match nothing are no pass", "run: { tags: nowhere }\ntests: [{ name: A, steps: [{ page: / }] }]", "run=error");
    row("run.tags", "run: { tags: 'a and not b' }\ntests: [{ name: A, tags: [a], steps: [{ page: / }] }, { name: B, tags: [a, b], steps: [{ page: / }] }]", "A=passed; -B");
    row("cookies belong to the test",
        "tests: [{ name: A, steps: [{ page: /cookie }, { http: { get: /echo }, expect: [{ body: { contains: 'Cookie: sid=42' } }, { cookie: { name: sid, equals: 42 } }] }] }, "
        "{ name: B, needs: a, steps: [{ http: { get: /echo }, expect: [{ body: { contains: 'sid=', not: true } }] }] }]", "A=passed; B=passed");
}

void TstRun::outcomes()
{
    QFETCH(QByteArray, suite);
    QFETCH(QStringList, wanted);
    m_server->answers.insert("/slow", {});
    m_server->say("/cookie", "ok", "200 OK", "Set-Cookie: sid=42; Path=/\r\n");
    m_server->say("/later", "yes");
    m_server->turns.insert("/later", { ScriptedServer::answerOf("", "503 Later"), ScriptedServer::answerOf("", "503 Later") });
    const Told told = run(suite);
    const QStringList states = QStringList(told.states) << u"run="_s + told.run;
    for (const QString &one : std::as_const(wanted)) {
        const QString all = states.join(u"; "_s) + u" — "_s + told.sentence + u' ' + told.notices.join(u' ');
        if (one.startsWith(u'-'))
            QVERIFY2(!told.stateOf.contains(one.mid(1)), qPrintable(all));
        else
            QVERIFY2(states.contains(one), qPrintable(all));
    }
}

void TstRun::mistakes_data()
{
    QTest::addColumn<QByteArray>("suite");   // begins in line 3
    QTest::addColumn<QString>("wanted");     // "line:column" and a part of the sentence
    const auto row = [](const char *name, const char *suite, const char *place, const char *text) {
        QTest::newRow(name) << QByteArray(suite) << QString::fromUtf8(QByteArray(place) + '|' + text);
    };
    row("unknown variable", "tests:\n- name: A\n  steps:\n  - page: /${nme}\n    name: x\n  vars: { name: b }\n", "6:11", "there is no variable “nme”; did you mean “name”?");
    row("unknown function", "tests: [{ name: A, steps: [{ page: \"${uid()}\" }] }]", "3:36", "did you mean “uuid”?");
    row("unknown secret", "secrets: { TOKEN: { env: X, required: false } }\ntests: [{ name: A, steps: [{ page: '/${secret.TOKN}' }] }]", "4:36", "“TOKEN”");
    row("row without rows", "tests: [{ name: A, steps: [{ page: '${row.x}' }] }]", "3:36", "“row.x”");
    row("row of another name", "tests: [{ name: A, rows: [{ url: / }], steps: [{ page: '${row.ulr}' }] }]", "3:56", "did you mean “url”?");
    row("a block is not given what it wants", "blocks: { b: [{ page: '${with.user}' }] }\ntests: [{ name: A, steps: [{ use: b, with: { usr: x } }] }]", "4:30", "wants “user”");
    row("a block uses itself", "blocks: { b: [{ use: c }], c: [{ use: b }] }\ntests: [{ name: A, steps: [{ use: b }] }]", "", "uses itself");
    row("unknown block", "blocks: { sign in: [{ page: / }] }\ntests: [{ name: A, steps: [{ use: sing in }] }]", "4:35", "did you mean “sign in”?");
    row("use with checks", "blocks: { b: [{ page: / }] }\ntests: [{ name: A, steps: [{ use: b, expect: [{ status: 200 }] }] }]", "", "own steps");
    row("unknown key of http", "tests: [{ name: A, steps: [{ http: { get: /, hedaers: {} } }] }]", "3:46", "did you mean “headers”?");
    row("unknown key of auth", "tests: [{ name: A, steps: [{ http: { get: /, auth: { usr: x } } }] }]", "", "did you mean “user”?");
    row("two methods", "tests: [{ name: A, steps: [{ http: { get: /, post: / } }] }]", "", "one method");
    row("two bodies", "tests: [{ name: A, steps: [{ http: { post: /, text: a, json: 1 } }] }]", "", "one body");
    row("unknown key of command", "tests: [{ name: A, steps: [{ command: { run: [a], cmd: x } }] }]", "", "“cmd”");
    row("unknown key of a waited step", "tests: [{ name: A, steps: [{ wait: { for: { http: { gte: / } }, until: [] } }] }]", "", "did you mean “get”?");
    row("unknown check in until", "tests: [{ name: A, steps: [{ wait: { for: { http: { get: / } }, until: [{ staus: 1 }] } }] }]", "", "did you mean “status”?");
    row("unknown results", "tests: [{ name: A, steps: [{ command: { run: [a], results: tpa } }] }]", "", "did you mean “tap”?");
    row("unreadable tags", "run: { tags: 'a and' }\ntests: [{ name: A, steps: [{ page: / }] }]", "", "cannot be read");
}

void TstRun::mistakes()
{
    QFETCH(QByteArray, suite);
    QFETCH(QString, wanted);
    const Told told = run(suite);
    const QString place = wanted.section(u'|', 0, 0);
    const QString text = wanted.section(u'|', 1);
    QCOMPARE(told.run, u"error"_s);
    bool found = false;
    for (const QString &notice : told.notices)
        found = found || (notice.contains(text) && (place.isEmpty() || notice.contains(u".greenroom.yaml:"_s + place + u' ')));
    QVERIFY2(found, qPrintable(told.notices.join(u'\n')));
}

void TstRun::retriesMakeFlaky()
{
    m_server->say("/later", "yes");
    m_server->turns.insert("/later", { ScriptedServer::answerOf("", "503 Later") });
    const Told told = run("vars: { base_url: BASE }\ndefaults: { retries: { count: 1, delay: 1ms } }\n"
                          "tests: [{ name: A, steps: [{ http: { get: /later }, expect: [{ status: 200 }] }] }, { name: B, steps: [{ http: { get: /bad }, expect: [{ status: 200 }] }] }]");
    QCOMPARE(told.stateOf.value(u"A"_s), u"flaky"_s);
    QCOMPARE(told.stateOf.value(u"B"_s), u"failed"_s);
    QCOMPARE(told.order.count(u"B"_s), 2);
}

void TstRun::groupsNeverOverlap()
{
    const Told told = run("parallel: 4\ntests: [{ name: A, group: g, steps: [{ wait: 30ms }] }, { name: B, group: g, steps: [{ wait: 30ms }] }, { name: C, group: g, steps: [{ wait: 30ms }] }]");
    QCOMPARE(told.run, u"passed"_s);
    QCOMPARE(told.mostAtOnce, 1);
}

void TstRun::parallelIsKept()
{
    const QByteArray tests = "tests: [{ name: 'A${row.value}', rows: [1, 2, 3, 4, 5, 6], steps: [{ wait: 30ms }] }]";
    QCOMPARE(run("parallel: 3\n" + tests).mostAtOnce, 3);
    RunRequest asked = request("parallel: 3\n" + tests);
    asked.jobs = 2;
    QCOMPARE(run(asked).mostAtOnce, 2);
}

void TstRun::samplesRepeatWithTheirSeed()
{
    const QByteArray suite = "parallel: 1\nrun: { shuffle: true, sample: { count: 4, seed: 7 } }\nvars: { base_url: BASE }\ntests:\n"
                             "- { name: 'A${row.value}', rows: [1, 2, 3, 4, 5, 6], steps: [{ wait: 1ms }] }\n"
                             "- { name: 'o${row.u}', rows: { discover: [{ page: /, capture: { l: { css: { select: a.o, take: 'attr:href', all: true } } } }], each: l, as: u, max: 9 }, steps: [{ wait: 1ms }] }\n";
    const Told first = run(suite);
    const Told second = run(suite);
    QCOMPARE(first.order, second.order);
    QCOMPARE(first.states.filter(u"=passed"_s).size(), 4 + 1);    // and the discovery
    QCOMPARE(first.states.filter(u"=skipped"_s).size(), 4);
    const Told other = run(QByteArray(suite).replace("seed: 7", "seed: 8"));
    QVERIFY(other.order != first.order);
}

void TstRun::teardownRunsWhateverHappens()
{
    const Told told = run("vars: { base_url: BASE }\nafter_each: [{ http: { get: '/echo?each' } }]\nteardown: [{ http: { get: '/echo?suite' } }]\n"
                          "tests: [{ name: A, teardown: [{ http: { get: '/echo?test' } }], steps: [{ page: /bad, expect: [{ status: 200 }] }, { http: { get: '/echo?never' } }, { http: { get: '/echo?always' }, always: true }] }]");
    QCOMPARE(told.stateOf.value(u"A"_s), u"failed"_s);
    QByteArray paths;
    for (const QByteArray &head : std::as_const(m_server->requests))
        paths += head.split(' ').value(1) + ' ';
    QCOMPARE(paths, QByteArray("/bad /echo?always /echo?test /echo?each /echo?suite "));
}

void TstRun::stopIsNoFailure()
{
    m_server->answers.insert("/slow", {});
    const RunRequest asked = request("vars: { base_url: BASE }\nparallel: 1\ntests: [{ name: A, steps: [{ http: { get: /slow } }], teardown: [{ http: { get: '/echo?down' } }] }, { name: B, steps: [{ wait: 1s }] }]");
    const Told told = run(asked, [this, &asked](Runner &runner) {
        QTRY_VERIFY(!m_server->requests.isEmpty());
        runner.stop(asked.runId, StopStrength::Stop);
    });
    QCOMPARE(told.run, u"stopped"_s);
    QCOMPARE(told.stateOf.value(u"A"_s), u"stopped"_s);
    QCOMPARE(told.stateOf.value(u"B"_s), u"stopped"_s);
    QVERIFY(m_server->requests.last().contains("/echo?down"));
}

// A page cannot ask for our environment.
void TstRun::capturedTextIsNotLookedInto()
{
    m_server->say("/evil", "<!doctype html><h1>${env.TST_RUN_VALUE}</h1><a href='/echo?${env.TST_RUN_VALUE}'>x</a>");
    const Told told = run("vars: { base_url: BASE }\ntests: [{ name: A, steps: [{ page: /evil, capture: { h: { css: { select: h1 } } } }, { http: { post: /echo, text: '${h}' }, expect: [{ body: { contains: 'from outside', not: true } }] }] }, "
                          "{ name: 'd', rows: { discover: [{ page: /evil, capture: { l: { css: { select: a, take: 'attr:href', all: true } } } }], each: l, as: u, max: 3 }, steps: [{ http: { post: /echo, text: '${row.u}' }, expect: [{ body: { contains: 'from outside', not: true } }] }] }]");
    QCOMPARE(told.run, u"passed"_s);
    QVERIFY(!m_server->requests.join().contains("from outside") && m_server->requests.join().contains("${env.TST_RUN_VALUE}"));
}

void TstRun::secretsNeverAppear()
{
    m_server->say("/token", R"({"t":"captured-secret-1"})");
    const Told told = run("secrets: { TOKEN: { env: TST_RUN_SECRET } }\nvars: { base_url: BASE }\n"
                          "tests: [{ name: 'with ${secret.TOKEN}', steps: [{ http: { get: '/echo?t=${secret.TOKEN}', headers: { X-T: '${secret.TOKEN}' } }, expect: [{ body: { equals: x } }] }] }, "
                          "{ name: C, steps: [{ http: { get: /token }, capture: { t: { json: { path: $.t }, secret: true } } }, { http: { post: /echo, text: '${t}' }, expect: [{ body: { equals: y } }] }] }]");
    QCOMPARE(told.run, u"failed"_s);
    QVERIFY(m_server->requests.first().contains("hunter2"));
    QVERIFY(!told.everything.contains("hunter2"));
    const QByteArray after = told.everything.mid(told.everything.indexOf("‹t›"));
    QVERIFY(!after.contains("captured-secret-1"));
    const Told missing = run("secrets: { TOKEN: { env: TST_RUN_NOWHERE } }\ntests: [{ name: A, steps: [{ wait: 1ms }] }]");
    QCOMPARE(missing.run, u"error"_s);
    QVERIFY(missing.notices.join(u' ').contains(u"TST_RUN_NOWHERE"_s));
}

void TstRun::environmentOfCommandsIsShort()
{
    const Told told = run("tests: [{ name: A, steps: [{ command: { shell: 'echo \"[$TST_RUN_SECRET][$MINE]\"', env: { MINE: yes } }, expect: [{ stdout: { equals: '[][yes]', trim: true } }] }] }]");
    QVERIFY2(told.run == "passed"_L1, qPrintable(told.sentence));
}

void TstRun::childTests_data()
{
    QTest::addColumn<QByteArray>("results");
    QTest::addColumn<QByteArray>("printed");
    QTest::addColumn<QStringList>("wanted");
    QTest::newRow("ndjson") << QByteArray("ndjson") << QByteArray(R"({"event":"pass","name":"one","ms":3}
not json
{"event":"fail","name":"two","message":"why"}
{"event":"skip","name":"three"}
{"event":"log","message":"a word"})") << QStringList { u"one=passed"_s, u"two=failed"_s, u"three=skipped"_s, u"log:not json"_s, u"log:a word"_s };
    QTest::newRow("tap") << QByteArray("tap") << QByteArray("TAP version 13\n1..4\nok 1 - one\nnot ok 2 - two\n  ---\n  message: why\n  ...\nok 3 - three # SKIP no time\nnot ok 4 - four # TODO later\n# a word\n")
                         << QStringList { u"one=passed"_s, u"two=failed"_s, u"three=skipped"_s, u"four=skipped"_s };
    QTest::newRow("tap, fewer than planned") << QByteArray("tap") << QByteArray("1..3\nok 1 - one\n") << QStringList { u"one=passed"_s, u"A=error"_s };
    QTest::newRow("tap, bailed out") << QByteArray("tap") << QByteArray("1..2\nok 1 - one\nBail out! no disk\n") << QStringList { u"A=error"_s };
    QTest::newRow("junit") << QByteArray("junit") << QByteArray(R"(<testsuites><testsuite name="s"><testcase name="one" classname="c" time="0.5"/>
<testcase name="two"><failure message="why">trace</failure></testcase><testcase name="three"><skipped/></testcase><testcase name="four"><error message="bad"/></testcase></testsuite></testsuites>)")
                           << QStringList { u"c.one=passed"_s, u"two=failed"_s, u"three=skipped"_s, u"four=failed"_s };
    QTest::newRow("junit that is none") << QByteArray("junit") << QByteArray("<testsuites>") << QStringList { u"A=error"_s };
    QTest::newRow("no result at all is no pass") << QByteArray("ndjson") << QByteArray("hello") << QStringList { u"A=error"_s };
    QTest::newRow("the same name twice") << QByteArray("ndjson") << QByteArray("{\"event\":\"pass\",\"name\":\"x\"}\n{\"event\":\"fail\",\"name\":\"x\"}") << QStringList { u"x=passed"_s, u"x=failed"_s };
}

void TstRun::childTests()
{
    QFETCH(QByteArray, results);
    QFETCH(QByteArray, printed);
    QFETCH(QStringList, wanted);
    write(u"printed"_s, printed);
    const Told told = run("tests: [{ name: A, steps: [{ command: { run: [cat, printed], results: " + results + " } }] }]");
    for (const QString &one : std::as_const(wanted)) {
        const bool found = one.startsWith("log:"_L1) ? told.logs.contains(one.mid(4)) : told.states.contains(one);
        QVERIFY2(found, qPrintable(one + u": "_s + told.states.join(u"; "_s) + u" — "_s + told.sentence + told.logs.join(u'|')));
    }
}

void TstRun::leftOverMessagesAreNoted()
{
    const Told told = run("tests: [{ name: A, steps: [{ websocket: { as: alice, connect: { url: 'WS/' }, talk: [{ send: { text: first } }, { send: { text: second } }, { receive: { like: second } }] } }] }]");
    QCOMPARE(told.run, u"passed"_s);
    QVERIFY2(told.logs.contains(u"1 message on “alice” left over: first"_s), qPrintable(told.logs.join(u'|')));
    // Connections still open at the end are closed with 1000.
    QVERIFY(told.everything.contains("\"code\":1000"));
}

void TstRun::onlySomeTests()
{
    RunRequest asked = request("tests: [{ name: A, id: a, steps: [{ wait: 1ms }] }, { name: B, id: b, steps: [{ wait: 1ms }] }]");
    asked.testIds = { u"b"_s };
    const Told told = run(asked);
    QCOMPARE(told.states, QStringList { u"B=passed"_s });
}

QTEST_GUILESS_MAIN(TstRun)
#include "tst_run.moc"
