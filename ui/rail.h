// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QWidget>

namespace greenroom {

class Theme;

// The places at the window's edge: symbol over word, the chosen one on the stage's colour, a count for problems.
class Rail : public QWidget
{
    Q_OBJECT

public:
    struct Place
    {
        QString id;
        QString title;
        QString icon;
    };

    Rail(const Theme &theme, QList<Place> places, QWidget *parent = nullptr);

    void setCurrent(const QString &id);
    void setCount(const QString &id, int problems);

signals:
    void chosen(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QRect rectOf(int place) const;
    int placeAt(const QPoint &at) const;

    const Theme &m_theme;
    QList<Place> m_places;
    QHash<QString, int> m_counts;
    int m_current = 0;
    int m_hover = -1;
    bool m_byKey = false;   // the ring is for those who came by key
};

} // namespace greenroom
