// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "delegates/testdelegate.h"

#include "models/runmodel.h"
#include "widgets/paint.h"
#include "widgets/testtree.h"

#include <QDateTime>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace greenroom {

TestDelegate::TestDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QSize TestDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return { index.column() == RunModel::Test ? 300 : 80, m_theme.rowHeight() };
}

void TestDelegate::paintTest(QPainter *painter, const QRect &rect, const QModelIndex &index, bool selected) const
{
    const QString state = index.data(RunModel::StateRole).toString();
    const int turn = state == "running"_L1 ? m_theme.runningTurn(QDateTime::currentMSecsSinceEpoch()) : 0;
    const int left = rect.left() + TestTree::shift;
    if (!state.isEmpty())
        paintMark(painter, m_theme, QRect(left, rect.top(), 16, rect.height()), state, selected, 16, turn);
    const bool top = index.data(RunModel::TypeRole).toString() == "suite"_L1;
    painter->setFont(m_theme.font(top ? Theme::TypeLevel::BodyBold : Theme::TypeLevel::Body));
    painter->setPen(m_theme.color(state == "queued"_L1 ? Token::T2 : Token::T1));
    QRect text(left + 22, rect.top(), rect.right() - left - 30, rect.height());
    const QString shown = painter->fontMetrics().elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideRight, text.width());
    painter->drawText(text, Qt::AlignVCenter | Qt::TextSingleLine, shown);
    text.setLeft(text.left() + painter->fontMetrics().horizontalAdvance(shown) + 10);
    const double progress = index.data(RunModel::ProgressRole).toDouble();
    if (state == "running"_L1 && progress >= 0 && text.width() > 110) {
        paintBar(painter, QRect(text.left() + 2, rect.center().y() - 2, 96, 6), progress, m_theme.color(Token::BarRunning), m_theme.color(Token::BarQueued));
        text.setLeft(text.left() + 108);
    }
    const QString note = index.data(RunModel::NoteRole).toString();
    if (!note.isEmpty() && text.width() > 30) {
        QFont font = m_theme.font(Theme::TypeLevel::Body);
        font.setPixelSize(12);
        painter->setFont(font);
        painter->setPen(m_theme.color(selected ? Token::T2 : Token::T3));
        const QString words = painter->fontMetrics().elidedText(note, Qt::ElideRight, text.width());
        painter->drawText(text, Qt::AlignVCenter | Qt::TextSingleLine, words);
        text.setLeft(text.left() + painter->fontMetrics().horizontalAdvance(words) + 10);
    }
    const int tries = index.data(RunModel::TriesRole).toInt();
    if (tries < 2 || state == "flaky"_L1)   // a flaky one has said so in words
        return;
    const ChipLook look { TestDelegate::tr("%1 tries").arg(tries), {}, {}, false };
    if (const int wide = chipWidth(m_theme, look); text.width() > wide)
        paintChip(painter, m_theme, QRect(text.left(), rect.top(), wide, rect.height()), look);
}

void TestDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const QRect &rect = option.rect;
    const bool selected = option.state & QStyle::State_Selected;
    switch (index.column()) {
    case RunModel::Test:
        paintTest(painter, rect, index, selected);
        break;
    case RunModel::History:
        if (const QString letters = index.data(RunModel::HistoryRole).toString(); !letters.isEmpty())
            paintStrip(painter, m_theme, rect.adjusted(8, 0, -16, 0), letters);
        break;
    default:
        painter->setFont(m_theme.font(Theme::TypeLevel::Body));
        painter->setPen(m_theme.color(Token::T2));
        paintNumber(painter, rect.adjusted(0, 0, -16, 0), index.data(Qt::DisplayRole).toString());
    }
    painter->restore();
}

} // namespace greenroom
