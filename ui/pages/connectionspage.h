// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "page.h"

class QLabel;
class QLineEdit;
class QTableView;

namespace greenroom {

class FramesView;

// Connections, open, closed and refused, and the messages of the chosen one.
class ConnectionsPage : public Page
{
    Q_OBJECT

public:
    ConnectionsPage(Workspace &workspace, QWidget *parent);

    void open(const QString &connectionId) override;

private:
    void choose(const QString &connectionId);

    Workspace &m_workspace;
    QTableView *m_list;
    FramesView *m_frames;
    QLabel *m_title;
    QLabel *m_facts;
    QLineEdit *m_composer;
    QString m_connection;
};

} // namespace greenroom
