// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/httpanswer.h"
#include "core/result.h"
#include "gateway/http/requesthead.h"

#include <QObject>
#include <QTimer>
#include <QUrl>

#include <functional>

class QTcpSocket;

namespace greenroom {

struct UpstreamRequest
{
    QByteArray method = "POST";
    QUrl url;
    QList<RequestHead::Header> headers;   // Host and Content-Length are added
    QByteArray body;
    int timeoutMs = 29'000;
};

// One request to a back end over a connection of its own: nothing that is on its way can be lost to a stale one.
// Redirects are answers as any other. Deletes itself after `done`. Not QNetworkAccessManager, which keeps more
// than six calls to one host waiting.
class UpstreamCall : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(Result<HttpAnswer> answer)>;

    static void start(const UpstreamRequest &request, QObject *parent, Done done);

private:
    UpstreamCall(UpstreamRequest request, QObject *parent, Done done);

    void send();
    void onError();
    void finish(Result<HttpAnswer> answer);
    void finishWithAnswer();

    UpstreamRequest m_request;
    Done m_done;
    QTcpSocket *m_socket = nullptr;
    HttpAnswer m_answer;
    QTimer m_deadline;
};

} // namespace greenroom
