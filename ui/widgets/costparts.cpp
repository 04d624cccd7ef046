// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/costparts.h"

#include "widgets/paint.h"
#include "words.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int cardHeight = 96;
constexpr int rowHeight = 24;
constexpr int partHeight = 44;
constexpr int leastFigure = 15;

// 1, 2 or 5 of a power of ten: the step that parts an axis in about four.
double stepOf(double most)
{
    const double wanted = std::max(most, 1e-9) / 4;
    const double power = std::pow(10, std::floor(std::log10(wanted)));
    for (const double step : { 1.0, 2.0, 5.0 }) {
        if (wanted <= step * power)
            return step * power;
    }
    return 10 * power;
}

// The first step that is not below it: where the axis ends.
double roundUp(double value)
{
    return stepOf(value) * std::ceil(value / stepOf(value));
}

QString axisMoney(double money, double most)
{
    return most >= 10 ? u"$%1"_s.arg(qRound64(money)) : most >= 0.1 ? u"$%1"_s.arg(money, 0, 'f', 2) : u"$%1"_s.arg(money, 0, 'g', 2);
}

QString rateText(double rate)
{
    return rate >= 10 ? countText(qRound64(rate)) : QString::number(rate, 'g', 2);
}

struct Column
{
    const char *title;
    double from;        // of the width
    double to;
    bool isRight;
};
constexpr Column columns[] = {
    { QT_TRANSLATE_NOOP("CostTable", "Route"), 0, 0.22, false },          { QT_TRANSLATE_NOOP("CostTable", "Messages in"), 0.22, 0.33, true },
    { QT_TRANSLATE_NOOP("CostTable", "Messages out"), 0.33, 0.44, true }, { QT_TRANSLATE_NOOP("CostTable", "Function time"), 0.44, 0.56, true },
    { QT_TRANSLATE_NOOP("CostTable", "Share"), 0.59, 0.74, false },       { QT_TRANSLATE_NOOP("CostTable", "Measured"), 0.74, 0.87, true },
    { QT_TRANSLATE_NOOP("CostTable", "A month like this"), 0.87, 1, true },
};

QRect cellOf(const QRect &row, const Column &column)
{
    const int wide = row.width() - 32;
    const int from = row.x() + 16 + int(wide * column.from);
    return { from, row.y(), row.x() + 16 + int(wide * column.to) - from, row.height() };
}

} // namespace

AmountCard::AmountCard(const Theme &theme, bool isChosen, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_isChosen(isChosen)
{
    setFixedHeight(cardHeight);
    setMinimumWidth(140);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void AmountCard::setAmount(const QString &name, const QString &amount, const QString &words)
{
    m_name = name;
    m_amount = amount;
    m_words = words;
    setAccessibleName(u"%1: %2, %3"_s.arg(name, amount, words));
    setToolTip(words);
    update();
}

void AmountCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintBox(&painter, rect(), m_theme.color(Token::BgStage), m_theme.color(m_isChosen ? Token::Focus : Token::Line), 6);
    const int wide = width() - 32;
    const auto line = [&](int y, int high, Theme::TypeLevel level, Token ink, const QString &text) {
        QFont font = m_theme.font(level);
        while (font.pixelSize() > leastFigure && QFontMetrics(font).horizontalAdvance(text) > wide)
            font.setPixelSize(font.pixelSize() - 1);   // an amount is never cut
        painter.setFont(font);
        painter.setPen(m_theme.color(ink));
        painter.drawText(QRect(16, y, wide, high), Qt::AlignVCenter | Qt::TextSingleLine, painter.fontMetrics().elidedText(text, Qt::ElideRight, wide));
    };
    line(12, 16, Theme::TypeLevel::Small, Token::T3, m_name);
    line(29, 36, Theme::TypeLevel::Figure, Token::T1, m_amount);
    line(66, 18, Theme::TypeLevel::Note, Token::T2, m_words);
}

BreakEvenChart::BreakEvenChart(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setMinimumHeight(180);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void BreakEvenChart::setCost(const Cost &cost)
{
    m_cost = cost;
    setAccessibleName(sentence());
    update();
}

QString BreakEvenChart::sentence() const
{
    if (!m_cost.total.month)
        return tr("A second of traffic is needed to say more.");
    if (!m_cost.equalAtMessagesASecond)
        return tr("No server's price is known here.");
    return tr("Below %1 messages a second, serverless is cheaper at these hours.").arg(rateText(*m_cost.equalAtMessagesASecond));
}

void BreakEvenChart::paintEvent(QPaintEvent *)
{
    if (!m_cost.total.month || m_cost.messagesASecond <= 0)
        return;
    QPainter painter(this);
    const double now = m_cost.messagesASecond;
    const double equal = m_cost.equalAtMessagesASecond.value_or(now);
    const double mostRate = roundUp(1.25 * std::max(now, equal));
    const double perRate = *m_cost.total.month / now;   // tiers bend it a little far to the right
    const double mostMoney = roundUp(std::max(perRate * mostRate, 1.2 * m_cost.serverMonth.value_or(0)));
    const QRect chart(64, 12, width() - 80, height() - 44);
    paintGrid(painter, chart, mostMoney);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto at = [&](double rate, double money) {
        return QPointF(chart.left() + chart.width() * rate / mostRate, chart.bottom() - chart.height() * money / mostMoney);
    };
    painter.setFont(m_theme.font(Theme::TypeLevel::Small));
    if (m_cost.serverMonth) {
        QPainterPath cheaper(at(0, 0));
        cheaper.lineTo(at(0, *m_cost.serverMonth));
        cheaper.lineTo(at(equal, *m_cost.serverMonth));
        painter.fillPath(cheaper, m_theme.color(Token::TintPassed));
        painter.setPen(QPen(m_theme.color(Token::Ch3), 1.5, Qt::DashLine));
        painter.drawLine(at(0, *m_cost.serverMonth), at(mostRate, *m_cost.serverMonth));
        painter.drawText(QRectF(at(mostRate, *m_cost.serverMonth) - QPointF(204, 18), QSizeF(200, 16)), Qt::AlignRight | Qt::AlignVCenter, m_cost.settings.server);
    }
    painter.setPen(QPen(m_theme.color(Token::Ch1), 1.5));
    painter.drawLine(at(0, 0), at(mostRate, perRate * mostRate));
    painter.drawText(QRectF(at(mostRate, perRate * mostRate) + QPointF(-204, -20), QSizeF(200, 16)), Qt::AlignRight | Qt::AlignVCenter, tr("serverless"));
    if (m_cost.equalAtMessagesASecond && m_cost.serverMonth) {
        painter.setPen(QPen(m_theme.color(Token::T1), 1.5));
        painter.setBrush(m_theme.color(Token::BgStage));
        painter.drawEllipse(at(equal, *m_cost.serverMonth), 4, 4);
    }
    paintNow(painter, chart, mostMoney, mostRate);
}

void BreakEvenChart::paintGrid(QPainter &painter, const QRect &chart, double mostMoney) const
{
    painter.setFont(m_theme.font(Theme::TypeLevel::Small));
    const int steps = qRound(mostMoney / stepOf(mostMoney));
    for (int i = 0; i <= steps; ++i) {
        const int y = chart.bottom() - chart.height() * i / steps;
        painter.fillRect(chart.left(), y, chart.width(), 1, m_theme.color(i == 0 ? Token::LineStrong : Token::ChGrid));
        painter.setPen(m_theme.color(Token::T3));
        painter.drawText(QRect(0, y - 8, chart.left() - 8, 16), Qt::AlignRight | Qt::AlignVCenter, axisMoney(mostMoney * i / steps, mostMoney));
    }
}

void BreakEvenChart::paintNow(QPainter &painter, const QRect &chart, double mostMoney, double mostRate) const
{
    const double now = m_cost.messagesASecond;
    const double x = chart.left() + chart.width() * now / mostRate;
    const double y = chart.bottom() - chart.height() * *m_cost.total.month / mostMoney;
    const QColor red = m_theme.color(Token::Now);
    painter.setPen(QPen(red, 1.5));
    painter.drawLine(QPointF(x, chart.bottom()), QPointF(x, y));
    painter.setBrush(red);
    painter.drawEllipse(QPointF(x, y), 4, 4);
    const QString words = tr("now: %1").arg(moneyText(m_cost.total.month));
    const int wide = painter.fontMetrics().horizontalAdvance(words) + 16;
    const QRect label(std::clamp(int(x) - wide - 8, chart.left(), chart.right() - wide), std::clamp(int(y) - 28, 0, chart.bottom() - 20), wide, 20);
    paintBox(&painter, label, red, red, 3);
    painter.setPen(m_theme.color(Token::BgStage));
    painter.drawText(label, Qt::AlignCenter, words);
    painter.setPen(m_theme.color(Token::T3));
    const QRect axis(chart.left(), chart.bottom() + 4, chart.width(), 16);
    painter.drawText(axis, Qt::AlignLeft, u"0"_s);
    painter.drawText(axis, Qt::AlignHCenter, tr("%1 messages a second").arg(rateText(mostRate / 2)));
    painter.drawText(axis, Qt::AlignRight, rateText(mostRate));
}

PriceParts::PriceParts(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setMinimumSize(260, 5 * partHeight);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void PriceParts::setCost(const Cost &cost)
{
    m_cost = cost;
    std::sort(m_cost.kinds.begin(), m_cost.kinds.end(), [](const CostRow &a, const CostRow &b) { return a.month.value_or(-1) > b.month.value_or(-1); });
    QStringList words;
    for (const CostRow &kind : std::as_const(m_cost.kinds))
        words << kind.name + u' ' + moneyText(kind.month);
    setAccessibleName(words.join(u", "_s));
    update();
}

void PriceParts::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const double all = m_cost.total.month.value_or(0);
    int y = 8;
    for (const CostRow &kind : std::as_const(m_cost.kinds)) {
        const QRect words(16, y, width() - 32, 20);
        painter.setFont(m_theme.font(Theme::TypeLevel::Body));
        painter.setPen(m_theme.color(Token::T1));
        const int amount = numberWidth(QFontMetrics(m_theme.font(Theme::TypeLevel::BodyMedium)), moneyText(kind.month));
        painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft, painter.fontMetrics().elidedText(kind.name, Qt::ElideRight, words.width() - amount - 8));
        painter.setFont(m_theme.font(Theme::TypeLevel::BodyMedium));
        paintNumber(&painter, words, moneyText(kind.month));
        const bool isFunction = kind.name.startsWith("Function"_L1);
        paintBar(&painter, QRect(16, y + 24, width() - 32, 6), all > 0 ? kind.month.value_or(0) / all : 0,
                 m_theme.color(isFunction ? Token::Ch2 : Token::Ch1), m_theme.color(Token::BgWell));
        y += partHeight;
    }
}

CostTable::CostTable(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void CostTable::setCost(const Cost &cost)
{
    m_cost = cost;
    m_cost.total.name = tr("All routes");
    std::stable_sort(m_cost.routes.begin(), m_cost.routes.end(), [](const CostRow &a, const CostRow &b) { return a.month.value_or(0) > b.month.value_or(0); });
    QStringList words;
    for (const CostRow &route : std::as_const(m_cost.routes))
        words << route.name + u' ' + moneyText(route.month);
    setAccessibleName(tr("Cost by route: %1").arg(words.join(u", "_s)));
    setFixedHeight((int(m_cost.routes.size()) + 1) * rowHeight + 30);
    update();
}

void CostTable::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintBox(&painter, rect(), m_theme.color(Token::BgStage), m_theme.color(Token::Line), 6);
    const QRect head(0, 0, width(), rowHeight);
    painter.fillRect(head.adjusted(1, 1, -1, 0), m_theme.color(Token::BgHeader));
    painter.fillRect(1, rowHeight, width() - 2, 1, m_theme.color(Token::Line));
    painter.setFont(m_theme.font(Theme::TypeLevel::Small));
    painter.setPen(m_theme.color(Token::T3));
    for (const Column &column : columns) {
        painter.drawText(cellOf(head, column), Qt::AlignVCenter | (column.isRight ? Qt::AlignRight : Qt::AlignLeft),
                         QCoreApplication::translate("CostTable", column.title));
    }
    QRect row(0, rowHeight + 1, width(), rowHeight);
    for (const CostRow &route : std::as_const(m_cost.routes)) {
        paintCells(painter, row, route, false);
        row.translate(0, rowHeight);
    }
    painter.fillRect(1, row.y(), width() - 2, 1, m_theme.color(Token::Line));
    row.setHeight(height() - row.y() - 1);
    painter.fillRect(row.adjusted(1, 1, -1, 0), m_theme.color(Token::BgPanel));
    paintCells(painter, row, m_cost.total, true);
}

void CostTable::paintCells(QPainter &painter, const QRect &row, const CostRow &cost, bool isSum) const
{
    const auto bold = isSum ? Theme::TypeLevel::BodyBold : Theme::TypeLevel::Body;
    painter.setFont(m_theme.font(isSum ? Theme::TypeLevel::BodyBold : Theme::TypeLevel::Mono));
    painter.setPen(m_theme.color(Token::T1));
    const QRect name = cellOf(row, columns[0]);
    painter.drawText(name, Qt::AlignVCenter, painter.fontMetrics().elidedText(cost.name, Qt::ElideRight, name.width()));
    painter.setFont(m_theme.font(bold));
    painter.setPen(m_theme.color(isSum ? Token::T1 : Token::T2));
    paintNumber(&painter, cellOf(row, columns[1]), countText(cost.usage.messagesIn));
    paintNumber(&painter, cellOf(row, columns[2]), countText(cost.usage.messagesOut));
    paintNumber(&painter, cellOf(row, columns[3]), cost.usage.billedMs > 0 ? durationText(double(cost.usage.billedMs)) : u"–"_s);
    paintNumber(&painter, cellOf(row, columns[5]), moneyText(cost.measured));
    painter.setFont(m_theme.font(isSum ? Theme::TypeLevel::BodyBold : Theme::TypeLevel::BodyMedium));
    painter.setPen(m_theme.color(Token::T1));
    paintNumber(&painter, cellOf(row, columns[6]), moneyText(cost.month));
    if (isSum)
        return;
    const double share = m_cost.total.month.value_or(0) > 0 ? cost.month.value_or(0) / *m_cost.total.month : 0;
    const QRect cell = cellOf(row, columns[4]);
    paintBar(&painter, QRect(cell.x(), cell.y() + (cell.height() - 6) / 2, cell.width() - 52, 6), share, m_theme.color(Token::Ch1), m_theme.color(Token::BgWell));
    painter.setFont(m_theme.font(Theme::TypeLevel::Note));
    painter.setPen(m_theme.color(Token::T2));
    paintNumber(&painter, cell, share < 0.01 ? tr("under 1 %") : tr("%1 %").arg(qRound(100 * share)));
}

} // namespace greenroom
