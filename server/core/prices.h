// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <array>
#include <optional>

// The public price list as data: resources/prices/REGION.yaml, each figure with its date and source. A figure
// that is not known is absent, never taken from another region.

namespace greenroom {

// Which free allowances an account has: none, those every account keeps for ever, or also those of its first year.
enum class FreeTier { Off, Ever, FirstYear };

struct PriceTier
{
    std::optional<double> upTo;   // of a month's quantity; the last tier has no end
    double price = 0;             // of `per` pieces
};

struct Figure
{
    double per = 1;               // pieces a price is for
    QList<PriceTier> tiers;       // empty: not known
    double freeAmount = 0;        // of a month
    bool freeForEver = false;     // otherwise in the account's first year
    QString date;                 // when it was read: 2025-11-20, 2025-05 or “undated”
    QString source;

    bool isKnown() const { return !tiers.isEmpty(); }
    // Of a whole month's quantity. The free amount is its first part, and counts towards the tiers (R).
    double cost(double quantity, FreeTier freeTier) const;
};

struct ServerPrice
{
    QString name;    // t4g.small
    QString about;   // “2 cores, 2 GB”
    double hourly = 0;
    QString date;
    QString source;
};

enum class Item { Messages, ConnectionMinutes, LambdaRequests, GbSecondsX86, GbSecondsArm, DataOut };
inline constexpr int itemCount = 6;

QString itemName(Item item);   // as in the file: “connection-minutes”

struct PriceList
{
    QString region;
    QString currency;
    std::array<Figure, itemCount> figures;
    QList<ServerPrice> servers;

    const Figure &figure(Item item) const { return figures[size_t(item)]; }
    const ServerPrice *server(const QString &name) const;
    // What this list says that another does not say differently: figure by figure, server by server.
    void overlay(const PriceList &own);
};

// Anything unknown, missing or out of order in the file is an error with its place.
Result<PriceList> readPrices(const QByteArray &text, const QString &file);
Result<PriceList> readPricesFile(const QString &file);

// The regions we carry a list for. Of any other the list is empty.
QStringList regionsWithPrices();
Result<PriceList> builtinPrices(const QString &region);

QJsonObject toJson(const Figure &figure);

} // namespace greenroom
