// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/integrations/aws.h"
#include "gateway/integrations/builtin.h"
#include "gateway/integrations/http.h"
#include "gateway/integrations/integration.h"
#include "gateway/integrations/lambdaproxy.h"
#include "gateway/integrations/mock.h"
#include "gateway/integrations/testsuite.h"

namespace greenroom {

namespace {

struct IntegrationKind
{
    IntegrationType type;
    std::unique_ptr<Integration> (*make)(const IntegrationSpec &spec, const IntegrationContext &context);
};

// The table of integration kinds.
constexpr IntegrationKind kinds[] = {
    { IntegrationType::AwsProxy, &LambdaProxyIntegration::make },
    { IntegrationType::Mock, &MockIntegration::make },
    { IntegrationType::HttpProxy, &HttpIntegration::make },
    { IntegrationType::Http, &HttpIntegration::make },
    { IntegrationType::Aws, &AwsIntegration::make },
    { IntegrationType::Builtin, &BuiltinIntegration::make },
    { IntegrationType::TestSuite, &TestSuiteIntegration::make },
};

} // namespace

std::unique_ptr<Integration> makeIntegration(const IntegrationSpec &spec, const IntegrationContext &context)
{
    for (const IntegrationKind &kind : kinds) {
        if (kind.type == spec.type)
            return kind.make(spec, context);
    }
    return nullptr;
}

} // namespace greenroom
