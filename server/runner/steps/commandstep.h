// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "runner/steps/simplestep.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTimer>

namespace greenroom {

// `command: { run: [program, args] }`, or `shell:` as a deliberate choice. Its environment is the declared
// variables plus a short standard list; it is killed with its whole group when it ignores the stop.
class CommandStep : public SimpleStep
{
    Q_OBJECT

public:
    static std::unique_ptr<Step> make();
    static Problems validate(const StepSpec &spec);

    ~CommandStep() override;

    QFuture<StepOutput> run(TestContext &context, const StepSpec &spec) override;
    void cancel() override;

private:
    void onOutput();
    void onFinished();
    void tellResults();
    void kill();

    QProcess m_process;
    QTimer m_timeout;
    QElapsedTimer m_timer;
    StepOutput m_output;
    TestContext *m_context = nullptr;
    QString m_results;          // their format; empty: it reports none
    bool m_dropped = false;
    qint64 m_group = 0;
};

} // namespace greenroom
