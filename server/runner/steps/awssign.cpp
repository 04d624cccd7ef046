// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/steps/awssign.h"

#include "runner/steps/simplestep.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QByteArray given(const yaml::Node &aws, const QString &key, const char *variable)
{
    const QString text = aws[key].toText();
    return text.isEmpty() ? qgetenv(variable) : text.toUtf8();
}

QByteArray regionOf(const yaml::Node &aws, const QUrl &url)
{
    static const QRegularExpression executeApi(u"\\.execute-api\\.([a-z0-9-]+)\\.amazonaws\\.com(\\.cn)?$"_s);
    if (const QString region = aws[u"region"_s].toText(); !region.isEmpty())
        return region.toUtf8();
    if (const auto match = executeApi.match(url.host()); match.hasMatch())
        return match.captured(1).toUtf8();
    return qEnvironmentVariableIsEmpty("AWS_REGION") ? qgetenv("AWS_DEFAULT_REGION") : qgetenv("AWS_REGION");
}

} // namespace

Result<HeaderList> signAws(const yaml::Node &sign, AwsRequest request, Masking &masking, QUrl *url)
{
    const yaml::Node &aws = sign[u"aws"_s];
    const AwsCredentials credentials { given(aws, u"access_key"_s, "AWS_ACCESS_KEY_ID"), given(aws, u"secret_key"_s, "AWS_SECRET_ACCESS_KEY"),
                                       aws.contains(u"access_key"_s) ? aws[u"session_token"_s].toText().toUtf8()
                                                                     : given(aws, u"session_token"_s, "AWS_SESSION_TOKEN") };
    request.url = *url;
    request.region = regionOf(aws, *url);
    request.service = aws[u"service"_s].toText(u"execute-api"_s).toUtf8();
    request.time = QDateTime::currentDateTimeUtc();
    if (credentials.accessKey.isEmpty() || credentials.secretKey.isEmpty())
        return Error { 3, u"there are no AWS keys to sign with: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name them under “sign”"_s };
    if (request.region.isEmpty())
        return Error { 3, u"no AWS region is known to sign for: set AWS_REGION, or “region” under “sign”"_s };
    masking.add(u"AWS_SECRET_ACCESS_KEY"_s, QString::fromUtf8(credentials.secretKey));
    masking.add(u"AWS_SESSION_TOKEN"_s, QString::fromUtf8(credentials.sessionToken));
    if (aws[u"in"_s].toText() != "query"_L1)
        return awsSignedHeaders(request, credentials);
    *url = awsSignedUrl(request, credentials, parseDuration(aws[u"expires"_s].toText(u"0ms"_s)).value_or(0) / 1000);
    return HeaderList {};
}

Problems validateSign(const yaml::Node &sign)
{
    if (sign.isNull())
        return {};
    Problems problems = unknownStepKeys(sign, { u"aws"_s }, u"sign"_s);
    const yaml::Node &aws = sign[u"aws"_s];
    if (!sign.isMapping() || (!aws.isMapping() && !aws.isNull()) || !sign.contains(u"aws"_s))
        problems.append({ Problem::Severity::Error, u"“sign” says how: “aws: {}” at least"_s, {}, sign.place });
    problems += unknownStepKeys(aws, { u"region"_s, u"service"_s, u"access_key"_s, u"secret_key"_s, u"session_token"_s, u"in"_s, u"expires"_s }, u"aws"_s);
    const QString where = aws[u"in"_s].toText(u"headers"_s);
    if (where != "headers"_L1 && where != "query"_L1)
        problems.append({ Problem::Severity::Error, u"a signature is in “headers” or “query”, not in “%1”"_s.arg(where), {}, aws[u"in"_s].place });
    for (const char *key : { "secret_key", "session_token" }) {
        const yaml::Node &value = aws[QLatin1StringView(key)];
        if (!value.isNull() && !value.toText().contains("${"_L1))
            problems.append({ Problem::Severity::Error, u"“%1” stands in the file"_s.arg(QLatin1StringView(key)),
                              u"write “${secret.NAME}” and name its source under “secrets”"_s, value.place });
    }
    return problems;
}

} // namespace greenroom
