// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quotas.h"
#include "core/result.h"
#include "gateway/http/httprouter.h"

#include <QHostAddress>
#include <QMetaType>
#include <QObject>
#include <QSet>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>
#include <memory>

namespace greenroom {

// What the gate lets through (issue "Bad input and safety"): names and origins, parsed, never compared by
// prefix.
struct GateRules
{
    QSet<QString> hosts;      // lower case, with port where it is not the default: "localhost:3001", "[::1]:3001"
    QSet<QString> origins;    // "http://localhost:5173"
};

// Why a request was turned away; the gateway records it as connect.refused.
struct GateRefusal
{
    int status = 0;           // 400, 403, 408, 414, 426, 431 …
    QString reason;
    QString detail;           // the offending value
    QString remedy;           // "Allow it with --allow-origin http://…"
    QString path;
    QString origin;
    QHostAddress peer;
    bool upgrade = false;
};

// Accepts sockets of one port (every address it listens on), tells TLS from plain text by the first byte,
// waits for one request head without reading it, judges it, and sorts: HTTP goes to the router, an upgrade
// is handed on with its socket still unread.
class FrontDoor : public QObject
{
    Q_OBJECT

public:
    FrontDoor(const Quotas &quotas, QSslConfiguration tls, QObject *parent = nullptr);
    ~FrontDoor() override;

    // "localhost" is 127.0.0.1 and, where there is one, ::1 (the same port). Port 0: a free one.
    // An error says who has the port, with Error::code 3.
    Result<quint16> listen(const QString &host, quint16 port);
    void close();
    QList<QHostAddress> addresses() const;

    void setRules(const GateRules &rules);
    HttpRouter &router();

    // Asked on every accepted upgrade; the callee owns the socket, whose bytes are all still unread.
    std::function<void(const RequestHead &head, QTcpSocket *socket, bool secure)> onUpgrade;

signals:
    void refused(const greenroom::GateRefusal &refusal);

private:
    class Private;
    std::unique_ptr<Private> d;
};

// Judges Host and Origin; status 0 means welcome.
GateRefusal judge(const RequestHead &head, const GateRules &rules);

} // namespace greenroom

Q_DECLARE_METATYPE(greenroom::GateRefusal)
