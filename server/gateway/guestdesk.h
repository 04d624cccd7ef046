// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quotas.h"
#include "gateway/connection.h"
#include "gateway/guestruns.h"
#include "gateway/http/requesthead.h"
#include "gateway/tokenbucket.h"
#include "gateway/transport/transport.h"

#include <QDeadlineTimer>
#include <QHash>
#include <QObject>
#include <QTimer>

namespace greenroom {

// What guests are let in for.
struct GuestOffer
{
    QString suite;            // the file they may start; it has a “blind” block
    qint64 validMs = 0;       // how long their link is valid; 0: no token is asked for
    double usualSeconds = 0;  // how long a run takes; 0: not known yet
};

// The guests' door: their connections (never those of the API), their token, who may start and stop. A page says
//   {"action":"watch","token","guest","run","after"}   first, and again after each reconnect
//   {"action":"start"}  {"action":"resume","run","after"}  {"action":"stop","run"}  {"action":"alive"}
// and gets the run's records as they are (ux.md §5; busy says in “total” in how many seconds to ask again) and, beside
// them, {"about":{title, label, show, total, takes, going, begun, again, run, mine, elapsed}}: what a starter may know of
// the suite. Both are built from what is allowed; nothing is taken away afterwards.
class GuestDesk : public QObject, private ConnectionOwner
{
    Q_OBJECT

public:
    GuestDesk(const GuestOffer &offer, const QMap<QString, QString> &host, QObject *parent = nullptr);
    ~GuestDesk() override;

    static bool isFeed(const RequestHead &head);   // /guest/feed

    QString token() const { return m_token; }
    QString title() const { return m_blind.value(QLatin1StringView("title")).toString(); }
    qint64 validMs() const { return m_offer.validMs; }

    // Takes the socket of an opening handshake whose gate said yes.
    void take(const RequestHead &head, QTcpSocket *socket, bool secure);
    void onAppended(const QList<Event> &batch);
    void closeAll();

signals:
    void runRequested(const greenroom::RunRequest &request);
    void runStopRequested(const QString &runId, greenroom::StopStrength strength);

private:
    struct Guest
    {
        Connection *connection = nullptr;   // a child of ours
        QString name;                       // the page's own, made there; empty until it was let in
    };

    void onMessage(Connection &connection, const QByteArray &body, bool binary) override;
    void onClosed(Connection &connection, int code, const QString &reason, const QString &closedBy) override;
    bool isValid(const QString &token) const;
    void admit(Guest &guest, const QJsonObject &message);
    void start(Guest &guest);
    void watch(Guest &guest, const QString &runId, int after);
    void stop(const Guest &guest, const QString &runId);
    int secondsUntilStart(const QString &guest);
    void onBegan(const QString &runId);
    void onEnded(const QString &runId);
    void refuse(Connection &connection);
    QJsonObject aboutSuite() const;
    void tell(Connection &connection, const QJsonObject &json);
    bool send(const QString &connectionId, const QJsonObject &record);
    void sweep();

    GuestOffer m_offer;
    QString m_token;
    QDeadlineTimer m_valid;
    QJsonObject m_blind;
    Quotas m_quotas;
    WriteBatch m_batch;
    GuestRuns m_runs;
    QHash<QString, Guest> m_guests;              // by connection id
    QHash<QString, QDeadlineTimer> m_resting;    // guests who may not start again yet
    TokenBucket m_starts;                        // of all guests together
    QTimer m_sweep;
};

} // namespace greenroom
