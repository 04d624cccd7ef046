// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "page.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QTreeView;
class QVBoxLayout;
class QTextBrowser;

namespace greenroom {

class Chip;
class RunCounts;
class FilterProxy;
class Timeline;

// A run, live or from disk: head with counts, the tree of tests with reasons, details of the chosen one, and the
// timeline by worker. All numbers come from RunModel.
class RunsPage : public Page
{
    Q_OBJECT

public:
    RunsPage(Workspace &workspace, QWidget *parent);

    void open(const QString &path) override;   // a run, or test/ and an id of the shown one
    QString subtitle() const override;
    int problemCount() const override;

private:
    QWidget *head();
    QWidget *details();
    void showSummary();
    void showTest(const QString &testId);
    void selectProblem(bool forward);

    Workspace &m_workspace;
    QStackedWidget *m_stack;
    QLabel *m_title;
    QLabel *m_suite;
    Chip *m_state;
    Chip *m_workers;
    QWidget *m_progress;
    RunCounts *m_counts;
    QLabel *m_time;
    QLabel *m_done;
    QLabel *m_verdict;
    QPushButton *m_fix;
    QTreeView *m_tree;
    FilterProxy *m_proxy;
    Timeline *m_timeline;
    QLabel *m_testTitle;
    QLabel *m_testFacts;
    QTextBrowser *m_checks;
    QString m_test;
};

} // namespace greenroom
