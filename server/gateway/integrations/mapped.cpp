// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/integrations/mapped.h"

#include <QJsonDocument>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// integration.response.header.x, .body.x, .statuscode: what chooses a response template.
QString responseVariable(const QString &variable, int status, const QList<RequestHead::Header> &headers, const QByteArray &body)
{
    static constexpr QLatin1StringView header("integration.response.header.");
    static constexpr QLatin1StringView inBody("integration.response.body.");
    if (variable == "integration.response.statuscode"_L1)
        return QString::number(status);
    if (variable.startsWith(inBody)) {
        const QJsonDocument json = QJsonDocument::fromJson(body);
        const std::optional<QJsonValue> found = json.isObject() ? selectJson(json.object(), variable.mid(inBody.size())) : std::nullopt;
        return found ? selectionText(*found) : QString();
    }
    for (const RequestHead::Header &candidate : headers) {
        if (variable.startsWith(header) && candidate.name.compare(variable.mid(header.size()).toLatin1(), Qt::CaseInsensitive) == 0)
            return QString::fromUtf8(candidate.value);
    }
    return {};
}

} // namespace

MappedIntegration::MappedIntegration(const IntegrationSpec &spec, const IntegrationContext &context)
    : m_journal(context.journal)
    , m_request(spec.requestTemplates, spec.templateSelectionExpression, u"request template"_s, m_problems)
    , m_passthrough(spec.passthroughBehavior)
    , m_responses(spec.responses, m_problems)
{
}

Result<QByteArray> MappedIntegration::requestOf(const Invocation &invocation, const MappingSource &source) const
{
    const Result<vtl::Template> *chosen = m_request.choose([&source](const QString &variable) {
        return source.values(variable.startsWith("request."_L1) ? u"route."_s + variable : variable).join(u',');
    });
    if (!chosen) {
        const bool passes = m_passthrough == "WHEN_NO_TEMPLATES"_L1 ? m_request.isEmpty() : m_passthrough != "NEVER"_L1;
        if (passes)
            return invocation.body;
        return Error { 415, u"no request template fits, and PassthroughBehavior is %1"_s.arg(m_passthrough) };
    }
    if (!*chosen)
        return chosen->error();
    const Result<QString> text = vtl::render(**chosen, source.variables());
    return text ? Result<QByteArray>(text->toUtf8()) : text.error();
}

IntegrationResponse MappedIntegration::answerOf(const Invocation &invocation, const MappingSource &source, const Given &outcome) const
{
    IntegrationResponse response;
    response.statusCode = outcome.status;
    response.headers = outcome.headers;
    // Without integration responses nothing goes back (R); with them, one has to fit.
    response.silent = m_responses.isEmpty();
    if (m_responses.isEmpty())
        return response;
    const ResponseChoice::Response *chosen = m_responses.choose(outcome.tested);
    if (!chosen)
        return failed(invocation, u"answer"_s, u"no integration response fits “%1”, and none has the key $default"_s.arg(outcome.tested));
    response.result = outcome.body;
    const Result<vtl::Template> *choice = chosen->templates.choose([&outcome](const QString &variable) {
        return responseVariable(variable, outcome.status, outcome.headers, outcome.body);
    });
    if (choice && !*choice)
        return failed(invocation, u"answer"_s, choice->error().text);
    if (choice) {
        const Result<QString> text = vtl::render(**choice, source.variables(outcome.body, outcome.status));
        if (!text)
            return failed(invocation, u"answer"_s, text.error().text);
        response.result = text->toUtf8();
    }
    if (chosen->contentHandling == "CONVERT_TO_TEXT"_L1)
        response.result = response.result.toBase64();
    else if (chosen->contentHandling == "CONVERT_TO_BINARY"_L1)
        response.result = QByteArray::fromBase64(response.result);
    return response;
}

IntegrationResponse MappedIntegration::failed(const Invocation &invocation, const QString &what, const QString &why) const
{
    IntegrationResponse response;
    response.outcome = IntegrationResponse::Outcome::NotCallable;
    response.errorType = u"MappingError"_s;
    response.errorMessage = u"The %1 of the route “%2” could not be mapped: %3."_s.arg(what, invocation.routeKey, why);
    Notice notice;
    notice.severity = u"error"_s;
    notice.area = u"gateway"_s;
    notice.text = response.errorMessage;
    notice.remedy = u"Correct the template or PassthroughBehavior of this integration."_s;
    m_journal.record(notice);
    return response;
}

QFuture<IntegrationResponse> answered(IntegrationResponse response)
{
    return QtFuture::makeReadyFuture(std::move(response));
}

} // namespace greenroom
