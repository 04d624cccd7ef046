// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/framelist.h"

#include <QWidget>

class QLabel;
class QStackedWidget;
class QTableView;

namespace greenroom {

class Button;
class FilterLine;
class Segments;
struct Workspace;

// The messages of one connection (or of all): filter with Hide and Highlight, directions, the table, and the
// pill that counts what came while a person reads. It follows the newest until somebody scrolls or chooses
// an older row; End, Space or the pill take it up again.
class FramesView : public QWidget
{
    Q_OBJECT

public:
    explicit FramesView(Workspace &workspace, QWidget *parent = nullptr);

    // Only this connection's; empty shows all.
    void setConnection(const QString &connectionId);
    // Of a remote service: columns that cannot have values are not there.
    void setRemote(bool remote);
    void select(qint64 number);          // a frame's number in the list
    void selectFirstOf(const QString &requestId);
    bool isFollowing() const { return m_following; }
    void setFollowing(bool following);
    const FrameRow *current() const;
    qint64 currentNumber() const;
    FrameList &list() { return *m_list; }
    // The line with the filter, to be put over more than the list.
    QWidget *takeTools();
    QList<FrameRow> shown() const;       // for saving: what the filter leaves

signals:
    void currentChanged();
    void followingChanged(bool following);
    void waitingChanged(int count);
    void openRequested();   // the chosen message is to be read whole

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    QWidget *makeTools();
    QWidget *makeTable();
    void applyFilter();
    void onRowsInserted(int first, int last);
    void onPrepended(int rows);
    void onScrolled();
    void stayAtEnd();
    void showCount();
    void placePill();
    void keepCurrent();
    bool onKey(int key);

    Workspace &m_workspace;
    FrameList *m_list;
    QTableView *m_table;
    QWidget *m_tools = nullptr;
    QWidget *m_line = nullptr;
    QStackedWidget *m_stack;
    FilterLine *m_filter;
    QLabel *m_wrong;
    Segments *m_mode;
    Segments *m_directions;
    QLabel *m_count;
    Button *m_pill;
    QString m_connection;
    qint64 m_current = -1;       // the chosen frame, over every change of the list
    int m_waiting = 0;
    bool m_following = true;
    bool m_moving = false;       // we scroll, not the person
    bool m_remote = false;
};

} // namespace greenroom
