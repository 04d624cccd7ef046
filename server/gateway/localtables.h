// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "core/journal.h"

#include <QNetworkAccessManager>
#include <QQueue>
#include <QTimer>
#include <QUrl>

#include <functional>

namespace greenroom {

// Where a local DynamoDB is, by what the host's environment, the project's or its settings say
// (AWS_ENDPOINT_URL_DYNAMODB, else AWS_ENDPOINT_URL); empty: nowhere.
QUrl localDynamoDb(const Api &api, const QMap<QString, QString> &settings);

// A request to it, signed in form: local ones want the headers and check nothing.
QNetworkRequest dynamoDbRequest(const QUrl &endpoint, const QString &action, const QString &region);

// Creates the tables a project declares in a local DynamoDB, unless they are there, so that the project runs as
// it is. Says for each what became of it, or once how to get a DynamoDB when there is none.
class LocalTables : public QObject
{
    Q_OBJECT

public:
    LocalTables(const Api &api, const QUrl &endpoint, Journal &journal, QObject *parent = nullptr);

    void create();

signals:
    // Every table can be written to, or will not be.
    void settled();

private:
    void next();
    void ask(const QString &action, const QJsonObject &body,
             const std::function<void(int status, const QJsonObject &answer, const QString &error)> &answered);
    void waitUntilActive(const TableSpec &table, bool isNew, int tries);
    void say(const QString &severity, const QString &text, const QString &remedy, const Place &place);

    QQueue<TableSpec> m_waiting;
    QUrl m_endpoint;
    QString m_region;
    Journal &m_journal;
    QNetworkAccessManager m_network;
};

} // namespace greenroom
