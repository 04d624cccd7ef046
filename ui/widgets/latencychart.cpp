// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/latencychart.h"

#include "widgets/paint.h"
#include "words.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// 0.1 ms to 10 s in five decades of six bars.
constexpr int bins = 30;

double placeOf(double ms)
{
    return qBound(0.0, (std::log10(qMax(ms, 0.1)) + 1) / 5, 1.0);
}

} // namespace

LatencyChart::LatencyChart(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setMinimumHeight(72);
    setAccessibleName(tr("Time to answer"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void LatencyChart::setValues(const QList<double> &milliseconds)
{
    m_bins.fill(0, bins);
    QList<double> sorted = milliseconds;
    std::sort(sorted.begin(), sorted.end());
    for (const double ms : std::as_const(sorted))
        ++m_bins[qMin(bins - 1, int(placeOf(ms) * bins))];
    m_typical = sorted.isEmpty() ? -1 : sorted[sorted.size() / 2];
    m_p95 = sorted.isEmpty() ? -1 : sorted[qMin(sorted.size() - 1, sorted.size() * 95 / 100)];
    setAccessibleDescription(m_typical < 0 ? QString() : tr("typical %1, p95 %2").arg(durationText(m_typical), durationText(m_p95)));
    update();
}

void LatencyChart::paintBars(QPainter &painter, const QRect &area) const
{
    const int most = m_bins.isEmpty() ? 0 : *std::max_element(m_bins.begin(), m_bins.end());
    if (most == 0)
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double wide = double(area.width()) / bins;
    const double limit = placeOf(m_p95) * bins;
    for (int i = 0; i < bins; ++i) {
        if (m_bins[i] == 0)
            continue;
        const double high = qMax(2.0, (area.height() - 2.0) * m_bins[i] / most);
        painter.setBrush(m_theme.color(i > limit ? Token::BarFlaky : Token::BarRunning));
        painter.drawRoundedRect(QRectF(area.left() + i * wide, area.bottom() + 1 - high, wide - 2, high), 1.5, 1.5);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    const int x = area.left() + int(placeOf(m_p95) * area.width());
    painter.setPen(QPen(m_theme.color(Token::T3), 1, Qt::DashLine));
    painter.drawLine(x, area.top(), x, area.bottom());
    painter.setFont(m_theme.font(Theme::TypeLevel::Small));
    painter.setPen(m_theme.color(Token::T2));
    const QString words = tr("p95 %1").arg(durationText(m_p95));
    const int room = painter.fontMetrics().horizontalAdvance(words);
    const bool left = x + 6 + room > area.right();
    painter.drawText(QRect(left ? x - 6 - room : x + 6, area.top(), room + 1, 16), Qt::AlignVCenter, words);
}

void LatencyChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(m_theme.font(Theme::TypeLevel::Small));
    painter.setPen(m_theme.color(Token::T3));
    painter.drawText(QRect(0, 0, width(), 20), Qt::AlignLeft | Qt::AlignVCenter, tr("Time to answer"));
    if (m_typical >= 0) {
        painter.setFont(m_theme.font(Theme::TypeLevel::Body));
        painter.setPen(m_theme.color(Token::T2));
        const int unit = painter.fontMetrics().horizontalAdvance(tr("typical"));
        painter.drawText(QRect(0, 0, width(), 20), Qt::AlignRight | Qt::AlignVCenter, tr("typical"));
        painter.setFont(m_theme.font(Theme::TypeLevel::FigureSmall));
        painter.setPen(m_theme.color(Token::T1));
        painter.drawText(QRect(0, 0, width() - unit - 8, 20), Qt::AlignRight | Qt::AlignVCenter, durationText(m_typical));
    }
    const QRect area(0, 28, width(), height() - 28 - 20);
    painter.fillRect(QRect(0, area.bottom() + 1, width(), 1), m_theme.color(Token::LineStrong));
    paintBars(painter, area);
    painter.setFont(m_theme.font(Theme::TypeLevel::Small));
    painter.setPen(m_theme.color(Token::T3));
    const QRect foot(0, height() - 16, width(), 16);
    painter.drawText(foot, Qt::AlignLeft, tr("0.1 ms"));
    painter.drawText(foot, Qt::AlignHCenter, tr("30 ms"));
    painter.drawText(foot, Qt::AlignRight, tr("10 s"));
}

} // namespace greenroom
