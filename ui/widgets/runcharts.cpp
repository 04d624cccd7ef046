// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/runcharts.h"

#include "models/runsmodel.h"
#include "words.h"

#include <QDateTime>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int most = 48;
constexpr int headHeight = 40;
constexpr int footHeight = 30;

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values.isEmpty() ? 0 : values[values.size() / 2];
}

} // namespace

RunCharts::RunCharts(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFixedHeight(156);
    setAccessibleName(tr("Runs that passed, their duration, flaky tests"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void RunCharts::setRuns(const QList<RunRecord> &newestFirst)
{
    m_bars.clear();
    m_good = 0;
    m_from.clear();
    for (const RunRecord &run : newestFirst) {
        if (m_bars.size() == most)
            break;
        if (run.state == "running"_L1)
            continue;
        const double total = qMax(1, testsOf(run));
        Bar bar;
        const int problems = run.counts.value("failed"_L1).toInt() + run.counts.value("timedOut"_L1).toInt() + run.counts.value("error"_L1).toInt();
        bar.failed = problems / total;
        bar.passed = 1 - bar.failed;
        bar.judged = run.state == "passed"_L1 || run.state == "failed"_L1 || run.state == "stopped"_L1;
        bar.seconds = run.durationMs / 1000;
        bar.flaky = run.counts.value("flaky"_L1).toInt();
        m_good += run.state == "passed"_L1 ? 1 : 0;
        m_from = whenText(run.startedAt, QDateTime::currentMSecsSinceEpoch());
        m_bars.prepend(bar);
    }
    update();
}

void RunCharts::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::BgPanel));
    const int third = width() / 3;
    for (int i = 1; i < 3; ++i)
        painter.fillRect(i * third, 0, 1, height(), m_theme.color(Token::Line));
    paintPassed(painter, QRect(16, 0, third - 32, height()));
    paintDuration(painter, QRect(third + 16, 0, third - 32, height()));
    paintFlaky(painter, QRect(2 * third + 16, 0, width() - 2 * third - 32, height()));
}

void RunCharts::paintHead(QPainter &painter, const QRect &area, const QString &title, const QString &figure, const QString &unit) const
{
    painter.setFont(m_theme.font(Theme::TypeLevel::Small));
    painter.setPen(m_theme.color(Token::T3));
    painter.drawText(QRect(area.x(), 12, area.width(), 20), Qt::AlignVCenter | Qt::TextSingleLine, title);
    painter.setFont(m_theme.font(Theme::TypeLevel::Body));
    painter.setPen(m_theme.color(Token::T2));
    const int wide = unit.isEmpty() ? 0 : painter.fontMetrics().horizontalAdvance(unit) + 8;
    painter.drawText(QRect(area.x(), 12, area.width(), 20), Qt::AlignRight | Qt::AlignVCenter, unit);
    painter.setFont(m_theme.font(Theme::TypeLevel::FigureSmall));
    painter.setPen(m_theme.color(Token::T1));
    painter.drawText(QRect(area.x(), 12, area.width() - wide, 20), Qt::AlignRight | Qt::AlignVCenter, figure);
}

void RunCharts::paintFoot(QPainter &painter, const QRect &area) const
{
    painter.fillRect(area.x(), height() - footHeight, area.width(), 1, m_theme.color(Token::LineStrong));
    painter.setFont(m_theme.font(Theme::TypeLevel::Small));
    painter.setPen(m_theme.color(Token::T3));
    const QRect foot(area.x(), height() - footHeight + 6, area.width(), 16);
    painter.drawText(foot, Qt::AlignLeft | Qt::AlignVCenter, m_from);
    painter.drawText(foot, Qt::AlignRight | Qt::AlignVCenter, tr("latest"));
}

// Passed runs are a calm wall; failures cut notches from the top.
void RunCharts::paintPassed(QPainter &painter, const QRect &area) const
{
    const int count = int(m_bars.size());
    paintHead(painter, area, tr("Runs that passed"), count > 0 ? tr("%1 of %2").arg(m_good).arg(count) : u"–"_s,
              count > 0 ? tr("%1 %").arg(qRound(100.0 * m_good / count)) : QString());
    const int high = height() - headHeight - footHeight;
    const double step = qMin(40.0, double(area.width()) / qMax(1, count));
    for (int i = 0; i < count; ++i) {
        const int x = area.right() + 1 - int((count - i) * step);   // the newest stands at "latest"
        const int wide = qMax(2, int((count - i) * step) - int((count - i - 1) * step) - 2);
        const Bar &bar = m_bars[i];
        if (!bar.judged) {
            painter.fillRect(x, headHeight, wide, high, m_theme.color(Token::TintError));
            painter.fillRect(x, headHeight, wide, 3, m_theme.color(Token::BarError));
            continue;
        }
        const int notch = bar.failed > 0 ? qMax(6, int(high * bar.failed)) : 0;
        painter.fillRect(x, headHeight + notch, wide, high - notch, m_theme.color(Token::BarPassed));
        if (notch > 0)
            painter.fillRect(x, headHeight, wide, notch, m_theme.color(Token::BarFailed));
    }
    paintFoot(painter, area);
}

void RunCharts::paintDuration(QPainter &painter, const QRect &area) const
{
    QList<double> values;
    for (const Bar &bar : m_bars)
        values << bar.seconds;
    paintHead(painter, area, tr("Duration"), values.isEmpty() ? u"–"_s : durationText(median(values) * 1000), values.isEmpty() ? QString() : tr("typical"));
    paintFoot(painter, area);
    if (values.isEmpty())
        return;
    const int high = height() - headHeight - footHeight;
    const double top = qMax(0.001, *std::max_element(values.begin(), values.end())) * 1.1;
    const int base = height() - footHeight;
    QPolygonF line;
    for (qsizetype i = 0; i < values.size(); ++i)
        line << QPointF(area.x() + (values.size() == 1 ? 0.0 : double(area.width()) * double(i) / double(values.size() - 1)), base - high * values[i] / top);
    if (line.size() == 1)
        line << QPointF(area.right(), line.first().y());
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath fill;
    fill.addPolygon(line);
    fill.lineTo(line.last().x(), base);
    fill.lineTo(line.first().x(), base);
    painter.fillPath(fill, m_theme.color(Token::ChFill));
    painter.setPen(QPen(m_theme.color(Token::Ch1), 1.5));
    painter.drawPolyline(line);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void RunCharts::paintFlaky(QPainter &painter, const QRect &area) const
{
    int sum = 0;
    for (const Bar &bar : m_bars)
        sum += bar.flaky;
    const int count = int(m_bars.size());
    paintHead(painter, area, tr("Flaky tests a run"), count > 0 ? QString::number(double(sum) / count, 'f', 1) : u"–"_s, {});
    const double step = qMin(40.0, double(area.width()) / qMax(1, count));
    for (int i = 0; i < count; ++i) {
        const int x = area.right() + 1 - int((count - i) * step);   // the newest stands at "latest"
        const int wide = qMax(2, int((count - i) * step) - int((count - i - 1) * step) - 2);
        for (int n = 0; n < qMin(7, m_bars[i].flaky); ++n)
            painter.fillRect(x, height() - footHeight - 10 - n * 12, wide, 9, m_theme.color(Token::BarFlaky));
    }
    paintFoot(painter, area);
}

} // namespace greenroom
