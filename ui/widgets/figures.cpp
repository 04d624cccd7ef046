// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/figures.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace greenroom {

Figures::Figures(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFixedHeight(56);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Figures::setFigures(const QList<std::pair<QString, QString>> &figures)
{
    m_figures = figures;
    QStringList words;
    for (const auto &[name, value] : figures)
        words << name + u' ' + value;
    setAccessibleName(words.join(u", "_s));
    update();
}

void Figures::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    int x = 16;
    for (const auto &[name, value] : m_figures) {
        painter.setFont(m_theme.font(Theme::TypeLevel::Small));
        int wide = painter.fontMetrics().horizontalAdvance(name);
        painter.setPen(m_theme.color(Token::T3));
        painter.drawText(QRect(x, 10, wide + 1, 16), Qt::AlignVCenter | Qt::TextSingleLine, name);
        painter.setFont(m_theme.font(Theme::TypeLevel::FigureSmall));
        wide = qMax(wide, painter.fontMetrics().horizontalAdvance(value));
        painter.setPen(m_theme.color(Token::T1));
        painter.drawText(QRect(x, 26, wide + 1, 20), Qt::AlignVCenter | Qt::TextSingleLine, value);
        x += wide + 20;
        painter.fillRect(x, 10, 1, 36, m_theme.color(Token::Line));
        x += 17;
        if (x > width())
            break;
    }
}

SpanLabel::SpanLabel(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFixedHeight(20);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void SpanLabel::setText(const QString &text)
{
    m_text = text.left(2000);
    m_spans = jsonSpans(m_text);
    setToolTip(m_text);
    setAccessibleName(m_text);
    update();
}

void SpanLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setFont(m_theme.font(Theme::TypeLevel::Mono));
    paintSpans(&painter, m_theme, rect(), m_text, m_spans);
}

} // namespace greenroom
