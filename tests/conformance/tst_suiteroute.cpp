// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A suite behind a route: somebody presses Start without knowing what will run, and watches it happen.

#include "support/rawclient.h"
#include "support/serving.h"

#include <QFile>
#include <QJsonArray>
#include <QSet>

using namespace Qt::StringLiterals;

class TstSuiteRoute : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void demoRunsAndNamesNothing();
    void severalRunsAtOnce();
    void resumedWithoutLossOrDoubling();
    void stoppedByTheStarter();
    void manyWaitAndAreTold();
    void refused_data();
    void refused();
    void calledByItsId();
    void twoOfOneName();
    void theOnlyOne_data();
    void theOnlyOne();
    void twoRoutesOfOneProject();
    void hiddenTotalSaysNoNumber();

private:
    QString suite(const QString &name, const QByteArray &more, const QByteArray &blind = "blind: { title: Hidden }\n")
    {
        QFile file(m_folder.filePath(name + u".greenroom.yaml"_s));
        if (!file.open(QFile::WriteOnly))
            return {};
        file.write("greenroom: 1\nsuite: Confidential " + name.toLatin1() + "\nid: " + name.toLatin1() + '\n' + blind + more);
        return file.fileName();
    }
    static QByteArray tests(int count, const QByteArray &step)
    {
        QByteArray text = "parallel: 4\ntests:\n";
        for (int i = 0; i < count; ++i)
            text += "  - name: Secret " + QByteArray::number(i) + "\n    tags: [classified]\n    steps:\n      - " + step + "\n";
        return text;
    }
    static QJsonObject record(RawClient &client, int ms = 20'000) { return QJsonDocument::fromJson(client.text(ms)).object(); }
    // Records of one run until it is over; checks seq on the way.
    static QList<QJsonObject> toTheEnd(RawClient &client, int first = 1)
    {
        QList<QJsonObject> records;
        for (;;) {
            const QJsonObject next = record(client);
            if (next.isEmpty() || next.value("seq"_L1).toInt() != first + records.size())
                return {};
            records.append(next);
            if (isLast(next))
                return records;
        }
    }
    static bool isLast(const QJsonObject &record)
    {
        static const QStringList last { u"finished"_s, u"stopped"_s, u"refused"_s, u"busy"_s };
        return last.contains(record.value("kind"_L1).toString());
    }
    static QByteArray start(const QByteArray &suite) { return "{\"action\":\"start\",\"suite\":\"" + suite + "\"}"; }

    QTemporaryDir m_folder;
    std::unique_ptr<Serving> m_host;
    std::unique_ptr<Serving> m_single;   // of one suite
};

void TstSuiteRoute::initTestCase()
{
    QStringList arguments;
    for (const QString &file : { QStringLiteral(GREENROOM_SOURCE "/resources/demo/demo.greenroom.yaml"),
                                 suite(u"slow"_s, tests(12, "wait: 150ms")), suite(u"long"_s, tests(40, "wait: 400ms")),
                                 suite(u"hidden"_s, tests(8, "wait: 30ms"), "blind: { title: T, show: [status], total: hidden }\n"),
                                 suite(u"open"_s, tests(1, "wait: 1ms"), {}), suite(u"wrong"_s, "tests:\n  - nmae: x\n") })
        arguments += { u"--suite"_s, file };
    m_host = std::make_unique<Serving>(u"builtin:demo"_s, arguments);
    QVERIFY2(m_host->ready, m_host->process.readAllStandardError().constData());
}

void TstSuiteRoute::demoRunsAndNamesNothing()
{
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.sendText(start("demo"));
    QByteArray bytes;
    QSet<QString> kinds;
    QHash<int, QStringList> checks;
    QJsonObject last;
    double progress = 0;
    for (int seq = 1; last.isEmpty(); ++seq) {
        const QByteArray text = client.text(30'000);
        bytes += text + '\n';
        const QJsonObject next = QJsonDocument::fromJson(text).object();
        QCOMPARE(next.value("seq"_L1).toInt(), seq);
        kinds.insert(next.value("kind"_L1).toString());
        static const QStringList allowed { u"seq"_s, u"kind"_s, u"run"_s, u"check"_s, u"state"_s, u"elapsed"_s, u"done"_s, u"total"_s, u"receipt"_s };
        const QStringList keys = next.keys();
        for (const QString &key : keys)
            QVERIFY2(allowed.contains(key), text.constData());
        if (next.value("kind"_L1).toString() == "check"_L1)
            checks[next.value("check"_L1).toInt()].append(next.value("state"_L1).toString());
        if (next.value("kind"_L1).toString() == "progress"_L1) {
            progress = next.value("done"_L1).toDouble();
            QVERIFY(progress >= 0 && progress <= 1);
        }
        if (isLast(next))
            last = next;
    }
    QCOMPARE(kinds, (QSet<QString> { u"accepted"_s, u"check"_s, u"progress"_s, u"finished"_s }));
    QCOMPARE(last.value("state"_L1).toString(), u"problem"_s);
    QCOMPARE(last.value("done"_L1).toInt(), 22);
    QCOMPARE(last.value("total"_L1).toInt(), 22);
    QVERIFY(QRegularExpression(u"^[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{2}$"_s).match(last.value("receipt"_L1).toString()).hasMatch());
    QCOMPARE(progress, 1.0);
    QCOMPARE(checks.size(), 22);
    int problems = 0;
    for (const QStringList &states : std::as_const(checks)) {
        // Running, then its outcome: retries and flaky are not visible.
        QCOMPARE(states.size(), 2);
        QCOMPARE(states.first(), u"running"_s);
        QVERIFY(states.last() == "passed"_L1 || states.last() == "problem"_L1);
        problems += states.last() == "problem"_L1 ? 1 : 0;
    }
    QCOMPARE(problems, 1);

    // Every word of every name in the suite, and its files: not in a byte of it.
    QFile file(QStringLiteral(GREENROOM_SOURCE "/resources/demo/demo.greenroom.yaml"));
    QVERIFY(file.open(QFile::ReadOnly));
    const QString text = QString::fromUtf8(file.readAll());
    static const QRegularExpression names(u"name: \"?([^\"\\n]+)"_s);
    static const QRegularExpression word(u"[A-Za-z]{4,}"_s);
    QStringList words { u"demo"_s, u"yaml"_s, u"retry"_s, u"flaky"_s, u"AB-1"_s, u"wanted"_s, u"127.0.0.1"_s, u"localhost"_s };
    for (auto name = names.globalMatch(text); name.hasNext();) {
        for (auto it = word.globalMatch(name.next().captured(1)); it.hasNext();)
            words.append(it.next().captured(0));
    }
    words.removeAll(u"kind"_s);   // also a word of every record
    QVERIFY(words.size() > 40);
    // The run's own random id is no word of ours.
    const QByteArray searched = bytes.replace(last.value("run"_L1).toString().toUtf8(), "");
    for (const QString &found : std::as_const(words))
        QVERIFY2(!searched.toLower().contains(found.toLower().toUtf8()), qPrintable(found));
}

void TstSuiteRoute::severalRunsAtOnce()
{
    RawClient one(m_host->wsUrl);
    RawClient two(m_host->wsUrl);
    QCOMPARE(one.upgrade(), 101);
    QCOMPARE(two.upgrade(), 101);
    one.sendText(start("slow"));
    two.sendText(start("slow"));
    one.sendText(start("slow"));
    const QList<QJsonObject> second = toTheEnd(two);
    QCOMPARE(second.last().value("state"_L1).toString(), u"passed"_s);
    QCOMPARE(second.last().value("done"_L1).toInt(), 12);
    // Two runs over one socket: each counts for itself.
    QHash<QString, QList<int>> numbers;
    int finished = 0;
    while (finished < 2) {
        const QJsonObject next = record(one);
        QVERIFY(!next.isEmpty());
        numbers[next.value("run"_L1).toString()].append(next.value("seq"_L1).toInt());
        finished += isLast(next) ? 1 : 0;
    }
    QCOMPARE(numbers.size(), 2);
    for (const QList<int> &list : std::as_const(numbers)) {
        for (int i = 0; i < list.size(); ++i)
            QCOMPARE(list.at(i), i + 1);
    }
}

void TstSuiteRoute::resumedWithoutLossOrDoubling()
{
    auto first = std::make_unique<RawClient>(m_host->wsUrl);
    QCOMPARE(first->upgrade(), 101);
    first->sendText(start("slow"));
    QString run;
    for (int seq = 1; seq <= 5; ++seq) {
        const QJsonObject next = record(*first);
        QCOMPARE(next.value("seq"_L1).toInt(), seq);
        run = next.value("run"_L1).toString();
    }
    first->socket.abort();
    first.reset();
    RawClient second(m_host->wsUrl);
    QCOMPARE(second.upgrade(), 101);
    const QByteArray resume = "{\"action\":\"resume\",\"run\":\"" + run.toLatin1() + "\",\"after\":5}";
    second.sendText(resume);
    const QList<QJsonObject> rest = toTheEnd(second, 6);
    QVERIFY(!rest.isEmpty());
    QCOMPARE(rest.last().value("state"_L1).toString(), u"passed"_s);
    // After the end too, and somebody else beside: the same records.
    RawClient third(m_host->wsUrl);
    QCOMPARE(third.upgrade(), 101);
    third.sendText("{\"action\":\"resume\",\"run\":\"" + run.toLatin1() + "\",\"after\":0}");
    QCOMPARE(toTheEnd(third).mid(5), rest);
}

void TstSuiteRoute::stoppedByTheStarter()
{
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.sendText(start("long"));
    const QString run = record(client).value("run"_L1).toString();
    QCOMPARE(record(client).value("kind"_L1).toString(), u"check"_s);
    client.sendText("{\"action\":\"stop\",\"run\":\"" + run.toLatin1() + "\"}");
    const QList<QJsonObject> rest = toTheEnd(client, 3);
    QVERIFY(!rest.isEmpty());
    QCOMPARE(rest.last().value("kind"_L1).toString(), u"stopped"_s);
    QVERIFY(rest.last().value("done"_L1).toInt() < 40);
}

// Beyond what runs at once they wait and are told their number; beyond that, busy.
void TstSuiteRoute::manyWaitAndAreTold()
{
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    for (int i = 0; i < 29; ++i)
        client.sendText(start("long"));
    QSet<QString> runs;
    bool busy = false;
    bool waited = false;
    while (!busy) {
        const QJsonObject next = record(client);
        QVERIFY(!next.isEmpty());
        busy = next.value("kind"_L1).toString() == "busy"_L1;
        waited = waited || next.value("kind"_L1).toString() == "waiting"_L1;
        if (!busy)
            runs.insert(next.value("run"_L1).toString());
    }
    QVERIFY(waited);
    QCOMPARE(runs.size(), 28);
    for (const QString &run : std::as_const(runs))
        client.sendText("{\"action\":\"stop\",\"run\":\"" + run.toLatin1() + "\"}");
    int stopped = 0;
    while (stopped < 28) {
        const QJsonObject next = record(client);
        QVERIFY2(!next.isEmpty(), qPrintable(QString::number(stopped)));
        stopped += next.value("kind"_L1).toString() == "stopped"_L1 ? 1 : 0;
    }
}

void TstSuiteRoute::refused_data()
{
    QTest::addColumn<QByteArray>("message");
    QTest::addColumn<bool>("atOnce");
    QTest::newRow("no such suite") << start("nothing") << true;
    QTest::newRow("no suite named, and there are several") << QByteArray("{\"action\":\"start\"}") << true;
    QTest::newRow("a path is no name") << start("../../etc/passwd") << true;
    QTest::newRow("not for guests: no blind block") << start("open") << true;
    // What stands in its steps is the runner's to judge.
    QTest::newRow("a suite with a mistake in it") << start("wrong") << false;
    QTest::newRow("resume of nobody's run") << QByteArray("{\"action\":\"resume\",\"run\":\"run-0000000000000000\",\"after\":0}") << true;
    QTest::newRow("stop of nobody's run") << QByteArray("{\"action\":\"stop\",\"run\":\"run-0000000000000000\"}") << true;
    QTest::newRow("wrong kinds of values") << QByteArray("{\"action\":\"start\",\"suite\":[1,{}]}") << true;
}

void TstSuiteRoute::refused()
{
    QFETCH(QByteArray, message);
    QFETCH(bool, atOnce);
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.sendText(message);
    QByteArray bytes;
    QJsonObject next;
    for (int seq = 1; !isLast(next); ++seq) {
        const QByteArray text = client.text();
        bytes += text;
        next = QJsonDocument::fromJson(text).object();
        QCOMPARE(next.value("seq"_L1).toInt(), seq);
        QVERIFY2(!atOnce || seq == 1, bytes.constData());
    }
    QCOMPARE(next.value("kind"_L1).toString(), u"refused"_s);
    for (const char *word : { "Secret", "Confidential", "yaml", "blind", "nmae", "error", "/" })
        QVERIFY2(!bytes.contains(word), bytes.constData());
}

// Two files of one name in two folders are two suites; one changed while it is hosted is what it says now.
void TstSuiteRoute::calledByItsId()
{
    const QTemporaryDir folder;
    const auto write = [&folder](const QString &where, const QByteArray &head) {
        QDir(folder.path()).mkpath(where);
        QFile file(folder.filePath(where + u"/checks.greenroom.yaml"_s));
        if (file.open(QFile::WriteOnly))
            file.write("greenroom: 1\nsuite: S\n" + head + "tests:\n  - name: T\n    steps: [ { wait: 1ms } ]\n");
        return file.fileName();
    };
    const QString shop = write(u"shop"_s, "id: shop\nblind: { title: T }\n");
    const QString plain = write(u"plain"_s, "blind: { title: T }\n");
    Serving host(u"builtin:demo"_s, { u"--suite"_s, shop, u"--suite"_s, plain });
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    for (const QByteArray &name : { QByteArray("shop"), QByteArray("checks") }) {
        client.sendText(start(name));
        const QList<QJsonObject> records = toTheEnd(client);
        QVERIFY2(!records.isEmpty(), name.constData());
        QCOMPARE(records.last().value("state"_L1).toString(), u"passed"_s);
    }
    write(u"shop"_s, "id: store\n");
    client.sendText(start("shop"));
    QCOMPARE(record(client).value("kind"_L1).toString(), u"refused"_s);
    client.sendText(start("store"));
    QCOMPARE(record(client).value("kind"_L1).toString(), u"refused"_s);
}

void TstSuiteRoute::twoOfOneName()
{
    const QTemporaryDir folder;
    QStringList arguments;
    for (const QString &name : { u"a"_s, u"b"_s }) {
        QFile file(folder.filePath(name + u".greenroom.yaml"_s));
        QVERIFY(file.open(QFile::WriteOnly));
        file.write("greenroom: 1\nsuite: S\nid: same\nblind: { title: T }\ntests:\n  - name: T\n    steps: [ { wait: 1ms } ]\n");
        arguments += { u"--suite"_s, file.fileName() };
    }
    Serving host(u"builtin:demo"_s, arguments);
    QVERIFY(host.ready);
    QByteArray said;
    QTRY_VERIFY2((said += host.process.readAllStandardError()).contains("two suites are called “same”"), said.constData());
    QVERIFY2(said.contains("b.greenroom.yaml:1") && said.contains("a.greenroom.yaml") && said.contains("another “id”"), said.constData());
}

void TstSuiteRoute::theOnlyOne_data()
{
    QTest::addColumn<QByteArray>("suite");
    QTest::addColumn<QString>("kind");
    QTest::newRow("no name is needed") << QByteArray() << u"accepted"_s;
    QTest::newRow("its name") << QByteArray(",\"suite\":\"slow\"") << u"accepted"_s;
    QTest::newRow("another's name") << QByteArray(",\"suite\":\"fast\"") << u"refused"_s;
    QTest::newRow("a number") << QByteArray(",\"suite\":7") << u"refused"_s;
    QTest::newRow("null") << QByteArray(",\"suite\":null") << u"refused"_s;
    QTest::newRow("a list") << QByteArray(",\"suite\":[\"slow\"]") << u"refused"_s;
}

void TstSuiteRoute::theOnlyOne()
{
    QFETCH(QByteArray, suite);
    QFETCH(QString, kind);
    if (!m_single)
        m_single = std::make_unique<Serving>(u"builtin:demo"_s, QStringList { u"--suite"_s, m_folder.filePath(u"slow.greenroom.yaml"_s) });
    QVERIFY(m_single->ready);
    RawClient client(m_single->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.sendText("{\"action\":\"start\"" + suite + '}');
    QCOMPARE(record(client).value("kind"_L1).toString(), kind);
}

void TstSuiteRoute::twoRoutesOfOneProject()
{
    QFile settings(m_folder.filePath(u"greenroom.project.yaml"_s));
    QVERIFY(settings.open(QFile::WriteOnly));
    settings.write("suites: { begin: [slow.greenroom.yaml], other: [hidden.greenroom.yaml] }\n");
    settings.close();
    QFile project(m_folder.filePath(u"serverless.yml"_s));
    QVERIFY(project.open(QFile::WriteOnly));
    project.write("service: two\nprovider: { name: aws, runtime: nodejs18.x, websocketsApiRouteSelectionExpression: $request.body.do }\n"
                  "functions: {}\n");
    project.close();
    Serving host(m_folder.path());
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    for (const QByteArray &route : { QByteArray("begin"), QByteArray("other") }) {
        client.sendText("{\"do\":\"" + route + "\"}");
        const QList<QJsonObject> records = toTheEnd(client);
        QVERIFY(!records.isEmpty());
        QCOMPARE(records.last().value("kind"_L1).toString(), u"finished"_s);
        const QByteArray run = records.last().value("run"_L1).toString().toLatin1();
        client.sendText("{\"do\":\"resume\",\"run\":\"" + run + "\",\"after\":1}");
        QCOMPARE(toTheEnd(client, 2).size(), records.size() - 1);
    }
}

void TstSuiteRoute::hiddenTotalSaysNoNumber()
{
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.sendText(start("hidden"));
    const QList<QJsonObject> records = toTheEnd(client);
    QVERIFY(!records.isEmpty());
    for (const QJsonObject &next : records) {
        QVERIFY(!next.contains("total"_L1) && !next.contains("elapsed"_L1));
        QVERIFY(next.value("kind"_L1).toString() != "progress"_L1);
    }
}

QTEST_GUILESS_MAIN(TstSuiteRoute)
#include "tst_suiteroute.moc"
