// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/integrations/mapped.h"

#include <QUrl>

namespace greenroom {

// AWS: a local function that is given what a template made of the message, or an action of DynamoDB where
// AWS_ENDPOINT_URL_DYNAMODB says there is a local one.
class AwsIntegration : public MappedIntegration
{
    Q_OBJECT

public:
    static std::unique_ptr<Integration> make(const IntegrationSpec &spec, const IntegrationContext &context);

    QFuture<IntegrationResponse> invoke(const Invocation &invocation) override;
    Problems problems() const override;

private:
    AwsIntegration(const IntegrationSpec &spec, const IntegrationContext &context);

    QFuture<IntegrationResponse> callFunction(const Invocation &invocation, const MappingSource &source, const QByteArray &payload);
    QFuture<IntegrationResponse> callDynamoDb(const Invocation &invocation, const MappingSource &source, const QByteArray &payload);

    IntegrationSpec m_spec;
    QByteArray m_region;
    FunctionPool &m_functions;
    QUrl m_endpoint;             // of a local DynamoDB; empty: none is known
};

} // namespace greenroom
