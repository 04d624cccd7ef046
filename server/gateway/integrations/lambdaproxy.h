// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/integrations/integration.h"

namespace greenroom {

// AWS_PROXY: a local function behind its pool.
class LambdaProxyIntegration : public Integration
{
    Q_OBJECT

public:
    static std::unique_ptr<Integration> make(const IntegrationSpec &spec, const IntegrationContext &context);

    QFuture<IntegrationResponse> invoke(const Invocation &invocation) override;

private:
    LambdaProxyIntegration(QString function, FunctionPool &functions);

    QString m_function;
    FunctionPool &m_functions;
};

} // namespace greenroom
