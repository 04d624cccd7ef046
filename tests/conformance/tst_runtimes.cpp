// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What functions run on: Python, TypeScript, programs that speak the Runtime API, layers.

#include "support/rawclient.h"
#include "support/serving.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QStandardPaths>

#include <filesystem>

using namespace Qt::StringLiterals;

class TstRuntimes : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void python_data();
    void python();
    void pythonLines();
    void pythonMisbehaves_data();
    void pythonMisbehaves();
    void pythonUnloadable_data();
    void pythonUnloadable();
    void boto3FindsTheWayBack_data();
    void boto3FindsTheWayBack();
    void typescript_data();
    void typescript();
    void programs_data();
    void programs();
    void layers();
    void linesAroundACall();

private:
    static QByteArray message(const QByteArray &action, const QByteArray &way = "ok")
    {
        return "{\"action\":\"" + action + "\",\"way\":\"" + way + "\",\"name\":\"Ada\"}";
    }
    static void write(const QString &path, const QByteArray &text, bool executable = false)
    {
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        QVERIFY(file.open(QFile::WriteOnly) && file.write(text) == text.size());
        if (executable)
            file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    static QByteArray project(const QByteArray &runtime, const QByteArray &handler, const QByteArray &more = {})
    {
        return "service: runtimes\nprovider: { name: aws, runtime: " + runtime + ", region: eu-west-1 }\n" + more
            + "functions:\n  it:\n    handler: " + handler + "\n    timeout: 10\n"
            + (more.contains("layers:") ? "    layers: [{ Ref: SharedLambdaLayer }]\n" : "")
            + "    events: [{ websocket: { route: $default, routeResponseSelectionExpression: $default } }]\n";
    }

    std::unique_ptr<Serving> m_python;
};

void TstRuntimes::initTestCase()
{
    QVERIFY2(!QStandardPaths::findExecutable(u"python3"_s).isEmpty(), "Python is not installed: run packaging/test, which does it.");
    m_python = std::make_unique<Serving>(QStringLiteral(GREENROOM_TEST_DATA "/projects/python"), QStringList { u"--format"_s, u"json"_s });
    QVERIFY2(m_python->ready, m_python->process.readAllStandardError().constData());
}

void TstRuntimes::python_data()
{
    QTest::addColumn<QByteArray>("route");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("D handler pkg/mod.fn") << QByteArray("slash") << QByteArray("hello from pkg.mod");
    QTest::newRow("D handler pkg.mod.fn") << QByteArray("dotted") << QByteArray("hello from pkg.mod");
    QTest::newRow("O a Decimal is a number") << QByteArray("decimals") << QByteArray("umlauts äöü");
    QTest::newRow("D context") << QByteArray("context") << QByteArray(R"("names": ["aws_request_id", "client_context", "function_name", )"
        R"("function_version", "get_remaining_time_in_millis", "identity", "invoked_function_arn", "log", "log_group_name", )"
        R"("log_stream_name", "memory_limit_in_mb", "tenant_id"])");
    QTest::newRow("D where it runs") << QByteArray("context") << QByteArray(R"("cwd": true, "log": [true, true], "environment": "AWS_Lambda_python3.12")");
}

void TstRuntimes::python()
{
    QFETCH(QByteArray, route);
    QFETCH(QByteArray, answer);
    RawClient client(m_python->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    const QByteArray got = client.ask(message(route));
    QVERIFY2(got.contains(answer), got.constData());
}

void TstRuntimes::pythonLines()
{
    RawClient client(m_python->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    const QString id = QString::fromUtf8(client.ask(message("logs")));
    const QJsonObject answered = m_python->waitForEvent(u"integration.answered"_s, [&id](const QJsonObject &event) {
        return event.value("lambdaRequestId"_L1).toString() == id;
    });
    QStringList lines;
    const QList<QJsonObject> logged = m_python->events(u"function.logged"_s);
    for (const QJsonObject &event : logged) {
        if (event.value("requestId"_L1) == answered.value("requestId"_L1))
            lines.append(event.value("level"_L1).toString() + u' ' + event.value("text"_L1).toString());
    }
    lines.sort();
    QCOMPARE(lines.size(), 4);
    QCOMPARE(lines.at(1), u"INFO printed words"_s);
    QCOMPARE(lines.at(2), u"INFO without an end"_s);
    const QRegularExpression line(u"^INFO \\[INFO\\]\t\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\t%1\tlogged line$"_s.arg(id));
    QVERIFY2(line.match(lines.at(0)).hasMatch(), qPrintable(lines.at(0)));
    QVERIFY2(lines.at(3).startsWith("WARN [WARNING]\t"_L1) && lines.at(3).endsWith("\ttwo\nlines"_L1), qPrintable(lines.at(3)));
}

void TstRuntimes::pythonMisbehaves_data()
{
    QTest::addColumn<QByteArray>("way");
    QTest::addColumn<QByteArray>("answer");      // null: the error frame
    QTest::addColumn<QString>("errorType");
    QTest::newRow("throws") << QByteArray("throws") << QByteArray() << u"KeyError"_s;
    QTest::newRow("sys.exit") << QByteArray("exits") << QByteArray() << u"Runtime.ExitError"_s;
    QTest::newRow("is killed") << QByteArray("killed") << QByteArray() << u"Runtime.ExitError"_s;
    QTest::newRow("aborts") << QByteArray("aborts") << QByteArray() << u"Runtime.ExitError"_s;
    QTest::newRow("dies in a thread") << QByteArray("diesInAThread") << QByteArray() << u"Runtime.ExitError"_s;
    QTest::newRow("a thread throws") << QByteArray("threadThrows") << QByteArray("alive") << QString();
    QTest::newRow("hangs in a loop") << QByteArray("hangs") << QByteArray() << u"Sandbox.Timedout"_s;
    QTest::newRow("hangs waiting") << QByteArray("waits") << QByteArray() << u"Sandbox.Timedout"_s;
    QTest::newRow("allocates without end") << QByteArray("allocates") << QByteArray() << u"Runtime.OutOfMemory"_s;
    QTest::newRow("floods stdout with 100 MB") << QByteArray("floods") << QByteArray("flooded") << QString();
    QTest::newRow("answers 7 MB") << QByteArray("answers7MB") << QByteArray() << u"Function.ResponseSizeTooLarge"_s;
    QTest::newRow("answers nothing") << QByteArray("answersNothing") << QByteArray() << QString();
    QTest::newRow("answers a text") << QByteArray("answersText") << QByteArray() << QString();
    QTest::newRow("answers a set") << QByteArray("answersSet") << QByteArray() << u"Runtime.MarshalError"_s;
    QTest::newRow("forks, and both come back") << QByteArray("forks") << QByteArray("parent") << QString();
    QTest::newRow("leaves a child") << QByteArray("leavesChild") << QByteArray() << u"Runtime.ExitError"_s;
}

void TstRuntimes::pythonMisbehaves()
{
    QFETCH(QByteArray, way);
    QFETCH(QByteArray, answer);
    QFETCH(QString, errorType);
    const QByteArray route = way == "hangs" || way == "waits" ? "hangs" : "misbehave";
    RawClient client(m_python->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    RawClient neighbour(m_python->wsUrl);
    QCOMPARE(neighbour.upgrade(), 101);
    client.sendText(message(route, way));
    for (int i = 0; i < 20; ++i)
        QCOMPARE(neighbour.ask("{\"action\":\"neighbour\",\"n\":" + QByteArray::number(i) + '}'), QByteArray::number(i));
    const QByteArray got = client.text(40'000);
    if (answer.isNull())
        QVERIFY2(got.startsWith("{\"message\": \"Internal server error\", "), got.left(300).constData());
    else
        QCOMPARE(got, answer);
    client.sendText(message(route));
    QCOMPARE(client.text(20'000), QByteArray("ok"));
    if (errorType.isEmpty())
        return;
    const QByteArray requestId = got.mid(got.lastIndexOf(":\"") + 2, 16);
    const QJsonObject answered = m_python->waitForEvent(u"integration.answered"_s, [&requestId](const QJsonObject &event) {
        return event.value("requestId"_L1).toString().toLatin1() == requestId;
    });
    QCOMPARE(answered.value("errorType"_L1).toString(), errorType);
}

void TstRuntimes::pythonUnloadable_data()
{
    QTest::addColumn<QString>("function");
    QTest::addColumn<QString>("says");
    QTest::newRow("syntax error") << u"syntaxError"_s << u"Runtime.UserCodeSyntaxError: Syntax error in module 'broken': "_s;
    QTest::newRow("missing function") << u"noExport"_s << u"Runtime.HandlerNotFound: Handler 'nobody' missing on module 'shapes'."_s;
    QTest::newRow("missing package") << u"noModule"_s
        << u"Runtime.ImportModuleError: Unable to import module 'needs': No module named 'a_package_nobody_installed'."_s;
}

void TstRuntimes::pythonUnloadable()
{
    QFETCH(QString, function);
    QFETCH(QString, says);
    const QJsonObject notice = m_python->waitForEvent(u"notice"_s, [&function](const QJsonObject &event) {
        return event.value("text"_L1).toString().contains(u"“%1”"_s.arg(function));
    });
    QVERIFY2(notice.value("text"_L1).toString().contains(says), qPrintable(notice.value("text"_L1).toString()));
}

void TstRuntimes::boto3FindsTheWayBack_data()
{
    QTest::addColumn<QByteArray>("client");
    QTest::addRow("without an endpoint") << QByteArray("boto3.client('apigatewaymanagementapi')");
    QTest::addRow("https://domainName/stage") << QByteArray("boto3.client('apigatewaymanagementapi', endpoint_url=f\"https://{c['domainName']}/{c['stage']}\")");
    QTest::addRow("at apiId.execute-api") << QByteArray(
        "boto3.client('apigatewaymanagementapi', endpoint_url=f\"https://{c['apiId']}.execute-api.eu-west-1.amazonaws.com/{c['stage']}\")");
}

// Debian's own, which does not know AWS_ENDPOINT_URL_….
void TstRuntimes::boto3FindsTheWayBack()
{
    QFETCH(QByteArray, client);
    if (!QDir(u"/usr/lib/python3/dist-packages/boto3"_s).exists())
        QSKIP("skipped: not packaged (Debian: python3-boto3)");
    const QTemporaryDir folder;
    write(folder.filePath(u"serverless.yml"_s), project("python3.11", "app.handler"));
    write(folder.filePath(u"app.py"_s), "import boto3\n\ndef handler(event, context):\n    c = event['requestContext']\n    client = " + client
              + "\n    client.post_to_connection(ConnectionId=c['connectionId'], Data=b'posted')\n    return {'statusCode': 200, 'body': 'done'}\n");
    Serving host(folder.path(), {}, { { u"PATH"_s, u"/usr/bin:/bin"_s } });
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient socket(host.wsUrl);
    QCOMPARE(socket.upgrade(), 101);
    socket.sendText("x");
    QCOMPARE(socket.text(20'000), QByteArray("posted"));
    QCOMPARE(socket.text(20'000), QByteArray("done"));
    QVERIFY(!QDir(folder.filePath(u"__pycache__"_s)).exists());   // nothing is written into the project
}

void TstRuntimes::typescript_data()
{
    QTest::addColumn<QString>("without");
    QTest::addColumn<QByteArray>("route");
    QTest::addColumn<QByteArray>("answer");
    for (const QString &without : { u"tsx"_s, u"esbuild"_s }) {
        const QByteArray by = without == "tsx"_L1 ? "esbuild" : "tsx";
        QTest::addRow("%s: paths of tsconfig.json, an enum", by.constData()) << without << QByteArray("plain") << QByteArray("text hello Ada");
        QTest::addRow("%s: an ES module", by.constData()) << without << QByteArray("module") << QByteArray("module.mts");
        QTest::addRow("%s: places are the source's", by.constData()) << without << QByteArray("fails") << QByteArray();
    }
    QTest::addRow("neither: one sentence") << QString() << QByteArray("plain") << QByteArray();
}

void TstRuntimes::typescript()
{
    QFETCH(QString, without);
    QFETCH(QByteArray, route);
    QFETCH(QByteArray, answer);
    const QString npm = QStringLiteral(GREENROOM_TEST_NPM);
    QVERIFY2(QDir(npm + u"/esbuild"_s).exists(), "esbuild is not among the npm packages of the tests. Run packaging/test, which installs it.");
    const QTemporaryDir folder;
    std::filesystem::copy(GREENROOM_TEST_DATA "/projects/typescript", folder.path().toStdString(), std::filesystem::copy_options::recursive
                                                                                                  | std::filesystem::copy_options::overwrite_existing);
    if (!without.isEmpty()) {
        QDir(folder.path()).mkdir(u"node_modules"_s);
        const QStringList packages = QDir(npm).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        for (const QString &package : packages) {
            if (package != without)
                QVERIFY(QFile::link(npm + u'/' + package, folder.filePath(u"node_modules/"_s + package)));
        }
    }
    Serving host(folder.path(), { u"--format"_s, u"json"_s });
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.sendText(message(route));
    const QByteArray got = client.text(20'000);
    if (!answer.isNull()) {
        QCOMPARE(got, answer);
        return;
    }
    QVERIFY2(got.contains("Internal server error"), got.constData());
    const QString kind = without.isEmpty() ? u"notice"_s : u"integration.answered"_s;
    const QString said = without.isEmpty() ? u"neither esbuild nor tsx: npm install --save-dev esbuild, or build it."_s : u"src/plain.ts:15:"_s;
    QVERIFY(!host.waitForEvent(kind, [&said](const QJsonObject &event) {
        return QString::fromUtf8(QJsonDocument(event).toJson()).contains(said);
    }).isEmpty());
}

void TstRuntimes::programs_data()
{
    QTest::addColumn<QByteArray>("runtime");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("mode");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("says");
    const QByteArray works = "app.main - 403 400 403 404 deadline arn:aws:lambda:eu-west-1:123456789012:function:runtimes-dev-it";
    QTest::newRow("D provided.al2023 runs bootstrap; the Runtime API, call by call") << QByteArray("provided.al2023") << u"bootstrap"_s << QByteArray() << works << QString();
    QTest::newRow("D provided.al2") << QByteArray("provided.al2") << u"bootstrap"_s << QByteArray() << works << QString();
    QTest::newRow("R provided, the handler is the program") << QByteArray("provided") << u"app.main"_s << QByteArray() << works << QString();
    QTest::newRow("D init/error") << QByteArray("provided.al2") << u"bootstrap"_s << QByteArray("init-error") << QByteArray() << u"Runtime.NoWill: no will to start."_s;
    QTest::newRow("D an error of a foreign type") << QByteArray("provided.al2") << u"bootstrap"_s << QByteArray("error") << QByteArray() << u"Function.Unknown"_s;
    QTest::newRow("no bootstrap") << QByteArray("provided.al2023") << QString() << QByteArray() << QByteArray() << u"there is no “bootstrap” in "_s;
    QTest::newRow("go1.x") << QByteArray("go1.x") << QString() << QByteArray() << QByteArray() << u"GOOS=linux go build -tags lambda.norpc -o bootstrap"_s;
    QTest::newRow("java") << QByteArray("java21") << QString() << QByteArray() << QByteArray() << u"aws-lambda-java-runtime-interface-client"_s;
    QTest::newRow("dotnet") << QByteArray("dotnet8") << QString() << QByteArray() << QByteArray() << u"Amazon.Lambda.RuntimeSupport"_s;
    QTest::newRow("ruby") << QByteArray("ruby3.3") << QString() << QByteArray() << QByteArray() << u"aws_lambda_ric"_s;
    QTest::newRow("a name nobody knows") << QByteArray("cobol85") << QString() << QByteArray() << QByteArray() << u"Nobody knows the runtime “cobol85”"_s;
}

void TstRuntimes::programs()
{
    QFETCH(QByteArray, runtime);
    QFETCH(QString, name);
    QFETCH(QByteArray, mode);
    QFETCH(QByteArray, answer);
    QFETCH(QString, says);
    const QTemporaryDir folder;
    write(folder.filePath(u"serverless.yml"_s), project(runtime, "app.main"));
    write(folder.filePath(u"greenroom.project.yaml"_s), "environment: { MODE: \"" + mode + "\" }\n");
    if (!name.isEmpty())
        QVERIFY(QFile::copy(QStringLiteral(GREENROOM_TEST_RUNTIME), folder.filePath(name)));
    Serving host(folder.path(), { u"--format"_s, u"json"_s });
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    const QByteArray got = client.ask("x");
    if (!answer.isNull())
        QCOMPARE(got, answer);
    else
        QVERIFY2(got.contains("Internal server error"), got.constData());
    if (!says.isEmpty())
        QVERIFY(!host.waitForEvent(QString(), [&says](const QJsonObject &event) {
            return QString::fromUtf8(QJsonDocument(event).toJson()).contains(says);
        }).isEmpty());
}

void TstRuntimes::layers()
{
    const QTemporaryDir folder;
    const QByteArray layer = "layers:\n  shared:\n    path: layer\n";
    write(folder.filePath(u"python/serverless.yml"_s), project("python3.11", "app.handler", layer));
    write(folder.filePath(u"python/app.py"_s), "import shared, deeper, subprocess\n\ndef handler(event, context):\n"
                                               "    tool = subprocess.run(['tool-of-a-layer'], capture_output=True, text=True).stdout\n"
                                               "    return {'statusCode': 200, 'body': shared.NAME + deeper.NAME + tool.strip()}\n");
    write(folder.filePath(u"python/layer/python/shared.py"_s), "NAME = 'shared '\n");
    write(folder.filePath(u"python/layer/python/lib/python3.11/site-packages/deeper.py"_s), "NAME = 'deeper '\n");
    write(folder.filePath(u"python/layer/bin/tool-of-a-layer"_s), "#!/bin/sh\necho tool\n", true);
    write(folder.filePath(u"node/serverless.yml"_s), project("nodejs20.x", "app.handler", layer));
    write(folder.filePath(u"node/app.js"_s), "exports.handler = async () => ({ statusCode: 200, body: require('shared').name });\n");
    write(folder.filePath(u"node/layer/nodejs/node_modules/shared/index.js"_s), "exports.name = 'shared';\n");
    for (const auto &[name, answer] : { std::pair { u"python"_s, QByteArray("shared deeper tool") }, { u"node"_s, QByteArray("shared") } }) {
        Serving host(folder.filePath(name));
        QVERIFY2(host.ready, host.process.readAllStandardError().constData());
        RawClient client(host.wsUrl);
        QCOMPARE(client.upgrade(), 101);
        QCOMPARE(client.ask("x"), answer);
    }
}

// On serve's output, as Lambda writes them.
void TstRuntimes::linesAroundACall()
{
    const QTemporaryDir folder;
    write(folder.filePath(u"serverless.yml"_s), project("nodejs20.x", "app.handler"));
    write(folder.filePath(u"app.js"_s), "exports.handler = async () => ({ statusCode: 200, body: 'x' });\n");
    Serving host(folder.path());
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.ask("x");
    client.ask("x");
    const QString id = u"([0-9a-f-]{36})"_s;
    const QString report = u"REPORT RequestId: %1\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms\tMemory Size: 1024 MB\tMax Memory Used: [1-9]\\d* MB\t"_s.arg(id);
    const QStringList wanted { u"INIT_START Runtime Version: nodejs:20\\.greenroom\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:[0-9a-f]{64}\n"_s,
                               u"START RequestId: %1 Version: \\$LATEST\n"_s.arg(id), u"END RequestId: %1\n"_s.arg(id),
                               report + u"Init Duration: \\d+\\.\\d\\d ms\t\n"_s, report + u"\n"_s };
    for (const QString &line : wanted) {
        const QRegularExpression shape(line);
        QTRY_VERIFY2((host.events(), shape.match(QString::fromUtf8(host.output)).hasMatch()), qPrintable(line));
    }
}

QTEST_GUILESS_MAIN(TstRuntimes)
#include "tst_runtimes.moc"
