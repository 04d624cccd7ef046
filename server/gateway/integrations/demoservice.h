// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal.h"
#include "gateway/integrations/integration.h"

#include <QHash>
#include <QJsonObject>
#include <QObject>
#include <QSet>

#include <functional>

namespace greenroom {

// The service of the built-in demo: a small shop with a chat, in C++, so that it needs no Node, no network
// and no account. One handler is wrong on purpose (a price of 0) until somebody fixes it.
class DemoService : public QObject
{
    Q_OBJECT

public:
    using Post = std::function<bool(const QString &connectionId, const QByteArray &text)>;
    using Respond = std::function<void(IntegrationResponse response)>;

    explicit DemoService(Journal &journal, QObject *parent = nullptr);

    // False when there is no such handler.
    bool call(const QString &handler, const Invocation &invocation, const Post &post, const Respond &respond);
    // Puts the faulty price handler right.
    void fix() { m_fixed = true; }

private:
    struct Call
    {
        const Invocation &invocation;
        QJsonObject message;
        const Post &post;
        Respond respond;
    };
    using Handler = void (DemoService::*)(const Call &call);
    struct Named
    {
        const char *name;
        Handler handler;
    };
    static const Named handlers[];

    void connected(const Call &call);
    void disconnected(const Call &call);
    void whoAmI(const Call &call);
    void join(const Call &call);
    void say(const Call &call);
    void catalogue(const Call &call);
    void price(const Call &call);
    void search(const Call &call);
    void stock(const Call &call);
    void basket(const Call &call);
    void unsteady(const Call &call);
    void report(const Call &call);
    void unknown(const Call &call);

    void answerAfter(int ms, const Call &call, const QJsonObject &body);
    void log(const Call &call, const char *level, const QString &text);

    Journal &m_journal;
    QHash<QString, QSet<QString>> m_rooms;      // room → connectionIds
    QHash<QString, int> m_tries;                // key → how often asked
    bool m_fixed = false;
};

} // namespace greenroom
