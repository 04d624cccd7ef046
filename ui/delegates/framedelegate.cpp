// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "delegates/framedelegate.h"

#include "models/framelist.h"
#include "widgets/jsontext.h"
#include "widgets/paint.h"
#include "words.h"

#include <QHeaderView>
#include <QPainter>
#include <QTableView>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr double slowMs = 1000;

} // namespace

FrameDelegate::FrameDelegate(const Theme &theme, const FrameList &frames, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
    , m_frames(frames)
{
}

void FrameDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const FrameRow &frame = m_frames.frame(index.row());
    painter->save();
    painter->setClipRect(option.rect);
    if (m_frames.isReason(index.row())) {
        paintReason(painter, option, frame);
        painter->restore();
        return;
    }
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (!selected && index.data(FrameList::MatchRole).toBool())
        painter->fillRect(option.rect, m_theme.color(Token::FocusSoft));
    paintRow(painter, m_theme, option.rect, selected, option.state.testFlag(QStyle::State_MouseOver),
             option.state.testFlag(QStyle::State_Active), false);
    const bool first = option.rect.x() <= 0 || index.column() == 0;
    if (first)
        paintEdge(painter, option.rect, frame);
    paintCell(painter, option.rect.adjusted(first && index.column() != FramesModel::Number ? 16 : 8, 0, -8, 0), index, frame, selected);
    painter->restore();
}

// Solid out, dashed in, a short stub for control: the direction without its colour.
void FrameDelegate::paintEdge(QPainter *painter, const QRect &rect, const FrameRow &frame) const
{
    if (frame.isControl()) {
        painter->fillRect(rect.x() + 1, rect.y() + (rect.height() - 4) / 2, 2, 4, m_theme.color(Token::T3));
    } else if (frame.toService) {
        painter->fillRect(rect.x(), rect.y() + 2, 3, rect.height() - 4, m_theme.color(Token::DirOut));
    } else {
        for (int y = rect.y() + 2; y < rect.bottom() - 1; y += 7)
            painter->fillRect(rect.x(), y, 3, qMin(4, rect.bottom() - 1 - y), m_theme.color(Token::DirIn));
    }
}

void FrameDelegate::paintReason(QPainter *painter, const QStyleOptionViewItem &option, const FrameRow &frame) const
{
    painter->fillRect(option.rect, m_theme.color(Token::TintFailed));
    const auto *table = qobject_cast<const QTableView *>(option.widget);
    if (!table)
        return;
    const bool routes = !table->isColumnHidden(FramesModel::Route);
    const int left = table->columnViewportPosition(routes ? FramesModel::Route : FramesModel::Body) + 8;
    const QRect line(left, option.rect.y(), table->viewport()->width() - left - 16, option.rect.height());
    QFont bold = m_theme.font(Theme::TypeLevel::BodyBold);
    painter->setFont(bold);
    painter->setPen(m_theme.color(Token::StFailed));
    const QString what = frame.function.isEmpty() ? tr("%1 failed.").arg(frame.routeKey) : tr("%1 failed.").arg(frame.function);
    painter->drawText(line, Qt::AlignVCenter | Qt::TextSingleLine, what);
    const QRect words = line.adjusted(painter->fontMetrics().horizontalAdvance(what) + 6, 0, 0, 0);
    painter->setFont(m_theme.font(Theme::TypeLevel::Body));
    painter->drawText(words, Qt::AlignVCenter | Qt::TextSingleLine, painter->fontMetrics().elidedText(frame.reason, Qt::ElideRight, words.width()));
}

void FrameDelegate::paintCell(QPainter *painter, const QRect &area, const QModelIndex &index, const FrameRow &frame, bool selected) const
{
    const Token quiet = selected ? Token::T2 : Token::T3;
    const QString words = index.data().toString();
    painter->setFont(m_theme.font(Theme::TypeLevel::Body));
    switch (index.column()) {
    case FramesModel::Number:
    case FramesModel::Delta:
        painter->setPen(m_theme.color(quiet));
        return paintNumber(painter, area, words);
    case FramesModel::Time:
        painter->setPen(m_theme.color(Token::T2));
        return paintNumber(painter, area, words, Qt::AlignLeft | Qt::AlignVCenter);
    case FramesModel::Size:
        painter->setPen(m_theme.color(Token::T2));
        return paintNumber(painter, area, words);
    case FramesModel::Arrow:
        return paintSymbol(painter, m_theme, area.adjusted(-8, 0, 8, 0), frame.isControl() ? u"ping"_s : frame.toService ? u"frame-out"_s : u"frame-in"_s,
                           frame.isControl() ? quiet : frame.toService ? Token::DirOut : Token::DirIn, 14);
    case FramesModel::Took:
        return paintTook(painter, area, frame, selected);
    case FramesModel::Body:
        return paintBody(painter, area, index, frame);
    default:
        break;
    }
    // Only what went to the service has a route and a function of its own.
    const bool absent = !frame.toService || frame.isControl() || words.isEmpty() || words == u"–"_s;
    const bool bad = frame.hasFailed() && index.column() == FramesModel::Function;
    if (bad && !absent)
        painter->setFont(m_theme.font(Theme::TypeLevel::BodyBold));
    painter->setPen(m_theme.color(absent ? quiet : bad ? Token::StFailed : index.column() == FramesModel::Route ? Token::T1 : Token::T2));
    painter->drawText(area, Qt::AlignVCenter | Qt::TextSingleLine,
                      absent ? u"–"_s : painter->fontMetrics().elidedText(words, Qt::ElideRight, area.width()));
}

void FrameDelegate::paintTook(QPainter *painter, const QRect &area, const FrameRow &frame, bool selected) const
{
    if (!frame.toService || frame.isControl() || frame.tookMs < 0) {
        painter->setPen(m_theme.color(selected ? Token::T2 : Token::T3));
        return paintNumber(painter, area, u"–"_s);
    }
    const bool bad = frame.hasFailed();
    if (bad)
        painter->setFont(m_theme.font(Theme::TypeLevel::BodyBold));
    painter->setPen(m_theme.color(bad ? Token::StFailed : Token::T1));
    paintNumber(painter, area, durationText(frame.tookMs));
    const int wide = qMax(3, int(44 * tookFraction(frame.tookMs)));
    painter->setPen(Qt::NoPen);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(m_theme.color(bad ? Token::BarFailed : frame.tookMs > slowMs ? Token::BarFlaky : Token::BarRunning));
    painter->drawRoundedRect(QRectF(area.right() - 56 - wide, area.y() + (area.height() - 6) / 2, wide, 6), 2, 2);
    painter->setRenderHint(QPainter::Antialiasing, false);
}

void FrameDelegate::paintBody(QPainter *painter, const QRect &area, const QModelIndex &index, const FrameRow &frame) const
{
    const QString words = index.data().toString();
    const QRect line = area.adjusted(0, 0, -8, 0);
    if (frame.isControl()) {
        QFont small = m_theme.font(Theme::TypeLevel::Small);
        small.setWeight(QFont::DemiBold);
        small.setLetterSpacing(QFont::AbsoluteSpacing, 0.5);
        painter->setFont(small);
        painter->setPen(m_theme.color(Token::T3));
        const QString word = frame.opcode.toUpper();
        painter->drawText(line, Qt::AlignVCenter | Qt::TextSingleLine, word);
        const int wide = painter->fontMetrics().horizontalAdvance(word) + 8;
        painter->setFont(m_theme.font(Theme::TypeLevel::Body));
        painter->drawText(line.adjusted(wide, 0, 0, 0), Qt::AlignVCenter | Qt::TextSingleLine, QString::fromUtf8(frame.body));
        return;
    }
    painter->setFont(m_theme.font(Theme::TypeLevel::Mono));
    paintSpans(painter, m_theme, line, words, jsonSpans(words));
}

} // namespace greenroom
