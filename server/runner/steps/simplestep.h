// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "runner/steps/step.h"

#include <QPromise>

#include <optional>
#include <utility>

namespace greenroom {

// What steps share: the promise that is kept exactly once.
class SimpleStep : public Step
{
    Q_OBJECT

public:
    using Step::Step;

protected:
    QFuture<StepOutput> promised()
    {
        m_promise.start();
        return m_promise.future();
    }
    void finish(StepOutput output)
    {
        if (std::exchange(m_finished, true))
            return;
        m_promise.addResult(std::move(output));
        m_promise.finish();
    }
    void finishWithError(const QString &error)
    {
        StepOutput output;
        output.error = error;
        finish(std::move(output));
    }
    bool isFinished() const { return m_finished; }

private:
    QPromise<StepOutput> m_promise;
    bool m_finished = false;
};

// Problems of keys that a mapping does not know.
Problems unknownStepKeys(const yaml::Node &node, const QStringList &known, const QString &what);

} // namespace greenroom
