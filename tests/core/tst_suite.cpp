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
    void wrongFiles_data();
    void wrongFiles();
    void durations_data();
    void durations();

private:
    const SuiteWords m_words { { u"page"_s, u"http"_s, u"wait"_s }, { u"status"_s, u"css"_s, u"body"_s } };
};

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
        found = found || (problem.place.line == line && toLine(problem).contains(says));
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
