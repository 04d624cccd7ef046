// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/testrunner.h"

#include "runner/checks/check.h"
#include "runner/wsclient.h"

#include <QDateTime>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int graceMs = 2000;          // a cancelled step that does not end
constexpr int teardownLimitMs = 30'000;
constexpr int killedLimitMs = 1000;    // of each teardown step after a kill

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
    m_queue = queued(setup);
    m_steps = queued(steps);
    m_teardown = queued(teardown);
    m_timer.start();
    if (timeoutMs > 0)
        m_testDeadline.start(timeoutMs);
    QMetaObject::invokeMethod(this, &TestRunner::runNext, Qt::QueuedConnection);
}

QList<TestRunner::Queued> TestRunner::queued(const QList<StepSpec> &steps, const QJsonObject &with)
{
    QList<Queued> queue;
    for (const StepSpec &spec : steps)
        queue.append({ spec, with });
    return queue;
}

void TestRunner::stop(bool kill)
{
    m_stopped = true;
    m_killed = m_killed || kill;
    if (m_step && (m_phase != Phase::Teardown || kill)) {
        m_stepDeadline.start(kill ? killedLimitMs : graceMs);
        m_late = true;
        m_step->cancel();
    }
}

bool TestRunner::conditionHolds(const StepSpec &spec) const
{
    if (spec.condition.isEmpty())
        return true;
    const bool negated = spec.condition.startsWith("not "_L1);
    return m_context->variables.holds(negated ? spec.condition.mid(4).trimmed() : spec.condition) != negated;
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
    const Queued step = m_queue.takeFirst();
    m_context->variables.setGroup(u"with"_s, step.with);
    if (!conditionHolds(step.spec)) {
        ++m_index;
        runNext();
        return;
    }
    m_stepTries = 0;
    if (step.spec.action == "use"_L1)
        useBlock(step);
    else
        startStep(step);
}

void TestRunner::useBlock(const Queued &step)
{
    const Result<yaml::Node> with = m_context->variables.expand(step.spec.with);
    if (!with) {
        m_current = step.spec;
        StepOutput output;
        output.error = with.error().text;
        onOutput(std::move(output));
        return;
    }
    m_queue = queued(m_suite.blocks.value(step.spec.value.toText()), with->toJson().toObject()) + m_queue;
    runNext();
}

int TestRunner::limitOf(const StepSpec &spec) const
{
    int limit = spec.timeoutMs > 0 ? spec.timeoutMs : parseDuration(spec.value[u"timeout"_s].toText()).value_or(m_suite.stepTimeoutMs);
    // A command says its own time, a wait its own patience, a conversation each word's.
    if (spec.timeoutMs == 0 && (spec.action == "command"_L1 || spec.action == "wait"_L1 || spec.action == "websocket"_L1))
        limit = m_phase == Phase::Teardown ? teardownLimitMs : 0;
    return m_killed ? std::min(limit > 0 ? limit : killedLimitMs, killedLimitMs) : limit;
}

void TestRunner::startStep(const Queued &step)
{
    m_currentStep = step;
    m_current = step.spec;
    m_stepStartedAt = QDateTime::currentMSecsSinceEpoch();
    m_stepTimer.start();
    m_late = false;
    const Result<StepSpec> expanded = m_context->variables.expand(step.spec);
    if (!expanded) {
        StepOutput output;
        output.error = expanded.error().text;
        onOutput(std::move(output));
        return;
    }
    m_current.name = expanded->name;
    m_step = findStepKind(step.spec.action)->make();
    if (const int limit = limitOf(*expanded); limit > 0)
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
    for (StepOutput &page : output.followed)
        page.variables = output.variables;
    if (m_late) {
        output.timedOut = !m_stopped;
        output.stopped = m_stopped;
        output.error.clear();
    }
    judge(output);
}

TestRunner::Judgement TestRunner::stateOf(const StepOutput &output) const
{
    if (output.timedOut)
        return { u"timedOut"_s, output.error.isEmpty() ? u"step %1 did not end in time"_s.arg(m_index + 1) : output.error };
    if (output.stopped)
        return { u"stopped"_s, u"stopped"_s };
    if (!output.error.isEmpty())
        return { u"error"_s, output.error };
    return { u"passed"_s, {} };
}

// Every capture that finds something is kept; the first that does not says why.
QString TestRunner::captureAll(StepOutput &output)
{
    QString reason;
    for (const CaptureSpec &spec : std::as_const(m_current.capture)) {
        CaptureSpec filled = spec;
        const Result<yaml::Node> value = m_context->variables.expand(spec.value);
        const Result<QJsonValue> found = value ? (filled.value = *value, capture(filled, output)) : Result<QJsonValue>(value.error());
        if (found) {
            m_context->keep(spec, *found);
            output.captures.insert(spec.name, *found);
        } else if (reason.isEmpty()) {
            reason = found.error().text;
        }
    }
    return reason;
}

// All checks are evaluated and shown; the sentence is of one that could not be, for want of a variable.
QString TestRunner::checkAll(StepOutput &output, bool captured)
{
    QString reason;
    QList<const StepOutput *> pages { &output };
    for (const StepOutput &page : std::as_const(output.followed))
        pages.append(&page);
    for (const CheckSpec &check : std::as_const(m_current.expect)) {
        const Result<yaml::Node> wanted = m_context->variables.expand(check.value);
        if (!wanted) {
            auto result = std::make_shared<CheckResult>();
            result->subject = check.subject;
            result->place = check.place;
            result->state = captured ? CheckResult::State::Error : CheckResult::State::NotRun;
            result->sentence = wanted.error().text;
            result->got = wanted.error().text;
            output.checks.append(result);
            reason = reason.isEmpty() ? wanted.error().text : reason;
            continue;
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
    return captured ? reason : QString();
}

// The first hard check that did not hold decides; failed comes before error only by its place.
TestRunner::Judgement TestRunner::worstOf(const StepOutput &output) const
{
    for (const std::shared_ptr<CheckResult> &check : output.checks) {
        if (check->soft || check->state == CheckResult::State::Passed || check->state == CheckResult::State::NotRun)
            continue;
        return { check->state == CheckResult::State::Error ? u"error"_s : u"failed"_s, check->sentence };
    }
    return { u"passed"_s, {} };
}

bool TestRunner::retry(const Judgement &judgement)
{
    const RetrySpec retries = m_current.retries.value_or(RetrySpec {});
    const bool bad = judgement.state == "failed"_L1 || judgement.state == "error"_L1 || judgement.state == "timedOut"_L1;
    if (!bad || m_stepTries >= retries.count || m_stopped || m_testLate)
        return false;
    double delay = retries.delayMs;
    for (int i = 0; i < m_stepTries; ++i)
        delay *= retries.backoff;
    ++m_stepTries;
    QTimer::singleShot(int(delay), this, [this] {
        if (m_phase != Phase::Teardown && (m_stopped || m_testLate)) {
            m_queue.prepend(m_currentStep);
            runNext();
        } else {
            startStep(m_currentStep);
        }
    });
    return true;
}

void TestRunner::judge(StepOutput &output)
{
    Judgement judgement = stateOf(output);
    if (judgement.state == "passed"_L1) {
        const QString nothing = captureAll(output);
        const QString unknown = checkAll(output, nothing.isEmpty());
        judgement = worstOf(output);
        if (judgement.state == "passed"_L1 && !nothing.isEmpty())
            judgement = { u"failed"_s, nothing };
        else if (judgement.state == "passed"_L1 && !unknown.isEmpty())
            judgement = { u"error"_s, unknown };
    }
    if (retry(judgement))
        return;
    record(output, judgement.state);
    for (const QJsonValue &child : std::as_const(output.childTests))
        m_outcome.childTests.append(child);
    ++m_index;
    if (judgement.state != "passed"_L1) {
        settle(judgement.state, judgement.reason);
        if (!m_current.continueOnFail && m_phase != Phase::Teardown) {
            enterTeardown();
            return;
        }
    }
    // Soft ones are recorded, and the test goes on; it fails at its end.
    for (const std::shared_ptr<CheckResult> &check : std::as_const(output.checks)) {
        if (check->soft && check->state != CheckResult::State::Passed)
            settle(u"failed"_s, check->sentence);
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
    event.checks = masking.apply(QJsonValue(toJson(output.checks))).toArray();
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
    QList<Queued> always;
    for (const QList<Queued> &left : { m_queue, std::exchange(m_steps, {}) }) {
        for (const Queued &step : left) {
            if (step.spec.always)
                always.append(step);
        }
    }
    m_queue = always + std::exchange(m_teardown, {});
    m_phase = Phase::Teardown;
    QMetaObject::invokeMethod(this, &TestRunner::runNext, Qt::QueuedConnection);
}

void TestRunner::noteLeftOver(const QString &name, const WsClient &client)
{
    if (client.inbox.isEmpty())
        return;
    QStringList heads;
    for (const TalkMessage &message : client.inbox.mid(0, 3))
        heads.append(QString::fromUtf8(message.binary ? message.body.left(40).toHex(' ') : message.body.left(120)));
    TestLogged logged;
    logged.runId = m_context->runId;
    logged.testId = m_context->testId;
    logged.level = u"INFO"_s;
    logged.text = m_context->masking.apply(u"%1 on “%2” left over: %3%4"_s.arg(client.inbox.size() == 1 ? u"1 message"_s : u"%1 messages"_s.arg(client.inbox.size()),
                                                                          name, heads.join(u" | "_s), client.inbox.size() > 3 ? u" | …"_s : QString()));
    m_context->journal.record(logged);
}

void TestRunner::conclude()
{
    if (std::exchange(m_phase, Phase::Over) == Phase::Over)
        return;
    m_testDeadline.stop();
    for (auto it = m_context->clients.cbegin(); it != m_context->clients.cend(); ++it) {
        const std::shared_ptr<WsClient> &client = it.value();
        noteLeftOver(it.key(), *client);
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
