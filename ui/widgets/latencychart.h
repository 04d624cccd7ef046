// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QWidget>

namespace greenroom {

// How long answers took: a logarithmic distribution with p95 as a dashed line, the typical time at the
// upper right.
class LatencyChart : public QWidget
{
    Q_OBJECT

public:
    explicit LatencyChart(const Theme &theme, QWidget *parent = nullptr);

    void setValues(const QList<double> &milliseconds);
    QSize sizeHint() const override { return { 240, 84 }; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintBars(QPainter &painter, const QRect &area) const;

    const Theme &m_theme;
    QList<int> m_bins;
    double m_typical = -1;
    double m_p95 = -1;
};

} // namespace greenroom
