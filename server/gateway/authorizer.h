// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "gateway/http/requesthead.h"
#include "gateway/integrations/integration.h"

#include <QJsonObject>

namespace greenroom {

// What a Lambda REQUEST authoriser decided (contract §7.1). status 0: allowed, with the context for events.
struct AuthorizerDecision
{
    int status = 0;             // 401, 403 or 500
    QString reason;
    QJsonObject context;        // strings, with principalId
    QString apiKey;             // usageIdentifierKey
};

// Every listed identity source must be there and not empty, else 401 without calling the function.
bool hasIdentity(const AuthorizerSpec &authorizer, const Api &api, const RequestHead &head, const QString &connectionId);

AuthorizerDecision judgeAuthorizer(const IntegrationResponse &response, const QString &methodArn);

} // namespace greenroom
