// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/integrations/demoservice.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTimer>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

struct Offer
{
    const char *sku;
    const char *title;
    double price;
    int workMs;
};

constexpr Offer offers[] = {
    { "AB-10", "Desk lamp, brass", 49.90, 700 },     { "AB-11", "Floor lamp, oak", 129.00, 1500 },
    { "AB-12", "Reading chair", 349.00, 2100 },      { "AB-13", "Side table", 89.50, 900 },
    { "AB-14", "Bookshelf, narrow", 159.00, 2600 },  { "AB-15", "Wool rug", 219.00, 1200 },
    { "AB-16", "Wall clock", 39.00, 600 },
};

QByteArray compact(const QJsonObject &json)
{
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

const Offer *findOffer(const QString &sku)
{
    for (const Offer &offer : offers) {
        if (sku == QLatin1StringView(offer.sku))
            return &offer;
    }
    return nullptr;
}

} // namespace

// The table of the demo's handlers.
const DemoService::Named DemoService::handlers[] = {
    { "connect", &DemoService::connected },   { "disconnect", &DemoService::disconnected },
    { "whoami", &DemoService::whoAmI },       { "join", &DemoService::join },
    { "say", &DemoService::say },             { "catalogue", &DemoService::catalogue },
    { "price", &DemoService::price },         { "search", &DemoService::search },
    { "stock", &DemoService::stock },         { "basket", &DemoService::basket },
    { "unsteady", &DemoService::unsteady },   { "report", &DemoService::report },
    { "unknown", &DemoService::unknown },
};

DemoService::DemoService(Journal &journal, QObject *parent)
    : QObject(parent)
    , m_journal(journal)
{
}

bool DemoService::call(const QString &handler, const Invocation &invocation, const Post &post, const Respond &respond)
{
    const auto found = std::find_if(std::begin(handlers), std::end(handlers), [&handler](const Named &named) {
        return handler == QLatin1StringView(named.name);
    });
    if (found == std::end(handlers))
        return false;
    const Call call { invocation, QJsonDocument::fromJson(invocation.body).object(), post, respond };
    (this->*found->handler)(call);
    return true;
}

void DemoService::answerAfter(int ms, const Call &call, const QJsonObject &body)
{
    IntegrationResponse response;
    response.result = compact(body);
    response.handlerMs = ms;
    QTimer::singleShot(ms, Qt::PreciseTimer, this, [respond = call.respond, response] { respond(response); });
}

void DemoService::log(const Call &call, const char *level, const QString &text)
{
    FunctionLogged logged;
    logged.function = call.invocation.routeKey;
    logged.instance = u"built in"_s;
    logged.requestId = call.invocation.requestId;
    logged.connectionId = call.invocation.connectionId;
    logged.level = QLatin1StringView(level);
    logged.text = text;
    m_journal.record(logged);
}

void DemoService::connected(const Call &call)
{
    call.respond({});
}

void DemoService::disconnected(const Call &call)
{
    for (QSet<QString> &members : m_rooms)
        members.remove(call.invocation.connectionId);
    call.respond({});
}

void DemoService::whoAmI(const Call &call)
{
    answerAfter(1, call, { { u"connectionId"_s, call.invocation.connectionId } });
}

void DemoService::join(const Call &call)
{
    const QString room = call.message.value("room"_L1).toString(u"hall"_s);
    m_rooms[room].insert(call.invocation.connectionId);
    log(call, "INFO", u"joined %1, %2 here now"_s.arg(room).arg(m_rooms.value(room).size()));
    answerAfter(20, call, { { u"type"_s, u"joined"_s }, { u"room"_s, room } });
}

void DemoService::say(const Call &call)
{
    const QString room = call.message.value("room"_L1).toString(u"hall"_s);
    const QByteArray text = compact({ { u"type"_s, u"said"_s },
                                      { u"room"_s, room },
                                      { u"text"_s, call.message.value("text"_L1) } });
    QTimer::singleShot(30, this, [this, room, text, post = call.post, respond = call.respond] {
        const QSet<QString> members = m_rooms.value(room);
        for (const QString &member : members) {
            if (!post(member, text))
                m_rooms[room].remove(member);
        }
        respond({});
    });
}

void DemoService::catalogue(const Call &call)
{
    QJsonArray list;
    for (const Offer &offer : offers)
        list.append(QLatin1StringView(offer.sku));
    log(call, "INFO", u"%1 offers in the catalogue"_s.arg(list.size()));
    answerAfter(900, call, { { u"type"_s, u"catalogue"_s }, { u"offers"_s, list } });
}

void DemoService::price(const Call &call)
{
    const QString sku = call.message.value("sku"_L1).toString();
    const Offer *offer = findOffer(sku);
    if (!offer) {
        log(call, "WARN", u"no offer %1"_s.arg(sku));
        answerAfter(10, call, { { u"type"_s, u"error"_s }, { u"message"_s, u"no offer "_s + sku } });
        return;
    }
    double amount = offer->price;
    if (sku == "AB-12"_L1 && !m_fixed) {
        log(call, "INFO", u"asking the price service for %1"_s.arg(sku));
        QTimer::singleShot(offer->workMs - 100, this, [this, invocation = call.invocation] {
            const Post nobody;
            const Call later { invocation, {}, nobody, {} };
            log(later, "WARN", u"price service timed out, using 0"_s);
        });
        amount = 0;
    }
    answerAfter(offer->workMs, call,
                { { u"type"_s, u"price"_s },
                  { u"sku"_s, sku },
                  { u"title"_s, QLatin1StringView(offer->title) },
                  { u"price"_s, amount },
                  { u"currency"_s, u"EUR"_s } });
}

void DemoService::search(const Call &call)
{
    const QString word = call.message.value("word"_L1).toString();
    QJsonArray hits;
    for (const Offer &offer : offers) {
        if (QLatin1StringView(offer.title).contains(word, Qt::CaseInsensitive))
            hits.append(QLatin1StringView(offer.title));
    }
    log(call, "INFO", u"%1 hits for “%2”"_s.arg(hits.size()).arg(word));
    answerAfter(1100, call, { { u"type"_s, u"hits"_s }, { u"hits"_s, hits } });
}

void DemoService::stock(const Call &call)
{
    const QString sku = call.message.value("sku"_L1).toString();
    answerAfter(600, call, { { u"type"_s, u"stock"_s }, { u"sku"_s, sku }, { u"quantity"_s, int(sku.size()) + 3 } });
}

void DemoService::basket(const Call &call)
{
    const int count = ++m_tries[u"basket "_s + call.invocation.connectionId];
    answerAfter(1800, call, { { u"type"_s, u"basket"_s }, { u"items"_s, count } });
}

// Fails the first time it is asked for a key, and every second time after: what a flaky test looks like.
void DemoService::unsteady(const Call &call)
{
    const int tries = ++m_tries[u"unsteady "_s + call.message.value("key"_L1).toString()];
    const bool ready = tries % 2 == 0;
    log(call, ready ? "INFO" : "WARN", ready ? u"the index is warm"_s : u"the index is still warming up"_s);
    answerAfter(800, call, { { u"type"_s, u"index"_s }, { u"state"_s, ready ? u"ready"_s : u"warming"_s } });
}

// A job that reports its progress over the socket before it is done.
void DemoService::report(const Call &call)
{
    const QString connectionId = call.invocation.connectionId;
    for (int part = 1; part <= 4; ++part) {
        QTimer::singleShot(part * 1100, this, [part, connectionId, post = call.post] {
            post(connectionId, compact({ { u"type"_s, u"progress"_s }, { u"part"_s, part }, { u"of"_s, 4 } }));
        });
    }
    QTimer::singleShot(4700, this, [connectionId, post = call.post] {
        post(connectionId, compact({ { u"type"_s, u"report"_s }, { u"rows"_s, 128 } }));
    });
    log(call, "INFO", u"report started"_s);
    answerAfter(5, call, { { u"type"_s, u"accepted"_s } });
}

void DemoService::unknown(const Call &call)
{
    answerAfter(5, call, { { u"type"_s, u"error"_s }, { u"message"_s, u"say an action this service knows"_s } });
}

} // namespace greenroom
