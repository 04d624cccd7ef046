// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/integrations/http.h"

#include "gateway/integrations/upstreamcall.h"

#include <QJsonArray>
#include <QPromise>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr QLatin1StringView toHeader("integration.request.header.");
constexpr QLatin1StringView toQuery("integration.request.querystring.");
constexpr QLatin1StringView toPath("integration.request.path.");

// Of the client's headers these are between it and us.
bool isHopHeader(const QString &name)
{
    static const QStringList hops { u"host"_s, u"connection"_s, u"upgrade"_s, u"content-length"_s, u"transfer-encoding"_s,
                                    u"keep-alive"_s, u"te"_s, u"trailer"_s, u"proxy-connection"_s };
    return hops.contains(name.toLower());
}

void setHeader(QList<RequestHead::Header> &headers, const QByteArray &name, const QByteArray &value)
{
    headers.removeIf([&name](const RequestHead::Header &header) { return header.name.compare(name, Qt::CaseInsensitive) == 0; });
    headers.append({ name, value });
}

} // namespace

HttpIntegration::HttpIntegration(const IntegrationSpec &spec, const IntegrationContext &context)
    : MappedIntegration(spec, context)
    , m_spec(spec)
    , m_uri(spec.uri)
    , m_apiId(context.api.id)
{
    for (auto it = context.api.stageVariables.begin(); it != context.api.stageVariables.end(); ++it)
        m_uri.replace(u"${stageVariables.%1}"_s.arg(it.key()), it.value());
    if (m_spec.method.isEmpty() || m_spec.method == "ANY"_L1)
        m_spec.method = u"POST"_s;
}

std::unique_ptr<Integration> HttpIntegration::make(const IntegrationSpec &spec, const IntegrationContext &context)
{
    return std::unique_ptr<Integration>(new HttpIntegration(spec, context));
}

Problems HttpIntegration::problems() const
{
    Problems problems = MappedIntegration::problems();
    const QUrl url(m_uri);
    if ((url.scheme() != "http"_L1 && url.scheme() != "https"_L1) || url.host().isEmpty())
        problems.append({ Problem::Severity::Error, u"“%1” is no address of an HTTP back end."_s.arg(m_uri),
                          u"IntegrationUri begins with http:// or https://."_s, {} });
    return problems;
}

QList<RequestHead::Header> HttpIntegration::headersOf(const Invocation &invocation, const MappingSource &source) const
{
    QList<RequestHead::Header> headers;
    const bool passesOn = m_spec.type == IntegrationType::HttpProxy && invocation.routeKey == "$connect"_L1;
    const QJsonObject client = source.event().value("multiValueHeaders"_L1).toObject();
    for (auto it = client.begin(); passesOn && it != client.end(); ++it) {
        const QJsonArray values = it->toArray();
        for (const QJsonValue &value : values) {
            if (!isHopHeader(it.key()))
                headers.append({ it.key().toLatin1(), value.toString().toUtf8() });
        }
    }
    if (!passesOn) {
        setHeader(headers, "User-Agent", "AmazonAPIGateway_" + m_apiId.toLatin1());
        setHeader(headers, "X-Amzn-Trace-Id", "Root=" + invocation.traceId.toLatin1());
        setHeader(headers, "Content-Type", "application/json");
    }
    setHeader(headers, "X-Amzn-Apigateway-Api-Id", m_apiId.toLatin1());
    const QJsonObject &mappings = m_spec.requestParameters;
    for (auto it = mappings.begin(); it != mappings.end(); ++it) {
        if (!it.key().startsWith(toHeader))
            continue;
        const QString name = it.key().mid(toHeader.size());
        const QStringList values = source.values(it->toString());
        if (!values.isEmpty() && name.compare("host"_L1, Qt::CaseInsensitive) != 0)
            setHeader(headers, name.toLatin1(), values.join(u',').toUtf8());
    }
    return headers;
}

QUrl HttpIntegration::urlOf(const Invocation &invocation, const MappingSource &source) const
{
    QString uri = m_uri;
    const QJsonObject &mappings = m_spec.requestParameters;
    for (auto it = mappings.begin(); it != mappings.end(); ++it) {
        if (it.key().startsWith(toPath))
            uri.replace(u'{' + it.key().mid(toPath.size()) + u'}',
                        QString::fromLatin1(QUrl::toPercentEncoding(source.values(it->toString()).join(u','))));
    }
    QUrl url(uri);
    QByteArray query = url.query(QUrl::FullyEncoded).toLatin1();
    const auto add = [&query](const QString &name, const QString &value) {
        query += (query.isEmpty() ? "" : "&") + QUrl::toPercentEncoding(name) + '=' + QUrl::toPercentEncoding(value);
    };
    const QJsonObject client = source.event().value("multiValueQueryStringParameters"_L1).toObject();
    const bool passesOn = m_spec.type == IntegrationType::HttpProxy && invocation.routeKey == "$connect"_L1;
    for (auto it = client.begin(); passesOn && it != client.end(); ++it) {
        const QJsonArray values = it->toArray();
        for (const QJsonValue &value : values) {
            if (!mappings.contains(toQuery + it.key()))
                add(it.key(), value.toString());
        }
    }
    for (auto it = mappings.begin(); it != mappings.end(); ++it) {
        if (!it.key().startsWith(toQuery))
            continue;
        const QStringList values = source.values(it->toString());
        for (const QString &value : values)
            add(it.key().mid(toQuery.size()), value);
    }
    if (!query.isEmpty())
        url.setQuery(QString::fromLatin1(query), QUrl::StrictMode);
    return url;
}

QFuture<IntegrationResponse> HttpIntegration::invoke(const Invocation &invocation)
{
    const MappingSource source(invocation);
    UpstreamRequest request;
    request.method = m_spec.method.toLatin1();
    request.url = urlOf(invocation, source);
    request.headers = headersOf(invocation, source);
    request.timeoutMs = m_spec.timeoutMs;
    request.body = invocation.body;
    const bool isProxy = m_spec.type == IntegrationType::HttpProxy;
    if (!isProxy) {
        const Result<QByteArray> body = requestOf(invocation, source);
        if (!body)
            return answered(failed(invocation, u"request"_s, body.error().text));
        request.body = *body;
    }
    if (request.method == "GET" || request.method == "HEAD")
        request.body.clear();
    auto promise = std::make_shared<QPromise<IntegrationResponse>>();
    promise->start();
    UpstreamCall::start(request, this, [this, promise, invocation, source, isProxy](const Result<HttpAnswer> &answer) {
        IntegrationResponse response;
        if (!answer) {
            response.outcome = answer.error().code == 504 ? IntegrationResponse::Outcome::Timeout : IntegrationResponse::Outcome::Error;
            response.errorType = u"IntegrationFailure"_s;
            response.errorMessage = answer.error().text;
        } else {
            QList<RequestHead::Header> headers;
            for (const auto &[name, value] : answer->headers)
                headers.append({ name, value });
            if (isProxy) {
                response.statusCode = answer->status;
                response.headers = headers;
                response.result = answer->body;
                response.silent = answer->body.isEmpty();
            } else {
                response = answerOf(invocation, source, { answer->status, answer->body, QString::number(answer->status), headers });
            }
        }
        promise->addResult(response);
        promise->finish();
    });
    return promise->future();
}

} // namespace greenroom
