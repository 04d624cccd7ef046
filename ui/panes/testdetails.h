// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/logmodel.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QStackedWidget;

namespace greenroom {

class Button;
class ChecksView;
class EarlierRuns;
class MarkLabel;
class MonoLines;
class Segments;
class TabLine;
struct RunAttempt;
struct RunTest;
struct Workspace;

// The chosen test: head with its tries, one sentence, tabs with counts, actions always at the same place.
class TestDetails : public QWidget
{
    Q_OBJECT

public:
    // With a reason: only the tabs, the reason first (Why did it fail).
    TestDetails(Workspace &workspace, EarlierRuns &earlier, QWidget *reason = nullptr, QWidget *parent = nullptr);

    void show(const QString &testId);
    const QString &testId() const { return m_testId; }
    void setTry(int number);     // 0: the last
    TabLine &tabs() { return *m_tabs; }

signals:
    void whyRequested(const QString &testId);

private:
    QWidget *makeHead();
    QWidget *makePages(QWidget *reason);
    QWidget *makeActions();
    void showTries(const RunTest &test);
    void showHead(const RunTest &test);
    void showTabs(const RunTest &test);
    const RunAttempt *attempt(const RunTest &test) const;

    Workspace &m_workspace;
    EarlierRuns &m_earlier;
    QString m_testId;
    int m_try = 0;               // 0: the last
    MarkLabel *m_mark;
    QLabel *m_name;
    QLabel *m_group;
    QLabel *m_sentence;
    QWidget *m_triesPlace;
    Segments *m_tries = nullptr;
    int m_tryCount = 0;
    TabLine *m_tabs;
    QStackedWidget *m_stack;
    ChecksView *m_checks;
    QPlainTextEdit *m_http;
    QPlainTextEdit *m_page;
    MonoLines *m_frames;
    MonoLines *m_server;
    MonoLines *m_log;
    MonoLines *m_history;
    QWidget *m_head;
    QWidget *m_actions;
    bool m_whole = true;
    Button *m_why;
};

} // namespace greenroom
