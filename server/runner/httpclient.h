// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/httpanswer.h"
#include "runner/httppool.h"
#include "runner/steps/stepoutput.h"

#include <QElapsedTimer>
#include <QNetworkCookieJar>
#include <QObject>
#include <QUrl>

#include <functional>

namespace greenroom {

struct HttpCall
{
    QByteArray method = "GET";
    QUrl url;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;
    bool followRedirects = true;
    bool verifyTls = true;
};

// One HTTP exchange as a test sees it: redirects followed by us, so that credentials never reach another
// host; bodies bounded; metadata services of clouds refused, by name and by the address a name leads to.
// Deletes itself after `done`.
class HttpExchange : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(StepOutput output)>;

    static HttpExchange *start(HttpPool &pool, QNetworkCookieJar *cookies, const HttpCall &call, Done done, QObject *parent);
    ~HttpExchange() override;
    void cancel();

private:
    HttpExchange(HttpPool &pool, QNetworkCookieJar *cookies, HttpCall call, Done done, QObject *parent);

    void send();
    void refuse(const QString &why);
    void connectSocket();
    void useSocket(HttpPool::Link link);
    void onReady();
    void onReadyRead();
    void onDisconnected();
    void onError();
    void onResponse();
    bool redirect();
    void noteTls();
    void releaseSocket();
    void finish(const QString &error = {});

    HttpPool &m_pool;
    QNetworkCookieJar *m_cookies;
    HttpCall m_call;
    Done m_done;
    QTcpSocket *m_socket = nullptr;
    bool m_reused = false;
    HttpAnswer m_response;
    StepOutput m_output;
    QElapsedTimer m_timer;
    int m_redirects = 0;
};

} // namespace greenroom
