// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

// The suite tests/data/suites/python-doc.greenroom.yaml against the documentation a distribution ships. Which
// pages are wrong is found out here by reading the files themselves, without any of our code.
class TstRealPages : public QObject
{
    Q_OBJECT

private slots:
    void everyPageIsJudgedRightly();
};

static QString documentation()
{
    const QDir shared(u"/usr/share/doc"_s);
    const QStringList folders = shared.entryList({ u"python3*"_s }, QDir::Dirs, QDir::Name);
    for (const QString &folder : folders) {
        const QString html = shared.filePath(folder + u"/html"_s);
        if (QFile::exists(html + u"/contents.html"_s))
            return html;
    }
    return {};
}

static QString read(const QString &path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

void TstRealPages::everyPageIsJudgedRightly()
{
    const QString folder = documentation();
    if (folder.isEmpty())
        QSKIP("The Python documentation is not installed (python3.11-doc or python3-doc).");
    const QString python = QStandardPaths::findExecutable(u"python3"_s);
    if (python.isEmpty())
        QSKIP("python3, whose web server shows the pages, is not installed.");

    QSet<QString> pages;
    static const QRegularExpression link(u"<a class=\"reference internal\" href=\"([^\"#]+\\.html)\""_s);
    for (auto matches = link.globalMatch(read(folder + u"/contents.html"_s)); matches.hasNext();)
        pages.insert(matches.next().captured(1));
    QSet<QString> wrong;
    static const QRegularExpression heading(u"<h1[ >]"_s);
    for (const QString &page : std::as_const(pages)) {
        if (read(folder + u'/' + page).count(heading) != 1)   // nothing to read: the link leads nowhere
            wrong.insert(page);
    }
    QVERIFY(pages.size() >= 300);
    QVERIFY(!wrong.isEmpty());
    qInfo("%lld pages, wrong are: %s", qlonglong(pages.size()), qPrintable(QStringList(wrong.cbegin(), wrong.cend()).join(u' ')));

    QProcess server;
    server.setProcessChannelMode(QProcess::MergedChannels);
    server.start(python, { u"-u"_s, u"-m"_s, u"http.server"_s, u"0"_s, u"--bind"_s, u"127.0.0.1"_s, u"--directory"_s, folder });
    QTRY_VERIFY2(server.canReadLine(), "the web server did not start");
    static const QRegularExpression port(u"port (\\d+)"_s);
    const QString url = u"http://127.0.0.1:"_s + port.match(QString::fromUtf8(server.readLine())).captured(1);
    server.closeReadChannel(QProcess::StandardOutput);

    QTemporaryDir data;
    QProcess run;
    run.setStandardOutputFile(data.filePath(u"out"_s));
    run.start(QStringLiteral(GREENROOM_BIN),
              { u"run"_s, QStringLiteral(GREENROOM_TEST_DATA) + u"/suites/python-doc.greenroom.yaml"_s, u"--var"_s, u"base_url="_s + url,
                u"--data-dir"_s, data.path(), u"--json"_s, data.filePath(u"run.json"_s) });
    QVERIFY(run.waitForFinished(240'000));
    server.kill();
    server.waitForFinished();
    QVERIFY2(run.exitStatus() == QProcess::NormalExit, "the run crashed");

    QFile report(data.filePath(u"run.json"_s));
    QVERIFY(report.open(QFile::ReadOnly));
    const QJsonArray tests = QJsonDocument::fromJson(report.readAll()).object().value("tests"_L1).toArray();
    QSet<QString> judged;
    QSet<QString> failed;
    QString ids;
    for (const QJsonValue &test : tests) {
        if (test["type"_L1].toString() != "test"_L1)
            continue;
        if (!test["discovered"_L1].toBool()) {
            ids = test["state"_L1].toString();
            continue;
        }
        const QString page = test["name"_L1].toString().mid(5);
        judged.insert(page);
        if (test["state"_L1].toString() == "failed"_L1)
            failed.insert(page);
        else
            QCOMPARE(test["state"_L1].toString(), u"passed"_s);
    }
    // The theme gives its version switch's id to two elements of every page.
    QStringList named;
    static const QRegularExpression id(u"\\bid=\"([^\"]+)\""_s);
    for (auto matches = id.globalMatch(read(folder + u"/index.html"_s)); matches.hasNext();)
        named.append(matches.next().captured(1));
    QCOMPARE(ids, named.removeDuplicates() > 0 ? u"failed"_s : u"passed"_s);
    QCOMPARE(judged.size(), pages.size());
    QCOMPARE(judged, pages);
    QCOMPARE(failed, wrong);
    QCOMPARE(run.exitCode(), 1);
}

QTEST_GUILESS_MAIN(TstRealPages)
#include "tst_realpages.moc"
