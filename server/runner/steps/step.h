// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/suite.h"
#include "runner/steps/stepoutput.h"

#include <QFuture>
#include <QObject>

#include <memory>

namespace greenroom {

class TestContext;

// One step of a test, made for one execution and thrown away after it. `value` has its variables filled in.
// The deadline is the test runner's: when it passes, cancel() is called and the future must end soon.
class Step : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    virtual QFuture<StepOutput> run(TestContext &context, const StepSpec &spec) = 0;
    virtual void cancel() = 0;
};

struct StepKind
{
    const char *action;
    std::unique_ptr<Step> (*make)();
    Problems (*validate)(const StepSpec &spec);   // what can be known before the run
};

// The table (steps.cpp).
const StepKind *findStepKind(const QString &action);
QStringList stepWords();

} // namespace greenroom
