// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/serving.h"

#include <QDir>
#include <QFile>
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

QTEST_GUILESS_MAIN(TstCli)
#include "tst_cli.moc"
