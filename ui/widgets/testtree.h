// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QSet>
#include <QTreeView>

namespace greenroom {

// The tree of a run: selection and reason lines go over the whole row, indentation included. A reason line
// belongs to the row above: choosing it chooses that. What a person closed stays closed while rows arrive.
class TestTree : public QTreeView
{
    Q_OBJECT

public:
    static constexpr int indent = 20;
    static constexpr int shift = 12;   // the arrow stands under the head's text, not at the edge

    explicit TestTree(const Theme &theme, QWidget *parent = nullptr);

    void setModel(QAbstractItemModel *model) override;
    // Narrow trees lose the history strip to its last ten, then whole, then the time.
    void fitColumns();

signals:
    void scrolledByPerson();

protected:
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const override;
    void mousePressEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void rowsInserted(const QModelIndex &parent, int first, int last) override;
    void reset() override;

private:
    void paintReason(QPainter *painter, const QRect &row, const QModelIndex &index) const;
    void openAll(const QModelIndex &parent);
    QString idOf(const QModelIndex &index) const;
    int depthOf(const QModelIndex &index) const;

    const Theme &m_theme;
    QSet<QString> m_closed;
};

} // namespace greenroom
