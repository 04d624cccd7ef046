// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Standard output as the world gives it: pipes nobody reads, closed ones, terminals.
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace {

// A greenroom whose stdout is what the test made: we hold `ours`, the child `theirs`.
class Child
{
public:
    enum Kind { Pipe, Socket, Terminal };

    Child(Kind kind, const QStringList &arguments)
    {
        int ends[2] = { -1, -1 };
        if (kind == Pipe) {
            (void)::pipe2(ends, O_CLOEXEC);
            ::fcntl(ends[1], F_SETPIPE_SZ, 4096);
        } else if (kind == Socket) {
            (void)::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
        } else {
            (void)::openpty(&ends[0], &ends[1], nullptr, nullptr, nullptr);
        }
        ours = ends[0];
        const int theirs = ends[1];
        process.setChildProcessModifier([theirs] { ::dup2(theirs, STDOUT_FILENO); });
        process.start(QStringLiteral(GREENROOM_BIN), QStringList(arguments) << u"--data-dir"_s << data.path());
        process.waitForStarted();
        ::close(theirs);
    }
    ~Child()
    {
        hangUp();
        if (process.state() != QProcess::NotRunning) {
            process.kill();
            process.waitForFinished(2000);
        }
    }
    void hangUp()
    {
        if (ours >= 0)
            ::close(std::exchange(ours, -1));
    }
    // Reads until the text has come, or the end, or 20 s.
    QByteArray readUntil(const QByteArray &text)
    {
        QByteArray all;
        char buffer[4096];
        pollfd entry { ours, POLLIN, 0 };
        while ((text.isEmpty() || !all.contains(text)) && ::poll(&entry, 1, 20'000) > 0) {
            const ssize_t count = ::read(ours, buffer, text.isEmpty() ? sizeof buffer : 1);
            if (count <= 0)
                break;
            all += QByteArray(buffer, qsizetype(count));
        }
        return all;
    }

    // The port of the ready line; 0 if none came.
    quint16 readyPort()
    {
        readUntil("ready ");
        const QByteArray line = readUntil("\n");
        return quint16(QUrl(QString::fromLatin1(line.split(' ').first())).port(0));
    }

    QTemporaryDir data;
    QProcess process;
    int ours = -1;
};

// Asks a host with a foreign Host header: each is answered with 403 and is an event of some 300 bytes.
int refusals(quint16 port, int times)
{
    int answered = 0;
    for (int i = 0; i < times; ++i) {
        QTcpSocket socket;
        socket.connectToHost(u"127.0.0.1"_s, port);
        socket.write("GET /dev HTTP/1.1\r\nHost: " + QByteArray(150, 'e') + ".example\r\n\r\n");
        if (!socket.waitForReadyRead(5000))
            break;
        answered += socket.readAll().startsWith("HTTP/1.1 403") ? 1 : 0;
    }
    return answered;
}

} // namespace

class TstStreams : public QObject
{
    Q_OBJECT

private slots:
    void aReaderThatStandsStillStopsNothing_data();
    void aReaderThatStandsStillStopsNothing();
    void aReaderThatLeftStopsNothing();
    void helpIntoAClosedPipe();
    void aReportIsWhole_data();
    void aReportIsWhole();
    void barOnATerminalOnly_data();
    void barOnATerminalOnly();
};

void TstStreams::aReaderThatStandsStillStopsNothing_data()
{
    QTest::addColumn<int>("kind");
    QTest::newRow("pipe") << int(Child::Pipe);
    QTest::newRow("socket") << int(Child::Socket);
    QTest::newRow("terminal") << int(Child::Terminal);
}

void TstStreams::aReaderThatStandsStillStopsNothing()
{
    QFETCH(int, kind);
    Child child(Child::Kind(kind), { u"serve"_s, u"builtin:echo"_s, u"--port"_s, u"0"_s, u"--format"_s, u"json"_s });
    const quint16 port = child.readyPort();
    QVERIFY(port > 0);
    QCOMPARE(refusals(port, 1500), 1500);   // more than the pipe holds, and nobody reads
    QElapsedTimer timer;
    timer.start();
    child.process.terminate();
    QVERIFY(child.process.waitForFinished(3000));
    QCOMPARE(child.process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(child.process.exitCode(), 0);
}

void TstStreams::aReaderThatLeftStopsNothing()
{
    Child child(Child::Pipe, { u"serve"_s, u"builtin:echo"_s, u"--port"_s, u"0"_s });
    const quint16 port = child.readyPort();
    QVERIFY(port > 0);
    child.hangUp();
    QCOMPARE(refusals(port, 20), 20);
    child.process.terminate();
    QVERIFY(child.process.waitForFinished(3000));
    QCOMPARE(child.process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(child.process.exitCode(), 0);
}

void TstStreams::helpIntoAClosedPipe()
{
    QProcess shell;
    shell.start(u"sh"_s, { u"-c"_s, u"exec 3>&1; { \"$1\" --help; echo code $? >&3; } | true"_s, u"sh"_s, QStringLiteral(GREENROOM_BIN) });
    QVERIFY(shell.waitForFinished(10'000));
    QCOMPARE(shell.readAllStandardOutput(), "code 0\n");
}

void TstStreams::aReportIsWhole_data()
{
    aReaderThatStandsStillStopsNothing_data();
}

// More than a pipe holds, read late: a report waits for its reader.
void TstStreams::aReportIsWhole()
{
    QFETCH(int, kind);
    const QTemporaryDir folder;
    QFile suite(folder.filePath(u"many.greenroom.yaml"_s));
    QVERIFY(suite.open(QFile::WriteOnly));
    suite.write("greenroom: 1\nsuite: Many\ntests:\n");
    for (int i = 0; i < 400; ++i)
        suite.write("  - name: Test " + QByteArray::number(i) + "\n    steps:\n      - wait: 1ms\n");
    suite.close();
    Child child(Child::Kind(kind), { u"run"_s, suite.fileName(), u"--json"_s, u"-"_s });
    pollfd entry { child.ours, POLLIN, 0 };
    QCOMPARE(::poll(&entry, 1, 30'000), 1);   // it has begun to write; the process now waits for us
    const QByteArray text = child.readUntil({});
    QVERIFY(child.process.waitForFinished(5000));
    QCOMPARE(child.process.exitCode(), 0);
    const QJsonObject json = QJsonDocument::fromJson(text).object();
    QCOMPARE(json.value("tests"_L1).toArray().size(), 400);
}

void TstStreams::barOnATerminalOnly_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<bool>("bar");
    QTest::newRow("terminal") << int(Child::Terminal) << true;
    QTest::newRow("pipe") << int(Child::Pipe) << false;
}

void TstStreams::barOnATerminalOnly()
{
    QFETCH(int, kind);
    QFETCH(bool, bar);
    const QTemporaryDir folder;
    QFile suite(folder.filePath(u"few.greenroom.yaml"_s));
    QVERIFY(suite.open(QFile::WriteOnly));
    suite.write("greenroom: 1\nsuite: Few\ntests:\n  - name: A\n    steps:\n      - wait: 1ms\n  - name: B\n    steps:\n      - wait: 1ms\n");
    suite.close();
    Child child(Child::Kind(kind), { u"run"_s, suite.fileName() });
    const QByteArray text = child.readUntil({});
    QVERIFY(child.process.waitForFinished(5000));
    QVERIFY2(text.contains("All 2 passed"), text.constData());
    QCOMPARE(text.contains("\r["), bar);
    QCOMPARE(text.contains("\x1b["), bar);   // colours and erasing
    QCOMPARE(text.contains("1 of 2"), bar);
}

QTEST_GUILESS_MAIN(TstStreams)
#include "tst_streams.moc"
