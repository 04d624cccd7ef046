// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/testrunner.h"

#include "runner/checks/check.h"
#include "runner/wsclient.h"

#include <QDateTime>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int graceMs = 2000;          // a cancelled step that does not end
constexpr int teardownLimitMs = 30'000;

QString phaseName(int phase)
{
    static const QStringList names { u"setup"_s, u"steps"_s, u"teardown"_s };
    return names.value(phase);
}

} // namespace

TestRunner::TestRunner(const Suite &suite, std::unique_ptr<TestContext> context, int attempt, Done done, QObject *parent)
    : QObject(parent)
    , m_suite(suite)
    , m_context(std::move(context))
    , m_attempt(attempt)
    , m_done(std::move(done))
{
    m_outcome.state = u"passed"_s;
    m_stepDeadline.setSingleShot(true);
    connect(&m_stepDeadline, &QTimer::timeout, this, [this] {
        if (!m_step)
            return;
        if (std::exchange(m_late, true)) {
            // Cancelled, and still not there: it is left behind.
            StepOutput output;
            output.error = u"it did not end, not even when cancelled"_s;
            onOutput(std::move(output));
            return;
        }
        m_stepDeadline.start(graceMs);
        m_step->cancel();
    });
    m_testDeadline.setSingleShot(true);
    connect(&m_testDeadline, &QTimer::timeout, this, [this] {
        m_testLate = true;
        if (m_step) {
            m_late = true;
            m_stepDeadline.start(graceMs);
            m_step->cancel();
        }
    });
}

TestRunner::~TestRunner() = default;

void TestRunner::run(const QList<StepSpec> &setup, const QList<StepSpec> &steps, const QList<StepSpec> &teardown, int timeoutMs)
{
    m_queue = setup;
    m_steps = steps;
    m_teardown = teardown;
    m_timer.start();
    if (timeoutMs > 0)
        m_testDeadline.start(timeoutMs);
    QMetaObject::invokeMethod(this, &TestRunner::runNext, Qt::QueuedConnection);
}

void TestRunner::stop()
{
    m_stopped = true;
    if (m_step && m_phase != Phase::Teardown) {
        m_stepDeadline.start(graceMs);
        m_late = true;
        m_step->cancel();
    }
}

bool TestRunner::conditionHolds(const StepSpec &spec) const
{
    if (spec.condition.isEmpty())
        return true;
    const bool negated = spec.condition.startsWith("not "_L1);
    return m_context->variables.contains(negated ? spec.condition.mid(4).trimmed() : spec.condition) != negated;
}

void TestRunner::runNext()
{
    if (m_step)
        return;
    if (m_queue.isEmpty()) {
        if (m_phase == Phase::Setup) {
            m_phase = Phase::Steps;
            m_queue = std::exchange(m_steps, {});
            runNext();
        } else if (m_phase == Phase::Steps) {
            enterTeardown();
        } else {
            conclude();
        }
        return;
    }
    const bool inTeardown = m_phase == Phase::Teardown;
    if (!inTeardown && (m_stopped || m_testLate)) {
        settle(m_testLate ? u"timedOut"_s : u"stopped"_s, m_testLate ? u"the test did not end in time"_s : u"stopped"_s);
        enterTeardown();
        return;
    }
    StepSpec spec = m_queue.takeFirst();
    if (!conditionHolds(spec)) {
        ++m_index;
        runNext();
        return;
    }
    m_stepTries = 0;
    if (spec.action == "use"_L1)
        useBlock(spec);
    else
        startStep(spec);
}

void TestRunner::useBlock(const StepSpec &spec)
{
    const Result<yaml::Node> with = m_context->variables.expand(spec.with);
    if (!with) {
        settle(u"error"_s, with.error().text);
        enterTeardown();
        return;
    }
    m_context->variables.setGroup(u"with"_s, with->toJson().toObject());
    m_queue = m_suite.blocks.value(spec.value.toText()) + m_queue;
    runNext();
}

void TestRunner::startStep(const StepSpec &spec)
{
    m_current = spec;
    m_stepStartedAt = QDateTime::currentMSecsSinceEpoch();
    m_stepTimer.start();
    m_late = false;
    const Result<StepSpec> expanded = m_context->variables.expand(spec);
    if (!expanded) {
        StepOutput output;
        output.error = expanded.error().text;
        onOutput(std::move(output));
        return;
    }
    m_current.name = expanded->name;
    m_step = findStepKind(spec.action)->make();
    int limit = spec.timeoutMs > 0 ? spec.timeoutMs : m_suite.stepTimeoutMs;
    // A command says its own time, a wait its own patience, a conversation each word's.
    if (spec.timeoutMs == 0 && (spec.action == "command"_L1 || spec.action == "wait"_L1 || spec.action == "websocket"_L1))
        limit = 0;
    if (limit == 0 && m_phase == Phase::Teardown)
        limit = teardownLimitMs;
    if (limit > 0)
        m_stepDeadline.start(limit);
    m_step->run(*m_context, *expanded).then(this, [this](const StepOutput &output) { onOutput(output); });
}

void TestRunner::onOutput(StepOutput output)
{
    m_stepDeadline.stop();
    // The step is in the middle of its own promise: it goes when we are out of it.
    if (m_step)
        m_step.release()->deleteLater();
    output.variables = &m_context->variables.values();
    if (m_late && !m_stopped) {
        output.timedOut = true;
        output.stopped = false;
    }
    judge(output);
}

void TestRunner::judge(StepOutput &output)
{
    QString state = u"passed"_s;
    QString reason;
    if (output.timedOut) {
        state = u"timedOut"_s;
        reason = output.error.isEmpty() ? u"step %1 did not end in time"_s.arg(m_index + 1) : output.error;
    } else if (output.stopped) {
        state = u"stopped"_s;
        reason = u"stopped"_s;
    } else if (!output.error.isEmpty()) {
        state = u"error"_s;
        reason = output.error;
    }
    if (state == "passed"_L1) {
        for (const CaptureSpec &spec : std::as_const(m_current.capture)) {
            CaptureSpec filled = spec;
            const Result<yaml::Node> value = m_context->variables.expand(spec.value);
            const Result<QJsonValue> found = value ? (filled.value = *value, capture(filled, output)) : Result<QJsonValue>(value.error());
            if (!found) {
                state = u"failed"_s;
                reason = found.error().text;
                break;
            }
            if (spec.secret)
                m_context->masking.add(spec.name, found->toString());
            m_context->variables.set(spec.name, *found);
            output.captures.insert(spec.name, *found);
        }
        QList<const StepOutput *> pages { &output };
        for (const StepOutput &page : std::as_const(output.followed))
            pages.append(&page);
        for (const CheckSpec &check : std::as_const(m_current.expect)) {
            const Result<yaml::Node> wanted = m_context->variables.expand(check.value);
            if (!wanted) {
                state = u"error"_s;
                reason = wanted.error().text;
                break;
            }
            for (const StepOutput *page : std::as_const(pages)) {
                QList<CheckResult> results = evaluate({ check.subject, *wanted, check.place }, *page);
                for (CheckResult &result : results) {
                    if (pages.size() > 1 && result.state != CheckResult::State::Passed)
                        result.sentence += u" · "_s + page->url;
                    output.checks.append(std::make_shared<CheckResult>(result));
                }
            }
        }
        bool soft = false;
        for (const std::shared_ptr<CheckResult> &check : std::as_const(output.checks)) {
            if (check->state == CheckResult::State::Passed)
                continue;
            soft = soft || check->soft;
            if (check->soft || state != "passed"_L1)
                continue;
            state = check->state == CheckResult::State::Error ? u"error"_s : u"failed"_s;
            reason = check->sentence;
        }
        if (soft && state == "passed"_L1) {
            // Recorded, and the test goes on; it fails at its end.
            for (const std::shared_ptr<CheckResult> &check : std::as_const(output.checks)) {
                if (check->soft && check->state != CheckResult::State::Passed && m_outcome.state == "passed"_L1)
                    settle(u"failed"_s, check->sentence);
            }
        }
    }
    const RetrySpec retries = m_current.retries.value_or(RetrySpec {});
    if ((state == "failed"_L1 || state == "error"_L1 || state == "timedOut"_L1) && m_stepTries < retries.count && !m_stopped && !m_testLate) {
        ++m_stepTries;
        QTimer::singleShot(retries.delayMs, this, [this] { startStep(m_current); });
        return;
    }
    record(output, state);
    m_outcome.childTests = m_outcome.childTests.isEmpty() ? output.childTests : m_outcome.childTests;
    ++m_index;
    if (state != "passed"_L1) {
        settle(state, reason);
        if (!m_current.continueOnFail && m_phase != Phase::Teardown) {
            enterTeardown();
            return;
        }
    }
    QMetaObject::invokeMethod(this, &TestRunner::runNext, Qt::QueuedConnection);
}

void TestRunner::settle(const QString &state, const QString &reason)
{
    if (m_outcome.state != "passed"_L1)
        return;   // the first one tells
    m_outcome.state = state;
    m_outcome.reason = m_context->masking.apply(reason);
    m_outcome.cause = u"%1 %2:%3"_s.arg(state, m_current.action).arg(m_current.place.line);
}

void TestRunner::record(const StepOutput &output, const QString &state)
{
    const Masking &masking = m_context->masking;
    StepFinished event;
    event.runId = m_context->runId;
    event.testId = m_context->testId;
    event.attempt = m_attempt;
    event.index = m_index;
    event.phase = phaseName(int(m_phase));
    event.name = masking.apply(m_current.name);
    event.action = m_current.action;
    event.state = state;
    event.startedAt = m_stepStartedAt;
    event.durationMs = double(m_stepTimer.nsecsElapsed()) / 1e6;
    QJsonArray checks;
    for (const std::shared_ptr<CheckResult> &check : output.checks)
        checks.append(check->toJson());
    event.checks = masking.apply(QJsonValue(checks)).toArray();
    event.error = masking.apply(output.error);
    event.file = m_suite.file;
    event.line = m_current.place.line;
    event.exchange = masking.apply(QJsonValue(output.exchange)).toObject();
    event.notes = masking.apply(QJsonValue(output.notes)).toArray();
    event.connections = QJsonArray::fromStringList(output.connections);
    event.captures = masking.apply(QJsonValue(output.captures)).toObject();
    m_context->journal.record(event);
}

void TestRunner::enterTeardown()
{
    // Teardown always runs; steps that say `always` do too.
    QList<StepSpec> always;
    for (const StepSpec &left : std::as_const(m_queue)) {
        if (left.always)
            always.append(left);
    }
    m_queue = always + std::exchange(m_teardown, {});
    m_phase = Phase::Teardown;
    QMetaObject::invokeMethod(this, &TestRunner::runNext, Qt::QueuedConnection);
}

void TestRunner::conclude()
{
    if (std::exchange(m_phase, Phase::Over) == Phase::Over)
        return;
    m_testDeadline.stop();
    for (const std::shared_ptr<WsClient> &client : std::as_const(m_context->clients)) {
        if (!client->inbox.isEmpty()) {
            TestLogged logged;
            logged.runId = m_context->runId;
            logged.testId = m_context->testId;
            logged.level = u"INFO"_s;
            logged.text = u"%1 messages were left over"_s.arg(client->inbox.size());
            m_context->journal.record(logged);
        }
        if (client->isClosed())
            continue;
        // It ends its closing handshake by itself, and then goes.
        client->disconnect();
        auto keep = std::make_shared<std::shared_ptr<WsClient>>(client);
        QObject::connect(client.get(), &WsClient::closed, client.get(), [keep] { keep->reset(); }, Qt::QueuedConnection);
        client->close(1000, {});
    }
    m_outcome.durationMs = double(m_timer.nsecsElapsed()) / 1e6;
    m_done(m_outcome);
    deleteLater();
}

} // namespace greenroom
