// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What a function finds around it (contract §8): the Runtime API, environment variables, life cycle.

#include "support/rawclient.h"
#include "support/rules.h"
#include "support/serving.h"

#include <QRegularExpression>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

class TstExecution : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void runtimeApi_data();
    void runtimeApi();
    void environment_data();
    void environment();
    void rules_data();
    void rules();

private:
    void concurrentMessagesNeedMoreEnvironments();
    void oneAfterAnotherUsesOne();
    void timeOutDiscardsTheEnvironment();
    void remainingTimeIsTheDeadlines();
    void errorTypesUsersSee();

    static QJsonObject json(const QByteArray &text) { return QJsonDocument::fromJson(text).object(); }
    static QByteArray instanceOf(RawClient &client, int wait = 0)
    {
        return client.ask("{\"action\":\"instance\",\"wait\":" + QByteArray::number(wait) + '}');
    }

    std::unique_ptr<Serving> m_host;
    QJsonObject m_environment;
    QJsonObject m_small;
};

void TstExecution::initTestCase()
{
    QVERIFY2(!QStandardPaths::findExecutable(u"node"_s).isEmpty(), "Node.js is not installed: run packaging/test, which does it.");
    m_host = std::make_unique<Serving>(QStringLiteral(GREENROOM_TEST_DATA "/projects/rules"), QStringList { u"--format"_s, u"json"_s });
    QVERIFY2(m_host->ready, m_host->process.readAllStandardError().constData());
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    m_environment = json(client.ask(R"({"action":"environment"})"));
    m_small = json(client.ask(R"({"action":"small"})"));
    QVERIFY(!m_environment.isEmpty() && !m_small.isEmpty());
}

void TstExecution::runtimeApi_data()
{
    QTest::addColumn<QByteArray>("call");   // what the handler asks in the middle of its invocation
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");   // a regular expression
    const QByteArray base = R"("path":"/2018-06-01/runtime/)";
    QTest::newRow("8.1 D an unknown id: 400 InvalidRequestID") << R"("method":"POST",)" + base + R"(invocation/8f14e45f-ceea-467f-9bde-2b0c7a9d1e11/response","body":"{}")"
        << 400 << QByteArray(R"(^\{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"\}$)");
    QTest::newRow("8.1 D next in the middle of an invocation: 403 InvalidStateTransition") << R"("method":"GET",)" + base + R"(invocation/next")"
        << 403 << QByteArray(R"("errorType":"InvalidStateTransition")");
    QTest::newRow("8.1 D a result of more than 6 MiB + 100: 413 RequestEntityTooLarge") << R"("method":"POST",)" + base + R"(invocation/ID/response","body":6291557)"
        << 413 << QByteArray(R"("errorType":"RequestEntityTooLarge")");
    QTest::newRow("8.1 D extensions are absent: 404") << QByteArray(R"("method":"POST","path":"/2020-01-01/extension/register","body":"{}")") << 404 << QByteArray();
    QTest::newRow("8.1 D logs and telemetry are absent: 404") << QByteArray(R"("method":"PUT","path":"/2022-07-01/telemetry","body":"{}")") << 404 << QByteArray();
}

void TstExecution::runtimeApi()
{
    QFETCH(QByteArray, call);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    const QByteArray answer = client.ask("{\"action\":\"api\"," + call + '}');
    if (status == 413) {
        // It fails this invocation, so nobody is left to say what was answered.
        QVERIFY2(answer.contains("Internal server error"), answer.constData());
        QVERIFY(!m_host->waitForEvent(u"integration.answered"_s, [](const QJsonObject &event) {
            return event.value("errorType"_L1).toString() == "Function.ResponseSizeTooLarge"_L1;
        }).isEmpty());
        return;
    }
    const QJsonObject got = json(answer);
    QCOMPARE(got.value("status"_L1).toInt(), status);
    QVERIFY2(QRegularExpression(QString::fromUtf8(body)).match(got.value("body"_L1).toString()).hasMatch(), answer.constData());
}

void TstExecution::environment_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");   // a regular expression for the whole; null: not set
    const QString log = u"[0-9]{4}/[0-9]{2}/[0-9]{2}/\\[\\$LATEST\\][0-9a-f]{32}"_s;
    const std::tuple<const char *, const char *, QString> rows[] = {
        { "D", "_HANDLER", u"handlers\\.environment"_s },
        { "D", "_X_AMZN_TRACE_ID", u"Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=[01]"_s },
        { "D", "AWS_REGION", u"eu-west-1"_s },
        { "D", "AWS_DEFAULT_REGION", u"eu-west-1"_s },
        { "D", "AWS_EXECUTION_ENV", u"AWS_Lambda_nodejs[0-9]+\\.x"_s },
        { "D", "AWS_LAMBDA_FUNCTION_NAME", u"rules-dev-environment"_s },
        { "D", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", u"1024"_s },
        { "D", "AWS_LAMBDA_FUNCTION_VERSION", u"\\$LATEST"_s },
        { "D", "AWS_LAMBDA_INITIALIZATION_TYPE", u"on-demand"_s },
        { "D", "AWS_LAMBDA_LOG_GROUP_NAME", u"/aws/lambda/rules-dev-environment"_s },
        { "D", "AWS_LAMBDA_LOG_STREAM_NAME", log },
        { "D", "AWS_ACCESS_KEY_ID", u".+"_s },
        { "D", "AWS_SECRET_ACCESS_KEY", u".+"_s },
        { "D", "AWS_SESSION_TOKEN", u".+"_s },
        { "D", "AWS_LAMBDA_RUNTIME_API", u"127\\.0\\.0\\.1:[0-9]+"_s },
        { "D", "LAMBDA_TASK_ROOT", u"/.+/projects/rules"_s },
        { "D", "LAMBDA_RUNTIME_DIR", u"/.+"_s },
        { "D", "TZ", u":UTC"_s },
        { "D", "LANG", u"en_US\\.UTF-8"_s },
        { "D", "PATH", u".+"_s },
        { "D", "NODE_PATH", u".*"_s },
        { "D", "AWS_XRAY_CONTEXT_MISSING", u"LOG_ERROR"_s },
        { "D", "MODE", u"x"_s },
        { "R", "IS_OFFLINE", QString() },
        { "R", "AWS_SAM_LOCAL", QString() },
        { "R", "AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI", u"http://127\\.0\\.0\\.1:[0-9]+/dev"_s },
    };
    for (const auto &[tag, name, value] : rows)
        QTest::addRow("8.3 %s %s", tag, name) << QString::fromLatin1(name) << value;
}

void TstExecution::environment()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    const QJsonValue got = m_environment.value(name);
    QCOMPARE(got.isUndefined(), value.isNull());
    if (!value.isNull())
        QVERIFY2(QRegularExpression(QRegularExpression::anchoredPattern(value)).match(got.toString()).hasMatch(), qPrintable(got.toString()));
}

void TstExecution::rules_data()
{
    addRules<TstExecution>({
        { "8.2 D concurrent messages need more environments", &TstExecution::concurrentMessagesNeedMoreEnvironments },
        { "8.2 D one after another in one environment", &TstExecution::oneAfterAnotherUsesOne },
        { "8.2 D a time-out discards the environment, the next call is cold", &TstExecution::timeOutDiscardsTheEnvironment },
        { "8.2 D Serverless gives 6 s and 1,024 MB; a function its own", &TstExecution::remainingTimeIsTheDeadlines },
        { "8.1 O a time-out's error type and message", &TstExecution::errorTypesUsersSee },
    });
}

void TstExecution::rules()
{
    using Check = void (TstExecution::*)();
    QFETCH(Check, check);
    (this->*check)();
}

void TstExecution::concurrentMessagesNeedMoreEnvironments()
{
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    for (int i = 0; i < 2; ++i)
        client.sendText(R"({"action":"instance","wait":600})");
    const QByteArray first = client.text();
    QVERIFY(!first.isEmpty());
    QVERIFY(client.text() != first);
}

void TstExecution::oneAfterAnotherUsesOne()
{
    Serving host(QStringLiteral(GREENROOM_TEST_DATA "/projects/rules"));
    QVERIFY(host.ready);
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    const QByteArray first = instanceOf(client);
    for (int i = 0; i < 10; ++i)
        QCOMPARE(instanceOf(client), first);
}

void TstExecution::timeOutDiscardsTheEnvironment()
{
    Serving host(QStringLiteral(GREENROOM_TEST_DATA "/projects/rules"));
    QVERIFY(host.ready);
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade(), 101);
    const QByteArray first = instanceOf(client);
    QVERIFY(instanceOf(client, 5000).contains("Internal server error"));   // has one second
    const QByteArray later = instanceOf(client);
    QVERIFY2(later.startsWith('"') && later != first, later.constData());
}

void TstExecution::remainingTimeIsTheDeadlines()
{
    const auto remaining = [](const QJsonObject &environment) { return environment.value("remaining"_L1).toInt(); };
    QVERIFY2(remaining(m_environment) > 3000 && remaining(m_environment) <= 6000, qPrintable(QString::number(remaining(m_environment))));
    QVERIFY2(remaining(m_small) > 6000 && remaining(m_small) <= 10'000, qPrintable(QString::number(remaining(m_small))));
    QCOMPARE(m_small.value("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"_L1).toString(), u"256"_s);
}

void TstExecution::errorTypesUsersSee()
{
    RawClient client(m_host->wsUrl);
    QCOMPARE(client.upgrade(), 101);
    const QByteArray frame = instanceOf(client, 5000);
    const QString requestId = json(frame).value("requestId"_L1).toString();
    const QJsonObject answered = m_host->waitForEvent(u"integration.answered"_s, [&requestId](const QJsonObject &event) {
        return event.value("requestId"_L1).toString() == requestId;
    });
    QCOMPARE(answered.value("errorType"_L1).toString(), u"Sandbox.Timedout"_s);
    static const QRegularExpression text(u"^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\\.00 seconds$"_s);
    QVERIFY2(text.match(answered.value("errorMessage"_L1).toString()).hasMatch(), qPrintable(answered.value("errorMessage"_L1).toString()));
}

QTEST_GUILESS_MAIN(TstExecution)
#include "tst_execution.moc"
