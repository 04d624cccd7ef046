// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blindfeed.h"
#include "core/event.h"
#include "core/runrequest.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>
#include <unordered_map>

namespace greenroom {

// The runs of one suite as guests see them: one at a time, others wait their turn. Whoever watches gets the
// numbered records (ux.md §5) from where it left off, each once. A run that somebody else started (in the window,
// on the command line) is seen as well.
class GuestRuns : public QObject
{
    Q_OBJECT

public:
    // Sends one record; false when that watcher takes no more for now.
    using Send = std::function<bool(const QString &connectionId, const QJsonObject &record)>;

    GuestRuns(QString file, QMap<QString, QString> host, Send send, QObject *parent = nullptr);

    // The run's id; empty when too many wait already.
    QString start(const QString &guest, const QString &connectionId);
    void stop(const QString &runId);
    // Goes on after record `after`; a connection watches one run.
    void watch(const QString &connectionId, const QString &runId, int after);
    void leave(const QString &connectionId);

    bool knows(const QString &runId) const { return m_runs.contains(runId); }
    QString goingOn() const { return m_goingOn; }                  // empty: nothing is
    QString openRunOf(const QString &guest) const;                 // waiting or going on
    QString starterOf(const QString &runId) const;                 // empty: not a guest
    std::optional<double> elapsedNow(const QString &runId) const;  // seconds, where the suite shows them

    void onAppended(const QList<Event> &batch);

signals:
    void runRequested(const greenroom::RunRequest &request);
    void runStopRequested(const QString &runId, greenroom::StopStrength strength);
    void began(const QString &runId);
    void ended(const QString &runId);

private:
    struct Watcher
    {
        QString connectionId;
        int sent = 0;             // records it has
    };
    struct Seen
    {
        BlindFeed feed;
        QString starter;
        RunRequest request;
        QList<Watcher> watchers;
    };

    Seen &remember(const QString &runId);
    void adopt(const RunStarted &started);
    void startNext();
    void finish(const QString &runId);
    void push(Seen &seen);
    void pushToAll();

    QString m_file;
    QMap<QString, QString> m_host;
    Send m_send;
    std::unordered_map<QString, Seen> m_runs;   // by run id
    QStringList m_order;                        // oldest first; the oldest finished ones are forgotten
    QStringList m_queue;
    QString m_goingOn;
    QTimer m_again;                             // for those who could take no more
};

} // namespace greenroom
