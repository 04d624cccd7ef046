// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// JUnit XML as build servers read it: one testsuite a suite file, tries as Surefire tells them, a known issue
// skipped with its reason, and what could not be judged an error.

#include "archive/exporters/exporter.h"
#include "archive/exporters/runsummary.h"

#include <QDateTime>
#include <QMap>
#include <QXmlStreamWriter>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

struct Counts
{
    int tests = 0;
    int failures = 0;
    int errors = 0;
    int skipped = 0;
    double durationMs = 0;
};

QString seconds(double ms)
{
    return QString::number(ms / 1000, 'f', 3);
}

// XML 1.0 has no way to say most control characters, half a surrogate pair or U+FFFE.
QString clean(const QString &text)
{
    QString result = text;
    for (qsizetype i = 0; i < result.size(); ++i) {
        const char16_t c = result.at(i).unicode();
        if (QChar::isHighSurrogate(c) && i + 1 < result.size() && result.at(i + 1).isLowSurrogate())
            ++i;
        else if ((c < 0x20 && c != u'\n' && c != u'\t' && c != u'\r') || QChar::isSurrogate(c) || c >= 0xFFFE)
            result[i] = QChar(QChar::ReplacementCharacter);
    }
    return result;
}

QString stepText(const StepFinished &step)
{
    QString text = u"step %1 %2 (%3:%4)\n"_s.arg(step.index + 1).arg(step.name.isEmpty() ? step.action : step.name, step.file).arg(step.line);
    if (!step.error.isEmpty())
        text += u"  "_s + step.error + u'\n';
    for (const QJsonValue &check : step.checks) {
        const QJsonObject json = check.toObject();
        if (json.value("state"_L1).toString() != "passed"_L1)
            text += u"  "_s + json.value("sentence"_L1).toString() + u'\n';
    }
    return text;
}

QString details(const RunSummary::Attempt &attempt)
{
    QString text;
    for (const StepFinished &step : attempt.steps) {
        if (step.state != "passed"_L1)
            text += stepText(step);
    }
    return clean(text);
}

// What failed is a failure; what could not be judged is an error.
bool isError(const QString &state)
{
    return state == "error"_L1;
}

bool isFailure(const QString &state)
{
    return state == "failed"_L1 || state == "timedOut"_L1;
}

bool isSkipped(const QString &state)
{
    return state == "skipped"_L1 || state == "stopped"_L1 || state == "known"_L1;
}

QString typeOf(const QString &state)
{
    return state == "timedOut"_L1 ? u"timeout"_s : isError(state) ? u"notJudged"_s : u"check"_s;
}

class Writer
{
public:
    explicit Writer(QIODevice &out) : m_xml(&out) { m_xml.setAutoFormatting(true); }

    void write(const RunSummary &summary);

private:
    void totals(const Counts &counts);
    void test(const RunSummary::Test &test);
    void result(const QString &element, const QString &state, const QString &reason, const RunSummary::Attempt &attempt, bool isTry);

    QXmlStreamWriter m_xml;
};

void Writer::totals(const Counts &counts)
{
    m_xml.writeAttribute(u"tests"_s, QString::number(counts.tests));
    m_xml.writeAttribute(u"failures"_s, QString::number(counts.failures));
    m_xml.writeAttribute(u"errors"_s, QString::number(counts.errors));
    m_xml.writeAttribute(u"skipped"_s, QString::number(counts.skipped));
    m_xml.writeAttribute(u"time"_s, seconds(counts.durationMs));
}

void Writer::result(const QString &element, const QString &state, const QString &reason, const RunSummary::Attempt &attempt, bool isTry)
{
    m_xml.writeStartElement(element);
    m_xml.writeAttribute(u"message"_s, clean(reason));
    m_xml.writeAttribute(u"type"_s, typeOf(state));
    if (isTry)
        m_xml.writeTextElement(u"stackTrace"_s, details(attempt));
    else
        m_xml.writeCharacters(details(attempt));
    m_xml.writeEndElement();
}

void Writer::test(const RunSummary::Test &test)
{
    m_xml.writeStartElement(u"testcase"_s);
    m_xml.writeAttribute(u"name"_s, clean(test.found.name));
    m_xml.writeAttribute(u"classname"_s, clean(test.found.suite));
    m_xml.writeAttribute(u"file"_s, clean(test.found.file));
    m_xml.writeAttribute(u"line"_s, QString::number(test.found.line));
    m_xml.writeAttribute(u"time"_s, seconds(test.durationMs));
    // Surefire's way: the first try that failed is the failure, later ones are reruns; of a test that passed in
    // the end each failed try is a flaky failure.
    if (isSkipped(test.state)) {
        m_xml.writeStartElement(u"skipped"_s);
        const QString word = test.state == "known"_L1 ? u"known issue"_s : test.state;
        m_xml.writeAttribute(u"message"_s, clean(test.reason.isEmpty() ? word : word + u": "_s + test.reason));
        m_xml.writeEndElement();
    } else if (isFailure(test.state) || isError(test.state)) {
        const RunSummary::Attempt none;
        const RunSummary::Attempt &first = test.attempts.isEmpty() ? none : test.attempts.first();
        const bool single = test.attempts.size() < 2;
        result(isError(test.state) ? u"error"_s : u"failure"_s, test.state, single ? test.reason : first.reason, first, false);
        for (qsizetype i = 1; i < test.attempts.size(); ++i) {
            const RunSummary::Attempt &attempt = test.attempts.at(i);
            result(isError(attempt.state) ? u"rerunError"_s : u"rerunFailure"_s, attempt.state, attempt.reason, attempt, true);
        }
    } else if (test.state == "flaky"_L1) {
        for (const RunSummary::Attempt &attempt : test.attempts) {
            if (attempt.state != "passed"_L1 && attempt.state != "flaky"_L1)
                result(isError(attempt.state) ? u"flakyError"_s : u"flakyFailure"_s, attempt.state, attempt.reason, attempt, true);
        }
    }
    m_xml.writeEndElement();
}

void Writer::write(const RunSummary &summary)
{
    Counts all;
    QStringList order;
    QMap<QString, Counts> suites;
    for (const RunSummary::Test &test : summary.tests) {
        if (!test.isTold())
            continue;
        if (!order.contains(test.found.suite))
            order.append(test.found.suite);
        for (Counts *counts : { &all, &suites[test.found.suite] }) {
            ++counts->tests;
            counts->failures += isFailure(test.state) ? 1 : 0;
            counts->errors += isError(test.state) ? 1 : 0;
            counts->skipped += isSkipped(test.state) ? 1 : 0;
            counts->durationMs += test.durationMs;
        }
    }
    m_xml.writeStartDocument();
    m_xml.writeStartElement(u"testsuites"_s);
    m_xml.writeAttribute(u"name"_s, u"Greenroom"_s);
    totals(all);
    const QString timestamp = QDateTime::fromMSecsSinceEpoch(summary.startedAt, Qt::UTC).toString(u"yyyy-MM-ddTHH:mm:ss"_s);
    for (const QString &suite : std::as_const(order)) {
        m_xml.writeStartElement(u"testsuite"_s);
        m_xml.writeAttribute(u"name"_s, clean(suite == summary.started.suite ? summary.started.suiteName : suite));
        totals(suites.value(suite));
        m_xml.writeAttribute(u"timestamp"_s, timestamp);
        for (const RunSummary::Test &each : summary.tests) {
            if (each.found.suite == suite && each.isTold())
                test(each);
        }
        m_xml.writeEndElement();
    }
    m_xml.writeEndElement();
    m_xml.writeEndDocument();
}

} // namespace

Result<void> exportJUnitXml(const QList<Event> &run, QIODevice &out)
{
    Writer(out).write(RunSummary::of(run));
    return {};
}

} // namespace greenroom
