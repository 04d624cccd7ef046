// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Mapping templates (contract §4.3): a template, what goes in, what comes out.

#include "gateway/vtl/template.h"

#include <QTest>

using namespace greenroom;
using namespace greenroom::vtl;
using namespace Qt::StringLiterals;

class TstVtl : public QObject
{
    Q_OBJECT

private slots:
    void renders_data();
    void renders();
    void mistakes_data();
    void mistakes();
    void bombs_data();
    void bombs();
    void randomTemplatesEnd();

private:
    static Variables variables();
};

Variables TstVtl::variables()
{
    Variables variables;
    variables.body = R"({"zeta":1,"name":"Ann O'Hara","tags":["a","b"],"nested":{"b":[{"c":5}],"a":null},"price":1.5,"list":[{"id":1},{"id":2}],"on":true,"key-dash":"d"})";
    variables.params = *Value::fromJson(QByteArray(R"({"path":{},"querystring":{"token":"t1"},"header":{"User-Agent":"test"}})"));
    variables.context = *Value::fromJson(QByteArray(R"({"connectionId":"PJqB0fHsqRcCHlw=","routeKey":"x","connectedAt":1701245041796,"authorizer":{"level":"3"},"identity":{"sourceIp":"192.0.2.1"}})"));
    variables.stageVariables = *Value::fromJson(QByteArray(R"({"table":"own"})"));
    return variables;
}

void TstVtl::renders_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("output");
    const auto row = [](const char *name, const char *source, const char *output) {
        QTest::newRow(name) << QString::fromUtf8(source) << QString::fromUtf8(output);
    };
    row("D text stays", "{\"a\": 1} costs $5 #1 $", "{\"a\": 1} costs $5 #1 $");
    row("D $input.body is the raw text", "$input.body.length()", "145");
    row("D $input.json of a text has quotes", "$input.json('$.name')", "\"Ann O'Hara\"");
    row("D $input.json of an object keeps its order", "$input.json('$.nested')", "{\"b\":[{\"c\":5}],\"a\":null}");
    row("D $input.json of a number", "$input.json('$.price')", "1.5");
    row("D $input.path of a text has none", "$input.path('$.name')", "Ann O'Hara");
    row("O $input.path of an object prints as a map", "$input.path('$.nested')", "{b=[{\"c\":5}], a=null}");
    row("O $input.path of an array prints as JSON", "$input.path('$.tags')", "[\"a\",\"b\"]");
    row("D $input.path goes on with properties", "$input.path('$').nested.b[0].c", "5");
    row("D $input.path with a wildcard", "$input.path('$.list[*].id')", "[1,2]");
    row("D $input.path with a filter", "$input.json('$.list[?(@.id>1)]')", "[{\"id\":2}]");
    row("R $input.path without the dollar", "$input.path('name')", "Ann O'Hara");
    row("R $input.path with a dash", "$input.path('$.key-dash')", "d");
    row("R $input.json that finds nothing", "$input.json('$.nothing')", "\"\"");
    row("R what is not there prints nothing", "[$input.path('$.nothing')$context.nothing.at.all$!unset]", "[]");
    row("D $input.params by name", "$input.params('token')$input.params('user-agent')", "t1test");
    row("D $input.params of all", "#foreach($k in $input.params().querystring.keySet())$k=$input.params().querystring.get($k)#end", "token=t1");
    row("D $context", "$context.connectionId $context.connectedAt $context.identity.sourceIp", "PJqB0fHsqRcCHlw= 1701245041796 192.0.2.1");
    row("D $context.authorizer is text", "$context.authorizer.level", "3");
    row("D $stageVariables", "$stageVariables.table ${stageVariables.table}s $stageVariables.get('table')", "own owns own");
    row("D $util.escapeJavaScript", "$util.escapeJavaScript(\"it's a \"\"/\"\"\")", "it\\'s a \\\"\\/\\\"");
    row("D $util.parseJson", "#set($o = $util.parseJson('{\"a\":{\"b\":7}}'))$o.a.b", "7");
    row("D $util.urlEncode", "$util.urlEncode('a b&c/~*')", "a+b%26c%2F%7E*");
    row("D $util.urlDecode", "$util.urlDecode('a+b%26c')", "a b&c");
    row("D $util.base64Encode", "$util.base64Encode('hé')", "aMOp");
    row("D $util.base64Decode", "$util.base64Decode('aMOp')", "hé");
    row("D #set and a reference in braces", "#set($who = 'you')${who}th", "youth");
    row("D #set takes its line", "a\n#set($x = 1)\nb", "a\nb");
    row("D #if #elseif #else", "#set($n = 2)#if($n == 1)one#elseif($n == 2)two#{else}many#end", "two");
    row("D #if of null is false", "#if($input.path('$.nothing'))yes#{else}no#end", "no");
    row("R #if of an empty text is true, as Velocity 1.7's", "#if('')yes#{else}no#end", "yes");
    row("D #foreach with its counters", "#foreach($t in $input.path('$.tags'))$foreach.count:$t#if($foreach.hasNext),#end#end", "1:a,2:b");
    row("D #foreach over a map goes through values", "#foreach($v in {'a': 1, 'b': 2})$v#end", "12");
    row("D #foreach with entrySet", "#foreach($e in $input.path('$.nested').entrySet())$e.key;#end", "b;a;");
    row("D #foreach over a range", "#foreach($i in [1..3])$i#end", "123");
    row("D #break and #stop", "#foreach($i in [1..9])#if($i == 3)#break#end$i#end|#stop never", "12|");
    row("D a loop's variable is gone after it", "#foreach($i in [1])#end[$i]", "[]");
    row("D comments", "a## to the end\nb#* over\nlines *#c", "abc");
    row("D text as it stands", "#[[ #if($x) ]]#", " #if($x) ");
    row("D escaped", "\\$input \\#if", "$input #if");
    row("D arithmetic", "#set($x = 7 / 2 * 2 + 7 % 4 - 1)$x", "8");
    row("D arithmetic with fractions", "#set($x = 7 / 2.0)$x", "3.5");
    row("D texts are joined", "#set($x = 'a' + 1)$x", "a1");
    row("D comparisons", "#if(1 < 2 && 2 <= 2 && 3 > 2 && 2 >= 2 && 1 != 2 && !(1 == 2))yes#end", "yes");
    row("D comparisons in words", "#if(1 lt 2 and 2 le 2 and (false or not false))yes#end", "yes");
    row("D a number equals its text", "#if($input.path('$.zeta') == '1')yes#end", "yes");
    row("D texts in double quotes hold references", "#set($a = 'x')#set($b = \"[$a]\")$b", "[x]");
    row("D texts in single quotes do not", "#set($a = 'x')#set($b = '[$a]')$b", "[$a]");
    row("D lists and maps can be filled", "#set($m = {})#set($ok = $m.put('a', [1]))#set($ok = $m.a.add(2))#set($m.b = 3)$m", "{a=[1, 2], b=3}");
    row("D methods of texts", "$input.path('$.name').substring(0, 3).toUpperCase()", "ANN");
    row("O replaceAll takes expressions", "$util.escapeJavaScript($input.path('$.name')).replaceAll(\"\\\\'\", \"'\")", "Ann O'Hara");
    row("D split and size", "$input.path('$.name').split(' ').size()", "2");
    row("O numbers out of texts", "#set($int = 0)#set($n = $int.parseInt('5') + 1)$n", "6");
    row("R #set to null changes nothing", "#set($a = 1)#set($a = $nothing)$a", "1");
    row("O a whole message by its template", "{\"connectionId\":\"$context.connectionId\",\"body\":$input.json('$.tags')}", "{\"connectionId\":\"PJqB0fHsqRcCHlw=\",\"body\":[\"a\",\"b\"]}");
    row("D an unknown word after # is text", "#hash #1", "#hash #1");
}

void TstVtl::renders()
{
    QFETCH(QString, source);
    QFETCH(QString, output);
    const Result<Template> parsed = Template::parse(source);
    QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().text));
    const Result<QString> got = render(*parsed, variables());
    QVERIFY2(got, got ? "" : qPrintable(got.error().text));
    QCOMPARE(*got, output);
}

void TstVtl::mistakes_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("error");
    QTest::newRow("no #end") << u"a\n #if(1 == 1) b"_s << u"line 2, column 2: this #if has no #end"_s;
    QTest::newRow("#end alone") << u"#end"_s << u"line 1, column 5: #end stands without its #if or #foreach"_s;
    QTest::newRow("#macro is refused by name") << u"x\n#macro(a)#end"_s << u"line 2, column 1: #macro is not part of a mapping template"_s;
    QTest::newRow("#parse too") << u"#parse('a')"_s << u"line 1, column 1: #parse is not part of a mapping template"_s;
    QTest::newRow("a text is not closed") << u"#set($a = 'x)"_s << u"line 1, column 11: a text is not closed"_s;
    QTest::newRow("a bracket is missing") << u"#if($a"_s << u"line 1, column 7: “)” is missing at the end"_s;
    QTest::newRow("a bare word") << u"#set($a = hello)"_s << u"line 1, column 11: a value is wanted, not “hello”; texts stand in quotes"_s;
    QTest::newRow("unknown method") << u"ab\n$input.body.shout()"_s << u"line 2, column 12: a text has no method “shout” here"_s;
    QTest::newRow("unknown of $util") << u"$util.toJson('a')"_s
                                      << u"line 1, column 6: $util has no “toJson”; it has escapeJavaScript, parseJson, urlEncode, urlDecode, base64Encode, base64Decode"_s;
    QTest::newRow("unknown of $input") << u"$input.text"_s << u"line 1, column 7: $input has no “text”; it has body, json, path and params"_s;
    QTest::newRow("parseJson of no JSON") << u"$util.parseJson('{')"_s << u"line 1, column 6: $util.parseJson was given no JSON"_s;
    QTest::newRow("a path that is none") << u"$input.path('$.a[')"_s
                                         << u"line 1, column 7: the JSONPath “$.a[” cannot be read at column 5: a name in quotes, an index, a slice, * or ? is missing"_s;
    QTest::newRow("beyond 300 KB") << QString(301 * 1024, u'x') << u"a mapping template has at most 300 KB"_s;
}

void TstVtl::mistakes()
{
    QFETCH(QString, source);
    QFETCH(QString, error);
    const Result<Template> parsed = Template::parse(source);
    const QString got = !parsed ? parsed.error().text : render(*parsed, variables()).has_value() ? QString() : render(*parsed, variables()).error().text;
    QCOMPARE(got, error);
}

void TstVtl::bombs_data()
{
    QTest::addColumn<QString>("source");
    QTest::newRow("loops in loops") << u"#foreach($a in [1..900])#foreach($b in [1..900])#foreach($c in [1..900])x#end#end#end"_s;
    QTest::newRow("a text that doubles") << u"#set($x = 'xxxxxxxxxxxxxxxx')#foreach($i in [1..900])#set($x = \"$x$x\")#end"_s;
    QTest::newRow("a text that adds itself") << u"#set($x = 'xxxxxxxxxxxxxxxx')#foreach($i in [1..900])#set($x = $x + $x)#end"_s;
    QTest::newRow("replaceAll that grows") << u"#set($x = 'x')#foreach($i in [1..900])#set($x = $x.replaceAll('x', 'xxxxxxxx'))#end"_s;
    QTest::newRow("a range without end") << u"#foreach($i in [1..999999999999])#end"_s;
    QTest::newRow("levels") << u"(("_s.repeated(5000).prepend(u"#set($x = "_s);
    QTest::newRow("directives in directives") << u"#if(true)"_s.repeated(5000);
    QTest::newRow("nots") << u"#set($x = "_s + u"!"_s.repeated(100'000) + u"true)"_s;
    QTest::newRow("indexes in indexes") << u"$a["_s.repeated(5000);
}

void TstVtl::bombs()
{
    QFETCH(QString, source);
    const Result<Template> parsed = Template::parse(source);
    if (parsed)
        QVERIFY(!render(*parsed, variables()));
}

// Whatever is thrown at it, it ends, and says no more than one of the two.
void TstVtl::randomTemplatesEnd()
{
    const QStringList pieces { u"#set($a = "_s, u")"_s, u"#if("_s, u"#end"_s, u"#foreach($b in "_s, u"$input.path('$')"_s, u"$a"_s, u"["_s, u"]"_s,
                               u"{"_s, u"}"_s, u"'x'"_s, u"\""_s, u"$"_s, u"!"_s, u".size()"_s, u".list"_s, u" + "_s, u"1"_s, u".."_s, u"#else"_s,
                               u"#*"_s, u"*#"_s, u"\\"_s, u"\n"_s, u"$util.base64Encode("_s, u"=="_s, u"&&"_s, u","_s, u":"_s };
    quint32 state = 1;
    const auto next = [&state](quint32 below) {
        state = state * 1'664'525 + 1'013'904'223;
        return (state >> 8) % below;
    };
    for (int i = 0; i < 20'000; ++i) {
        QString source;
        for (quint32 length = next(30); length > 0; --length)
            source += pieces.at(next(quint32(pieces.size())));
        if (const Result<Template> parsed = Template::parse(source))
            (void)render(*parsed, variables()).has_value();
    }
}

QTEST_GUILESS_MAIN(TstVtl)
#include "tst_vtl.moc"
