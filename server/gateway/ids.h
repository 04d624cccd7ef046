// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

// API Gateway's identifiers (contract §3.6): 16 characters of URL-safe base64 ending in one "=", eleven
// bytes. Their first characters rise with time, so that ids of one API sort roughly by age.

namespace greenroom {

QString newConnectionId();                                // 12th character "C"
QString newRequestId();                                   // 12th character "F"
QString newMessageId(const QString &connectionId);        // shares the connection's last five characters
bool isConnectionId(const QString &id);                   // ^[A-Za-z0-9_-]{15}=$
QString newUuid();                                        // as Lambda's request ids
QString newTraceId();
// How Lambda hands one on: with a segment of its own, not sampled (contract §8.1).
QByteArray traceHeader(const QString &traceId);                                     // "1-5bef4de7-ad49b0e87f6ef6c87fc2e700" (X-Ray root)

} // namespace greenroom
