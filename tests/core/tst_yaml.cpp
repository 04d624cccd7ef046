// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/yaml.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace greenroom;
using namespace Qt::StringLiterals;

class TstYaml : public QObject
{
    Q_OBJECT

private slots:
    void values_data();
    void values();
    void placesCountFromOne();
    void tagsAreKept();
    void wrongText_data();
    void wrongText();
    void nearestWord_data();
    void nearestWord();
};

void TstYaml::values_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("only true and false are booleans")
        << QByteArray("a: yes\nb: true\nc: off") << QByteArray(R"({"a":"yes","b":true,"c":"off"})");
    QTest::newRow("dates stay text") << QByteArray("a: 2027-03-31") << QByteArray(R"({"a":"2027-03-31"})");
    QTest::newRow("numbers") << QByteArray("[1, -2, 1.5, 0x10, 1e3]") << QByteArray("[1,-2,1.5,16,1000]");
    QTest::newRow("a quoted number is text") << QByteArray("a: '12'") << QByteArray(R"({"a":"12"})");
    QTest::newRow("null in its spellings") << QByteArray("[~, null, ]") << QByteArray("[null,null]");
    QTest::newRow("no value") << QByteArray("a:\nb: 1") << QByteArray(R"({"a":null,"b":1})");
    QTest::newRow("anchors and aliases")
        << QByteArray("a: &x {k: 1}\nb: *x") << QByteArray(R"({"a":{"k":1},"b":{"k":1}})");
    QTest::newRow("merge keys, own keys win")
        << QByteArray("a: &x {k: 1, l: 2}\nb:\n  <<: *x\n  k: 3")
        << QByteArray(R"({"a":{"k":1,"l":2},"b":{"k":3,"l":2}})");
    QTest::newRow("JSON is read too") << QByteArray(R"({"a": ["b", 1, null, {"c": true}]})")
                                      << QByteArray(R"({"a":["b",1,null,{"c":true}]})");
    QTest::newRow("block text") << QByteArray("a: |\n  one\n  two\n") << QByteArray(R"({"a":"one\ntwo\n"})");
    QTest::newRow("booleans in three spellings, no others")
        << QByteArray("[true, True, TRUE, false, False, FALSE, tRue, on, y, n, No]")
        << QByteArray(R"([true,true,true,false,false,false,"tRue","on","y","n","No"])");
    QTest::newRow("octal only as 0o") << QByteArray("[0o17, 017, 0x1F, 0b11]") << QByteArray(R"([15,17,31,"0b11"])");
    QTest::newRow("no sexagesimals, no underscores") << QByteArray("[10:30, 1_000, 0.5.1]") << QByteArray(R"(["10:30","1_000","0.5.1"])");
    QTest::newRow("numbers of every form") << QByteArray("[.5, 5., +3, -0, 1E-2, 12e03]") << QByteArray("[0.5,5,3,0,0.01,12000]");
    QTest::newRow("more than 64 bits") << QByteArray("[9223372036854775807, 18446744073709551616]") << QByteArray("[9223372036854775807,18446744073709551616]");
    QTest::newRow("infinity has no JSON") << QByteArray("[.inf, -.INF, .nan]") << QByteArray(R"([".inf","-.INF",".nan"])");
    QTest::newRow("times stay text") << QByteArray("a: 2027-03-31T10:00:00Z") << QByteArray(R"({"a":"2027-03-31T10:00:00Z"})");
    QTest::newRow("!!str makes text") << QByteArray("a: !!str 12") << QByteArray(R"({"a":"12"})");
    QTest::newRow("keys are texts") << QByteArray("{1: a, true: b}") << QByteArray(R"({"1":"a","true":"b"})");
    QTest::newRow("merge of several, the first wins")
        << QByteArray("a: &a {k: 1}\nb: &b {k: 2, l: 2}\nc:\n  <<: [*a, *b]\n") << QByteArray(R"({"a":{"k":1},"b":{"k":2,"l":2},"c":{"k":1,"l":2}})");
    QTest::newRow("CRLF") << QByteArray("a: 1\r\nb: |\r\n  x\r\n  y\r\n") << QByteArray(R"({"a":1,"b":"x\ny\n"})");
    QTest::newRow("a byte order mark") << QByteArray("\xEF\xBB\xBF" "a: 1") << QByteArray(R"({"a":1})");
    QTest::newRow("UTF-16 that says so") << QByteArray("\xFE\xFF\0a\0:\0 \0\xFC", 10) << QByteArray(R"({"a":"ü"})");
    QTest::newRow("unescaped control in quotes is refused, escaped is not") << QByteArray(R"(a: "\x00\u00fc\n")") << QByteArray(R"({"a":"\u0000ü\n"})");
    QTest::newRow("the first document is read") << QByteArray("a: 1\n---\nb: 2\n") << QByteArray(R"({"a":1})");
    QTest::newRow("empty file") << QByteArray() << QByteArray("null");
}

void TstYaml::values()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, json);
    const yaml::Reading reading = yaml::read(text, u"t.yml"_s);
    QVERIFY2(reading.problems.isEmpty(), qPrintable(reading.problems.value(0).text));
    const QJsonValue wanted = QJsonDocument::fromJson("[" + json + "]").array().at(0);
    QCOMPARE(reading.root.toJson(), wanted);
}

void TstYaml::placesCountFromOne()
{
    const yaml::Reading reading = yaml::read("a:\n  - b: 1\n    c: two\n", u"t.yml"_s);
    const yaml::Node &item = reading.root[u"a"_s].items.first();
    QCOMPARE(item[u"c"_s].place.toString(), u"t.yml:3:8"_s);
    QCOMPARE(item.keyPlace(u"c"_s).toString(), u"t.yml:3:5"_s);
    QCOMPARE(reading.root[u"nothing"_s].kind, yaml::Node::Kind::Null);
}

void TstYaml::tagsAreKept()
{
    const yaml::Reading reading = yaml::read("a: !Ref Table\nb: !Join ['', [x, !GetAtt F.Arn]]", u"t.yml"_s);
    QVERIFY(reading.problems.isEmpty());
    QCOMPARE(reading.root[u"a"_s].tag, u"!Ref"_s);
    QCOMPARE(reading.root[u"a"_s].text, u"Table"_s);
    QCOMPARE(reading.root[u"b"_s].tag, u"!Join"_s);
    QCOMPARE(reading.root[u"b"_s].items.at(1).items.at(1).tag, u"!GetAtt"_s);
}

void TstYaml::wrongText_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("place");
    QTest::addColumn<QString>("says");
    QTest::newRow("tab as indentation") << QByteArray("a:\n  b: 1\n\tc: 2\n") << u"t.yml:3:1"_s << u"tab"_s;
    QTest::newRow("duplicate key") << QByteArray("a: 1\nb: 2\na: 3\n") << u"t.yml:3:1"_s << u"twice"_s;
    QTest::newRow("unclosed bracket") << QByteArray("a: [1, 2\nb: 3") << QString() << u"not YAML"_s;
    QByteArray bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n";
    for (int i = 1; i < 12; ++i) {
        const QByteArray n = QByteArray::number(i);
        const QByteArray alias = "*a" + QByteArray::number(i - 1);
        bomb += "a" + n + ": &a" + n + " [" + QByteArrayList(10, alias).join(',') + "]\n";
    }
    QTest::newRow("key twice in one line") << QByteArray("{a: 1, b: 2, a: 3}") << u"t.yml:1:14"_s << u"twice"_s;
    QTest::newRow("key twice, quoted") << QByteArray("a: 1\n'a': 2\n") << u"t.yml:2:1"_s << u"twice"_s;
    QTest::newRow("an alias to nothing") << QByteArray("a: *b\n") << QString() << u"not YAML"_s;
    QTest::newRow("an alias to itself") << QByteArray("a: &a [*a]\n") << u"t.yml:1:8"_s << u"refers to itself"_s;
    QTest::newRow("a list as a key") << QByteArray("? [a]\n: b\n") << u"t.yml:1:3"_s << u"A key is a list"_s;
    QTest::newRow("a NUL") << QByteArray("a: b\n\0", 6) << u"t.yml:2:1"_s << u"not a text file"_s;
    QTest::newRow("bad UTF-8") << QByteArray("a: b\nc: \xff\n") << u"t.yml:2:1"_s << u"not UTF-8"_s;
    QTest::newRow("17 MB") << QByteArray(17 * 1024 * 1024, '#') << u"t.yml"_s << u"at most 17 MB"_s;
    QTest::newRow("alias bomb") << bomb << QString() << u"grows"_s;
    QTest::newRow("10,000 deep, flow") << QByteArray(10'000, '[') << QString() << u"deep"_s;
    QByteArray block;
    for (int i = 0; i < 300; ++i)
        block += QByteArray(i, ' ') + "a:\n";
    QTest::newRow("deep, block") << block << QString() << u"deep"_s;
    QByteArray dashes;
    for (int i = 0; i < 10'000; ++i)
        dashes += "- ";
    QTest::newRow("10,000 deep, dashes") << dashes + "x" << QString() << u"deep"_s;
}

void TstYaml::wrongText()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, place);
    QFETCH(QString, says);
    QElapsedTimer timer;
    timer.start();
    const yaml::Reading reading = yaml::read(text, u"t.yml"_s);
    QVERIFY(timer.elapsed() < 5000);   // generous: "under a second" where nothing else runs
    QCOMPARE(reading.problems.size(), 1);
    const Problem &problem = reading.problems.first();
    QVERIFY2(problem.text.contains(says), qPrintable(problem.text));
    if (!place.isEmpty())
        QCOMPARE(problem.place.toString(), place);
    if (!problem.text.contains("MB"_L1))
        QVERIFY(problem.place.line > 0);
}

void TstYaml::nearestWord_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("nearest");
    QTest::newRow("swapped letters") << u"contians"_s << u"contains"_s;
    QTest::newRow("missing letter") << u"equls"_s << u"equals"_s;
    QTest::newRow("half a word") << u"cont"_s << u"contains"_s;
    QTest::newRow("case") << u"Matches"_s << u"matches"_s;
    QTest::newRow("nothing near") << u"teleport"_s << QString();
}

void TstYaml::nearestWord()
{
    QFETCH(QString, word);
    QFETCH(QString, nearest);
    QCOMPARE(yaml::nearest(word, { u"equals"_s, u"contains"_s, u"matches"_s }), nearest);
}

QTEST_GUILESS_MAIN(TstYaml)
#include "tst_yaml.moc"
