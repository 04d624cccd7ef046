// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/carddrawing.h"

#include "widgets/paint.h"

#include <QPainter>

#include <iterator>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

void paintPill(QPainter *painter, const QRect &rect, const QColor &fill, int radius)
{
    painter->setPen(Qt::NoPen);
    painter->setBrush(fill);
    painter->drawRoundedRect(rect, radius, radius);
}

// A little run: lanes with marks, and the line of now.
void paintDemo(QPainter *painter, const Theme &theme)
{
    struct Bar
    {
        int x;
        int y;
        int width;
        QLatin1StringView state;
    };
    static constexpr Bar bars[] = {
        { 20, 18, 70, "passed"_L1 }, { 96, 18, 120, "passed"_L1 }, { 222, 18, 64, "running"_L1 },
        { 20, 44, 110, "flaky"_L1 }, { 136, 44, 60, "passed"_L1 }, { 202, 44, 84, "passed"_L1 },
        { 20, 70, 50, "passed"_L1 }, { 76, 70, 92, "failed"_L1 },  { 174, 70, 58, "passed"_L1 },
    };
    for (const Bar &bar : bars) {
        paintPill(painter, QRect(bar.x, bar.y, bar.width, 18), theme.tintColor(bar.state), 4);
        paintMark(painter, theme, QRect(bar.x + 5, bar.y + 3, 12, 12), bar.state, false, 12);
        QColor line = theme.barColor(bar.state);
        line.setAlphaF(0.55F);
        paintPill(painter, QRect(bar.x + 24, bar.y + 7, qMax(10, bar.width - 38), 4), line, 2);
    }
    painter->fillRect(QRectF(261.25, 8, 1.5, 90), theme.color(Token::Now));
    painter->setBrush(theme.color(Token::Now));
    painter->drawEllipse(QPointF(262, 8), 3.5, 3.5);
}

// Routes and the functions that answer them.
void paintProject(QPainter *painter, const Theme &theme)
{
    static const QStringList words { u"$connect"_s, u"auth"_s, u"say"_s, u"say"_s, u"start"_s, u"startRun"_s };
    for (int i = 0; i < 3; ++i) {
        const int y = 14 + i * 28;
        paintBox(painter, QRect(36, y, 92, 20), theme.color(Token::BgStage), theme.color(Token::LineStrong), 4);
        paintPill(painter, QRect(212, y, 92, 20), theme.color(Token::AccentSoft), 4);
        painter->setFont(theme.font(Theme::TypeLevel::Mono));
        painter->setPen(theme.color(Token::T1));
        painter->drawText(QRect(46, y, 80, 20), Qt::AlignVCenter, words[2 * i]);
        painter->setPen(theme.color(Token::AccentText));
        painter->drawText(QRect(222, y, 80, 20), Qt::AlignVCenter, words[2 * i + 1]);
        painter->setPen(QPen(theme.color(Token::LineControl), 1.5, Qt::SolidLine, Qt::RoundCap));
        painter->drawLine(QPointF(132, y + 10), QPointF(206, y + 10));
        painter->drawLine(QPointF(201, y + 6), QPointF(206, y + 10));
        painter->drawLine(QPointF(206, y + 10), QPointF(201, y + 14));
    }
}

// Messages out and in.
void paintClient(QPainter *painter, const Theme &theme)
{
    struct Frame
    {
        bool out;
        int width;
        int x;
    };
    static constexpr Frame frames[] = { { true, 150, 150 }, { false, 190, 40 }, { true, 110, 190 }, { false, 130, 40 } };
    for (int i = 0; i < int(std::size(frames)); ++i) {
        const Frame &frame = frames[i];
        const int y = 10 + i * 23;
        paintPill(painter, QRect(frame.x, y, frame.width, 17), theme.color(frame.out ? Token::TintRunning : Token::TintPassed), 4);
        QColor line = theme.color(frame.out ? Token::DirOut : Token::DirIn);
        line.setAlphaF(0.4F);
        paintPill(painter, QRect(frame.x + 26, y + 7, frame.width - 44, 4), line, 2);
        paintSymbol(painter, theme, QRect(frame.x + 6, y, 14, 17), frame.out ? u"frame-out"_s : u"frame-in"_s,
                    frame.out ? Token::DirOut : Token::DirIn, 14);
    }
}

} // namespace

void paintCardDrawing(QPainter *painter, const Theme &theme, const QRect &well, CardDrawing drawing)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const double scale = qMin(1.0, well.width() / 340.0);
    painter->translate(well.x() + (well.width() - 340 * scale) / 2, well.y() + (well.height() - 104 * scale) / 2);
    painter->scale(scale, scale);
    switch (drawing) {
    case CardDrawing::Demo: paintDemo(painter, theme); break;
    case CardDrawing::Project: paintProject(painter, theme); break;
    case CardDrawing::Client: paintClient(painter, theme); break;
    }
    painter->restore();
}

} // namespace greenroom
