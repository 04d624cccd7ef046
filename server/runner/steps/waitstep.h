// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "runner/steps/simplestep.h"

#include <QElapsedTimer>
#include <QTimer>

namespace greenroom {

// `wait: 500ms`, or `wait: { for: { http or command }, until: [checks], every, within }`.
class WaitStep : public SimpleStep
{
    Q_OBJECT

public:
    static std::unique_ptr<Step> make();
    static Problems validate(const StepSpec &spec);

    QFuture<StepOutput> run(TestContext &context, const StepSpec &spec) override;
    void cancel() override;

private:
    void tryOnce(TestContext &context);
    void judge(TestContext &context, StepOutput output);

    yaml::Node m_value;
    std::unique_ptr<Step> m_inner;
    QTimer m_pause;
    QTimer m_patience;
    QElapsedTimer m_timer;
    std::optional<StepOutput> m_last;    // of the asking before: what is told when time is over
    int m_everyMs = 1000;
    int m_withinMs = 30'000;
    bool m_cancelled = false;
};

} // namespace greenroom
