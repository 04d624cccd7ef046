// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QTreeView>

namespace greenroom {

// The tree of a run: selection and reason lines go over the whole row, indentation included.
class TestTree : public QTreeView
{
    Q_OBJECT

public:
    explicit TestTree(const Theme &theme, QWidget *parent = nullptr);

protected:
    void drawRow(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
};

} // namespace greenroom
