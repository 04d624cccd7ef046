// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/exporters/exporter.h"
#include "core/resources.h"

#include <QBuffer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace greenroom;
using namespace Qt::StringLiterals;

namespace {

constexpr auto secret = "s3cr3t-Va1ue-0f-all"_L1;
constexpr qint64 start = 1'700'000'000'000;

// Builds one run, event by event.
class Story
{
public:
    QList<Event> events;

    void record(Payload payload) { events.append({ quint64(events.size() + 1), start + m_ms, std::move(payload) }); }

    void begin()
    {
        RunStarted started;
        started.runId = u"run-1"_s;
        started.number = 7;
        started.suite = u"shop"_s;
        started.suiteName = u"Shop & <friends>"_s;
        started.receipt = u"7F3K-92"_s;
        started.workers = 2;
        record(started);
    }
    void test(const QString &id, const QString &name, const QStringList &tries, const QString &state, const QString &reason = {},
              const QString &type = u"test"_s, const QString &suite = u"shop"_s)
    {
        TestFound found;
        found.runId = u"run-1"_s;
        found.testId = id;
        found.type = type;
        found.name = name;
        found.suite = suite;
        found.file = u"/s/%1.greenroom.yaml"_s.arg(suite);
        found.line = 10 + int(events.size());
        record(found);
        for (int attempt = 1; attempt <= tries.size(); ++attempt) {
            TestStarted started;
            started.runId = u"run-1"_s;
            started.testId = id;
            started.attempt = attempt;
            started.worker = 1;
            record(started);
            m_ms += 500;
            const QString &one = tries.at(attempt - 1);
            record(step(id, attempt, one));
            finish(id, attempt, attempt == tries.size(), attempt == tries.size() ? state : one, reason);
        }
        if (tries.isEmpty())
            finish(id, 1, true, state, reason);
    }
    void end(const QString &sentence)
    {
        RunFinished finished;
        finished.runId = u"run-1"_s;
        finished.state = u"failed"_s;
        finished.sentence = sentence;
        finished.durationMs = double(m_ms);
        finished.receipt = u"7F3K-92"_s;
        record(finished);
    }

private:
    StepFinished step(const QString &id, int attempt, const QString &state) const
    {
        StepFinished step;
        step.runId = u"run-1"_s;
        step.testId = id;
        step.attempt = attempt;
        step.action = u"page"_s;
        step.state = state;
        step.startedAt = start + m_ms - 500;
        step.durationMs = 500;
        step.file = u"/s/shop.greenroom.yaml"_s;
        step.line = 12;
        step.checks = { QJsonObject { { u"subject"_s, u"status"_s }, { u"wanted"_s, u"200"_s }, { u"got"_s, state == "passed"_L1 ? u"200"_s : u"500"_s },
                                      { u"state"_s, state == "passed"_L1 ? u"passed"_s : u"failed"_s }, { u"sentence"_s, u"status: wanted 200, got 500"_s } } };
        return step;
    }
    void finish(const QString &id, int attempt, bool last, const QString &state, const QString &reason)
    {
        TestFinished finished;
        finished.runId = u"run-1"_s;
        finished.testId = id;
        finished.attempt = attempt;
        finished.final = last;
        finished.state = state;
        finished.durationMs = 500;
        finished.reason = reason;
        record(finished);
    }

    qint64 m_ms = 0;
};

// Every outcome, names that bite, and one credential in every place it can come to.
QList<Event> everything()
{
    Story story;
    story.begin();
    story.test(u"setup"_s, u"The shop answers"_s, { u"passed"_s }, u"passed"_s, {}, u"setup"_s);
    story.test(u"a"_s, u"Home page"_s, { u"passed"_s }, u"passed"_s);
    story.test(u"b"_s, u"Price of \u0001 \"lamp\" <b>%1</b> ]]> {{tests}}"_s, { u"failed"_s }, u"failed"_s, u"status: wanted 200, got 500 \u001b[31m"_s);
    story.test(u"c"_s, u"Slow"_s, { u"timedOut"_s }, u"timedOut"_s, u"did not end in 60 s"_s);
    story.test(u"d"_s, u"Unjudged"_s, { u"error"_s }, u"error"_s, u"no answer"_s);
    story.test(u"e"_s, u"Not tried"_s, {}, u"skipped"_s, u"needs “Slow”"_s);
    story.test(u"f"_s, u"Cut"_s, {}, u"stopped"_s);
    story.test(u"g"_s, u"Wobbly"_s, { u"failed"_s, u"passed"_s }, u"flaky"_s, u"passed on try 2"_s);
    story.test(u"h"_s, u"Stubborn"_s, { u"failed"_s, u"failed"_s, u"failed"_s }, u"failed"_s, u"status: wanted 200, got 500"_s);
    story.test(u"i"_s, u"Old prices"_s, { u"failed"_s }, u"known"_s, u"SHOP-812"_s);
    story.test(u"j"_s, u"Elsewhere"_s, { u"passed"_s }, u"passed"_s, {}, u"test"_s, u"cellar"_s);
    story.test(u"k"_s, u"All links"_s, { u"error"_s }, u"error"_s, u"nothing to discover"_s, u"discovery"_s, u"cellar"_s);
    story.end(u"4 of 10 failed."_s);
    return story.events;
}

QList<Event> withCredentials()
{
    Story story;
    story.begin();
    story.test(u"a"_s, u"Signed in"_s, { u"failed"_s }, u"failed"_s, u"cookie sid: wanted x, got %1"_s.arg(secret));
    ConnectionOpened opened;
    opened.connectionId = u"c1"_s;
    opened.runId = u"run-1"_s;
    opened.testId = u"a"_s;
    opened.url = u"ws://h/dev?token=%1&room=r1"_s.arg(secret);
    opened.requestHeaders = { { u"Authorization"_s, u"Bearer %1"_s.arg(secret) }, { u"X-Room"_s, u"r1"_s } };
    story.record(opened);
    IntegrationInvoked invoked;
    invoked.connectionId = u"c1"_s;
    invoked.event = QJsonDocument(QJsonObject { { u"headers"_s, QJsonObject { { u"cookie"_s, u"sid=%1"_s.arg(secret) } } },
                                                { u"queryStringParameters"_s, QJsonObject { { u"token"_s, secret } } } }).toJson();
    story.record(invoked);
    MessageSent sent;
    sent.connectionId = u"c1"_s;
    sent.body = "{\"say\":\"my token is " + QByteArray(secret.data()) + "\"}";
    story.record(sent);
    StepFinished step;
    step.runId = u"run-1"_s;
    step.testId = u"a"_s;
    step.attempt = 1;
    step.state = u"failed"_s;
    step.error = u"the cookie was %1"_s.arg(secret);
    step.exchange = { { u"request"_s, QJsonObject { { u"url"_s, u"http://h/x?access_token=%1"_s.arg(secret) },
                                                    { u"headers"_s, QJsonObject { { u"Cookie"_s, u"sid=%1; theme=dark"_s.arg(secret) } } } } },
                      { u"response"_s, QJsonObject { { u"headers"_s, QJsonObject { { u"Set-Cookie"_s, QJsonArray { u"sid=%1; Path=/; HttpOnly"_s.arg(secret) } } } },
                                                     { u"body"_s, u"hello %1"_s.arg(secret) } } } };
    step.checks = { QJsonObject { { u"subject"_s, u"cookie"_s }, { u"selector"_s, u"sid"_s }, { u"wanted"_s, u"x"_s }, { u"got"_s, QString(secret) },
                                  { u"state"_s, u"failed"_s }, { u"sentence"_s, u"cookie sid: wanted x, got %1"_s.arg(secret) } } };
    step.captures = { { u"session"_s, QString(secret) } };
    story.record(step);
    FunctionLogged logged;
    logged.connectionId = u"c1"_s;
    logged.text = u"got %1 in base64 %2"_s.arg(secret, QString::fromLatin1(QByteArray(secret.data()).toBase64()));
    story.record(logged);
    story.end(u"1 of 1 failed: cookie sid: wanted x, got %1"_s.arg(secret));
    return story.events;
}

QByteArray exported(const QString &format, const QList<Event> &events)
{
    QBuffer buffer;
    buffer.open(QBuffer::WriteOnly);
    const ExportFormat *exporter = findExportFormat(format);
    return exporter && exporter->write(events, buffer) ? buffer.data() : QByteArray();
}

QByteArray outputOf(const QString &program, const QStringList &arguments, int *code)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    process.waitForFinished(30'000);
    *code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return process.readAll();
}

} // namespace

class TstExporters : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("TZ", "UTC");
        registerResources();
    }
    void golden_data();
    void golden();
    void credentialsAreInNoReport_data() { golden_data(); }
    void credentialsAreInNoReport();
    void whatIsNoCredentialStays();
    void junitSumsAgree();
    void junitIsReadByOthers();
    void tapIsReadByOthers();
    void annotationsStayOneLine();
    void htmlIsOneFile();
    void tenThousandTests_data() { golden_data(); }
    void tenThousandTests();
    void anUnknownFormatIsNone() { QVERIFY(!findExportFormat(u"pdf"_s)); }
};

void TstExporters::golden_data()
{
    QTest::addColumn<QString>("format");
    const QStringList formats = exportFormatNames();
    for (const QString &format : formats)
        QTest::newRow(qPrintable(format)) << format;
}

// GREENROOM_UPDATE_GOLDEN=1 writes them anew.
void TstExporters::golden()
{
    QFETCH(QString, format);
    const QByteArray report = exported(format, everything());
    QFile file(QStringLiteral(GREENROOM_TEST_DATA "/exports/everything.%1").arg(QLatin1StringView(findExportFormat(format)->suffix)));
    if (qEnvironmentVariableIsSet("GREENROOM_UPDATE_GOLDEN")) {
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(report);
        return;
    }
    QVERIFY2(file.open(QFile::ReadOnly), qPrintable(file.fileName()));
    const QList<QByteArray> wanted = file.readAll().split('\n');
    const QList<QByteArray> got = report.split('\n');
    for (qsizetype i = 0; i < std::min(wanted.size(), got.size()); ++i)
        QCOMPARE(got.at(i), wanted.at(i));
    QCOMPARE(got.size(), wanted.size());
}

void TstExporters::credentialsAreInNoReport()
{
    QFETCH(QString, format);
    const QByteArray report = exported(format, withCredentials());
    QVERIFY(report.contains("Signed in"));
    for (const QByteArray &form : { QByteArray(secret.data()), QByteArray(secret.data()).toBase64().left(20), QByteArray(secret.data()).toHex() })
        QVERIFY2(!report.contains(form), report.constData());
}

void TstExporters::whatIsNoCredentialStays()
{
    const QByteArray report = exported(u"jsonl"_s, withCredentials());
    for (const char *text : { "room=r1", "\"X-Room\":\"r1\"", "my token is", "‹hidden›" })
        QVERIFY2(report.contains(text), text);
}

void TstExporters::junitSumsAgree()
{
    struct Sums { int tests = 0, failures = 0, errors = 0, skipped = 0; double time = 0; };
    const auto attributes = [](QXmlStreamReader &xml) {
        const auto number = [&](const char *name) { return xml.attributes().value(QLatin1StringView(name)).toInt(); };
        return Sums { number("tests"), number("failures"), number("errors"), number("skipped"), xml.attributes().value("time"_L1).toDouble() };
    };
    QXmlStreamReader xml(exported(u"junit"_s, everything()));
    Sums top, suites, counted;
    int flaky = 0, reruns = 0;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == "testsuites"_L1)
            top = attributes(xml);
        if (xml.name() == "testsuite"_L1) {
            const Sums one = attributes(xml);
            suites = { suites.tests + one.tests, suites.failures + one.failures, suites.errors + one.errors, suites.skipped + one.skipped, suites.time + one.time };
        }
        counted.tests += xml.name() == "testcase"_L1 ? 1 : 0;
        counted.time += xml.name() == "testcase"_L1 ? attributes(xml).time : 0;
        counted.failures += xml.name() == "failure"_L1 ? 1 : 0;
        counted.errors += xml.name() == "error"_L1 ? 1 : 0;
        counted.skipped += xml.name() == "skipped"_L1 ? 1 : 0;
        flaky += xml.name() == "flakyFailure"_L1 ? 1 : 0;
        reruns += xml.name() == "rerunFailure"_L1 ? 1 : 0;
    }
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    for (const Sums &sums : { suites, counted }) {
        QCOMPARE(sums.tests, top.tests);
        QCOMPARE(sums.failures, top.failures);
        QCOMPARE(sums.errors, top.errors);
        QCOMPARE(sums.skipped, top.skipped);
        QVERIFY(qAbs(sums.time - top.time) < 0.001);
    }
    QCOMPARE(top.tests, 11);   // ten and the discovery that went wrong
    QCOMPARE(top.failures, 3);
    QCOMPARE(top.errors, 2);
    QCOMPARE(top.skipped, 3);
    QCOMPARE(flaky, 1);
    QCOMPARE(reruns, 2);
}

// xmllint judges the XML, python3-junitparser (Debian) what build servers make of it.
void TstExporters::junitIsReadByOthers()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"junit.xml"_s));
    QVERIFY(file.open(QFile::WriteOnly));
    file.write(exported(u"junit"_s, everything()));
    file.close();
    int code = 0;
    if (QStandardPaths::findExecutable(u"xmllint"_s).isEmpty())
        QSKIP("skipped: xmllint (libxml2-utils) is not installed");
    const QByteArray lint = outputOf(u"xmllint"_s, { u"--noout"_s, file.fileName() }, &code);
    QVERIFY2(code == 0 && lint.isEmpty(), lint.constData());

    const QString python = u"/usr/bin/python3"_s;   // the distribution's, which sees its packages
    outputOf(python, { u"-c"_s, u"import junitparser"_s }, &code);
    if (code != 0)
        QSKIP("skipped: python3-junitparser is not installed");
    const QString program = u"import sys\n"
                            "from junitparser import JUnitXml\n"
                            "xml = JUnitXml.fromfile(sys.argv[1])\n"
                            "print(xml.tests, xml.failures, xml.errors, xml.skipped)\n"
                            "for suite in xml:\n"
                            "  print('suite', suite.name, suite.tests)\n"
                            "  for case in suite:\n"
                            "    print(case.classname, '|', [type(r).__name__ for r in case.result])\n"_s;
    const QByteArray read = outputOf(python, { u"-c"_s, program, file.fileName() }, &code);
    QVERIFY2(code == 0, read.constData());
    QVERIFY2(read.startsWith("11 3 2 3\n"), read.constData());
    QVERIFY2(read.contains("suite Shop & <friends> 9\n") && read.contains("suite cellar 2\n"), read.constData());
    QCOMPARE(read.count("['Failure']"), 3);
    QCOMPARE(read.count("['Error']"), 2);
    QCOMPARE(read.count("['Skipped']"), 3);
    QCOMPARE(read.count("| []"), 3);   // passed twice, and the flaky one
}

// Perl's own reader, which "prove" uses.
void TstExporters::tapIsReadByOthers()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"run.tap"_s));
    QVERIFY(file.open(QFile::WriteOnly));
    const QByteArray report = exported(u"tap"_s, everything());
    QVERIFY(report.startsWith("TAP version 14\n"));
    // That reader knows 13, whose grammar ours stays within: sub-tests aside, 14 only says more clearly what is an error.
    file.write(QByteArray(report).replace("TAP version 14", "TAP version 13"));
    file.close();
    int code = 0;
    const QString program = u"use TAP::Parser; my $p = TAP::Parser->new({ source => $ARGV[0] }); $p->run; "
                            "print join(' ', 'run', $p->tests_run, 'failed', scalar $p->failed, 'skipped', scalar $p->skipped, "
                            "'todo', scalar $p->todo, 'errors', join('|', $p->parse_errors)), qq{\\n};"_s;
    const QByteArray read = outputOf(u"perl"_s, { u"-e"_s, program, file.fileName() }, &code);
    if (code != 0)
        QSKIP("skipped: perl's TAP::Parser is not installed");
    QCOMPARE(read, "run 11 failed 5 skipped 2 todo 1 errors \n");
}

void TstExporters::annotationsStayOneLine()
{
    Story story;
    story.begin();
    story.test(u"a"_s, u"Two: one, and\n::error::forged"_s, { u"failed"_s }, u"failed"_s, u"100 %\n::error::forged"_s);
    story.end(u"1 of 1 failed."_s);
    const QList<QByteArray> lines = exported(u"github"_s, story.events).trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines.first().endsWith("title=Two%3A one%2C and%0A%3A%3Aerror%3A%3Aforged::100 %25%0A::error::forged"), lines.first().constData());
}

void TstExporters::htmlIsOneFile()
{
    QList<Event> run = everything();
    MessageReceived message;
    message.connectionId = u"c"_s;
    message.body = "{{tests}} <script>alert(1)</script> <img src=http://elsewhere.example/x>";
    run.insert(2, Event { 900, start, message });
    const QString html = QString::fromUtf8(exported(u"html"_s, run));
    QCOMPARE(html.count("<script>"_L1), 1);   // ours
    QVERIFY(html.contains("{{tests}} &lt;script&gt;"_L1));   // what a message says is never filled in
    static const QRegularExpression outside(u"<(link|img|iframe|script)[^>]*\\s(src|href)\\s*=|@import|url\\("_s);
    const QString ours = QString(html).remove(u"&lt;img src=http://elsewhere.example/x&gt;"_s);
    QVERIFY(!outside.match(ours).hasMatch());
    QVERIFY(html.contains("default-src 'none'"_L1));
    QVERIFY(html.contains("prefers-color-scheme: dark"_L1));
    QCOMPARE(html.count("<details "_L1), 11);
    QCOMPARE(html.count("data-text="_L1), 11);
}

void TstExporters::tenThousandTests()
{
    QFETCH(QString, format);
    Story story;
    story.begin();
    for (int i = 0; i < 10'000; ++i)
        story.test(QString::number(i), u"Test %1"_s.arg(i), { u"passed"_s }, u"passed"_s);
    story.end(u"All 10000 passed."_s);
    const QByteArray report = exported(format, story.events);
    const bool isSummary = format == "markdown"_L1 || format == "github"_L1;   // they name what needs eyes
    QVERIFY(report.contains(isSummary ? "All 10000 passed." : "Test 9999"));
    QVERIFY2(report.size() < 40'000'000, QByteArray::number(report.size()).constData());
}

QTEST_GUILESS_MAIN(TstExporters)
#include "tst_exporters.moc"
