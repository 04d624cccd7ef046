// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// greenroom cost, on a data folder that a real run and a real host filled.
#include "support/rawclient.h"
#include "support/serving.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QStandardPaths>

#include <cmath>

using namespace Qt::StringLiterals;

namespace {

struct Answer
{
    int code = -1;
    QByteArray out;
    QByteArray error;
};

Answer greenroom(const QStringList &arguments)
{
    QProcess process;
    process.start(QStringLiteral(GREENROOM_BIN), arguments);
    process.waitForFinished(60'000);
    return { process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
             process.readAllStandardError() };
}

// Counted by SQL alone: no code of the meter's.
qint64 count(const QString &folder, const QString &sql)
{
    qint64 count = -1;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"look"_s);
        database.setDatabaseName(folder + u"/archive.sqlite"_s);
        if (database.open()) {
            QSqlQuery query(database);
            if (query.exec(sql) && query.next())
                count = query.value(0).toLongLong();
        }
    }
    QSqlDatabase::removeDatabase(u"look"_s);
    return count;
}

// Of hosted connections only; "client-…" are the other ends of the same.
QString hosted(const char *what, const char *kind)
{
    return u"SELECT %1 FROM (SELECT CAST(payload AS TEXT) AS p, connection, at FROM events WHERE kind = '%2' AND connection NOT LIKE 'client-%')"_s
        .arg(QLatin1StringView(what), QLatin1StringView(kind));
}

double sumOf(const QJsonObject &cost, const QString &table, const QString &column)
{
    double sum = 0;
    for (const QJsonValue &row : cost.value(table).toArray())
        sum += row[column].toDouble();
    return sum;
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (file.open(QFile::WriteOnly))
        file.write(content);
}

} // namespace

class TstCostCommand : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void countsAreTheArchives();
    void sumsAgree();
    void aRunIsItsPart();
    void textAndFile();
    void ownPricesWin();
    void realFunctionsAreBilledAsTheyWere();
    void authorisersAreCalls();
    void calls_data();
    void calls();

private:
    QJsonObject cost(const QStringList &more = {})
    {
        const Answer answer = greenroom(QStringList { u"cost"_s, u"--data-dir"_s, m_data.path(), u"--json"_s, u"-"_s } + more);
        return QJsonDocument::fromJson(answer.out).object();
    }

    QTemporaryDir m_data;
};

void TstCostCommand::initTestCase()
{
    QCOMPARE(greenroom({ u"run"_s, u"builtin:demo"_s, u"--data-dir"_s, m_data.path() }).code, 1);   // the demo has its one failure
}

void TstCostCommand::countsAreTheArchives()
{
    const QJsonObject all = cost();
    const QJsonObject usage = all.value("usage"_L1).toObject();
    const qint64 in = count(m_data.path(), hosted("count(*)", "message.received"));
    QVERIFY(in > 50);
    QCOMPARE(usage["messagesIn"_L1].toInteger(), in);
    QCOMPARE(usage["messagesOut"_L1].toInteger(), count(m_data.path(), hosted("count(*)", "message.sent")));
    QCOMPARE(usage["bytesOut"_L1].toInteger(), count(m_data.path(), hosted("sum(json_extract(p, '$.size'))", "message.sent")));
    QCOMPARE(usage["unitsIn"_L1].toInteger(), count(m_data.path(), hosted("sum(max(1, (json_extract(p, '$.size') + 32767) / 32768))", "message.received")));
    QCOMPARE(usage["calls"_L1].toInteger(), count(m_data.path(), hosted("count(*)", "integration.invoked")));
    QCOMPARE(usage["minutes"_L1].toInteger(),
             count(m_data.path(), u"SELECT sum(max(1, (c.at - o.at + 59999) / 60000)) FROM events o JOIN events c ON c.connection = o.connection "
                                  "AND c.kind = 'connection.closed' WHERE o.kind = 'connection.opened' AND o.connection NOT LIKE 'client-%'"_s));
    QCOMPARE(all.value("region"_L1).toString(), u"us-east-1"_s);
}

void TstCostCommand::sumsAgree()
{
    const QJsonObject all = cost({ u"--free-tier"_s, u"first-year"_s });
    for (const char *table : { "kinds", "routes", "connections" }) {
        const QString name = QLatin1StringView(table);
        QVERIFY(all.value(name).toArray().size() >= 5);
        QVERIFY2(std::abs(sumOf(all, name, u"amount"_s) - all.value("amount"_L1).toDouble()) < 1e-12, table);
        QVERIFY2(std::abs(sumOf(all, name, u"month"_s) - all.value("month"_L1).toDouble()) < 1e-6, table);
    }
    QVERIFY(all.value("month"_L1).toDouble() > 0);
    QVERIFY(cost().value("amount"_L1).toDouble() > 0);
    QCOMPARE(all.value("amount"_L1).toDouble(), 0.0);   // so little is free
    QVERIFY(std::abs(all["server"_L1]["month"_L1].toDouble() - 12.264) < 1e-9);
}

void TstCostCommand::aRunIsItsPart()
{
    const QJsonObject all = cost();
    const QJsonObject run = cost({ u"--run"_s, u"1"_s });
    QCOMPARE(run.value("run"_L1).toInt(), 1);
    QCOMPARE(run.value("usage"_L1), all.value("usage"_L1));   // nobody else was there
    QCOMPARE(greenroom({ u"run"_s, u"builtin:demo"_s, u"--data-dir"_s, m_data.path() }).code, 1);
    QCOMPARE(cost({ u"--run"_s, u"1"_s }).value("usage"_L1), run.value("usage"_L1));
    const QJsonObject second = cost({ u"--run"_s, u"2"_s });
    for (const char *what : { "messagesIn", "messagesOut", "minutes", "calls" }) {
        const QLatin1StringView name(what);
        QCOMPARE(cost().value("usage"_L1)[name].toInteger(), run["usage"_L1][name].toInteger() + second["usage"_L1][name].toInteger());
    }
    QCOMPARE(cost({ u"--since"_s, u"1h"_s }).value("usage"_L1), cost().value("usage"_L1));
    QCOMPARE(cost({ u"--since"_s, u"2100-01-01T00:00"_s })["usage"_L1]["messagesIn"_L1].toInteger(), 0);
}

void TstCostCommand::textAndFile()
{
    const QString file = m_data.filePath(u"cost.json"_s);
    const Answer answer = greenroom({ u"cost"_s, u"--run"_s, u"1"_s, u"--data-dir"_s, m_data.path(), u"--json"_s, file });
    QCOMPARE(answer.code, 0);
    for (const char *word : { "Run 1: ", "priced as in us-east-1", "Messages from clients", "Connection minutes", "Function time", "This run",
                              "A month, 730 h", "echo", "$connect", "(open connections)", "All routes", "t4g.small", "$12.26", "Not in the sum" })
        QVERIFY2(answer.out.contains(word), word);
    QVERIFY(answer.error.isEmpty());
    QFile written(file);
    QVERIFY(written.open(QFile::ReadOnly));
    const QJsonObject json = QJsonDocument::fromJson(written.readAll()).object();
    QVERIFY(json == cost({ u"--run"_s, u"1"_s }));
    for (const QJsonValue &figure : json.value("prices"_L1).toObject())
        QVERIFY(!figure["date"_L1].toString().isEmpty() && !figure["source"_L1].toString().isEmpty());
}

void TstCostCommand::ownPricesWin()
{
    const QByteArray dear = "region: eu-west-1\nfigures:\n"
                            "  messages: { per: 1, tiers: [{ price: 2 }], date: 2026-11-24, source: mine }\n"
                            "  connection-minutes: { per: 1, tiers: [{ price: 0 }], date: 2026-11-24, source: mine }\n"
                            "  lambda-requests: { per: 1, tiers: [{ price: 0 }], date: 2026-11-24, source: mine }\n"
                            "  lambda-gb-seconds-x86_64: { per: 1, tiers: [{ price: 0 }], date: 2026-11-24, source: mine }\n";
    const QTemporaryDir elsewhere;
    write(elsewhere.filePath(u"dear.yaml"_s), dear);
    const QJsonObject usage = cost().value("usage"_L1).toObject();
    const double units = usage["unitsIn"_L1].toDouble() + usage["unitsOut"_L1].toDouble();
    const QJsonObject mine = cost({ u"--prices"_s, elsewhere.filePath(u"dear.yaml"_s) });
    QCOMPARE(mine.value("region"_L1).toString(), u"eu-west-1"_s);
    QCOMPARE(mine.value("amount"_L1).toDouble(), 2 * units);
    // Without it, nobody knows; with one in the data folder, it is found.
    QVERIFY(cost({ u"--region"_s, u"eu-west-1"_s }).value("amount"_L1).isNull());
    write(m_data.filePath(u"prices.yaml"_s), dear);
    QCOMPARE(cost({ u"--region"_s, u"eu-west-1"_s }).value("amount"_L1).toDouble(), 2 * units);
    QFile::remove(m_data.filePath(u"prices.yaml"_s));
}

void TstCostCommand::realFunctionsAreBilledAsTheyWere()
{
    if (QStandardPaths::findExecutable(u"node"_s).isEmpty())
        QSKIP("node is not installed");
    Serving host(QStringLiteral(GREENROOM_TEST_DATA "/projects/contract"), { u"--format"_s, u"json"_s });
    QVERIFY(host.ready);
    QProcess client;
    client.start(QStringLiteral(GREENROOM_BIN), { u"connect"_s, host.wsUrl, u"--send"_s, u"{\"action\":\"two\"}"_s, u"--data-dir"_s, host.data.path() });
    QVERIFY(!host.waitForEvent(u"integration.answered"_s, [](const QJsonObject &event) {
        return event.value("routeKey"_L1) == "two"_L1 && event.value("billedMs"_L1).toInt() > 0;
    }).isEmpty());
    client.terminate();
    QVERIFY(client.waitForFinished(5000));
    QVERIFY(!host.waitForEvent(u"integration.answered"_s, [](const QJsonObject &event) {
        return event.value("routeKey"_L1) == "$disconnect"_L1;
    }).isEmpty());
    host.process.terminate();
    QVERIFY(host.process.waitForFinished(10'000));
    // The project is of a region whose prices nobody gave us: said, not guessed.
    const Answer unknown = greenroom({ u"cost"_s, u"--data-dir"_s, host.data.path() });
    QCOMPARE(unknown.code, 3);
    QVERIFY2(unknown.error.contains("in eu-west-1") && unknown.out.contains("not known"), unknown.error.constData());
    const Answer answer = greenroom({ u"cost"_s, u"--data-dir"_s, host.data.path(), u"--json"_s, u"-"_s, u"--region"_s, u"us-east-1"_s });
    QCOMPARE(answer.code, 0);
    const QJsonObject usage = QJsonDocument::fromJson(answer.out).object().value("usage"_L1).toObject();
    QCOMPARE(usage["billedMs"_L1].toInteger(), count(host.data.path(), hosted("sum(json_extract(p, '$.billedMs'))", "integration.answered")));
    const qint64 megabyteMs = count(host.data.path(), hosted("sum(json_extract(p, '$.billedMs') * json_extract(p, '$.memoryMb'))", "integration.answered"));
    QVERIFY(megabyteMs > 0);
    QVERIFY(std::abs(usage["gbSeconds"_L1].toDouble() - double(megabyteMs) / 1024 / 1000) < 1e-9);
}

// §10: invocations include those of the authoriser, also of a connection it refused.
void TstCostCommand::authorisersAreCalls()
{
    if (QStandardPaths::findExecutable(u"node"_s).isEmpty())
        QSKIP("node is not installed");
    Serving host(QStringLiteral(GREENROOM_TEST_DATA "/projects/authorizer"), { u"--format"_s, u"json"_s });
    QVERIFY(host.ready);
    RawClient refused(host.wsUrl + u"?token=throwsUnauthorized"_s);
    QCOMPARE(refused.upgrade(), 401);
    RawClient allowed(host.wsUrl + u"?token=allow"_s);
    QCOMPARE(allowed.upgrade(), 101);
    host.process.terminate();
    QVERIFY(host.process.waitForFinished(10'000));
    const QJsonObject cost = QJsonDocument::fromJson(greenroom({ u"cost"_s, u"--data-dir"_s, host.data.path(), u"--json"_s, u"-"_s,
                                                                  u"--region"_s, u"us-east-1"_s }).out).object();
    QHash<QString, qint64> calls;
    for (const QJsonValue &route : cost.value("routes"_L1).toArray())
        calls.insert(route["routeKey"_L1].toString(), route["calls"_L1].toInteger());
    QCOMPARE(calls.value(u"(no route)"_s), 2);
    QCOMPARE(calls.value(u"$connect"_s), 1);
}

void TstCostCommand::calls_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char *name, const QString &call, int code, const char *says) {
        QTest::newRow(name) << call.split(u' ', Qt::SkipEmptyParts) << code << QByteArray(says);
    };
    row("help", u"--help"_s, 0, "--free-tier");
    row("an unknown option", u"--prises x"_s, 2, "Did you mean “--prices”?");
    row("a folder as argument", u"somewhere"_s, 2, "--data-dir");
    row("a run that is no number", u"--run last"_s, 2, "not “last”");
    row("a run there is not", u"--run 4711"_s, 2, "no run 4711");
    row("run and since", u"--run 1 --since 1h"_s, 2, "exclude each other");
    row("since never", u"--since yesterday"_s, 2, "not “yesterday”");
    row("no such allowance", u"--free-tier all"_s, 2, "off, ever, first-year");
    row("no such architecture", u"--architecture mips"_s, 2, "not “mips”");
    row("no hours", u"--hours 0"_s, 2, "not “0”");
    row("more hours than a month has", u"--hours 800"_s, 2, "744");
    row("no such server", u"--server t4g.smal"_s, 2, "did you mean “t4g.small”?");
    row("no such price list", u"--prices DIR/nowhere.yaml"_s, 2, "cannot be read");
    row("a wrong price list", u"--prices DIR/wrong.yaml"_s, 2, "wrong.yaml:3:3: there is no “mesages”; did you mean “messages”?");
    row("a region without prices", u"--region eu-west-1"_s, 3, "No price is known for messages");
    row("an unwritable file", u"--json DIR/no/such.json"_s, 3, "could not be written");
    row("an empty data folder", u"--data-dir DIR/empty"_s, 3, "Nothing was recorded");
}

void TstCostCommand::calls()
{
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    QFETCH(QByteArray, says);
    const QTemporaryDir folder;
    write(folder.filePath(u"wrong.yaml"_s), "region: us-east-1\nfigures:\n  mesages: {}\n");
    arguments.replaceInStrings(u"DIR"_s, folder.path());
    if (!arguments.contains(u"--data-dir"_s))
        arguments += { u"--data-dir"_s, m_data.path() };
    const Answer answer = greenroom(QStringList { u"cost"_s } + arguments);
    QVERIFY2((answer.out + answer.error).contains(says), (answer.out + answer.error).constData());
    QCOMPARE(answer.code, code);
    QVERIFY2(code == 0 || !answer.error.isEmpty(), answer.out.constData());
    QVERIFY(!QFileInfo::exists(folder.filePath(u"empty/archive.sqlite"_s)));   // asking makes no archive
}

QTEST_GUILESS_MAIN(TstCostCommand)
#include "tst_costcommand.moc"
