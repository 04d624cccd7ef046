// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// greenroom connect, against a greenroom that serves.
#include "support/serving.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>

#include <csignal>

using namespace Qt::StringLiterals;

namespace {

class Console
{
public:
    explicit Console(const QStringList &arguments)
    {
        process.start(QStringLiteral(GREENROOM_BIN), QStringList { u"connect"_s } + arguments);
        process.waitForStarted();
    }
    ~Console()
    {
        if (process.state() != QProcess::NotRunning) {
            process.kill();
            process.waitForFinished(2000);
        }
    }
    bool says(const QByteArray &text)
    {
        for (int i = 0; i < 200 && !out.contains(text); ++i) {
            process.waitForReadyRead(50);
            out += process.readAllStandardOutput();
        }
        return out.contains(text);
    }
    bool ends(int code)
    {
        const bool ended = process.waitForFinished(10'000);
        out += process.readAllStandardOutput();
        error += process.readAllStandardError();
        return ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == code;
    }

    QProcess process;
    QByteArray out;
    QByteArray error;
};

} // namespace

class TstConnect : public QObject
{
    Q_OBJECT

private slots:
    void sendsAndPrints();
    void jsonLinesAreJson();
    void linesOfStdinAreMessages();
    void headersAndSubprotocolArrive();
    void refusedIsExplained();
    void silenceCanBeLeft();
    void tlsWithTheLocalAuthority();
};

void TstConnect::sendsAndPrints()
{
    Serving host(u"builtin:demo"_s);
    QVERIFY(host.ready);
    Console console({ host.wsUrl, u"--data-dir"_s, host.data.path(), u"--send"_s, u"{\"action\":\"echo\",\"n\":1}"_s, u"--send"_s, u"{\"action\":\"whoami\"}"_s });
    QVERIFY(console.says("> {\"action\":\"echo\",\"n\":1}\n"));
    QVERIFY(console.says("< {\"action\":\"echo\",\"n\":1}\n"));
    QVERIFY(console.says("< {\"connectionId\":\""));
    console.process.terminate();
    QVERIFY(console.ends(0));
    QVERIFY2(console.out.contains("closed 1000"), console.out.constData());
}

void TstConnect::jsonLinesAreJson()
{
    Serving host(u"builtin:echo"_s);
    QVERIFY(host.ready);
    Console console({ host.wsUrl, u"--data-dir"_s, host.data.path(), u"--jsonl"_s, u"--send"_s, u"hello"_s });
    QVERIFY(console.says("message.received"));
    console.process.terminate();
    QVERIFY(console.ends(0));
    QStringList kinds;
    for (const QByteArray &line : console.out.trimmed().split('\n')) {
        const QJsonObject json = QJsonDocument::fromJson(line).object();
        QVERIFY2(!json.isEmpty(), line.constData());
        kinds.append(json.value("kind"_L1).toString());
    }
    QCOMPARE(kinds.mid(0, 3), QStringList({ u"connection.opened"_s, u"message.sent"_s, u"message.received"_s }));
    QCOMPARE(kinds.last(), u"connection.closed"_s);
}

void TstConnect::linesOfStdinAreMessages()
{
    Serving host(u"builtin:echo"_s);
    QVERIFY(host.ready);
    Console console({ host.wsUrl, u"--data-dir"_s, host.data.path() });
    console.process.write("one\ntwo\nlast without an end");
    QVERIFY(console.says("< two\n"));
    console.process.closeWriteChannel();
    QVERIFY(console.says("< last without an end\n"));
}

void TstConnect::headersAndSubprotocolArrive()
{
    Serving host(u"builtin:demo"_s, { u"--format"_s, u"json"_s });
    QVERIFY(host.ready);
    Console console({ host.wsUrl, u"--data-dir"_s, host.data.path(), u"--header"_s, u"X-Room: r1"_s, u"--header"_s, u"Authorization: Bearer abcdefgh"_s,
                      u"--subprotocol"_s, u"results.v1"_s });
    QVERIFY(console.says("open"));
    QTRY_VERIFY_WITH_TIMEOUT((host.process.waitForReadyRead(50), host.output += host.process.readAll(), host.output.contains("connection.opened")), 10'000);
    QVERIFY2(host.output.contains("\"X-Room\":\"r1\""), host.output.constData());
    QVERIFY(host.output.contains("results.v1"));
    QVERIFY(!host.output.contains("abcdefgh"));   // a credential is not for the terminal
}

void TstConnect::refusedIsExplained()
{
    Serving host(u"builtin:demo"_s);
    QVERIFY(host.ready);
    Console wrongStage({ QString(host.wsUrl).replace(u"/dev"_s, u"/nowhere"_s), u"--data-dir"_s, host.data.path() });
    QVERIFY2(wrongStage.ends(3), wrongStage.error.constData());
    QVERIFY2(wrongStage.error.contains("403") && wrongStage.error.contains("the stage does not exist"), wrongStage.error.constData());
    Console foreign({ host.wsUrl, u"--header"_s, u"Origin: https://elsewhere.example"_s, u"--data-dir"_s, host.data.path() });
    QVERIFY2(foreign.ends(3), foreign.error.constData());
    QVERIFY2(foreign.error.contains("403"), foreign.error.constData());
}

// Nobody answers the handshake: Ctrl+C ends it at once.
void TstConnect::silenceCanBeLeft()
{
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    const QTemporaryDir data;
    Console console({ u"ws://127.0.0.1:%1/"_s.arg(silent.serverPort()), u"--data-dir"_s, data.path() });
    QTRY_VERIFY_WITH_TIMEOUT(silent.hasPendingConnections(), 10'000);
    ::kill(pid_t(console.process.processId()), SIGINT);
    QVERIFY(console.process.waitForFinished(3000));
    QCOMPARE(console.process.exitStatus(), QProcess::NormalExit);
}

void TstConnect::tlsWithTheLocalAuthority()
{
    Serving host(u"builtin:echo"_s);
    QVERIFY(host.ready);
    const QString secure = QString(host.wsUrl).replace(u"ws://"_s, u"wss://"_s);
    Console trusting({ secure, u"--data-dir"_s, host.data.path(), u"--send"_s, u"hello"_s });
    QVERIFY2(trusting.says("< hello\n"), trusting.out.constData());
    // Another data folder knows nothing of that authority.
    const QTemporaryDir other;
    Console doubting({ secure, u"--data-dir"_s, other.path() });
    QVERIFY2(doubting.ends(3), doubting.error.constData());
    QVERIFY2(doubting.error.contains("certificate"), doubting.error.constData());
}

QTEST_GUILESS_MAIN(TstConnect)
#include "tst_connect.moc"
