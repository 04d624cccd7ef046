// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "runner/steps/simplestep.h"
#include "runner/wsclient.h"

#include <QPointer>
#include <QTimer>

#include <functional>
#include <memory>
#include <vector>

namespace greenroom {

// `websocket: { as, connect, talk }`: a conversation by the mailbox rule (ux.md §3.6). The words of a talk are
// a table (talk/talk.cpp).
class WebSocketStep : public SimpleStep
{
    Q_OBJECT

public:
    static std::unique_ptr<Step> make();
    static Problems validate(const StepSpec &spec);

    QFuture<StepOutput> run(TestContext &context, const StepSpec &spec) override;
    void cancel() override;

    // --- what the words of a talk use ---
    WsClient &client() { return *m_client; }
    TestContext &context() { return *m_context; }
    StepOutput &output() { return m_output; }
    // Waits until `look` says it is done (true), looking at once and at every message; after `withinMs` runs
    // `late`. An unexpected close fails the waiting word at once.
    void waitFor(int withinMs, std::function<bool()> look, std::function<void()> late, bool closeIsFine = false);
    void next();                          // the word is done
    void fail(const QString &sentence, const Place &place, const QString &wanted = {}, const QString &got = {});
    void error(const QString &sentence);
    // Runs a talk inside a talk (repeat), then `after`.
    void talk(const QList<yaml::Node> &words, std::function<void()> after);
    // Judges checks against the messages taken; false when a hard one failed and the step has ended.
    bool judge(const yaml::Node &expect, const QList<TalkMessage> &messages);
    bool captureFrom(const yaml::Node &captures, const QList<TalkMessage> &messages);

private:
    struct Level
    {
        QList<yaml::Node> words;
        qsizetype at = 0;
        std::function<void()> after;
    };

    void connectClient(const yaml::Node &connect, const QString &name);
    void onOpened(const yaml::Node &refused);
    void onRefused(const yaml::Node &refused);
    void runNext();
    void complete();
    void stopWaiting();

    TestContext *m_context = nullptr;
    StepSpec m_spec;
    std::shared_ptr<WsClient> m_client;
    StepOutput m_output;
    std::vector<Level> m_levels;
    QTimer m_timer;
    std::function<bool()> m_look;
    std::function<void()> m_late;
    bool m_closeIsFine = false;
    qint64 m_startedAt = 0;
};

} // namespace greenroom
