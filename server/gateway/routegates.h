// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "core/jsonschema.h"
#include "core/quotas.h"
#include "gateway/http/httpmessage.h"
#include "gateway/selection.h"
#include "gateway/tokenbucket.h"

#include <map>

namespace greenroom {

// What a route asks before anything behind it is called: its throttle, its parameters and key ($connect), its model.
class RouteGates
{
public:
    // What cannot be used is told, with the route's place.
    RouteGates(const Api &api, const Quotas &quotas, Problems &problems);

    // False when the route's requests are spent: rate and burst of the stage, or of the route itself.
    bool take(const QString &routeKey);

    // Empty: the body fits, or the route has no model. Else why it does not (contract §4.4).
    QString complaint(const Route &route, const QByteArray &body) const;

    // Names of what RequestParameters of $connect call required, and the handshake has not.
    static QStringList missingParameters(const Route &connect, const RequestHead &head);

    // The key of an API that takes it from the header; whether the authoriser names it is asked first.
    bool takesKeyFromAuthorizer() const { return m_keyFromAuthorizer; }
    bool knowsKey(const QString &key) const { return !key.isEmpty() && m_keys.contains(key); }

private:
    struct Throttle
    {
        bool closed = false;
        TokenBucket bucket;
    };
    struct Model
    {
        SelectionExpression selection { QString() };
        std::map<QString, JsonSchema> schemas;
    };

    void addThrottle(const Route &route, const Quotas &quotas);
    void addModel(const Route &route, Problems &problems);

    QStringList m_keys;
    bool m_keyFromAuthorizer = false;
    std::map<QString, Throttle> m_throttles;
    std::map<QString, Model> m_models;
};

} // namespace greenroom
