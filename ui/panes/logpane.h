// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QStackedWidget;
class QTableView;

namespace greenroom {

class Button;
class EmptyState;
class FilterLine;
class FilterProxy;
class Segments;
struct Workspace;

// Every line functions, tests and the program wrote, in the selected time; follows the newest until somebody
// scrolls, then counts what came.
class LogPane : public QWidget
{
    Q_OBJECT

public:
    explicit LogPane(Workspace &workspace, QWidget *parent = nullptr);
    void setFollowing(bool following);
    bool isFollowing() const { return m_following; }
    int shownRows() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void showRange();
    void showPage();
    void onRows(int count);
    void placePill();

    Workspace &m_workspace;
    FilterProxy *m_proxy;
    QStackedWidget *m_stack;
    QTableView *m_table;
    Button *m_pill;
    int m_waiting = 0;
    bool m_following = true;
    bool m_moving = false;
};

} // namespace greenroom
