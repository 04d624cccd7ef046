// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/problem.h"
#include "gateway/integrations/integration.h"
#include "gateway/selection.h"
#include "gateway/vtl/template.h"

#include <map>

namespace greenroom {

// What templates and parameter mappings of a call may ask, read from the event its handler would have received:
// what is invoked again from the journal is mapped as it was the first time.
class MappingSource
{
public:
    explicit MappingSource(const Invocation &invocation);

    // route.request.header.x, .querystring.x, .multivalue….x, .body.<JSONPath>; stageVariables.x; context.x;
    // 'static'. Several values for the multivalue ones; none when it is not there.
    QStringList values(const QString &source) const;

    vtl::Variables variables() const;
    // For a response: the back end's body.
    vtl::Variables variables(const QByteArray &body, int status) const;

    const QJsonObject &event() const { return m_event; }

private:
    QStringList fromObject(const char *key, const QString &name, bool anyCase) const;
    QStringList fromBody(const QString &path) const;

    QJsonObject m_event;
    QByteArray m_body;
};

// RequestTemplates or ResponseTemplates with the expression that chooses among them, read once.
class TemplateChoice
{
public:
    TemplateChoice() = default;
    // what: "request template", for problems.
    TemplateChoice(const QJsonObject &templates, const QString &expression, const QString &what, Problems &problems);

    bool isEmpty() const { return m_templates.empty(); }
    // Null: none fits. An error: the one that fits could not be read.
    const Result<vtl::Template> *choose(const std::function<QString(const QString &variable)> &lookUp) const;

private:
    std::map<QString, Result<vtl::Template>> m_templates;
    SelectionExpression m_expression { QString() };
};

// Which integration response goes with what came back: /4\d\d/ as an expression, anything else as it stands,
// $default for the rest (contract §4.3).
class ResponseChoice
{
public:
    struct Response
    {
        QString key;
        TemplateChoice templates;
        QString contentHandling;
    };

    ResponseChoice() = default;
    ResponseChoice(const QJsonArray &responses, Problems &problems);

    bool isEmpty() const { return m_responses.empty(); }
    const Response *choose(const QString &tested) const;

private:
    std::vector<Response> m_responses;
};

} // namespace greenroom
