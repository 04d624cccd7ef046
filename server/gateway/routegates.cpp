// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/routegates.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace greenroom {

RouteGates::RouteGates(const Api &api, const Quotas &quotas, Problems &problems)
    : m_keys(api.apiKeys)
    , m_keyFromAuthorizer(api.apiKeySelectionExpression == "$context.authorizer.usageIdentifierKey"_L1)
{
    for (const Route &route : api.routes) {
        addThrottle(route, quotas);
        addModel(route, problems);
    }
    if (!m_keyFromAuthorizer && api.apiKeySelectionExpression != "$request.header.x-api-key"_L1)
        problems.append({ Problem::Severity::Warning, u"“%1” selects no API key."_s.arg(api.apiKeySelectionExpression),
                          u"There are $request.header.x-api-key, which is used, and $context.authorizer.usageIdentifierKey."_s, {} });
}

// A limit of 0 lets nothing through; what is not said is the account's.
void RouteGates::addThrottle(const Route &route, const Quotas &quotas)
{
    if (!route.throttleRate && !route.throttleBurst)
        return;
    Throttle throttle;
    const double rate = route.throttleRate.value_or(quotas.requestsPerSecond);
    const int burst = route.throttleBurst.value_or(quotas.requestBurst);
    throttle.closed = (route.throttleRate && rate <= 0) || (route.throttleBurst && burst <= 0);
    throttle.bucket = TokenBucket(rate, burst);
    m_throttles.emplace(route.key, throttle);
}

void RouteGates::addModel(const Route &route, Problems &problems)
{
    if (route.modelSelectionExpression.isEmpty() && route.requestModels.isEmpty())
        return;
    Model model;
    model.selection = SelectionExpression(route.modelSelectionExpression);
    for (auto it = route.requestModels.begin(); it != route.requestModels.end(); ++it) {
        // A schema may be written as its text.
        const QJsonValue schema = it->isString() ? QJsonValue(QJsonDocument::fromJson(it->toString().toUtf8()).object()) : *it;
        const Result<JsonSchema> read = JsonSchema::read(schema, JsonSchema::Draft::Four);
        if (read)
            model.schemas.emplace(it.key(), *read);
        else
            problems.append({ Problem::Severity::Error, u"The model “%1” of the route “%2”: %3."_s.arg(it.key(), route.key, read.error().text),
                              u"Messages it is chosen for are answered with “Bad request body”."_s, route.place });
    }
    m_models.emplace(route.key, std::move(model));
}

bool RouteGates::take(const QString &routeKey)
{
    const auto found = m_throttles.find(routeKey);
    return found == m_throttles.end() || (!found->second.closed && found->second.bucket.take());
}

QString RouteGates::complaint(const Route &route, const QByteArray &body) const
{
    const auto model = m_models.find(route.key);
    if (model == m_models.end())
        return {};
    const QJsonArray wrapped = QJsonDocument::fromJson('[' + body + ']').array();
    if (wrapped.size() != 1)
        return u"it is no JSON"_s;
    const QString key = model->second.selection.evaluate(wrapped.first());
    auto schema = model->second.schemas.find(key);
    if (schema == model->second.schemas.end())
        schema = model->second.schemas.find(u"$default"_s);
    if (schema == model->second.schemas.end())
        return u"no model is for “%1”, and none for $default"_s.arg(key);
    return schema->second.complaints(wrapped.first()).join(u" | "_s);
}

// Written as {Required: true}, and as a bare true.
QStringList RouteGates::missingParameters(const Route &connect, const RequestHead &head)
{
    static constexpr QLatin1StringView header("route.request.header.");
    static constexpr QLatin1StringView query("route.request.querystring.");
    const QUrlQuery parameters(QString::fromUtf8(head.query()));
    QStringList missing;
    for (auto it = connect.requestParameters.begin(); it != connect.requestParameters.end(); ++it) {
        const QVariant required = it->isObject() ? it->toObject().value("Required"_L1).toVariant() : it->toVariant();
        if (!required.toBool())
            continue;
        const bool isHeader = it.key().startsWith(header);
        const QString name = it.key().mid(isHeader ? header.size() : query.size());
        const bool isThere = isHeader ? !head.header(name.toLatin1().constData()).isEmpty()
                                      : !it.key().startsWith(query) || !parameters.queryItemValue(name).isEmpty();
        if (!isThere)
            missing.append(name);
    }
    return missing;
}

} // namespace greenroom
