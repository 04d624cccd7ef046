// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace greenroom {

class Button;
class Chip;
class RunCounts;
struct Workspace;

// The head of a run: what it is, the bar with as many parts as states, the counts in the same order, and
// at its end the verdict. Every number is RunModel's, as in the tree.
class RunHead : public QWidget
{
    Q_OBJECT

public:
    explicit RunHead(Workspace &workspace, QWidget *parent = nullptr);

    // What the counts say now, for tests: "passed" → 12.
    QHash<QString, int> shownCounts() const;
    QString shownTotal() const;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeExport();
    void showSummary();
    void showTime();
    void fit();

    Workspace &m_workspace;
    QLabel *m_title;
    QLabel *m_suite;
    Chip *m_state;
    Chip *m_profile;
    Chip *m_workers;
    QLabel *m_guest;
    QWidget *m_progress;
    RunCounts *m_counts;
    QLabel *m_done;
    QLabel *m_finding;
    QLabel *m_verdict;
    QWidget *m_clock;
    QLabel *m_time;
    QLabel *m_left;
    Button *m_fix;
    Button *m_pause;
    Button *m_export;
};

} // namespace greenroom
