// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// JUnit XML as build servers read it: flaky and known issues are good, what could not be judged is an error.

#include "archive/exporters/exporter.h"
#include "archive/exporters/runsummary.h"

#include <QDateTime>
#include <QXmlStreamWriter>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QString seconds(double ms)
{
    return QString::number(ms / 1000, 'f', 3);
}

// XML 1.0 has no way to say most control characters.
QString clean(QString text)
{
    for (QChar &c : text) {
        if (c.unicode() < 0x20 && c != u'\n' && c != u'\t' && c != u'\r')
            c = QChar(QChar::ReplacementCharacter);
    }
    return text;
}

QString details(const RunSummary::Test &test)
{
    QString text;
    for (const RunSummary::Attempt &attempt : test.attempts) {
        if (test.attempts.size() > 1)
            text += u"try %1: %2\n"_s.arg(attempt.number).arg(attempt.state);
        for (const StepFinished &step : attempt.steps) {
            if (step.state == "passed"_L1)
                continue;
            text += u"step %1 %2 (%3:%4)\n"_s.arg(step.index + 1).arg(step.name.isEmpty() ? step.action : step.name, step.file).arg(step.line);
            if (!step.error.isEmpty())
                text += u"  "_s + step.error + u'\n';
            for (const QJsonValue &check : step.checks) {
                const QJsonObject json = check.toObject();
                if (json.value("state"_L1).toString() != "passed"_L1)
                    text += u"  "_s + json.value("sentence"_L1).toString() + u'\n';
            }
        }
    }
    return clean(text);
}

} // namespace

Result<void> exportJUnitXml(const QList<Event> &run, QIODevice &out)
{
    const RunSummary summary = RunSummary::of(run);
    int tests = 0;
    int failures = 0;
    int errors = 0;
    int skipped = 0;
    for (const RunSummary::Test &test : summary.tests) {
        if (test.found.type != "test"_L1)
            continue;
        ++tests;
        failures += test.state == "failed"_L1 || test.state == "timedOut"_L1 ? 1 : 0;
        errors += test.state == "error"_L1 ? 1 : 0;
        skipped += test.state == "skipped"_L1 || test.state == "stopped"_L1 ? 1 : 0;
    }
    const auto totals = [&](QXmlStreamWriter &xml) {
        xml.writeAttribute(u"tests"_s, QString::number(tests));
        xml.writeAttribute(u"failures"_s, QString::number(failures));
        xml.writeAttribute(u"errors"_s, QString::number(errors));
        xml.writeAttribute(u"skipped"_s, QString::number(skipped));
        xml.writeAttribute(u"time"_s, seconds(summary.finished.durationMs));
    };
    QXmlStreamWriter xml(&out);
    xml.setAutoFormatting(true);
    xml.writeStartDocument();
    xml.writeStartElement(u"testsuites"_s);
    xml.writeAttribute(u"name"_s, u"Greenroom"_s);
    totals(xml);
    xml.writeStartElement(u"testsuite"_s);
    xml.writeAttribute(u"name"_s, clean(summary.started.suiteName));
    totals(xml);
    xml.writeAttribute(u"timestamp"_s, QDateTime::fromMSecsSinceEpoch(summary.startedAt, Qt::UTC).toString(u"yyyy-MM-ddTHH:mm:ss"_s));
    for (const RunSummary::Test &test : summary.tests) {
        if (test.found.type != "test"_L1)
            continue;
        xml.writeStartElement(u"testcase"_s);
        xml.writeAttribute(u"name"_s, clean(test.found.name));
        xml.writeAttribute(u"classname"_s, clean(test.found.suite));
        xml.writeAttribute(u"file"_s, test.found.file);
        xml.writeAttribute(u"line"_s, QString::number(test.found.line));
        xml.writeAttribute(u"time"_s, seconds(test.durationMs));
        const auto element = [&](const char *name, const QString &type) {
            xml.writeStartElement(QString::fromLatin1(name));
            xml.writeAttribute(u"message"_s, clean(test.reason));
            if (!type.isEmpty())
                xml.writeAttribute(u"type"_s, type);
            xml.writeCharacters(details(test));
            xml.writeEndElement();
        };
        if (test.state == "failed"_L1)
            element("failure", u"check"_s);
        else if (test.state == "timedOut"_L1)
            element("failure", u"timeout"_s);
        else if (test.state == "error"_L1)
            element("error", u"notJudged"_s);
        else if (test.state == "skipped"_L1 || test.state == "stopped"_L1)
            element("skipped", {});
        else if (test.state == "flaky"_L1 || test.state == "known"_L1)
            xml.writeTextElement(u"system-out"_s, clean(test.state + u": "_s + test.reason) + u'\n' + details(test));
        xml.writeEndElement();
    }
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndDocument();
    return {};
}

} // namespace greenroom
