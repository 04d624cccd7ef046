// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

// A project that is written for one test.
class ProjectFolder
{
public:
    explicit ProjectFolder(const QList<std::pair<QString, QByteArray>> &files)
    {
        for (const auto &[name, text] : files) {
            QFile file(m_folder.filePath(name));
            isWritten = file.open(QFile::WriteOnly) && file.write(text) == text.size() && isWritten;
        }
    }
    QString path() const { return m_folder.path(); }

    // A CloudFormation template with one function behind every route, all of them two-way: its keys need not
    // please another framework.
    static QByteArray oneFunction(const QString &selection, const QStringList &routeKeys, const QByteArray &code,
                                  const QJsonObject &stageVariables = {})
    {
        const auto reference = [](const char *id) { return QJsonObject { { QStringLiteral("Ref"), QLatin1String(id) } }; };
        const auto resource = [](const char *type, const QJsonObject &properties) {
            return QJsonObject { { QStringLiteral("Type"), QLatin1String(type) }, { QStringLiteral("Properties"), properties } };
        };
        const auto sub = [](const QString &text) { return QJsonObject { { QStringLiteral("Fn::Sub"), text } }; };
        QJsonObject resources;
        resources[QStringLiteral("Api")] = resource("AWS::ApiGatewayV2::Api", { { QStringLiteral("Name"), QStringLiteral("rules") },
            { QStringLiteral("ProtocolType"), QStringLiteral("WEBSOCKET") }, { QStringLiteral("RouteSelectionExpression"), selection } });
        resources[QStringLiteral("Function")] = resource("AWS::Lambda::Function", { { QStringLiteral("Handler"), QStringLiteral("index.handler") },
            { QStringLiteral("Runtime"), QStringLiteral("nodejs18.x") },
            { QStringLiteral("Code"), QJsonObject { { QStringLiteral("ZipFile"), QString::fromUtf8(code) } } } });
        resources[QStringLiteral("Integration")] = resource("AWS::ApiGatewayV2::Integration", { { QStringLiteral("ApiId"), reference("Api") },
            { QStringLiteral("IntegrationType"), QStringLiteral("AWS_PROXY") },
            { QStringLiteral("IntegrationUri"), sub(QStringLiteral("arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations")) } });
        resources[QStringLiteral("Stage")] = resource("AWS::ApiGatewayV2::Stage", { { QStringLiteral("ApiId"), reference("Api") },
            { QStringLiteral("StageName"), QStringLiteral("dev") }, { QStringLiteral("AutoDeploy"), true },
            { QStringLiteral("StageVariables"), stageVariables } });
        for (qsizetype i = 0; i < routeKeys.size(); ++i) {
            const QString id = QStringLiteral("Route%1").arg(i);
            resources[id] = resource("AWS::ApiGatewayV2::Route", { { QStringLiteral("ApiId"), reference("Api") },
                { QStringLiteral("RouteKey"), routeKeys.at(i) }, { QStringLiteral("Target"), sub(QStringLiteral("integrations/${Integration}")) },
                { QStringLiteral("RouteResponseSelectionExpression"), QStringLiteral("$default") } });
            resources[id + QStringLiteral("Response")] = resource("AWS::ApiGatewayV2::RouteResponse", { { QStringLiteral("ApiId"), reference("Api") },
                { QStringLiteral("RouteId"), reference(id.toLatin1().constData()) }, { QStringLiteral("RouteResponseKey"), QStringLiteral("$default") } });
        }
        return QJsonDocument(QJsonObject { { QStringLiteral("AWSTemplateFormatVersion"), QStringLiteral("2010-09-09") },
                                           { QStringLiteral("Resources"), resources } }).toJson();
    }

    bool isWritten = true;

private:
    QTemporaryDir m_folder;
};
