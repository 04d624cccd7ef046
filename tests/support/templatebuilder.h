// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

// A CloudFormation template of one WebSocket API, route by route, in a folder of its own.
class TemplateBuilder
{
public:
    explicit TemplateBuilder(const QJsonObject &apiMore = {}, const QJsonObject &stageMore = {})
    {
        QJsonObject api { { u"Name"_s, u"built"_s }, { u"ProtocolType"_s, u"WEBSOCKET"_s }, { u"RouteSelectionExpression"_s, u"$request.body.action"_s } };
        merge(api, apiMore);
        add(u"Api"_s, "AWS::ApiGatewayV2::Api", api, false);
        QJsonObject stage { { u"StageName"_s, u"dev"_s }, { u"AutoDeploy"_s, true } };
        merge(stage, stageMore);
        add(u"Stage"_s, "AWS::ApiGatewayV2::Stage", stage);
    }

    void add(const QString &id, const char *type, QJsonObject properties, bool ofApi = true)
    {
        if (ofApi)
            properties.insert(u"ApiId"_s, QJsonObject { { u"Ref"_s, u"Api"_s } });
        m_resources.insert(id, QJsonObject { { u"Type"_s, QLatin1String(type) }, { u"Properties"_s, properties } });
    }

    // A route, answering when twoWay, with its integration and integration responses.
    void route(const QString &key, const QJsonObject &integration, bool twoWay = true, const QJsonArray &responses = {}, const QJsonObject &routeMore = {})
    {
        const QString id = u"R%1"_s.arg(m_count++);
        add(id + u"I"_s, "AWS::ApiGatewayV2::Integration", integration);
        int number = 0;
        for (const QJsonValue &response : responses) {
            QJsonObject properties = response.toObject();
            properties.insert(u"IntegrationId"_s, QJsonObject { { u"Ref"_s, id + u"I"_s } });
            add(u"%1A%2"_s.arg(id).arg(number++), "AWS::ApiGatewayV2::IntegrationResponse", properties);
        }
        QJsonObject properties { { u"RouteKey"_s, key },
                                 { u"Target"_s, QJsonObject { { u"Fn::Sub"_s, u"integrations/${%1I}"_s.arg(id) } } } };
        if (twoWay)
            properties.insert(u"RouteResponseSelectionExpression"_s, u"$default"_s);
        merge(properties, routeMore);
        add(id, "AWS::ApiGatewayV2::Route", properties);
        if (twoWay)
            add(id + u"W"_s, "AWS::ApiGatewayV2::RouteResponse",
                { { u"RouteId"_s, QJsonObject { { u"Ref"_s, id } } }, { u"RouteResponseKey"_s, u"$default"_s } });
    }

    // A function with its code in the template, and the URI that leads an integration to it.
    QJsonObject function(const QString &id, const QString &code)
    {
        add(id, "AWS::Lambda::Function",
            { { u"Runtime"_s, u"nodejs18.x"_s }, { u"Handler"_s, u"index.handler"_s }, { u"Code"_s, QJsonObject { { u"ZipFile"_s, code } } } }, false);
        return { { u"Fn::Sub"_s, u"arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${%1.Arn}/invocations"_s.arg(id) } };
    }

    void settings(const QByteArray &yaml) { write(u"greenroom.project.yaml"_s, yaml); }

    // The folder, written.
    QString project()
    {
        write(u"template.json"_s, QJsonDocument(QJsonObject { { u"Resources"_s, m_resources } }).toJson());
        return m_folder.path();
    }

private:
    static void merge(QJsonObject &into, const QJsonObject &from)
    {
        for (auto it = from.begin(); it != from.end(); ++it)
            into.insert(it.key(), *it);
    }
    void write(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(name));
        if (file.open(QFile::WriteOnly))
            file.write(bytes);
    }

    QTemporaryDir m_folder;
    QJsonObject m_resources;
    int m_count = 0;
};
