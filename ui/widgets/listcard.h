// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QAbstractButton>

class QVBoxLayout;

namespace greenroom {

// One line of a card: a mark or a symbol, a name, grey words after it, a strip, a time at the right.
struct CardLine
{
    QString symbol;
    QString state;      // a mark instead of the symbol
    QString name;
    QString words;
    QString strip;      // paintStrip's letters
    QString when;
    QString action;     // a small button's words in the strip's place; pressing the line does it
};

class CardLineButton : public QAbstractButton
{
    Q_OBJECT

public:
    CardLineButton(const Theme &theme, CardLine line, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    CardLine m_line;
};

// A card of such lines with 1 px between.
class ListCard : public QWidget
{
    Q_OBJECT

public:
    explicit ListCard(const Theme &theme, QWidget *parent = nullptr);

    void clear();
    CardLineButton *add(const CardLine &line);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QVBoxLayout *m_layout;
};

} // namespace greenroom
