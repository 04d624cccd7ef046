// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QHash>
#include <QStyledItemDelegate>

#include <functional>

namespace greenroom {

// A row of a table: 16 px at the ends, names elided at the right, amounts with digits of equal width, an
// absent value as a grey dash, the selection over the whole row. A column may be painted by its page.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    // `area` is the cell without its margins; the ground is painted already.
    using Cell = std::function<void(QPainter *painter, const QRect &area, const QModelIndex &index, bool selected)>;
    // Tint of a row that is a problem; an invalid colour for the others.
    using Tint = std::function<QColor(const QModelIndex &index)>;

    RowDelegate(const Theme &theme, int rowHeight, QObject *parent);

    void setCell(int column, Cell cell) { m_cells.insert(column, std::move(cell)); }
    void setLevel(int column, Theme::TypeLevel level, Token color) { m_looks.insert(column, { level, color }); }
    void setTint(Tint tint) { m_tint = std::move(tint); }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    struct Look
    {
        Theme::TypeLevel level;
        Token color;
    };

    const Theme &m_theme;
    int m_rowHeight;
    QHash<int, Cell> m_cells;
    QHash<int, Look> m_looks;
    Tint m_tint;
};

} // namespace greenroom
