// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/yaml.h"

#include <QElapsedTimer>
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
    QVERIFY(problem.place.line > 0);
}

void TstYaml::nearestWord_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("nearest");
    QTest::newRow("swapped letters") << u"contians"_s << u"contains"_s;
    QTest::newRow("missing letter") << u"equls"_s << u"equals"_s;
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
