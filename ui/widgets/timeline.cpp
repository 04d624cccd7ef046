// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/timeline.h"

#include "models/runmodel.h"
#include "widgets/paint.h"
#include "words.h"
#include "workspace.h"

#include <QDateTime>
#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int nameWidth = 112;
constexpr int rulerHeight = 20;
constexpr int laneHeight = 24;

// 1, 2, 5, 10 … seconds, so that a mark stands every 80 px or more.
double rulerStep(double span, int width)
{
    double step = 0.1;
    static constexpr double factors[] = { 2, 2.5, 2 };
    for (int i = 0; step * 1000 / span * width < 80; ++i)
        step *= factors[i % 3];
    return step;
}

} // namespace

Timeline::Timeline(Workspace &workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_theme(workspace.theme)
{
    setAccessibleName(tr("Timeline of the run by worker"));
    setMinimumHeight(120);
    connect(&workspace.run, &RunModel::summaryChanged, this, qOverload<>(&QWidget::update));
    connect(&workspace.run, &RunModel::runChanged, this, qOverload<>(&QWidget::update));
    connect(&workspace.run, &RunModel::dataChanged, this, qOverload<>(&QWidget::update));
}

void Timeline::setSelected(const QString &testId)
{
    m_selected = testId;
    update();
}

double Timeline::spanMs() const
{
    const RunSummary &summary = m_workspace.run.summary();
    const qint64 end = summary.finishedAt > 0 ? summary.finishedAt : QDateTime::currentMSecsSinceEpoch();
    return std::max(1000.0, double(end - summary.startedAt)) * (summary.isRunning() ? 1.25 : 1.02);
}

void Timeline::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::BgPanel));
    m_bars.clear();
    const RunSummary &summary = m_workspace.run.summary();
    if (summary.state.isEmpty())
        return;
    const double span = spanMs();
    const int axis = width() - nameWidth - 16;
    const auto x = [&](qint64 at) { return nameWidth + int(double(at - summary.startedAt) / span * axis); };
    painter.setFont(m_theme.font(Theme::TypeLevel::Small));
    const double step = rulerStep(span, axis);
    for (double second = 0; second * 1000 < span; second += step) {
        const int at = nameWidth + int(second * 1000 / span * axis);
        painter.fillRect(QRect(at, rulerHeight, 1, height()), m_theme.color(Token::ChGrid));
        painter.setPen(m_theme.color(Token::T3));
        painter.drawText(QRect(at + 4, 0, 60, rulerHeight), Qt::AlignVCenter, tr("%1 s").arg(second));
    }
    const int workers = std::max(1, summary.run.workers);
    for (int worker = 1; worker <= workers; ++worker) {
        painter.setPen(m_theme.color(Token::T2));
        painter.setFont(m_theme.font(Theme::TypeLevel::Body));
        painter.drawText(QRect(16, rulerHeight + (worker - 1) * laneHeight, nameWidth - 16, laneHeight), Qt::AlignVCenter, tr("Worker %1").arg(worker));
    }
    for (const RunTest *test : m_workspace.run.tests()) {
        for (const RunAttempt &attempt : test->attempts) {
            if (attempt.worker <= 0)
                continue;
            const qint64 end = attempt.finishedAt > 0 ? attempt.finishedAt : QDateTime::currentMSecsSinceEpoch();
            const int left = x(attempt.startedAt);
            const QRect bar(left, rulerHeight + (attempt.worker - 1) * laneHeight + 2, std::max(3, x(end) - left - 1), laneHeight - 4);
            painter.fillRect(bar, m_theme.tintColor(attempt.state));
            if (attempt.number < test->attempts.size())
                painter.fillRect(bar, hatchBrush(m_theme));
            painter.fillRect(QRect(bar.left(), bar.top(), 3, bar.height()), m_theme.barColor(attempt.state));
            if (bar.width() > 28) {
                paintMark(&painter, m_theme, QRect(bar.left() + 6, bar.top(), 14, bar.height()), attempt.state, false, 12);
                painter.setPen(m_theme.color(Token::T1));
                painter.setFont(m_theme.font(Theme::TypeLevel::Small));
                painter.drawText(bar.adjusted(24, 0, -2, 0), Qt::AlignVCenter | Qt::TextSingleLine,
                                 painter.fontMetrics().elidedText(test->found.name, Qt::ElideRight, bar.width() - 26));
            }
            if (test->found.testId == m_selected) {
                painter.setPen(QPen(m_theme.stateColor(attempt.state), 1));
                painter.drawRect(bar.adjusted(0, 0, -1, -1));
            }
            m_bars.append({ bar, test->found.testId, u"%1 · %2"_s.arg(test->found.name, durationText(attempt.durationMs)) });
        }
    }
    if (summary.isRunning())
        painter.fillRect(QRect(x(QDateTime::currentMSecsSinceEpoch()), 0, 1, height()), m_theme.color(Token::Now));
}

void Timeline::mousePressEvent(QMouseEvent *event)
{
    for (const Bar &bar : m_bars) {
        if (bar.rect.contains(event->pos()))
            emit chosen(bar.testId);
    }
}

bool Timeline::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        for (const Bar &bar : m_bars) {
            if (bar.rect.contains(help->pos()))
                QToolTip::showText(help->globalPos(), bar.tip.toHtmlEscaped(), this, bar.rect);
        }
        return true;
    }
    return QWidget::event(event);
}

} // namespace greenroom
