// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal.h"
#include "core/message.h"
#include "core/runrequest.h"

#include <QHash>
#include <QObject>
#include <QStringList>

namespace greenroom {

class Console;
class Run;

// A console connection to any address.
struct ClientRequest
{
    QString connectionId;                           // made by whoever asks
    QString url;                                    // ws:// or wss://
    QList<std::pair<QString, QString>> headers;
    QStringList subprotocols;
    QString name;                                   // what people call it
    int timeoutMs = 15'000;
    bool verifyTls = true;
    QStringList authorityFiles;                     // PEM, trusted beside the system's: the local host's own
};

// Starts and stops runs and is every kind of client. Lives on the "runner" thread; every public method is
// a command to be posted there. It knows URLs, never the gateway.
class Runner : public QObject
{
    Q_OBJECT

public:
    explicit Runner(Journal &journal, QString dataFolder, QObject *parent = nullptr);
    ~Runner() override;

    void start(const greenroom::RunRequest &request);
    void stop(const QString &runId, greenroom::StopStrength strength);
    void pause(const QString &runId, bool paused);

    void connectClient(const greenroom::ClientRequest &request);
    void send(const QString &connectionId, const greenroom::Message &message);
    void closeClient(const QString &connectionId, int code, const QString &reason);

    // Stops every run, closes every client (1001).
    void close();

signals:
    void runEnded();

private:
    Journal &m_journal;
    QString m_dataFolder;
    Console *m_console;
    QHash<QString, Run *> m_runs;
};

} // namespace greenroom
