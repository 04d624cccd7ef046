// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "page.h"

#include "models/groupedrunmodel.h"

class QCheckBox;
class QLabel;
class QStackedWidget;

namespace greenroom {

class Button;
class Drawer;
class EarlierRuns;
class FailurePage;
class FilterLine;
class FilterProxy;
class RunHead;
class Segments;
class TestDetails;
class TestTree;

// A run, live or from disk: head with counts, the tree of tests with reasons, details of the chosen one, and the
// drawer with the timeline. All numbers come from RunModel. "Why did it fail" is a screen behind it.
class RunsPage : public Page
{
    Q_OBJECT

public:
    RunsPage(Workspace &workspace, QWidget *parent);

    // A run; test/ and an id of the shown one; why/ and an id.
    void open(const QString &path) override;
    QString subtitle() const override;
    int problemCount() const override;
    RunHead &head() { return *m_head; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeRun();
    QWidget *makeTools();
    void setGrouping(int grouping);
    void showSummary();
    void showTest(const QString &testId);
    void choose(const QString &testId);
    void follow();
    void showProblemPlace();
    void selectProblem(bool forward);
    void showWhy(const QString &testId);
    void showRun();
    QString currentTest() const;
    QModelIndex rowOf(const QString &testId) const;

    Workspace &m_workspace;
    EarlierRuns *m_earlier;
    QStackedWidget *m_stack;
    RunHead *m_head;
    FilterLine *m_filter;
    Segments *m_mode;
    QCheckBox *m_follow;
    Button *m_group;
    QLabel *m_groupWord;
    QLabel *m_wrong;
    QWidget *m_problemPlace;
    QLabel *m_problemText;
    TestTree *m_tree;
    FilterProxy *m_byFile;
    GroupedRunModel *m_grouped;
    FilterProxy *m_byGroup;
    FilterProxy *m_proxy;         // the one that is shown
    QStackedWidget *m_treeStack;
    TestDetails *m_details;
    Drawer *m_drawer;
    FailurePage *m_why;
};

} // namespace greenroom
