// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QStyledItemDelegate>

namespace greenroom {

// A problem as two lines with the actions that help at the right: the place in a file, the invocation.
class NoticeDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    NoticeDelegate(const Theme &theme, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;

signals:
    void placeRequested(const QString &file, int line);
    void invocationRequested(const QString &requestId);
    void againRequested(const QString &requestId);      // invoke again with the same event
    void valueRequested(const QString &text);           // of a notice about a variable

private:
    struct Action
    {
        QRect rect;
        QString text;
        QString symbol;
        enum class What { Place, Invocation, Again, Value } what = What::Place;
    };
    QList<Action> actionsOf(const QRect &row, const QModelIndex &index) const;

    const Theme &m_theme;
};

} // namespace greenroom
