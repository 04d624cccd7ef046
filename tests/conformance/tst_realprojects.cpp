// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Projects as people have them, unmodified, with the real AWS SDKs.

#include "support/rawclient.h"
#include "support/serving.h"

#include <QDir>
#include <QElapsedTimer>
#include <QStandardPaths>
#include <QTcpServer>

#include <algorithm>

using namespace Qt::StringLiterals;

class TstRealProjects : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void postsBackThroughTheSdk_data();
    void postsBackThroughTheSdk();
    void findsTheWayBack_data();
    void findsTheWayBack();

private:
    static QString project(const QString &name) { return QStringLiteral(GREENROOM_TEST_DATA "/projects/") + name; }
    static QMap<QString, QString> modules() { return { { u"NODE_PATH"_s, QStringLiteral(GREENROOM_TEST_NPM) } }; }
};

void TstRealProjects::initTestCase()
{
    QVERIFY2(!QStandardPaths::findExecutable(u"node"_s).isEmpty(),
             "Node.js is not installed: apt-get install nodejs, or run packaging/test, which does.");
    for (const QString &package : { u"aws-sdk"_s, u"@aws-sdk/client-apigatewaymanagementapi"_s }) {
        QVERIFY2(QDir(QStringLiteral(GREENROOM_TEST_NPM) + u'/' + package).exists(),
                 qPrintable(u"The npm package %1 is not in " GREENROOM_TEST_NPM ". Run packaging/test, which installs it."_s.arg(package)));
    }
}

// The public example serverless-websockets: six messages, the last two after 2 and 4 s.
void TstRealProjects::postsBackThroughTheSdk_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("port");
    QTest::newRow("SDK v2 at http://localhost:3001, no keys, nodejs14.x, serverless-offline") << u"seed"_s << 3001;
    QTest::newRow("SDK v3 at https://domainName/stage, as in production") << u"sdk3"_s << 0;
}

void TstRealProjects::postsBackThroughTheSdk()
{
    QFETCH(QString, name);
    QFETCH(int, port);
    if (port != 0) {
        QTcpServer probe;
        if (!QTest::qWaitFor([&] { return probe.listen(QHostAddress::LocalHost, quint16(port)); }, 10'000))
            QSKIP(qPrintable(u"Another program has port %1, which this project has written into its code."_s.arg(port)));
    }
    Serving host(project(name), { u"--port"_s, QString::number(port) }, modules());
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QElapsedTimer since;
    since.start();
    client.sendText("hello");
    QList<QByteArray> got;
    QList<qint64> at;
    for (int i = 0; i < 6; ++i) {
        got.append(client.text());
        at.append(since.elapsed());
    }
    // Separate requests: the first four come in any order.
    QList<QByteArray> first = got.mid(0, 4);
    std::sort(first.begin(), first.end());
    QCOMPARE(first, (QList<QByteArray> { "\"Ending Task1 <--- (hello)\"", "\"Stating Task1 --->  (hello)\"",
                                         "\"Stating Task2 --->  (hello)\"", "\"Stating Task3 --->  (hello)\"" }));
    QCOMPARE(got.mid(4), (QList<QByteArray> { "\"Ending Task2 <--- (hello)\"", "\"Ending Task3 <--- (hello)\"" }));
    QVERIFY2(at.at(4) >= 1990 && at.at(4) < 3900, qPrintable(QString::number(at.at(4))));
    QVERIFY2(at.at(5) >= 3990 && at.at(5) < 7000, qPrintable(QString::number(at.at(5))));
}

void TstRealProjects::findsTheWayBack_data()
{
    QTest::addColumn<QByteArray>("route");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("D v3 without an endpoint obeys AWS_ENDPOINT_URL_…") << QByteArray("noEndpoint") << QByteArray("v3 without an endpoint");
    QTest::newRow("O v2 takes https for an endpoint without a scheme") << QByteArray("v2Domain") << QByteArray("v2 at the domain");
    QTest::newRow("v2 without an endpoint is led back") << QByteArray("v2NoEndpoint") << QByteArray("v2 without an endpoint");
    QTest::newRow("v2 at apiId.execute-api is led back") << QByteArray("v2ApiHost") << QByteArray("v2 at the API’s own host");
}

void TstRealProjects::findsTheWayBack()
{
    QFETCH(QByteArray, route);
    QFETCH(QByteArray, text);
    Serving host(project(u"sdk3"_s), {}, modules());
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    QCOMPARE(client.ask("{\"action\":\"" + route + "\"}"), text);
}

QTEST_GUILESS_MAIN(TstRealProjects)
#include "tst_realprojects.moc"
