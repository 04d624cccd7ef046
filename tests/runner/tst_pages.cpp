// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/checks/check.h"
#include "runner/css.h"
#include "runner/html.h"
#include "runner/jsonpath.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace greenroom;
using namespace Qt::StringLiterals;

class TstPages : public QObject
{
    Q_OBJECT

private slots:
    void selectors_data();
    void selectors();
    void wrongSelectors_data();
    void wrongSelectors();
    void jsonPaths_data();
    void jsonPaths();
    void checks_data();
    void checks();
};

static const QByteArray page = R"(<!doctype html><html lang=en><head><title>Shop</title></head><body>
<ul id=list><li class="hit first">a<li class=hit>b<li>c</ul>
<p><a href="/x.html" data-k="one two">X</a> <a href="/y.pdf">Y</a><img src=i.png></p>
<span class="price">12.50 EUR</span><div></div></body></html>)";

void TstPages::selectors_data()
{
    QTest::addColumn<QString>("selector");
    QTest::addColumn<int>("count");
    QTest::newRow("type") << u"li"_s << 3;
    QTest::newRow("class") << u"li.hit"_s << 2;
    QTest::newRow("two classes") << u".hit.first"_s << 1;
    QTest::newRow("id and child") << u"#list > li"_s << 3;
    QTest::newRow("descendant") << u"body a"_s << 2;
    QTest::newRow("adjacent") << u"li + li"_s << 2;
    QTest::newRow("following") << u"li ~ li"_s << 2;
    QTest::newRow("attribute") << u"a[href]"_s << 2;
    QTest::newRow("attribute ends") << u"a[href$='.html']"_s << 1;
    QTest::newRow("attribute word") << u"[data-k~=two]"_s << 1;
    QTest::newRow("not") << u"img:not([alt])"_s << 1;
    QTest::newRow("nth-child") << u"li:nth-child(odd)"_s << 2;
    QTest::newRow("first-child") << u"li:first-child"_s << 1;
    QTest::newRow("has") << u"p:has(img)"_s << 1;
    QTest::newRow("empty") << u"div:empty"_s << 1;
    QTest::newRow("group") << u"title, span"_s << 2;
    QTest::newRow("nothing") << u".nowhere"_s << 0;
}

void TstPages::selectors()
{
    QFETCH(QString, selector);
    QFETCH(int, count);
    const Result<QList<HtmlPage::Match>> matches = HtmlPage(page).css(selector);
    QVERIFY2(matches, qPrintable(matches ? QString() : matches.error().text));
    QCOMPARE(matches->size(), count);
}

void TstPages::wrongSelectors_data()
{
    QTest::addColumn<QString>("selector");
    QTest::newRow("unfinished") << u"li >"_s;
    QTest::newRow("unknown pseudo") << u"a:hover-ish"_s;
    QTest::newRow("open bracket") << u"a[href"_s;
    QTest::newRow("nothing") << u""_s;
}

void TstPages::wrongSelectors()
{
    QFETCH(QString, selector);
    QVERIFY(!cssToXPath(selector));
}

void TstPages::jsonPaths_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("values");
    QTest::newRow("root") << u"$.a"_s << QByteArray("[1]");
    QTest::newRow("quoted") << u"$['b'].c"_s << QByteArray("[2]");
    QTest::newRow("index from the end") << u"$.l[-1]"_s << QByteArray("[30]");
    QTest::newRow("slice") << u"$.l[0:2]"_s << QByteArray("[10,20]");
    QTest::newRow("wildcard") << u"$.l[*]"_s << QByteArray("[10,20,30]");
    QTest::newRow("descendants") << u"$..c"_s << QByteArray("[2]");
    QTest::newRow("union") << u"$['a','z']"_s << QByteArray("[1]");
    QTest::newRow("filter") << u"$.o[?@.n > 1].k"_s << QByteArray(R"(["y"])");
    QTest::newRow("filter with and") << u"$.o[?@.n >= 1 && @.k == 'x'].n"_s << QByteArray("[1]");
    QTest::newRow("existence") << u"$.o[?@.q].k"_s << QByteArray("[]");
}

void TstPages::jsonPaths()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, values);
    const QJsonValue root = QJsonDocument::fromJson(R"({"a":1,"b":{"c":2},"l":[10,20,30],"o":[{"k":"x","n":1},{"k":"y","n":2}]})").object();
    const Result<QList<QJsonValue>> found = jsonPath(path, root);
    QVERIFY2(found, qPrintable(found ? QString() : found.error().text));
    QJsonArray array;
    for (const QJsonValue &value : *found)
        array.append(value);
    QCOMPARE(array, QJsonDocument::fromJson(values).array());
}

void TstPages::checks_data()
{
    QTest::addColumn<QByteArray>("check");
    QTest::addColumn<bool>("held");
    QTest::newRow("status") << QByteArray("status: 200") << true;
    QTest::newRow("status list") << QByteArray("status: [200, 302]") << true;
    QTest::newRow("wrong status") << QByteArray("status: 404") << false;
    QTest::newRow("title contains") << QByteArray("title: { contains: Sho }") << true;
    QTest::newRow("count with min") << QByteArray("css: { select: li.hit, count: { min: 2 } }") << true;
    QTest::newRow("count zero") << QByteArray("css: { select: 'img[alt]', count: 0 }") << true;
    QTest::newRow("each matches") << QByteArray("css: { select: .price, each: { matches: '^[0-9.]+ EUR$' } }") << true;
    QTest::newRow("nothing found is no pass") << QByteArray("css: { select: .nowhere, contains: x }") << false;
    QTest::newRow("nothing found, not_contains") << QByteArray("css: { select: .nowhere, not_contains: x }") << false;
    QTest::newRow("exists false") << QByteArray("css: { select: .nowhere, exists: false }") << true;
    QTest::newRow("xpath as number") << QByteArray("xpath: { path: 'count(//li)', as: number, min: 3, max: 3 }") << true;
    QTest::newRow("header without regard to case") << QByteArray("header: { name: CONTENT-TYPE, contains: html }") << true;
    QTest::newRow("duration with a unit") << QByteArray("duration: { max: 2s }") << true;
    QTest::newRow("not turns it round") << QByteArray("title: { equals: Other, not: true }") << true;
    QTest::newRow("ignore_case") << QByteArray("title: { equals: SHOP, ignore_case: true }") << true;
}

void TstPages::checks()
{
    QFETCH(QByteArray, check);
    QFETCH(bool, held);
    const yaml::Node root = yaml::read(check, u"t"_s).root;
    const CheckSpec spec { root.keys.first().text, root.items.first(), root.place };
    QVERIFY(validateCheck(spec).isEmpty());
    StepOutput output;
    output.status = 200;
    output.body = page;
    output.durationMs = 12;
    output.headers = { { "Content-Type", "text/html" } };
    const QList<CheckResult> results = evaluate(spec, output);
    QVERIFY(!results.isEmpty());
    bool all = true;
    for (const CheckResult &result : results)
        all = all && result.state == CheckResult::State::Passed;
    QVERIFY2(all == held, qPrintable(results.first().sentence));
}

QTEST_GUILESS_MAIN(TstPages)
#include "tst_pages.moc"
