// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Whole programs on one data folder: killed, several at once, folders that are not theirs.
#include "core/event.h"
#include "support/serving.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonArray>
#include <QFile>
#include <QJsonDocument>
#include <QSet>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTcpSocket>

#include <csignal>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

QList<QVariantList> rows(const QString &folder, const QString &sql)
{
    QList<QVariantList> found;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"look"_s);
        database.setDatabaseName(folder + u"/archive.sqlite"_s);
        database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=5000"_s);
        if (database.open()) {
            QSqlQuery query(database);
            query.exec(sql);
            while (query.next()) {
                QVariantList row;
                for (int i = 0; query.value(i).isValid(); ++i)
                    row.append(query.value(i));
                found.append(row);
            }
        }
    }
    QSqlDatabase::removeDatabase(u"look"_s);
    return found;
}

QString suiteOf(const QTemporaryDir &folder, const QString &name, int tests, const QByteArray &step)
{
    QFile suite(folder.filePath(name + u".greenroom.yaml"_s));
    if (!suite.open(QFile::WriteOnly))
        return {};
    suite.write("greenroom: 1\nsuite: " + name.toUtf8() + "\ntests:\n");
    for (int i = 0; i < tests; ++i)
        suite.write("  - name: Test " + QByteArray::number(i) + "\n    steps:\n      - " + step + "\n");
    return suite.fileName();
}

// greenroom as a user without rights on what is root's or ours.
void startAsNobody(QProcess &process, const QStringList &arguments)
{
    process.start(u"setpriv"_s, QStringList { u"--reuid=65534"_s, u"--regid=65534"_s, u"--clear-groups"_s, QStringLiteral(GREENROOM_BIN) } + arguments);
}

} // namespace

class TstProcesses : public QObject
{
    Q_OBJECT

private slots:
    void killedMidRun();
    void theNextStartSaysWhatItRecovered_data();
    void theNextStartSaysWhatItRecovered();
    void severalOnOneFolder();
    void aFolderOfAnotherUser();
    void aFolderThatCannotBeWritten();
    void everyFileIsForItsOwnerOnly();
};

// At most the last second may be missing after kill -9: what was printed a second ago is on disk.
void TstProcesses::killedMidRun()
{
    const QTemporaryDir folder;
    const QString data = folder.filePath(u"data"_s);
    const QString suite = suiteOf(folder, u"Long"_s, 400, "wait: 20ms");
    QProcess process;
    process.start(QStringLiteral(GREENROOM_BIN), { u"run"_s, suite, u"--jobs"_s, u"1"_s, u"--data-dir"_s, data });
    int printed = 0;
    while (printed < 40 && process.waitForReadyRead(20'000))
        printed += int(process.readAll().count("passed "));
    QVERIFY(printed >= 40);
    ::kill(pid_t(process.processId()), SIGKILL);
    QVERIFY(process.waitForFinished(5000));
    QCOMPARE(process.exitStatus(), QProcess::CrashExit);
    printed += int(process.readAll().count("passed "));

    // Shown is on disk: not one of them is missing, though a second of them may be.
    const int kept = rows(data, u"SELECT COUNT(*) FROM events WHERE kind = 'test.finished'"_s).value(0).value(0).toInt();
    QVERIFY2(kept >= printed, qPrintable(u"%1 printed, %2 kept"_s.arg(printed).arg(kept)));
    QCOMPARE(rows(data, u"PRAGMA integrity_check"_s).value(0).value(0).toString(), u"ok"_s);

    Serving next(u"builtin:echo"_s, { u"--format"_s, u"json"_s, u"--data-dir"_s, data });
    QVERIFY(next.ready);
    QTRY_VERIFY_WITH_TIMEOUT((next.process.waitForReadyRead(50), next.output += next.process.readAll(), next.output.contains("Recovered: run of ")), 10'000);
    QVERIFY2(next.output.contains(QByteArray::number(kept) + " of 400 checks of “Long”"), next.output.constData());
    QCOMPARE(rows(data, u"SELECT state FROM runs"_s).value(0).value(0).toString(), u"recovered"_s);
}

// A person at the command line reads it too: on stderr, whatever is started next.
void TstProcesses::theNextStartSaysWhatItRecovered_data()
{
    QTest::addColumn<QStringList>("next");
    QTest::newRow("serve") << QStringList { u"serve"_s, u"builtin:echo"_s, u"--port"_s, u"0"_s };
    QTest::newRow("run") << QStringList { u"run"_s, u"Next.greenroom.yaml"_s };
}

void TstProcesses::theNextStartSaysWhatItRecovered()
{
    QFETCH(QStringList, next);
    const QTemporaryDir folder;
    const QStringList data { u"--data-dir"_s, folder.filePath(u"data"_s) };
    QProcess killed;
    killed.start(QStringLiteral(GREENROOM_BIN), QStringList { u"run"_s, suiteOf(folder, u"Long"_s, 400, "wait: 20ms") } + data);
    QVERIFY(killed.waitForReadyRead(20'000));
    ::kill(pid_t(killed.processId()), SIGKILL);
    QVERIFY(killed.waitForFinished(5000));
    QVERIFY(!suiteOf(folder, u"Next"_s, 1, "wait: 1ms").isEmpty());

    QProcess process;
    process.setWorkingDirectory(folder.path());
    process.start(QStringLiteral(GREENROOM_BIN), next + data);
    QByteArray told;
    QTRY_VERIFY_WITH_TIMEOUT((process.waitForReadyRead(50), told += process.readAllStandardError(), told.contains("Recovered: run of ")), 10'000);
    QVERIFY2(told.contains(" of 400 checks of “Long”"), told.constData());
    process.terminate();
    QVERIFY(process.state() == QProcess::NotRunning || process.waitForFinished(5000));
}

void TstProcesses::severalOnOneFolder()
{
    const QTemporaryDir folder;
    const QString data = folder.filePath(u"data"_s);
    const QString suite = suiteOf(folder, u"Short"_s, 30, "wait: 5ms");
    Serving first(u"builtin:demo"_s, { u"--data-dir"_s, data });
    Serving second(u"builtin:demo"_s, { u"--data-dir"_s, data });
    QVERIFY(first.ready && second.ready);
    std::vector<std::unique_ptr<QProcess>> runs;
    for (int i = 0; i < 4; ++i) {
        runs.push_back(std::make_unique<QProcess>());
        runs.back()->start(QStringLiteral(GREENROOM_BIN), { u"run"_s, suite, u"--data-dir"_s, data });
    }
    for (const Serving *host : { &first, &second }) {
        for (int i = 0; i < 50; ++i) {
            QTcpSocket socket;
            socket.connectToHost(u"127.0.0.1"_s, quint16(QUrl(host->wsUrl).port()));
            socket.write("GET /dev HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n");
            QVERIFY(socket.waitForReadyRead(5000));
        }
    }
    for (const auto &run : runs) {
        QVERIFY(run->waitForFinished(60'000));
        QCOMPARE(run->exitCode(), 0);
        QVERIFY2(!run->readAllStandardError().contains("hole"), "an event was lost");
    }
    QTRY_COMPARE_WITH_TIMEOUT(rows(data, u"SELECT COUNT(*) FROM events WHERE kind = 'connect.refused'"_s).value(0).value(0).toInt(), 100, 10'000);
    QCOMPARE(rows(data, u"SELECT COUNT(*) FROM events WHERE kind = 'test.finished'"_s).value(0).value(0).toInt(), 120);
    QCOMPARE(rows(data, u"SELECT COUNT(DISTINCT number) FROM runs"_s).value(0).value(0).toInt(), 4);
    QCOMPARE(rows(data, u"SELECT COUNT(DISTINCT launch) FROM events"_s).size(), 1);
    QCOMPARE(rows(data, u"SELECT COUNT(DISTINCT launch) FROM events"_s).value(0).value(0).toInt(), 6);
    // Within each launch the sequence has no gap.
    QCOMPARE(rows(data, u"SELECT launch FROM events GROUP BY launch HAVING COUNT(*) <> MAX(sequence)"_s).size(), 0);
    QCOMPARE(rows(data, u"PRAGMA integrity_check"_s).value(0).value(0).toString(), u"ok"_s);
}

void TstProcesses::aFolderOfAnotherUser()
{
    if (::geteuid() != 0)
        QSKIP("skipped: only root can act as two users");
    const QTemporaryDir folder;   // 0700, ours
    ::chmod(folder.path().toLocal8Bit().constData(), 0755);
    const QString suite = suiteOf(folder, u"S"_s, 1, "wait: 1ms");
    const QString data = folder.filePath(u"data"_s);
    QDir().mkpath(data);
    QProcess process;
    startAsNobody(process, { u"run"_s, suite, u"--data-dir"_s, data });
    QVERIFY(process.waitForFinished(20'000));
    const QByteArray error = process.readAllStandardError();
    QVERIFY2(process.exitCode() == 3, error.constData());
    QVERIFY2(error.contains("belongs to root") && error.contains("--data-dir") && error.count('\n') == 1, error.constData());
}

// Their own folder, but read-only: what happens is shown, and a notice says that it is not kept.
void TstProcesses::aFolderThatCannotBeWritten()
{
    const QTemporaryDir folder;
    ::chmod(folder.path().toLocal8Bit().constData(), 0755);
    const QString suite = suiteOf(folder, u"S"_s, 2, "wait: 1ms");
    const QString data = folder.filePath(u"data"_s);
    QDir().mkpath(data);
    const QByteArray path = data.toLocal8Bit();
    QProcess process;
    if (::geteuid() == 0)
        QCOMPARE(::chown(path.constData(), 65534, 65534), 0);
    ::chmod(path.constData(), 0500);
    const QStringList arguments { u"run"_s, suite, u"--data-dir"_s, data, u"--json"_s, u"-"_s };
    if (::geteuid() == 0)
        startAsNobody(process, arguments);
    else
        process.start(QStringLiteral(GREENROOM_BIN), arguments);
    QVERIFY(process.waitForFinished(20'000));
    ::chmod(path.constData(), 0700);
    const QByteArray error = process.readAllStandardError();
    QVERIFY2(process.exitCode() == 0, error.constData());
    QVERIFY2(error.contains("The archive") && error.contains("lost at the end"), error.constData());
    // The report is of what was seen, not of what was kept.
    QCOMPARE(QJsonDocument::fromJson(process.readAllStandardOutput()).object().value("tests"_L1).toArray().size(), 2);
}

void TstProcesses::everyFileIsForItsOwnerOnly()
{
    const QTemporaryDir folder;
    const QString data = folder.filePath(u"data"_s);
    const QString suite = suiteOf(folder, u"S"_s, 1, "wait: 1ms");
    QProcess shell;
    shell.start(u"sh"_s, { u"-c"_s, u"umask 0; exec \"$@\""_s, u"sh"_s, QStringLiteral(GREENROOM_BIN), u"serve"_s, u"builtin:demo"_s, u"--port"_s, u"0"_s,
                           u"--data-dir"_s, data });
    QVERIFY(shell.waitForReadyRead(20'000));
    QTRY_VERIFY_WITH_TIMEOUT((shell.waitForReadyRead(50), QDir(data + u"/tls"_s).exists()), 10'000);
    QProcess run;
    run.start(u"sh"_s, { u"-c"_s, u"umask 0; exec \"$@\""_s, u"sh"_s, QStringLiteral(GREENROOM_BIN), u"run"_s, suite, u"--data-dir"_s, data });
    QVERIFY(run.waitForFinished(20'000));
    QCOMPARE(run.exitCode(), 0);
    QDirIterator files(data, QDir::AllEntries | QDir::NoDotAndDotDot, QDirIterator::Subdirectories);
    int count = 0;
    QStringList open;
    while (files.hasNext()) {
        struct stat status = {};
        ++count;
        if (::stat(files.next().toLocal8Bit().constData(), &status) == 0 && (status.st_mode & 077) != 0 && !files.fileInfo().isDir())
            open.append(files.filePath().mid(data.size()));
    }
    shell.terminate();
    QVERIFY(shell.waitForFinished(5000));
    QVERIFY(count > 5);
    struct stat status = {};
    QCOMPARE(::stat(data.toLocal8Bit().constData(), &status), 0);
    QCOMPARE(status.st_mode & 0777, mode_t(0700));
    QVERIFY2(open.isEmpty(), qPrintable(open.join(u' ')));
}

QTEST_GUILESS_MAIN(TstProcesses)
#include "tst_processes.moc"
