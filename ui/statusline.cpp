// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "statusline.h"

#include "widgets/paint.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int symbolSize = 14;
constexpr int apart = 12;

} // namespace

StatusLine::StatusLine(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFixedHeight(28);
    setAccessibleName(tr("Status"));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StatusLine::show(const QString &address, const QList<Fact> &left, const QList<Fact> &right)
{
    if (address == m_address && left == m_left && right == m_right)
        return;
    m_address = address;
    m_left = left;
    m_right = right;
    update();
}

void StatusLine::setRemote(const QStringList &places)
{
    m_remote = places;
    setAccessibleName(places.isEmpty() ? tr("Status") : tr("Status: remote, %1").arg(places.join(u", "_s)));
    update();
}

int StatusLine::widthOf(const Fact &fact) const
{
    const bool drawing = !fact.symbol.isEmpty() || !fact.state.isEmpty();
    return (drawing ? symbolSize + 4 : 0) + numberWidth(QFontMetrics(m_theme.font(Theme::TypeLevel::Small)), fact.text);
}

int StatusLine::paintFact(QPainter &painter, int x, const Fact &fact) const
{
    const int end = x + widthOf(fact);
    if (!fact.state.isEmpty())
        paintMark(&painter, m_theme, QRect(x, 0, symbolSize, height()), fact.state, false, symbolSize);
    else if (!fact.symbol.isEmpty())
        paintSymbol(&painter, m_theme, QRect(x, 0, symbolSize, height()), fact.symbol, Token::T2, symbolSize);
    painter.setFont(m_theme.font(Theme::TypeLevel::Small));
    painter.setPen(m_theme.color(Token::T2));
    const int words = fact.state.isEmpty() && fact.symbol.isEmpty() ? x : x + symbolSize + 4;
    paintNumber(&painter, QRect(words, 0, end - words + 1, height()), fact.text, Qt::AlignLeft | Qt::AlignVCenter);
    return end;
}

void StatusLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Token::BgChrome));
    const auto line = [this, &painter](int x) {
        painter.fillRect(x, (height() - 12) / 2, 1, 12, m_theme.color(Token::LineStrong));
    };
    const bool remote = !m_remote.isEmpty();
    const QString word = remote ? tr("REMOTE") : tr("LOCAL");
    const QString address = remote ? m_remote.join(u" · "_s) : m_address;
    const Token ink = remote ? Token::RemoteText : Token::T2;
    paintSymbol(&painter, m_theme, QRect(12, 0, symbolSize, height()), remote ? u"cloud"_s : u"local"_s, ink, symbolSize);
    QFont bold = m_theme.font(Theme::TypeLevel::Small);
    bold.setWeight(QFont::DemiBold);
    bold.setLetterSpacing(QFont::AbsoluteSpacing, 0.33);
    painter.setFont(bold);
    painter.setPen(m_theme.color(ink));
    int x = 30;
    painter.drawText(QRect(x, 0, 90, height()), Qt::AlignVCenter, word);
    x += painter.fontMetrics().horizontalAdvance(word) + apart;
    painter.setFont(m_theme.font(remote ? Theme::TypeLevel::Small : Theme::TypeLevel::Mono));
    painter.drawText(QRect(x, 0, 400, height()), Qt::AlignVCenter, address);
    x += painter.fontMetrics().horizontalAdvance(address);
    for (const Fact &fact : m_left) {
        line(x + apart);
        x = paintFact(painter, x + 2 * apart, fact);
    }
    int right = width() - 16;
    for (auto fact = m_right.rbegin(); fact != m_right.rend(); ++fact) {
        const int from = right - widthOf(*fact);
        if (from < x + 2 * apart)
            return;
        paintFact(painter, from, *fact);
        line(from - apart);
        right = from - 2 * apart;
    }
}

} // namespace greenroom
