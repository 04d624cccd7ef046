// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/barlanes.h"

#include "widgets/paint.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

#include <cmath>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int barHeight = 20;
constexpr double narrowest = 3;

QFont barFont(const Theme &theme, bool bold)
{
    QFont font = theme.font(bold ? Theme::TypeLevel::BodyBold : Theme::TypeLevel::Body);
    font.setPixelSize(12);
    return font;
}

QRect rectOf(const TimeAxis &axis, const TimeBar &bar, const QRect &lane)
{
    const qint64 end = bar.to > 0 ? bar.to : qMax(bar.from, axis.now);
    const int left = int(std::lround(axis.xOf(double(bar.from))));
    const int right = int(std::lround(axis.xOf(double(end))));
    return { left, lane.top() + 2, qMax(2, right - left - 1), barHeight };
}

void paintWait(QPainter *painter, const Theme &theme, const TimeAxis &axis, const TimeBar &bar, const QRect &box)
{
    const int to = int(std::lround(axis.xOf(double(bar.waitsUntil))));
    const int from = box.right() + 2;
    if (to - from < 6)
        return;
    QPen pen(theme.color(Token::T3), 1.5, Qt::CustomDashLine, Qt::RoundCap);
    pen.setDashPattern({ 0.1, 2.6 });
    painter->setPen(pen);
    const int y = box.center().y() + 1;
    painter->drawLine(from, y, to - 2, y);
    QFont small = theme.font(Theme::TypeLevel::Small);
    painter->setFont(small);
    painter->setPen(theme.color(Token::T3));
    const QString text = QCoreApplication::translate("BarLanes", "wait %1 s")
                             .arg(double(bar.waitsUntil - bar.to) / 1000, 0, 'g', 2);
    if (painter->fontMetrics().horizontalAdvance(text) < to - from - 4)
        painter->drawText(QRect(from, box.top() - 4, to - from, 14), Qt::AlignHCenter | Qt::AlignVCenter, text);
}

void paintWords(QPainter *painter, const Theme &theme, const TimeBar &bar, const QRect &box, int from)
{
    const int x = qMax(box.left() + 9, from + 4);   // words stay in sight while the bar's begin has left at the left
    QRect words(x, box.top(), box.right() - x - 2, box.height());
    if (!bar.state.isEmpty() && words.width() > 12) {
        paintMark(painter, theme, QRect(words.left() - 1, box.top(), 12, box.height()), bar.state, false, 12);
        words.setLeft(words.left() + 16);
    }
    if (words.width() < 14 || bar.text.isEmpty())
        return;
    painter->setFont(barFont(theme, bar.selected));
    const bool failed = bar.selected && !bar.state.isEmpty() && bar.state != "passed"_L1 && bar.state != "running"_L1;
    painter->setPen(failed ? theme.stateColor(bar.state) : theme.color(bar.hatched || (bar.state.isEmpty() && bar.tint == Token::BgWell) ? Token::T2 : Token::T1));
    const QString text = painter->fontMetrics().elidedText(bar.text, Qt::ElideRight, words.width());
    painter->drawText(words, Qt::AlignVCenter | Qt::TextSingleLine, text.size() > 1 ? text : QString());
    words.setLeft(words.left() + painter->fontMetrics().horizontalAdvance(text) + 12);
    painter->setFont(theme.font(Theme::TypeLevel::Small));
    painter->setPen(theme.color(Token::T3));
    if (!bar.note.isEmpty() && painter->fontMetrics().horizontalAdvance(bar.note) < words.width())
        painter->drawText(words, Qt::AlignCenter, bar.note);
}

void paintBody(QPainter *painter, const Theme &theme, const TimeAxis &axis, const TimeBar &bar, const QRect &box)
{
    const QColor tint = bar.state.isEmpty() ? theme.color(bar.tint) : theme.tintColor(bar.state);
    const QColor edge = bar.state.isEmpty() ? theme.color(bar.edge) : theme.barColor(bar.state);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(tint);
    painter->drawRoundedRect(box, 3, 3);
    if (bar.hatched) {
        painter->setBrush(hatchBrush(theme));
        painter->drawRoundedRect(box, 3, 3);
    }
    painter->setBrush(edge);
    painter->drawRoundedRect(QRectF(box.left(), box.top(), 3, box.height()), 1.5, 1.5);
    if (bar.underlined)
        painter->drawRoundedRect(QRectF(box.left(), box.bottom() - 3, box.width(), 4), 2, 2);
    if (bar.selected) {
        painter->setPen(QPen(bar.state.isEmpty() ? edge : theme.stateColor(bar.state), 1.5));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(box).adjusted(0.75, 0.75, -0.75, -0.75), 3, 3);
    }
    painter->setRenderHint(QPainter::Antialiasing, false);
    if (bar.to == 0 && axis.now > 0) {
        // Open: a dashed edge at the line of now.
        for (int y = box.top() + 2; y < box.bottom() - 2; y += 4)
            painter->fillRect(box.right() - 1, y, 2, 2, theme.color(Token::StRunning));
    }
}

int rankOf(const QString &state)
{
    static const QStringList worse { u"passed"_s, u"running"_s, u"flaky"_s, u"stopped"_s, u"error"_s, u"timedOut"_s, u"failed"_s };
    return int(worse.indexOf(state));
}

} // namespace

void BarLanes::paintLane(QPainter *painter, const Theme &theme, const TimeAxis &axis, int lane, const QRect &rect) const
{
    // Bars too narrow to be told apart become one column of the worst of them, the higher the more they are.
    int columnAt = -1;
    int columnCount = 0;
    const TimeBar *worst = nullptr;
    const auto flush = [&] {
        if (!worst)
            return;
        const int height = qMin(barHeight, 8 + 3 * columnCount);
        painter->fillRect(columnAt, rect.top() + 2 + barHeight - height, int(narrowest), height,
                          worst->state.isEmpty() ? theme.color(worst->edge) : theme.barColor(worst->state));
        worst = nullptr;
        columnCount = 0;
    };
    for (const TimeBar &bar : rows[lane].bars) {
        const qint64 end = bar.to > 0 ? bar.to : axis.now;
        if (!axis.shows(bar.from, qMax(end, bar.waitsUntil)))
            continue;
        const QRect box = rectOf(axis, bar, rect);
        if (box.width() < narrowest && !bar.selected) {
            if (worst && box.left() >= columnAt + int(narrowest) + 1)
                flush();
            if (!worst)
                columnAt = box.left();
            ++columnCount;
            if (!worst || rankOf(bar.state) > rankOf(worst->state))
                worst = &bar;
            continue;
        }
        flush();
        if (bar.waitsUntil > 0)
            paintWait(painter, theme, axis, bar, box);
        paintBody(painter, theme, axis, bar, box);
        if (box.width() > 22)
            paintWords(painter, theme, bar, box, axis.left);
    }
    flush();
}

TimeHit BarLanes::hit(const TimeAxis &axis, int lane, const QRect &rect, const QPoint &at) const
{
    for (const TimeBar &bar : rows[lane].bars) {
        if (rectOf(axis, bar, rect).adjusted(-1, 0, 1, 0).contains(at))
            return { bar.id, bar.tip.isEmpty() ? bar.text : bar.tip, { bar.from, bar.to > 0 ? bar.to : qMax(bar.from, axis.now) } };
    }
    return {};
}

} // namespace greenroom
