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

class WsClient;

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
    // No new steps; the running one is cancelled; the teardown still runs. Killing gives it little time.
    void stop(bool kill = false);
    const TestContext &context() const { return *m_context; }

private:
    enum class Phase { Setup, Steps, Teardown, Over };

    // A step and what its block was given (`with`).
    struct Queued
    {
        StepSpec spec;
        QJsonObject with;
    };
    struct Judgement
    {
        QString state;
        QString reason;
    };

    static QList<Queued> queued(const QList<StepSpec> &steps, const QJsonObject &with = {});
    void runNext();
    void startStep(const Queued &step);
    int limitOf(const StepSpec &spec) const;
    void useBlock(const Queued &step);
    void onOutput(StepOutput output);
    void judge(StepOutput &output);
    Judgement stateOf(const StepOutput &output) const;
    QString captureAll(StepOutput &output);
    QString checkAll(StepOutput &output, bool captured);
    Judgement worstOf(const StepOutput &output) const;
    bool retry(const Judgement &judgement);
    void record(const StepOutput &output, const QString &state);
    void settle(const QString &state, const QString &reason);
    void enterTeardown();
    void noteLeftOver(const QString &name, const WsClient &client);
    void conclude();
    bool conditionHolds(const StepSpec &spec) const;

    const Suite &m_suite;
    std::unique_ptr<TestContext> m_context;
    int m_attempt;
    Done m_done;
    Phase m_phase = Phase::Setup;
    QList<Queued> m_queue;
    QList<Queued> m_steps;
    QList<Queued> m_teardown;
    StepSpec m_current;
    Queued m_currentStep;           // before its variables were filled in: for retries
    std::unique_ptr<Step> m_step;
    QTimer m_stepDeadline;
    QTimer m_testDeadline;
    QElapsedTimer m_timer;
    QElapsedTimer m_stepTimer;
    qint64 m_stepStartedAt = 0;
    int m_index = 0;
    int m_stepTries = 0;
    bool m_stopped = false;
    bool m_killed = false;
    bool m_late = false;            // the step's deadline passed
    bool m_testLate = false;
    Outcome m_outcome;
};

} // namespace greenroom
