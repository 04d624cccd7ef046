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
    output.body = R"(<!doctype html><title>Shop</title><h1><b>Offers</b></h1><p class=price>5<p class=price>20)";
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

QTEST_GUILESS_MAIN(TstChecks)
#include "tst_checks.moc"
