// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "style.h"

#include <QPainter>
#include <QStyleOption>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace greenroom {

Style::Style(const Theme &theme)
    : QProxyStyle(u"Fusion"_s)
    , m_theme(theme)
{
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    switch (element) {
    case PE_FrameFocusRect:
        return drawFocusRing(option, painter);
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        return drawCheck(option, painter, false);
    case PE_IndicatorRadioButton:
        return drawCheck(option, painter, true);
    case PE_IndicatorBranch:
        return drawBranch(option, painter);
    case PE_PanelButtonCommand:
        return drawButton(option, painter, widget);
    case PE_PanelLineEdit:
        return drawField(option, painter);
    case PE_FrameLineEdit:
    case PE_PanelItemViewRow:   // rows are the delegates' own
        return;
    case PE_IndicatorArrowDown: {
        const int size = 12;
        const QRect r = alignedRect(option->direction, Qt::AlignCenter, { size, size }, option->rect);
        painter->drawPixmap(r.topLeft(), m_theme.symbol(u"chevron-down"_s, size, m_theme.color(Token::T3),
                                                        painter->device()->devicePixelRatioF()));
        return;
    }
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                        const QWidget *widget) const
{
    if (element == CE_Splitter) {
        // One pixel of line; the handle is wider to be caught.
        const QRect r = option->rect;
        const bool upright = option->state.testFlag(State_Horizontal);
        const bool strong = widget && widget->parentWidget() && widget->parentWidget()->property("strong").toBool();
        const QColor line = m_theme.color(strong ? Token::LineStrong : Token::Line);
        if (upright)
            painter->fillRect(r.center().x(), r.top(), 1, r.height(), line);
        else
            painter->fillRect(r.left(), r.center().y(), r.width(), 1, line);
        return;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_SplitterWidth:
        return 1;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 14;
    case PM_CheckBoxLabelSpacing:
        return 8;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
        return 16;
    case PM_TreeViewIndentation:
        return 20;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                     QStyleHintReturn *answer) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_UnderlineShortcut:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
        return 1;
    default:
        return QProxyStyle::styleHint(hint, option, widget, answer);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                              const QWidget *widget) const
{
    QSize wanted = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_LineEdit || type == CT_ComboBox || type == CT_SpinBox || type == CT_PushButton)
        wanted.setHeight(qMax(28, size.height() + 4));
    return wanted;
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
    // Words keep away from a field's edge.
    return element == SE_LineEditContents && frame && frame->lineWidth > 0 ? rect.adjusted(5, 0, -5, 0) : rect;
}

void Style::drawFocusRing(const QStyleOption *option, QPainter *painter) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(m_theme.color(Token::Focus), 2));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(QRectF(option->rect).adjusted(1, 1, -1, -1), 4, 4);
    painter->restore();
}

void Style::drawCheck(const QStyleOption *option, QPainter *painter, bool round) const
{
    const bool on = option->state.testFlag(State_On);
    const bool partly = option->state.testFlag(State_NoChange);
    const bool enabled = option->state.testFlag(State_Enabled);
    const QRect box = alignedRect(option->direction, Qt::AlignCenter, { 14, 14 }, option->rect);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (!enabled)
        painter->setOpacity(0.55);
    const bool filled = on || partly;
    const bool focused = option->state.testFlag(State_HasFocus);
    const QColor edge = focused ? m_theme.color(Token::Focus)
                                : m_theme.color(filled ? Token::Accent : Token::LineControl);
    painter->setPen(QPen(edge, focused ? 2 : 1));
    painter->setBrush(m_theme.color(filled ? Token::Accent : Token::BgInput));
    const qreal radius = round ? 7 : 3;
    painter->drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    const QColor ink = m_theme.color(Token::TOn);
    if (round && on) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(ink);
        painter->drawEllipse(QRectF(box).adjusted(4, 4, -4, -4));
    } else if (on) {
        painter->drawPixmap(box.topLeft() + QPoint(1, 1),
                            m_theme.symbol(u"check"_s, 12, ink, painter->device()->devicePixelRatioF()));
    } else if (partly) {
        painter->fillRect(box.adjusted(3, 6, -3, -6), ink);
    }
    painter->restore();
}

void Style::drawBranch(const QStyleOption *option, QPainter *painter) const
{
    if (!option->state.testFlag(State_Children))
        return;
    const bool open = option->state.testFlag(State_Open);
    const int size = 12;
    const QRect r = alignedRect(option->direction, Qt::AlignCenter, { size, size }, option->rect);
    painter->drawPixmap(r.topLeft(),
                        m_theme.symbol(open ? u"chevron-down"_s : u"chevron-right"_s, size,
                                       m_theme.color(Token::T3), painter->device()->devicePixelRatioF()));
}

void Style::drawButton(const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    // The one green button of a screen; framed, not pale green, while it is disabled.
    const bool main = option->state.testFlag(State_Enabled) && widget && widget->property("main").toBool();
    const bool enabled = option->state.testFlag(State_Enabled);
    const bool down = option->state.testFlag(State_Sunken) || option->state.testFlag(State_On);
    const bool hover = option->state.testFlag(State_MouseOver) && enabled;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (!enabled)
        painter->setOpacity(0.55);
    painter->setPen(m_theme.color(main ? Token::Accent : Token::LineControl));
    if (main)
        painter->setBrush(m_theme.color(hover || down ? Token::AccentHover : Token::Accent));
    else
        painter->setBrush(m_theme.color(down ? Token::BgPress : hover ? Token::BgHover : Token::BgControl));
    painter->drawRoundedRect(QRectF(option->rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    painter->restore();
}

void Style::drawField(const QStyleOption *option, QPainter *painter) const
{
    const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
    if (frame && frame->lineWidth == 0)   // inside a spin box or a field that paints its own edge
        return;
    const bool focused = option->state.testFlag(State_HasFocus);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(m_theme.color(focused ? Token::Focus : Token::LineControl), focused ? 2 : 1));
    painter->setBrush(m_theme.color(Token::BgInput));
    const qreal inset = focused ? 1 : 0.5;
    painter->drawRoundedRect(QRectF(option->rect).adjusted(inset, inset, -inset, -inset), 6, 6);
    painter->restore();
}

} // namespace greenroom
