// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal.h"
#include "core/masking.h"
#include "runner/runner.h"
#include "runner/steps/stepoutput.h"
#include "runner/wssocket.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>

namespace greenroom {

// A WebSocket with an inbox and the handshake's status: the client of suites, of the console and of real
// deployments alike. Everything that happens on it is recorded.
class WsClient : public QObject
{
    Q_OBJECT

public:
    // runId and testId may be empty (the console). Texts go through `masking` before they are recorded.
    WsClient(Journal &journal, const Masking &masking, ClientRequest request, QString runId, QString testId,
             QObject *parent = nullptr);
    ~WsClient() override;

    void open();
    void send(const Message &message);
    void ping();
    void close(int code, const QString &reason);

    QString id() const { return m_request.connectionId; }
    bool isOpen() const { return m_open; }
    bool isClosed() const { return m_closed; }
    int refusedStatus() const { return m_refusedStatus; }   // of the refused handshake; 0: none, or no answer at all
    QString refusal() const { return m_refusal; }
    int closeCode() const { return m_closeCode; }
    QString closeReason() const { return m_closeReason; }
    QString closedBy() const { return m_closedBy; }

    QList<TalkMessage> inbox;      // fills from the moment of opening; talk takes out of it

signals:
    void opened();
    void refused();
    void received();
    void pong(qint64 elapsedMs);
    void closed();

private:
    void onOpened();
    void onMessage(const QByteArray &body, bool binary);
    void onClosed(int code, const QByteArray &reason);
    void tellRefused(int status, const QString &why);

    Journal &m_journal;
    const Masking &m_masking;
    ClientRequest m_request;
    QString m_runId;
    QString m_testId;
    WsSocket m_socket;
    QTimer m_deadline;
    QElapsedTimer m_sinceSend;
    bool m_open = false;
    bool m_closed = false;
    bool m_closing = false;
    bool m_refusedTold = false;
    int m_refusedStatus = 0;
    QString m_refusal;
    int m_closeCode = 0;
    QString m_closeReason;
    QString m_closedBy;
};

} // namespace greenroom
