// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cost.h"

#include <QDateTime>
#include <QJsonArray>
#include <QLocale>

#include <cmath>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr double shortestMs = 1000;   // what was measured for less says nothing about a month

// The four things AWS has a price for here. Messages count together, whichever way they went: so do their tiers.
enum Part { Messages, Minutes, Requests, Compute, partCount };
using Quantities = std::array<double, partCount>;

Quantities quantitiesOf(const Usage &usage)
{
    return { double(usage.unitsIn + usage.unitsOut), double(usage.minutes), double(usage.calls), usage.gbSeconds() };
}

const Figure &figureOf(const PriceList &prices, const CostSettings &settings, int part)
{
    const Item items[] = { Item::Messages, Item::ConnectionMinutes, Item::LambdaRequests,
                           settings.isArm ? Item::GbSecondsArm : Item::GbSecondsX86 };
    return prices.figure(items[part]);
}

// The price of one piece at these quantities, tiers and free amounts spread evenly: what each row pays.
class Rates
{
public:
    Rates(const Quantities &total, const PriceList &prices, const CostSettings &settings)
    {
        for (int part = 0; part < partCount; ++part) {
            const Figure &figure = figureOf(prices, settings, part);
            const double quantity = total[size_t(part)];
            if (quantity <= 0)
                m_rates[size_t(part)] = 0.0;
            else if (figure.isKnown())
                m_rates[size_t(part)] = figure.cost(quantity, settings.freeTier) / quantity;
        }
    }

    Money of(int part, double quantity) const
    {
        const Money &rate = m_rates[size_t(part)];
        return quantity <= 0 ? Money(0.0) : rate ? Money(*rate * quantity) : Money();
    }
    Money of(const Quantities &quantities) const
    {
        Money sum = 0.0;
        for (int part = 0; part < partCount; ++part) {
            const Money money = of(part, quantities[size_t(part)]);
            sum = sum && money ? Money(*sum + *money) : Money();
        }
        return sum;
    }

private:
    std::array<Money, partCount> m_rates;
};

Quantities scaled(Quantities quantities, double factor)
{
    for (double &quantity : quantities)
        quantity *= factor;
    return quantities;
}

// Measured and for a month, side by side.
struct Pricing
{
    Rates measured;
    std::optional<Rates> month;
    double factor = 0;

    CostRow row(const QString &name, const QString &detail, const Usage &usage) const
    {
        const Quantities quantities = quantitiesOf(usage);
        return { name, detail, usage, 0, measured.of(quantities), month ? month->of(scaled(quantities, factor)) : Money() };
    }
    CostRow kind(const QString &name, const QString &unit, int part, double quantity) const
    {
        return { name, unit, {}, quantity, measured.of(part, quantity), month ? month->of(part, quantity * factor) : Money() };
    }
};

// By how much the load may grow until a month of it costs as much as the server: cost never falls with load.
std::optional<double> equalFactor(const Quantities &month, double server, const PriceList &prices, const CostSettings &settings)
{
    const auto costs = [&](double factor) { return Rates(scaled(month, factor), prices, settings).of(scaled(month, factor)); };
    double low = 0;
    double high = 1;
    while (high < 1e12 && costs(high).value_or(server) < server)
        high *= 2;
    if (high >= 1e12 || !costs(high))
        return std::nullopt;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        (*costs(middle) < server ? low : high) = middle;
    }
    return high;
}

// 1,204: the amounts are in dollars, so are the commas.
QLocale dollars()
{
    return QLocale(QLocale::English, QLocale::UnitedStates);
}

QString counted(qint64 number, const char *one, const char *many)
{
    return u"%1 %2"_s.arg(dollars().toString(number), QLatin1StringView(number == 1 ? one : many));
}

QStringList notesOf(const Cost &cost)
{
    QStringList notes;
    const Usage &usage = cost.sums.total;
    const Quantities quantities = quantitiesOf(usage);
    QStringList missing;
    constexpr const char *words[] = { "messages", "connection minutes", "calls of functions", "the time of functions" };
    for (int part = 0; part < partCount; ++part) {
        if (quantities[size_t(part)] > 0 && !figureOf(cost.prices, cost.settings, part).isKnown())
            missing.append(QLatin1StringView(words[part]));
    }
    if (!missing.isEmpty())
        notes.append(u"No price is known for %1 in %2; a price list of your own can state it."_s
                         .arg(missing.join(u", "_s), cost.prices.region));
    if (cost.dataOut && usage.bytesOut > 0)
        notes.append(u"Not in the sum: %1 bytes to clients, %2 as data transfer at most; logs, storage, taxes."_s
                         .arg(dollars().toString(usage.bytesOut), moneyText(cost.dataOut)));
    else
        notes.append(u"Not in the sum: data transfer, logs, storage, taxes."_s);
    if (usage.countedMessages > 0)
        notes.append(u"At least: %1 counted, not recorded; their sizes are known in sum only, their connections and calls not at all."_s
                         .arg(counted(usage.countedMessages, "message was", "messages were")));
    if (usage.assumedMemory > 0)
        notes.append(u"Assumed: %1 with %2 MB, as nothing says more; built-in handlers are priced as functions, for the time measured."_s
                         .arg(counted(usage.assumedMemory, "call", "calls")).arg(unknownMemoryMb));
    if (usage.lateCalls > 0)
        notes.append(u"At least: %1 out; what the function spent after the gateway gave up is not in the journal."_s
                         .arg(counted(usage.lateCalls, "call timed", "calls timed")));
    if (usage.suiteCalls > 0)
        notes.append(u"Not priced: %1 of a test suite behind a route, which AWS does not have."_s
                         .arg(counted(usage.suiteCalls, "call", "calls")));
    if (cost.sums.remoteConnections > 0)
        notes.append(u"Seen from our client's side: %1 to hosts elsewhere; functions there are not seen."_s
                         .arg(counted(cost.sums.remoteConnections, "connection", "connections")));
    if (!cost.total.month)
        notes.append(missing.isEmpty() ? u"Too little was measured to say what a month would be."_s
                                       : u"Without these prices there is no sum for a month."_s);
    return notes;
}

} // namespace

Cost costOf(const UsageSums &sums, const PriceList &prices, const CostSettings &settings)
{
    Cost cost;
    cost.prices = prices;
    cost.settings = settings;
    cost.sums = sums;
    const Quantities quantities = quantitiesOf(sums.total);
    const double ms = double(sums.until - sums.from);
    Pricing pricing { Rates(quantities, prices, settings), std::nullopt, 0 };
    if (ms >= shortestMs) {
        pricing.factor = settings.hoursAMonth * 3'600'000 / ms;
        pricing.month.emplace(scaled(quantities, pricing.factor), prices, settings);
        cost.messagesASecond = quantities[Messages] * 1000 / ms;
    }
    cost.total = pricing.row(u"All"_s, {}, sums.total);
    cost.kinds = { pricing.kind(u"Messages from clients"_s, u"32 KB"_s, Messages, double(sums.total.unitsIn)),
                   pricing.kind(u"Messages to clients"_s, u"32 KB"_s, Messages, double(sums.total.unitsOut)),
                   pricing.kind(u"Connection minutes"_s, u"minutes"_s, Minutes, quantities[Minutes]),
                   pricing.kind(u"Function calls"_s, u"requests"_s, Requests, quantities[Requests]),
                   pricing.kind(u"Function time"_s, u"GB-seconds"_s, Compute, quantities[Compute]) };
    for (auto route = sums.routes.cbegin(); route != sums.routes.cend(); ++route)
        cost.routes.append(pricing.row(route.key(), {}, *route));
    for (const ConnectionUsage &connection : sums.connections)
        cost.connections.append(pricing.row(connection.connectionId, connection.name, connection.usage));
    if (const Figure &dataOut = prices.figure(Item::DataOut); dataOut.isKnown())
        cost.dataOut = dataOut.cost(double(sums.total.bytesOut) / 1e9, settings.freeTier);
    if (const ServerPrice *server = cost.server())
        cost.serverMonth = server->hourly * hoursInMonth;
    if (cost.serverMonth && pricing.month && cost.messagesASecond > 0 && cost.total.month) {
        if (const auto factor = equalFactor(scaled(quantities, pricing.factor), *cost.serverMonth, prices, settings))
            cost.equalAtMessagesASecond = *factor * cost.messagesASecond;
    }
    cost.notes = notesOf(cost);
    return cost;
}

QString moneyText(const Money &money)
{
    if (!money)
        return u"not known"_s;
    if (*money == 0)
        return u"$0.00"_s;
    if (*money < 0.0001)
        return u"under $0.0001"_s;
    return u'$' + dollars().toString(*money, 'f', *money < 0.9999 ? 4 : 2);
}

namespace {

QJsonValue json(const Money &money)
{
    return money ? QJsonValue(*money) : QJsonValue(QJsonValue::Null);
}

QJsonObject json(const Usage &usage)
{
    return { { u"messagesIn"_s, usage.messagesIn },   { u"messagesOut"_s, usage.messagesOut },
             { u"unitsIn"_s, usage.unitsIn },         { u"unitsOut"_s, usage.unitsOut },
             { u"bytesOut"_s, usage.bytesOut },       { u"minutes"_s, usage.minutes },
             { u"calls"_s, usage.calls },             { u"billedMs"_s, usage.billedMs },
             { u"gbSeconds"_s, usage.gbSeconds() } };
}

QJsonArray json(const QList<CostRow> &rows, const QString &name)
{
    QJsonArray array;
    for (const CostRow &row : rows) {
        QJsonObject object = name == "kind"_L1 ? QJsonObject { { u"quantity"_s, row.quantity }, { u"unit"_s, row.detail } } : json(row.usage);
        object.insert(name, row.name);
        object.insert(u"amount"_s, json(row.measured));
        object.insert(u"month"_s, json(row.month));
        if (name == "connectionId"_L1 && !row.detail.isEmpty())
            object.insert(u"name"_s, row.detail);
        array.append(object);
    }
    return array;
}

QString timeText(qint64 at)
{
    return QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODateWithMs);
}

QString freeTierName(FreeTier tier)
{
    return tier == FreeTier::Off ? u"off"_s : tier == FreeTier::Ever ? u"ever"_s : u"first-year"_s;
}

} // namespace

QJsonObject Cost::toJson() const
{
    QJsonObject figures;
    for (int item = 0; item < itemCount; ++item) {
        if (const Figure &figure = prices.figures[size_t(item)]; figure.isKnown())
            figures.insert(itemName(Item(item)), greenroom::toJson(figure));
    }
    QJsonObject object { { u"greenroomCost"_s, 1 },
                         { u"region"_s, prices.region },
                         { u"currency"_s, prices.currency },
                         { u"freeTier"_s, freeTierName(settings.freeTier) },
                         { u"architecture"_s, settings.isArm ? u"arm64"_s : u"x86_64"_s },
                         { u"from"_s, timeText(sums.from) },
                         { u"until"_s, timeText(sums.until) },
                         { u"usage"_s, json(sums.total) },
                         { u"amount"_s, json(total.measured) },
                         { u"month"_s, json(total.month) },
                         { u"hoursAMonth"_s, settings.hoursAMonth },
                         { u"messagesASecond"_s, messagesASecond },
                         { u"dataOut"_s, json(dataOut) },
                         { u"kinds"_s, json(kinds, u"kind"_s) },
                         { u"routes"_s, json(routes, u"routeKey"_s) },
                         { u"connections"_s, json(connections, u"connectionId"_s) },
                         { u"prices"_s, figures },
                         { u"notes"_s, QJsonArray::fromStringList(notes) } };
    if (const ServerPrice *compared = server()) {
        object.insert(u"server"_s, QJsonObject { { u"name"_s, compared->name },
                                                 { u"about"_s, compared->about },
                                                 { u"hourly"_s, compared->hourly },
                                                 { u"date"_s, compared->date },
                                                 { u"source"_s, compared->source },
                                                 { u"month"_s, json(serverMonth) },
                                                 { u"equalAtMessagesASecond"_s, json(equalAtMessagesASecond) } });
    }
    return object;
}

} // namespace greenroom
