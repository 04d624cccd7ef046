// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/timeaxis.h"

#include <QAbstractScrollArea>
#include <QTimer>

namespace greenroom {

// One time axis with lanes: a ruler, the lanes of its providers, the line of now and the blue band of the
// selected time. Repaints at most ten times a second.
class TimeAxisView : public QAbstractScrollArea
{
    Q_OBJECT

public:
    enum class Ruler { Elapsed, Clock };   // "5 s", or the clock and then "+0.5 s"

    explicit TimeAxisView(const Theme &theme, QWidget *parent = nullptr);

    void setProviders(const QList<LaneProvider *> &providers);   // not owned
    void setRuler(Ruler ruler) { m_ruler = ruler; }
    void setGround(Token ground) { m_ground = ground; }
    // The whole that "Fit" shows; `now` 0: it has ended.
    void setSpan(qint64 from, qint64 to, qint64 now);
    void setBand(const TimeRange &band);
    // Where a check failed, a warning stood: lines through all lanes.
    void setLines(qint64 cause, qint64 end);
    void zoom(double factor);
    void fit();
    bool isFitted() const { return m_zoom <= 1.0; }
    int wantedHeight() const;
    void refresh();   // soon

    QSize sizeHint() const override { return { 600, 180 }; }
    QSize minimumSizeHint() const override { return { 240, 60 }; }

signals:
    void chosen(const QString &id, const greenroom::TimeRange &range);
    void bandDrawn(const greenroom::TimeRange &range);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    struct Lane
    {
        LaneProvider *provider;
        int lane;
        QRect rect;
    };
    TimeAxis axis() const;
    QList<Lane> lanes() const;
    void paintRuler(QPainter &painter, const TimeAxis &axis) const;
    void paintBand(QPainter &painter, const TimeAxis &axis) const;
    void paintNow(QPainter &painter, const TimeAxis &axis) const;
    void paintLines(QPainter &painter, const TimeAxis &axis) const;
    void updateBars();
    TimeHit hitAt(const QPoint &at) const;

    const Theme &m_theme;
    QList<LaneProvider *> m_providers;
    Ruler m_ruler = Ruler::Elapsed;
    Token m_ground = Token::BgPanel;
    qint64 m_from = 0;
    qint64 m_to = 1000;
    qint64 m_now = 0;
    qint64 m_cause = 0;
    qint64 m_end = 0;
    double m_zoom = 1;
    TimeRange m_band;
    double m_drawFrom = -1;    // a band is being drawn from here
    QTimer m_soon;
};

} // namespace greenroom
