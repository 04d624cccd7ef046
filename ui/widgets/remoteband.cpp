// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/remoteband.h"

#include "widgets/paint.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace greenroom {

RemoteBand::RemoteBand(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFixedHeight(32);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void RemoteBand::setPlaces(const QStringList &places)
{
    m_places = places;
    setAccessibleName(tr("Remote: %1").arg(places.join(u", "_s)));
    update();
}

void RemoteBand::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), remoteBrush(m_theme));
    painter.fillRect(0, height() - 1, width(), 1, m_theme.color(Token::RemoteLine));
    const QColor ink = m_theme.color(Token::RemoteText);
    painter.setFont(m_theme.font(Theme::TypeLevel::BodyBold));
    const QFontMetrics metrics = painter.fontMetrics();
    int x = 16;
    const auto label = [&](const QString &text, bool cloud) {
        const int wide = metrics.horizontalAdvance(text) + 16 + (cloud ? 22 : 0);
        const QRect box(x, (height() - 21) / 2, wide, 20);
        paintBox(&painter, box, m_theme.color(Token::RemoteA), cloud ? QColor(m_theme.color(Token::RemoteA)) : m_theme.color(Token::RemoteLine), 4);
        if (cloud)
            paintSymbol(&painter, m_theme, QRect(box.x() + 4, box.y(), 16, 20), u"cloud"_s, Token::RemoteText);
        painter.setPen(ink);
        painter.drawText(box.adjusted(cloud ? 30 : 8, 0, 0, 0), Qt::AlignVCenter | Qt::TextSingleLine, text);
        x += wide + 8;
    };
    label(tr("REMOTE"), true);
    painter.setFont(m_theme.font(Theme::TypeLevel::Body));
    for (const QString &place : m_places)
        label(place, false);
}

} // namespace greenroom
