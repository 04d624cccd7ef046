// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cost.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QSpinBox;
class QStackedWidget;

namespace greenroom {

class AmountCard;
class BreakEvenChart;
class Button;
class Chip;
class CostTable;
class Elided;
class EmptyState;
class PriceParts;
class Segments;
struct Workspace;

// What the traffic measured here would cost as deployed: four amounts, from which rate a server is cheaper, and
// what makes the price. Every assumption is a control in one sentence.
class CostPane : public QWidget
{
    Q_OBJECT

public:
    explicit CostPane(Workspace &workspace, QWidget *parent = nullptr);

    // As shown; a price is absent while nothing was measured.
    const Cost &cost() const { return m_cost; }

signals:
    void shown();

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeAssumptions();
    QWidget *makePage();
    void ask();
    void price();
    void show();

    Workspace &m_workspace;
    UsageSums m_sums;
    Cost m_cost;
    QString m_server;
    bool m_asking = false;
    QTimer m_tick;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    Chip *m_live;
    Chip *m_list;
    AmountCard *m_measured;
    AmountCard *m_hour;
    AmountCard *m_month;
    AmountCard *m_always;
    Segments *m_what;
    QSpinBox *m_hours;
    QSpinBox *m_days;
    Button *m_servers;
    Elided *m_sentence;
    BreakEvenChart *m_chart;
    PriceParts *m_parts;
    CostTable *m_table;
    QLabel *m_notes;
};

} // namespace greenroom
