// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/integrations/integration.h"

namespace greenroom {

// MOCK: no backend; the request template yields {"statusCode": 200} and the response template the answer.
// Templates are taken as they stand: mapping language in them is refused when the project is read.
class MockIntegration : public Integration
{
    Q_OBJECT

public:
    static std::unique_ptr<Integration> make(const IntegrationSpec &spec, const IntegrationContext &context);

    QFuture<IntegrationResponse> invoke(const Invocation &invocation) override;

private:
    explicit MockIntegration(const IntegrationSpec &spec);

    IntegrationResponse m_response;
};

} // namespace greenroom
