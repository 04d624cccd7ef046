// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/integrations/mapped.h"

namespace greenroom {

// MOCK: no backend; the request template yields {"statusCode": 200} and an integration response the answer.
class MockIntegration : public MappedIntegration
{
    Q_OBJECT

public:
    static std::unique_ptr<Integration> make(const IntegrationSpec &spec, const IntegrationContext &context);

    QFuture<IntegrationResponse> invoke(const Invocation &invocation) override;

private:
    using MappedIntegration::MappedIntegration;
};

} // namespace greenroom
