// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/testtree.h"

#include "models/runmodel.h"
#include "widgets/paint.h"

#include <QPainter>

namespace greenroom {

TestTree::TestTree(const Theme &theme, QWidget *parent)
    : QTreeView(parent)
    , m_theme(theme)
{
}

void TestTree::drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const QRect row(0, option.rect.y(), viewport()->width(), option.rect.height());
    if (index.data(RunModel::IsReasonRole).toBool())
        painter->fillRect(row, m_theme.color(Token::TintFailed));
    paintRow(painter, m_theme, row, selectionModel()->isSelected(index), false, hasFocus() || isActiveWindow(), true);
    QTreeView::drawRow(painter, option, index);
}

} // namespace greenroom
