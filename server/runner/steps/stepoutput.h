// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <memory>
#include <optional>
#include <utility>

namespace greenroom {

class HtmlPage;
struct CheckResult;

// A message as a conversation saw it.
struct TalkMessage
{
    QByteArray body;
    bool binary = false;
    qint64 at = 0;              // ms since the epoch
    double latencyMs = -1;      // since the last send on that connection; -1: none
};

// What a step saw: the things subjects look at. Parts that do not apply stay empty.
struct StepOutput
{
    // http and page
    std::optional<int> status;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QString url;                // after redirects
    QByteArray body;
    double durationMs = 0;
    QString contentType;
    std::shared_ptr<HtmlPage> page;           // parsed on first use (html.h)
    QList<StepOutput> followed;               // page with follow: the pages after the first
    std::optional<int> tlsDaysLeft;
    QString tlsVersion;
    QList<std::pair<QString, QString>> cookies;   // the test's jar for this URL

    // command
    std::optional<int> exit;
    QByteArray standardOutput;
    QByteArray standardError;

    // websocket
    QList<TalkMessage> messages;              // taken by the last receive or receive_until
    std::optional<int> closeCode;
    QString closeReason;
    QStringList connections;                  // connectionIds this step talked on

    // every step
    QString error;                            // could not be judged: why
    bool timedOut = false;
    bool stopped = false;
    QList<std::shared_ptr<CheckResult>> checks;   // made inside the step (receive: expect, refused …)
    QJsonObject captures;                     // made inside the step
    QJsonObject exchange;                     // for step.finished, not yet masked
    QJsonArray notes;
    QJsonArray childTests;                    // command with results: [{name, state, message, ms}]
    const QJsonObject *variables = nullptr;   // for the subject `var`
};

} // namespace greenroom
