// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QStyledItemDelegate>

namespace greenroom {

// Rows of the run's tree: mark, name, grey words, chip of tries, history strip, time.
class TestDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit TestDelegate(const Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintTest(QPainter *painter, const QRect &rect, const QModelIndex &index, bool selected) const;

    const Theme &m_theme;
};

} // namespace greenroom
