// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QStackedWidget;

namespace greenroom {

class BodyView;
class Button;
class Chip;
class Link;
class LogLines;
class PartsBar;
class MarkLabel;
struct ConnectionRow;
struct FrameRow;
struct Workspace;

// From the message to the invocation to its log, top to bottom.
class FrameDetails : public QWidget
{
    Q_OBJECT

public:
    explicit FrameDetails(Workspace &workspace, QWidget *parent = nullptr);

    void show(const FrameRow *frame);
    BodyView *body() const { return m_body; }

signals:
    void invocationRequested(const QString &requestId);
    void frameRequested(int row);   // of the shared model

private:
    QWidget *makeHead();
    QWidget *makeInvocation();
    QWidget *makeFoot();
    void showInvocation(const FrameRow &frame);
    void copyAs(int kind);
    QString handshake(const ConnectionRow &connection) const;

    Workspace &m_workspace;
    QStackedWidget *m_stack;
    MarkLabel *m_arrow;
    QLabel *m_title;
    QLabel *m_facts;
    Button *m_copy;
    BodyView *m_body;
    QWidget *m_invocation;
    MarkLabel *m_mark;
    QLabel *m_name;
    QLabel *m_took;
    PartsBar *m_parts;
    QWidget *m_error;
    QLabel *m_errorText;
    QLabel *m_errorPlace;
    LogLines *m_log;
    QWidget *m_foot;
    Button *m_again;
    Button *m_place;
    Link *m_other;
    QString m_connectionId;
    QString m_requestId;
    qint64 m_number = -1;      // of the frame in the shared model
    int m_otherRow = -1;
};

} // namespace greenroom
