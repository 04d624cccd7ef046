// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QStringList>
#include <QWidget>

namespace greenroom {

// The lines where two texts part, with two lines around them; the changed part of a line stronger.
class DiffView : public QWidget
{
    Q_OBJECT

public:
    static constexpr int lineHeight = 20;

    struct Line
    {
        int number = 0;
        QChar kind = u' ';      // blank, - or +
        QString text;
        int from = 0;           // the changed part
        int length = 0;
    };

    explicit DiffView(const Theme &theme, QWidget *parent = nullptr);
    void setTexts(const QString &before, const QString &now);
    bool isEmpty() const { return m_lines.isEmpty(); }
    QSize sizeHint() const override { return { 300, int(m_lines.size()) * lineHeight + 8 }; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QList<Line> m_lines;
};

QList<DiffView::Line> differenceOf(const QString &before, const QString &now, int around = 2);

} // namespace greenroom
