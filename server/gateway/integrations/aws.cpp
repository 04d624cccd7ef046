// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/integrations/aws.h"

#include "core/sigv4.h"
#include "gateway/integrations/upstreamcall.h"
#include "gateway/lambda/functionpool.h"
#include "gateway/localtables.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QPromise>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr QLatin1StringView invocationType("integration.request.header.X-Amz-Invocation-Type");

bool isJson(const QByteArray &text)
{
    return QJsonDocument::fromJson('[' + text + ']').array().size() == 1;
}

QByteArray errorText(const IntegrationResponse &response)
{
    return QJsonDocument(QJsonObject { { u"errorMessage"_s, response.errorMessage },
                                       { u"errorType"_s, response.errorType } }).toJson(QJsonDocument::Compact);
}

// The measures of a call stay with the answer that was made of it.
IntegrationResponse withMeasures(IntegrationResponse answer, const IntegrationResponse &call)
{
    answer.queueMs = call.queueMs;
    answer.initMs = call.initMs;
    answer.handlerMs = call.handlerMs;
    answer.billedMs = call.billedMs;
    answer.memoryMb = call.memoryMb;
    answer.maxMemoryMb = call.maxMemoryMb;
    answer.cold = call.cold;
    answer.lambdaRequestId = call.lambdaRequestId;
    answer.instance = call.instance;
    return answer;
}

} // namespace

AwsIntegration::AwsIntegration(const IntegrationSpec &spec, const IntegrationContext &context)
    : MappedIntegration(spec, context)
    , m_spec(spec)
    , m_region(context.api.region.toLatin1())
    , m_functions(context.functions)
    , m_endpoint(localDynamoDb(context.api, {}))
{
}

std::unique_ptr<Integration> AwsIntegration::make(const IntegrationSpec &spec, const IntegrationContext &context)
{
    return std::unique_ptr<Integration>(new AwsIntegration(spec, context));
}

Problems AwsIntegration::problems() const
{
    Problems problems = MappedIntegration::problems();
    if (m_spec.function.isEmpty() && m_endpoint.isEmpty())
        problems.append({ Problem::Severity::Warning, u"The integration %1 is not hosted: no local DynamoDB is known."_s.arg(m_spec.uri),
                          u"Set AWS_ENDPOINT_URL_DYNAMODB to one's address; until then its messages are answered with “Internal server error”."_s, {} });
    return problems;
}

QFuture<IntegrationResponse> AwsIntegration::invoke(const Invocation &invocation)
{
    const MappingSource source(invocation);
    const Result<QByteArray> payload = requestOf(invocation, source);
    if (!payload)
        return answered(failed(invocation, u"request"_s, payload.error().text));
    return m_spec.function.isEmpty() ? callDynamoDb(invocation, source, *payload) : callFunction(invocation, source, *payload);
}

QFuture<IntegrationResponse> AwsIntegration::callFunction(const Invocation &invocation, const MappingSource &source, const QByteArray &payload)
{
    Invocation mapped = invocation;
    mapped.event = payload.trimmed().isEmpty() ? QByteArray("{}") : payload;
    if (!isJson(mapped.event))
        return answered(failed(invocation, u"request"_s, u"a function takes JSON, and the template gives “%1”"_s.arg(QString::fromUtf8(payload.left(80)))));
    QFuture<IntegrationResponse> called = m_functions.invoke(m_spec.function, mapped);
    // 'Event': nobody waits for the function.
    if (source.values(m_spec.requestParameters.value(invocationType).toString()).value(0) == "Event"_L1)
        return answered(answerOf(invocation, source, { 202, {}, {}, {} }));
    using Outcome = IntegrationResponse::Outcome;
    return called.then(this, [this, invocation, source](const IntegrationResponse &response) {
        if (response.outcome != Outcome::Ok && response.outcome != Outcome::Error)
            return response;
        const bool failed = response.outcome == Outcome::Error;
        IntegrationResponse answer = answerOf(invocation, source, { 200, failed ? errorText(response) : response.result,
                                                                    failed ? response.errorMessage : QString(), {} });
        // An error that no integration response speaks of is one for the client too.
        if (failed && answer.silent)
            return response;
        return withMeasures(answer, response);
    });
}

QFuture<IntegrationResponse> AwsIntegration::callDynamoDb(const Invocation &invocation, const MappingSource &source, const QByteArray &payload)
{
    if (m_endpoint.isEmpty())
        return answered(failed(invocation, u"request"_s, u"no local DynamoDB is known; AWS_ENDPOINT_URL_DYNAMODB names one"_s));
    UpstreamRequest request;
    request.url = m_endpoint;
    if (request.url.path().isEmpty())
        request.url.setPath(u"/"_s);
    request.timeoutMs = m_spec.timeoutMs;
    request.body = payload;
    request.headers = { { "Content-Type", "application/x-amz-json-1.0" },
                        { "X-Amz-Target", "DynamoDB_20120810." + m_spec.uri.section(u'/', -1).toLatin1() } };
    AwsRequest asked;
    asked.method = request.method;
    asked.url = request.url;
    asked.contentType = "application/x-amz-json-1.0";
    asked.body = payload;
    asked.region = m_region;
    asked.service = "dynamodb";
    asked.time = QDateTime::currentDateTimeUtc();
    // What our functions sign with: a local DynamoDB keeps tables by access key.
    const HeaderList signature = awsSignedHeaders(asked, { "GREENROOMLOCAL000000", "greenroom-local-secret", {} });
    for (const auto &[name, value] : signature)
        request.headers.append({ name, value });
    auto promise = std::make_shared<QPromise<IntegrationResponse>>();
    promise->start();
    UpstreamCall::start(request, this, [this, promise, invocation, source](const Result<HttpAnswer> &answer) {
        IntegrationResponse response;
        if (answer) {
            response = answerOf(invocation, source, { answer->status, answer->body, QString::number(answer->status), {} });
        } else {
            response.outcome = answer.error().code == 504 ? IntegrationResponse::Outcome::Timeout : IntegrationResponse::Outcome::Error;
            response.errorType = u"IntegrationFailure"_s;
            response.errorMessage = answer.error().text;
        }
        promise->addResult(response);
        promise->finish();
    });
    return promise->future();
}

} // namespace greenroom
