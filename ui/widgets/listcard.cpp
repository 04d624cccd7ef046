// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/listcard.h"

#include "widgets/paint.h"

#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int lineHeight = 40;
constexpr int whenWidth = 84;

} // namespace

CardLineButton::CardLineButton(const Theme &theme, CardLine line, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_line(std::move(line))
{
    setFixedHeight(lineHeight);
    setAttribute(Qt::WA_Hover);
    setAccessibleName(QStringList { m_line.name, m_line.words, m_line.when, m_line.action }.join(u", "_s));
    setToolTip(m_line.words);
}

void CardLineButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (underMouse())
        painter.fillRect(rect(), m_theme.color(Token::BgHover));
    if (hasFocus())
        painter.fillRect(0, 0, 2, height(), m_theme.color(Token::Focus));
    const QRect mark(15, 0, 16, height());
    if (m_line.state.isEmpty())
        paintSymbol(&painter, m_theme, mark, m_line.symbol, Token::T2);
    else
        paintMark(&painter, m_theme, mark, m_line.state);
    int right = width() - 15;
    painter.setFont(m_theme.font(Theme::TypeLevel::Body));
    painter.setPen(m_theme.color(Token::T3));
    const int whenWide = qMax(whenWidth, painter.fontMetrics().horizontalAdvance(m_line.when));
    paintNumber(&painter, QRect(right - whenWide, 0, whenWide, height()), m_line.when);
    right -= whenWide;
    if (!m_line.action.isEmpty()) {
        QFont font = m_theme.font(Theme::TypeLevel::BodyMedium);
        font.setPixelSize(12);
        painter.setFont(font);
        const int wide = painter.fontMetrics().horizontalAdvance(m_line.action) + 17;
        const QRect box(right - wide, (height() - 24) / 2, wide, 24);
        paintBox(&painter, box, m_theme.color(underMouse() ? Token::BgHover : Token::BgControl), m_theme.color(Token::LineControl), 6);
        painter.setPen(m_theme.color(Token::T1));
        painter.drawText(box, Qt::AlignCenter, m_line.action);
        right -= wide + 12;
    }
    if (!m_line.strip.isEmpty()) {
        paintStrip(&painter, m_theme, QRect(right - stripWidth, 0, stripWidth, height()), m_line.strip);
        right -= stripWidth + 12;
    }
    painter.setFont(m_theme.font(Theme::TypeLevel::BodyMedium));
    painter.setPen(m_theme.color(Token::T1));
    const int nameWide = qMin(painter.fontMetrics().horizontalAdvance(m_line.name), qMax(0, right - 43));
    painter.drawText(QRect(43, 0, nameWide + 1, height()), Qt::AlignVCenter | Qt::TextSingleLine, m_line.name);
    painter.setFont(m_theme.font(Theme::TypeLevel::Body));
    painter.setPen(m_theme.color(m_line.state.isEmpty() ? Token::T3 : Token::T2));
    const QRect words(43 + nameWide + 10, 0, right - 43 - nameWide - 10, height());
    if (words.width() > 20)
        painter.drawText(words, Qt::AlignVCenter | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(m_line.words, m_line.state.isEmpty() ? Qt::ElideMiddle : Qt::ElideRight, words.width()));
}

ListCard::ListCard(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_layout(new QVBoxLayout(this))
{
    m_layout->setContentsMargins(1, 1, 1, 1);
    m_layout->setSpacing(1);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ListCard::clear()
{
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
}

CardLineButton *ListCard::add(const CardLine &line)
{
    auto *button = new CardLineButton(m_theme, line, this);
    m_layout->addWidget(button);
    return button;
}

void ListCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintBox(&painter, rect(), m_theme.color(Token::BgStage), m_theme.color(Token::Line), 6);
    for (int y = lineHeight + 1; y < height() - 2; y += lineHeight + 1)
        painter.fillRect(1, y, width() - 2, 1, m_theme.color(Token::Line));
}

} // namespace greenroom
