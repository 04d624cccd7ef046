// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/trafficstrip.h"

#include "widgets/paint.h"
#include "words.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int bins = 18;   // 0.1 ms to 10 s

int binOf(double ms)
{
    return qBound(0, int((std::log10(qMax(ms, 0.1)) + 1) / 5 * bins), bins - 1);
}

double quantile(const QList<double> &sorted, double share)
{
    return sorted[qMin(sorted.size() - 1, qsizetype(double(sorted.size()) * share))];
}

} // namespace

TrafficStrip::TrafficStrip(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setAccessibleName(tr("Messages a second and time to answer"));
    setMinimumWidth(320);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void TrafficStrip::setValues(const QList<double> &sent, const QList<double> &received, QList<double> answers)
{
    m_sent = sent;
    m_received = received;
    std::sort(answers.begin(), answers.end());
    m_answers = answers;
    update();
}

void TrafficStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::BgPanel));
    painter.fillRect(0, 0, width(), 1, m_theme.color(Token::LineStrong));
    painter.fillRect(0, 0, 1, height(), m_theme.color(Token::Line));
    const int half = (width() - 48) / 2;
    painter.setFont(m_theme.font(Theme::TypeLevel::Small));
    painter.setPen(m_theme.color(Token::T3));
    painter.drawText(QRect(16, 10, half, 16), Qt::AlignVCenter | Qt::TextSingleLine, tr("Messages a second"));
    painter.drawText(QRect(32 + half, 10, half, 16), Qt::AlignVCenter | Qt::TextSingleLine, tr("Time to answer"));
    const int each = qMax(24, (height() - 34 - 22) / 2);
    paintRate(painter, QRect(16, 34, half, each), m_sent, true);
    paintRate(painter, QRect(16, 34 + each + 10, half, each), m_received, false);
    paintAnswers(painter, QRect(32 + half, 34, half, height() - 34 - 12));
}

void TrafficStrip::paintRate(QPainter &painter, const QRect &area, const QList<double> &values, bool sent) const
{
    const Token ink = sent ? Token::DirOut : Token::DirIn;
    paintSymbol(&painter, m_theme, QRect(area.x(), area.y(), 14, area.height()), sent ? u"frame-out"_s : u"frame-in"_s, ink, 14);
    painter.setFont(m_theme.font(Theme::TypeLevel::BodyBold));
    painter.setPen(m_theme.color(Token::T1));
    const double now = values.isEmpty() ? 0 : values.last();
    painter.drawText(QRect(area.right() - 36, area.y(), 37, area.height()), Qt::AlignVCenter | Qt::AlignLeft, countText(qRound64(now)));
    const QRect chart(area.x() + 22, area.y(), area.width() - 22 - 44, area.height());
    painter.fillRect(chart.x(), chart.bottom(), chart.width(), 1, m_theme.color(Token::LineStrong));
    if (values.size() < 2)
        return;
    const double most = qMax(2.0, *std::max_element(values.begin(), values.end()));
    QPolygonF line;
    for (qsizetype i = 0; i < values.size(); ++i)
        line << QPointF(chart.x() + double(chart.width()) * double(i) / double(values.size() - 1), chart.bottom() - (chart.height() - 3) * values[i] / most);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath fill;
    fill.addPolygon(line);
    fill.lineTo(chart.right() + 1, chart.bottom());
    fill.lineTo(chart.left(), chart.bottom());
    painter.fillPath(fill, m_theme.color(sent ? Token::ChFill : Token::TintPassed));
    painter.setPen(QPen(m_theme.color(ink), 1.5));
    painter.drawPolyline(line);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void TrafficStrip::paintAnswers(QPainter &painter, const QRect &area) const
{
    const QRect chart(area.x(), area.y(), area.width(), area.height() - 44);
    painter.fillRect(chart.x(), chart.bottom(), chart.width(), 1, m_theme.color(Token::LineStrong));
    painter.setFont(m_theme.font(Theme::TypeLevel::Small));
    painter.setPen(m_theme.color(Token::T3));
    const QRect axis(chart.x(), chart.bottom() + 3, chart.width(), 14);
    painter.drawText(axis, Qt::AlignLeft | Qt::AlignVCenter, tr("0.1 ms"));
    painter.drawText(axis, Qt::AlignHCenter | Qt::AlignVCenter, tr("30 ms"));
    painter.drawText(axis, Qt::AlignRight | Qt::AlignVCenter, tr("10 s"));
    QList<int> counts(bins, 0);
    for (const double ms : m_answers)
        ++counts[binOf(ms)];
    const QRect words(chart.x(), area.bottom() - 19, chart.width(), 20);
    painter.setFont(m_theme.font(Theme::TypeLevel::Body));
    if (m_answers.isEmpty()) {
        painter.setPen(m_theme.color(Token::T3));
        painter.drawText(words, Qt::AlignVCenter, tr("no answers yet"));
        return;
    }
    const int most = *std::max_element(counts.begin(), counts.end());
    const int limit = binOf(quantile(m_answers, 0.95));
    const double wide = double(chart.width()) / bins;
    for (int i = 0; i < bins; ++i) {
        if (counts[i] == 0)
            continue;
        const int high = qMax(2, (chart.height() - 2) * counts[i] / most);
        painter.fillRect(QRectF(chart.x() + i * wide, chart.bottom() - high, wide - 1.5, high),
                         m_theme.color(i > limit ? Token::BarFlaky : Token::BarRunning));
    }
    int x = words.x();
    for (const auto &[name, share] : { std::pair { u"p50"_s, 0.5 }, std::pair { u"p95"_s, 0.95 }, std::pair { u"p99"_s, 0.99 } }) {
        const QFont plain = m_theme.font(Theme::TypeLevel::Body);
        const QFont bold = m_theme.font(Theme::TypeLevel::BodyBold);
        const double ms = quantile(m_answers, share);   // the axis says ms
        const QString text = ms < 1000 ? QString::number(ms, 'f', ms < 1 ? 1 : 0) : tr("%1 s").arg(ms / 1000, 0, 'f', 1);
        const int named = QFontMetrics(plain).horizontalAdvance(name) + 4;
        if (x + named + QFontMetrics(bold).horizontalAdvance(text) > words.right() + 1)
            break;   // a name and its number, or neither
        painter.setFont(plain);
        painter.setPen(m_theme.color(Token::T2));
        painter.drawText(QRect(x, words.y(), 40, 20), Qt::AlignVCenter, name);
        x += named;
        painter.setFont(bold);
        painter.setPen(m_theme.color(Token::T1));
        painter.drawText(QRect(x, words.y(), 80, 20), Qt::AlignVCenter, text);
        x += painter.fontMetrics().horizontalAdvance(text) + 10;
    }
}

} // namespace greenroom
