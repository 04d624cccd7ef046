// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/integrations/builtin.h"

#include "gateway/integrations/demoservice.h"

#include <QPromise>
#include <QFuture>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

BuiltinIntegration::BuiltinIntegration(QString handler, DemoService *demo)
    : m_handler(std::move(handler))
    , m_demo(demo)
{
}

std::unique_ptr<Integration> BuiltinIntegration::make(const IntegrationSpec &spec, const IntegrationContext &context)
{
    auto integration = std::unique_ptr<BuiltinIntegration>(new BuiltinIntegration(spec.function, context.demo));
    integration->m_post = context.post;
    return integration;
}

std::optional<IntegrationResponse> BuiltinIntegration::invokeNow(const Invocation &invocation)
{
    if (m_handler != "echo"_L1)
        return std::nullopt;
    IntegrationResponse response;
    response.result = invocation.body;
    response.binary = invocation.binary;
    return response;
}

QFuture<IntegrationResponse> BuiltinIntegration::invoke(const Invocation &invocation)
{
    if (const std::optional<IntegrationResponse> now = invokeNow(invocation))
        return QtFuture::makeReadyFuture(*now);
    auto promise = std::make_shared<QPromise<IntegrationResponse>>();
    promise->start();
    const QFuture<IntegrationResponse> future = promise->future();
    const bool known = m_demo && m_demo->call(m_handler, invocation, m_post, [promise](IntegrationResponse response) {
        promise->addResult(std::move(response));
        promise->finish();
    });
    if (!known) {
        IntegrationResponse response;
        response.outcome = IntegrationResponse::Outcome::NotCallable;
        response.errorMessage = u"There is no built-in handler “%1”."_s.arg(m_handler);
        promise->addResult(response);
        promise->finish();
    }
    return future;
}

} // namespace greenroom
