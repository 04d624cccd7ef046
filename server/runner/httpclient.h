// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "runner/steps/stepoutput.h"

#include <QFuture>
#include <QNetworkAccessManager>
#include <QNetworkCookieJar>
#include <QNetworkReply>
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
// host; bodies bounded; metadata services of clouds refused. Deletes itself after `done`.
class HttpExchange : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(StepOutput output)>;

    static HttpExchange *start(QNetworkAccessManager &network, QNetworkCookieJar *cookies, const HttpCall &call, Done done,
                               QObject *parent);
    void cancel();

private:
    HttpExchange(QNetworkAccessManager &network, QNetworkCookieJar *cookies, HttpCall call, Done done, QObject *parent);

    void send();
    void onReadyRead();
    void onFinished();
    void finish(const QString &error = {});

    QNetworkAccessManager &m_network;
    QNetworkCookieJar *m_cookies;
    HttpCall m_call;
    Done m_done;
    QNetworkReply *m_reply = nullptr;
    StepOutput m_output;
    qint64 m_startedNs = 0;
    int m_redirects = 0;
};

} // namespace greenroom
