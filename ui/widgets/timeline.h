// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QWidget>

namespace greenroom {

struct Workspace;

// The run on a time axis: a lane for each worker, bars for attempts (first tries hatched), the line of now.
class Timeline : public QWidget
{
    Q_OBJECT

public:
    explicit Timeline(Workspace &workspace, QWidget *parent = nullptr);

    void setSelected(const QString &testId);
    QSize sizeHint() const override { return { 600, 180 }; }

signals:
    void chosen(const QString &testId);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Bar
    {
        QRect rect;
        QString testId;
        QString tip;
    };
    double spanMs() const;

    Workspace &m_workspace;
    const Theme &m_theme;
    QString m_selected;
    QList<Bar> m_bars;          // as painted last
};

} // namespace greenroom
