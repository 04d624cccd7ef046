// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal.h"
#include "core/masking.h"
#include "core/suite.h"
#include "runner/httppool.h"
#include "runner/variables.h"

#include <QHash>
#include <QJsonObject>
#include <QNetworkCookieJar>

#include <memory>

namespace greenroom {

class WsClient;

// What the steps of one test attempt share. Built and thrown away by TestRunner; lives on the runner thread.
class TestContext
{
public:
    TestContext(Journal &journal, Masking &masking, HttpPool &http);
    ~TestContext();

    Journal &journal;
    Masking &masking;                       // the run's: every recorded text goes through it
    HttpPool &http;                         // the run's: keep-alive across tests

    // What a step captured: known from now on, and masked from now on when it is a secret.
    void keep(const CaptureSpec &spec, const QJsonValue &value);

    QString runId;
    QString testId;
    QString baseFolder;                     // of the suite file: relative paths start here
    QString baseUrl;                        // ${base_url}: relative page and http addresses
    yaml::Node httpDefaults;                // defaults.http, variables filled in
    Variables variables;
    std::unique_ptr<QNetworkCookieJar> cookies;
    QHash<QString, std::shared_ptr<WsClient>> clients;   // by `as`
    qint64 lastSendAt = 0;                  // on any connection, ms since the epoch: what a listener's latency counts from

    Q_DISABLE_COPY_MOVE(TestContext)
};

} // namespace greenroom
