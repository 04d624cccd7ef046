// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/steps/waitstep.h"

#include "runner/checks/check.h"
#include "runner/testcontext.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

std::unique_ptr<Step> WaitStep::make()
{
    return std::make_unique<WaitStep>();
}

Problems WaitStep::validate(const StepSpec &spec)
{
    if (!spec.value.isMapping()) {
        if (parseDuration(spec.value.toText()) || spec.value.toText().contains("${"_L1))
            return {};
        return { { Problem::Severity::Error, u"“%1” is no duration"_s.arg(spec.value.toText()), u"for example “wait: 500ms”"_s, spec.value.place } };
    }
    Problems problems = unknownStepKeys(spec.value, { u"for"_s, u"until"_s, u"every"_s, u"within"_s }, u"a wait step"_s);
    const QString action = spec.value[u"for"_s].keyNames().value(0);
    if (action != "http"_L1 && action != "command"_L1) {
        problems.append({ Problem::Severity::Error, u"a wait asks again and again with “http” or “command”"_s, {}, spec.value.place });
    } else {
        StepSpec asked;
        asked.action = action;
        asked.value = spec.value[u"for"_s].items.first();
        asked.place = spec.value[u"for"_s].place;
        problems += findStepKind(action)->validate(asked);
    }
    for (const char *key : { "every", "within" }) {
        const yaml::Node &duration = spec.value[QLatin1StringView(key)];
        if (!duration.isNull() && !duration.toText().contains("${"_L1) && !parseDuration(duration.toText()))
            problems.append({ Problem::Severity::Error, u"“%1” is no duration"_s.arg(duration.toText()), u"for example 1.5s or 300ms"_s, duration.place });
    }
    return problems + validateChecks(spec.value[u"until"_s]);
}

QFuture<StepOutput> WaitStep::run(TestContext &context, const StepSpec &spec)
{
    QFuture<StepOutput> future = promised();
    const Result<yaml::Node> value = context.variables.expand(spec.value);
    if (!value) {
        finishWithError(value.error().text);
        return future;
    }
    m_value = *value;
    m_timer.start();
    m_pause.setSingleShot(true);
    if (!m_value.isMapping()) {
        connect(&m_pause, &QTimer::timeout, this, [this] {
            StepOutput output;
            output.durationMs = double(m_timer.elapsed());
            finish(std::move(output));
        });
        m_pause.start(parseDuration(m_value.toText()).value_or(0));
        return future;
    }
    m_everyMs = parseDuration(m_value[u"every"_s].toText(u"1s"_s)).value_or(1000);
    m_withinMs = parseDuration(m_value[u"within"_s].toText(u"30s"_s)).value_or(30'000);
    connect(&m_pause, &QTimer::timeout, this, [this, &context] { tryOnce(context); });
    // One asking may not outlast the patience for all of them.
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        if (isFinished())
            return;
        m_pause.stop();
        m_cancelled = true;
        m_inner->cancel();
        if (m_last) {
            finish(*std::exchange(m_last, std::nullopt));
            return;
        }
        StepOutput output;
        output.timedOut = true;
        output.error = u"it did not answer within %1 ms"_s.arg(m_withinMs);
        finish(std::move(output));
    });
    m_patience.start(m_withinMs);
    tryOnce(context);
    return future;
}

void WaitStep::tryOnce(TestContext &context)
{
    const yaml::Node &ask = m_value[u"for"_s];
    StepSpec spec;
    spec.action = ask.keyNames().value(0);
    spec.value = ask.items.value(0);
    spec.place = ask.place;
    const StepKind *kind = findStepKind(spec.action);
    // The last one may still be in the middle of its own promise.
    if (m_inner)
        m_inner.release()->deleteLater();
    m_inner = kind->make();
    m_inner->run(context, spec).then(this, [this, &context](const StepOutput &output) { judge(context, output); });
}

void WaitStep::judge(TestContext &context, StepOutput output)
{
    if (m_cancelled || isFinished())
        return;
    bool held = output.error.isEmpty();
    QList<std::shared_ptr<CheckResult>> checks;
    output.variables = &context.variables.values();
    for (const yaml::Node &until : m_value[u"until"_s].items) {
        const QList<CheckResult> results = evaluate({ until.keyNames().value(0), until.items.value(0), until.place }, output);
        for (const CheckResult &result : results) {
            checks.append(std::make_shared<CheckResult>(result));
            held = held && result.state == CheckResult::State::Passed;
        }
    }
    if (held)
        output.error.clear();
    output.checks += checks;
    output.durationMs = double(m_timer.elapsed());
    if (!held)
        output.notes.append(u"It did not hold within %1 ms."_s.arg(m_withinMs));
    if (held || m_timer.elapsed() >= m_withinMs) {
        finish(std::move(output));
        return;
    }
    m_last = std::move(output);
    m_pause.start(m_everyMs);
}

void WaitStep::cancel()
{
    m_cancelled = true;
    m_pause.stop();
    if (m_inner)
        m_inner->cancel();
    StepOutput output;
    output.stopped = true;
    finish(std::move(output));
}

} // namespace greenroom
