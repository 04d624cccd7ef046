// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "delegates/framedelegate.h"

#include "models/framesmodel.h"
#include "widgets/paint.h"
#include "words.h"

#include <QAbstractProxyModel>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

const FrameRow &frameOf(const QModelIndex &index)
{
    const auto *proxy = qobject_cast<const QAbstractProxyModel *>(index.model());
    const QModelIndex source = proxy ? proxy->mapToSource(index) : index;
    return static_cast<const FramesModel *>(source.model())->row(source.row());
}

} // namespace

FrameDelegate::FrameDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

void FrameDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const FrameRow &frame = frameOf(index);
    const QRect &rect = option.rect;
    const bool selected = option.state & QStyle::State_Selected;
    painter->save();
    paintRow(painter, m_theme, rect, selected, option.state & QStyle::State_MouseOver, option.state & QStyle::State_Active, false);
    if (frame.hasFailed() && !selected)
        painter->fillRect(rect, m_theme.color(Token::TintFailed));
    const Token direction = frame.toService ? Token::DirOut : Token::DirIn;
    QRect text = rect.adjusted(8, 0, -8, 0);
    const QString words = index.data(Qt::DisplayRole).toString();
    switch (index.column()) {
    case FramesModel::Number: {
        // Solid out, dashed in: the direction without its colour.
        for (int y = rect.top(); y <= rect.bottom(); y += frame.toService ? rect.height() : 7)
            painter->fillRect(QRect(rect.left(), y, 3, frame.toService ? rect.height() : 4), m_theme.color(direction));
        [[fallthrough]];
    }
    case FramesModel::Time:
    case FramesModel::Delta:
    case FramesModel::Size:
        painter->setFont(m_theme.font(Theme::TypeLevel::Body));
        painter->setPen(m_theme.color(index.column() == FramesModel::Time ? Token::T2 : Token::T3));
        paintNumber(painter, text, words);
        break;
    case FramesModel::Arrow:
        paintSymbol(painter, m_theme, rect, frame.toService ? u"frame-out"_s : u"frame-in"_s, direction);
        break;
    case FramesModel::Took:
        if (frame.tookMs >= 0) {
            painter->setFont(m_theme.font(Theme::TypeLevel::Body));
            painter->setPen(m_theme.color(frame.hasFailed() ? Token::StFailed : Token::T1));
            paintNumber(painter, text, durationText(frame.tookMs));
            paintTookBar(painter, m_theme, QRect(text.left(), rect.center().y() - 2, 44, 6), frame.tookMs, frame.tookMs > 1000);
            break;
        }
        [[fallthrough]];
    default: {
        const bool body = index.column() == FramesModel::Body;
        if (body && !frame.reason.isEmpty()) {   // a failure explains itself in the list
            painter->setFont(m_theme.font(Theme::TypeLevel::Body));
            painter->setPen(m_theme.color(Token::StFailed));
            painter->drawText(text, Qt::AlignVCenter | Qt::TextSingleLine, painter->fontMetrics().elidedText(frame.reason, Qt::ElideRight, text.width()));
            break;
        }
        painter->setFont(m_theme.font(body ? Theme::TypeLevel::Mono : Theme::TypeLevel::Body));
        painter->setPen(m_theme.color(words.isEmpty() || words == u"–"_s ? Token::T3 : frame.hasFailed() && !body ? Token::StFailed : Token::T1));
        painter->drawText(text, Qt::AlignVCenter | Qt::TextSingleLine,
                          words.isEmpty() ? u"–"_s : painter->fontMetrics().elidedText(words.left(400), Qt::ElideRight, text.width()));
    }
    }
    painter->restore();
}

} // namespace greenroom
