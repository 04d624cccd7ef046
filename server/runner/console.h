// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal.h"
#include "core/masking.h"
#include "runner/runner.h"
#include "runner/wsclient.h"

#include <QHash>
#include <QObject>

namespace greenroom {

// The client connections people open by hand: `greenroom connect` and the Client page.
class Console : public QObject
{
    Q_OBJECT

public:
    explicit Console(Journal &journal, QObject *parent = nullptr);

    void open(const ClientRequest &request);
    void send(const QString &connectionId, const Message &message);
    void close(const QString &connectionId, int code, const QString &reason);
    void closeAll();

private:
    Journal &m_journal;
    Masking m_masking;
    QHash<QString, WsClient *> m_clients;
};

} // namespace greenroom
