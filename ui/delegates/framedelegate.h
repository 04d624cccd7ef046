// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QStyledItemDelegate>

namespace greenroom {

// Rows of the frames table: direction at the left edge and as an arrow, numbers that line up, the message in mono.
class FrameDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit FrameDelegate(const Theme &theme, QObject *parent = nullptr);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

} // namespace greenroom
