// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/authorizer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr qsizetype resultLimit = 8 * 1024;   // DG-quota: authoriser result size

QStringList textList(const QJsonValue &value)
{
    if (value.isString())
        return { value.toString() };
    QStringList list;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &item : array)
        list.append(item.toString());
    return list;
}

bool matchesAny(const QJsonValue &patterns, const QString &text)
{
    const QStringList list = textList(patterns);
    return std::any_of(list.begin(), list.end(), [&text](const QString &pattern) {
        QString expression = QRegularExpression::escape(pattern);
        expression.replace("\\*"_L1, ".*"_L1).replace("\\?"_L1, "."_L1);
        return QRegularExpression(QRegularExpression::anchoredPattern(expression)).match(text).hasMatch();
    });
}

AuthorizerDecision failure(const QString &why)
{
    return { 500, why, {}, {} };
}

} // namespace

bool hasIdentity(const AuthorizerSpec &authorizer, const Api &api, const RequestHead &head, const QString &connectionId)
{
    const QUrlQuery query(QString::fromUtf8(head.query()));
    return std::all_of(authorizer.identitySource.begin(), authorizer.identitySource.end(), [&](const QString &source) {
        const QString name = source.section(u'.', source.startsWith("route."_L1) ? 3 : 1);
        if (source.startsWith("route.request.header."_L1))
            return !head.header(name.toLatin1().constData()).isEmpty();
        if (source.startsWith("route.request.querystring."_L1))
            return !query.queryItemValue(name).isEmpty();
        if (source.startsWith("stageVariables."_L1))
            return !api.stageVariables.value(name).isEmpty();
        if (source.startsWith("context."_L1))
            return name == "connectionId"_L1 ? !connectionId.isEmpty() : true;
        return false;
    });
}

AuthorizerDecision judgeAuthorizer(const IntegrationResponse &response, const QString &methodArn)
{
    if (response.outcome != IntegrationResponse::Outcome::Ok) {
        if (response.errorMessage == "Unauthorized"_L1)
            return { 401, u"The authoriser said “Unauthorized”."_s, {}, {} };
        return failure(u"The authoriser failed: %1 %2"_s.arg(response.errorType, response.errorMessage));
    }
    if (response.result.size() > resultLimit)
        return failure(u"The authoriser's answer is larger than 8 KB."_s);
    const QJsonObject answer = QJsonDocument::fromJson(response.result).object();
    const QJsonObject policy = answer.value("policyDocument"_L1).toObject();
    if (!answer.value("principalId"_L1).isString() || policy.isEmpty())
        return failure(u"The authoriser's answer has no principalId and policyDocument."_s);

    AuthorizerDecision decision;
    const QJsonObject context = answer.value("context"_L1).toObject();
    for (auto it = context.begin(); it != context.end(); ++it) {
        if (it->isObject() || it->isArray())
            return failure(u"The authoriser's context value “%1” is no text, number or boolean."_s.arg(it.key()));
        decision.context.insert(it.key(), it->toVariant().toString());
    }
    decision.context.insert("principalId"_L1, answer.value("principalId"_L1));
    decision.apiKey = answer.value("usageIdentifierKey"_L1).toString();

    bool allowed = false;
    const QJsonValue statements = policy.value("Statement"_L1);
    const QJsonArray list = statements.isArray() ? statements.toArray() : QJsonArray { statements };
    for (const QJsonValue &entry : list) {
        const QJsonObject statement = entry.toObject();
        if (!matchesAny(statement.value("Action"_L1), u"execute-api:Invoke"_s)
            || !matchesAny(statement.value("Resource"_L1), methodArn))
            continue;
        if (statement.value("Effect"_L1).toString() == "Deny"_L1)
            return { 403, u"The authoriser's policy denies this connection."_s, {}, {} };
        allowed = allowed || statement.value("Effect"_L1).toString() == "Allow"_L1;
    }
    if (!allowed)
        return { 403, u"The authoriser's policy does not allow this connection."_s, {}, {} };
    return decision;
}

} // namespace greenroom
