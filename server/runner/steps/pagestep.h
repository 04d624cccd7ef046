// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "runner/httpclient.h"
#include "runner/steps/simplestep.h"

#include <QPointer>
#include <QSet>

namespace greenroom {

// `page: /offers`: fetched as a reader would. With `follow`, checks apply to every page and list captures grow.
class PageStep : public SimpleStep
{
    Q_OBJECT

public:
    static std::unique_ptr<Step> make();
    static Problems validate(const StepSpec &spec);

    QFuture<StepOutput> run(TestContext &context, const StepSpec &spec) override;
    void cancel() override;

private:
    void fetch(TestContext &context, const HttpCall &call);
    void follow(TestContext &context);

    QPointer<HttpExchange> m_exchange;
    HttpCall m_call;
    StepOutput m_output;
    QString m_select;
    int m_maxPages = 1;
    int m_pages = 0;
    QSet<QString> m_seen;
    bool m_cancelled = false;
};

} // namespace greenroom
