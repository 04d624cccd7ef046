// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A summary in Markdown, for a pull request or a job's page: the sentence, the counts, what needs eyes.

#include "archive/exporters/exporter.h"
#include "archive/exporters/runsummary.h"

#include <QMap>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int mostRows = 100;   // a job's page takes no more than 1 MiB

QString cell(const QString &text)
{
    QString escaped = text.simplified().left(500);
    for (const QChar c : { u'\\', u'|', u'`', u'*', u'_', u'[', u']' })
        escaped.replace(c, QString(u'\\') + c);
    return escaped.toHtmlEscaped();
}

} // namespace

Result<void> exportMarkdown(const QList<Event> &run, QIODevice &out)
{
    const RunSummary summary = RunSummary::of(run);
    QMap<QString, int> counts;
    QString rows;
    int shown = 0;
    int left = 0;
    for (const RunSummary::Test &test : summary.tests) {
        if (!test.isTold())
            continue;
        ++counts[test.state];
        if (test.state == "passed"_L1 || test.state == "skipped"_L1 || test.state == "stopped"_L1)
            continue;
        if (++shown > mostRows)
            ++left;
        else
            rows += u"| %1 | %2 | %3 |\n"_s.arg(test.state, cell(test.found.name), cell(test.reason));
    }
    QStringList words;
    for (auto it = counts.begin(); it != counts.end(); ++it)
        words.append(u"%1 %2"_s.arg(QString::number(*it), it.key()));
    QString text = u"## %1\n\n**%2**\n\n%3\n"_s.arg(cell(summary.started.suiteName), cell(summary.finished.sentence), words.join(u" · "_s));
    if (!rows.isEmpty())
        text += u"\n| outcome | test | reason |\n| --- | --- | --- |\n"_s + rows;
    if (left > 0)
        text += u"\n… and %1 more.\n"_s.arg(left);
    out.write(text.toUtf8());
    return {};
}

} // namespace greenroom
