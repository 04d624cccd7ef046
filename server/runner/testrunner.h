// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "runner/steps/step.h"
#include "runner/testcontext.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <utility>

namespace greenroom {

// One attempt of one test (or of a suite's setup, teardown or discovery): steps in order, a deadline each,
// always the teardown.
class TestRunner : public QObject
{
    Q_OBJECT

public:
    struct Outcome
    {
        QString state;              // passed, failed, error, timedOut, stopped
        QString reason;             // one line
        QString cause;              // groups failures with one cause
        double durationMs = 0;
        QJsonArray childTests;
    };
    using Done = std::function<void(Outcome outcome)>;

    TestRunner(const Suite &suite, std::unique_ptr<TestContext> context, int attempt, Done done, QObject *parent);
    ~TestRunner() override;

    void setDone(Done done) { m_done = std::move(done); }
    void run(const QList<StepSpec> &setup, const QList<StepSpec> &steps, const QList<StepSpec> &teardown, int timeoutMs);
    // No new steps; the running one is cancelled; the teardown still runs.
    void stop();
    const TestContext &context() const { return *m_context; }

private:
    enum class Phase { Setup, Steps, Teardown, Over };

    void runNext();
    void startStep(const StepSpec &spec);
    void useBlock(const StepSpec &spec);
    void onOutput(StepOutput output);
    void judge(StepOutput &output);
    void record(const StepOutput &output, const QString &state);
    void settle(const QString &state, const QString &reason);
    void enterTeardown();
    void conclude();
    bool conditionHolds(const StepSpec &spec) const;

    const Suite &m_suite;
    std::unique_ptr<TestContext> m_context;
    int m_attempt;
    Done m_done;
    Phase m_phase = Phase::Setup;
    QList<StepSpec> m_queue;
    QList<StepSpec> m_steps;
    QList<StepSpec> m_teardown;
    StepSpec m_current;
    std::unique_ptr<Step> m_step;
    QTimer m_stepDeadline;
    QTimer m_testDeadline;
    QElapsedTimer m_timer;
    QElapsedTimer m_stepTimer;
    qint64 m_stepStartedAt = 0;
    int m_index = 0;
    int m_stepTries = 0;
    bool m_stopped = false;
    bool m_late = false;            // the step's deadline passed
    bool m_testLate = false;
    Outcome m_outcome;
};

} // namespace greenroom
