// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/checks/check.h"
#include "runner/css.h"
#include "runner/html.h"
#include "core/jsonpath.h"

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
    void wrongJsonPaths_data();
    void wrongJsonPaths();
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
    QTest::newRow("not, a list") << u"li:not(.first, :last-child)"_s << 1;
    QTest::newRow("is") << u":is(h1, li).hit"_s << 2;
    QTest::newRow("has, a child") << u"p:has(> img)"_s << 1;
    QTest::newRow("has, not deeper than a child") << u"body:has(> img)"_s << 0;
    QTest::newRow("has, the next one") << u"ul:has(+ p)"_s << 1;
    QTest::newRow("has, a later one") << u"ul:has(~ div)"_s << 1;
    QTest::newRow("has, a list") << u"p:has(video, img)"_s << 1;
    QTest::newRow("nth-child 2n") << u"li:nth-child(2n)"_s << 1;
    QTest::newRow("nth-child 2n + 1") << u"li:nth-child( 2n + 1 )"_s << 2;
    QTest::newRow("nth-child -n+2") << u"li:nth-child(-n+2)"_s << 2;
    QTest::newRow("nth-child n+3") << u"li:nth-child(n+3)"_s << 1;
    QTest::newRow("nth-child 0n+2") << u"li:nth-child(0n+2)"_s << 1;
    QTest::newRow("nth-child even") << u"li:nth-child(even)"_s << 1;
    QTest::newRow("nth-child number") << u"li:nth-child(2).hit"_s << 1;
    QTest::newRow("nth-last-child") << u"li:nth-last-child(1)"_s << 1;
    QTest::newRow("first-of-type") << u"a:first-of-type"_s << 1;
    QTest::newRow("nth-of-type") << u"a:nth-of-type(2)[href='/y.pdf']"_s << 1;
    QTest::newRow("last-of-type") << u"p > a:last-of-type"_s << 1;
    QTest::newRow("only-of-type") << u"img:only-of-type"_s << 1;
    QTest::newRow("attribute equals, without regard to case") << u"[HREF='/X.HTML' i]"_s << 1;
    QTest::newRow("attribute equals, with regard to case") << u"[href='/X.HTML' s]"_s << 0;
    QTest::newRow("attribute begins") << u"a[href^=\"/x\"]"_s << 1;
    QTest::newRow("attribute contains") << u"a[href*=pdf]"_s << 1;
    QTest::newRow("attribute language") << u"html[lang|=en]"_s << 1;
    QTest::newRow("attribute, empty value matches nothing") << u"a[href^='']"_s << 0;
    QTest::newRow("escaped hexadecimal") << u"#\\6c ist"_s << 1;
    QTest::newRow("escaped character") << u".hi\\t"_s << 2;
    QTest::newRow("value with both quotes") << u"[title='it\\'s \"x\"']"_s << 0;
    QTest::newRow("any") << u"ul > *"_s << 3;
    QTest::newRow("combinators without spaces") << u"ul>li+li~li"_s << 1;
    QTest::newRow("comma without spaces") << u"h1,li.first,span"_s << 2;
    QTest::newRow("upper case element") << u"LI"_s << 3;
    QTest::newRow("root") << u":root"_s << 1;
    QTest::newRow("text, which is ours") << u"span:contains('EUR')"_s << 1;
    QTest::newRow("attribute with a colon") << u"[xlink\\:href]"_s << 0;
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
    QTest::addColumn<QString>("why");
    QTest::newRow("unfinished") << u"li >"_s << u"ends too early"_s;
    QTest::newRow("unknown pseudo") << u"a:hover-ish"_s << u"column 3: “:hover-ish” is not supported"_s;
    QTest::newRow("unknown inside not") << u"a:not(b:hover)"_s << u"column 9: “:hover”"_s;
    QTest::newRow("pseudo-element") << u"p::before"_s << u"column 4"_s;
    QTest::newRow("namespace") << u"svg|a"_s << u"column 4: namespaces"_s;
    QTest::newRow("combinator inside not") << u"a:not(b c)"_s << u"without combinators"_s;
    QTest::newRow("of inside nth-child") << u"li:nth-child(2 of .x)"_s << u"“of”"_s;
    QTest::newRow("nth-of-type of anything") << u".x:nth-of-type(2)"_s << u"needs the name"_s;
    QTest::newRow("no place") << u"li:nth-child(soon)"_s << u"is no place"_s;
    QTest::newRow("unknown attribute operator") << u"a[href!=x]"_s << u"column 7: an attribute is compared with"_s;
    QTest::newRow("open bracket") << u"a[href"_s << QString();
    QTest::newRow("open text") << u"a[href='x]"_s << u"not closed"_s;
    QTest::newRow("open parenthesis") << u"a:not(b"_s << QString();
    QTest::newRow("two commas") << u"a,,b"_s << u"column 3"_s;
    QTest::newRow("nothing") << u""_s << QString();
}

void TstPages::wrongSelectors()
{
    QFETCH(QString, selector);
    QFETCH(QString, why);
    const Result<QString> path = cssToXPath(selector);
    QVERIFY(!path);
    QVERIFY2(path.error().text.contains(why), qPrintable(path.error().text));
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
    QTest::newRow("length of a text") << u"$.o[?length(@.k) == 1].n"_s << QByteArray("[1,2]");
    QTest::newRow("length of a list") << u"$[?length(@) == 3]"_s << QByteArray("[[10,20,30]]");
    QTest::newRow("length of nothing") << u"$.o[?length(@.q) == 0].n"_s << QByteArray("[]");
    QTest::newRow("count") << u"$[?count(@.*) == 2]"_s << QByteArray("[[{\"k\":\"x\",\"n\":1},{\"k\":\"y\",\"n\":2}]]");
    QTest::newRow("match is of the whole") << u"$.o[?match(@.k, 'x|yy')].n"_s << QByteArray("[1]");
    QTest::newRow("search is of a part") << u"$.o[?search(@.k, '[y-z]')].n"_s << QByteArray("[2]");
    QTest::newRow("not match") << u"$.o[?!match(@.k, 'x')].n"_s << QByteArray("[2]");
    QTest::newRow("value") << u"$.o[?value(@..k) == 'y'].n"_s << QByteArray("[2]");
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

void TstPages::wrongJsonPaths_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("why");
    QTest::newRow("unknown function") << u"$[?size(@) == 1]"_s << u"there is no function “size”"_s;
    QTest::newRow("match is not compared") << u"$[?match(@, 'x') == true]"_s << u"not compared"_s;
    QTest::newRow("match of one") << u"$[?match(@)]"_s << u"a text and a pattern"_s;
    QTest::newRow("count of a value") << u"$[?count(1) == 1]"_s << u"takes a path"_s;
    QTest::newRow("no dollar") << u"a.b"_s << u"begins with"_s;
    QTest::newRow("open bracket") << u"$[1"_s << u"“]” is missing"_s;
}

void TstPages::wrongJsonPaths()
{
    QFETCH(QString, path);
    QFETCH(QString, why);
    const Result<QList<QJsonValue>> found = jsonPath(path, QJsonArray { 1 });
    QVERIFY(!found);
    QVERIFY2(found.error().text.contains(why), qPrintable(found.error().text));
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
