// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// TAP 14 (testanything.org): a known issue is a TODO, what was not tried a SKIP, details are YAML.

#include "archive/exporters/exporter.h"
#include "archive/exporters/runsummary.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QString oneLine(const QString &text)
{
    QString line = text.simplified();
    for (QChar &c : line) {
        if (!c.isPrint() && !c.isSurrogate())
            c = QChar(QChar::ReplacementCharacter);
    }
    return line.replace(u'\\', "\\\\"_L1).replace(u'#', "\\#"_L1);
}

// A JSON text is a YAML text.
QByteArray quoted(const QString &text)
{
    const QByteArray array = QJsonDocument(QJsonArray { text }).toJson(QJsonDocument::Compact);
    return array.mid(1, array.size() - 2);
}

void writeDetails(const RunSummary::Test &test, QIODevice &out)
{
    out.write("  ---\n  message: " + quoted(test.reason) + "\n  outcome: " + test.state.toUtf8() + "\n  duration_ms: "
              + QByteArray::number(test.durationMs) + "\n  at:\n    file: " + quoted(test.found.file) + "\n    line: "
              + QByteArray::number(test.found.line) + "\n  tries: " + QByteArray::number(test.attempts.size()) + "\n  ...\n");
}

} // namespace

Result<void> exportTap(const QList<Event> &run, QIODevice &out)
{
    const RunSummary summary = RunSummary::of(run);
    QList<const RunSummary::Test *> told;
    for (const RunSummary::Test &test : summary.tests) {
        if (test.isTold())
            told.append(&test);
    }
    out.write("TAP version 14\n1.." + QByteArray::number(told.size()) + "\n# " + oneLine(summary.started.suiteName).toUtf8() + '\n');
    int number = 0;
    for (const RunSummary::Test *test : std::as_const(told)) {
        const bool skipped = test->state == "skipped"_L1 || test->state == "stopped"_L1;
        const bool good = skipped || test->state == "passed"_L1 || test->state == "flaky"_L1;
        QString line = u"%1 %2 - %3"_s.arg(good ? u"ok"_s : u"not ok"_s, QString::number(++number), oneLine(test->found.name));
        if (skipped)
            line += u" # SKIP "_s + oneLine(test->reason.isEmpty() ? test->state : test->reason);
        else if (test->state == "known"_L1)
            line += u" # TODO known issue "_s + oneLine(test->reason);
        out.write(line.trimmed().toUtf8() + '\n');
        if (!skipped && test->state != "passed"_L1)
            writeDetails(*test, out);
    }
    return {};
}

} // namespace greenroom
