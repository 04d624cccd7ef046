// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// One HTML file that opens from disk: filter, results with what was wanted and got, timeline, messages.
// Every text is escaped; there is no outside resource.

#include "archive/exporters/exporter.h"
#include "archive/exporters/runsummary.h"

#include <QDateTime>
#include <QFile>
#include <QHash>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QString escaped(const QString &text)
{
    return text.toHtmlEscaped();
}

QString duration(double ms)
{
    if (ms < 1000)
        return QString::number(qRound(ms)) + u" ms"_s;
    if (ms < 60'000)
        return QString::number(ms / 1000, 'f', 2) + u" s"_s;
    return u"%1:%2"_s.arg(int(ms / 60'000)).arg(int(ms / 1000) % 60, 2, 10, QLatin1Char('0'));
}

QString checkRows(const StepFinished &step)
{
    QString html;
    for (const QJsonValue &value : step.checks) {
        const QJsonObject check = value.toObject();
        const QString state = check.value("state"_L1).toString();
        html += u"<tr class=\"%1\"><td>%2</td><td>%3</td><td>%4</td><td>%5</td></tr>"_s.arg(
            escaped(state), escaped(check.value("subject"_L1).toString()),
            escaped(check.value("selector"_L1).toString()), escaped(check.value("wanted"_L1).toString()),
            escaped(check.value("got"_L1).toString().left(2000)));
    }
    return html.isEmpty() ? html
                          : u"<table class=\"checks\"><tr><th>check</th><th>of</th><th>wanted</th><th>got</th></tr>%1</table>"_s.arg(html);
}

QString attemptHtml(const RunSummary::Attempt &attempt, bool several)
{
    QString html;
    if (several)
        html += u"<h4>Try %1: %2</h4>"_s.arg(attempt.number).arg(escaped(attempt.state));
    for (const StepFinished &step : attempt.steps) {
        html += u"<div class=\"step %1\"><b>%2. %3</b> <span>%4 · %5 · line %6</span>"_s.arg(
            escaped(step.state), QString::number(step.index + 1), escaped(step.name.isEmpty() ? step.action : step.name),
            escaped(step.state), duration(step.durationMs), QString::number(step.line));
        if (!step.error.isEmpty())
            html += u"<p class=\"reason\">%1</p>"_s.arg(escaped(step.error));
        html += checkRows(step) + u"</div>"_s;
    }
    return html;
}

QString timelineHtml(const RunSummary &summary)
{
    const double total = std::max(1.0, summary.finished.durationMs);
    QMap<int, QString> lanes;
    for (const RunSummary::Test &test : summary.tests) {
        for (const RunSummary::Attempt &attempt : test.attempts) {
            if (attempt.worker <= 0)
                continue;
            lanes[attempt.worker] += u"<i class=\"%1\" style=\"left:%2%;width:%3%\" title=\"%4\"></i>"_s.arg(
                escaped(attempt.state), QString::number(double(attempt.startedAt - summary.startedAt) / total * 100, 'f', 2),
                QString::number(std::max(0.3, attempt.durationMs / total * 100), 'f', 2),
                escaped(test.found.name + u" · "_s + duration(attempt.durationMs)));
        }
    }
    QString html;
    for (auto it = lanes.begin(); it != lanes.end(); ++it)
        html += u"<div class=\"lane\"><span>Worker %1</span><div>%2</div></div>"_s.arg(it.key()).arg(*it);
    return html;
}

QString framesHtml(const RunSummary &summary)
{
    QString rows;
    int count = 0;
    for (const Event &event : summary.frames) {
        if (++count > 2000)
            break;
        const bool sent = std::holds_alternative<MessageSent>(event.payload);
        const QJsonObject json = payloadToJson(event.payload);
        rows += u"<tr><td>%1</td><td>%2</td><td>%3</td><td>%4</td></tr>"_s.arg(
            QDateTime::fromMSecsSinceEpoch(event.at).toString(u"HH:mm:ss.zzz"_s), sent ? u"sent"_s : u"received"_s,
            QString::number(json.value("size"_L1).toInteger()), escaped(json.value("body"_L1).toString().left(400)));
    }
    return rows.isEmpty() ? u"<p>No messages were recorded.</p>"_s
                          : u"<table class=\"frames\"><tr><th>time</th><th>direction</th><th>bytes</th><th>message</th></tr>%1</table>"_s.arg(rows);
}

// One pass over the page: what was filled in is never looked at again, whatever a message said.
QString filled(const QString &page, const QHash<QString, QString> &values)
{
    QString html;
    qsizetype done = 0;
    for (qsizetype at = 0; (at = page.indexOf("{{"_L1, done)) >= 0;) {
        const qsizetype end = page.indexOf("}}"_L1, at);
        html += page.mid(done, at - done) + values.value(page.mid(at + 2, end - at - 2));
        done = end + 2;
    }
    return html + page.mid(done);
}

} // namespace

Result<void> exportHtml(const QList<Event> &run, QIODevice &out)
{
    QFile page(u":/reports/report.html"_s);
    if (!page.open(QFile::ReadOnly))
        return Error { 3, u"The page of the HTML report is missing from this program."_s };
    const RunSummary summary = RunSummary::of(run);
    QString rows;
    for (const RunSummary::Test &test : summary.tests) {
        if (test.found.type != "test"_L1 && test.state == "passed"_L1)
            continue;
        if (test.found.type == "group"_L1)
            continue;
        QString attempts;
        for (const RunSummary::Attempt &attempt : test.attempts)
            attempts += attemptHtml(attempt, test.attempts.size() > 1);
        rows += u"<details class=\"test %1\" data-text=\"%2\"><summary><em></em><b>%3</b><span>%4</span><time>%5</time>%6</summary>%7</details>"_s
                    .arg(escaped(test.state), escaped((test.found.name + u' ' + test.state).toLower()), escaped(test.found.name),
                         escaped(test.state), duration(test.durationMs),
                         test.reason.isEmpty() ? QString() : u"<p class=\"reason\">%1</p>"_s.arg(escaped(test.reason)), attempts);
    }
    const QDateTime started = QDateTime::fromMSecsSinceEpoch(summary.startedAt);
    out.write(filled(QString::fromUtf8(page.readAll()),
                     { { u"frames"_s, framesHtml(summary) },
                       { u"timeline"_s, timelineHtml(summary) },
                       { u"tests"_s, rows },
                       { u"facts"_s, escaped(u"%1 · %2 · receipt %3"_s.arg(started.toString(u"yyyy-MM-dd HH:mm:ss"_s),
                                                                         duration(summary.finished.durationMs), summary.started.receipt)) },
                       { u"sentence"_s, escaped(summary.finished.sentence.isEmpty() ? u"Cut off before its end."_s : summary.finished.sentence) },
                       { u"title"_s, escaped(u"Run %1 · %2"_s.arg(summary.started.number).arg(summary.started.suiteName)) } })
                  .toUtf8());
    return {};
}

} // namespace greenroom
