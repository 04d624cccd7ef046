// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include "core/cost.h"

#include <QWidget>

namespace greenroom {

// One amount alone: a small name, the figure, what it is for.
class AmountCard : public QWidget
{
    Q_OBJECT

public:
    AmountCard(const Theme &theme, bool isChosen, QWidget *parent = nullptr);
    void setAmount(const QString &name, const QString &amount, const QString &words);
    const QString &amount() const { return m_amount; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    bool m_isChosen;   // the one the others are compared with
    QString m_name;
    QString m_amount;
    QString m_words;
};

// A month by messages a second: such load as deployed, the server beside it, and where we are now.
class BreakEvenChart : public QWidget
{
    Q_OBJECT

public:
    explicit BreakEvenChart(const Theme &theme, QWidget *parent = nullptr);
    void setCost(const Cost &cost);
    QString sentence() const;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintGrid(QPainter &painter, const QRect &chart, double mostMoney) const;
    void paintNow(QPainter &painter, const QRect &chart, double mostMoney, double mostRate) const;

    const Theme &m_theme;
    Cost m_cost;
};

// What makes the price: each kind with its part of the month.
class PriceParts : public QWidget
{
    Q_OBJECT

public:
    explicit PriceParts(const Theme &theme, QWidget *parent = nullptr);
    void setCost(const Cost &cost);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    Cost m_cost;
};

// Route by route, with the sum below; all columns add up to it.
class CostTable : public QWidget
{
    Q_OBJECT

public:
    explicit CostTable(const Theme &theme, QWidget *parent = nullptr);
    void setCost(const Cost &cost);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void paintCells(QPainter &painter, const QRect &row, const CostRow &cost, bool isSum) const;

    const Theme &m_theme;
    Cost m_cost;
};

} // namespace greenroom
