// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Templates of tests/data/projectfiles, hosted for real: the command line, real sockets, Node handlers.

#include "support/serving.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>
#include <QWebSocket>

using namespace Qt::StringLiterals;

class TstHostedTemplates : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(u"node"_s).isEmpty())
            QSKIP("node is not installed");
    }
    void theChatAnswers();
    void aFolderOfSeveralNeedsAChoice();

private:
    static QString data(const char *name) { return QStringLiteral(GREENROOM_TEST_DATA "/projectfiles/") + QLatin1StringView(name); }
};

void TstHostedTemplates::theChatAnswers()
{
    const Serving host(data("chat-sam"));
    QVERIFY2(host.ready, host.output.constData());
    QVERIFY2(host.wsUrl.endsWith("/Prod"_L1), qPrintable(host.wsUrl));
    QWebSocket client;
    QStringList texts;
    connect(&client, &QWebSocket::textMessageReceived, this, [&texts](const QString &text) { texts.append(text); });
    client.open(QUrl(host.wsUrl));
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), QAbstractSocket::ConnectedState, 10'000);
    client.sendTextMessage(u"{\"action\":\"sendmessage\",\"data\":\"hello\"}"_s);
    QTRY_COMPARE_WITH_TIMEOUT(texts, QStringList { u"hello via chat_connections"_s }, 10'000);
    client.sendTextMessage(u"{\"action\":\"elsewhere\"}"_s);
    QTRY_COMPARE_WITH_TIMEOUT(texts.size(), 2, 10'000);
    QCOMPARE(QJsonDocument::fromJson(texts.last().toUtf8()).object().value("message"_L1).toString(), u"Forbidden"_s);
}

void TstHostedTemplates::aFolderOfSeveralNeedsAChoice()
{
    QTemporaryDir folder;
    const QString text = data("chat-sam/template.yaml");
    QVERIFY(QFile::copy(text, folder.filePath(u"template.yaml"_s)));
    QVERIFY(QFile::copy(text, folder.filePath(u"template.yml"_s)));
    Serving host(folder.path());
    QVERIFY(!host.ready);
    QCOMPARE(host.process.exitCode(), 3);
    const QByteArray said = host.process.readAllStandardError() + host.output;
    QVERIFY2(said.contains("several project files: template.yaml, template.yml"), said.constData());
}

QTEST_GUILESS_MAIN(TstHostedTemplates)
#include "tst_hostedtemplates.moc"
