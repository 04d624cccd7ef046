// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "core/suite.h"
#include "runner/steps/stepoutput.h"

#include <QJsonArray>
#include <QJsonValue>
#include <QStringList>

// A check is a subject and an operator: one finds, one compares. Both are free functions on values, in two
// tables (checks.cpp).

namespace greenroom {

// What a subject found. Missing is not null: nothing found is never a silent pass.
struct Found
{
    bool missing = false;
    QString hint;              // for the sentence: 'page has 14 elements with class "price"'
    QJsonValue value;          // the first match
    QList<QJsonValue> all;     // every match, for count, each, take: all
    QString where;             // "line 18 of the page", "header Content-Type"
    QStringList html;          // of css and xpath: outer/inner text for take: html
};

using Subject = Result<Found> (*)(const StepOutput &output, const yaml::Node &selector);

// The judgement of one operator, with the sentence people read.
struct Verdict
{
    bool held = false;
    QString wanted;            // "0.01 to 5000"
    QString got;               // "0"
};

using Operator = Verdict (*)(const Found &found, const QJsonValue &wanted, const yaml::Node &modifiers);

// One check of a step: {subject, selector, operator, wanted, got, state, soft, sentence, because, where}
// as in step.finished.
struct CheckResult
{
    enum class State { Passed, Failed, Error, NotRun };

    QString subject;
    QString selector;          // what people see: "//meta[@property='og:price:amount']"
    QString operation;
    QString wanted;
    QString got;
    State state = State::Passed;
    bool soft = false;
    QString sentence;          // "price wanted 0.01 to 5000, got 0"
    QString because;
    QString where;
    Place place;
};

// As step.finished tells them.
QJsonArray toJson(const QList<std::shared_ptr<CheckResult>> &results);

// Judges one line of `expect` whose variables are filled in. Several operators in one check give several
// results.
QList<CheckResult> evaluate(const CheckSpec &check, const StepOutput &output);
// Fills a capture, or says why not.
Result<QJsonValue> capture(const CaptureSpec &spec, const StepOutput &output);

// For the reader: the tables' words, and the problems of one check as far as they can be known before the
// run (unknown key, operator or modifier; two subjects).
QStringList subjectWords();
QStringList operatorWords();
QStringList modifierWords();
QStringList captureWords();
Problems validateCheck(const CheckSpec &check);
// Of a list of checks as it stands in a file (until, expect and each of a talk …).
Problems validateChecks(const yaml::Node &list);
Problems validateCapture(const CaptureSpec &capture);
// A mapping of captures as it stands in a file: name → one subject, beside `secret`.
QList<CaptureSpec> capturesOf(const yaml::Node &node, Problems *problems = nullptr);

} // namespace greenroom
