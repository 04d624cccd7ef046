// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/journal.h"
#include "core/masking.h"
#include "core/runrequest.h"
#include "core/suite.h"
#include "runner/httppool.h"
#include "runner/testrunner.h"

#include <QElapsedTimer>
#include <QHash>
#include <QObject>
#include <QSet>

#include <deque>
#include <memory>

namespace greenroom {

// One execution of one or several suites: which tests, how many at a time, retries, groups, needs, the
// verdict. Lives on the runner thread and deletes itself after finished().
class Run : public QObject
{
    Q_OBJECT

public:
    Run(Journal &journal, RunRequest request, int number, QObject *parent);
    ~Run() override;

    void start();
    void stop(StopStrength strength);
    // No new test begins until it goes on; a stop ends that.
    void pause(bool paused);

signals:
    void finished();

private:
    // A test that will be or was run: a row is one of its own.
    struct Item
    {
        QString id;
        QString name;
        qsizetype suite = 0;
        TestSpec spec;
        QJsonObject row;
        bool hasRow = false;
        int attempt = 0;
        int worker = 0;
        QString state;              // empty until it has ended
        bool running = false;
        QString parentId;
        int order = 0;              // as the suites say
    };
    struct SuiteState
    {
        Suite suite;
        Variables variables;
        QString setupFailure;       // why its tests are errors
        bool setUp = false;
    };

    bool readSuites();
    void refuse(const Problems &problems);
    bool fillVariables(SuiteState &state);
    void prepareItems(qsizetype suite);
    void addItem(qsizetype suite, const TestSpec &spec, const QJsonObject &row, bool hasRow, int number, bool discovered, const QString &parentId);
    QString addGroup(qsizetype suite, const TestSpec &spec);
    void discover(qsizetype suite, const TestSpec &spec);
    void onDiscovered(qsizetype suite, const TestSpec &spec, const QString &id, const TestRunner &runner, const TestRunner::Outcome &outcome);
    void drawSample();
    void recordChildren(const Item &item, const QJsonArray &children);
    void runPhase(qsizetype suite, const QString &type, const QList<StepSpec> &steps, std::function<void(bool)> after);
    void setUpNext(qsizetype suite);
    void schedule();
    bool mayStart(const Item &item, bool *never, QString *why) const;
    void startItem(Item &item);
    void onOutcome(Item &item, TestRunner::Outcome outcome);
    void conclude(Item &item, const QString &state, const QString &reason, const QString &cause, double durationMs);
    void skip(Item &item, const QString &reason);
    void tearDownNext(qsizetype suite);
    void finish();
    std::unique_ptr<TestContext> contextFor(qsizetype suite, const QString &testId);
    int takeWorker();
    QString verdict(const QString &state) const;
    void found(const QString &id, const QString &parent, const QString &type, const QString &name, const Suite &suite, const TestSpec &spec,
               bool discovered, const QJsonObject &row = {});

    Journal &m_journal;
    RunRequest m_request;
    int m_number;
    Masking m_masking;
    HttpPool m_http;
    std::deque<SuiteState> m_suites;
    std::deque<Item> m_items;              // stable addresses: runners refer to them
    QHash<QString, QString> m_endedSpecs;  // test spec id → worst state of its rows that have ended
    QHash<QString, int> m_pendingSpecs;    // test spec id → rows not ended
    QSet<QString> m_discoveringSpecs;      // test spec ids whose rows are not known yet
    QSet<QString> m_busyGroups;
    QSet<int> m_busyWorkers;
    QList<TestRunner *> m_runners;
    QList<Item *> m_waiting;
    int m_jobs = 4;
    int m_running = 0;
    int m_discovering = 0;
    int m_position = 0;
    int m_onTheWay = 0;                    // retries waiting for their delay
    bool m_toDraw = false;                 // a sample or an order, once every row is known
    bool m_noMore = false;
    bool m_stopped = false;
    bool m_paused = false;
    bool m_tearingDown = false;
    bool m_anyFailed = false;
    QString m_firstReason;
    QString m_receipt;
    QHash<QString, int> m_counts;
    QElapsedTimer m_timer;
};

} // namespace greenroom
