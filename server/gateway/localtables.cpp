// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/localtables.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QProcessEnvironment>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int answerMs = 5000;
constexpr int pollMs = 50;
constexpr int mostPolls = 100;    // a table takes half a second in dynalite

QString errorOf(const QJsonObject &answer)
{
    return answer.value("__type"_L1).toString().section(u'#', -1);
}

} // namespace

QUrl localDynamoDb(const Api &api, const QMap<QString, QString> &settings)
{
    const QProcessEnvironment ours = QProcessEnvironment::systemEnvironment();
    for (const QString &name : { u"AWS_ENDPOINT_URL_DYNAMODB"_s, u"AWS_ENDPOINT_URL"_s }) {
        QString value = settings.value(name, ours.value(name));
        for (const FunctionSpec &function : api.functions)
            value = function.environment.value(name, value);
        if (const QUrl url(value); url.scheme() == "http"_L1 || url.scheme() == "https"_L1)
            return url;
    }
    return {};
}

QNetworkRequest dynamoDbRequest(const QUrl &endpoint, const QString &action, const QString &region)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    QNetworkRequest request(endpoint);
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/x-amz-json-1.0"_s);
    request.setRawHeader("X-Amz-Target", "DynamoDB_20120810." + action.toLatin1());
    request.setRawHeader("X-Amz-Date", now.toString(u"yyyyMMdd'T'HHmmss'Z'"_s).toLatin1());
    // The key is the functions': DynamoDB Local keeps a database for each.
    request.setRawHeader("Authorization",
                         u"AWS4-HMAC-SHA256 Credential=GREENROOMLOCAL000000/%1/%2/dynamodb/aws4_request, "
                         "SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=%3"_s
                             .arg(now.toString(u"yyyyMMdd"_s), region, QString(64, u'0')).toLatin1());
    request.setTransferTimeout(answerMs);
    return request;
}

LocalTables::LocalTables(const Api &api, const QUrl &endpoint, Journal &journal, QObject *parent)
    : QObject(parent)
    , m_endpoint(endpoint)
    , m_region(api.region)
    , m_journal(journal)
{
    for (const TableSpec &table : api.tables)
        m_waiting.enqueue(table);
    m_network.setProxy(QNetworkProxy::NoProxy);
}

void LocalTables::create()
{
    if (!m_waiting.isEmpty() && !m_endpoint.isValid()) {
        QStringList names;
        for (const TableSpec &table : std::as_const(m_waiting))
            names.append(u"“%1”"_s.arg(table.name));
        say(u"info"_s, u"The DynamoDB tables %1 are not hosted here."_s.arg(names.join(u", "_s)),
            u"Start a local DynamoDB (“npx dynalite --port 8000”) and set AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:8000: the tables are created in it."_s,
            m_waiting.head().place);
        m_waiting.clear();
    }
    next();
}

void LocalTables::next()
{
    if (m_waiting.isEmpty()) {
        emit settled();
        return;
    }
    const TableSpec table = m_waiting.dequeue();
    ask(u"CreateTable"_s, table.request, [this, table](int status, const QJsonObject &answer, const QString &error) {
        if (status == 200 || errorOf(answer) == "ResourceInUseException"_L1) {
            waitUntilActive(table, status == 200, 0);
            return;
        }
        const QString why = errorOf(answer).isEmpty()
            ? error : errorOf(answer) + u": "_s + answer.value("message"_L1).toString(answer.value("Message"_L1).toString());
        say(u"warning"_s, u"The table “%1” could not be created at %2: %3."_s.arg(table.name, m_endpoint.toString(), why),
            u"Check that a local DynamoDB listens there, and the table's definition."_s, table.place);
        next();
    });
}

void LocalTables::waitUntilActive(const TableSpec &table, bool isNew, int tries)
{
    ask(u"DescribeTable"_s, { { u"TableName"_s, table.name } }, [=, this](int, const QJsonObject &answer, const QString &) {
        const QString state = answer.value("Table"_L1).toObject().value("TableStatus"_L1).toString();
        if (state == "CREATING"_L1 && tries < mostPolls) {
            QTimer::singleShot(pollMs, this, [=, this] { waitUntilActive(table, isNew, tries + 1); });
            return;
        }
        say(u"info"_s, isNew ? u"The table “%1” was created at %2."_s.arg(table.name, m_endpoint.toString())
                             : u"The table “%1” is there already at %2."_s.arg(table.name, m_endpoint.toString()),
            {}, table.place);
        next();
    });
}

void LocalTables::ask(const QString &action, const QJsonObject &body,
                      const std::function<void(int, const QJsonObject &, const QString &)> &answered)
{
    QNetworkReply *reply = m_network.post(dynamoDbRequest(m_endpoint, action, m_region),
                                          QJsonDocument(body).toJson(QJsonDocument::Compact));
    connect(reply, &QNetworkReply::finished, this, [reply, answered] {
        reply->deleteLater();
        answered(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                 QJsonDocument::fromJson(reply->readAll()).object(), reply->errorString());
    });
}

void LocalTables::say(const QString &severity, const QString &text, const QString &remedy, const Place &place)
{
    Notice notice;
    notice.severity = severity;
    notice.area = u"project"_s;
    notice.text = text;
    notice.remedy = remedy;
    notice.file = place.file;
    notice.line = place.line;
    notice.column = place.column;
    m_journal.record(notice);
}

} // namespace greenroom
