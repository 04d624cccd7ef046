// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/blindfeed.h"
#include "core/event.h"
#include "core/runrequest.h"
#include "gateway/integrations/integration.h"

#include <QDateTime>

#include <memory>
#include <unordered_map>

namespace greenroom {

// TEST_SUITE: a suite behind a route. {"action":"start","suite":"…"} begins a run, whose numbered records
// (ux.md §5) are pushed over the starter's own socket; {"action":"resume","run":"…","after":n} goes on after a
// reconnect, {"action":"stop","run":"…"} stops it. Starters get the blind record only.
class TestSuiteIntegration : public Integration
{
    Q_OBJECT

public:
    static std::unique_ptr<Integration> make(const IntegrationSpec &spec, const IntegrationContext &context);

    QFuture<IntegrationResponse> invoke(const Invocation &invocation) override;
    void onAppended(const QList<Event> &batch);
    // All suite routes of one API: resume and stop find the run whoever started it.
    void setSiblings(const QList<TestSuiteIntegration *> *siblings) { m_siblings = siblings; }

signals:
    void runRequested(const greenroom::RunRequest &request);
    void runStopRequested(const QString &runId, greenroom::StopStrength strength);

private:
    TestSuiteIntegration(const IntegrationSpec &spec, const IntegrationContext &context);

    // A suite that may be started, as its file said when it was last read.
    struct Offer
    {
        QString file;
        QString name {};           // its id: what a starter says
        QDateTime changed {};      // the file, when it was read
        bool blind = false;       // guests may start it
    };
    struct Watcher
    {
        QString connectionId;
        int sent = 0;             // records pushed to that connection
    };
    struct Watched
    {
        BlindFeed feed;
        QList<Watcher> watchers;  // who gets the records; the starter first
    };

    TestSuiteIntegration *ownerOf(const QString &runId);
    static void refresh(Offer &offer);
    void tellCollisions(Journal &journal) const;

    void start(const Invocation &invocation, const QString &suite);
    void startNext();
    void stop(const QString &runId);
    void resume(const Invocation &invocation, const QString &runId, int after);
    void push(Watched &watched);
    void answer(const QString &connectionId, const char *kind, const QString &runId = {});

    QList<Offer> m_offers;
    const QList<TestSuiteIntegration *> *m_siblings = nullptr;
    std::function<bool(const QString &, const QByteArray &)> m_post;
    QMap<QString, QString> m_host;
    std::unordered_map<QString, Watched> m_runs;   // by run id
    QList<RunRequest> m_queue;                     // not started yet
    QSet<QString> m_running;
    QStringList m_order;                           // oldest first; the oldest finished ones are forgotten
};

} // namespace greenroom
