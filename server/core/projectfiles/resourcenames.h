// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace greenroom {

// What a template is deployed as.
struct Stack
{
    QString name;
    QString region = QStringLiteral("us-east-1");
    QString accountId = QStringLiteral("123456789012");
};

// How a resource type is named, and what Ref and Fn::GetAtt make of the name. {n} {r} {a} stand for the
// resource's name, the region and the account.
struct ResourceNaming
{
    const char *type;
    const char *property;      // that gives the name; empty: the logical id is as good as any
    const char *ref;
    const char *attributes;    // "Arn=…;QueueName=…"
};

// Nothing for a type whose names only the cloud makes.
const ResourceNaming *resourceNaming(const QString &type);
QString refOf(const ResourceNaming &naming, const QString &name, const Stack &stack);
std::optional<QString> attributeOf(const ResourceNaming &naming, const QString &attribute, const QString &name,
                                   const Stack &stack);
QString lambdaArn(const QString &name, const Stack &stack);

} // namespace greenroom
