// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/waterfall.h"

#include "widgets/paint.h"
#include "words.h"

#include <QPainter>

#include <cmath>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int names = 112;
constexpr int rulerHeight = 18;
constexpr int lane = 23;
constexpr int room = 150;   // for words after the last bar

double stepFor(double most)
{
    const double wanted = most / 7;
    const double power = std::pow(10, std::floor(std::log10(qMax(wanted, 1e-6))));
    for (const double factor : { 1.0, 2.0, 5.0, 10.0 }) {
        if (power * factor >= wanted)
            return power * factor;
    }
    return power * 10;
}

} // namespace

Waterfall::Waterfall(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFixedHeight(rulerHeight + 4 * lane + 6);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Waterfall::setAnswer(const IntegrationAnswered &answer, const QString &what)
{
    m_answer = answer;
    m_what = what;
    QStringList words;
    for (const CallPart &part : partsOf(answer))
        words << part.name + u' ' + durationText(part.length());
    setAccessibleName(tr("Where the time went: %1").arg(words.join(u", "_s)));
    update();
}

double Waterfall::place(double ms, double most) const
{
    return names + ms / most * (width() - names - room);
}

void Waterfall::paintAxis(QPainter &painter, double most) const
{
    const double step = stepFor(most);
    painter.setFont(m_theme.font(Theme::TypeLevel::Small));
    for (double at = 0; at <= most * 1.15 && place(at, most) < width(); at += step) {
        const int x = int(place(at, most));
        painter.fillRect(x, rulerHeight, 1, height() - rulerHeight, m_theme.color(Token::ChGrid));
        painter.setPen(m_theme.color(Token::T3));
        if (x + 60 < width())
            painter.drawText(QRect(x + 4, 0, 90, rulerHeight), Qt::AlignVCenter | Qt::TextSingleLine,
                         step < 1 ? tr("%1 ms").arg(at, 0, 'g', 3) : at >= 1000 ? durationText(at) : tr("%1 ms").arg(qRound(at)));
    }
    painter.fillRect(0, rulerHeight, width(), 1, m_theme.color(Token::Line));
}

void Waterfall::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::BgPanel));
    const QList<CallPart> parts = partsOf(m_answer);
    const double most = qMax(0.2, parts.last().to);
    paintAxis(painter, most);
    const bool failed = m_answer.outcome != "ok"_L1 && !m_answer.outcome.isEmpty();
    for (qsizetype i = 0; i < parts.size(); ++i) {
        const CallPart &part = parts[i];
        const int y = rulerHeight + 5 + int(i) * lane;
        QString name = part.name;
        name[0] = name[0].toUpper();
        QFont font = m_theme.font(Theme::TypeLevel::Body);
        font.setPixelSize(12);
        painter.setFont(font);
        painter.setPen(m_theme.color(Token::T2));
        painter.drawText(QRect(16, y, names - 24, 19), Qt::AlignVCenter | Qt::TextSingleLine, name);
        const bool function = i == 2;
        const bool bad = function && failed;
        const double x = place(part.from, most);
        const double wide = qMax(4.0, place(part.to, most) - x - 1);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(i == 0 ? Token::BarQueued : bad ? Token::TintFailed : Token::TintRunning));
        painter.drawRoundedRect(QRectF(x, y, wide, 19), 3, 3);
        painter.setBrush(m_theme.color(i == 0 ? Token::StQueued : bad ? Token::BarFailed : Token::DirOut));
        painter.drawRoundedRect(QRectF(x, y, 3, 19), 1.5, 1.5);
        painter.setRenderHint(QPainter::Antialiasing, false);
        QString words = durationText(part.length());
        if (i == 1)
            words = m_answer.cold ? tr("cold start, %1").arg(words) : tr("warm worker, %1").arg(words);
        if (function)
            words = m_what;
        if (bad)
            font.setWeight(QFont::DemiBold);
        painter.setFont(font);
        painter.setPen(m_theme.color(bad ? Token::StFailed : Token::T2));
        const int wanted = painter.fontMetrics().horizontalAdvance(words);
        const int at = int(wanted + 20 < wide ? x + 10 : x + wide + 8);
        painter.drawText(QRect(at, y, width() - at - 8, 19), Qt::AlignVCenter | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(words, Qt::ElideRight, width() - at - 8));
    }
    if (failed) {
        const int x = int(place(parts[2].to, most));
        QPen pen(m_theme.color(Token::StFailed), 1);
        pen.setDashPattern({ 3, 3 });
        painter.setPen(pen);
        painter.drawLine(x, rulerHeight, x, height());
    }
}

} // namespace greenroom
