// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

// A chat service as the models see it, told fact by fact: who connects, what is said, what fails.
class Stage
{
public:
    using Batch = QList<greenroom::Event>;

    explicit Stage(qint64 at = 1'792'663'200'000)
        : m_at(at)
    {
    }

    qint64 now() const { return m_at; }
    Batch take() { return std::exchange(m_events, {}); }
    void pass(qint64 ms) { m_at += ms; }

    Stage &project(const QString &file = QStringLiteral("/nowhere/serverless.yml"))
    {
        greenroom::ProjectOpened project;
        project.apiId = QStringLiteral("shopapi123");
        project.name = QStringLiteral("shop");
        project.file = file;
        project.format = QStringLiteral("serverless");
        project.stage = QStringLiteral("local");
        project.routeSelectionExpression = QStringLiteral("$request.body.action");
        for (const auto &[route, function] : { std::pair { "$connect", "auth" }, { "say", "say" }, { "start", "startRun" }, { "$default", "fallback" } })
            project.routes << QJsonObject { { QStringLiteral("routeKey"), QLatin1String(route) }, { QStringLiteral("function"), QLatin1String(function) }, { QStringLiteral("integration"), QStringLiteral("AWS_PROXY") } };
        project.functions << QJsonObject { { QStringLiteral("name"), QStringLiteral("say") }, { QStringLiteral("handler"), QStringLiteral("src/handler.say") } };
        add(project);
        greenroom::ListeningChanged listening;
        listening.apiId = project.apiId;
        listening.state = QStringLiteral("listening");
        listening.port = 3001;
        listening.wsUrl = QStringLiteral("ws://127.0.0.1:3001/local");
        listening.httpUrl = QStringLiteral("http://127.0.0.1:3001/local");
        return add(listening);
    }

    Stage &opens(const QString &id, const QString &name = {}, const QString &side = QStringLiteral("hosted"), const QString &url = {})
    {
        greenroom::ConnectionOpened opened;
        opened.apiId = side == QLatin1String("hosted") ? QStringLiteral("shopapi123") : QString();
        opened.connectionId = id;
        opened.name = name;
        opened.side = side;
        opened.url = url.isEmpty() ? QStringLiteral("/local") : url;
        opened.subprotocol = QStringLiteral("results.v1");
        opened.requestHeaders = { { QStringLiteral("Authorization"), QStringLiteral("Bearer verysecret") } };
        return add(opened);
    }

    Stage &closes(const QString &id, int code = 1000)
    {
        greenroom::ConnectionClosed closed;
        closed.connectionId = id;
        closed.code = code;
        closed.closedBy = QStringLiteral("client");
        return add(closed);
    }

    // A message to the service, the call it makes, and how that ends.
    Stage &says(const QString &id, const QByteArray &body, const QString &route = QStringLiteral("say"), double ms = 4, const QString &error = {})
    {
        const QString request = asks(id, body, route);
        pass(qint64(ms));
        return answers(id, request, route, ms, error);
    }

    QString asks(const QString &id, const QByteArray &body, const QString &route)
    {
        const QString request = QStringLiteral("req%1").arg(++m_requests, 6, 10, QLatin1Char('0'));
        greenroom::MessageReceived message;
        message.connectionId = id;
        message.opcode = QStringLiteral("text");
        message.body = body;
        message.size = body.size();
        message.routeKey = route;
        message.requestId = request;
        add(message);
        greenroom::IntegrationInvoked invoked;
        invoked.apiId = QStringLiteral("shopapi123");
        invoked.requestId = request;
        invoked.connectionId = id;
        invoked.routeKey = route;
        invoked.function = functionOf(route);
        invoked.integration = QStringLiteral("AWS_PROXY");
        invoked.event = QJsonDocument(QJsonObject {
                                          { QStringLiteral("requestContext"), QJsonObject { { QStringLiteral("routeKey"), route }, { QStringLiteral("connectionId"), id }, { QStringLiteral("identity"), QJsonObject { { QStringLiteral("sourceIp"), QStringLiteral("127.0.0.1") } } } } },
                                          { QStringLiteral("body"), QString::fromUtf8(body) },
                                          { QStringLiteral("isBase64Encoded"), false } })
                            .toJson(QJsonDocument::Compact);
        add(invoked);
        return request;
    }

    Stage &answers(const QString &id, const QString &request, const QString &route, double ms, const QString &error = {})
    {
        logs(id, request, QStringLiteral("INFO"), QStringLiteral("call of %1").arg(route));
        greenroom::IntegrationAnswered answered;
        answered.requestId = request;
        answered.connectionId = id;
        answered.routeKey = route;
        answered.function = functionOf(route);
        answered.outcome = error.isEmpty() ? QStringLiteral("ok") : QStringLiteral("error");
        answered.durationMs = ms;
        answered.queueMs = 0.3;
        answered.handlerMs = ms - 1.3;
        answered.answerMs = 1;
        answered.memoryMb = 128;
        answered.maxMemoryMb = 41;
        answered.billedMs = int(ms) + 1;
        if (!error.isEmpty()) {
            logs(id, request, QStringLiteral("ERROR"), QStringLiteral("TypeError: ") + error);
            answered.errorType = QStringLiteral("TypeError");
            answered.errorMessage = error;
            answered.stackTrace = { QStringLiteral("TypeError: ") + error, QStringLiteral("    at startRun (src/handler.js:3:28)"),
                                    QStringLiteral("    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)") };
            answered.clientGot = R"({"message":"Internal server error","connectionId":")" + id.toUtf8() + R"(","requestId":")" + request.toUtf8() + "\"}";
            receives(id, answered.clientGot, request);
        }
        return add(answered);
    }

    Stage &logs(const QString &id, const QString &request, const QString &level, const QString &text)
    {
        greenroom::FunctionLogged line;
        line.connectionId = id;
        line.requestId = request;
        line.level = level;
        line.text = text;
        return add(line);
    }

    // A message from the service.
    Stage &receives(const QString &id, const QByteArray &body, const QString &request = {}, const QString &opcode = QStringLiteral("text"))
    {
        greenroom::MessageSent message;
        message.connectionId = id;
        message.opcode = opcode;
        message.body = body;
        message.size = body.size();
        message.requestId = request;
        message.origin = request.isEmpty() ? QStringLiteral("post") : QStringLiteral("error");
        return add(message);
    }

    Stage &refuses(int status, const QString &reason, const QString &remedy, const QString &clientId = {}, const QString &url = {})
    {
        greenroom::ConnectRefused refused;
        refused.apiId = clientId.isEmpty() ? QStringLiteral("shopapi123") : QString();
        refused.connectionId = clientId;
        refused.status = status;
        refused.reason = reason;
        refused.remedy = remedy;
        refused.sourceIp = QStringLiteral("127.0.0.1");
        refused.path = url.isEmpty() ? QStringLiteral("/local") : url;
        return add(refused);
    }

    template <class Fact>
    Stage &add(const Fact &fact)
    {
        m_events << greenroom::Event { ++m_sequence, m_at, fact };
        m_at += 3;
        return *this;
    }

private:
    static QString functionOf(const QString &route) { return route == QLatin1String("start") ? QStringLiteral("startRun") : route; }

    Batch m_events;
    qint64 m_at;
    quint64 m_sequence = 0;
    int m_requests = 0;
};
