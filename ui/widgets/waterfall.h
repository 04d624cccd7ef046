// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/partsbar.h"

namespace greenroom {

// Where the time of one call went, in full width: a lane for each part on one axis of milliseconds. The
// moment it failed is a dashed line through all of them.
class Waterfall : public QWidget
{
    Q_OBJECT

public:
    explicit Waterfall(const Theme &theme, QWidget *parent = nullptr);
    // `what` is said in the function's bar: "startRun, 27 ms, threw a TypeError".
    void setAnswer(const IntegrationAnswered &answer, const QString &what);
    QSize sizeHint() const override { return { 600, 116 }; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintAxis(QPainter &painter, double most) const;
    double place(double ms, double most) const;

    const Theme &m_theme;
    IntegrationAnswered m_answer;
    QString m_what;
};

} // namespace greenroom
