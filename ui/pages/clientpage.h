// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "page.h"

class QLineEdit;
class QPlainTextEdit;
class QStackedWidget;

namespace greenroom {

class Button;
class Inspector;
class ListCard;
class RemoteBand;

// A client of any ws:// or wss:// address: a form, and behind it the same inspector.
class ClientPage : public Page
{
    Q_OBJECT

public:
    ClientPage(Workspace &workspace, QWidget *parent);

    // An address, a curl or wscat command, or "connection/<id>".
    void open(const QString &path) override;
    QString subtitle() const override;
    QStringList remotePlaces() const override;

private:
    QWidget *makeForm();
    void connectNow();
    void showForm();
    void showAddress();
    void showRecent();
    void onRowsInserted();

    Workspace &m_workspace;
    QStackedWidget *m_stack;
    QLineEdit *m_url;
    QLineEdit *m_subprotocols;
    QPlainTextEdit *m_headers;
    QLineEdit *m_name;
    Button *m_connect;
    RemoteBand *m_band;
    ListCard *m_recent;
    QWidget *m_recentBox;
    Inspector *m_inspector;
    QString m_connection;    // the latest one made here
    QString m_waitsFor;      // being made
};

// What a pasted command says: curl and wscat with their headers and subprotocols. Just an address stays one.
struct ClientAddress
{
    QString url;
    QStringList headers;       // "Name: value"
    QStringList subprotocols;
};
ClientAddress readAddress(const QString &text);

} // namespace greenroom
