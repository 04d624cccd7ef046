// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"

namespace greenroom {

// The lines Lambda itself writes around a call (contract §8.4). They follow from what is recorded of a call anyway
// and are made where somebody reads them: recording them would be a quarter more for every call.

// Lambda's id of the call that has this id at the gateway.
QString lambdaRequestIdOf(const QString &requestId);

QString startLine(const QString &lambdaRequestId);
QString endLine(const QString &lambdaRequestId);
QString reportLine(const IntegrationAnswered &answered);

// START for a call of a function, END and REPORT for its answer; nothing for anything else.
QStringList platformLines(const Payload &payload);

// A line of platformLines() or one a function wrote, as if it had been recorded; nothing else gives any.
QList<FunctionLogged> logLines(const Payload &payload);

} // namespace greenroom
