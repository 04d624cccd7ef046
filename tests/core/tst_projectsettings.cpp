// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projectsettings.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace greenroom;
using namespace Qt::StringLiterals;

class TstProjectSettings : public QObject
{
    Q_OBJECT

private slots:
    void everySetting();
    void noFileIsNoProblem();
    void wrongSettings_data();
    void wrongSettings();

private:
    static void write(const QString &path, const QByteArray &text)
    {
        QFile file(path);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write(text);
    }
};

void TstProjectSettings::everySetting()
{
    QTemporaryDir folder;
    write(folder.filePath(u"a.greenroom.yaml"_s), "");
    write(folder.filePath(u"greenroom.project.yaml"_s), R"(allowedOrigins: [https://example.org, http://localhost:8080]
allowedHosts: [example.org, 'example.org:81', '[fe80::1]']
values:
  ssm:/db: one
  ${cf:stack.Out}: two
  Table.Arn: three
  Count: 4
environment: { MODE: test }
suites:
  start: a.greenroom.yaml
  check: [a.greenroom.yaml]
serial: true
acceptBinary: false
signatures: strict
quotas: { idleTimeout: 3, message: 64KB }
apiKeys: [secret-1, secret-2]
template: b.yaml
)");
    Problems problems;
    const ProjectSettings settings = readProjectSettings(folder.path(), {}, problems);
    QVERIFY2(problems.isEmpty(), qPrintable(problems.isEmpty() ? QString() : toLine(problems.first())));
    QCOMPARE(settings.allowedOrigins.size(), 2);
    QCOMPARE(settings.allowedHosts.size(), 3);
    QCOMPARE(settings.value(u"ssm:/db"_s).value(), u"one"_s);
    QCOMPARE(settings.value(u"cf:stack.Out"_s).value(), u"two"_s);
    QCOMPARE(settings.value(u"Table.Arn"_s).value(), u"three"_s);
    QCOMPARE(settings.value(u"Count"_s).value(), u"4"_s);
    QVERIFY(!settings.value(u"other"_s));
    QCOMPARE(settings.environment.value(u"MODE"_s), u"test"_s);
    QCOMPARE(settings.suites.value(u"start"_s), QStringList { folder.filePath(u"a.greenroom.yaml"_s) });
    QCOMPARE(settings.suites.value(u"check"_s), QStringList { folder.filePath(u"a.greenroom.yaml"_s) });
    QVERIFY(settings.serial);
    QVERIFY(!settings.acceptBinary);
    QVERIFY(settings.strictSignatures);
    QCOMPARE(settings.quotas, u"idleTimeout=3,message=64KB"_s);
    QCOMPARE(settings.apiKeys, (QStringList { u"secret-1"_s, u"secret-2"_s }));
    QCOMPARE(settings.templateFile, u"b.yaml"_s);
}

void TstProjectSettings::noFileIsNoProblem()
{
    QTemporaryDir folder;
    Problems problems;
    readProjectSettings(folder.path(), {}, problems);
    QVERIFY(problems.isEmpty());
    readProjectSettings(folder.path(), folder.filePath(u"named.yaml"_s), problems);   // one that was named is missed
    QCOMPARE(problems.size(), 1);
}

void TstProjectSettings::wrongSettings_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const char *text, const QString &says) { QTest::newRow(name) << QByteArray(text) << says; };
    row("unknown key", "allowedOrigin: [x]\n", u":1:1: There is no setting “allowedOrigin”. Did you mean “allowedOrigins”?"_s);
    row("nothing near", "serial: true\nfoobarbaz: 1\n", u":2:1: There is no setting “foobarbaz”. There are: allowedOrigins,"_s);
    row("yes is text", "serial: yes\n", u":1:9: “yes” is neither true nor false."_s);
    row("an origin with a path", "allowedOrigins: [https://a.b/c]\n", u":1:18: “https://a.b/c” is not of the form https://example.org"_s);
    row("an origin without a scheme", "allowedOrigins: a.b\n", u":1:17: “a.b” is not of the form"_s);
    row("a host with a scheme", "allowedHosts: [http://a]\n", u":1:16: “http://a” is not of the form example.org"_s);
    row("values are a list", "values: [a]\n", u":1:9: Here names and values are wanted."_s);
    row("a value that is a list", "values: { a: [b] }\n", u":1:14: The value of “a” is no text."_s);
    row("a suite that is missing", "suites: { start: gone.greenroom.yaml }\n", u":1:18: The suite “gone.greenroom.yaml” behind the route “start” is missing."_s);
    row("suites are a list", "suites: [a]\n", u":1:9: “suites” binds route keys to suite files."_s);
    row("signatures", "signatures: stric\n", u":1:13: “stric” is not one of: lax, strict. Did you mean “strict”?"_s);
    row("a quota that is none", "quotas: { idle: 3 }\n", u":1:11: There is no quota “idle”"_s);
    row("a list", "- a\n", u":1:1: Settings are names and values."_s);
    row("tabs", "values:\n\ta: b\n", u":2:1: A tab indents this line"_s);
    row("a key twice", "serial: true\nserial: true\n", u":2:1: The key “serial” stands here twice (first on line 1)"_s);
}

void TstProjectSettings::wrongSettings()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, says);
    QTemporaryDir folder;
    write(folder.filePath(u"greenroom.project.yaml"_s), text);
    Problems problems;
    readProjectSettings(folder.path(), {}, problems);
    QCOMPARE(problems.size(), 1);
    QVERIFY2(toLine(problems.first()).contains(u"greenroom.project.yaml"_s + says), qPrintable(toLine(problems.first())));
}

QTEST_GUILESS_MAIN(TstProjectSettings)
#include "tst_projectsettings.moc"
