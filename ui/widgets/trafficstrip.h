// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QWidget>

namespace greenroom {

// Beside the composer: messages a second in both directions over the last minute, and how long answers took.
class TrafficStrip : public QWidget
{
    Q_OBJECT

public:
    explicit TrafficStrip(const Theme &theme, QWidget *parent = nullptr);

    // One value a second, latest last; milliseconds of the answers in any order.
    void setValues(const QList<double> &sent, const QList<double> &received, QList<double> answers);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintRate(QPainter &painter, const QRect &area, const QList<double> &values, bool sent) const;
    void paintAnswers(QPainter &painter, const QRect &area) const;

    const Theme &m_theme;
    QList<double> m_sent;
    QList<double> m_received;
    QList<double> m_answers;   // sorted
};

} // namespace greenroom
