// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/scriptedserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

// The complete conversation suite of the format's description (tests/data/suites/live) as a user runs it: its
// project hosted here with Node handlers, the small service beside it scripted.
class TstLive : public QObject
{
    Q_OBJECT

private slots:
    void everythingHolds();
};

void TstLive::everythingHolds()
{
    for (const QString &program : { u"node"_s, u"python3"_s }) {
        if (QStandardPaths::findExecutable(program).isEmpty())
            QSKIP("node and python3 are needed here");
    }
    ScriptedServer beside;
    const auto json = [](const QByteArray &text, const QByteArray &status) { return ScriptedServer::answerOf(text, status); };
    beside.answers.insert("/runs/r-1", json(R"({"messages":5})", "200 OK"));
    beside.answers.insert("/exports", json(R"({"id":"j7"})", "202 Accepted"));
    beside.turns.insert("/exports/j7", { json(R"({"state":"running"})", "200 OK") });
    beside.answers.insert("/exports/j7", json(R"({"state":"done"})", "200 OK"));

    const QTemporaryDir data;
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"GUEST_TOKEN"_s, u"guest-token-1"_s);
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QStringLiteral(GREENROOM_BIN), { u"run"_s, QStringLiteral(GREENROOM_TEST_DATA) + u"/suites/live/suites/live-results.greenroom.yaml"_s, u"--var"_s,
                                                   u"api_url="_s + beside.url(QString()), u"--data-dir"_s, data.path(), u"--json"_s, data.filePath(u"r.json"_s) });
    QTRY_VERIFY_WITH_TIMEOUT(process.state() == QProcess::NotRunning, 90'000);
    const QByteArray printed = process.readAll();
    QVERIFY2(process.exitCode() == 0, printed.constData());
    QFile file(data.filePath(u"r.json"_s));
    QVERIFY(file.open(QFile::ReadOnly));
    const QByteArray report = file.readAll();
    const QJsonObject counts = QJsonDocument::fromJson(report).object().value("counts"_L1).toObject();
    QCOMPARE(counts.value("passed"_L1).toInt(), 9 + 2);    // and two of the contract tool's own
    QCOMPARE(counts.value("skipped"_L1).toInt(), 1 + 1);   // the deployed stage, and one of the tool's
    QVERIFY(!report.contains("guest-token-1"));
    QVERIFY(!printed.contains("guest-token-1"));
}

QTEST_GUILESS_MAIN(TstLive)
#include "tst_live.moc"
