// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/button.h"

#include "widgets/paint.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int symbolSize = 16;
constexpr int gap = 6;
constexpr int chevron = 12;
constexpr int leadGap = 18;   // with a dot in the middle of it

} // namespace

Button::Button(const Theme &theme, Kind kind, const QString &symbol, const QString &text, QWidget *parent)
    : QPushButton(text, parent)
    , m_theme(theme)
    , m_kind(kind)
    , m_symbol(symbol)
{
    setAccessibleName(text);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setCursor(Qt::ArrowCursor);
    setAttribute(Qt::WA_Hover);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void Button::setSize(Size size)
{
    m_size = size;
    updateGeometry();
}

void Button::setSymbol(const QString &symbol)
{
    m_symbol = symbol;
    update();
}

void Button::setKey(const QString &key)
{
    m_key = key;
    updateGeometry();
}

void Button::setBold(bool bold)
{
    m_bold = bold;
    updateGeometry();
}

void Button::setMono(bool mono)
{
    m_mono = mono;
    updateGeometry();
}

void Button::setTitle(bool title)
{
    m_title = title;
    m_bold = title;
    updateGeometry();
}

void Button::setLead(const QString &lead)
{
    m_lead = lead;
    updateGeometry();
    update();
}

void Button::setRemote(bool remote)
{
    m_remote = remote;
    update();
}

void Button::setShowsKey(bool shows)
{
    m_showsKey = shows;
    updateGeometry();
    update();
}

void Button::setShowsText(bool shows)
{
    m_showsText = shows;
    setToolTip(shows ? QString() : text());
    updateGeometry();
    update();
}

QFont Button::wordFont() const
{
    if (m_title)
        return m_theme.font(Theme::TypeLevel::Title);
    QFont font = m_theme.font(m_mono ? Theme::TypeLevel::Mono : m_bold ? Theme::TypeLevel::BodyBold : Theme::TypeLevel::BodyMedium);
    if (m_size == Size::Small)
        font.setPixelSize(12);
    else if (m_size == Size::Large)
        font.setPixelSize(14);
    return font;
}

QFont Button::leadFont() const
{
    QFont font = m_theme.font(Theme::TypeLevel::Small);
    font.setWeight(QFont::DemiBold);
    font.setLetterSpacing(QFont::AbsoluteSpacing, 0.33);
    return font;
}

int Button::leadWidth() const
{
    return m_lead.isEmpty() ? 0 : QFontMetrics(leadFont()).horizontalAdvance(m_lead) + (text().isEmpty() ? 0 : leadGap);
}

QSize Button::sizeHint() const
{
    const bool words = m_showsText && !(text().isEmpty() && m_lead.isEmpty());
    const int side = m_title ? 4 : !words ? (int(m_size) - symbolSize) / 2 : m_size == Size::Large ? 16 : m_size == Size::Small || m_kind == Kind::Flat ? 8 : 10;
    int width = 2 * side;
    if (!m_symbol.isEmpty())
        width += symbolSize + (words ? gap : 0);
    if (words)
        width += leadWidth() + QFontMetrics(wordFont()).horizontalAdvance(text());
    if (words && m_showsKey && !m_key.isEmpty())
        width += gap + QFontMetrics(m_theme.font(Theme::TypeLevel::Small)).horizontalAdvance(m_key);
    if (menu())
        width += gap + chevron;
    return { width, int(m_size) };
}

Button::Ink Button::ink() const
{
    if (m_kind == Kind::Main && isEnabled()) {
        QColor key = m_theme.color(Token::TOn);
        key.setAlphaF(0.78F);
        return { m_theme.color(Token::TOn), m_theme.color(Token::TOn), key };
    }
    if (m_kind == Kind::Framed && m_remote) {
        const QColor copper = m_theme.color(Token::RemoteText);
        return { m_theme.color(Token::T1), copper, copper };
    }
    const QColor text = m_theme.color(!isEnabled() ? Token::T3 : m_kind == Kind::Flat && !m_bold ? Token::T2 : Token::T1);
    const bool red = m_kind == Kind::Danger && isEnabled();
    return { text, red ? m_theme.color(Token::StFailed) : text, m_theme.color(Token::T3) };
}

void Button::paintGround(QPainter &painter) const
{
    const bool on = isEnabled();
    const bool hover = on && underMouse();
    const bool down = on && (isDown() || isChecked());
    if (m_kind == Kind::Main && on) {
        const QColor fill = m_remote ? (hover || down ? m_theme.color(Token::RemoteFill).lighter(112) : m_theme.color(Token::RemoteFill))
                                     : m_theme.color(hover || down ? Token::AccentHover : Token::Accent);
        paintBox(&painter, rect(), fill, fill, 6);
    } else if (m_kind == Kind::Flat) {
        if (hover || down)
            paintBox(&painter, rect(), m_theme.color(down ? Token::BgPress : Token::BgHover), {}, 6);
    } else if (m_remote) {
        paintBox(&painter, rect(), m_theme.color(hover || down ? Token::RemoteB : Token::RemoteA), m_theme.color(Token::RemoteLine), 6);
    } else {
        paintBox(&painter, rect(), m_theme.color(down ? Token::BgPress : hover ? Token::BgHover : Token::BgControl),
                 m_theme.color(Token::LineControl), 6);
    }
}

void Button::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (!isEnabled())
        painter.setOpacity(0.6);
    paintGround(painter);
    const Ink ink = this->ink();
    const bool words = m_showsText && !(text().isEmpty() && m_lead.isEmpty());
    const int wanted = sizeHint().width();
    const int side = m_title ? 4 : !words ? (int(m_size) - symbolSize) / 2 : m_size == Size::Large ? 16 : m_size == Size::Small || m_kind == Kind::Flat ? 8 : 10;
    int x = side + qMax(0, (width() - wanted) / 2);
    if (!m_symbol.isEmpty()) {
        painter.drawPixmap(x, (height() - symbolSize) / 2, m_theme.symbol(m_symbol, symbolSize, ink.symbol, devicePixelRatioF()));
        x += symbolSize + gap;
    }
    if (words && !m_lead.isEmpty()) {
        painter.setFont(leadFont());
        painter.setPen(m_remote ? ink.symbol : ink.text);
        const int wide = painter.fontMetrics().horizontalAdvance(m_lead);
        painter.drawText(QRect(x, 0, wide + 1, height()), Qt::AlignVCenter | Qt::TextSingleLine, m_lead);
        if (!text().isEmpty())
            painter.fillRect(x + wide + leadGap / 2 - 1, height() / 2 - 1, 2, 2, ink.key);
        x += leadWidth();
    }
    if (words) {
        painter.setFont(wordFont());
        painter.setPen(ink.text);
        const int wide = painter.fontMetrics().horizontalAdvance(text());
        painter.drawText(QRect(x, 0, qMin(wide, width() - x) + 1, height()), Qt::AlignVCenter | Qt::TextSingleLine, text());
        x += wide + gap;
    }
    if (words && m_showsKey && !m_key.isEmpty()) {
        painter.setFont(m_theme.font(Theme::TypeLevel::Small));
        painter.setPen(ink.key);
        painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter | Qt::TextSingleLine, m_key);
    }
    if (menu())
        painter.drawPixmap(width() - side - chevron, (height() - chevron) / 2, m_theme.symbol(u"chevron-down"_s, chevron, ink.key, devicePixelRatioF()));
    if (hasFocus()) {
        painter.setOpacity(1);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(m_theme.color(Token::Focus), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
    }
}

} // namespace greenroom
