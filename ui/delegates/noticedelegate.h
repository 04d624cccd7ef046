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

private:
    struct Action
    {
        QRect rect;
        QString text;
        QString symbol;
        bool isPlace = false;
    };
    QList<Action> actionsOf(const QRect &row, const QModelIndex &index) const;

    const Theme &m_theme;
};

} // namespace greenroom
