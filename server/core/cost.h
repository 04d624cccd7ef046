// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/prices.h"
#include "core/usagemeter.h"

#include <QJsonObject>
#include <QStringList>

#include <optional>

// What measured usage would cost by a price list: a pure function, for the command line and the window alike.
// All sums agree: kinds, routes and connections add up to the same amount, measured and for a month.

namespace greenroom {

inline constexpr double hoursInMonth = 730;

struct CostSettings
{
    FreeTier freeTier = FreeTier::Off;
    bool isArm = false;                // Lambda's architecture
    double hoursAMonth = hoursInMonth; // of such load
    QString server = QStringLiteral("t4g.small");
};

// In the list's currency; nothing where a price is needed that the list does not know.
using Money = std::optional<double>;

struct CostRow
{
    QString name;           // a kind, a route key, a connectionId
    QString detail;         // the unit of a kind; a client's name
    Usage usage;            // of routes and connections
    double quantity = 0;    // of kinds
    Money measured;
    Money month;
};

struct Cost
{
    PriceList prices;
    CostSettings settings;
    UsageSums sums;
    CostRow total;
    QList<CostRow> kinds;
    QList<CostRow> routes;
    QList<CostRow> connections;
    Money dataOut;                     // measured; shown, never in the sum
    double messagesASecond = 0;        // units, both directions
    const ServerPrice *server() const { return prices.server(settings.server); }
    Money serverMonth;
    Money equalAtMessagesASecond;      // up to here such load is cheaper without the server
    QStringList notes;                 // what is assumed, left out or not known: one sentence each

    QJsonObject toJson() const;
};

Cost costOf(const UsageSums &sums, const PriceList &prices, const CostSettings &settings);

// "$0.0033", "$50.17", "$1,204.00", "under $0.0001", "not known".
QString moneyText(const Money &money);

} // namespace greenroom
