// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/invocationsmodel.h"

#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace greenroom {

class Button;
class Chip;
class CodeExcerpt;
class FilterProxy;
class Figures;
class JsonView;
class Link;
class LogLines;
class MarkLabel;
class SpanLabel;
class TabLine;
class Waterfall;
struct Workspace;

// One call of a function, whole: its figures, where its time went, what it was given, why it failed, what
// the client got, and its log and no other. It can be called again with the event as it was or changed.
class InvocationPane : public QWidget
{
    Q_OBJECT

public:
    explicit InvocationPane(Workspace &workspace, QWidget *parent = nullptr);

    void setInvocation(const QString &requestId);
    const QString &requestId() const { return m_requestId; }
    QString title() const;

signals:
    void backRequested();
    void openRequested(const QString &place, const QString &path);
    void chosen(const QString &requestId);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitCause();
    QWidget *makeHead();
    QWidget *makeEvent();
    QWidget *makeCause();
    QWidget *makeLists();
    const InvocationRow *row() const;
    void show();
    void showFigures(const InvocationRow &row);
    void showEvent(const InvocationRow &row);
    void showCause(const InvocationRow &row);
    void showAnswer(const InvocationRow &row);
    void editCopy();
    void invokeAgain();
    void step(int by);
    void fillCopy();
    QString folder() const;

    Workspace &m_workspace;
    QString m_requestId;
    QSplitter *m_right;
    QWidget *m_causeBox;
    MarkLabel *m_mark;
    QLabel *m_name;
    QLabel *m_id;
    Chip *m_state;
    Chip *m_route;
    Chip *m_connection;
    Chip *m_time;
    QLabel *m_place;      // Call 3 of 3
    Button *m_before;
    Button *m_after;
    Button *m_copy;
    Button *m_again;
    Figures *m_figures;
    Waterfall *m_waterfall;
    TabLine *m_eventTabs;
    QStackedWidget *m_events = nullptr;
    JsonView *m_event;
    JsonView *m_context;
    QPlainTextEdit *m_edit;
    Button *m_editCopy;
    QLabel *m_editNote;
    QWidget *m_cause;
    QLabel *m_errorText;
    CodeExcerpt *m_code;
    QLabel *m_stack;
    QLabel *m_hidden;
    Button *m_open;
    SpanLabel *m_got;
    QLabel *m_gotWords;
    MarkLabel *m_gotArrow;
    Link *m_gotLink;
    TabLine *m_logTabs;
    QStackedWidget *m_lists;
    LogLines *m_log;
    FilterProxy *m_others;
    QTableView *m_calls;
    QString m_sentAgain;   // the request this pane asked for again: the next of this function is shown
};

} // namespace greenroom
