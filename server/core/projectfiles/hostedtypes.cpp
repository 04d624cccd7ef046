// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projectfiles/hostedtypes.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// What a host needs not, or hosts: everything else is told by name.
bool isQuiet(const QString &type)
{
    static const QStringList prefixes { u"AWS::ApiGatewayV2::"_s, u"AWS::IAM::"_s, u"AWS::Logs::"_s,
                                        u"AWS::Lambda::Function"_s, u"AWS::Lambda::Permission"_s,
                                        u"AWS::Lambda::Version"_s, u"AWS::Lambda::Alias"_s,
                                        u"AWS::Lambda::LayerVersion"_s, u"AWS::Serverless::Function"_s,
                                        u"AWS::Serverless::WebSocketApi"_s, u"AWS::Serverless::LayerVersion"_s,
                                        u"AWS::DynamoDB::Table"_s, u"AWS::DynamoDB::GlobalTable"_s,
                                        u"AWS::Serverless::SimpleTable"_s,   // told with what becomes of them
                                        u"AWS::ApiGateway::ApiKey"_s, u"AWS::ApiGateway::UsagePlan"_s,
                                        u"AWS::ApiGateway::Account"_s, u"AWS::CDK::Metadata"_s };
    static const QStringList told { u"AWS::ApiGatewayV2::DomainName"_s, u"AWS::ApiGatewayV2::ApiMapping"_s,
                                    u"AWS::ApiGatewayV2::VpcLink"_s, u"AWS::ApiGateway::UsagePlan"_s };
    return !told.contains(type)
        && std::any_of(prefixes.begin(), prefixes.end(), [&type](const QString &prefix) { return type.startsWith(prefix); });
}

} // namespace

void tellNotHosted(const QString &id, const QString &type, const Place &place, Problems &problems)
{
    if (isQuiet(type))
        return;
    const bool isStack = type == "AWS::CloudFormation::Stack"_L1 || type == "AWS::Serverless::Application"_L1;
    problems.append({ Problem::Severity::Info, u"“%1” (%2) is not hosted here."_s.arg(id, type),
                      isStack ? u"Its own template can be hosted: name that file."_s : QString(), place });
}

} // namespace greenroom
