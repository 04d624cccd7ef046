// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QStyledItemDelegate>

namespace greenroom {

class FrameList;
struct FrameRow;

// A message as a row: its direction as an edge and an arrow, numbers in columns, the body in its colours. A
// reason is a row of its own over all columns, beginning where the route begins.
class FrameDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    FrameDelegate(const Theme &theme, const FrameList &frames, QObject *parent);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintEdge(QPainter *painter, const QRect &rect, const FrameRow &frame) const;
    void paintReason(QPainter *painter, const QStyleOptionViewItem &option, const FrameRow &frame) const;
    void paintCell(QPainter *painter, const QRect &area, const QModelIndex &index, const FrameRow &frame, bool selected) const;
    void paintTook(QPainter *painter, const QRect &area, const FrameRow &frame, bool selected) const;
    void paintBody(QPainter *painter, const QRect &area, const QModelIndex &index, const FrameRow &frame) const;

    const Theme &m_theme;
    const FrameList &m_frames;
};

} // namespace greenroom
