// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QWidget>

namespace greenroom {

struct RunRecord;

// Three pictures of the same runs, oldest left: which passed, how long they took, how many tests were flaky.
class RunCharts : public QWidget
{
    Q_OBJECT

public:
    explicit RunCharts(const Theme &theme, QWidget *parent = nullptr);
    void setRuns(const QList<RunRecord> &newestFirst);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct Bar
    {
        double passed = 0;      // share of the tests
        double failed = 0;
        bool judged = true;
        double seconds = 0;
        int flaky = 0;
    };
    void paintHead(QPainter &painter, const QRect &area, const QString &title, const QString &figure, const QString &unit) const;
    void paintFoot(QPainter &painter, const QRect &area) const;
    void paintPassed(QPainter &painter, const QRect &area) const;
    void paintDuration(QPainter &painter, const QRect &area) const;
    void paintFlaky(QPainter &painter, const QRect &area) const;

    const Theme &m_theme;
    QList<Bar> m_bars;          // oldest first
    QString m_from;
    int m_good = 0;
};

} // namespace greenroom
