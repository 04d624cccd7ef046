// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/checks/check.h"

#include <QTest>

using namespace greenroom;
using namespace Qt::StringLiterals;

class TstChecks : public QObject
{
    Q_OBJECT

private slots:
    void checks_data();
    void checks();
    void mistakes_data();
    void mistakes();
    void schemas_data();
    void schemas();
};

using State = CheckResult::State;

void TstChecks::checks_data()
{
    QTest::addColumn<QByteArray>("check");
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("got");   // a part of it
    const auto row = [](const char *name, const char *check, State state, const QString &got = {}) {
        QTest::newRow(name) << QByteArray(check) << int(state) << got;
    };
    row("each of nothing is no pass", "css: { select: p.nowhere, each: { matches: x } }", State::Failed, u"nothing matched"_s);
    row("the hint counts the class", "css: { select: 'div .price', contains: x }", State::Failed, u"2 elements with class “price”"_s);
    row("each names what fails", "css: { select: .price, each: { max: 10 } }", State::Failed, u"20"_s);
    row("each with as", "css: { select: .price, each: { as: number, min: 5, max: 20 } }", State::Passed);
    row("each with as that is none", "css: { select: h1, each: { as: number, min: 5 } }", State::Failed, u"no number"_s);
    row("each turned round", "css: { select: .price, each: { equals: 7, not: true } }", State::Passed);
    row("a pattern that is none is an error", "title: { matches: '([' }", State::Error, u"no regular expression"_s);
    row("not_matches with such a pattern is no pass", "title: { not_matches: '([' }", State::Error, u"no regular expression"_s);
    row("exists of nothing", "css: { select: .nowhere, exists: true }", State::Failed);
    row("empty of nothing", "css: { select: .nowhere, empty: true }", State::Passed);
    row("count of nothing", "css: { select: .nowhere, count: { max: 0 } }", State::Passed);
    row("not of nothing is no pass", "css: { select: .nowhere, equals: x, not: true }", State::Failed);
    row("a subject of another step", "exit: 0", State::Error);
    row("wrong selector", "css: { select: 'a[', exists: false }", State::Error);
    row("wrong XPath", "xpath: { path: '//[', exists: false }", State::Error);
    row("not one of several", "status: { not_equals: [200, 302] }", State::Failed, u"200"_s);
    row("a date between two", "css: { select: time, as: date, min: 2027-01-01, max: 2027-12-31 }", State::Passed);
    row("a date too late", "css: { select: time, as: date, max: 2026-12-31 }", State::Failed);
    row("trim and ignore_case", "body: { starts_with: '<!DOCTYPE', ignore_case: true }", State::Passed);
    row("because and soft do not judge", "status: { equals: 200, soft: true, because: x }", State::Passed);
    row("length", "title: { length: { min: 4, max: 4 } }", State::Passed);
    row("type", "css: { select: .price, as: integer, type: integer }", State::Passed);
    row("in", "status: { in: [200, 201] }", State::Passed);
    row("includes", "css: { select: .price, includes: '20' }", State::Passed);
    row("size with a unit", "size: { max: 1kB }", State::Passed);
    row("inner mark-up is taken when asked", "css: { select: h1, contains: Offers }", State::Passed);
}

void TstChecks::checks()
{
    QFETCH(QByteArray, check);
    QFETCH(int, state);
    QFETCH(QString, got);
    const yaml::Node root = yaml::read(check, u"t"_s).root;
    StepOutput output;
    output.status = 200;
    output.body = R"(<!doctype html><title>Shop</title><h1><b>Offers</b></h1><p class=price>5<p class=price>20</p><time>2027-03-31</time>)";
    const QList<CheckResult> results = evaluate({ root.keys.first().text, root.items.first(), root.place }, output);
    QVERIFY(!results.isEmpty());
    CheckResult worst = results.first();
    for (const CheckResult &result : results) {
        if (result.state != State::Passed)
            worst = result;
    }
    QVERIFY2(int(worst.state) == state, qPrintable(worst.sentence));
    QVERIFY2(worst.got.contains(got), qPrintable(worst.got));
}

void TstChecks::mistakes_data()
{
    QTest::addColumn<QByteArray>("check");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const char *check, const char *text) { QTest::newRow(name) << QByteArray(check) << QString::fromUtf8(text); };
    row("unknown subject", "sttus: 200", "t:1:1: there is no check “sttus” did you mean “status”?");
    row("unknown operator", "title: { contians: x }", "t:1:10: there is no check “contians” did you mean “contains”?");
    row("unknown inside each", "css: { select: p, each: { matchs: x } }", "did you mean “matches”?");
    row("unknown inside count", "css: { select: p, count: { mni: 1 } }", "did you mean “min”?");
    row("each without operators", "css: { select: p, each: {} }", "“each” takes operators");
    row("count without operators", "css: { select: p, count: {} }", "a number or operators");
    row("no selector", "css: { contains: x }", "needs “select”");
    row("selector that is none", "css: { select: 'a[' }", "a name is missing");
    row("XPath that is none", "xpath: { path: '//[' }", "no XPath 1.0");
    row("JSONPath that is none", "json: { path: x }", "begins with");
    row("pattern that is none", "regex: { pattern: '([' }", "no regular expression");
    row("pattern of matches", "title: { matches: '([' }", "no regular expression");
    row("exists is true or false", "title: { exists: yes }", "true or false");
    row("soft is true or false", "title: { equals: x, soft: 1 }", "true or false");
    row("unknown conversion", "title: { as: nubmer, min: 1 }", "did you mean “number”?");
    row("unknown type", "title: { type: txt }", "did you mean “text”?");
    row("min of words", "duration: { max: soon }", "no number, duration, size or date");
    row("a bare value that needs an operator", "duration: 5", "needs an operator");
    row("schema file missing", "schema: nowhere.json", "cannot be read");
    row("schema that is none", "schema: { type: 5 }", "cannot be used");
}

void TstChecks::mistakes()
{
    QFETCH(QByteArray, check);
    QFETCH(QString, text);
    const yaml::Node root = yaml::read(check, u"t"_s).root;
    const Problems problems = validateCheck({ root.keys.first().text, root.items.first(), root.keys.first().place });
    QVERIFY(!problems.isEmpty());
    QVERIFY2(toLine(problems.first()).contains(text), qPrintable(toLine(problems.first())));
}

void TstChecks::schemas_data()
{
    QTest::addColumn<QByteArray>("schema");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("got");   // empty: it fits
    const QByteArray stock = "{ type: object, required: [sku, quantity], properties: { sku: { type: string, pattern: '^[A-Z]{2}-' }, quantity: { type: integer, minimum: 0 } }, additionalProperties: false }";
    QTest::newRow("fits") << stock << QByteArray(R"({"sku":"AB-1","quantity":3})") << QString();
    QTest::newRow("missing member") << stock << QByteArray(R"({"sku":"AB-1"})") << u"quantity"_s;
    QTest::newRow("wrong type") << stock << QByteArray(R"({"sku":"AB-1","quantity":"3"})") << u"quantity"_s;
    QTest::newRow("too small") << stock << QByteArray(R"({"sku":"AB-1","quantity":-1})") << u"quantity"_s;
    QTest::newRow("pattern") << stock << QByteArray(R"({"sku":"ab","quantity":1})") << u"sku"_s;
    QTest::newRow("one too many") << stock << QByteArray(R"({"sku":"AB-1","quantity":1,"x":1})") << u"x"_s;
    QTest::newRow("reference inside") << QByteArray("{ definitions: { n: { type: number } }, type: array, items: { $ref: '#/definitions/n' } }") << QByteArray("[1,2,\"x\"]") << u"2"_s;
    QTest::newRow("no JSON") << stock << QByteArray("<html>") << u"not JSON"_s;
}

void TstChecks::schemas()
{
    QFETCH(QByteArray, schema);
    QFETCH(QByteArray, body);
    QFETCH(QString, got);
    const yaml::Node root = yaml::read("schema: " + schema, u"t"_s).root;
    const CheckSpec check { u"schema"_s, root.items.first(), root.place };
    QVERIFY(validateCheck(check).isEmpty());
    StepOutput output;
    output.status = 200;
    output.body = body;
    const CheckResult result = evaluate(check, output).first();
    QVERIFY2((result.state == State::Passed) == got.isEmpty(), qPrintable(result.sentence));
    QVERIFY2(result.got.contains(got), qPrintable(result.got));
}

QTEST_GUILESS_MAIN(TstChecks)
#include "tst_checks.moc"
