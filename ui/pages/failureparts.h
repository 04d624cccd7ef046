// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/runmodel.h"
#include "theme.h"

#include <QFrame>
#include <QWidget>

namespace greenroom {

// One of the three: wanted, got, last time it passed. Only the wrong one is red.
class ValueCard : public QWidget
{
    Q_OBJECT

public:
    ValueCard(const Theme &theme, const QString &title, bool wrong, QWidget *parent = nullptr);
    void setValue(const QString &value, const QString &foot);
    QSize sizeHint() const override { return { 200, 84 }; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_title;
    QString m_value;
    QString m_foot;
    bool m_wrong;
};

// The steps of an attempt with what they looked at, as the left side shows them.
class StepList : public QWidget
{
    Q_OBJECT

public:
    explicit StepList(const Theme &theme, QWidget *parent = nullptr);
    void setSteps(const QList<StepFinished> &steps);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    int lay(QPainter *painter) const;

    const Theme &m_theme;
    QList<StepFinished> m_steps;
};

// A card: panel colour, one edge, 6 px corners.
class Card : public QFrame
{
    Q_OBJECT

public:
    explicit Card(const Theme &theme, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
};

// A history strip as a widget.
class Strip : public QWidget
{
    Q_OBJECT

public:
    explicit Strip(const Theme &theme, QWidget *parent = nullptr);
    void setLetters(const QString &letters);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    QString m_letters;
};

} // namespace greenroom
