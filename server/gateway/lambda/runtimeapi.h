// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quotas.h"
#include "gateway/http/httprouter.h"

#include <QObject>
#include <QTcpServer>

#include <optional>

namespace greenroom {

// The Lambda Runtime API (contract §8.1) as one child process sees it: a listener of its own on an ephemeral
// loopback port. The port is the identity. `next` is a held response.
class RuntimeApi : public QObject
{
    Q_OBJECT

public:
    struct Work
    {
        QByteArray requestId;      // UUID
        QByteArray event;
        qint64 deadlineMs = 0;     // Unix ms
        QByteArray functionArn;
        QByteArray traceId;
        QByteArray clientContext;  // JSON of a caller by name (X-Amz-Client-Context); mostly empty
    };

    explicit RuntimeApi(qint64 payloadLimit, QObject *parent = nullptr);

    bool listen();
    // host:port, for AWS_LAMBDA_RUNTIME_API.
    QString address() const;
    // Hands work to the process; it must be waiting (isWaiting()).
    void give(const Work &work);
    bool isWaiting() const { return bool(m_next); }

signals:
    void waiting();                                          // asked for work
    void responded(const QByteArray &requestId, const QByteArray &result);
    void failed(const QByteArray &requestId, const QByteArray &error, const QByteArray &type);
    void initFailed(const QByteArray &error, const QByteArray &type);
    void tooLarge();                                         // a result beyond the limit was refused

private:
    void onConnection();
    void onNext(const HttpRequest &request, const HttpRouter::Respond &respond);
    void onPost(const HttpRequest &request, const HttpRouter::Respond &respond);
    void onInitError(const QByteArray &body, const QByteArray &type, const HttpRouter::Respond &respond);
    bool refuseTooLarge(qint64 size, HttpResponse *response);

    QTcpServer m_server;
    HttpRouter m_router;
    Quotas m_limits;
    qint64 m_payloadLimit;
    HttpRouter::Respond m_next;        // the held response
    QByteArray m_current;              // request id being worked on
    bool m_isUp = false;               // asked for work at least once: its init is over
};

} // namespace greenroom
