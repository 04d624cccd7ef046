// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/integrations/lambdaproxy.h"

#include "gateway/lambda/functionpool.h"

#include <utility>

namespace greenroom {

LambdaProxyIntegration::LambdaProxyIntegration(QString function, FunctionPool &functions)
    : m_function(std::move(function))
    , m_functions(functions)
{
}

std::unique_ptr<Integration> LambdaProxyIntegration::make(const IntegrationSpec &spec, const IntegrationContext &context)
{
    return std::unique_ptr<Integration>(new LambdaProxyIntegration(spec.function, context.functions));
}

QFuture<IntegrationResponse> LambdaProxyIntegration::invoke(const Invocation &invocation)
{
    return m_functions.invoke(m_function, invocation);
}

} // namespace greenroom
