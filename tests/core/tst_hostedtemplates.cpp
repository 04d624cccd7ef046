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
    void severalApisEachWithItsPort();
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

// relay-cloudformation has two WebSocket APIs; one of them runs code that stands in the template.
void TstHostedTemplates::severalApisEachWithItsPort()
{
    Serving host(data("relay-cloudformation"));
    QVERIFY2(host.ready, host.output.constData());
    const auto readyLines = [&host] {
        host.process.waitForReadyRead(20);
        host.output += host.process.readAllStandardOutput();
        QStringList urls;
        const QList<QByteArray> lines = host.output.split('\n');
        for (const QByteArray &line : lines) {
            if (line.startsWith("ready "))
                urls.append(QString::fromLatin1(line.split(' ').value(1)));
        }
        return urls;
    };
    QTRY_COMPARE_WITH_TIMEOUT(readyLines().size(), 2, 10'000);
    QStringList urls = readyLines();
    if (urls.first().endsWith("/v1"_L1))
        urls.swapItemsAt(0, 1);
    QVERIFY2(urls.first().endsWith("/test"_L1) && urls.last().endsWith("/v1"_L1), qPrintable(urls.join(u' ')));
    QVERIFY(QUrl(urls.first()).port() != QUrl(urls.last()).port());
    QWebSocket client;
    QStringList texts;
    connect(&client, &QWebSocket::textMessageReceived, this, [&texts](const QString &text) { texts.append(text); });
    client.open(QUrl(urls.last()));
    QTRY_COMPARE_WITH_TIMEOUT(client.state(), QAbstractSocket::ConnectedState, 10'000);
    client.sendTextMessage(u"as it came"_s);
    QTRY_COMPARE_WITH_TIMEOUT(texts, QStringList { u"as it came"_s }, 10'000);
}

void TstHostedTemplates::aFolderOfSeveralNeedsAChoice()
{
    QTemporaryDir folder;
    const QString text = data("chat-sam/template.yaml");
    QVERIFY(QFile::copy(text, folder.filePath(u"template.yaml"_s)));
    QVERIFY(QFile::copy(text, folder.filePath(u"template.yml"_s)));
    Serving host(folder.path());
    QVERIFY(!host.ready);
    QCOMPARE(host.process.exitCode(), 2);
    const QByteArray said = host.process.readAllStandardError() + host.output;
    QVERIFY2(said.contains("several project files: template.yaml, template.yml"), said.constData());
}

QTEST_GUILESS_MAIN(TstHostedTemplates)
#include "tst_hostedtemplates.moc"
