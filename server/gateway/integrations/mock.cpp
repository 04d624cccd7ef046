// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/integrations/mock.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace greenroom {

std::unique_ptr<Integration> MockIntegration::make(const IntegrationSpec &spec, const IntegrationContext &context)
{
    return std::unique_ptr<Integration>(new MockIntegration(spec, context));
}

QFuture<IntegrationResponse> MockIntegration::invoke(const Invocation &invocation)
{
    const MappingSource source(invocation);
    const Result<QByteArray> request = requestOf(invocation, source);
    if (!request)
        return answered(failed(invocation, u"request"_s, request.error().text));
    // The service also takes {statusCode: 200}, which is no JSON.
    static const QRegularExpression status(uR"(["']?statusCode["']?\s*:\s*["']?(\d{3})\b)"_s);
    const QRegularExpressionMatch match = status.match(QString::fromUtf8(*request));
    if (!match.hasMatch())
        return answered(failed(invocation, u"request"_s, u"the request template of a MOCK integration gives no {\"statusCode\": 200}"_s));
    return answered(answerOf(invocation, source, { match.captured(1).toInt(), {}, match.captured(1), {} }));
}

} // namespace greenroom
