// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/projectfiles/resourcenames.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// The table of resource types whose names can be told without the cloud. Forms: each type's “Return values”
// in the CloudFormation reference.
constexpr ResourceNaming namings[] = {
    { "AWS::DynamoDB::Table", "TableName", "{n}", "Arn=arn:aws:dynamodb:{r}:{a}:table/{n}" },
    { "AWS::DynamoDB::GlobalTable", "TableName", "{n}", "Arn=arn:aws:dynamodb:{r}:{a}:table/{n}" },
    { "AWS::Serverless::SimpleTable", "TableName", "{n}", "Arn=arn:aws:dynamodb:{r}:{a}:table/{n}" },
    { "AWS::S3::Bucket", "BucketName", "{n}",
      "Arn=arn:aws:s3:::{n};DomainName={n}.s3.amazonaws.com;RegionalDomainName={n}.s3.{r}.amazonaws.com" },
    { "AWS::SQS::Queue", "QueueName", "https://sqs.{r}.amazonaws.com/{a}/{n}",
      "Arn=arn:aws:sqs:{r}:{a}:{n};QueueName={n};QueueUrl=https://sqs.{r}.amazonaws.com/{a}/{n}" },
    { "AWS::SNS::Topic", "TopicName", "arn:aws:sns:{r}:{a}:{n}", "TopicArn=arn:aws:sns:{r}:{a}:{n};TopicName={n}" },
    { "AWS::Kinesis::Stream", "Name", "{n}", "Arn=arn:aws:kinesis:{r}:{a}:stream/{n}" },
    { "AWS::Events::EventBus", "Name", "{n}", "Arn=arn:aws:events:{r}:{a}:event-bus/{n};Name={n}" },
    { "AWS::StepFunctions::StateMachine", "StateMachineName", "arn:aws:states:{r}:{a}:stateMachine:{n}",
      "Arn=arn:aws:states:{r}:{a}:stateMachine:{n};Name={n}" },
    { "AWS::Serverless::StateMachine", "Name", "arn:aws:states:{r}:{a}:stateMachine:{n}",
      "Arn=arn:aws:states:{r}:{a}:stateMachine:{n};Name={n}" },
    { "AWS::SSM::Parameter", "Name", "{n}", "" },
    { "AWS::Logs::LogGroup", "", "{n}", "Arn=arn:aws:logs:{r}:{a}:log-group:{n}:*" },
    { "AWS::IAM::Role", "", "{n}", "Arn=arn:aws:iam::{a}:role/{n};RoleId={n}" },
    { "AWS::Lambda::Function", "", "{n}", "Arn=arn:aws:lambda:{r}:{a}:function:{n}" },
    { "AWS::Serverless::Function", "", "{n}", "Arn=arn:aws:lambda:{r}:{a}:function:{n}" },
    { "AWS::Lambda::Alias", "", "arn:aws:lambda:{r}:{a}:function:{n}", "" },
    { "AWS::Lambda::Version", "", "arn:aws:lambda:{r}:{a}:function:{n}:1", "Version=1" },
    { "AWS::Lambda::LayerVersion", "", "arn:aws:lambda:{r}:{a}:layer:{n}:1", "" },
    { "AWS::Serverless::LayerVersion", "", "arn:aws:lambda:{r}:{a}:layer:{n}:1", "" },
    { "AWS::ApiGatewayV2::Integration", "", "{n}", "IntegrationId={n}" },
    { "AWS::ApiGatewayV2::Route", "", "{n}", "RouteId={n}" },
    { "AWS::ApiGatewayV2::Authorizer", "", "{n}", "AuthorizerId={n}" },
    { "AWS::ApiGatewayV2::Deployment", "", "{n}", "DeploymentId={n}" },
    { "AWS::ApiGatewayV2::Model", "", "{n}", "ModelId={n}" },
    { "AWS::ApiGatewayV2::RouteResponse", "", "{n}", "" },
    { "AWS::ApiGatewayV2::IntegrationResponse", "", "{n}", "" },
};

QString filled(QLatin1StringView form, const QString &name, const Stack &stack)
{
    QString text = form;
    return text.replace("{n}"_L1, name).replace("{r}"_L1, stack.region).replace("{a}"_L1, stack.accountId);
}

} // namespace

const ResourceNaming *resourceNaming(const QString &type)
{
    for (const ResourceNaming &naming : namings) {
        if (type == QLatin1StringView(naming.type))
            return &naming;
    }
    return nullptr;
}

QString refOf(const ResourceNaming &naming, const QString &name, const Stack &stack)
{
    return filled(QLatin1StringView(naming.ref), name, stack);
}

std::optional<QString> attributeOf(const ResourceNaming &naming, const QString &attribute, const QString &name,
                                   const Stack &stack)
{
    const QStringList pairs = QString(QLatin1StringView(naming.attributes)).split(u';');
    for (const QString &pair : pairs) {
        if (pair.section(u'=', 0, 0) == attribute)
            return filled(QLatin1StringView(pair.section(u'=', 1).toLatin1()), name, stack);
    }
    return std::nullopt;
}

QString lambdaArn(const QString &name, const Stack &stack)
{
    return u"arn:aws:lambda:%1:%2:function:%3"_s.arg(stack.region, stack.accountId, name);
}

} // namespace greenroom
