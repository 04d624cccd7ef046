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
    QString group;     // its head: Actions, Tests, Routes, Settings
    QString symbol;    // or a mark's state
    QString state;
    QString title;
    QString detail;
    QString key;
    std::function<void()> act;
};

// Ctrl+K: one list in groups over a veil; letters narrow it, Tab keeps to actions, Enter does it.
class Palette : public QWidget
{
    Q_OBJECT

public:
    Palette(const Theme &theme, QWidget *window);

    void open(const QList<Command> &commands, const QString &hint = {});
    // The titles that are shown, heads not.
    QStringList shownTitles() const;
    QLineEdit &field() { return *m_field; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    class List;

    void narrow();
    void place();
    void move(int step);
    void choose();
    void paintField(QPainter &painter, const QRect &box) const;
    void paintFoot(QPainter &painter, const QRect &box) const;
    QRect frame() const;

    const Theme &m_theme;
    QLineEdit *m_field;
    QListView *m_view;
    List *m_list;
    QString m_hint;
    bool m_actionsOnly = false;
};

// Where the letters of `wanted` stand in `text`: together if they can, at words' beginnings first. Empty when
// they are not all there.
QList<int> matchPlaces(const QString &text, const QString &wanted);
// How good that is; −1 when they are not all there.
int matchScore(const QString &text, const QString &wanted);

} // namespace greenroom
