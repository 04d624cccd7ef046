// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "page.h"

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace greenroom {

class FramesView;

// A client of any ws:// or wss:// address, with the same frame inspector as hosted connections.
class ClientPage : public Page
{
    Q_OBJECT

public:
    ClientPage(Workspace &workspace, QWidget *parent);

    void open(const QString &url) override;

private:
    void connectNow();
    void send();
    void show();

    Workspace &m_workspace;
    QLineEdit *m_url;
    QLineEdit *m_headers;
    QLineEdit *m_subprotocols;
    QLabel *m_state;
    QPushButton *m_connect;
    QPushButton *m_send;
    QPlainTextEdit *m_composer;
    FramesView *m_frames;
    QString m_connection;
};

} // namespace greenroom
