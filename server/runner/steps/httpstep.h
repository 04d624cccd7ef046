// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "runner/httpclient.h"
#include "runner/steps/simplestep.h"

#include <QPointer>

namespace greenroom {

// `http: { get: /x, headers: …, json: … }`
class HttpStep : public SimpleStep
{
    Q_OBJECT

public:
    static std::unique_ptr<Step> make();
    static Problems validate(const StepSpec &spec);
    // The request a step's value describes; shared with `wait: { for: { http: … } }` and pages.
    static Result<HttpCall> callFor(const yaml::Node &value, const TestContext &context);
    static bool hasHeader(const HttpCall &call, const char *name);
    // What step.finished tells of an exchange.
    static QJsonObject exchangeOf(const HttpCall &call, const StepOutput &output);

    QFuture<StepOutput> run(TestContext &context, const StepSpec &spec) override;
    void cancel() override;

private:
    QPointer<HttpExchange> m_exchange;
};

} // namespace greenroom
