// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QString>
#include <QStringList>

namespace greenroom {

// API Gateway's numbers, each with its source. KB is 1,024 bytes. A value of 0 means "no limit".
// DG-quota: Quotas for configuring and running a WebSocket API; (R) is our own rule.
struct Quotas
{
    qint64 frameBytes = 32 * 1024;            // DG-quota; beyond: close 1009
    qint64 messageBytes = 128 * 1024;         // DG-quota; beyond: close 1009
    int idleTimeoutMs = 600'000;              // DG-quota: 10 minutes; close 1001 "Going away"
    int maxConnectionDurationMs = 7'200'000;  // DG-quota: 2 hours; close 1001
    int integrationTimeoutMs = 29'000;        // DG-quota: 29 s
    int urlCharacters = 4096;                 // DG-quota; beyond: 414 (R)
    int connectionsPerSecond = 500;           // DG-quota; beyond: 429
    int requestsPerSecond = 10'000;           // DG-acct, all API types and @connections together
    int requestBurst = 5'000;                 // DG-acct
    qint64 postBytes = 131'072;               // SDK-mgmt; beyond: 413
    int headBytes = 16 * 1024;                // (R) request line and headers; beyond: 431
    int headCount = 100;                      // (R) headers; beyond: 431
    int headTimeoutMs = 10'000;               // (R) half a head: 408
    qint64 sendBufferBytes = 16 * 1024 * 1024;// (R) a slow reader's waiting bytes: 429 to a POST, else 1008
    int throttledPerSecond = 100;             // (R) throttled messages in a second before close 1008
    qint64 functionPayloadBytes = 6 * 1024 * 1024 + 100;   // L-runtime; beyond: 413
    bool pingsKeepAlive = false;              // (R) control frames do not reset the idle timer
    bool binaryAccepted = false;              // DG-binary: close 1003

    static Quotas off();

    // "aws", "off" or "key=value,…" over AWS's numbers, keys as in keys(). Times in seconds or with a
    // unit (500ms, 10s, 2m), sizes in bytes or with kB, KB, MB.
    static Result<Quotas> parse(const QString &text);
    static QStringList keys();
};

} // namespace greenroom
