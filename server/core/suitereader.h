// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/suite.h"

namespace greenroom {

// Reads a suite's structure. suite.cpp has the whole and what its top level says, suitetests.cpp tests, steps,
// checks and captures.
class SuiteReader
{
public:
    SuiteReader(const QString &file, const SuiteWords &words)
        : m_words(words)
    {
        m_suite.file = file;
    }

    Suite read(const yaml::Node &root);

    void problem(const QString &text, const Place &place, const QString &remedy = {},
                 Problem::Severity severity = Problem::Severity::Error)
    {
        m_suite.problems.append({ severity, text, remedy, place });
    }

private:
    void unknownKeys(const yaml::Node &node, const QStringList &known, const QString &what);
    int duration(const yaml::Node &node, int fallback);
    int number(const yaml::Node &node, int fallback, const QString &what);
    QStringList texts(const yaml::Node &node);
    QMap<QString, yaml::Node> map(const yaml::Node &node, const QString &what);
    RetrySpec retries(const yaml::Node &node);
    bool boolean(const yaml::Node &node, bool fallback = false);
    QString text(const yaml::Node &node, const QString &fallback = {});
    // False, and told, when it is there and no mapping.
    bool isMapping(const yaml::Node &node, const QString &what);
    QList<StepSpec> steps(const yaml::Node &node, const QString &what);
    StepSpec step(const yaml::Node &node);
    QList<CheckSpec> checks(const yaml::Node &node);
    QList<CaptureSpec> captures(const yaml::Node &node);
    TestSpec test(const yaml::Node &node);
    RowsSpec rows(const yaml::Node &node);
    void secrets(const yaml::Node &node);
    void blind(const yaml::Node &node);
    void defaults(const yaml::Node &node);
    void runBlock(const yaml::Node &node);
    void checkNeeds();
    void checkUses();
    QList<const StepSpec *> allSteps() const;

    Suite m_suite;
    const SuiteWords &m_words;
};

} // namespace greenroom
