// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/integrations/integration.h"
#include "gateway/mapping.h"

namespace greenroom {

// What the integrations without “proxy” in their name have in common: a template makes the request, an
// integration response chosen by the outcome makes the answer.
class MappedIntegration : public Integration
{
    Q_OBJECT

public:
    Problems problems() const override { return m_problems; }

protected:
    MappedIntegration(const IntegrationSpec &spec, const IntegrationContext &context);

    // What a back end gave.
    struct Given
    {
        int status = 200;
        QByteArray body;
        QString tested;                       // a status or an error's message: what integration responses are chosen by
        QList<RequestHead::Header> headers;
    };

    // The template's text, or the body as it is where PassthroughBehavior lets it through.
    Result<QByteArray> requestOf(const Invocation &invocation, const MappingSource &source) const;
    IntegrationResponse answerOf(const Invocation &invocation, const MappingSource &source, const Given &outcome) const;
    // A mapping that failed: 500 on $connect, “Internal server error” for a message, and a notice that says where.
    IntegrationResponse failed(const Invocation &invocation, const QString &what, const QString &why) const;

private:
    Journal &m_journal;
    Problems m_problems;
    TemplateChoice m_request;
    QString m_passthrough;
    ResponseChoice m_responses;
};

// For what has its answer already.
QFuture<IntegrationResponse> answered(IntegrationResponse response);

} // namespace greenroom
