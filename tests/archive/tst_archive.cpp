// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/archive.h"
#include "archive/retention.h"
#include "archive/runevents.h"
#include "archive/schema.h"
#include "core/datafolder.h"
#include "core/resources.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QSqlError>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <sys/resource.h>
#include <sys/stat.h>

using namespace greenroom;
using namespace Qt::StringLiterals;

namespace {

// A journal, an archive and what a screen would have seen.
struct Bench
{
    explicit Bench(const QString &folder, Recording recording = Recording::All)
        : archive(journal, folder, recording)
    {
        QObject::connect(&journal, &Journal::appended, &archive, &Archive::append);
        QObject::connect(&journal, &Journal::appended, &archive, [this](const QList<Event> &batch) { shown += batch; });
    }
    ~Bench() { archive.close(); }

    void record(const Payload &payload)
    {
        journal.record(payload);
        journal.flush();
    }
    QStringList notices() const
    {
        QStringList texts;
        for (const Event &event : shown) {
            if (const auto *notice = std::get_if<Notice>(&event.payload))
                texts.append(notice->severity + u": "_s + notice->text + u' ' + notice->remedy);
        }
        return texts;
    }
    QList<Event> eventsOfRun(const QString &run)
    {
        QPromise<QList<Event>> promise;
        QFuture<QList<Event>> future = promise.future();
        archive.eventsOfRun(run, std::move(promise));
        return future.result();
    }
    QList<RunRecord> runs()
    {
        QPromise<QList<RunRecord>> promise;
        QFuture<QList<RunRecord>> future = promise.future();
        archive.runs(1000, std::move(promise));
        return future.result();
    }
    Result<QStringList> failedTests(const QStringList &files)
    {
        QPromise<Result<QStringList>> promise;
        QFuture<Result<QStringList>> future = promise.future();
        archive.failedTests(files, std::move(promise));
        return future.result();
    }

    Journal journal;
    Archive archive;
    QList<Event> shown;
};

QSqlDatabase lookInto(const QString &folder)
{
    QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"look"_s);
    database.setDatabaseName(folder + u"/archive.sqlite"_s);
    database.open();
    return database;
}

qint64 number(const QString &folder, const QString &sql)
{
    qint64 value = -1;
    {
        QSqlDatabase database = lookInto(folder);
        QSqlQuery query(database);
        if (query.exec(sql) && query.next())
            value = query.value(0).toLongLong();
    }
    QSqlDatabase::removeDatabase(u"look"_s);
    return value;
}

// A script as the program of its time ran it.
void runScript(QSqlDatabase &database, int version)
{
    QFile script(u":/sql/%1.sql"_s.arg(version, 4, 10, QLatin1Char('0')));
    QVERIFY(script.open(QFile::ReadOnly));
    QString text;
    for (const QString &line : QString::fromUtf8(script.readAll()).split(u'\n'))
        text += line.startsWith("--"_L1) ? QString() : line + u'\n';
    for (const QString &statement : text.split(u';')) {
        if (!statement.trimmed().isEmpty())
            QVERIFY2(QSqlQuery(database).exec(statement), qPrintable(statement));
    }
}

MessageReceived message(int size)
{
    MessageReceived received;
    received.connectionId = u"c1"_s;
    received.opcode = u"text"_s;
    received.size = size;
    received.body = QByteArray(size, 'm');
    return received;
}

// A run of two suite files with one test each; the second fails.
void recordRun(Bench &bench, const QString &run, int number = 1, int detail = 0)
{
    RunStarted started;
    started.runId = run;
    started.number = number;
    started.suite = u"one"_s;
    started.suiteName = u"One"_s;
    started.file = u"/s/one.greenroom.yaml"_s;
    bench.record(started);
    for (const auto &[id, suite, state] : { std::tuple(u"a"_s, u"one"_s, u"passed"_s), std::tuple(u"b"_s, u"two"_s, u"failed"_s) }) {
        TestFound found;
        found.runId = run;
        found.testId = id;
        found.type = u"test"_s;
        found.name = u"Test "_s + id;
        found.suite = suite;
        found.file = u"/s/%1.greenroom.yaml"_s.arg(suite);
        bench.record(found);
        StepFinished step;
        step.runId = run;
        step.testId = id;
        step.error = QString(detail, u'x');
        bench.record(step);
        TestFinished finished;
        finished.runId = run;
        finished.testId = id;
        finished.attempt = 1;
        finished.final = true;
        finished.state = state;
        bench.record(finished);
    }
    RunFinished finished;
    finished.runId = run;
    finished.state = u"failed"_s;
    finished.sentence = u"1 of 2 failed."_s;
    bench.record(finished);
}

QByteArray linesOf(const QList<Event> &events)
{
    QByteArray lines;
    for (const Event &event : events)
        lines += QJsonDocument(toJson(event)).toJson(QJsonDocument::Compact) + '\n';
    return lines;
}

} // namespace

class TstArchive : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { registerResources(); }
    void aRunComesBackAsItWas();
    void whatIsShownIsOnDisk();
    void recordingKeepsWhatItSays_data();
    void recordingKeepsWhatItSays();
    void filesAreForTheirOwnerOnly();
    void foldersOfEarlierVersionsAreClosed();
    void aFullDiskLeavesAHoleThatIsTold();
    void aLockedFileLeavesAHoleThatIsTold();
    void aFileThatCannotServeIsTold_data();
    void aFileThatCannotServeIsTold();
    void aNewerFileStaysAsItIs();
    void anOlderFileIsBroughtForward_data();
    void anOlderFileIsBroughtForward();
    void rowsOfOneTransactionAreOneStream();
    void trafficGoesBeforeResults();
    void oldRunsGoLast();
    void sizesAreLookedAtOnStart();
    void theWalIsTakenOver();
    void failedTestsAreFoundByFile();
    void whatKilledProgramsLeftIsRecovered();
};

void TstArchive::aRunComesBackAsItWas()
{
    const QTemporaryDir folder;
    Bench bench(folder.path());
    bench.archive.open();
    QFile recorded(QStringLiteral(GREENROOM_TEST_DATA "/recorded/demo.jsonl"));
    QVERIFY(recorded.open(QFile::ReadOnly));
    QString run;
    while (!recorded.atEnd()) {
        const std::optional<Event> event = eventFromJson(QJsonDocument::fromJson(recorded.readLine()).object());
        QVERIFY(event);
        if (const auto *started = std::get_if<RunStarted>(&event->payload))
            run = started->runId;
        bench.journal.record(event->payload, event->at);
    }
    bench.journal.flush();
    RunEvents live(run);
    for (const Event &event : std::as_const(bench.shown))
        live.take(event);
    QVERIFY(live.events().size() > 100);
    QCOMPARE(linesOf(bench.eventsOfRun(run)), linesOf(live.events()));
}

void TstArchive::whatIsShownIsOnDisk()
{
    const QTemporaryDir folder;
    Bench bench(folder.path());
    bench.archive.open();
    qint64 onDisk = -1;
    QObject::connect(&bench.journal, &Journal::appended, this, [&] {
        onDisk = number(folder.path(), u"SELECT COUNT(*) FROM events"_s);   // another connection: it is committed
    });
    bench.record(message(10));
    QCOMPARE(onDisk, 1);
}

void TstArchive::recordingKeepsWhatItSays_data()
{
    QTest::addColumn<int>("recording");
    QTest::addColumn<int>("messages");
    QTest::addColumn<int>("bodies");
    QTest::newRow("all") << int(Recording::All) << 1 << 1;
    QTest::newRow("meta") << int(Recording::Meta) << 1 << 0;
    QTest::newRow("off") << int(Recording::Off) << 0 << 0;
}

void TstArchive::recordingKeepsWhatItSays()
{
    QFETCH(int, recording);
    const QTemporaryDir folder;
    Bench bench(folder.path(), Recording(recording));
    bench.archive.open();
    bench.record(message(10));
    recordRun(bench, u"run-1"_s);
    QTEST(int(number(folder.path(), u"SELECT COUNT(*) FROM events WHERE kind = 'message.received'"_s)), "messages");
    QTEST(int(number(folder.path(), u"SELECT COUNT(*) FROM events WHERE INSTR(CAST(payload AS TEXT), 'mmmm') > 0"_s)), "bodies");
    QCOMPARE(number(folder.path(), u"SELECT COUNT(*) FROM results"_s), 2);
}

void TstArchive::filesAreForTheirOwnerOnly()
{
    const mode_t before = ::umask(0);
    const QTemporaryDir folder;
    {
        Bench bench(folder.path());
        bench.archive.open();
        recordRun(bench, u"run-1"_s);
        const QFileInfoList files = QDir(folder.path()).entryInfoList(QDir::Files);
        QVERIFY(files.size() >= 4);   // database, wal, shm, lock
        for (const QFileInfo &file : files)
            QVERIFY2(!(file.permissions() & (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther)), qPrintable(file.fileName()));
    }
    ::umask(before);
}

void TstArchive::foldersOfEarlierVersionsAreClosed()
{
    const QTemporaryDir folder;
    const QString data = folder.filePath(u"data"_s);
    QVERIFY(QDir().mkpath(data + u"/runtimes"_s));
    { Bench bench(data); bench.archive.open(); }
    constexpr QFile::Permissions others = QFile::ReadGroup | QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther;
    for (const QString &path : { data, data + u"/runtimes"_s })
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | others));
    QVERIFY(DataFolder::open(data));
    for (const QString &path : { data, data + u"/runtimes"_s })
        QCOMPARE(QFile::permissions(path) & others, QFile::Permissions());
}

// A file size limit is the disk's "full" that a test can switch on and off.
void TstArchive::aFullDiskLeavesAHoleThatIsTold()
{
    const QTemporaryDir folder;
    Bench bench(folder.path());
    bench.archive.open();
    bench.record(message(100));
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before = {};
    ::getrlimit(RLIMIT_FSIZE, &before);
    rlimit full = before;
    full.rlim_cur = 16 * 1024;
    ::setrlimit(RLIMIT_FSIZE, &full);
    for (int i = 0; i < 20; ++i)
        bench.record(message(20'000));
    ::setrlimit(RLIMIT_FSIZE, &before);
    int shown = 0;
    for (const Event &event : std::as_const(bench.shown))
        shown += std::holds_alternative<MessageReceived>(event.payload) ? 1 : 0;
    QCOMPARE(shown, 21);
    bench.journal.flush();
    QStringList told = bench.notices();
    QCOMPARE(told.filter(u"has a hole"_s).size(), 1);   // once
    QVERIFY2(told.first().startsWith(u"error"_s), qPrintable(told.first()));
    bench.record(message(100));
    bench.journal.flush();
    told = bench.notices();
    QCOMPARE(told.filter(u"written again; "_s).size(), 1);
    const qint64 kept = number(folder.path(), u"SELECT COUNT(*) FROM events WHERE kind = 'message.received'"_s);
    QVERIFY2(kept >= 2 && kept < 22, qPrintable(QString::number(kept)));
    const qint64 lost = 22 - kept;
    // What is missing is counted right; the notice of the hole itself may be among the lost.
    QVERIFY2(told.last().contains(u" %1 events"_s.arg(lost)) || told.last().contains(u" %1 events"_s.arg(lost + 1)), qPrintable(told.last()));
}

void TstArchive::aLockedFileLeavesAHoleThatIsTold()
{
    const QTemporaryDir folder;
    Bench bench(folder.path());
    bench.archive.open();
    {
        QSqlDatabase other = lookInto(folder.path());
        QVERIFY(QSqlQuery(other).exec(u"BEGIN IMMEDIATE"_s));
        bench.record(message(1));   // waits some seconds, then goes on
        bench.record(message(1));   // does not wait again
        QVERIFY(QSqlQuery(other).exec(u"COMMIT"_s));
    }
    QSqlDatabase::removeDatabase(u"look"_s);
    bench.record(message(1));
    bench.journal.flush();
    const QStringList told = bench.notices();
    QVERIFY2(told.first().contains(u"locked"_s), qPrintable(told.first()));
    QCOMPARE(told.filter(u"written again"_s).size(), 1);
}

void TstArchive::aFileThatCannotServeIsTold_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("says");
    QTest::newRow("no database") << QByteArray(10'000, '#') << u"file is not a database"_s;
    QTest::newRow("a newer version") << QByteArray() << u"written by a newer Greenroom (version 99"_s;
}

void TstArchive::aFileThatCannotServeIsTold()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, says);
    const QTemporaryDir folder;
    if (content.isEmpty()) {
        number(folder.path(), u"PRAGMA user_version = 99"_s);
    } else {
        QFile file(folder.filePath(u"archive.sqlite"_s));
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(content);
    }
    Bench bench(folder.path());
    bench.archive.open();
    bench.record(message(1));
    QCOMPARE(bench.shown.size(), 2);   // what happens is shown all the same
    QVERIFY2(bench.notices().first().contains(says), qPrintable(bench.notices().first()));
    QVERIFY(bench.notices().first().contains(u"--data-dir"_s));
    // Nothing to look at is an error, not an empty past.
    const Result<QStringList> failed = bench.failedTests({ u"x"_s });
    QVERIFY(!failed && failed.error().text.contains(says));
}

// Refused, and not a byte of it is another one afterwards.
void TstArchive::aNewerFileStaysAsItIs()
{
    const QTemporaryDir folder;
    number(folder.path(), u"CREATE TABLE later (what TEXT)"_s);
    number(folder.path(), u"PRAGMA user_version = 99"_s);
    const QString path = folder.filePath(u"archive.sqlite"_s);
    const auto content = [&path] {
        QFile file(path);
        return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
    };
    const QByteArray before = content();
    QVERIFY(!before.isEmpty());
    {
        Bench bench(folder.path());
        bench.archive.open();
        bench.record(message(1));
        QCOMPARE(bench.notices().size(), 1);
        const QString told = bench.notices().first();
        for (const QString &part : { path, u"version 99"_s, u"knows %1"_s.arg(newestSchema()), u"--data-dir"_s })
            QVERIFY2(told.contains(part), qPrintable(told));
    }
    QCOMPARE(content(), before);
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList { u"archive.sqlite"_s });
}

void TstArchive::anOlderFileIsBroughtForward_data()
{
    QTest::addColumn<int>("version");
    for (int version = 1; version < newestSchema(); ++version)
        QTest::addRow("version %d", version) << version;
}

// With all that is in it: a run, what its client saw, and a host's traffic.
void TstArchive::anOlderFileIsBroughtForward()
{
    QFETCH(int, version);
    const QTemporaryDir folder;
    QList<Event> run;
    qint64 rows = 0;
    {
        QSqlDatabase database = lookInto(folder.path());
        for (int i = 1; i <= version; ++i)
            runScript(database, i);
        QSqlQuery insert(database);
        insert.exec(u"INSERT INTO results (suite, test, run, at, state, duration) VALUES ('s', 't', 'run-0', 1, 'passed', 2)"_s);
        insert.exec(u"INSERT INTO launches (started, pid, closed) VALUES (1, 2, 1)"_s);
        insert.prepare(u"INSERT INTO events (launch, sequence, at, kind, run, connection, payload) VALUES (1, ?, ?, ?, ?, ?, ?)"_s);
        QFile recorded(QStringLiteral(GREENROOM_TEST_DATA "/recorded/demo.jsonl"));
        QVERIFY(recorded.open(QFile::ReadOnly));
        std::optional<RunEvents> live;
        while (!recorded.atEnd()) {
            const std::optional<Event> event = eventFromJson(QJsonDocument::fromJson(recorded.readLine()).object());
            QVERIFY(event);
            if (const auto *started = std::get_if<RunStarted>(&event->payload))
                live.emplace(started->runId);
            if (live)
                live->take(*event);
            const QString runId = runIdOf(event->payload);
            const QString connection = connectionIdOf(event->payload);
            for (const QVariant &value : { QVariant(event->sequence), QVariant(event->at), QVariant(kindOf(event->payload)),
                                           runId.isEmpty() ? QVariant() : QVariant(runId),
                                           connection.isEmpty() ? QVariant() : QVariant(connection),
                                           QVariant(payloadToText(event->payload)) })
                insert.addBindValue(value);
            QVERIFY2(insert.exec(), qPrintable(insert.lastError().text()));
            ++rows;
        }
        insert.exec(u"PRAGMA user_version = %1"_s.arg(version));
        run = live->events();
    }
    QSqlDatabase::removeDatabase(u"look"_s);
    QVERIFY(run.size() > 100 && rows > run.size());
    RunStarted started;
    for (const Event &event : std::as_const(run)) {
        if (const auto *found = std::get_if<RunStarted>(&event.payload))
            started = *found;
    }
    Bench bench(folder.path());
    bench.archive.open();
    QCOMPARE(bench.notices(), QStringList());
    QCOMPARE(number(folder.path(), u"PRAGMA user_version"_s), newestSchema());
    QCOMPARE(number(folder.path(), u"SELECT COUNT(*) FROM results WHERE state = 'passed'"_s), 1);
    QCOMPARE(number(folder.path(), u"SELECT SUM(count) FROM batches"_s), rows);
    QCOMPARE(number(folder.path(), u"SELECT COUNT(*) FROM events"_s), rows);
    QCOMPARE(linesOf(bench.eventsOfRun(started.runId)), linesOf(run));
    // And what is recorded now goes on behind it.
    bench.record(message(10));
    QCOMPARE(number(folder.path(), u"SELECT launch FROM events ORDER BY launch DESC LIMIT 1"_s), 2);
}

// Two runs and a host in one transaction, and more of it than one row takes: each run has its own, in order, and all
// together are what was recorded.
void TstArchive::rowsOfOneTransactionAreOneStream()
{
    const QTemporaryDir folder;
    Bench bench(folder.path());
    bench.archive.open();
    for (const QString &run : { u"run-1"_s, u"run-2"_s }) {
        ConnectionOpened opened;
        opened.runId = run;
        opened.connectionId = u"client of "_s + run;
        bench.journal.record(opened);
    }
    for (int i = 0; i < 60; ++i) {
        MessageReceived received = message(20'000);
        received.connectionId = i % 3 == 2 ? u"c1"_s : u"client of run-%1"_s.arg(i % 3 + 1);
        bench.journal.record(received);
        TestStarted started;
        started.runId = u"run-%1"_s.arg(i % 2 + 1);
        bench.journal.record(started);
    }
    bench.journal.flush();
    QVERIFY(number(folder.path(), u"SELECT COUNT(*) FROM batches"_s) >= 5);
    QVERIFY(number(folder.path(), u"SELECT MAX(LENGTH(events)) FROM batches"_s) < 300'000);
    for (const QString &run : { u"run-1"_s, u"run-2"_s }) {
        RunEvents live(run);
        for (const Event &event : std::as_const(bench.shown))
            live.take(event);
        QCOMPARE(live.events().size(), 51);
        QCOMPARE(linesOf(bench.eventsOfRun(run)), linesOf(live.events()));
    }
    QList<Event> all;
    {
        QSqlDatabase database = lookInto(folder.path());
        QSqlQuery query(database);
        QVERIFY(query.exec(u"SELECT id, events FROM batches ORDER BY id"_s));
        readBatches(query, [](const EventLine &) { return true; }, [&all](qint64, const Event &event) { all.append(event); });
    }
    QSqlDatabase::removeDatabase(u"look"_s);
    QCOMPARE(linesOf(all), linesOf(bench.shown));
}

void TstArchive::trafficGoesBeforeResults()
{
    const QTemporaryDir folder;
    Bench bench(folder.path());
    bench.archive.limit = 6 * 1024 * 1024;
    bench.archive.open();
    recordRun(bench, u"run-1"_s);
    for (int i = 0; i < 40; ++i) {
        for (int j = 0; j < 50; ++j)
            bench.journal.record(message(10'000));   // 20 MB in all
        bench.journal.flush();
    }
    QTRY_COMPARE_WITH_TIMEOUT(bench.notices().filter(u"over its limit"_s).size() > 0, true, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(number(folder.path(), u"SELECT COUNT(*) FROM events WHERE kind = 'message.received'"_s) < 700, 20'000);
    QVERIFY(number(folder.path(), u"SELECT COUNT(*) FROM events WHERE kind = 'message.received'"_s) > 100);
    // The newest are the ones that stay, and the run is whole.
    QCOMPARE(number(folder.path(), u"SELECT COUNT(*) FROM events WHERE kind = 'message.received' AND sequence < 500"_s), 0);
    QCOMPARE(bench.eventsOfRun(u"run-1"_s).size(), 8);
    QCOMPARE(bench.runs().size(), 1);
}

void TstArchive::oldRunsGoLast()
{
    const QTemporaryDir folder;
    Bench bench(folder.path());
    bench.archive.limit = 2 * 1024 * 1024;
    bench.archive.open();
    for (int i = 1; i <= 60; ++i)
        recordRun(bench, u"run-%1"_s.arg(i, 3, 10, QLatin1Char('0')), i, 50'000);
    QTRY_VERIFY_WITH_TIMEOUT(bench.notices().filter(u"old runs"_s).size() > 0, 20'000);
    QTRY_VERIFY_WITH_TIMEOUT(bench.runs().size() < 40, 20'000);
    const QList<RunRecord> left = bench.runs();
    QVERIFY(!left.isEmpty());
    QCOMPARE(bench.eventsOfRun(u"run-060"_s).size(), 8);
    QCOMPARE(bench.eventsOfRun(u"run-001"_s).size(), 0);
    QCOMPARE(number(folder.path(), u"SELECT COUNT(*) FROM results WHERE run NOT IN (SELECT run FROM runs)"_s), 0);
}

void TstArchive::sizesAreLookedAtOnStart()
{
    const QTemporaryDir folder;
    {
        Bench bench(folder.path());
        bench.archive.open();
        for (int i = 0; i < 300; ++i)
            bench.journal.record(message(10'000));
        bench.journal.flush();
    }
    Bench bench(folder.path());
    bench.archive.limit = 1024 * 1024;
    bench.archive.open();
    QTRY_COMPARE_WITH_TIMEOUT(bench.notices().filter(u"over its limit"_s).size(), 1, 20'000);
    QVERIFY(number(folder.path(), u"SELECT COUNT(*) FROM events WHERE kind = 'message.received'"_s) < 100);
}

void TstArchive::theWalIsTakenOver()
{
    const QTemporaryDir folder;
    Bench bench(folder.path());
    bench.archive.open();
    qint64 largest = 0;
    for (int i = 0; i < 300; ++i) {
        for (int j = 0; j < 20; ++j)
            bench.journal.record(message(10'000));   // 60 MB in all
        bench.journal.flush();
        largest = std::max(largest, QFileInfo(folder.filePath(u"archive.sqlite-wal"_s)).size());
    }
    QVERIFY2(largest < 20 * 1024 * 1024, qPrintable(QString::number(largest)));
}

void TstArchive::failedTestsAreFoundByFile()
{
    const QTemporaryDir folder;
    Bench bench(folder.path());
    bench.archive.open();
    recordRun(bench, u"run-1"_s);
    QCOMPARE(*bench.failedTests({ u"/s/one.greenroom.yaml"_s }), QStringList());
    QCOMPARE(*bench.failedTests({ u"/s/two.greenroom.yaml"_s }), QStringList { u"b"_s });
    QCOMPARE(number(folder.path(), u"SELECT COUNT(*) FROM results WHERE suite = 'two' AND test = 'b'"_s), 1);
}

void TstArchive::whatKilledProgramsLeftIsRecovered()
{
    const QTemporaryDir folder;
    {
        Bench bench(folder.path());
        bench.archive.open();
        RunStarted started;
        started.runId = u"run-1"_s;
        started.suiteName = u"Long"_s;
        bench.record(started);
    }
    // As if that program had been killed: its lock names a process that is gone.
    QFile lock(folder.filePath(u"launch-1.lock"_s));
    QVERIFY(lock.open(QFile::WriteOnly));
    lock.write("999999999\ngreenroom\n" + QSysInfo::machineHostName().toUtf8() + "\n");
    lock.close();
    Bench bench(folder.path());
    bench.archive.open();
    bench.journal.flush();
    QCOMPARE(bench.notices().filter(u"Recovered: run of "_s).size(), 1);
    QCOMPARE(bench.runs().first().state, u"recovered"_s);
    QVERIFY(!lock.exists());
}

QTEST_GUILESS_MAIN(TstArchive)
#include "tst_archive.moc"
