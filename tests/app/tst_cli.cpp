// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/serving.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>
#include <QTcpServer>
#include <QXmlStreamReader>

#include <csignal>

using namespace Qt::StringLiterals;

class TstCli : public QObject
{
    Q_OBJECT

private slots:
    void endsOnSigtermWithin3Seconds();
    void takenPortIsExit3AndSaysWho();
    void noChildSurvivesKill9();
    void demoRunsEndToEnd();
    void exitCodes_data();
    void exitCodes();
    void calls_data();
    void calls();
    void everyOptionIsInItsHelp_data();
    void everyOptionIsInItsHelp();
    void stopsOnASignal_data();
    void stopsOnASignal();
    void optionsOfRun();
    void reportsTogether();
    void rerunFailedAfterARestart();
    void noGuiLibraries();

private:
    int run(const QStringList &arguments, QByteArray *out = nullptr)
    {
        QProcess process;
        process.start(QStringLiteral(GREENROOM_BIN), arguments);
        process.waitForFinished(60'000);
        if (out)
            *out = process.readAllStandardOutput() + process.readAllStandardError();
        return process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    }
};

void TstCli::endsOnSigtermWithin3Seconds()
{
    Serving host(u"builtin:demo"_s);
    QVERIFY(host.ready);
    host.process.terminate();
    QVERIFY(host.process.waitForFinished(3000));   // the issue's own limit
    QCOMPARE(host.process.exitCode(), 0);
}

void TstCli::takenPortIsExit3AndSaysWho()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const QTemporaryDir data;
    QByteArray out;
    QCOMPARE(run({ u"serve"_s, u"--port"_s, QString::number(server.serverPort()), u"--data-dir"_s, data.path() }, &out), 3);
    QVERIFY2(out.contains("is in use") && out.contains("tst_cli"), out.constData());
}

void TstCli::noChildSurvivesKill9()
{
    if (QStandardPaths::findExecutable(u"node"_s).isEmpty())
        QSKIP("node is not installed");
    Serving host(QStringLiteral(GREENROOM_TEST_DATA "/projects/contract"), { u"--format"_s, u"json"_s });
    QVERIFY(host.ready);
    const auto children = [&host] {
        int count = 0;
        const QStringList processes = QDir(u"/proc"_s).entryList(QDir::Dirs);
        for (const QString &process : processes) {
            QFile environment(u"/proc/%1/environ"_s.arg(process));
            if (process.front().isDigit() && environment.open(QFile::ReadOnly) && environment.readAll().contains(host.data.path().toLocal8Bit() + "/runtimes"))
                ++count;
        }
        return count;
    };
    QTRY_VERIFY_WITH_TIMEOUT(children() > 0, 10'000);
    ::kill(pid_t(host.process.processId()), SIGKILL);
    host.process.waitForFinished(3000);
    QTRY_COMPARE_WITH_TIMEOUT(children(), 0, 5000);
}

void TstCli::demoRunsEndToEnd()
{
    const QTemporaryDir data;
    const QString junit = data.filePath(u"junit.xml"_s);
    const QString html = data.filePath(u"run.html"_s);
    QByteArray out;
    QCOMPARE(run({ u"run"_s, u"builtin:demo"_s, u"--data-dir"_s, data.path(), u"--junit"_s, junit, u"--html"_s, html }, &out), 1);
    QVERIFY2(out.contains("1 of 22 failed: Price of AB-12 is right"), out.constData());
    QVERIFY(out.contains("flaky"));
    QFile file(junit);
    QVERIFY(file.open(QFile::ReadOnly));
    QXmlStreamReader xml(&file);
    QVERIFY(xml.readNextStartElement());
    QCOMPARE(xml.attributes().value("tests"_L1).toInt(), 22);
    QCOMPARE(xml.attributes().value("failures"_L1).toInt(), 1);
    QVERIFY(QFile(html).size() > 5000);
    QCOMPARE(run({ u"run"_s, u"builtin:demo"_s, u"--rerun-failed"_s, u"--data-dir"_s, data.path() }, &out), 1);
    QVERIFY2(out.contains("AB-12") && !out.contains("AB-11"), out.constData());
    QCOMPARE(QFile(data.filePath(u"archive.sqlite"_s)).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void TstCli::exitCodes_data()
{
    QTest::addColumn<QByteArray>("suite");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("says");
    const QByteArray head = "greenroom: 1\nsuite: S\n";
    QTest::newRow("all good is 0") << head + "tests:\n  - name: A\n    steps:\n      - command: { run: [echo, hello] }\n        expect:\n          - exit: 0\n          - stdout: { contains: hello }\n"
                                   << 0 << QByteArray("All 1 passed");
    QTest::newRow("a failure is 1") << head + "tests:\n  - name: A\n    steps:\n      - command: { run: ['false'] }\n        expect:\n          - exit: 0\n"
                                    << 1 << QByteArray("exit: wanted 0, got 1");
    QTest::newRow("a time-out is 1") << head + "tests:\n  - name: A\n    steps:\n      - command: { run: [sleep, '20'], timeout: 200ms }\n"
                                     << 1 << QByteArray("TIMEOUT");
    QTest::newRow("a wrong file is 2") << head + "tests:\n  - name: A\n    steps:\n      - page: /\n        expect:\n          - css: { select: h1, contians: x }\n"
                                       << 2 << QByteArray("did you mean “contains”?");
    QTest::newRow("a failed setup is 3") << head + "setup:\n  - command: { run: [no-such-program-here] }\ntests:\n  - name: A\n    steps:\n      - wait: 1ms\n"
                                         << 3 << QByteArray("the setup failed");
}

void TstCli::exitCodes()
{
    QFETCH(QByteArray, suite);
    QFETCH(int, code);
    QFETCH(QByteArray, says);
    const QTemporaryDir data;
    QFile file(data.filePath(u"s.greenroom.yaml"_s));
    QVERIFY(file.open(QFile::WriteOnly));
    file.write(suite);
    file.close();
    QByteArray out;
    const int got = run({ u"run"_s, file.fileName(), u"--data-dir"_s, data.path() }, &out);
    QVERIFY2(got == code, (out + QByteArray::number(got)).constData());
    QVERIFY2(out.contains(says), out.constData());
}

void TstCli::noGuiLibraries()
{
    QProcess ldd;
    ldd.start(u"ldd"_s, { QStringLiteral(GREENROOM_BIN) });
    QVERIFY(ldd.waitForFinished(10'000));
    const QByteArray libraries = ldd.readAllStandardOutput();
    QVERIFY(libraries.contains("libQt6Core"));
    QVERIFY(!libraries.contains("libQt6Gui"));
    QVERIFY(!libraries.contains("libQt6Widgets"));
}

// Calls that end by themselves. DIR stands for a folder with the files below, DATA for the data folder.
void TstCli::calls_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("out");
    QTest::addColumn<QByteArray>("error");
    const auto row = [](const char *name, const QString &call, int code, const char *out, const char *error) {
        QTest::newRow(name) << call.split(u' ', Qt::SkipEmptyParts) << code << QByteArray(out) << QByteArray(error);
    };
    row("nothing", u""_s, 2, "greenroom COMMAND", "");
    row("--help", u"--help"_s, 0, "serve", "");
    row("--version", u"--version"_s, 0, "greenroom 0.", "");
    row("an unknown command", u"srve"_s, 2, "", "did you mean “serve”?");
    row("serve: an unknown option", u"serve --prot 0"_s, 2, "", "Did you mean “--port”?");
    row("serve: a missing value", u"serve --port"_s, 2, "", "--port");
    row("serve: a bad number", u"serve --port many"_s, 2, "", "--port takes 0 to 65535, not “many”");
    row("serve: too large a port", u"serve --port 70000"_s, 2, "", "not “70000”");
    row("serve: a bad format", u"serve --format xml"_s, 2, "", "--format takes text or json");
    row("serve: a bad recording", u"serve --record some"_s, 2, "", "--record takes all, meta or off");
    row("serve: a bad archive limit", u"serve --archive-limit much"_s, 2, "", "--archive-limit takes a size like 512MiB or 2GiB, not “much”");
    row("serve: bad quotas", u"serve --quotas tiny"_s, 2, "", "tiny");
    row("serve: no origin", u"serve --allow-origin nonsense --port 0"_s, 2, "", "--allow-origin takes an origin like https://example.org or http://localhost:8080, not “nonsense”");
    row("serve: no host", u"serve --allow-host a/b --port 0"_s, 2, "", "--allow-host takes a host like example.org or example.org:3001, not “a/b”");
    row("serve: a bad stage", u"serve --stage a/b --port 0"_s, 2, "", "--stage takes letters, digits, “-” and “_”, not “a/b”");
    row("run: --help", u"run --help"_s, 0, "greenroom run [options] SUITE", "");
    row("serve: two projects", u"serve a b"_s, 2, "", "hosts one project; 2 were given");
    row("serve: a missing project", u"serve DIR/nowhere --data-dir DATA"_s, 2, "", "There is no project");
    row("serve: a missing suite", u"serve --suite DIR/nowhere.greenroom.yaml"_s, 2, "", "There is no suite");
    row("serve: a missing env file", u"serve --env-file DIR/nowhere.env"_s, 2, "", "--env-file: there is no file");
    row("serve: missing settings", u"serve --settings DIR/nowhere.yaml"_s, 2, "", "--settings: there is no file");
    row("serve: YAML with a tab", u"serve DIR/tab --port 0 --data-dir DATA"_s, 2, "", "serverless.yml:2:");
    row("serve: a data folder that is a file", u"serve --data-dir DIR/good.greenroom.yaml --port 0"_s, 3, "", "--data-dir");
    row("run: no suite", u"run"_s, 2, "", "takes at least one suite");
    row("run: a missing suite", u"run DIR/nowhere.greenroom.yaml"_s, 2, "", "There is no suite");
    row("run: an unknown option", u"run DIR/good.greenroom.yaml --tag smoke"_s, 2, "", "Did you mean “--tags”?");
    row("run: a bad variable", u"run DIR/good.greenroom.yaml --var nonsense"_s, 2, "", "--var takes name=value, not “nonsense”");
    row("run: bad jobs", u"run DIR/good.greenroom.yaml --jobs few"_s, 2, "", "--jobs takes a number from 1 to 1000");
    row("run: no jobs at all", u"run DIR/good.greenroom.yaml --jobs 0"_s, 2, "", "--jobs takes a number from 1 to 1000");
    row("run: an unknown profile", u"run DIR/good.greenroom.yaml --profile moon --data-dir DATA"_s, 2, "", "there is no profile “moon”");
    row("run: YAML with a tab", u"run DIR/tab/tab.greenroom.yaml --data-dir DATA"_s, 2, "", "tab.greenroom.yaml:2:");
    row("run: all good", u"run DIR/good.greenroom.yaml --data-dir DATA"_s, 0, "passed   A", "");
    row("run: a known issue is good", u"run DIR/known.greenroom.yaml --data-dir DATA"_s, 0, "known", "");
    row("run: a flaky test is good", u"run DIR/flaky.greenroom.yaml --data-dir DATA"_s, 0, "flaky", "");
    row("run: an unwritable report", u"run DIR/good.greenroom.yaml --junit DIR/no/such/r.xml --data-dir DATA"_s, 3, "All 1 passed", "could not be written");
    row("run: two reports on standard output", u"run DIR/good.greenroom.yaml --junit - --json - --data-dir DATA"_s, 2, "",
        "Standard output takes one report, not --junit and --json: give the others a file.");
    row("run: suites that want different hosts", u"run DIR/demo.greenroom.yaml DIR/other.greenroom.yaml --data-dir DATA"_s, 2, "", "The suites want different hosts");
    row("run: a host that does not start", u"run DIR/other.greenroom.yaml --json - --data-dir DATA"_s, 3, "", "the host did not start");
    row("check: all good", u"check DIR/good.greenroom.yaml"_s, 0, "1 tests, nothing is wrong", "");
    row("check: a block that is not there", u"check DIR/twice.greenroom.yaml"_s, 2, "", "twice.greenroom.yaml:6:14: there is no block “nothere”");
    row("check: YAML with a tab", u"check DIR/tab/tab.greenroom.yaml"_s, 2, "", "tab.greenroom.yaml:2:");
    row("check: no suite", u"check"_s, 2, "", "takes at least one suite");
    row("connect: no address", u"connect"_s, 2, "", "takes one address");
    row("connect: another scheme", u"connect http://127.0.0.1/"_s, 2, "", "begins with ws:// or wss://");
    row("connect: a bad header", u"connect ws://127.0.0.1:1/ --header nonsense"_s, 2, "", "--header takes “Name: value”");
    row("connect: nobody there", u"connect ws://127.0.0.1:1/ --data-dir DATA"_s, 3, "", "refused");
    row("connect: an unknown option", u"connect ws://127.0.0.1:1/ --subprotcol x"_s, 2, "", "Did you mean “--subprotocol”?");
    row("open: --help", u"open --help"_s, 0, "greenroom open [PATH|URL]", "");
}

void TstCli::calls()
{
    QFETCH(QStringList, arguments);
    const QTemporaryDir folder;
    const QTemporaryDir data;
    const auto write = [&folder](const QString &name, const QByteArray &content) {
        QDir(folder.path()).mkpath(QFileInfo(name).path());
        QFile file(folder.filePath(name));
        if (file.open(QFile::WriteOnly))
            file.write(content);
    };
    write(u"good.greenroom.yaml"_s, "greenroom: 1\nsuite: Good\ntests:\n  - name: A\n    steps:\n      - wait: 1ms\n");
    write(u"known.greenroom.yaml"_s, "greenroom: 1\nsuite: K\ntests:\n  - name: A\n    known_issue: { link: 'http://t/1', until: 2199-01-01 }\n"
                                     "    steps:\n      - command: { run: ['false'] }\n        expect:\n          - exit: 0\n");
    write(u"flaky.greenroom.yaml"_s, "greenroom: 1\nsuite: F\ntests:\n  - name: A\n    retries: { count: 1, delay: 1ms }\n    steps:\n"
                                     "      - command: { shell: 'test -e seen || { touch seen; exit 1; }', cwd: " + folder.path().toUtf8()
                                     + " }\n        expect:\n          - exit: 0\n");
    const QByteArray test = "tests:\n  - name: A\n    steps:\n      - wait: 1ms\n";
    write(u"demo.greenroom.yaml"_s, "greenroom: 1\nsuite: D\nhost: { project: 'builtin:demo' }\n" + test);
    write(u"other.greenroom.yaml"_s, "greenroom: 1\nsuite: O\nhost: { project: nowhere }\n" + test);
    write(u"twice.greenroom.yaml"_s, "greenroom: 1\nsuite: U\ntests:\n  - name: A\n    steps:\n      - use: nothere\n");
    write(u"tab/tab.greenroom.yaml"_s, "greenroom: 1\n\tsuite: T\n");
    write(u"tab/serverless.yml"_s, "service: x\n\tprovider: y\n");
    for (QString &argument : arguments) {
        argument.replace("DIR"_L1, folder.path());
        argument.replace("DATA"_L1, data.path());
    }
    QProcess process;
    process.start(QStringLiteral(GREENROOM_BIN), arguments);
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished(30'000));
    const QByteArray out = process.readAllStandardOutput();
    const QByteArray error = process.readAllStandardError();
    const QByteArray all = "out: " + out + "\nerror: " + error;
    QVERIFY2(process.exitStatus() == QProcess::NormalExit, all.constData());
    const QByteArray got = all + "\ncode: " + QByteArray::number(process.exitCode());
    QVERIFY2(process.exitCode() == *static_cast<const int *>(QTest::qData("code", qMetaTypeId<int>())), got.constData());
    for (const auto &[stream, column] : { std::pair(out, "out"), std::pair(error, "error") }) {
        const auto &wanted = *static_cast<const QByteArray *>(QTest::qData(column, qMetaTypeId<QByteArray>()));
        QVERIFY2(stream.contains(wanted), got.constData());
    }
    QVERIFY2(!out.contains("ready "), got.constData());
}

// Stable from now on.
void TstCli::everyOptionIsInItsHelp_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QStringList>("options");
    QTest::newRow("serve") << u"serve"_s << u"host port stage suite env-file data-dir quotas record archive-limit allow-origin allow-host settings format"_s.split(u' ');
    QTest::newRow("run") << u"run"_s << u"profile var tags jobs rerun-failed junit json html data-dir"_s.split(u' ');
    QTest::newRow("check") << u"check"_s << u"var"_s.split(u' ');
    QTest::newRow("connect") << u"connect"_s << u"header subprotocol send jsonl data-dir"_s.split(u' ');
}

void TstCli::everyOptionIsInItsHelp()
{
    QFETCH(QString, command);
    QFETCH(QStringList, options);
    QByteArray out;
    QCOMPARE(run({ command, u"--help"_s }, &out), 0);
    for (const QString &option : options)
        QVERIFY2(out.contains("--" + option.toUtf8()), qPrintable(option));
    QVERIFY(out.contains("Usage: "));
}

void TstCli::stopsOnASignal_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
}

void TstCli::stopsOnASignal()
{
    QFETCH(int, signal);
    const QTemporaryDir folder;
    QFile suite(folder.filePath(u"long.greenroom.yaml"_s));
    QVERIFY(suite.open(QFile::WriteOnly));
    suite.write("greenroom: 1\nsuite: Long\ntests:\n  - name: Short\n    steps:\n      - wait: 1ms\n  - name: Long\n    steps:\n      - wait: 50s\n");
    suite.close();
    QProcess process;
    process.start(QStringLiteral(GREENROOM_BIN), { u"run"_s, suite.fileName(), u"--jobs"_s, u"1"_s, u"--data-dir"_s, folder.filePath(u"data"_s) });
    QVERIFY(process.waitForReadyRead(20'000));   // the short one is told
    ::kill(pid_t(process.processId()), signal);
    QVERIFY(process.waitForFinished(5000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 4);
}

void TstCli::optionsOfRun()
{
    const QTemporaryDir folder;
    QFile suite(folder.filePath(u"v.greenroom.yaml"_s));
    QVERIFY(suite.open(QFile::WriteOnly));
    suite.write("greenroom: 1\nsuite: V\nprofiles:\n  one: { who: one }\n  two: { who: two }\nvars: { what: none }\ntests:\n"
                "  - name: Says\n    tags: [smoke]\n    steps:\n      - command: { run: [echo, '${who} ${what}'] }\n        expect:\n          - stdout: { contains: 'two given' }\n"
                "  - name: Other\n    tags: [slow]\n    steps:\n      - command: { run: ['false'] }\n        expect:\n          - exit: 0\n");
    suite.close();
    QByteArray out;
    const QStringList head { u"run"_s, suite.fileName(), u"--data-dir"_s, folder.filePath(u"data"_s), u"--jobs"_s, u"2"_s };
    QCOMPARE(run(head + QStringList { u"--profile"_s, u"two"_s, u"--var"_s, u"what=given"_s, u"--tags"_s, u"smoke and not slow"_s }, &out), 0);
    QVERIFY2(out.contains("All 1 passed") && !out.contains("Other"), out.constData());
    QCOMPARE(run(head + QStringList { u"--var"_s, u"what=given"_s, u"--tags"_s, u"smoke"_s }, &out), 1);   // profile one
    QVERIFY2(out.contains("one given"), out.constData());
}

void TstCli::reportsTogether()
{
    const QTemporaryDir folder;
    QFile suite(folder.filePath(u"r.greenroom.yaml"_s));
    QVERIFY(suite.open(QFile::WriteOnly));
    suite.write("greenroom: 1\nsuite: R\ntests:\n  - name: A\n    steps:\n      - wait: 1ms\n");
    suite.close();
    QProcess process;
    process.start(QStringLiteral(GREENROOM_BIN), { u"run"_s, suite.fileName(), u"--data-dir"_s, folder.filePath(u"data"_s), u"--junit"_s,
                                                   folder.filePath(u"r.xml"_s), u"--json"_s, u"-"_s, u"--html"_s, folder.filePath(u"r.html"_s) });
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 0);
    const QJsonObject json = QJsonDocument::fromJson(process.readAllStandardOutput()).object();   // nothing but the report
    QCOMPARE(json.value("tests"_L1).toArray().size(), 1);
    QCOMPARE(json.value("state"_L1).toString(), u"passed"_s);
    QVERIFY(QFileInfo(folder.filePath(u"r.xml"_s)).size() > 100);
    QVERIFY(QFileInfo(folder.filePath(u"r.html"_s)).size() > 1000);
}

void TstCli::rerunFailedAfterARestart()
{
    const QTemporaryDir folder;
    QFile suite(folder.filePath(u"f.greenroom.yaml"_s));
    QVERIFY(suite.open(QFile::WriteOnly));
    suite.write("greenroom: 1\nsuite: F\ntests:\n  - name: Good one\n    steps:\n      - wait: 1ms\n"
                "  - name: Bad one\n    steps:\n      - command: { run: [test, -e, " + folder.path().toUtf8() + "/fixed] }\n        expect:\n          - exit: 0\n");
    suite.close();
    const QStringList call { u"run"_s, suite.fileName(), u"--data-dir"_s, folder.filePath(u"data"_s) };
    QByteArray out;
    QCOMPARE(run(call, &out), 1);
    QFile fixed(folder.filePath(u"fixed"_s));
    QVERIFY(fixed.open(QFile::WriteOnly));
    fixed.close();
    QCOMPARE(run(call + QStringList { u"--rerun-failed"_s }, &out), 0);
    QVERIFY2(out.contains("Bad one") && !out.contains("Good one"), out.constData());
    QCOMPARE(run(call + QStringList { u"--rerun-failed"_s }, &out), 0);
    QVERIFY2(out.contains("Nothing failed"), out.constData());
    // Whoever collects reports finds one of no test.
    QProcess process;
    process.start(QStringLiteral(GREENROOM_BIN), call + QStringList { u"--rerun-failed"_s, u"--json"_s, u"-"_s, u"--junit"_s, folder.filePath(u"r.xml"_s) });
    QVERIFY(process.waitForFinished(20'000));
    QCOMPARE(process.exitCode(), 0);
    const QJsonObject json = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
    QCOMPARE(json.value("tests"_L1).toArray().size(), 0);
    QCOMPARE(json.value("sentence"_L1).toString(), u"Nothing failed in the last run of these suites."_s);
    QFile junit(folder.filePath(u"r.xml"_s));
    QVERIFY(junit.open(QFile::ReadOnly));
    QXmlStreamReader xml(&junit);
    QVERIFY(xml.readNextStartElement());
    QCOMPARE(xml.attributes().value("tests"_L1).toInt(), 0);
}

QTEST_GUILESS_MAIN(TstCli)
#include "tst_cli.moc"
