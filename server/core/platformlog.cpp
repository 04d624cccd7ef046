// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/platformlog.h"

#include <QUuid>

#include <cmath>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// Any constant will do: it makes ids of ours differ from a hash of the same text made elsewhere.
constexpr QUuid idSpace { 0x6b1d2f0a, 0x4c1e, 0x4c0b, 0x9d, 0x53, 0x5a, 0x0e, 0x77, 0x1b, 0x2f, 0x90 };

// What calls a function; a built-in handler or a suite is none.
bool callsFunction(const IntegrationInvoked &invoked)
{
    const auto is = [&invoked](QLatin1StringView name) { return invoked.integration == name; };
    return !invoked.function.isEmpty() && (is("AWS_PROXY"_L1) || is("AWS"_L1) || is("AUTHORIZER"_L1) || is("INVOKE"_L1));
}

} // namespace

QString lambdaRequestIdOf(const QString &requestId)
{
    return QUuid::createUuidV5(idSpace, requestId.toLatin1()).toString(QUuid::WithoutBraces);
}

QString startLine(const QString &lambdaRequestId)
{
    return u"START RequestId: %1 Version: $LATEST"_s.arg(lambdaRequestId);
}

QString endLine(const QString &lambdaRequestId)
{
    return u"END RequestId: "_s + lambdaRequestId;
}

QString reportLine(const IntegrationAnswered &answered)
{
    QString line = u"REPORT RequestId: %1\tDuration: %2 ms\tBilled Duration: %3 ms\tMemory Size: %4 MB\tMax Memory Used: %5 MB\t"_s
                       .arg(answered.lambdaRequestId, QString::number(answered.handlerMs, 'f', 2))
                       .arg(answered.billedMs)
                       .arg(answered.memoryMb)
                       .arg(int(std::ceil(answered.maxMemoryMb)));
    if (answered.cold)
        line += u"Init Duration: %1 ms\t"_s.arg(answered.initMs, 0, 'f', 2);
    // Only what ended the environment has a status; an exception of the handler has none.
    if (answered.errorType == "Sandbox.Timedout"_L1)
        line += u"Status: timeout"_s;
    else if (answered.errorType == "Runtime.ExitError"_L1 || answered.errorType == "Runtime.OutOfMemory"_L1)
        line += u"Status: error\tError Type: %1"_s.arg(answered.errorType);
    return line;
}

QStringList platformLines(const Payload &payload)
{
    if (const auto *invoked = std::get_if<IntegrationInvoked>(&payload); invoked && callsFunction(*invoked))
        return { startLine(lambdaRequestIdOf(invoked->requestId)) };
    if (const auto *answered = std::get_if<IntegrationAnswered>(&payload); answered && !answered->lambdaRequestId.isEmpty())
        return { endLine(answered->lambdaRequestId), reportLine(*answered) };
    return {};
}

QList<FunctionLogged> logLines(const Payload &payload)
{
    if (const auto *logged = std::get_if<FunctionLogged>(&payload))
        return { *logged };
    QList<FunctionLogged> lines;
    const auto add = [&lines, &payload](const auto &call) {
        const QStringList texts = platformLines(payload);
        for (const QString &text : texts)
            lines.append({ call.function, {}, call.requestId, call.connectionId, u"PLATFORM"_s, text });
    };
    if (const auto *invoked = std::get_if<IntegrationInvoked>(&payload))
        add(*invoked);
    else if (const auto *answered = std::get_if<IntegrationAnswered>(&payload))
        add(*answered);
    return lines;
}

} // namespace greenroom
