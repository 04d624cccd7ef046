// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "delegates/rowdelegate.h"

#include "widgets/filterproxy.h"
#include "widgets/paint.h"

#include <QAbstractItemView>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace greenroom {

RowDelegate::RowDelegate(const Theme &theme, int rowHeight, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
    , m_rowHeight(rowHeight)
{
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return { 80, m_rowHeight };
}

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const int column = index.column();
    const bool first = column == 0;
    const bool last = column == index.model()->columnCount(index.parent()) - 1;
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool found = index.data(FilterProxy::MatchRole).toBool();
    if (const QColor tint = selected ? QColor() : found ? m_theme.color(Token::FocusSoft) : m_tint ? m_tint(index) : QColor(); tint.isValid())
        painter->fillRect(option.rect, tint);
    paintRow(painter, m_theme, option.rect, selected, option.state.testFlag(QStyle::State_MouseOver),
             option.state.testFlag(QStyle::State_Active), first);
    const QRect area = option.rect.adjusted(first ? 16 : 8, 0, last ? -16 : -8, 0);
    if (const auto cell = m_cells.constFind(column); cell != m_cells.constEnd()) {
        (*cell)(painter, area, index, selected);
        painter->restore();
        return;
    }
    const Look look = m_looks.value(column, { Theme::TypeLevel::Body, first ? Token::T1 : Token::T2 });
    const QString text = index.data(Qt::DisplayRole).toString();
    const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
    painter->setFont(m_theme.font(look.level));
    const bool absent = text == u"–"_s;
    painter->setPen(m_theme.color(absent || look.color == Token::T3 ? (selected ? Token::T2 : Token::T3) : look.color));
    if (alignment.testFlag(Qt::AlignRight))
        paintNumber(painter, area, text);
    else
        painter->drawText(area, Qt::AlignVCenter | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(text, Qt::ElideRight, area.width()));
    painter->restore();
}

} // namespace greenroom
