// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "delegates/testdelegate.h"

#include "models/runmodel.h"
#include "widgets/paint.h"
#include "words.h"

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

// What was looked at in bold, then what was wanted and got.
void TestDelegate::paintReason(QPainter *painter, QRect area, const QString &reason) const
{
    const qsizetype colon = reason.indexOf(u": "_s);
    const QString what = colon > 0 ? reason.left(colon) : QString();
    QFont font = m_theme.font(Theme::TypeLevel::BodyBold);
    font.setPixelSize(12);
    painter->setPen(m_theme.color(Token::StFailed));
    painter->setFont(font);
    if (!what.isEmpty()) {
        painter->drawText(area, Qt::AlignVCenter | Qt::TextSingleLine, what);
        area.setLeft(area.left() + painter->fontMetrics().horizontalAdvance(what) + 8);
    }
    font.setWeight(QFont::Normal);
    painter->setFont(font);
    painter->drawText(area, Qt::AlignVCenter | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(colon > 0 ? reason.mid(colon + 2) : reason, Qt::ElideRight, area.width()));
}

void TestDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const QRect &rect = option.rect;
    const bool selected = option.state & QStyle::State_Selected;
    if (index.data(RunModel::IsReasonRole).toBool()) {
        if (index.column() == RunModel::Test)
            paintReason(painter, rect.adjusted(22, 0, -8, 0), index.data(RunModel::ReasonRole).toString());
        painter->restore();
        return;
    }
    if (!selected)   // the selection is the tree's own: it goes over the indentation too
        paintRow(painter, m_theme, rect, false, option.state & QStyle::State_MouseOver, true, false);
    const QString state = index.data(RunModel::StateRole).toString();
    if (index.column() == RunModel::Test) {
        const int turn = state == "running"_L1 ? int(QDateTime::currentMSecsSinceEpoch() % 1500 * 360 / 1500) : 0;
        paintMark(painter, m_theme, QRect(rect.left(), rect.top(), 18, rect.height()), state, selected, 16, turn);
        const bool top = index.data(RunModel::TypeRole).toString() == "suite"_L1;
        painter->setFont(m_theme.font(top ? Theme::TypeLevel::BodyBold : Theme::TypeLevel::Body));
        painter->setPen(m_theme.color(state == "queued"_L1 ? Token::T2 : Token::T1));
        QRect text = rect.adjusted(22, 0, -8, 0);
        const QString name = index.data(Qt::DisplayRole).toString();
        const QString shown = painter->fontMetrics().elidedText(name, Qt::ElideRight, text.width());
        painter->drawText(text, Qt::AlignVCenter | Qt::TextSingleLine, shown);
        text.setLeft(text.left() + painter->fontMetrics().horizontalAdvance(shown) + 10);
        const double progress = index.data(RunModel::ProgressRole).toDouble();
        if (state == "running"_L1 && progress >= 0 && text.width() > 110) {
            paintBar(painter, QRect(text.left() + 4, rect.center().y() - 2, 96, 6), progress, m_theme.color(Token::BarRunning),
                     m_theme.color(Token::BarQueued));
        } else if (text.width() > 30) {
            painter->setFont(m_theme.font(Theme::TypeLevel::Body));
            painter->setPen(m_theme.color(selected ? Token::T2 : Token::T3));
            painter->drawText(text, Qt::AlignVCenter | Qt::TextSingleLine,
                              painter->fontMetrics().elidedText(index.data(RunModel::NoteRole).toString(), Qt::ElideRight, text.width()));
        }
    } else if (index.column() == RunModel::History) {
        paintStrip(painter, m_theme, rect.adjusted(0, 0, -8, 0), index.data(RunModel::HistoryRole).toString());
    } else {
        painter->setFont(m_theme.font(Theme::TypeLevel::Body));
        painter->setPen(m_theme.color(Token::T2));
        paintNumber(painter, rect.adjusted(0, 0, -16, 0), index.data(Qt::DisplayRole).toString());
    }
    painter->restore();
}

} // namespace greenroom
