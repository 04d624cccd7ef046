// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/filterproxy.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QTableView>
#include <QTreeWidget>
#include <QWidget>

namespace greenroom {

struct Workspace;

// The frame inspector: every message of one connection (or all), and beside it the chosen message, the
// invocation behind it and exactly its log lines. Connections and Client share it.
class FramesView : public QWidget
{
    Q_OBJECT

public:
    explicit FramesView(Workspace &workspace, QWidget *parent = nullptr);

    // Only this connection's; empty shows all.
    void setConnection(const QString &connectionId);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void showFrame(const QModelIndex &index);
    void follow();

    Workspace &m_workspace;
    FilterProxy *m_proxy;
    QTableView *m_table;
    QLabel *m_count;
    QLabel *m_frameTitle;
    QTreeWidget *m_tree;
    QLabel *m_invocationTitle;
    QLabel *m_invocationFacts;
    QLabel *m_error;
    QPlainTextEdit *m_log;
    QString m_connection;
    bool m_following = true;
};

} // namespace greenroom
