// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/integrations/mapped.h"

namespace greenroom {

// HTTP_PROXY: the message as it is to a back end, its answer as it is back; on $connect the client's headers and
// query go along. HTTP: a template in between on either way. Both map parameters (contract §4.2, §4.3).
class HttpIntegration : public MappedIntegration
{
    Q_OBJECT

public:
    static std::unique_ptr<Integration> make(const IntegrationSpec &spec, const IntegrationContext &context);

    QFuture<IntegrationResponse> invoke(const Invocation &invocation) override;
    Problems problems() const override;

private:
    HttpIntegration(const IntegrationSpec &spec, const IntegrationContext &context);

    QList<RequestHead::Header> headersOf(const Invocation &invocation, const MappingSource &source) const;
    QUrl urlOf(const Invocation &invocation, const MappingSource &source) const;

    IntegrationSpec m_spec;
    QString m_uri;               // with the stage's variables in it
    QString m_apiId;
};

} // namespace greenroom
