// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/suite.h"

#include <QTest>

using namespace greenroom;
using namespace Qt::StringLiterals;

class TstSuite : public QObject
{
    Q_OBJECT

private slots:
    void theReferenceSuites_data();
    void theReferenceSuites();
    void everyKey();
    void wrongFiles_data();
    void wrongFiles();
    void filesThatCannotBeRead();
    void durations_data();
    void durations();

private:
    static QString lines(const Suite &suite)
    {
        QStringList all;
        for (const Problem &problem : suite.problems)
            all.append(toLine(problem));
        return all.join(u'\n');
    }
    const SuiteWords m_words { { u"page"_s, u"http"_s, u"wait"_s, u"use"_s }, { u"status"_s, u"css"_s, u"body"_s } };
};

void TstSuite::theReferenceSuites_data()
{
    QTest::addColumn<int>("tests");
    QTest::addColumn<int>("profiles");
    QTest::newRow("shop-pages") << 5 << 2;
    QTest::newRow("live-results") << 8 << 2;
}

void TstSuite::theReferenceSuites()
{
    QFETCH(int, tests);
    QFETCH(int, profiles);
    const SuiteWords words { { u"page"_s, u"http"_s, u"websocket"_s, u"command"_s, u"wait"_s, u"use"_s },
                             { u"status"_s, u"header"_s, u"cookie"_s, u"title"_s, u"url"_s, u"body"_s, u"size"_s, u"duration"_s,
                               u"tls"_s, u"json"_s, u"xpath"_s, u"css"_s, u"regex"_s, u"schema"_s, u"exit"_s, u"stdout"_s,
                               u"stderr"_s, u"message"_s, u"messages"_s, u"latency"_s, u"close"_s, u"var"_s } };
    const Suite suite = readSuiteFile(QStringLiteral(GREENROOM_TEST_DATA "/projectfiles/suites/%1.greenroom.yaml")
                                          .arg(QLatin1StringView(QTest::currentDataTag())), words);
    QVERIFY2(suite.problems.isEmpty(), qPrintable(lines(suite)));
    QCOMPARE(suite.tests.size(), tests);
    QCOMPARE(suite.profiles.size(), profiles);
}

void TstSuite::everyKey()
{
    const Suite suite = readSuite(R"(greenroom: 1
suite: All of it
id: all
description: words
tags: [a, b]
host: { project: x.yml, stage: dev }
profiles: { local: { url: one }, far: { url: two } }
vars: { n: 3 }
secrets:
  T: { env: TOKEN, required: false }
  K: { keyring: entry }
defaults: { timeout: 2m, step_timeout: 5s, slow: 1s, retries: { count: 2, delay: 300ms, backoff: 1.5 }, http: { headers: { A: b } } }
parallel: 3
stop_on_first_failure: true
run: { shuffle: true, sample: { count: 5, seed: 42 }, tags: a and not b }
blind: { title: T, test_label: "Check {n}", show: [status, elapsed, progress], total: shown, reveal: after_run, round_elapsed: 1s }
blocks: { sign in: [{ page: /in }] }
setup: [{ page: /up }]
teardown: [{ page: /down, always: true }]
before_each: [{ page: /before }]
after_each: [{ page: /after }]
tests:
  - name: One
    id: one
    description: d
    tags: x
    setup: [{ use: sign in, with: { user: u } }]
    teardown: [{ page: / }]
    rows: { discover: [{ page: / }], each: links, as: url, max: 7 }
    vars: { v: 1 }
    timeout: 3s
    slow: 2s
    retries: 4
    group: g
    needs: [two]
    only: { profile: local, os: [linux] }
    known_issue: { link: l, until: 2027-03-31 }
    steps:
      - name: Step
        page: /
        expect: [{ status: 200 }]
        capture: { c: { css: { select: h1 }, secret: true } }
        retries: { count: 1 }
        timeout: 500ms
        if: not flag
        on_fail: continue
  - { name: Two, skip: later, steps: [{ page: / }] }
)", u"s.greenroom.yaml"_s, m_words);
    QVERIFY2(suite.problems.isEmpty(), qPrintable(lines(suite)));
    QCOMPARE(suite.timeoutMs, 120'000);
    QCOMPARE(suite.stepTimeoutMs, 5000);
    QCOMPARE(suite.retries.backoff, 1.5);
    QCOMPARE(suite.sampleSeed.value(), 42);
    QCOMPARE(suite.runTags, u"a and not b"_s);
    QVERIFY(suite.shuffle && suite.stopOnFirstFailure);
    QCOMPARE(suite.secrets.size(), 2);
    QVERIFY(!suite.secrets.first().required);
    QCOMPARE(suite.secrets.last().source, u"keyring"_s);
    QVERIFY(suite.teardown.first().always);
    const TestSpec &one = suite.tests.first();
    QCOMPARE(one.rows.kind, RowsSpec::Kind::Discover);
    QCOMPARE(one.rows.max, 7);
    QCOMPARE(one.retries->count, 4);
    QCOMPARE(one.tags, QStringList { u"x"_s });
    QCOMPARE(one.onlySystems, QStringList { u"linux"_s });
    QCOMPARE(one.knownIssue.value("until"_L1).toString(), u"2027-03-31"_s);   // dates stay text
    const StepSpec &step = one.steps.first();
    QVERIFY(step.capture.first().secret);
    QCOMPARE(step.condition, u"not flag"_s);
    QVERIFY(step.continueOnFail);
    QCOMPARE(step.timeoutMs, 500);
    QCOMPARE(suite.tests.last().skip, u"later"_s);
}

void TstSuite::filesThatCannotBeRead()
{
    const Suite missing = readSuiteFile(u"/nowhere/s.greenroom.yaml"_s, m_words);
    QCOMPARE(missing.problems.size(), 1);
    QVERIFY2(lines(missing).contains(u"/nowhere/s.greenroom.yaml: This file cannot be read"_s), qPrintable(lines(missing)));
    const Suite folder = readSuiteFile(QStringLiteral(GREENROOM_TEST_DATA), m_words);
    QVERIFY2(lines(folder).contains(u"it is a folder"_s), qPrintable(lines(folder)));
}

void TstSuite::wrongFiles_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<QString>("says");
    const QByteArray head = "greenroom: 1\nsuite: S\n";
    const QByteArray good = "tests:\n  - name: A\n    steps:\n      - page: /\n";
    QTest::newRow("unknown key") << head + "paralel: 2\n" + good << 3 << u"did you mean “parallel”?"_s;
    QTest::newRow("unknown step") << head + "tests:\n  - name: A\n    steps:\n      - pgae: /\n" << 6 << u"did you mean “page”?"_s;
    QTest::newRow("two actions") << head + "tests:\n  - name: A\n    steps:\n      - page: /\n        wait: 1s\n" << 7 << u"does one thing"_s;
    QTest::newRow("unknown check") << head + good + "        expect:\n          - satus: 200\n" << 8 << u"did you mean “status”?"_s;
    QTest::newRow("two subjects") << head + good + "        expect:\n          - status: 200\n            body: x\n" << 8 << u"looks at one thing"_s;
    QTest::newRow("bad duration") << head + "defaults: { timeout: 5 minutes }\n" + good << 3 << u"no duration"_s;
    QTest::newRow("secret value in the file") << head + "secrets:\n  T: abc\n" + good << 4 << u"stands in the file"_s;
    QTest::newRow("blind list with names") << head + "blind: { title: T, show: [status, name] }\n" + good << 3 << u"may not see “name”"_s;
    QTest::newRow("circular needs")
        << head + "tests:\n  - { name: A, id: a, needs: b, steps: [{page: /}] }\n  - { name: B, id: b, needs: a, steps: [{page: /}] }\n" << 4 << u"circle"_s;
    QTest::newRow("rows file missing") << head + "tests:\n  - name: A\n    rows: { file: nowhere.csv }\n    steps: [{page: /}]\n" << 5 << u"is missing"_s;
    QTest::newRow("discovery without max")
        << head + "tests:\n  - name: A\n    rows: { discover: [{page: /}], each: x }\n    steps: [{page: /}]\n" << 5 << u"need “max”"_s;
    const auto row = [&](const char *name, const QByteArray &text, int line, const QString &says) { QTest::newRow(name) << head + text << line << says; };
    row("yes is no boolean", "stop_on_first_failure: yes\n" + good, 3, u"“yes” is neither true nor false"_s);
    row("parallel is a number", "parallel: many\n" + good, 3, u"parallel is a whole number"_s);
    row("parallel is not negative", "parallel: -1\n" + good, 3, u"parallel is a whole number"_s);
    row("a list for a name", "description: [a]\n" + good, 3, u"a text is wanted here, not a list"_s);
    row("a mapping for tags", "tags: { a: b }\n" + good, 3, u"a list is wanted here"_s);
    row("vars are a list", "vars: [a]\n" + good, 3, u"“vars” is a mapping"_s);
    row("profiles are a list", "profiles: [a]\n" + good, 3, u"“profiles” is a mapping"_s);
    row("a profile is a text", "profiles: { a: b }\n" + good, 3, u"“a” is a mapping"_s);
    row("host is a text", "host: x.yml\n" + good, 3, u"“host” is a mapping"_s);
    row("host has another key", "host: { projekt: x }\n" + good, 3, u"did you mean “project”?"_s);
    row("defaults have another key", "defaults: { timout: 3s }\n" + good, 3, u"did you mean “timeout”?"_s);
    row("a bare number is no duration", "defaults: { slow: 5 }\n" + good, 3, u"“5” is no duration"_s);
    row("retries have another key", "defaults: { retries: { conut: 1 } }\n" + good, 3, u"did you mean “count”?"_s);
    row("backoff below one", "defaults: { retries: { count: 1, backoff: 0.5 } }\n" + good, 3, u"retries.backoff is a number from 1"_s);
    row("run has another key", "run: { suffle: true }\n" + good, 3, u"did you mean “shuffle”?"_s);
    row("sample has another key", "run: { sample: { cuont: 3 } }\n" + good, 3, u"did you mean “count”?"_s);
    row("a secret of two sources", "secrets: { T: { env: A, keyring: B } }\n" + good, 3, u"comes from one source"_s);
    row("a secret of none", "secrets: { T: { required: true } }\n" + good, 3, u"comes from one source"_s);
    row("blind with another key", "blind: { title: T, tests: shown }\n" + good, 3, u"there is no key “tests” in blind"_s);
    row("blind, another total", "blind: { title: T, total: 5 }\n" + good, 3, u"total is one of: shown, growing, hidden"_s);
    row("blind, another reveal", "blind: { title: T, reveal: always }\n" + good, 3, u"reveal is one of: never, after_run"_s);
    row("a step that is a text", "tests:\n  - name: A\n    steps: [page]\n", 5, u"a step is a mapping"_s);
    row("steps that are a mapping", "tests:\n  - name: A\n    steps: { page: / }\n", 5, u"“steps” is a list of steps"_s);
    row("a step that does nothing", "tests:\n  - name: A\n    steps: [{ name: x }]\n", 5, u"this step does nothing"_s);
    row("a test without a name", "tests:\n  - steps: [{ page: / }]\n", 4, u"a test needs a name"_s);
    row("a test without steps", "tests:\n  - name: A\n", 4, u"“A” has no steps"_s);
    row("a test with another key", "tests:\n  - { name: A, step: [], steps: [{ page: / }] }\n", 4, u"did you mean “steps”?"_s);
    row("two tests of one id", "tests:\n  - { name: A, steps: [{ page: / }] }\n  - { name: a, steps: [{ page: / }] }\n", 5, u"the id “a” is there twice"_s);
    row("needs a test that is none", "tests:\n  - { name: A, needs: [b], steps: [{ page: / }] }\n", 4, u"needs “b”, which is no test"_s);
    row("no tests", "", 1, u"the suite has no tests"_s);
    row("known_issue until no date", "tests:\n  - { name: A, known_issue: { until: soon }, steps: [{ page: / }] }\n", 4, u"“soon” is no date"_s);
    row("only with another key", "tests:\n  - { name: A, only: { profil: x }, steps: [{ page: / }] }\n", 4, u"did you mean “profile”?"_s);
    row("on_fail", "tests:\n  - name: A\n    steps: [{ page: /, on_fail: go on }]\n", 5, u"on_fail is “continue” or “stop”"_s);
    row("if is no expression", "tests:\n  - name: A\n    steps: [{ page: /, if: a == b }]\n", 5, u"“if” takes a variable"_s);
    row("with without use", "tests:\n  - name: A\n    steps: [{ page: /, with: { a: b } }]\n", 5, u"“with” belongs to “use”"_s);
    row("use of no block", "blocks: { sign in: [{ page: / }] }\ntests:\n  - name: A\n    steps: [{ use: sing in }]\n", 6, u"there is no block “sing in” to use did you mean “sign in”?"_s);
    row("a block that uses itself", "blocks: { a: [{ use: b }], b: [{ use: a }] }\n" + good, 3, u"uses itself"_s);
    row("a check that is a text", good + "        expect: [status]\n", 7, u"a check is a subject and what is wanted"_s);
    row("expect is a mapping", good + "        expect: { status: 200 }\n", 7, u"“expect” is a list of checks"_s);
    row("a capture of two things", good + "        capture: { a: { css: x, body: y } }\n", 7, u"takes from one thing"_s);
    row("a capture of nothing known", good + "        capture: { a: { cs: x } }\n", 7, u"did you mean “css”?"_s);
    row("captures are a list", good + "        capture: [a]\n", 7, u"“capture” is a mapping"_s);
    row("rows are a text", "tests:\n  - { name: A, rows: x.csv, steps: [{ page: / }] }\n", 4, u"“rows” is a mapping"_s);
    row("rows with another key", "tests:\n  - { name: A, rows: { discover: [{ page: / }], each: x, max: 3, most: 3 }, steps: [{ page: / }] }\n", 4, u"there is no key “most” in rows"_s);
    QTest::newRow("another version") << "greenroom: 2\nsuite: S\n" + good << 1 << u"version 1 of the format"_s;
    QTest::newRow("no name") << "greenroom: 1\n" + good << 1 << u"the suite has no name"_s;
    QTest::newRow("a list") << QByteArray("- a\n") << 1 << u"a suite is a mapping"_s;
    QTest::newRow("a key twice") << head + "id: a\nid: b\n" + good << 4 << u"stands here twice"_s;
    QTest::newRow("no version") << "suite: S\n" + good << 1 << u"greenroom: 1"_s;
    QTest::newRow("tab") << head + "tests:\n\t- name: A\n" << 4 << u"tab"_s;
}

void TstSuite::wrongFiles()
{
    QFETCH(QByteArray, text);
    QFETCH(int, line);
    QFETCH(QString, says);
    const Suite suite = readSuite(text, u"s.greenroom.yaml"_s, m_words);
    QVERIFY(hasErrors(suite.problems));
    bool found = false;
    QStringList all;
    for (const Problem &problem : suite.problems) {
        all.append(toLine(problem));
        found = found || (problem.place.line == line && problem.place.column > 0 && toLine(problem).contains(says));
    }
    QVERIFY2(found, qPrintable(all.join(u'\n')));
}

void TstSuite::durations_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("ms");
    QTest::newRow("ms") << u"300ms"_s << 300;
    QTest::newRow("s") << u"1.5s"_s << 1500;
    QTest::newRow("m") << u"2m"_s << 120'000;
    QTest::newRow("a bare number is none") << u"5"_s << -1;
    QTest::newRow("words are none") << u"soon"_s << -1;
}

void TstSuite::durations()
{
    QFETCH(QString, text);
    QFETCH(int, ms);
    QCOMPARE(parseDuration(text).value_or(-1), ms);
}

QTEST_GUILESS_MAIN(TstSuite)
#include "tst_suite.moc"
