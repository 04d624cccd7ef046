// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/runcomparison.h"

#include <QWidget>

class QLabel;
class QStackedWidget;
class QVBoxLayout;

namespace greenroom {

class Button;
struct RunRecord;
struct Workspace;

// Two runs beside each other: new failures first, then what is slower, added or gone; below, the tests that
// are flaky or slow over many runs.
class ComparePane : public QWidget
{
    Q_OBJECT

public:
    explicit ComparePane(Workspace &workspace, QWidget *parent = nullptr);

    // Reads both from disk. `before` may be empty: then there is nothing to compare with.
    void compare(const QString &before, const QString &now);
    void showNothing();
    QString text() const;    // for copying

signals:
    void openRequested(const QString &runId);
    void compared();

private:
    void show(const QList<TestResult> &before, const QList<TestResult> &now);
    void showHistory(const QHash<QString, QString> &history);
    void addSection(const QString &title, const QString &note, const QList<TestResult> &tests, bool always = false);
    void clear();

    Workspace &m_workspace;
    QStackedWidget *m_stack;
    QLabel *m_title;
    Button *m_open;
    Button *m_copy;
    QVBoxLayout *m_sections;
    QString m_before;
    QString m_now;
    QList<TestResult> m_results;
    RunComparison m_comparison;
};

} // namespace greenroom
