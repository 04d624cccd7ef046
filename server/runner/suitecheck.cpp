// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/suitecheck.h"

#include "runner/checks/check.h"
#include "runner/steps/step.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

void checkSteps(const QList<StepSpec> &steps, Suite &suite)
{
    for (const StepSpec &step : steps) {
        const StepKind *kind = findStepKind(step.action);
        if (!kind)
            continue;
        suite.problems += kind->validate(step);
        for (const CheckSpec &check : step.expect)
            suite.problems += validateCheck(check);
        for (const CaptureSpec &capture : step.capture)
            suite.problems += validateCapture(capture);
    }
}

// "a and not (b or c)" by recursive descent.
class TagExpression
{
public:
    TagExpression(const QString &text, const QStringList &tags)
        : m_tags(tags)
    {
        static const QRegularExpression word(u"\\(|\\)|[^\\s()]+"_s);
        auto matches = word.globalMatch(text);
        while (matches.hasNext())
            m_words.append(matches.next().captured());
    }
    Result<bool> evaluate()
    {
        const bool value = either();
        if (!m_ok || m_at != m_words.size())
            return Error { 2, u"the tags “%1” cannot be read; write for example “smoke and not slow”"_s.arg(m_words.join(u' ')) };
        return value;
    }

private:
    bool either()
    {
        bool value = both();
        while (take(u"or"_s))
            value = both() || value;
        return value;
    }
    bool both()
    {
        bool value = one();
        while (take(u"and"_s))
            value = one() && value;
        return value;
    }
    bool one()
    {
        if (take(u"not"_s))
            return !one();
        if (take(u"("_s)) {
            const bool value = either();
            m_ok = take(u")"_s) && m_ok;
            return value;
        }
        if (m_at >= m_words.size() || m_words.at(m_at) == ")"_L1) {
            m_ok = false;
            return false;
        }
        return m_tags.contains(m_words.at(m_at++));
    }
    bool take(const QString &word)
    {
        if (m_words.value(m_at) != word)
            return false;
        ++m_at;
        return true;
    }

    QStringList m_words;
    QStringList m_tags;
    qsizetype m_at = 0;
    bool m_ok = true;
};

} // namespace

Suite readRunnableSuite(const QString &file)
{
    Suite suite = readSuiteFile(file, { stepWords(), subjectWords() });
    checkSteps(suite.setup, suite);
    checkSteps(suite.teardown, suite);
    checkSteps(suite.beforeEach, suite);
    checkSteps(suite.afterEach, suite);
    for (const QList<StepSpec> &block : std::as_const(suite.blocks))
        checkSteps(block, suite);
    for (const TestSpec &test : std::as_const(suite.tests)) {
        checkSteps(test.setup, suite);
        checkSteps(test.steps, suite);
        checkSteps(test.teardown, suite);
        checkSteps(test.rows.discover, suite);
    }
    return suite;
}

Result<bool> matchesTags(const QString &expression, const QStringList &tags)
{
    return expression.trimmed().isEmpty() ? Result<bool>(true) : TagExpression(expression, tags).evaluate();
}

} // namespace greenroom
