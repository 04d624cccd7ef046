// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/steps/commandstep.h"
#include "runner/steps/httpstep.h"
#include "runner/steps/pagestep.h"
#include "runner/steps/step.h"
#include "runner/steps/waitstep.h"
#include "runner/steps/websocketstep.h"

namespace greenroom {

namespace {

// `use` is no step of its own: the test runner puts the block's steps in its place.
std::unique_ptr<Step> noStep()
{
    return nullptr;
}

Problems validateUse(const StepSpec &spec)
{
    const auto problem = [](const char *text, const Place &place) {
        return Problems { { Problem::Severity::Error, QString::fromUtf8(text), {}, place } };
    };
    if (!spec.value.isText())
        return problem("“use” names a block", spec.place);
    if (spec.value.text.contains(QLatin1StringView("${")))
        return problem("“use” names a block, and takes no variable: which steps a test has is known before it runs", spec.value.place);
    if (!spec.expect.isEmpty() || !spec.capture.isEmpty() || spec.retries || spec.timeoutMs > 0 || spec.continueOnFail)
        return problem("“use” takes “with”, “name”, “if” and “always”; the rest stands in the block's own steps", spec.place);
    return {};
}

// The table of step kinds.
constexpr StepKind kinds[] = {
    { "page", &PageStep::make, &PageStep::validate },
    { "http", &HttpStep::make, &HttpStep::validate },
    { "websocket", &WebSocketStep::make, &WebSocketStep::validate },
    { "command", &CommandStep::make, &CommandStep::validate },
    { "wait", &WaitStep::make, &WaitStep::validate },
    { "use", &noStep, &validateUse },
};

} // namespace

const StepKind *findStepKind(const QString &action)
{
    for (const StepKind &kind : kinds) {
        if (action == QLatin1StringView(kind.action))
            return &kind;
    }
    return nullptr;
}

QStringList stepWords()
{
    QStringList words;
    for (const StepKind &kind : kinds)
        words.append(QLatin1StringView(kind.action));
    return words;
}

} // namespace greenroom
