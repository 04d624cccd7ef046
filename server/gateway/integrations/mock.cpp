// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/integrations/mock.h"

#include <QJsonDocument>
#include <QFuture>

using namespace Qt::StringLiterals;

namespace greenroom {

MockIntegration::MockIntegration(const IntegrationSpec &spec)
{
    const QString request = spec.requestTemplates.value(u"$default"_s).toString(
        spec.requestTemplates.isEmpty() ? QString() : spec.requestTemplates.begin().value().toString());
    m_response.statusCode = QJsonDocument::fromJson(request.toUtf8()).object().value("statusCode"_L1).toInt(200);
    for (const QJsonValue &entry : spec.responses) {
        const QJsonObject response = entry.toObject();
        if (response.value("IntegrationResponseKey"_L1).toString() != "$default"_L1)
            continue;
        const QJsonObject templates = response.value("ResponseTemplates"_L1).toObject();
        if (!templates.isEmpty())
            m_response.result = templates.begin().value().toString().toUtf8();
    }
}

std::unique_ptr<Integration> MockIntegration::make(const IntegrationSpec &spec, const IntegrationContext &)
{
    return std::unique_ptr<Integration>(new MockIntegration(spec));
}

QFuture<IntegrationResponse> MockIntegration::invoke(const Invocation &)
{
    return QtFuture::makeReadyFuture(m_response);
}

} // namespace greenroom
