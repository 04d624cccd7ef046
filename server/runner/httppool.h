// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QList>
#include <QObject>
#include <QSslSocket>
#include <QString>
#include <QUrl>

namespace greenroom {

// The idle connections of a run, kept alive from test to test. Not QNetworkAccessManager, whose two changes of
// thread for every request leave 1,700 page checks a second where this makes 2,650 (tests/bench/pagechecks.sh).
class HttpPool : public QObject
{
    Q_OBJECT

public:
    struct Link
    {
        QTcpSocket *socket = nullptr;
        bool reused = false;        // it has carried a request before: the server may just have closed it
    };

    explicit HttpPool(QObject *parent = nullptr) : QObject(parent) {}

    // An idle connection, or a fresh one that begins to connect. The caller owns it from now on.
    Link take(const QUrl &url, bool verifyTls);
    // A fresh one in any case: for the second try after a stale one.
    QTcpSocket *connectTo(const QUrl &url, bool verifyTls);
    void give(const QUrl &url, bool verifyTls, QTcpSocket *socket);

private:
    QHash<QString, QList<QTcpSocket *>> m_idle;
};

} // namespace greenroom
