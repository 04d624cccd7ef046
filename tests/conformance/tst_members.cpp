// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every member of every event, row by row (contract §2.3, §2.5, §3.4, §7.1): what it is, or that it is not there.

#include "support/deployment.h"
#include "support/projectfolder.h"

#include <QHash>
#include <QRegularExpression>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

class TstMembers : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void members_data();
    void members();
    void relations_data();
    void relations();

private:
    static QJsonObject eventOf(const QJsonObject &invoked)
    {
        return QJsonDocument::fromJson(invoked.value("event"_L1).toString().toUtf8()).object();
    }
    static QJsonObject invoked(Serving &host, const QString &routeKey, const QString &marker, const QString &integration = u"AWS_PROXY"_s)
    {
        return eventOf(host.waitForEvent(u"integration.invoked"_s, [&](const QJsonObject &event) {
            return event.value("routeKey"_L1).toString() == routeKey && event.value("integration"_L1).toString() == integration
                && event.value("event"_L1).toString().contains(marker);
        }));
    }
    // The value at “requestContext.identity.sourceIp”.
    static QJsonValue at(const QJsonObject &event, const QString &path)
    {
        QJsonValue value = event;
        for (const QString &name : path.split(u'.'))
            value = value.toObject().value(name);
        return value;
    }
    static QString textOf(const QJsonValue &value)
    {
        if (value.isString())
            return value.toString();
        return QString::fromUtf8(QJsonDocument(QJsonArray { value }).toJson(QJsonDocument::Compact)).chopped(1).mid(1);
    }
    void playPlain(Serving &host);
    void playGuarded(Serving &host);
    void playStageVariables();

    QHash<QString, QJsonObject> m_events;
};

void TstMembers::initTestCase()
{
    QVERIFY2(!QStandardPaths::findExecutable(u"node"_s).isEmpty(), "Node.js is not installed: run packaging/test, which does it.");
    const QStringList json { u"--format"_s, u"json"_s };
    const std::unique_ptr<Serving> plain = contractDeployment(json);
    NEEDS_LOCAL_HOST(*plain);   // events are read from its journal
    QVERIFY2(plain->ready, plain->process.readAllStandardError().constData());
    playPlain(*plain);
    const std::unique_ptr<Serving> guarded = guardedDeployment(json);
    QVERIFY2(guarded->ready, guarded->process.readAllStandardError().constData());
    playGuarded(*guarded);
    playStageVariables();
    for (auto it = m_events.cbegin(); it != m_events.cend(); ++it)
        QVERIFY2(!it->isEmpty(), qPrintable(it.key()));
}

void TstMembers::playPlain(Serving &host)
{
    RawClient client(host.wsUrl + u"?a=1&a=2&b=%C3%BC+x"_s);
    QCOMPARE(client.upgrade("User-Agent: members/1\r\nX-Thing: one\r\nX-Thing: two\r\nx-lower: l\r\n"
                            "Sec-WebSocket-Extensions: permessage-deflate\r\n"), 101);
    m_events[u"message"_s] = QJsonDocument::fromJson(client.ask("any text, \"quoted\"")).object();
    const QString id = at(m_events[u"message"_s], u"requestContext.connectionId"_s).toString();
    client.sendClose(4001, "moved");
    m_events[u"connect"_s] = invoked(host, u"$connect"_s, id);
    m_events[u"disconnect"_s] = invoked(host, u"$disconnect"_s, id);
    RawClient bare(host.wsUrl);
    QCOMPARE(bare.upgrade("X-Mark: bare\r\n"), 101);
    m_events[u"bare"_s] = invoked(host, u"$connect"_s, u"X-Mark"_s);
}

void TstMembers::playGuarded(Serving &host)
{
    RawClient client(host.wsUrl + u"?token=allow&room=lobby"_s);
    QCOMPARE(client.upgrade(), 101);
    m_events[u"guarded message"_s] = QJsonDocument::fromJson(client.ask("{\"action\":\"show\"}")).object();
    const QString id = at(m_events[u"guarded message"_s], u"requestContext.connectionId"_s).toString();
    client.sendClose(1000);
    m_events[u"authorizer"_s] = invoked(host, {}, id, u"AUTHORIZER"_s);
    m_events[u"guarded connect"_s] = invoked(host, u"$connect"_s, id);
    m_events[u"guarded disconnect"_s] = invoked(host, u"$disconnect"_s, id);
}

void TstMembers::playStageVariables()
{
    const ProjectFolder project({ { u"template.json"_s, ProjectFolder::oneFunction(u"$request.body.action"_s, { u"$connect"_s, u"$default"_s },
        "exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });", { { u"table"_s, u"dev-connections"_s } }) } });
    Serving host(project.path(), { u"--format"_s, u"json"_s });
    QVERIFY2(host.ready, host.process.readAllStandardError().constData());
    RawClient client(host.wsUrl);
    QCOMPARE(client.upgrade("X-Mark: staged\r\n"), 101);
    m_events[u"staged message"_s] = QJsonDocument::fromJson(client.ask("x")).object();
    m_events[u"staged connect"_s] = invoked(host, u"$connect"_s, u"X-Mark"_s);
}

void TstMembers::members_data()
{
    QTest::addColumn<QString>("event");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("value");   // a regular expression for the whole; null: the key is absent
    const QString absent;
    const QString id = u"[A-Za-z0-9_-]{15}="_s;
    const QString epoch = u"1[0-9]{12}"_s;
    const QString host = u"127\\.0\\.0\\.1:[0-9]+"_s;
    // The $connect event.
    QTest::newRow("2.3 D headers: of a repeated header the last value") << u"connect"_s << u"headers.X-Thing"_s << u"two"_s;
    QTest::newRow("2.3 D multiValueHeaders: all values") << u"connect"_s << u"multiValueHeaders.X-Thing"_s << u"\\[\"one\",\"two\"\\]"_s;
    QTest::newRow("2.3 O headers: names keep the client's case") << u"connect"_s << u"headers.x-lower"_s << u"l"_s;
    QTest::newRow("2.3 D headers: Host") << u"connect"_s << u"headers.Host"_s << host;
    QTest::newRow("2.3 D headers: Sec-WebSocket-Key") << u"connect"_s << u"headers.Sec-WebSocket-Key"_s << u"dGhlIHNhbXBsZSBub25jZQ=="_s;
    QTest::newRow("2.3 D headers: Sec-WebSocket-Version") << u"connect"_s << u"headers.Sec-WebSocket-Version"_s << u"13"_s;
    QTest::newRow("2.4 R headers: offered extensions are shown") << u"connect"_s << u"headers.Sec-WebSocket-Extensions"_s << u"permessage-deflate"_s;
    for (const char *name : { "Connection", "Upgrade", "content-length", "Content-Length" })
        QTest::addRow("2.3 D headers: no %s", name) << u"connect"_s << u"headers."_s + QLatin1String(name) << absent;
    QTest::newRow("2.3 D X-Amzn-Trace-Id is added") << u"connect"_s << u"headers.X-Amzn-Trace-Id"_s << u"Root=1-[0-9a-f]{8}-[0-9a-f]{24}"_s;
    QTest::newRow("2.3 D X-Forwarded-For is added") << u"connect"_s << u"headers.X-Forwarded-For"_s << u"127\\.0\\.0\\.1"_s;
    QTest::newRow("2.3 D X-Forwarded-Port is added") << u"connect"_s << u"headers.X-Forwarded-Port"_s << u"443"_s;
    QTest::newRow("2.3 D X-Forwarded-Proto is added") << u"connect"_s << u"headers.X-Forwarded-Proto"_s << u"https"_s;
    QTest::newRow("2.3 O queryStringParameters: the last value") << u"connect"_s << u"queryStringParameters.a"_s << u"2"_s;
    QTest::newRow("2.3 O queryStringParameters: URL-decoded") << u"connect"_s << u"queryStringParameters.b"_s << u"ü x"_s;
    QTest::newRow("2.3 O multiValueQueryStringParameters: all values") << u"connect"_s << u"multiValueQueryStringParameters.a"_s << u"\\[\"1\",\"2\"\\]"_s;
    QTest::newRow("2.3 O no query: no queryStringParameters") << u"bare"_s << u"queryStringParameters"_s << absent;
    QTest::newRow("2.3 O no query: no multiValueQueryStringParameters") << u"bare"_s << u"multiValueQueryStringParameters"_s << absent;
    QTest::newRow("2.3 O stageVariables: absent when there are none") << u"connect"_s << u"stageVariables"_s << absent;
    QTest::newRow("2.3 O stageVariables: present when there are") << u"staged connect"_s << u"stageVariables.table"_s << u"dev-connections"_s;
    QTest::newRow("2.3 D isBase64Encoded is false") << u"connect"_s << u"isBase64Encoded"_s << u"false"_s;
    for (const char *name : { "body", "path", "httpMethod", "resource", "pathParameters" })
        QTest::addRow("2.3 D no %s", name) << u"connect"_s << QString::fromLatin1(name) << absent;
    QTest::newRow("2.3 D routeKey") << u"connect"_s << u"requestContext.routeKey"_s << u"\\$connect"_s;
    QTest::newRow("2.3 D eventType") << u"connect"_s << u"requestContext.eventType"_s << u"CONNECT"_s;
    QTest::newRow("2.3 D messageDirection") << u"connect"_s << u"requestContext.messageDirection"_s << u"IN"_s;
    QTest::newRow("2.3 D connectedAt") << u"connect"_s << u"requestContext.connectedAt"_s << epoch;
    QTest::newRow("2.3 D requestTimeEpoch") << u"connect"_s << u"requestContext.requestTimeEpoch"_s << epoch;
    QTest::newRow("2.3 D requestTime") << u"connect"_s << u"requestContext.requestTime"_s << u"[0-3][0-9]/[A-Z][a-z]{2}/[0-9]{4}:[0-9:]{8} \\+0000"_s;
    QTest::newRow("2.3 D requestId") << u"connect"_s << u"requestContext.requestId"_s << id;
    QTest::newRow("2.3 D connectionId") << u"connect"_s << u"requestContext.connectionId"_s << id;
    QTest::newRow("2.3 O no messageId unless MESSAGE") << u"connect"_s << u"requestContext.messageId"_s << absent;
    QTest::newRow("2.3 D identity.sourceIp") << u"connect"_s << u"requestContext.identity.sourceIp"_s << u"127\\.0\\.0\\.1"_s;
    QTest::newRow("2.3 O identity.userAgent") << u"connect"_s << u"requestContext.identity.userAgent"_s << u"members/1"_s;
    QTest::newRow("2.3 O no User-Agent: no identity.userAgent") << u"bare"_s << u"requestContext.identity.userAgent"_s << absent;
    for (const char *name : { "accountId", "accessKey", "caller", "user", "userArn", "apiKey", "apiKeyId", "cognitoIdentityId", "cognitoIdentityPoolId",
                              "cognitoAuthenticationType", "cognitoAuthenticationProvider", "principalOrgId" })
        QTest::addRow("2.3 C no identity.%s", name) << u"connect"_s << u"requestContext.identity."_s + QLatin1String(name) << absent;
    QTest::newRow("2.3 D no authoriser: no authorizer") << u"connect"_s << u"requestContext.authorizer"_s << absent;
    QTest::newRow("2.3 D domainName is the host the client used") << u"connect"_s << u"requestContext.domainName"_s << host;
    QTest::newRow("2.3 O apiId") << u"connect"_s << u"requestContext.apiId"_s << u"[a-z0-9]{10}"_s;
    QTest::newRow("2.3 D stage") << u"connect"_s << u"requestContext.stage"_s << u"dev"_s;
    QTest::newRow("2.3 O no requestContext.accountId") << u"connect"_s << u"requestContext.accountId"_s << absent;
    // The $disconnect event.
    QTest::newRow("2.5 D headers.Host") << u"disconnect"_s << u"headers.Host"_s << host;
    QTest::newRow("2.5 D headers.x-api-key") << u"disconnect"_s << u"headers.x-api-key"_s << u""_s;
    QTest::newRow("2.5 C headers.X-Forwarded-For is empty") << u"disconnect"_s << u"headers.X-Forwarded-For"_s << u""_s;
    QTest::newRow("2.5 D headers.x-restapi") << u"disconnect"_s << u"headers.x-restapi"_s << u""_s;
    QTest::newRow("2.5 D multiValueHeaders") << u"disconnect"_s << u"multiValueHeaders.x-restapi"_s << u"\\[\"\"\\]"_s;
    QTest::newRow("2.5 D routeKey") << u"disconnect"_s << u"requestContext.routeKey"_s << u"\\$disconnect"_s;
    QTest::newRow("2.5 D eventType") << u"disconnect"_s << u"requestContext.eventType"_s << u"DISCONNECT"_s;
    QTest::newRow("2.5 D disconnectStatusCode is an integer") << u"disconnect"_s << u"requestContext.disconnectStatusCode"_s << u"4001"_s;
    QTest::newRow("2.5 D disconnectReason") << u"disconnect"_s << u"requestContext.disconnectReason"_s << u"moved"_s;
    QTest::newRow("2.5 D identity") << u"disconnect"_s << u"requestContext.identity.sourceIp"_s << u"127\\.0\\.0\\.1"_s;
    QTest::newRow("2.5 D isBase64Encoded") << u"disconnect"_s << u"isBase64Encoded"_s << u"false"_s;
    for (const char *name : { "body", "queryStringParameters", "multiValueQueryStringParameters", "requestContext.messageId" })
        QTest::addRow("2.5 D no %s", name) << u"disconnect"_s << QString::fromLatin1(name) << absent;
    QTest::newRow("2.5 O authorizer when there was one") << u"guarded disconnect"_s << u"requestContext.authorizer.plan"_s << u"gold"_s;
    QTest::newRow("2.5 O authorizer without integrationLatency") << u"guarded disconnect"_s << u"requestContext.authorizer.integrationLatency"_s << absent;
    // The MESSAGE event.
    for (const char *name : { "headers", "multiValueHeaders", "queryStringParameters", "multiValueQueryStringParameters", "stageVariables" })
        QTest::addRow("3.4 O no %s", name) << u"message"_s << QString::fromLatin1(name) << absent;
    QTest::newRow("3.4 D stageVariables when there are") << u"staged message"_s << u"stageVariables.table"_s << u"dev-connections"_s;
    QTest::newRow("3.4 D body is the raw text") << u"message"_s << u"body"_s << u"any text, \"quoted\""_s;
    QTest::newRow("3.4 D routeKey is the matched key") << u"message"_s << u"requestContext.routeKey"_s << u"\\$default"_s;
    QTest::newRow("3.4 D eventType") << u"message"_s << u"requestContext.eventType"_s << u"MESSAGE"_s;
    QTest::newRow("3.4 D messageDirection") << u"message"_s << u"requestContext.messageDirection"_s << u"IN"_s;
    QTest::newRow("3.4 D messageId") << u"message"_s << u"requestContext.messageId"_s << id;
    QTest::newRow("3.4 D isBase64Encoded") << u"message"_s << u"isBase64Encoded"_s << u"false"_s;
    QTest::newRow("3.4 D authorizer is repeated") << u"guarded message"_s << u"requestContext.authorizer.principalId"_s << u"me"_s;
    QTest::newRow("3.4 O authorizer without integrationLatency") << u"guarded message"_s << u"requestContext.authorizer.integrationLatency"_s << absent;
    // The authoriser's event, and what its context becomes.
    QTest::newRow("7.1 D type") << u"authorizer"_s << u"type"_s << u"REQUEST"_s;
    QTest::newRow("7.1 D methodArn") << u"authorizer"_s << u"methodArn"_s << u"arn:aws:execute-api:eu-west-1:[0-9]{12}:[a-z0-9]{10}/live/\\$connect"_s;
    QTest::newRow("7.1 D headers.Connection") << u"authorizer"_s << u"headers.Connection"_s << u"upgrade"_s;
    QTest::newRow("7.1 D headers.Upgrade") << u"authorizer"_s << u"headers.Upgrade"_s << u"websocket"_s;
    QTest::newRow("7.1 D headers.content-length") << u"authorizer"_s << u"headers.content-length"_s << u"0"_s;
    QTest::newRow("7.1 D stageVariables even when empty") << u"authorizer"_s << u"stageVariables"_s << u"\\{\\}"_s;
    QTest::newRow("7.1 D requestContext.routeKey") << u"authorizer"_s << u"requestContext.routeKey"_s << u"\\$connect"_s;
    QTest::newRow("7.1 D requestContext.eventType") << u"authorizer"_s << u"requestContext.eventType"_s << u"CONNECT"_s;
    QTest::newRow("7.1 D queryStringParameters") << u"authorizer"_s << u"queryStringParameters.room"_s << u"lobby"_s;
    for (const char *name : { "isBase64Encoded", "pathParameters" })
        QTest::addRow("7.1 D no %s", name) << u"authorizer"_s << QString::fromLatin1(name) << absent;
    QTest::newRow("7.1 D principalId on $connect") << u"guarded connect"_s << u"requestContext.authorizer.principalId"_s << u"me"_s;
    QTest::newRow("7.1 O integrationLatency on $connect: a number") << u"guarded connect"_s << u"requestContext.authorizer.integrationLatency"_s << u"[0-9]+"_s;
    QTest::newRow("7.1 R a number of the context is a string") << u"guarded connect"_s << u"requestContext.authorizer.level"_s << u"3"_s;
    QTest::newRow("7.1 R a boolean of the context is a string") << u"guarded connect"_s << u"requestContext.authorizer.admin"_s << u"true"_s;
}

void TstMembers::members()
{
    QFETCH(QString, event);
    QFETCH(QString, path);
    QFETCH(QString, value);
    const QJsonValue got = at(m_events.value(event), path);
    if (value.isNull()) {
        QVERIFY2(got.isUndefined(), qPrintable(textOf(got)));
        return;
    }
    QVERIFY2(!got.isUndefined(), qPrintable(QString::fromUtf8(QJsonDocument(m_events.value(event)).toJson())));
    QVERIFY2(QRegularExpression(QRegularExpression::anchoredPattern(value)).match(textOf(got)).hasMatch(), qPrintable(textOf(got)));
}

void TstMembers::relations_data()
{
    QTest::addColumn<QString>("left");      // event/path
    QTest::addColumn<QString>("right");
    QTest::addColumn<bool>("same");
    const QString context = u"/requestContext."_s;
    for (const char *event : { "connect", "message", "disconnect" }) {
        const QString name = QString::fromLatin1(event) + context;
        QTest::addRow("3.6 D requestId and extendedRequestId are the same: %s", event) << name + u"requestId"_s << name + u"extendedRequestId"_s << true;
    }
    QTest::newRow("2.3 D requestId is new for each event") << u"connect/requestContext.requestId"_s << u"message/requestContext.requestId"_s << false;
    QTest::newRow("2.3 O connectedAt is constant: message") << u"connect/requestContext.connectedAt"_s << u"message/requestContext.connectedAt"_s << true;
    QTest::newRow("2.3 O connectedAt is constant: disconnect") << u"connect/requestContext.connectedAt"_s << u"disconnect/requestContext.connectedAt"_s << true;
    QTest::newRow("7.1 D the authoriser sees the final connectionId") << u"authorizer/requestContext.connectionId"_s
                                                                      << u"guarded connect/requestContext.connectionId"_s << true;
    QTest::newRow("7.1 O the context is the same on $disconnect") << u"guarded message/requestContext.authorizer"_s
                                                                  << u"guarded disconnect/requestContext.authorizer"_s << true;
}

void TstMembers::relations()
{
    QFETCH(QString, left);
    QFETCH(QString, right);
    QFETCH(bool, same);
    const auto value = [this](const QString &place) { return at(m_events.value(place.section(u'/', 0, 0)), place.section(u'/', 1)); };
    QVERIFY(!value(left).isUndefined());
    QCOMPARE(value(left) == value(right), same);
}

QTEST_GUILESS_MAIN(TstMembers)
#include "tst_members.moc"
