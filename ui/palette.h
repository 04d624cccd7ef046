// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QWidget>

#include <functional>

class QLineEdit;
class QListView;

namespace greenroom {

// One thing the palette can do.
struct Command
{
    QString group;     // Actions, Places, Tests, Routes
    QString symbol;    // or a mark's state
    QString state;
    QString title;
    QString detail;
    QString key;
    std::function<void()> act;
};

// Ctrl+K: one list for actions, places, tests and routes over a veil; letters narrow it, Enter does it.
class Palette : public QWidget
{
    Q_OBJECT

public:
    Palette(const Theme &theme, QWidget *window);

    void open(const QList<Command> &commands);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    class List;

    void narrow();
    void choose();
    QRect frame() const;

    const Theme &m_theme;
    QLineEdit *m_field;
    QListView *m_view;
    List *m_list;
};

// The letters of `wanted` in `text`, in order, words' beginnings first; −1 when they are not all there.
int matchScore(const QString &text, const QString &wanted);

} // namespace greenroom
