// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/link.h"

#include <QPainter>

namespace greenroom {

Link::Link(const Theme &theme, const QString &text, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
{
    setText(text);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize Link::sizeHint() const
{
    return { QFontMetrics(m_theme.font(Theme::TypeLevel::Body)).horizontalAdvance(text()) + 1, 20 };
}

void Link::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QFont font = m_theme.font(Theme::TypeLevel::Body);
    font.setUnderline(hasFocus() || underMouse());
    painter.setFont(font);
    painter.setPen(m_theme.color(Token::TLink));
    painter.drawText(rect(), Qt::AlignVCenter | Qt::TextSingleLine, text());
}

} // namespace greenroom
