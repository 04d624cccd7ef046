// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/integrations/integration.h"

namespace greenroom {

// BUILTIN: handlers in C++ by name, so that the demo and builtin:echo need no runtime.
class BuiltinIntegration : public Integration
{
    Q_OBJECT

public:
    static std::unique_ptr<Integration> make(const IntegrationSpec &spec, const IntegrationContext &context);

    QFuture<IntegrationResponse> invoke(const Invocation &invocation) override;
    std::optional<IntegrationResponse> invokeNow(const Invocation &invocation) override;

private:
    BuiltinIntegration(QString handler, DemoService *demo);

    QString m_handler;
    DemoService *m_demo;
    std::function<bool(const QString &, const QByteArray &)> m_post;
};

} // namespace greenroom
