// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Guests of a hosted API (ux.md §9): which suite is theirs, and the link they get.

#include "core/suite.h"
#include "gateway/guestdesk.h"
#include "gateway/guestpage.h"
#include "gateway/hostedapi.h"

#include <QDateTime>
#include <QNetworkInterface>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// The first suite here that says what a guest may see of it.
QString suiteForGuests(const Api &api, const QStringList &given, const ProjectSettings &settings)
{
    QStringList files = given;
    for (const QStringList &suites : settings.suites)
        files += suites;
    if (api.file == "builtin:demo"_L1)
        files.append(u":/demo/demo.greenroom.yaml"_s);
    const auto found = std::find_if(files.cbegin(), files.cend(), [](const QString &file) { return !readSuiteFile(file, {}).blind.isEmpty(); });
    return found == files.cend() ? QString() : *found;
}

// Where guests find us: beyond loopback an address that other machines reach.
QString authorityForGuests(const QString &host, const QString &httpUrl)
{
    const QUrl url(httpUrl);
    if (host != "*"_L1 && host != "0.0.0.0"_L1)
        return url.authority();
    const QList<QHostAddress> all = QNetworkInterface::allAddresses();
    const auto reachable = std::find_if(all.begin(), all.end(), [](const QHostAddress &address) {
        return address.protocol() == QAbstractSocket::IPv4Protocol && !address.isLoopback() && !address.isLinkLocal();
    });
    return reachable == all.end() ? url.authority() : u"%1:%2"_s.arg(reachable->toString()).arg(url.port());
}

} // namespace

Result<void> HostedApi::letGuestsIn(const HostRequest &request, const ProjectSettings &settings)
{
    if (!request.guests)
        return {};
    const QString suite = suiteForGuests(m_api, request.suites, settings);
    if (suite.isEmpty())
        return Error { 2, u"There is nothing guests may start: give a suite with a “blind” block, with --suite."_s };
    m_guests = std::make_unique<GuestDesk>(GuestOffer { suite, request.guestsMs, request.usualSeconds.value(suite) },
                                           QMap<QString, QString> { { u"ws_url"_s, m_wsUrl }, { u"api_url"_s, m_httpUrl } });
    connect(m_guests.get(), &GuestDesk::runRequested, this, &HostedApi::runRequested);
    connect(m_guests.get(), &GuestDesk::runStopRequested, this, &HostedApi::runStopRequested);
    addGuestPage(m_door->router());
    return {};
}

void HostedApi::inviteGuests()
{
    if (!m_guests)
        return;
    GuestsInvited invited;
    invited.apiId = m_api.id;
    invited.url = u"http://%1/guest"_s.arg(authorityForGuests(m_host, m_httpUrl));
    if (!m_guests->token().isEmpty()) {
        invited.url += u'#' + m_guests->token();
        invited.validUntil = QDateTime::currentMSecsSinceEpoch() + m_guests->validMs();
    }
    invited.title = m_guests->title();
    m_journal.record(invited);
}

} // namespace greenroom
