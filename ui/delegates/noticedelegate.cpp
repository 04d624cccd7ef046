// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "delegates/noticedelegate.h"

#include "models/noticesmodel.h"
#include "widgets/filterproxy.h"
#include "widgets/paint.h"

#include <QFileInfo>
#include <QMouseEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int rowHeight = 52;

QString markOf(const QModelIndex &index)
{
    const QString severity = index.data(NoticesModel::SeverityRole).toString();
    if (NoticeRow::Kind(index.data(NoticesModel::KindRole).toInt()) != NoticeRow::Kind::Notice)
        return u"failed"_s;
    return severity == "error"_L1 ? u"error"_s : severity == "warning"_L1 ? u"flaky"_s : u"queued"_s;
}

} // namespace

NoticeDelegate::NoticeDelegate(const Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QSize NoticeDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return { 200, rowHeight };
}

QList<NoticeDelegate::Action> NoticeDelegate::actionsOf(const QRect &row, const QModelIndex &index) const
{
    QList<Action> actions;
    int right = row.right() - 15;
    const auto add = [&](Action action) {
        QFont font = m_theme.font(action.what == Action::What::Place ? Theme::TypeLevel::Mono : Theme::TypeLevel::BodyMedium);
        font.setPixelSize(12);
        const int wide = QFontMetrics(font).horizontalAdvance(action.text) + 16 + (action.symbol.isEmpty() ? 0 : 22);
        action.rect = QRect(right - wide, row.y() + (row.height() - 24) / 2, wide, 24);
        right -= wide + 12;
        actions << action;
    };
    const auto kind = NoticeRow::Kind(index.data(NoticesModel::KindRole).toInt());
    const QString request = index.data(NoticesModel::RequestIdRole).toString();
    if (kind == NoticeRow::Kind::Invocation)
        add({ {}, tr("Invoke again"), u"rerun"_s, Action::What::Again });
    if (kind != NoticeRow::Kind::Notice && !request.isEmpty())
        add({ {}, tr("Open invocation"), {}, Action::What::Invocation });
    if (kind == NoticeRow::Kind::Notice && index.data().toString().contains(u"${"_s))
        add({ {}, tr("Set value…"), {}, Action::What::Value });
    const QString file = index.data(NoticesModel::FileRole).toString();
    const int line = index.data(NoticesModel::LineRole).toInt();
    if (!file.isEmpty())
        add({ {}, QFileInfo(file).fileName() + (line > 0 ? u':' + QString::number(line) : QString()), u"open-editor"_s, Action::What::Place });
    return actions;
}

void NoticeDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const QRect &row = option.rect;
    if (index.data(FilterProxy::MatchRole).toBool())
        painter->fillRect(row, m_theme.color(Token::FocusSoft));
    paintRow(painter, m_theme, row, option.state.testFlag(QStyle::State_Selected), option.state.testFlag(QStyle::State_MouseOver),
             option.state.testFlag(QStyle::State_Active), true);
    painter->fillRect(row.x(), row.bottom(), row.width(), 1, m_theme.color(Token::Line));
    paintMark(painter, m_theme, QRect(row.x() + 16, row.y(), 16, row.height()), markOf(index));
    int right = row.right() - 15;
    const QList<Action> actions = actionsOf(row, index);
    for (const Action &action : actions) {
        paintBox(painter, action.rect, m_theme.color(Token::BgControl), m_theme.color(Token::LineControl), 6);
        QFont font = m_theme.font(action.what == Action::What::Place ? Theme::TypeLevel::Mono : Theme::TypeLevel::BodyMedium);
        font.setPixelSize(12);
        painter->setFont(font);
        painter->setPen(m_theme.color(Token::T1));
        QRect words = action.rect.adjusted(8, 0, -8, 0);
        if (!action.symbol.isEmpty()) {
            paintSymbol(painter, m_theme, QRect(words.x(), words.y(), 16, words.height()), action.symbol, Token::T1);
            words.setLeft(words.left() + 22);
        }
        painter->drawText(words, Qt::AlignVCenter | Qt::TextSingleLine, action.text);
        right = action.rect.left() - 12;
    }
    const int left = row.x() + 44;
    const int wide = right - left;
    painter->setFont(m_theme.font(Theme::TypeLevel::BodyMedium));
    painter->setPen(m_theme.color(Token::T1));
    painter->drawText(QRect(left, row.y() + 6, wide, 20), Qt::AlignVCenter | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, wide));
    QFont small = m_theme.font(Theme::TypeLevel::Body);
    small.setPixelSize(12);
    painter->setFont(small);
    painter->setPen(m_theme.color(Token::T2));
    painter->drawText(QRect(left, row.y() + 26, wide, 18), Qt::AlignVCenter | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(index.data(NoticesModel::DetailRole).toString(), Qt::ElideRight, wide));
    painter->restore();
}

bool NoticeDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                                 const QModelIndex &index)
{
    if (event->type() != QEvent::MouseButtonRelease)
        return QStyledItemDelegate::editorEvent(event, model, option, index);
    const QPoint at = static_cast<QMouseEvent *>(event)->pos();
    const QList<Action> actions = actionsOf(option.rect, index);
    for (const Action &action : actions) {
        if (!action.rect.contains(at))
            continue;
        switch (action.what) {
        case Action::What::Place: emit placeRequested(index.data(NoticesModel::FileRole).toString(), index.data(NoticesModel::LineRole).toInt()); break;
        case Action::What::Invocation: emit invocationRequested(index.data(NoticesModel::RequestIdRole).toString()); break;
        case Action::What::Again: emit againRequested(index.data(NoticesModel::RequestIdRole).toString()); break;
        case Action::What::Value: emit valueRequested(index.data().toString()); break;
        }
        return true;
    }
    return false;
}

} // namespace greenroom
