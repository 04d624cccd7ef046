// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panes/runlanes.h"

#include "models/framesmodel.h"
#include "models/invocationsmodel.h"
#include "models/logmodel.h"
#include "models/runmodel.h"
#include "selection.h"
#include "widgets/paint.h"
#include "words.h"
#include "workspace.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr double slowMs = 2000;      // a function this slow is named
constexpr qint64 longestCallMs = 30000;

QString say(const char *text)
{
    return QCoreApplication::translate("RunLanes", text);
}

// The first row not before a time; facts come nearly in the order of time, so some are allowed for.
template <class Model>
int firstRow(const Model &model, double at)
{
    int low = 0;
    int high = model.rowCount();
    while (low < high) {
        const int middle = (low + high) / 2;
        if (double(model.row(middle).at) < at)
            low = middle + 1;
        else
            high = middle;
    }
    return std::max(0, low - 16);
}

// What the host received has a message id, what it sent an origin.
bool isHosts(const FrameRow &frame)
{
    return !frame.isControl() && (frame.toService ? !frame.messageId.isEmpty() : !frame.origin.isEmpty());
}

bool isWarning(const LogRow &row)
{
    return row.level == "WARN"_L1;
}

bool isError(const LogRow &row)
{
    return row.level == "ERROR"_L1;
}

TimeBar barOf(const RunTest &test, const RunAttempt &attempt, qsizetype index)
{
    TimeBar bar;
    bar.from = attempt.startedAt;
    bar.to = attempt.finishedAt;
    bar.id = test.found.testId;
    bar.text = test.found.name;
    const bool tested = test.found.type == "test"_L1 || test.found.type.isEmpty();
    if (tested || attempt.state != "passed"_L1)
        bar.state = attempt.state;
    if (test.attempts.size() > 1)
        bar.text = say(QT_TRANSLATE_NOOP("RunLanes", "%1, try %2")).arg(test.found.name).arg(attempt.number);
    bar.tip = u"%1 · %2"_s.arg(bar.text, attempt.finishedAt > 0 ? durationText(attempt.durationMs) : Theme::stateWord(attempt.state));
    bar.hatched = index + 1 < test.attempts.size();
    if (!bar.hatched && test.state == "flaky"_L1)
        bar.state = test.state;
    return bar;
}

} // namespace

void WorkerLanes::rebuild()
{
    const RunModel &run = m_workspace.run;
    rows.clear();
    for (int worker = 1; worker <= run.summary().run.workers; ++worker)
        rows.append({ say(QT_TRANSLATE_NOOP("RunLanes", "Worker %1")).arg(worker), {} });
    for (const RunTest *test : run.tests()) {
        for (qsizetype i = 0; i < test->attempts.size(); ++i) {
            const RunAttempt &attempt = test->attempts[i];
            if (attempt.worker <= 0)
                continue;
            while (rows.size() < attempt.worker)
                rows.append({ say(QT_TRANSLATE_NOOP("RunLanes", "Worker %1")).arg(rows.size() + 1), {} });
            TimeBar bar = barOf(*test, attempt, i);
            bar.selected = !bar.hatched && test->found.testId == m_workspace.selection.testId();
            if (i + 1 < test->attempts.size() && test->attempts[i + 1].worker == attempt.worker && attempt.finishedAt > 0)
                bar.waitsUntil = test->attempts[i + 1].startedAt;
            rows[attempt.worker - 1].bars.append(bar);
        }
    }
    for (Row &row : rows) {
        std::sort(row.bars.begin(), row.bars.end(), [](const TimeBar &a, const TimeBar &b) { return a.from < b.from; });
        // A worker that did something else in between did not wait.
        for (qsizetype i = 0; i + 1 < row.bars.size(); ++i) {
            if (row.bars[i].waitsUntil != row.bars[i + 1].from)
                row.bars[i].waitsUntil = 0;
        }
    }
}

QString MessagesLane::laneName(int) const
{
    return say(QT_TRANSLATE_NOOP("RunLanes", "Messages"));
}

// Out above, in below the middle; one tick for all of a pixel.
void MessagesLane::paintLane(QPainter *painter, const Theme &theme, const TimeAxis &axis, int, const QRect &rect) const
{
    const FramesModel &frames = m_workspace.frames;
    QColor out = theme.color(Token::DirOut);
    QColor in = theme.color(Token::DirIn);
    out.setAlphaF(0.85F);
    in.setAlphaF(0.85F);
    int last[2] = { -10, -10 };
    for (int row = firstRow(frames, axis.from); row < frames.rowCount(); ++row) {
        const FrameRow &frame = frames.row(row);
        if (double(frame.at) > axis.to)
            break;
        if (!isHosts(frame) || double(frame.at) < axis.from)
            continue;   // the client's own side of it says the same again
        const int x = int(std::lround(axis.xOf(double(frame.at))));
        const bool up = frame.toService;
        if (x <= last[up] + 1)
            continue;
        last[up] = x;
        painter->fillRect(x, rect.top() + (up ? 2 : 11), x % 2 ? 1 : 2, 7, up ? out : in);
    }
}

TimeHit MessagesLane::hit(const TimeAxis &axis, int, const QRect &, const QPoint &at) const
{
    const double from = axis.timeAt(at.x() - 3);
    const double to = axis.timeAt(at.x() + 3);
    const FramesModel &frames = m_workspace.frames;
    int count = 0;
    for (int row = firstRow(frames, from); row < frames.rowCount() && double(frames.row(row).at) <= to; ++row)
        count += double(frames.row(row).at) >= from && isHosts(frames.row(row));
    return { {}, count == 0 ? QString() : count == 1 ? say(QT_TRANSLATE_NOOP("RunLanes", "1 message")) : say(QT_TRANSLATE_NOOP("RunLanes", "%1 messages")).arg(count), {} };
}

QString FunctionsLane::laneName(int) const
{
    return say(QT_TRANSLATE_NOOP("RunLanes", "Functions"));
}

void FunctionsLane::paintLane(QPainter *painter, const Theme &theme, const TimeAxis &axis, int, const QRect &rect) const
{
    const InvocationsModel &calls = m_workspace.invocations;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    int covered = -10;
    QList<QPair<QRect, QString>> named;
    QList<QPair<QRect, Token>> loud;   // slow and failed ones: painted last, over what ran beside them
    for (int row = firstRow(calls, axis.from - longestCallMs); row < calls.rowCount(); ++row) {
        const InvocationRow &call = calls.row(row);
        if (double(call.at) > axis.to)
            break;
        const double end = call.isAnswered ? double(call.at) + call.answered.durationMs : double(qMax(call.at, axis.now));
        if (end < axis.from)
            continue;
        const int left = int(std::lround(axis.xOf(double(call.at))));
        const int right = qMax(left + 3, int(std::lround(axis.xOf(end))));
        const bool slow = end - double(call.at) >= slowMs;
        if (!slow && !call.hasFailed() && right <= covered)
            continue;
        covered = qMax(covered, right);
        const QRect bar(left, rect.top() + 3, qMax(3, right - left - 1), 12);
        if (slow || call.hasFailed()) {
            loud.append({ bar, call.hasFailed() ? Token::BarFailed : Token::BarFlaky });
        } else {
            painter->setBrush(theme.color(Token::BarRunning));
            painter->drawRoundedRect(bar, 2, 2);
        }
        if (slow && bar.width() > 60 && (named.isEmpty() || named.last().first.right() < bar.left()))
            named.append({ bar, u"%1 %2"_s.arg(call.invoked.function.isEmpty() ? call.invoked.routeKey : call.invoked.function,
                                               call.isAnswered ? durationText(call.answered.durationMs) : QString()) });
    }
    for (const auto &[bar, token] : std::as_const(loud)) {
        painter->setBrush(theme.color(token));
        painter->drawRoundedRect(bar, 2, 2);
    }
    painter->setRenderHint(QPainter::Antialiasing, false);
    QFont bold = theme.font(Theme::TypeLevel::Small);
    bold.setWeight(QFont::DemiBold);
    painter->setFont(bold);
    painter->setPen(theme.color(theme.isDark() ? Token::BgChrome : Token::T1));   // on amber, in every theme dark
    for (const auto &[bar, text] : std::as_const(named))
        painter->drawText(bar.adjusted(8, 0, -4, 0), Qt::AlignVCenter | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(text, Qt::ElideRight, bar.width() - 12));
}

TimeHit FunctionsLane::hit(const TimeAxis &axis, int, const QRect &, const QPoint &at) const
{
    const InvocationsModel &calls = m_workspace.invocations;
    const double from = axis.timeAt(at.x() - 2);
    const double to = axis.timeAt(at.x() + 2);
    TimeHit found;
    double longest = -1;
    for (int row = firstRow(calls, from - longestCallMs); row < calls.rowCount() && double(calls.row(row).at) <= to; ++row) {
        const InvocationRow &call = calls.row(row);
        const double took = call.isAnswered ? call.answered.durationMs : double(axis.now - call.at);
        if (double(call.at) + took < from || took <= longest)
            continue;
        longest = took;
        found = { u"call/"_s + call.invoked.requestId,
                  u"%1 → %2 · %3"_s.arg(call.invoked.routeKey, call.invoked.function, durationText(took)),
                  { call.at, call.at + qint64(std::ceil(took)) } };
    }
    return found;
}

QString LogLane::laneName(int) const
{
    return say(QT_TRANSLATE_NOOP("RunLanes", "Log"));
}

// A dot, a triangle for a warning, an octagon for an error; what matters is painted last.
void LogLane::paintLane(QPainter *painter, const Theme &theme, const TimeAxis &axis, int, const QRect &rect) const
{
    const LogModel &log = m_workspace.log;
    const int y = rect.center().y();
    int last = -10;
    QList<int> warnings;
    QList<int> errors;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(theme.color(Token::T3));
    for (int row = firstRow(log, axis.from); row < log.rowCount(); ++row) {
        const LogRow &line = log.row(row);
        if (double(line.at) > axis.to)
            break;
        if (double(line.at) < axis.from)
            continue;
        const int x = int(std::lround(axis.xOf(double(line.at))));
        if (isWarning(line) || isError(line)) {
            QList<int> &list = isError(line) ? errors : warnings;
            if (list.isEmpty() || list.last() < x - 3)
                list.append(x);
        } else if (x > last + 2) {
            painter->drawEllipse(QPointF(x, y + 1), 1.75, 1.75);
            last = x;
        }
    }
    painter->setBrush(theme.color(Token::BarFlaky));
    for (const int x : std::as_const(warnings)) {
        const QPointF corners[] = { { x + 0.0, y - 5.0 }, { x + 5.5, y + 5.0 }, { x - 5.5, y + 5.0 } };
        painter->drawPolygon(corners, 3);
    }
    painter->setRenderHint(QPainter::Antialiasing, false);
    for (const int x : std::as_const(errors))
        paintMark(painter, theme, QRect(x - 6, y - 6, 12, 13), u"failed"_s, false, 12);
}

TimeHit LogLane::hit(const TimeAxis &axis, int, const QRect &, const QPoint &at) const
{
    const LogModel &log = m_workspace.log;
    const double from = axis.timeAt(at.x() - 5);
    const double to = axis.timeAt(at.x() + 5);
    QString best;
    for (int row = firstRow(log, from); row < log.rowCount() && double(log.row(row).at) <= to; ++row) {
        const LogRow &line = log.row(row);
        if (double(line.at) >= from && (best.isEmpty() || isWarning(line) || isError(line)))
            best = u"%1 %2 %3"_s.arg(clockText(line.at), line.level, line.text.left(300));
    }
    return { {}, best, {} };
}

} // namespace greenroom
