// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"
#include "widgets/button.h"
#include "widgets/filterproxy.h"
#include "widgets/paint.h"

#include <QAbstractItemView>
#include <QLabel>
#include <QPushButton>
#include <QWidget>

class QHBoxLayout;

// The small widgets every page is put together from.
namespace greenroom {

// A label in a type level and a text colour; follows the theme.
void dress(QLabel *label, const Theme &theme, Theme::TypeLevel level, Token color);
QLabel *makeLabel(const Theme &theme, Theme::TypeLevel level, Token color, const QString &text = {}, QWidget *parent = nullptr);

// The one green button of a screen, and a framed one.
Button *makeMainButton(const Theme &theme, const QString &icon, const QString &text, QWidget *parent = nullptr);
Button *makeButton(const Theme &theme, const QString &icon, const QString &text, QWidget *parent = nullptr);

// A separator of one pixel.
QWidget *makeLine(const Theme &theme, Qt::Orientation orientation, QWidget *parent = nullptr);

// A chip as a widget: painted by paintChip.
class Chip : public QWidget
{
    Q_OBJECT

public:
    explicit Chip(const Theme &theme, QWidget *parent = nullptr);
    void setLook(const ChipLook &look);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    ChipLook m_look;
};

// A ground of one colour of the theme.
class Ground : public QWidget
{
    Q_OBJECT

public:
    Ground(const Theme &theme, Token token, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    Token m_token;
};

// One sentence, one line under it and at most one button, in the middle of a pane.
class EmptyState : public QWidget
{
    Q_OBJECT

public:
    EmptyState(const Theme &theme, const QString &symbol, const QString &sentence, const QString &line, QWidget *parent = nullptr);
    QPushButton *addButton(const QString &icon, const QString &text);   // the main one first, then at most one other
    void setSentence(const QString &sentence, const QString &line);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_symbol;
    QLabel *m_head;
    QLabel *m_more;
    QHBoxLayout *m_buttons = nullptr;
};

// Messages a second: a line with an area, the present value at the upper right.
class RateChart : public QWidget
{
    Q_OBJECT

public:
    RateChart(const Theme &theme, const QString &title, Token line, QWidget *parent = nullptr);
    void setValues(const QList<double> &values, const QString &unit);
    QSize sizeHint() const override { return { 240, 84 }; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_title;
    QString m_unit;
    Token m_line;
    QList<double> m_values;
};

// The looks all tables share: row height, no grid, our header.
void setUpTable(const Theme &theme, QAbstractItemView *view);

} // namespace greenroom
