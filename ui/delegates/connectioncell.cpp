// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "delegates/connectioncell.h"

#include "widgets/paint.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace greenroom {

void paintConnectionName(QPainter *painter, const Theme &theme, const QRect &area, const ConnectionRow &row, bool selected)
{
    const bool refused = row.state == ConnectionRow::State::Refused;
    if (refused) {
        paintMark(painter, theme, QRect(area.x() - 3, area.y(), 14, area.height()), u"failed"_s, selected, 14);
    } else {
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.color(row.state == ConnectionRow::State::Open ? Token::StPassed : Token::LineControl));
        painter->drawEllipse(QRectF(area.x(), area.y() + (area.height() - 8) / 2.0, 8, 8));
    }
    painter->setFont(theme.font(Theme::TypeLevel::BodyMedium));
    painter->setPen(theme.color(refused && !selected ? Token::StFailed : row.state == ConnectionRow::State::Open ? Token::T1 : Token::T2));
    const QRect words = area.adjusted(18, 0, 0, 0);
    painter->drawText(words, Qt::AlignVCenter | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(row.title().isEmpty() ? ConnectionsModel::tr("refused") : row.title(), Qt::ElideRight, words.width()));
}

} // namespace greenroom
