// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/mapping.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QJsonValue jsonOf(const QByteArray &text)
{
    const QJsonArray array = QJsonDocument::fromJson('[' + text + ']').array();
    return array.size() == 1 ? array.first() : QJsonValue(QJsonValue::Undefined);
}

QString jsonText(const QJsonValue &value)
{
    return value.isNull() || value.isUndefined() ? QString() : selectionText(value);
}

// Where route.request.… looks in the event.
struct ValuePlace
{
    const char *prefix;
    const char *key;
    bool anyCase;
};

constexpr ValuePlace places[] = {
    { "route.request.header.", "headers", true },
    { "route.request.multivalueheader.", "multiValueHeaders", true },
    { "route.request.querystring.", "queryStringParameters", false },
    { "route.request.multivaluequerystring.", "multiValueQueryStringParameters", false },
    { "stageVariables.", "stageVariables", false },
};

} // namespace

MappingSource::MappingSource(const Invocation &invocation)
    : m_event(QJsonDocument::fromJson(invocation.event).object())
    , m_body(invocation.body)
{
}

QStringList MappingSource::fromObject(const char *key, const QString &name, bool anyCase) const
{
    const QJsonObject object = m_event.value(QLatin1StringView(key)).toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.key().compare(name, anyCase ? Qt::CaseInsensitive : Qt::CaseSensitive) != 0)
            continue;
        if (!it->isArray())
            return { jsonText(*it) };
        QStringList all;
        const QJsonArray array = it->toArray();
        for (const QJsonValue &value : array)
            all.append(jsonText(value));
        return all;
    }
    return {};
}

QStringList MappingSource::fromBody(const QString &path) const
{
    if (path.isEmpty())
        return { QString::fromUtf8(m_body) };
    const QJsonValue body = jsonOf(m_body);
    const std::optional<QJsonValue> found = body.isUndefined() ? std::nullopt : selectJson(body, path);
    return found ? QStringList { jsonText(*found) } : QStringList();
}

QStringList MappingSource::values(const QString &source) const
{
    if (source.size() >= 2 && source.startsWith(u'\'') && source.endsWith(u'\''))
        return { source.mid(1, source.size() - 2) };
    for (const ValuePlace &place : places) {
        const QLatin1StringView prefix(place.prefix);
        if (source.startsWith(prefix))
            return fromObject(place.key, source.mid(prefix.size()), place.anyCase);
    }
    static constexpr QLatin1StringView body("route.request.body");
    if (source.startsWith(body))
        return fromBody(source.mid(body.size()));
    if (!source.startsWith("context."_L1))
        return {};
    QJsonValue value = m_event.value("requestContext"_L1);
    const QStringList names = source.mid(8).split(u'.');
    for (const QString &name : names)
        value = value.toObject().value(name);
    return value.isUndefined() ? QStringList() : QStringList { jsonText(value) };
}

vtl::Variables MappingSource::variables() const
{
    const auto objectOrNone = [this](const char *key) {
        return m_event.value(QLatin1StringView(key)).toObject();
    };
    vtl::Variables variables;
    variables.body = m_body;
    variables.params = vtl::Value::fromJson(QJsonObject { { u"path"_s, QJsonObject() },
                                                          { u"querystring"_s, objectOrNone("queryStringParameters") },
                                                          { u"header"_s, objectOrNone("headers") } });
    QJsonObject context = objectOrNone("requestContext");
    context.insert("error"_L1, QJsonObject());
    variables.context = vtl::Value::fromJson(context);
    variables.stageVariables = vtl::Value::fromJson(objectOrNone("stageVariables"));
    return variables;
}

vtl::Variables MappingSource::variables(const QByteArray &body, int status) const
{
    vtl::Variables variables = this->variables();
    variables.body = body;
    variables.context.map()->set(u"status"_s, vtl::Value(QString::number(status)));
    return variables;
}

TemplateChoice::TemplateChoice(const QJsonObject &templates, const QString &expression, const QString &what, Problems &problems)
    : m_expression(expression)
{
    for (auto it = templates.begin(); it != templates.end(); ++it) {
        // A template that was written as an object rather than as its text.
        const QString text = it->isString() ? it->toString() : QString::fromUtf8(QJsonDocument(it->toObject()).toJson(QJsonDocument::Compact));
        const Result<vtl::Template> parsed = vtl::Template::parse(text);
        if (!parsed)
            problems.append({ Problem::Severity::Error, u"The %1 “%2” cannot be read: %3."_s.arg(what, it.key(), parsed.error().text),
                              u"Whatever needs it is answered with “Internal server error”."_s, {} });
        m_templates.emplace(it.key(), parsed);
    }
}

// What the expression says, then $default. Without an expression also the one for JSON, and an only one.
const Result<vtl::Template> *TemplateChoice::choose(const std::function<QString(const QString &)> &lookUp) const
{
    const QString key = m_expression.evaluate(lookUp);
    QStringList wanted { key, u"$default"_s };
    if (key.isEmpty())
        wanted.append(u"application/json"_s);
    for (const QString &name : std::as_const(wanted)) {
        const auto found = m_templates.find(name);
        if (found != m_templates.end())
            return &found->second;
    }
    return key.isEmpty() && m_templates.size() == 1 ? &m_templates.begin()->second : nullptr;
}

ResponseChoice::ResponseChoice(const QJsonArray &responses, Problems &problems)
{
    for (const QJsonValue &entry : responses) {
        const QJsonObject json = entry.toObject();
        Response response;
        response.key = json.value("IntegrationResponseKey"_L1).toString();
        response.templates = TemplateChoice(json.value("ResponseTemplates"_L1).toObject(), json.value("TemplateSelectionExpression"_L1).toString(),
                                            u"response template of “%1”,"_s.arg(response.key), problems);
        response.contentHandling = json.value("ContentHandlingStrategy"_L1).toString();
        if (json.contains("ResponseParameters"_L1))
            problems.append({ Problem::Severity::Info, u"The ResponseParameters of the integration response “%1” are not hosted here."_s.arg(response.key),
                              u"A message has no headers to put them into."_s, {} });
        m_responses.push_back(std::move(response));
    }
    const bool hasDefault = std::any_of(m_responses.begin(), m_responses.end(), [](const Response &response) { return response.key == "$default"_L1; });
    if (!m_responses.empty() && !hasDefault)
        problems.append({ Problem::Severity::Warning, u"There are integration responses, and none has the key $default."_s,
                          u"What no other fits is answered with “Internal server error”."_s, {} });
}

const ResponseChoice::Response *ResponseChoice::choose(const QString &tested) const
{
    const Response *usual = nullptr;
    for (const Response &response : m_responses) {
        const QString &key = response.key;
        if (key == "$default"_L1)
            usual = &response;
        else if (key.size() > 2 && key.startsWith(u'/') && key.endsWith(u'/')
                     ? QRegularExpression(QRegularExpression::anchoredPattern(key.mid(1, key.size() - 2)),
                                          QRegularExpression::DotMatchesEverythingOption).match(tested).hasMatch()
                     : key == tested)
            return &response;
    }
    return usual;
}

} // namespace greenroom
