// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/runmodel.h"

#include "models/runnode.h"

#include <QDateTime>

#include <algorithm>
#include <tuple>
#include <vector>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int longestLog = 2000;

bool counts(const RunTest &test)
{
    return test.found.type == "test"_L1 || test.found.type.isEmpty();
}

} // namespace

bool RunTest::isProblem() const
{
    return state == "failed"_L1 || state == "error"_L1 || state == "timedOut"_L1;
}

TimeRange RunTest::range() const
{
    if (attempts.isEmpty())
        return {};
    const RunAttempt &last = attempts.last();
    return { last.startedAt, last.finishedAt > 0 ? last.finishedAt : QDateTime::currentMSecsSinceEpoch() };
}

QJsonObject failedCheck(const RunAttempt &attempt)
{
    for (const StepFinished &step : attempt.steps) {
        for (const QJsonValue &value : step.checks) {
            const QJsonObject check = value.toObject();
            if (check.value("state"_L1).toString() != "passed"_L1)
                return check;
        }
    }
    return {};
}

RunModel::RunModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_root(std::make_unique<Node>())
{
}

RunModel::~RunModel() = default;

void RunModel::fold(const QList<Event> &batch)
{
    for (const Event &event : batch) {
        if (const auto *run = std::get_if<RunStarted>(&event.payload); run && follows(*run)) {
            m_loading = false;
            m_live = true;
            reset(*run, event.at);
            continue;
        }
        const QString runId = runIdOf(event.payload);
        if (runId.isEmpty())
            continue;
        if (m_loading && runId == m_loadingId)
            m_waiting << event;
        else if (runId == m_runId)
            foldOne(event);
    }
    commit();
}

// What a person started is shown; another's only when it does not take the place of something looked at.
bool RunModel::follows(const RunStarted &run) const
{
    if (m_loading && run.runId == m_loadingId)
        return false;
    if (run.startedBy == "window"_L1 || (m_runId.isEmpty() && !m_loading))
        return true;
    return m_live && !m_loading && !m_summary.isRunning();
}

void RunModel::beginLoading(const QString &runId)
{
    m_loading = true;
    m_loadingId = runId;
    m_waiting.clear();
    emit summaryChanged();
}

void RunModel::finishLoading(const QList<Event> &events)
{
    if (!m_loading)
        return;
    m_loading = false;
    m_live = false;
    const QList<Event> waiting = std::exchange(m_waiting, {});
    beginResetModel();
    m_quiet = true;
    quint64 last = 0;
    for (const Event &event : events) {
        if (const auto *run = std::get_if<RunStarted>(&event.payload))
            reset(*run, event.at);
        else
            foldOne(event);
        last = event.sequence;
    }
    for (const Event &event : waiting) {
        if (event.sequence > last)
            foldOne(event);
    }
    commit();
    m_quiet = false;
    endResetModel();
    emit runChanged();
    emit summaryChanged();
}

void RunModel::setHistory(const QHash<QString, QString> &history)
{
    m_history = history;
    for (auto it = m_byId.constBegin(); it != m_byId.constEnd(); ++it) {
        (*it)->test.history = history.value(it.key());
        touch(*it);
    }
    commit();
}

void RunModel::tick(qint64 now)
{
    if (!m_summary.isRunning())
        return;
    m_now = now;
    for (Node *node : std::as_const(m_byId)) {
        if (node->test.state == "running"_L1)
            touch(node);
    }
    m_summary.leftMs = leftMs();
    m_summaryDirty = true;
    commit();
}

void RunModel::reset(const RunStarted &run, qint64 at)
{
    if (!m_quiet)
        beginResetModel();
    m_root = std::make_unique<Node>();
    m_byId.clear();
    m_order.clear();
    m_touched.clear();
    m_discoveries.clear();
    m_runId = run.runId;
    m_spent = 0;
    m_now = at;
    m_summary = {};
    m_summary.run = run;
    m_summary.state = u"running"_s;
    m_summary.startedAt = at;
    m_summary.receipt = run.receipt;
    m_summary.growing = run.growing;
    m_summary.total = 0;
    m_summaryDirty = true;
    if (!m_quiet) {
        endResetModel();
        emit runChanged();
    }
}

void RunModel::foldOne(const Event &event)
{
    const qint64 at = event.at;
    m_now = qMax(m_now, at);
    std::visit(Overloaded {
        [&](const TestFound &test) { found(test); },
        [&](const TestStarted &test) { started(test, at); },
        [&](const StepFinished &step) { stepped(step); },
        [&](const TestLogged &line) { logged(line); },
        [&](const TestFinished &test) { finished(test, at); },
        [&](const RunPaused &run) {
            m_summary.state = run.paused ? u"paused"_s : u"running"_s;
            m_summaryDirty = true;
        },
        [&](const RunStopping &) {
            m_summary.state = u"stopping"_s;
            m_summaryDirty = true;
        },
        [&](const RunFinished &run) { ended(run, at); },
        [](const auto &) {},
    }, event.payload);
}

RunModel::Node *RunModel::find(const QString &testId) const
{
    return m_byId.value(testId);
}

RunModel::Node *RunModel::suiteNode(const QString &suite)
{
    const QString id = u"suite:"_s + suite;
    if (Node *known = find(id))
        return known;
    auto node = std::make_unique<Node>();
    node->test.found.testId = id;
    node->test.found.type = u"suite"_s;
    const bool own = suite.isEmpty() || suite == m_summary.run.suite;
    node->test.found.name = own && !m_summary.run.suiteName.isEmpty() ? m_summary.run.suiteName : suite;
    node->test.found.suite = suite;
    node->test.found.file = m_summary.run.file;
    node->test.state = u"queued"_s;
    Node *made = node.get();
    insert(m_root.get(), std::move(node));
    return made;
}

void RunModel::found(const TestFound &found)
{
    if (find(found.testId))
        return;
    Node *parent = found.parentId.isEmpty() ? nullptr : find(found.parentId);
    if (!parent)
        parent = suiteNode(found.suite);
    auto node = std::make_unique<Node>();
    node->test.found = found;
    node->test.state = u"queued"_s;
    node->test.history = m_history.value(found.testId);
    node->test.parentId = found.parentId;
    if (counts(node->test)) {
        ++m_summary.total;
        count(node->test, 1);
    }
    insert(parent, std::move(node));
}

void RunModel::insert(Node *parent, std::unique_ptr<Node> node)
{
    node->parent = parent;
    node->test.depth = parent == m_root.get() ? 0 : parent->test.depth + 1;
    node->row = int(parent->items.size());
    m_byId.insert(node->test.found.testId, node.get());
    if (!m_quiet)
        beginInsertRows(indexOfNode(parent), node->row, node->row);
    parent->items.push_back({ node.get(), false });
    parent->children.push_back(std::move(node));
    parent->test.childCount = int(parent->children.size());
    if (!m_quiet)
        endInsertRows();
    m_orderDirty = true;
    m_summaryDirty = true;
    touch(parent);
}

void RunModel::started(const TestStarted &test, qint64 at)
{
    Node *node = find(test.testId);
    if (!node)
        return;
    RunAttempt attempt;
    attempt.number = test.attempt;
    attempt.worker = test.worker;
    attempt.startedAt = at;
    attempt.state = u"running"_s;
    node->test.attempts << attempt;
    setState(node, u"running"_s);
}

void RunModel::stepped(const StepFinished &step)
{
    Node *node = find(step.testId);
    if (!node)
        return;
    for (auto it = node->test.attempts.rbegin(); it != node->test.attempts.rend(); ++it) {
        if (it->number == step.attempt) {
            it->steps << step;
            touch(node);
            return;
        }
    }
}

void RunModel::logged(const TestLogged &line)
{
    Node *node = find(line.testId);
    if (!node)
        return;
    node->test.log << line;
    if (node->test.log.size() > longestLog)
        node->test.log.remove(0, longestLog / 10);
    touch(node);
}

void RunModel::finished(const TestFinished &test, qint64 at)
{
    Node *node = find(test.testId);
    if (!node)
        return;
    RunTest &known = node->test;
    if (!known.attempts.isEmpty() && known.attempts.last().number == test.attempt) {
        RunAttempt &attempt = known.attempts.last();
        attempt.finishedAt = at;
        attempt.state = test.state == "flaky"_L1 ? u"passed"_s : test.state;
        attempt.durationMs = test.durationMs;
        attempt.reason = test.reason;
    }
    known.durationMs = test.durationMs;
    known.slow = test.slow;
    if (!test.final) {
        touch(node);
        return;
    }
    known.reason = test.reason;
    known.cause = test.cause;
    if (test.state == "passed"_L1 || test.state == "flaky"_L1)
        m_typical.insert(test.testId, test.durationMs);
    m_spent += test.durationMs;
    setState(node, test.state);
    updateReason(node);
}

void RunModel::ended(const RunFinished &run, qint64 at)
{
    m_summary.state = run.state;
    m_summary.finishedAt = at;
    m_summary.sentence = run.sentence;
    m_summary.growing = false;
    m_summary.leftMs = 0;
    if (!run.receipt.isEmpty())
        m_summary.receipt = run.receipt;
    // What never got its turn did not wait for anything any more.
    const QList<Node *> nodes = m_byId.values();
    for (Node *node : nodes) {
        if (node->children.empty() && (node->test.state == "queued"_L1 || node->test.state == "running"_L1))
            setState(node, u"stopped"_s);
        touch(node);
    }
    m_summaryDirty = true;
}

void RunModel::count(const RunTest &test, int by)
{
    m_summary.counts[test.state] += by;
    m_summaryDirty = true;
}

void RunModel::setState(Node *node, const QString &state)
{
    if (node->test.found.type == "discovery"_L1) {
        if (state == "queued"_L1 || state == "running"_L1)
            m_discoveries.insert(node->test.found.testId);
        else
            m_discoveries.remove(node->test.found.testId);
        m_summary.growing = m_summary.isRunning() && (m_summary.run.growing || !m_discoveries.isEmpty());
    }
    if (node->test.state != state) {
        if (counts(node->test))
            count(node->test, -1);
        node->test.state = state;
        if (counts(node->test))
            count(node->test, 1);
    }
    touch(node);
}

void RunModel::updateReason(Node *node)
{
    const bool wanted = node->test.hasReason();
    if (wanted == node->showsReason)
        return;
    Node *parent = node->parent;
    const int row = node->row + 1;
    const auto at = parent->items.begin() + row;
    if (!m_quiet) {
        if (wanted)
            beginInsertRows(indexOfNode(parent), row, row);
        else
            beginRemoveRows(indexOfNode(parent), row, row);
    }
    if (wanted)
        parent->items.insert(at, { node, true });
    else
        parent->items.erase(at);
    node->showsReason = wanted;
    for (size_t i = size_t(row); i < parent->items.size(); ++i) {
        if (!parent->items[i].reason)
            parent->items[i].node->row = int(i);
    }
    if (!m_quiet) {
        if (wanted)
            endInsertRows();
        else
            endRemoveRows();
    }
}

void RunModel::touch(Node *node)
{
    if (node != m_root.get())
        m_touched.insert(node);
}

// The worst of the children says what a group is; a group is running while anything below is.
void RunModel::refreshGroup(Node *group)
{
    static const QStringList worst { u"failed"_s, u"timedOut"_s, u"error"_s,   u"running"_s, u"flaky"_s,
                                     u"known"_s,  u"stopped"_s,  u"passed"_s, u"skipped"_s };
    qsizetype at = worst.size();
    int queued = 0;
    qint64 from = 0;
    qint64 to = 0;
    int done = 0;
    int tests = 0;
    for (const auto &child : group->children) {
        const RunTest &test = child->test;
        const qsizetype place = worst.indexOf(test.state);
        if (place >= 0)
            at = qMin(at, place);
        const bool waits = test.state == "queued"_L1;
        queued += waits;
        done += child->children.empty() ? int(counts(test) && !waits && test.state != "running"_L1) : test.testsDone;
        tests += child->children.empty() ? int(counts(test)) : test.testCount;
        if (!test.attempts.isEmpty()) {
            from = from ? qMin(from, test.attempts.first().startedAt) : test.attempts.first().startedAt;
            const RunAttempt &last = test.attempts.last();
            to = qMax(to, last.finishedAt ? last.finishedAt : m_now);
        }
    }
    group->test.testsDone = done;
    group->test.testCount = tests;
    if (from)
        group->test.durationMs = double(to - from);
    QString state = at < worst.size() ? worst[at] : u"queued"_s;
    if (queued > 0 && at > worst.indexOf(u"running"_s) && at < worst.size())
        state = u"running"_s;
    setState(group, state);
}

void RunModel::commit()
{
    // Deepest groups first, so that a suite sees its groups as they are now.
    QSet<Node *> groups;
    for (Node *node : std::as_const(m_touched)) {
        for (Node *up = node->children.empty() ? node->parent : node; up && up != m_root.get(); up = up->parent)
            groups.insert(up);
    }
    QList<Node *> ordered(groups.begin(), groups.end());
    std::sort(ordered.begin(), ordered.end(), [](const Node *a, const Node *b) { return a->test.depth > b->test.depth; });
    for (Node *group : std::as_const(ordered))
        refreshGroup(group);
    if (std::exchange(m_orderDirty, false))
        reorder();
    const QSet<Node *> changed = std::exchange(m_touched, {});
    // In the order of the file, whatever the set's: others make rows of it.
    QList<Node *> touched(changed.begin(), changed.end());
    std::sort(touched.begin(), touched.end(), [](const Node *a, const Node *b) {
        return std::tuple(a->test.found.position, a->test.depth, a->row) < std::tuple(b->test.found.position, b->test.depth, b->row);
    });
    if (!m_quiet) {
        for (Node *node : std::as_const(touched))
            emit dataChanged(indexOfNode(node), indexOfNode(node, ColumnCount - 1));
        for (Node *node : std::as_const(touched))
            emit testChanged(node->test.found.testId);
    }
    if (std::exchange(m_summaryDirty, false) && !m_quiet)
        emit summaryChanged();
}

void RunModel::reorder()
{
    m_order.clear();
    const auto walk = [this](const auto &self, const Node &node) -> void {
        for (const auto &child : node.children) {
            m_order << &child->test;
            self(self, *child);
        }
    };
    walk(walk, *m_root);
}

double RunModel::leftMs() const
{
    const int waiting = m_summary.counts.value(u"queued"_s);
    const int running = m_summary.counts.value(u"running"_s);
    const int done = m_summary.done();
    if (done < 2)
        return -1;
    return m_spent / done * (waiting + running / 2.0) / qMax(1, m_summary.run.workers);
}

const RunTest *RunModel::test(const QString &testId) const
{
    const Node *node = find(testId);
    return node ? &node->test : nullptr;
}

QModelIndex RunModel::indexOf(const QString &testId, int column) const
{
    const Node *node = find(testId);
    return node ? indexOfNode(node, column) : QModelIndex();
}

QStringList RunModel::problemIds() const
{
    QStringList ids;
    for (const RunTest *test : m_order) {
        if (test->childCount == 0 && test->isProblem())
            ids << test->found.testId;
    }
    return ids;
}

QString RunModel::nextProblem(const QString &testId, bool forward) const
{
    const qsizetype size = m_order.size();
    qsizetype from = forward ? -1 : size;
    for (qsizetype i = 0; i < size; ++i) {
        if (m_order[i]->found.testId == testId)
            from = i;
    }
    for (qsizetype step = 1; step <= size; ++step) {
        const qsizetype at = ((from + (forward ? step : -step)) % size + size) % size;
        if (m_order[at]->childCount == 0 && m_order[at]->isProblem())
            return m_order[at]->found.testId;
    }
    return {};
}

} // namespace greenroom
