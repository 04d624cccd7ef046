// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/guestdesk.h"

#include "core/suite.h"
#include "gateway/http/httpmessage.h"
#include "gateway/ids.h"
#include "gateway/upgrade.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QRandomGenerator>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int restMs = 30'000;                  // (R) between the end of a guest's run and its next start
constexpr int startEverySeconds = 6;            // (R) of all guests together, in the long run
constexpr int startBurst = 10;
constexpr qsizetype guestsAtMost = 500;         // (R)
constexpr qint64 messageBytes = 4096;           // (R) what a page says is short
constexpr qint64 waitingBytes = 256 * 1024;     // (R) for a guest that reads slowly; the rest waits here
constexpr int letInMs = 10'000;                 // (R) a connection that says nothing
constexpr int silentMs = 180'000;               // (R) pages say “alive”; one in the background once a minute
constexpr int sweepMs = 5000;
constexpr qsizetype nameLength = 64;

QString newToken()
{
    QByteArray bytes(16, '\0');
    QRandomGenerator::system()->generate(bytes.begin(), bytes.end());
    return QString::fromLatin1(bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

// Takes as long whatever differs.
bool isSame(const QString &one, const QString &other)
{
    if (one.size() != other.size())
        return false;
    uint difference = 0;
    for (qsizetype i = 0; i < one.size(); ++i)
        difference |= one.at(i).unicode() ^ other.at(i).unicode();
    return difference == 0;
}

Quotas guestQuotas()
{
    Quotas quotas;
    quotas.frameBytes = messageBytes;
    quotas.messageBytes = messageBytes;
    return quotas;
}

} // namespace

GuestDesk::GuestDesk(const GuestOffer &offer, const QMap<QString, QString> &host, QObject *parent)
    : QObject(parent)
    , m_offer(offer)
    , m_token(offer.validMs > 0 ? newToken() : QString())
    , m_valid(offer.validMs > 0 ? QDeadlineTimer(offer.validMs) : QDeadlineTimer(QDeadlineTimer::Forever))
    , m_blind(readSuiteFile(offer.suite, {}).blind)
    , m_quotas(guestQuotas())
    , m_runs(offer.suite, host,
             [this](const QString &connectionId, const QJsonObject &record) { return send(connectionId, record); })
    , m_starts(1.0 / startEverySeconds, startBurst)
{
    connect(&m_runs, &GuestRuns::runRequested, this, &GuestDesk::runRequested);
    connect(&m_runs, &GuestRuns::runStopRequested, this, &GuestDesk::runStopRequested);
    connect(&m_runs, &GuestRuns::began, this, &GuestDesk::onBegan);
    connect(&m_runs, &GuestRuns::ended, this, &GuestDesk::onEnded);
    connect(&m_sweep, &QTimer::timeout, this, &GuestDesk::sweep);
    m_sweep.start(sweepMs);
}

GuestDesk::~GuestDesk() = default;

bool GuestDesk::isFeed(const RequestHead &head)
{
    return head.path() == "/guest/feed";
}

void GuestDesk::take(const RequestHead &head, QTcpSocket *socket, bool secure)
{
    Upgrade upgrade(head, socket, secure);
    if (m_guests.size() >= guestsAtMost) {
        upgrade.refuse(HttpResponse::json(503, R"({"message":"Service Unavailable"})"));
        return;
    }
    ConnectionFacts facts;
    facts.connectionId = newConnectionId();
    facts.connectedAt = QDateTime::currentMSecsSinceEpoch();
    if (std::unique_ptr<Transport> transport = upgrade.accept({}, m_batch))
        m_guests.insert(facts.connectionId, { new Connection(facts, std::move(transport), m_quotas, *this, this), {} });
}

void GuestDesk::onMessage(Connection &connection, const QByteArray &body, bool)
{
    connection.lastActiveAt = QDateTime::currentMSecsSinceEpoch();
    Guest &guest = m_guests[connection.id()];
    const QJsonObject message = QJsonDocument::fromJson(body).object();
    const QString action = message.value("action"_L1).toString();
    const QString run = message.value("run"_L1).toString();
    if (action == "watch"_L1)
        admit(guest, message);
    else if (guest.name.isEmpty())
        refuse(connection);
    else if (action == "start"_L1)
        start(guest);
    else if (action == "resume"_L1)
        watch(guest, run, message.value("after"_L1).toInt());
    else if (action == "stop"_L1)
        stop(guest, run);
    else if (action == "alive"_L1)
        tell(connection, { { u"alive"_s, true } });
    else
        refuse(connection);
}

bool GuestDesk::isValid(const QString &token) const
{
    return isSame(token, m_token) && !m_valid.hasExpired();
}

void GuestDesk::refuse(Connection &connection)
{
    tell(connection, { { u"seq"_s, 1 }, { u"kind"_s, u"refused"_s } });
    connection.close(1008, u"Not valid"_s);
}

void GuestDesk::admit(Guest &guest, const QJsonObject &message)
{
    const QString name = message.value("guest"_L1).toString();
    const bool open = m_token.isEmpty();
    if (name.isEmpty() || name.size() > nameLength || !(open || isValid(message.value("token"_L1).toString()))) {
        refuse(*guest.connection);
        return;
    }
    guest.name = name;
    // Its own run, else the one it was watching, else the one going on.
    const QString watched = message.value("run"_L1).toString();
    QString run = m_runs.openRunOf(name);
    if (run.isEmpty())
        run = m_runs.knows(watched) ? watched : m_runs.goingOn();
    const int after = run == watched ? message.value("after"_L1).toInt() : 0;
    QJsonObject about = aboutSuite();
    about.insert("going"_L1, !m_runs.goingOn().isEmpty());
    about.insert("again"_L1, secondsUntilStart(name));
    if (run.isEmpty())
        about.insert("run"_L1, QString());
    tell(*guest.connection, { { u"about"_s, about } });
    if (!run.isEmpty())
        watch(guest, run, after);
}

QJsonObject GuestDesk::aboutSuite() const
{
    QJsonObject about { { u"title"_s, title() },
                        { u"label"_s, m_blind.value("test_label"_L1).toString(u"Check {n}"_s) },
                        { u"show"_s, m_blind.value("show"_L1).toArray({ u"status"_s, u"elapsed"_s, u"progress"_s }) },
                        { u"total"_s, m_blind.value("total"_L1).toString(u"shown"_s) } };
    if (m_offer.usualSeconds > 0)
        about.insert("takes"_L1, std::ceil(m_offer.usualSeconds));
    return about;
}

void GuestDesk::watch(Guest &guest, const QString &run, int after)
{
    // Without an id: whatever is going on, for those who were idle when it began.
    const QString runId = run.isEmpty() ? m_runs.goingOn() : run;
    if (!m_runs.knows(runId)) {
        tell(*guest.connection, { { u"about"_s, QJsonObject { { u"run"_s, QString() } } } });
        return;
    }
    QJsonObject about { { u"run"_s, runId }, { u"mine"_s, m_runs.starterOf(runId) == guest.name } };
    if (const std::optional<double> elapsed = m_runs.elapsedNow(runId))
        about.insert("elapsed"_L1, *elapsed);
    tell(*guest.connection, { { u"about"_s, about } });
    m_runs.watch(guest.connection->id(), runId, after);
}

int GuestDesk::secondsUntilStart(const QString &guest)
{
    m_resting.removeIf([](const auto &entry) { return entry.value().hasExpired(); });
    const auto resting = m_resting.constFind(guest);
    return resting == m_resting.constEnd() ? 0 : int((resting->remainingTime() + 999) / 1000);
}

void GuestDesk::start(Guest &guest)
{
    if (!m_token.isEmpty() && m_valid.hasExpired()) {
        refuse(*guest.connection);
        return;
    }
    // Pressed twice, or in two tabs of one page: the same run.
    if (const QString open = m_runs.openRunOf(guest.name); !open.isEmpty()) {
        watch(guest, open, 0);
        return;
    }
    const auto busy = [this, &guest](int seconds) {
        tell(*guest.connection, { { u"seq"_s, 1 }, { u"kind"_s, u"busy"_s }, { u"total"_s, seconds } });
    };
    if (const int seconds = secondsUntilStart(guest.name); seconds > 0) {
        busy(seconds);
        return;
    }
    if (!m_starts.take()) {
        busy(startEverySeconds);
        return;
    }
    const QString run = m_runs.start(guest.name, guest.connection->id());
    if (run.isEmpty())
        busy(restMs / 1000);
    else
        watch(guest, run, 0);
}

void GuestDesk::stop(const Guest &guest, const QString &runId)
{
    // Only its starter: others see no button, and asking all the same changes nothing.
    if (m_runs.openRunOf(guest.name) == runId && !runId.isEmpty())
        m_runs.stop(runId);
}

void GuestDesk::onBegan(const QString &runId)
{
    for (const Guest &guest : std::as_const(m_guests)) {
        if (!guest.name.isEmpty())
            tell(*guest.connection, { { u"about"_s, QJsonObject { { u"going"_s, true }, { u"begun"_s, runId } } } });
    }
}

void GuestDesk::onEnded(const QString &runId)
{
    const QString starter = m_runs.starterOf(runId);
    if (!starter.isEmpty())
        m_resting.insert(starter, QDeadlineTimer(restMs));
    for (const Guest &guest : std::as_const(m_guests)) {
        if (guest.name.isEmpty())
            continue;
        QJsonObject about { { u"going"_s, !m_runs.goingOn().isEmpty() } };
        if (guest.name == starter)
            about.insert("again"_L1, secondsUntilStart(starter));
        tell(*guest.connection, { { u"about"_s, about } });
    }
}

void GuestDesk::onAppended(const QList<Event> &batch)
{
    m_runs.onAppended(batch);
    for (const Event &event : batch) {
        const auto *finished = std::get_if<RunFinished>(&event.payload);
        // What a whole run took is what the next will take.
        if (finished && m_runs.knows(finished->runId) && (finished->state == "passed"_L1 || finished->state == "failed"_L1))
            m_offer.usualSeconds = finished->durationMs / 1000;
    }
}

void GuestDesk::tell(Connection &connection, const QJsonObject &json)
{
    connection.sendText(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

bool GuestDesk::send(const QString &connectionId, const QJsonObject &record)
{
    const auto found = m_guests.constFind(connectionId);
    if (found == m_guests.constEnd() || !found->connection->isOpen())
        return true;   // its end is on the way; nobody waits for it
    if (found->connection->waitingBytes() > waitingBytes)
        return false;
    tell(*found->connection, record);
    return true;
}

void GuestDesk::sweep()
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const QList<Guest> guests = m_guests.values();
    for (const Guest &guest : guests) {
        const int patience = guest.name.isEmpty() ? letInMs : silentMs;
        if (now - guest.connection->lastActiveAt >= patience)
            guest.connection->close(1001, u"Going away"_s);
    }
}

void GuestDesk::onClosed(Connection &connection, int, const QString &, const QString &)
{
    m_runs.leave(connection.id());
    m_guests.remove(connection.id());
    connection.deleteLater();
}

void GuestDesk::closeAll()
{
    m_sweep.stop();
    const QList<Guest> guests = m_guests.values();
    for (const Guest &guest : guests)
        guest.connection->close(1001, u"Going away"_s);
}

} // namespace greenroom
