// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quotas.h"
#include "gateway/http/httprouter.h"

#include <QObject>
#include <QTcpSocket>
#include <QTimer>

#include <functional>

namespace greenroom {

// The keep-alive loop over one socket: head, body, answer, one request at a time. Owns the socket and
// deletes itself with it.
class HttpConnection : public QObject
{
    Q_OBJECT

public:
    // Judges a parsed head before it is served: a refusal's response, or status 0 to go on.
    using Gate = std::function<HttpResponse(const RequestHead &head)>;
    // Takes an upgrade that arrives on a kept-alive connection; its bytes are still unread.
    using TakeUpgrade = std::function<void(QTcpSocket *socket)>;

    HttpConnection(QTcpSocket *socket, bool secure, const Quotas &quotas, const HttpRouter &router, Gate gate,
                   TakeUpgrade takeUpgrade, QObject *parent);

    // For a peer that waits for us alone: answers leave at once instead of at the end of the turn, and one whose
    // successor was asked for in the same breath (pipelining) leaves together with that.
    // It may stay silent for ever: a function waits for work as long as there is none.
    void answerAtOnce() { m_atOnce = true; m_deadline.stop(); }

private:
    void onReadyRead();
    bool startRequest();
    void readBody();
    void readChunks();
    void dispatch();
    void answer(const HttpResponse &response);
    void refuse(const HttpResponse &response);
    void onTimeout();

    QTcpSocket *m_socket;
    bool m_secure;
    const Quotas &m_quotas;
    const HttpRouter &m_router;
    Gate m_gate;
    TakeUpgrade m_takeUpgrade;
    QTimer m_deadline;       // a head or a body that stays half
    HttpRequest m_request;
    QByteArray m_chunks;     // raw chunked bytes not yet decoded
    qint64 m_missing = 0;
    QByteArray m_held;       // an answer that waits for the next
    bool m_inBody = false;
    bool m_answering = false;
    bool m_atOnce = false;
};

} // namespace greenroom
