// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/prices.h"

#include "core/yaml.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr const char *itemNames[itemCount] = { "messages", "connection-minutes", "lambda-requests",
                                               "lambda-gb-seconds-x86_64", "lambda-gb-seconds-arm64", "data-out" };
constexpr int errorCode = 2;

// Reads one file; the first thing wrong is kept, with its place.
class Reader
{
public:
    explicit Reader(QString file) : m_file(std::move(file)) {}

    PriceList read(const yaml::Node &root)
    {
        PriceList list;
        if (!root.isMapping()) {
            wrong(root.place, u"a price list is a mapping with region, figures and servers"_s);
            return list;
        }
        known(root, { u"region"_s, u"currency"_s, u"figures"_s, u"servers"_s });
        list.region = text(root, u"region"_s);
        list.currency = root[u"currency"_s].toText(u"USD"_s);
        if (list.currency != "USD"_L1)
            wrong(root[u"currency"_s].place, u"prices are in USD, not “%1”"_s.arg(list.currency));
        const yaml::Node &figures = root[u"figures"_s];
        QStringList names;
        for (const char *name : itemNames)
            names.append(QLatin1StringView(name));
        known(figures, names);
        for (int item = 0; item < itemCount; ++item) {
            if (figures.contains(names.at(item)))
                list.figures[size_t(item)] = figure(figures[names.at(item)]);
        }
        const yaml::Node &servers = root[u"servers"_s];
        for (const QString &name : servers.keyNames())
            list.servers.append(server(name, servers[name]));
        return list;
    }

    std::optional<Error> error() const { return m_error; }

private:
    void wrong(const Place &place, const QString &sentence)
    {
        if (m_error)
            return;
        Place whole = place;
        whole.file = m_file;
        m_error = Error { errorCode, whole.toString() + u": "_s + sentence + u'.' };
    }

    void known(const yaml::Node &node, const QStringList &names)
    {
        for (const QString &key : node.keyNames()) {
            if (names.contains(key))
                continue;
            const QString near = yaml::nearest(key, names);
            wrong(node.keyPlace(key), near.isEmpty() ? u"there is no “%1” here; there are %2"_s.arg(key, names.join(u", "_s))
                                                     : u"there is no “%1”; did you mean “%2”?"_s.arg(key, near));
        }
    }

    QString text(const yaml::Node &node, const QString &key)
    {
        const QString value = node[key].toText().trimmed();
        if (value.isEmpty())
            wrong(node.place, u"“%1” is missing"_s.arg(key));
        return value;
    }

    double number(const yaml::Node &node, const QString &key)
    {
        const yaml::Node &value = node[key];
        const double number = value.toNumber(-1);
        if (!(number >= 0) || !std::isfinite(number))
            wrong(value.place, u"“%1” is a number from 0, not “%2”"_s.arg(key, value.toText()));
        return number;
    }

    QString date(const yaml::Node &node)
    {
        static const QRegularExpression shape(u"^(\\d{4}-\\d{2}(-\\d{2})?|undated)$"_s);
        const QString value = text(node, u"date"_s);
        if (!shape.match(value).hasMatch())
            wrong(node[u"date"_s].place, u"“date” is when the price was read, as 2025-11-20, 2025-11 or undated"_s);
        return value;
    }

    Figure figure(const yaml::Node &node)
    {
        known(node, { u"per"_s, u"tiers"_s, u"free"_s, u"date"_s, u"source"_s });
        Figure figure;
        figure.per = number(node, u"per"_s);
        if (figure.per <= 0)
            wrong(node[u"per"_s].place, u"“per” is how many pieces a price is for: more than 0"_s);
        figure.date = date(node);
        figure.source = text(node, u"source"_s);
        readTiers(node[u"tiers"_s], figure);
        if (node.contains(u"free"_s)) {
            const yaml::Node &free = node[u"free"_s];
            known(free, { u"amount"_s, u"for"_s });
            figure.freeAmount = number(free, u"amount"_s);
            const QString length = text(free, u"for"_s);
            figure.freeForEver = length == "ever"_L1;
            if (length != "ever"_L1 && length != "first-year"_L1)
                wrong(free[u"for"_s].place, u"“for” is ever or first-year, not “%1”"_s.arg(length));
        }
        return figure;
    }

    void readTiers(const yaml::Node &tiers, Figure &figure)
    {
        if (!tiers.isSequence() || tiers.items.isEmpty())
            wrong(tiers.place, u"“tiers” is a list of at least one price"_s);
        double former = 0;
        for (qsizetype i = 0; i < tiers.items.size(); ++i) {
            const yaml::Node &node = tiers.items.at(i);
            known(node, { u"upTo"_s, u"price"_s });
            PriceTier tier { std::nullopt, number(node, u"price"_s) };
            if (const bool isLast = i + 1 == tiers.items.size(); isLast != !node.contains(u"upTo"_s))
                wrong(node.place, u"every tier but the last says “upTo”"_s);
            else if (!isLast)
                tier.upTo = number(node, u"upTo"_s);
            if (tier.upTo && *tier.upTo <= former)
                wrong(node.place, u"tiers come in the order of “upTo”"_s);
            former = tier.upTo.value_or(former);
            figure.tiers.append(tier);
        }
    }

    ServerPrice server(const QString &name, const yaml::Node &node)
    {
        known(node, { u"hourly"_s, u"about"_s, u"date"_s, u"source"_s });
        return { name, node[u"about"_s].toText(), number(node, u"hourly"_s), date(node), text(node, u"source"_s) };
    }

    QString m_file;
    std::optional<Error> m_error;
};

} // namespace

QString itemName(Item item)
{
    return QLatin1StringView(itemNames[size_t(item)]);
}

double Figure::cost(double quantity, FreeTier freeTier) const
{
    const bool isFree = freeTier == FreeTier::FirstYear || (freeTier == FreeTier::Ever && freeForEver);
    double done = isFree ? freeAmount : 0;
    double sum = 0;
    for (const PriceTier &tier : tiers) {
        const double end = std::min(quantity, tier.upTo.value_or(quantity));
        if (end > done) {
            sum += (end - done) / per * tier.price;
            done = end;
        }
    }
    return sum;
}

const ServerPrice *PriceList::server(const QString &name) const
{
    const auto found = std::find_if(servers.begin(), servers.end(), [&name](const ServerPrice &server) { return server.name == name; });
    return found == servers.end() ? nullptr : &*found;
}

void PriceList::overlay(const PriceList &own)
{
    for (size_t item = 0; item < figures.size(); ++item) {
        if (own.figures[item].isKnown())
            figures[item] = own.figures[item];
    }
    for (const ServerPrice &server : own.servers) {
        servers.removeIf([&server](const ServerPrice &old) { return old.name == server.name; });
        servers.append(server);
    }
}

Result<PriceList> readPrices(const QByteArray &text, const QString &file)
{
    const yaml::Reading reading = yaml::read(text, file);
    if (!reading.problems.isEmpty())
        return Error { errorCode, toLine(reading.problems.first()) };
    Reader reader(file);
    PriceList list = reader.read(reading.root);
    if (const std::optional<Error> error = reader.error())
        return *error;
    return list;
}

Result<PriceList> readPricesFile(const QString &file)
{
    QFile in(file);
    if (!in.open(QFile::ReadOnly))
        return Error { errorCode, u"The price list %1 cannot be read: %2."_s.arg(file, in.errorString()) };
    return readPrices(in.readAll(), file);
}

QStringList regionsWithPrices()
{
    QStringList regions = QDir(u":/prices"_s).entryList({ u"*.yaml"_s }, QDir::Files, QDir::Name);
    for (QString &region : regions)
        region.chop(5);
    return regions;
}

Result<PriceList> builtinPrices(const QString &region)
{
    if (regionsWithPrices().contains(region))
        return readPricesFile(u":/prices/%1.yaml"_s.arg(region));
    PriceList none;
    none.region = region;
    none.currency = u"USD"_s;
    return none;
}

QJsonObject toJson(const Figure &figure)
{
    QJsonArray tiers;
    for (const PriceTier &tier : figure.tiers) {
        QJsonObject json { { u"price"_s, tier.price } };
        if (tier.upTo)
            json.insert(u"upTo"_s, *tier.upTo);
        tiers.append(json);
    }
    QJsonObject json { { u"per"_s, figure.per }, { u"tiers"_s, tiers }, { u"date"_s, figure.date }, { u"source"_s, figure.source } };
    if (figure.freeAmount > 0)
        json.insert(u"free"_s, QJsonObject { { u"amount"_s, figure.freeAmount },
                                             { u"for"_s, figure.freeForEver ? u"ever"_s : u"first-year"_s } });
    return json;
}

} // namespace greenroom
