// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "rail.h"

#include "theme.h"
#include "widgets/paint.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <utility>

namespace greenroom {

namespace {

constexpr int railWidth = 76;
constexpr QSize itemSize(64, 52);
constexpr int gap = 4;

} // namespace

Rail::Rail(const Theme &theme, QList<Place> places, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_places(std::move(places))
{
    setFixedWidth(railWidth);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Places"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QRect Rail::rectOf(int place) const
{
    // Settings stands apart at the bottom.
    if (m_places.at(place).id == QLatin1StringView("settings"))
        return QRect(QPoint(6, height() - itemSize.height()), itemSize);
    return QRect(QPoint(6, 4 + place * (itemSize.height() + gap)), itemSize);
}

int Rail::placeAt(const QPoint &at) const
{
    for (int i = 0; i < m_places.size(); ++i) {
        if (rectOf(i).contains(at))
            return i;
    }
    return -1;
}

void Rail::setCurrent(const QString &id)
{
    for (int i = 0; i < m_places.size(); ++i) {
        if (m_places.at(i).id == id)
            m_current = i;
    }
    update();
}

void Rail::setCount(const QString &id, int problems)
{
    if (m_counts.value(id) == problems)
        return;
    m_counts.insert(id, problems);
    update();
}

void Rail::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::BgChrome));
    for (int i = 0; i < m_places.size(); ++i) {
        const QRect item = rectOf(i);
        const bool current = i == m_current;
        if (current) {
            paintBox(&painter, item, m_theme.color(Token::BgStage), m_theme.color(Token::Line), 6);
            painter.fillRect(QRect(0, item.top() + 14, 3, item.height() - 28), m_theme.color(Token::AccentText));
        } else if (i == m_hover) {
            paintBox(&painter, item, m_theme.color(Token::BgHover), m_theme.color(Token::BgHover), 6);
        }
        if (hasFocus() && current && m_byKey)
            paintBox(&painter, item, {}, m_theme.color(Token::Focus), 6);
        paintSymbol(&painter, m_theme, QRect(item.left(), item.top() + 6, item.width(), 22), m_places.at(i).icon,
                    current ? Token::AccentText : Token::T2, 20);
        painter.setFont(m_theme.font(Theme::TypeLevel::Small));
        painter.setPen(m_theme.color(current ? Token::T1 : Token::T2));
        QFont words = painter.font();
        while (QFontMetrics(words).horizontalAdvance(m_places.at(i).title) > item.width() - 2 && words.letterSpacing() > -0.4)
            words.setLetterSpacing(QFont::AbsoluteSpacing, words.letterSpacing() - 0.1);
        painter.setFont(words);
        painter.drawText(QRect(item.left(), item.top() + 31, item.width(), 14), Qt::AlignCenter, m_places.at(i).title);
        if (const int count = m_counts.value(m_places.at(i).id)) {
            const QRect badge(item.left() + 38, item.top() + 7, 14, 14);
            QFont digits = m_theme.font(Theme::TypeLevel::Small);
            digits.setPixelSize(10);
            digits.setWeight(QFont::DemiBold);
            painter.setFont(digits);
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_theme.color(Token::BarFailed));
            painter.drawEllipse(badge);
            painter.setPen(m_theme.color(m_theme.isDark() ? Token::BgChrome : Token::TOn));
            painter.drawText(badge, Qt::AlignCenter, count > 9 ? QStringLiteral("9+") : QString::number(count));
            painter.setRenderHint(QPainter::Antialiasing, false);
        }
    }
}

void Rail::mousePressEvent(QMouseEvent *event)
{
    m_byKey = false;
    if (const int place = placeAt(event->pos()); place >= 0)
        emit chosen(m_places.at(place).id);
}

void Rail::mouseMoveEvent(QMouseEvent *event)
{
    if (const int place = placeAt(event->pos()); std::exchange(m_hover, place) != place)
        update();
}

void Rail::leaveEvent(QEvent *)
{
    m_hover = -1;
    update();
}

void Rail::keyPressEvent(QKeyEvent *event)
{
    m_byKey = true;
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    const int next = m_current + step;
    if (step != 0 && next >= 0 && next < m_places.size())
        emit chosen(m_places.at(next).id);
    else
        QWidget::keyPressEvent(event);
}

} // namespace greenroom
