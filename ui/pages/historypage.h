// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "page.h"

#include <QSet>

class QLabel;
class QStackedWidget;
class QTableView;

namespace greenroom {

class Button;
class Chip;
class ComparePane;
class FilterBar;
class FilterProxy;
class RunCharts;
class Segments;

// Every run on disk: what became of them over time, as a list with sentences, and one compared with another.
class HistoryPage : public Page
{
    Q_OBJECT

public:
    HistoryPage(Workspace &workspace, QWidget *parent);

    // Two that are ticked, or the chosen one and the one before it of the same suite.
    void compareChosen();
    void tick(const QString &runId);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeTools();
    QTableView *table();
    void showList();
    void showCharts();
    void openRun(const QModelIndex &index);
    QString runAt(const QModelIndex &index) const;

    Workspace &m_workspace;
    FilterProxy *m_proxy;
    QStackedWidget *m_stack;
    QStackedWidget *m_lists;
    FilterBar *m_filter;
    QTableView *m_table;
    Chip *m_facts;
    QLabel *m_count;
    Button *m_compare;
    Segments *m_days;
    RunCharts *m_charts;
    ComparePane *m_pane;
    QSet<QString> m_ticked;
    bool m_isNarrow = false;
};

} // namespace greenroom
