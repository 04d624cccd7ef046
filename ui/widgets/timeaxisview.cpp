// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/timeaxisview.h"

#include "widgets/paint.h"
#include "words.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include <cmath>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int nameWidth = 112;
constexpr int rulerHeight = 20;
constexpr int lanesFrom = 22;
constexpr int refreshMs = 100;
constexpr double deepest = 400;
constexpr int ruled = 16;        // room at the right

// 1, 2, 5, 10 … in ms, so that a mark stands every `least` pixels or more.
double niceStep(double span, int width, int least)
{
    double step = 1;
    static constexpr double factors[] = { 2, 2.5, 2 };
    for (int i = 0; step / span * width < least && i < 40; ++i)
        step *= factors[i % 3];
    return step;
}

QString elapsedText(double ms, double step)
{
    const int digits = step < 10 ? 3 : step < 100 ? 2 : step < 1000 ? 1 : 0;
    return u"%1 s"_s.arg(ms / 1000, 0, 'f', digits);
}

QFont laneFont(const Theme &theme)
{
    QFont font = theme.font(Theme::TypeLevel::Body);
    font.setPixelSize(12);
    return font;
}

} // namespace

TimeAxisView::TimeAxisView(const Theme &theme, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_theme(theme)
{
    setFrameShape(QFrame::NoFrame);
    setAccessibleName(tr("Time axis"));
    setFocusPolicy(Qt::StrongFocus);
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    viewport()->setMouseTracking(true);
    m_soon.setSingleShot(true);
    m_soon.setInterval(refreshMs);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        updateBars();
        viewport()->update();
    });
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void TimeAxisView::setProviders(const QList<LaneProvider *> &providers)
{
    m_providers = providers;
    refresh();
}

void TimeAxisView::setSpan(qint64 from, qint64 to, qint64 now)
{
    m_from = from;
    m_to = qMax(from + 1, to);
    m_now = now;
    refresh();
}

void TimeAxisView::setBand(const TimeRange &band)
{
    m_band = band;
    viewport()->update();
}

void TimeAxisView::setLines(qint64 cause, qint64 end)
{
    m_cause = cause;
    m_end = end;
    viewport()->update();
}

// Around the middle of what is seen, or of the chosen time.
void TimeAxisView::zoom(double factor)
{
    const TimeAxis before = axis();
    double middle = (before.from + before.to) / 2;
    if (m_band.isValid() && before.shows(m_band.from, m_band.to))
        middle = double(m_band.from + m_band.to) / 2;
    m_zoom = qBound(1.0, m_zoom * factor, deepest);
    updateBars();
    const double span = double(m_to - m_from) / m_zoom;
    horizontalScrollBar()->setValue(int(middle - span / 2 - double(m_from)));
    viewport()->update();
}

void TimeAxisView::fit()
{
    m_zoom = 1;
    updateBars();
    viewport()->update();
}

void TimeAxisView::refresh()
{
    if (!m_soon.isActive())
        m_soon.start();
}

TimeAxis TimeAxisView::axis() const
{
    TimeAxis axis;
    axis.from = double(m_from) + (m_zoom > 1 ? horizontalScrollBar()->value() : 0);
    axis.to = axis.from + double(m_to - m_from) / m_zoom;
    axis.left = nameWidth;
    axis.width = qMax(1, viewport()->width() - nameWidth - ruled);
    axis.now = m_now;
    return axis;
}

int TimeAxisView::wantedHeight() const
{
    int height = lanesFrom;
    for (const LaneProvider *provider : m_providers)
        height += provider->laneCount() * provider->laneHeight() + (provider->isSeparated() ? 4 : 0);
    return height;
}

// What fits; an optional lane goes before anything is scrolled.
QList<TimeAxisView::Lane> TimeAxisView::lanes() const
{
    const bool tight = wantedHeight() > viewport()->height() + 1;
    QList<Lane> lanes;
    int y = lanesFrom - verticalScrollBar()->value();
    for (LaneProvider *provider : m_providers) {
        if (tight && provider->isOptional())
            continue;
        y += provider->isSeparated() ? 4 : 0;
        for (int lane = 0; lane < provider->laneCount(); ++lane) {
            lanes.append({ provider, lane, QRect(0, y, viewport()->width(), provider->laneHeight()) });
            y += provider->laneHeight();
        }
    }
    return lanes;
}

void TimeAxisView::updateBars()
{
    const QList<Lane> all = lanes();
    const int bottom = all.isEmpty() ? 0 : all.last().rect.bottom() + 1 + verticalScrollBar()->value();
    verticalScrollBar()->setRange(0, qMax(0, bottom - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    const double whole = double(m_to - m_from);
    horizontalScrollBar()->setRange(0, m_zoom > 1 ? int(whole - whole / m_zoom) : 0);
    horizontalScrollBar()->setPageStep(int(whole / m_zoom));
    horizontalScrollBar()->setSingleStep(qMax(1, int(whole / m_zoom / 20)));
}

void TimeAxisView::resizeEvent(QResizeEvent *)
{
    updateBars();
}

void TimeAxisView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    const QRect area = viewport()->rect();
    painter.fillRect(area, m_theme.color(m_ground));
    const TimeAxis axis = this->axis();
    paintRuler(painter, axis);
    paintBand(painter, axis);
    painter.save();
    painter.setClipRect(area.adjusted(0, rulerHeight + 1, 0, 0));
    bool first = true;
    const LaneProvider *before = nullptr;
    for (const Lane &lane : lanes()) {
        if (lane.provider != before && lane.provider->isSeparated() && !first)
            painter.fillRect(0, lane.rect.top() - 3, area.width(), 1, m_theme.color(Token::Line));
        first = false;
        before = lane.provider;
        painter.setClipRect(area.adjusted(0, rulerHeight + 1, 0, 0));
        painter.setFont(laneFont(m_theme));
        painter.setPen(m_theme.color(Token::T2));
        painter.drawText(QRect(16, lane.rect.top(), nameWidth - 20, lane.rect.height()), Qt::AlignVCenter | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(lane.provider->laneName(lane.lane), Qt::ElideRight, nameWidth - 20));
        painter.setClipRect(QRect(nameWidth - 2, rulerHeight + 1, area.width(), area.height()));
        lane.provider->paintLane(&painter, m_theme, axis, lane.lane, lane.rect);
    }
    painter.restore();
    paintLines(painter, axis);
    paintNow(painter, axis);
}

void TimeAxisView::paintRuler(QPainter &painter, const TimeAxis &axis) const
{
    const double step = niceStep(axis.to - axis.from, axis.width, m_ruler == Ruler::Clock ? 120 : 96);
    const double fine = step / 5;
    painter.setFont(m_theme.font(Theme::TypeLevel::Small));
    const double origin = double(m_from);
    for (double at = std::floor((axis.from - origin) / fine) * fine; at + origin <= axis.to; at += fine) {
        const int x = int(std::lround(axis.xOf(at + origin)));
        if (x < axis.left)
            continue;
        const bool named = std::abs(at / step - std::round(at / step)) < 0.01;
        painter.fillRect(x, named ? 12 : 16, 1, named ? 8 : 4, m_theme.color(Token::LineStrong));
        if (!named)
            continue;
        painter.fillRect(x, rulerHeight, 1, viewport()->height(), m_theme.color(Token::ChGrid));
        const bool clock = m_ruler == Ruler::Clock;
        const QString text = !clock ? elapsedText(at, step) : at < step / 2 ? clockText(m_from) : u"+"_s + elapsedText(at, step);
        painter.setPen(m_theme.color(Token::T3));
        if (x + painter.fontMetrics().horizontalAdvance(text) < viewport()->width())
            painter.drawText(QRect(x + 5, 2, 120, 16), Qt::AlignVCenter | Qt::TextSingleLine, text);
    }
    painter.fillRect(0, rulerHeight, viewport()->width(), 1, m_theme.color(Token::Line));
}

void TimeAxisView::paintBand(QPainter &painter, const TimeAxis &axis) const
{
    if (!m_band.isValid() || !axis.shows(m_band.from, m_band.to))
        return;
    const int left = qMax(axis.left, int(std::lround(axis.xOf(double(m_band.from)))));
    const int right = qMin(viewport()->width(), qMax(left + 2, int(std::lround(axis.xOf(double(m_band.to))))));
    painter.fillRect(left, rulerHeight, right - left, viewport()->height(), m_theme.color(Token::Range));
    painter.fillRect(left, rulerHeight, 1, viewport()->height(), m_theme.color(Token::RangeLine));
    painter.fillRect(right - 1, rulerHeight, 1, viewport()->height(), m_theme.color(Token::RangeLine));
    paintBox(&painter, QRect(left, 16, right - left, 4), m_theme.color(Token::RangeLine), {}, 2);
}

void TimeAxisView::paintNow(QPainter &painter, const TimeAxis &axis) const
{
    if (m_now <= 0)
        return;
    const int x = int(std::lround(axis.xOf(double(m_now))));
    if (x < axis.left || x > viewport()->width())
        return;
    const QString text = u"%1 s"_s.arg(double(m_now - m_from) / 1000, 0, 'f', 1);
    QFont bold = m_theme.font(Theme::TypeLevel::Small);
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    const int wide = numberWidth(painter.fontMetrics(), text) + 8;
    painter.fillRect(x, 4, 1, viewport()->height(), m_theme.color(Token::Now));
    const QRect flag(qMin(x - wide / 2, viewport()->width() - wide - 2), 1, wide, 16);
    paintBox(&painter, flag, m_theme.color(Token::Now), m_theme.color(Token::Now), 3);
    painter.setPen(m_theme.color(Token::BgStage));
    paintNumber(&painter, flag, text, Qt::AlignCenter);
}

void TimeAxisView::paintLines(QPainter &painter, const TimeAxis &axis) const
{
    if (m_cause > 0) {
        painter.setPen(QPen(m_theme.color(Token::BarFlaky), 1, Qt::CustomDashLine));
        QPen pen = painter.pen();
        pen.setDashPattern({ 3, 2 });
        painter.setPen(pen);
        const int x = int(std::lround(axis.xOf(double(m_cause))));
        painter.drawLine(x, rulerHeight - 4, x, viewport()->height());
    }
    if (m_end > 0)
        painter.fillRect(int(std::lround(axis.xOf(double(m_end)))), rulerHeight - 4, 1, viewport()->height(), m_theme.color(Token::Now));
}

TimeHit TimeAxisView::hitAt(const QPoint &at) const
{
    for (const Lane &lane : lanes()) {
        if (lane.rect.contains(at) && at.y() > rulerHeight && at.x() >= nameWidth)
            return lane.provider->hit(axis(), lane.lane, lane.rect, at);
    }
    return {};
}

void TimeAxisView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (const TimeHit hit = hitAt(event->pos()); !hit.id.isEmpty()) {
        emit chosen(hit.id, hit.range);
        return;
    }
    if (event->pos().x() >= nameWidth)
        m_drawFrom = axis().timeAt(event->pos().x());
}

void TimeAxisView::mouseMoveEvent(QMouseEvent *event)
{
    if (m_drawFrom < 0) {
        viewport()->setCursor(hitAt(event->pos()).id.isEmpty() ? Qt::ArrowCursor : Qt::PointingHandCursor);
        return;
    }
    const double to = axis().timeAt(event->pos().x());
    setBand({ qint64(qMin(m_drawFrom, to)), qint64(qMax(m_drawFrom, to)) });
}

void TimeAxisView::mouseReleaseEvent(QMouseEvent *event)
{
    if (m_drawFrom < 0)
        return;
    const double from = m_drawFrom;
    const double to = axis().timeAt(event->pos().x());
    m_drawFrom = -1;
    const bool drawn = std::abs(axis().xOf(from) - axis().xOf(to)) > 3;
    emit bandDrawn(drawn ? TimeRange { qint64(qMin(from, to)), qint64(qMax(from, to)) } : TimeRange {});
}

void TimeAxisView::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers().testFlag(Qt::ControlModifier))
        zoom(event->angleDelta().y() > 0 ? 1.25 : 0.8);
    else
        QAbstractScrollArea::wheelEvent(event);
}

void TimeAxisView::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Plus: return zoom(1.5);
    case Qt::Key_Minus: return zoom(1 / 1.5);
    case Qt::Key_0: return fit();
    default: QAbstractScrollArea::keyPressEvent(event);
    }
}

bool TimeAxisView::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const TimeHit hit = hitAt(help->pos());
    if (hit.tip.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(help->globalPos(), hit.tip.toHtmlEscaped(), viewport());
    return true;
}

} // namespace greenroom
