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
            painter.fillRect(QRect(0, item.top() + 10, 3, item.height() - 20), m_theme.color(Token::AccentText));
        } else if (i == m_hover) {
            paintBox(&painter, item, m_theme.color(Token::BgHover), m_theme.color(Token::BgHover), 6);
        }
        if (hasFocus() && current)
            paintBox(&painter, item, Qt::transparent, m_theme.color(Token::Focus), 6);
        paintSymbol(&painter, m_theme, QRect(item.left(), item.top() + 6, item.width(), 22), m_places.at(i).icon,
                    current ? Token::AccentText : Token::T2, 20);
        painter.setFont(m_theme.font(Theme::TypeLevel::Small));
        painter.setPen(m_theme.color(current ? Token::T1 : Token::T2));
        painter.drawText(QRect(item.left() - 4, item.top() + 31, item.width() + 8, 14), Qt::AlignCenter, m_places.at(i).title);
        if (const int count = m_counts.value(m_places.at(i).id)) {
            const QRect badge(item.center().x() + 4, item.top() + 3, 14, 14);
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_theme.color(Token::BarFailed));
            painter.drawEllipse(badge);
            painter.setPen(m_theme.color(Token::TOn));
            painter.drawText(badge, Qt::AlignCenter, count > 9 ? QStringLiteral("9+") : QString::number(count));
            painter.setRenderHint(QPainter::Antialiasing, false);
        }
    }
}

void Rail::mousePressEvent(QMouseEvent *event)
{
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
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    const int next = m_current + step;
    if (step != 0 && next >= 0 && next < m_places.size())
        emit chosen(m_places.at(next).id);
    else
        QWidget::keyPressEvent(event);
}

} // namespace greenroom
