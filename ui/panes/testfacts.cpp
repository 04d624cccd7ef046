// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of one attempt, gathered from the shared models.
#include "panes/testfacts.h"

#include "models/framesmodel.h"
#include "models/runmodel.h"
#include "models/runsmodel.h"
#include "widgets/paint.h"
#include "words.h"
#include "workspace.h"

#include <QCoreApplication>
#include <QDateTime>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int mostLines = 500;

QString say(const char *text)
{
    return QCoreApplication::translate("TestFacts", text);
}

qint64 endOf(const RunAttempt &attempt)
{
    return attempt.finishedAt > 0 ? attempt.finishedAt : QDateTime::currentMSecsSinceEpoch();
}

QString headersText(const QJsonObject &headers)
{
    QString text;
    for (auto it = headers.begin(); it != headers.end(); ++it)
        text += it.key() + u": "_s + it.value().toString() + u'\n';
    return text;
}

} // namespace

QList<LogRow> serverRows(const Workspace &workspace, const RunAttempt &attempt, bool all)
{
    QList<LogRow> rows;
    const LogModel &log = workspace.log;
    for (int row = log.rowCount() - 1; row >= 0 && rows.size() < mostLines; --row) {
        const LogRow &line = log.row(row);
        if (line.at < attempt.startedAt)
            break;
        const bool grave = line.level == "WARN"_L1 || line.level == "ERROR"_L1;
        if (line.at <= endOf(attempt) && line.testId.isEmpty() && (all || (grave && !line.requestId.isEmpty())))
            rows.prepend(line);
    }
    return rows;
}

QList<MonoLine> frameLines(const Workspace &workspace, const RunAttempt &attempt)
{
    QStringList connections;
    for (const StepFinished &step : attempt.steps) {
        for (const QJsonValue &id : step.connections)
            connections << id.toString();
    }
    QList<MonoLine> lines;
    const FramesModel &frames = workspace.frames;
    for (int row = frames.rowCount() - 1; row >= 0 && lines.size() < mostLines && !connections.isEmpty(); --row) {
        const FrameRow &frame = frames.row(row);
        if (frame.at < attempt.startedAt - 1)
            break;
        if (frame.at > endOf(attempt) || !connections.contains(frame.connectionId) || frame.isControl())
            continue;
        MonoLine line;
        line.at = frame.at;
        line.word = frame.toService ? u"↑"_s : u"↓"_s;
        line.wordColor = frame.toService ? Token::DirOut : Token::DirIn;
        line.text = plainSentence(frame.body);
        line.id = frame.connectionId;
        lines.prepend(line);
    }
    return lines;
}

QList<MonoLine> logLines(const QList<LogRow> &rows, bool tinted)
{
    QList<MonoLine> lines;
    for (const LogRow &row : rows) {
        const bool warning = row.level == "WARN"_L1;
        const bool error = row.level == "ERROR"_L1;
        lines << MonoLine { row.at, row.level, levelColor(row.level), row.text, row.requestId,
                            tinted && warning ? Token::TintFlaky : tinted && error ? Token::TintFailed : Token::Count };
    }
    return lines;
}

QString exchangeText(const RunAttempt &attempt)
{
    QString text;
    for (const StepFinished &step : attempt.steps) {
        const QJsonObject request = step.exchange["request"_L1].toObject();
        const QJsonObject response = step.exchange["response"_L1].toObject();
        if (request.isEmpty() && !step.exchange.contains("command"_L1))
            continue;
        if (step.exchange.contains("command"_L1)) {
            text += u"$ %1\n%2%3exit %4\n\n"_s.arg(step.exchange["command"_L1].toString(), step.exchange["stdout"_L1].toString(),
                                                  step.exchange["stderr"_L1].toString()).arg(step.exchange["exit"_L1].toInt());
            continue;
        }
        text += request["method"_L1].toString() + u' ' + request["url"_L1].toString() + u'\n' + headersText(request["headers"_L1].toObject());
        if (!request["body"_L1].toString().isEmpty())
            text += u'\n' + request["body"_L1].toString() + u'\n';
        text += u"\n%1 %2\n"_s.arg(response["status"_L1].toInt()).arg(response["url"_L1].toString());
        text += headersText(response["headers"_L1].toObject()) + u'\n';
        const QString body = response["body"_L1].toString();
        text += body.left(20000) + u"\n\n"_s;
    }
    return text.trimmed();
}

QString pageText(const RunAttempt &attempt)
{
    for (const StepFinished &step : attempt.steps) {
        if (step.action == "page"_L1)
            return step.exchange["response"_L1].toObject()["body"_L1].toString();
    }
    return {};
}

QString attemptSentence(const RunTest &test, const RunAttempt *attempt)
{
    if (!attempt)
        return Theme::stateWord(test.state) + (test.reason.isEmpty() ? QString() : u" · "_s + test.reason);
    int at = -1;
    for (int i = 0; i < attempt->steps.size(); ++i) {
        if (attempt->steps[i].state != "passed"_L1 && attempt->steps[i].state != "skipped"_L1 && at < 0)
            at = i;
    }
    if (attempt->state == "running"_L1)
        return attempt->steps.isEmpty() ? say(QT_TRANSLATE_NOOP("TestFacts", "Running its first step"))
                                        : say(QT_TRANSLATE_NOOP("TestFacts", "Running, %1 steps done")).arg(attempt->steps.size());
    const QString word = Theme::stateWord(attempt->state);
    if (at < 0)
        return say(QT_TRANSLATE_NOOP("TestFacts", "%1 after %2")).arg(word, durationText(attempt->durationMs));
    return say(QT_TRANSLATE_NOOP("TestFacts", "%1 at step %2 of %3, after %4"))
        .arg(word).arg(at + 1).arg(attempt->steps.size()).arg(durationText(attempt->durationMs));
}

QList<MonoLine> historyLines(const Workspace &workspace, const RunTest &test)
{
    // The test's letters are its results in the suite's last runs, newest at the end.
    QList<MonoLine> lines;
    for (auto letter = test.history.rbegin(); letter != test.history.rend(); ++letter) {
        MonoLine line;
        const qsizetype back = lines.size() + 1;
        const QString state = stateOfLetter(*letter);
        line.word = Theme::stateWord(state);
        line.wordColor = state == "failed"_L1 ? Token::StFailed : state == "flaky"_L1 ? Token::StFlaky : Token::T2;
        line.text = back == 1 ? say(QT_TRANSLATE_NOOP("TestFacts", "the run before")) : say(QT_TRANSLATE_NOOP("TestFacts", "%1 runs before")).arg(back);
        lines << line;
    }
    Q_UNUSED(workspace)
    return lines;
}

QString markdownOf(const Workspace &workspace, const RunTest &test)
{
    const RunSummary &run = workspace.run.summary();
    QString text = u"### %1: %2\n\n"_s.arg(Theme::stateWord(test.state), test.found.name);
    const RunAttempt *last = test.attempts.isEmpty() ? nullptr : &test.attempts.last();
    if (last) {
        const QJsonObject check = failedCheck(*last);
        if (!check.isEmpty())
            text += u"| | |\n|---|---|\n| check | `%1 %2` |\n| wanted | `%3` |\n| got | `%4` |\n\n"_s.arg(
                check["subject"_L1].toString(), check["selector"_L1].toString(), check["wanted"_L1].toString(), check["got"_L1].toString());
        for (const StepFinished &step : last->steps)
            text += u"%1. %2 — %3, %4\n"_s.arg(step.index + 1).arg(step.name.isEmpty() ? step.action : step.name, Theme::stateWord(step.state), durationText(step.durationMs));
    }
    text += u"\n%1, run %2 of %3%4\n"_s.arg(attemptSentence(test, last)).arg(run.run.number).arg(run.run.suiteName,
        run.run.profile.isEmpty() ? QString() : u", profile "_s + run.run.profile);
    return text;
}

} // namespace greenroom
