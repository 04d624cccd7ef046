// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/signatures.h"

#include "core/jsonstring.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

SignatureRules signatureRules(const Api &api, const ProjectSettings &settings)
{
    SignatureRules rules;
    rules.region = api.region.toLatin1();
    rules.strict = settings.strictSignatures;
    rules.secrets = settings.credentials;
    // What functionenvironment.cpp gives to every function, unless the project gives its own.
    rules.secrets.insert(u"GREENROOMLOCAL000000"_s, u"greenroom-local-secret"_s);
    const QString own = settings.environment.value(u"AWS_ACCESS_KEY_ID"_s);
    if (!own.isEmpty())
        rules.secrets.insert(own, settings.environment.value(u"AWS_SECRET_ACCESS_KEY"_s));
    return rules;
}

SignatureVerdict checkSignature(const RequestHead &head, const QByteArray &body, SignatureRules rules)
{
    rules.now = QDateTime::currentDateTimeUtc();
    SignedRequest request { head.method, head.path(), head.query(), {}, body };
    for (const RequestHead::Header &header : head.headers)
        request.headers.append({ header.name, header.value });
    return checkSignature(request, rules);
}

HttpResponse signatureRefusal(const SignatureVerdict &verdict)
{
    HttpResponse response = HttpResponse::json(403, "{\"message\":" + jsonString(verdict.message.toUtf8()) + '}');
    response.headers.append(RequestHead::Header { "x-amzn-ErrorType", verdict.errorType });
    return response;
}

} // namespace greenroom
