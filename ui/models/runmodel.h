// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/rowmodel.h"
#include "selection.h"

#include <QAbstractItemModel>
#include <QJsonObject>
#include <QSet>

#include <memory>

namespace greenroom {

// One attempt at a test: a bar of the timeline.
struct RunAttempt
{
    int number = 0;            // from 1
    int worker = 0;            // from 1
    qint64 startedAt = 0;      // ms since the epoch
    qint64 finishedAt = 0;     // 0 while running
    QString state;             // running, then as in TestFinished
    double durationMs = 0;
    QString reason;
    QList<StepFinished> steps;
};

// One row of the tree (not a reason line) with all that is known of it.
struct RunTest
{
    TestFound found;
    QString state;             // queued, running, passed, …; of a group: the worst of its children
    double durationMs = 0;     // of the last attempt; of a group: from first start to last end
    QString reason;            // one line under the row
    QString cause;
    bool slow = false;
    QList<RunAttempt> attempts;
    QList<TestLogged> log;
    QString history;           // letters of earlier runs, oldest first

    QString parentId;          // of the row above: a group, or empty for the suite's own
    int depth = 0;             // 0: a suite
    int childCount = 0;
    int testCount = 0;         // of a group: tests under it
    int testsDone = 0;         // and how many of them have ended

    bool isGroup() const { return childCount > 0 || found.type == QLatin1String("group") || depth == 0; }
    bool isProblem() const;    // failed, timed out or could not be judged
    TimeRange range() const;   // of its last attempt, to now while running
    bool hasReason() const { return childCount == 0 && isProblem() && !reason.isEmpty(); }
};

// The first check that failed hard, of an attempt's steps; empty when there is none.
QJsonObject failedCheck(const RunAttempt &attempt);

// What the head of the run says; from the same fold as the tree, so the numbers always agree.
struct RunSummary
{
    RunStarted run;
    QString state;             // empty (no run), running, paused, stopping, passed, failed, error, stopped
    qint64 startedAt = 0;
    qint64 finishedAt = 0;     // 0 while running
    QString sentence;
    QString receipt;
    int total = 0;             // rows that count: tests, without groups, discovery and setup
    bool growing = false;
    QHash<QString, int> counts;   // by state, queued and running too
    double leftMs = -1;        // about this long to go, -1 unknown

    bool isPaused() const { return state == QLatin1String("paused"); }
    bool isRunning() const { return isPaused() || state == QLatin1String("running") || state == QLatin1String("stopping"); }
    int done() const { return total - counts.value(QStringLiteral("queued")) - counts.value(QStringLiteral("running")); }
    int problems() const
    {
        return counts.value(QStringLiteral("failed")) + counts.value(QStringLiteral("error"))
            + counts.value(QStringLiteral("timedOut"));
    }
};

// The tree of the run being watched. A reason line is a row of its own directly under its test, spanning
// all columns. Live runs come by the journal, old ones from disk: the same events, the same fold.
class RunModel : public QAbstractItemModel, public Folding, public Filterable
{
    Q_OBJECT

public:
    enum Column { Test, History, Time, ColumnCount };
    enum Role {
        TestIdRole = Qt::UserRole + 1,   // QString
        IsReasonRole,                    // bool: the reason line of TestIdRole
        StateRole,                       // QString
        TypeRole,                        // suite, test, group, discovery, setup, teardown
        NoteRole,                        // grey words after the name: "passed on the 2nd try"
        ReasonRole,                      // QString
        HistoryRole,                     // paintStrip's letters
        DurationRole,                    // ms
        ProgressRole,                    // 0 to 1 of a running test, -1 unknown
        TriesRole,                       // attempts so far
        SlowRole,
        WhereRole,                       // of the first failed check: "line 18 of the page"
    };

    explicit RunModel(QObject *parent = nullptr);
    ~RunModel() override;

    // The journal's live events. A run that starts while nothing runs is followed by itself.
    void fold(const QList<Event> &batch) override;
    // Opens another run: until finishLoading its live events wait.
    void beginLoading(const QString &runId);
    void finishLoading(const QList<Event> &events);
    bool isLoading() const { return m_loading; }
    // States of earlier runs by test id, for the strips.
    void setHistory(const QHash<QString, QString> &history);
    // Running rows' times and bars move on; the feed calls it some ten times a second during a run.
    void tick(qint64 now);

    const RunSummary &summary() const { return m_summary; }
    const QString &runId() const { return m_runId; }
    const QString &loadingId() const { return m_loadingId; }
    // Rows in the order of the tree, groups included, reason lines not.
    const QList<const RunTest *> &tests() const { return m_order; }
    const RunTest *test(const QString &testId) const;
    QModelIndex indexOf(const QString &testId, int column = 0) const;
    // The next problem after a test in the order of the tree; around the end. Empty if there is none.
    QString nextProblem(const QString &testId, bool forward) const;
    QStringList problemIds() const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QStringList filterFields() const override;
    QVariant filterValue(const QModelIndex &index, const QString &field) const override;

signals:
    void runChanged();                               // another run is shown
    void summaryChanged();                           // at most once a batch
    void testChanged(const QString &testId);         // once a batch for each

private:
    struct Node;
    struct Item;
    const Item *itemOf(const QModelIndex &index) const;
    QModelIndex indexOfNode(const Node *node, int column = 0) const;
    Node *suiteNode(const QString &suite);
    Node *find(const QString &testId) const;

    bool follows(const RunStarted &run) const;
    void reset(const RunStarted &run, qint64 at);
    void foldOne(const Event &event);
    void found(const TestFound &test);
    void started(const TestStarted &test, qint64 at);
    void stepped(const StepFinished &step);
    void finished(const TestFinished &test, qint64 at);
    void ended(const RunFinished &run, qint64 at);
    void logged(const TestLogged &line);
    void insert(Node *parent, std::unique_ptr<Node> node);
    void updateReason(Node *node);
    void setState(Node *node, const QString &state);
    void refreshGroup(Node *group);
    void touch(Node *node);
    void commit();
    void reorder();
    void count(const RunTest &test, int by);
    QVariant cell(const Node &node, int column, int role) const;
    QString noteOf(const Node &node) const;
    QString timeOf(const RunTest &test) const;
    double progressOf(const RunTest &test) const;
    double leftMs() const;

    std::unique_ptr<Node> m_root;
    QHash<QString, Node *> m_byId;
    QList<const RunTest *> m_order;
    QHash<QString, QString> m_history;
    QHash<QString, double> m_typical;                // durations of tests seen in this launch
    QSet<QString> m_discoveries;                     // still going on: the total grows
    double m_spent = 0;                              // of the ended tests of this run
    QString m_runId;
    RunSummary m_summary;
    QList<Event> m_waiting;                          // live events of a run that is being loaded
    QSet<Node *> m_touched;                          // changed in this batch
    QString m_loadingId;
    bool m_loading = false;
    bool m_live = true;                              // came by the journal, not from disk
    bool m_summaryDirty = false;
    bool m_orderDirty = false;
    bool m_quiet = false;                            // inside a reset: no row signals
    qint64 m_now = 0;
};

} // namespace greenroom
