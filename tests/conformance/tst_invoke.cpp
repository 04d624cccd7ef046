// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Lambda's Invoke on the host's own port, as its callers see it.

#include "support/rawclient.h"
#include "support/serving.h"

#include <QDir>
#include <QFile>
#include <QNetworkAccessManager>
#include <QNetworkReply>

using namespace Qt::StringLiterals;

class TstInvoke : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void calls_data();
    void calls();
    void tail();
    void fromAnotherFunction_data();
    void fromAnotherFunction();

private:
    struct Got
    {
        int status = 0;
        QByteArray body;
        QMap<QByteArray, QByteArray> headers;   // lower case
    };
    Got post(const QByteArray &path, const QByteArray &body, const QMap<QByteArray, QByteArray> &headers = {})
    {
        QNetworkAccessManager manager;
        QNetworkRequest request(QUrl(m_host->httpUrl).resolved(QUrl::fromEncoded("/2015-03-31/functions/" + path)));
        request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
        for (auto it = headers.begin(); it != headers.end(); ++it)
            request.setRawHeader(it.key(), *it);
        QNetworkReply *reply = manager.post(request, body);
        if (!QTest::qWaitFor([reply] { return reply->isFinished(); }, 20'000))
            return {};
        Got got { reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), reply->readAll(), {} };
        const QList<QNetworkReply::RawHeaderPair> pairs = reply->rawHeaderPairs();
        for (const auto &[name, value] : pairs)
            got.headers.insert(name.toLower(), value);
        return got;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<Serving> m_host;
};

void TstInvoke::initTestCase()
{
    QFile project(m_folder.filePath(u"serverless.yml"_s));
    QVERIFY(project.open(QFile::WriteOnly));
    project.write("service: calls\nprovider: { name: aws, runtime: nodejs20.x, region: eu-west-1, timeout: 5 }\nfunctions:\n"
                  "  worker: { handler: app.worker }\n  fails: { handler: app.fails }\n"
                  "  v2: { handler: app.v2, events: [{ websocket: { route: v2, routeResponseSelectionExpression: $default } }] }\n"
                  "  v3: { handler: app.v3, events: [{ websocket: { route: v3, routeResponseSelectionExpression: $default } }] }\n");
    project.close();
    QFile code(m_folder.filePath(u"app.js"_s));
    QVERIFY(code.open(QFile::WriteOnly));
    code.write(R"(
exports.worker = async (event, context) => { console.log('worked'); return { got: event, client: context.clientContext }; };
exports.fails = async () => { throw new RangeError('too far'); };
exports.v2 = async () => {
  const AWS = require('aws-sdk');
  const answer = await new AWS.Lambda().invoke({ FunctionName: 'calls-dev-worker', Payload: '{"by":"v2"}' }).promise();
  return { statusCode: 200, body: answer.Payload };
};
exports.v3 = async () => {
  const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda');
  const answer = await new LambdaClient({}).send(new InvokeCommand({ FunctionName: 'calls-dev-worker', Payload: '{"by":"v3"}' }));
  return { statusCode: 200, body: Buffer.from(answer.Payload).toString() };
};
)");
    code.close();
    m_host = std::make_unique<Serving>(m_folder.path(), QStringList { u"--format"_s, u"json"_s },
                                       QMap<QString, QString> { { u"NODE_PATH"_s, QStringLiteral(GREENROOM_TEST_NPM) } });
    QVERIFY2(m_host->ready, m_host->process.readAllStandardError().constData());
}

void TstInvoke::calls_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("says");
    QTest::addColumn<QByteArray>("errorType");
    const auto row = [](const char *name, const QByteArray &path, const QByteArray &type, const QByteArray &payload, int status,
                        const QByteArray &says, const QByteArray &errorType = {}) {
        QTest::newRow(name) << path + (path.contains('?') ? "" : "/invocations") << type << payload << status << says << errorType;
    };
    row("D RequestResponse is the default", "calls-dev-worker", {}, R"({"a":1})", 200, R"({"got":{"a":1}})");
    row("D a payload that is no object", "calls-dev-worker", "RequestResponse", "[1]", 200, R"({"got":[1]})");
    row("R the project's own key", "worker", {}, "{}", 200, R"({"got":{}})");
    row("D a whole ARN", "arn%3Aaws%3Alambda%3Aeu-west-1%3A123456789012%3Afunction%3Acalls-dev-worker", {}, "{}", 200, R"({"got":{}})");
    row("D part of an ARN", "123456789012:function:calls-dev-worker", {}, "{}", 200, R"({"got":{}})");
    row("D a qualifier in the name", "calls-dev-worker:$LATEST", {}, "{}", 200, R"({"got":{}})");
    row("D a qualifier in the query", "calls-dev-worker/invocations?Qualifier=$LATEST", {}, "{}", 200, R"({"got":{}})");
    row("D two qualifiers", "calls-dev-worker:a/invocations?Qualifier=b", {}, "{}", 400, "does not match", "InvalidParameterValueException");
    row("D Event", "calls-dev-worker", "Event", R"({"event":1})", 202, {});
    row("D DryRun", "calls-dev-worker", "DryRun", "{}", 204, {});
    row("D another type", "calls-dev-worker", "Later", "{}", 400, "[Event, RequestResponse, DryRun]", "ValidationException");
    row("D nobody", "nobody", {}, "{}", 404, "Function not found: arn:aws:lambda:eu-west-1:123456789012:function:nobody", "ResourceNotFoundException");
    row("D no JSON", "calls-dev-worker", {}, "{", 400, "Could not parse request body into json", "InvalidRequestContentException");
    row("D a name that is none", "a%20b", {}, "{}", 400, "functionName", "ValidationException");
    row("D 6 MiB and a byte", "calls-dev-worker", {}, '"' + QByteArray(6 * 1024 * 1024 - 1, 'x') + '"', 413, "too large", "RequestTooLargeException");
    row("D 1 MiB and a byte, asynchronously", "calls-dev-worker", "Event", '"' + QByteArray(1024 * 1024 - 1, 'x') + '"', 413, "too large", "RequestTooLargeException");
    row("D an error of the function", "calls-dev-fails", {}, "{}", 200, R"("errorType":"RangeError")");
}

void TstInvoke::calls()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, payload);
    QFETCH(int, status);
    QFETCH(QByteArray, says);
    QFETCH(QByteArray, errorType);
    QMap<QByteArray, QByteArray> headers;
    if (!type.isEmpty())
        headers.insert("X-Amz-Invocation-Type", type);
    const Got got = post(path, payload, headers);
    QCOMPARE(got.status, status);
    QVERIFY2(got.body.contains(says), got.body.left(300).constData());
    QCOMPARE(got.headers.value("x-amzn-errortype"), errorType);
    QVERIFY(!got.headers.value("x-amzn-requestid").isEmpty());
    if (status == 200)
        QCOMPARE(got.headers.value("x-amz-function-error"), path.contains("fails") ? QByteArray("Unhandled") : QByteArray());
    if (type == "Event" && status == 202)
        QVERIFY(!m_host->waitForEvent(u"integration.answered"_s, [](const QJsonObject &event) {
            return event.value("result"_L1).toString().contains(R"("event":1)"_L1);
        }).isEmpty());
}

void TstInvoke::tail()
{
    const Got got = post("calls-dev-worker/invocations", "{}",
                         { { "X-Amz-Log-Type", "Tail" }, { "X-Amz-Client-Context", QByteArray(R"({"custom":{"a":"b"}})").toBase64() } });
    QCOMPARE(got.status, 200);
    QVERIFY2(got.body.contains(R"("client":{"custom":{"a":"b"}})"), got.body.constData());
    const QByteArray log = QByteArray::fromBase64(got.headers.value("x-amz-log-result"));
    const QList<QByteArray> lines = log.trimmed().split('\n');
    QCOMPARE(lines.size(), 4);
    QVERIFY(lines.at(0).startsWith("START RequestId: ") && lines.at(0).endsWith(" Version: $LATEST"));
    QVERIFY2(lines.at(1).endsWith("\tINFO\tworked"), lines.at(1).constData());
    QVERIFY(lines.at(2).startsWith("END RequestId: ") && lines.at(3).startsWith("REPORT RequestId: "));
}

void TstInvoke::fromAnotherFunction_data()
{
    QTest::addColumn<QByteArray>("sdk");
    QTest::newRow("AWS SDK v2") << QByteArray("v2");
    QTest::newRow("AWS SDK v3") << QByteArray("v3");
}

void TstInvoke::fromAnotherFunction()
{
    QFETCH(QByteArray, sdk);
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    client.sendText("{\"action\":\"" + sdk + "\"}");
    QCOMPARE(client.text(20'000), "{\"got\":{\"by\":\"" + sdk + "\"}}");
}

QTEST_GUILESS_MAIN(TstInvoke)
#include "tst_invoke.moc"
