// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/marklabel.h"

#include "widgets/paint.h"

#include <QPainter>

namespace greenroom {

MarkLabel::MarkLabel(const Theme &theme, int size, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_size(size)
{
    setFixedSize(size, size);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void MarkLabel::setState(const QString &state)
{
    m_state = state;
    m_symbol.clear();
    setAccessibleName(Theme::stateWord(state));
    update();
}

void MarkLabel::setSymbol(const QString &symbol, Token token)
{
    m_symbol = symbol;
    m_token = token;
    m_state.clear();
    update();
}

void MarkLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (!m_symbol.isEmpty())
        paintSymbol(&painter, m_theme, rect(), m_symbol, m_token, m_size);
    else if (!m_state.isEmpty())
        paintMark(&painter, m_theme, rect(), m_state, false, m_size);
}

} // namespace greenroom
