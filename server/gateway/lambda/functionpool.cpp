// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/lambda/functionpool.h"

#include "gateway/lambda/childguard.h"
#include "gateway/lambda/functioninstance.h"
#include "gateway/lambda/runtimes.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QPromise>
#include <QQueue>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int growAfterMs = 25;        // the queue's head has waited so long: one more instance
constexpr int backlogMs = 100;         // or the queue was never empty for so long …
constexpr double worthAProcessMs = 0.25;   // … by calls that keep a processor busy rather than the loop between us
constexpr int idleRetireMs = 60'000;   // beyond one warm instance
constexpr int sayQueueAfterMs = 1000;  // every instance there may be is busy, and the queue's head has waited so long
constexpr int maxCrashesInARow = 3;    // init that fails again and again is not retried for every message

QString asSentence(const QString &text)
{
    return text.endsWith(u'.') || text.endsWith(u'!') || text.endsWith(u'?') ? text : text + u'.';
}

int instanceCap()
{
    return std::max(8, QThread::idealThreadCount() * 4);
}

} // namespace

// One function: its instances and what waits for them.
class FunctionPool::Lane : public QObject
{
public:
    struct Waiting
    {
        Invocation invocation;
        std::shared_ptr<QPromise<IntegrationResponse>> promise;
        QElapsedTimer since;
    };

    Lane(FunctionPool &owner, const FunctionSpec &spec)
        : QObject(&owner)
        , pool(owner)
        , function(spec)
    {
        grow.setInterval(growAfterMs);
        connect(&grow, &QTimer::timeout, this, [this] { growIfNeeded(); });
        retire.setInterval(idleRetireMs);
        connect(&retire, &QTimer::timeout, this, [this] { retireIdle(); });
        retire.start();
    }

    void spawn(const QString &reason);
    void enqueue(const Invocation &invocation, std::shared_ptr<QPromise<IntegrationResponse>> promise);
    void pump();
    void growIfNeeded();
    void sayQueue();
    void retireIdle();
    void onGone(FunctionInstance *instance);
    void failQueue(const QString &message);

    FunctionPool &pool;
    FunctionSpec function;
    QList<FunctionInstance *> instances;
    QQueue<Waiting> queue;
    QTimer grow;
    QTimer retire;
    QElapsedTimer backlog;     // since the queue was last empty; invalid while it is
    double typicalMs = 0;      // a handler's time, smoothed
    QString initError;
    int failedStarts = 0;
    bool warmReported = false;
    bool queueSaid = false;
};

FunctionPool::FunctionPool(const Api &api, const FunctionHost &host, Journal &journal, QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_host(host)
    , m_journal(journal)
{
    if (api.functions.isEmpty())
        return;
    m_guard = new ChildGuard(this);
    for (const FunctionSpec &function : api.functions)
        m_lanes.insert(function.key, new Lane(*this, function));
}

FunctionPool::~FunctionPool()
{
    m_stopping = true;
}

void FunctionPool::warmUp()
{
    m_warming = int(m_lanes.size());
    for (Lane *lane : std::as_const(m_lanes))
        lane->spawn(u"warm"_s);
}

void FunctionPool::reportWarm(Lane *lane)
{
    if (std::exchange(lane->warmReported, true))
        return;
    if (--m_warming == 0)
        emit warmed();
}

void FunctionPool::sayVersion(const QString &runtime, const QString &version)
{
    const QString remark = versionRemark(runtime, version);
    if (remark.isEmpty() || m_versionsSaid.contains(remark))
        return;
    m_versionsSaid.append(remark);
    Notice notice;
    notice.severity = u"info"_s;
    notice.area = u"function"_s;
    notice.text = remark;
    m_journal.record(notice);
}

QFuture<IntegrationResponse> FunctionPool::invoke(const QString &function, const Invocation &invocation)
{
    auto promise = std::make_shared<QPromise<IntegrationResponse>>();
    promise->start();
    const QFuture<IntegrationResponse> future = promise->future();
    Lane *lane = m_lanes.value(function);
    if (!lane || m_stopping) {
        IntegrationResponse response;
        response.outcome = IntegrationResponse::Outcome::NotCallable;
        response.errorMessage = u"There is no function “%1”."_s.arg(function);
        promise->addResult(response);
        promise->finish();
        return future;
    }
    lane->enqueue(invocation, promise);
    return future;
}

int FunctionPool::runningChildren() const
{
    int count = 0;
    for (const Lane *lane : m_lanes)
        count += int(lane->instances.size());
    return count;
}

QMap<QString, QString> FunctionPool::failures() const
{
    QMap<QString, QString> failures;
    for (auto it = m_lanes.begin(); it != m_lanes.end(); ++it) {
        if (!it.value()->initError.isEmpty())
            failures.insert(it.key(), it.value()->initError);
    }
    return failures;
}

bool FunctionPool::isIdle() const
{
    return std::all_of(m_lanes.begin(), m_lanes.end(), [](const Lane *lane) {
        return lane->queue.isEmpty() && std::none_of(lane->instances.begin(), lane->instances.end(), [](const FunctionInstance *instance) {
            return instance->state() == FunctionInstance::State::Busy;
        });
    });
}

void FunctionPool::end()
{
    m_stopping = true;
    for (Lane *lane : std::as_const(m_lanes)) {
        lane->grow.stop();
        lane->failQueue(u"The host is closing."_s);
        const QList<FunctionInstance *> instances = lane->instances;
        for (FunctionInstance *instance : instances)
            instance->kill(u"reload"_s);
    }
}

void FunctionPool::forgetWarm(const QString &function)
{
    for (auto it = m_lanes.begin(); it != m_lanes.end(); ++it) {
        if (!function.isEmpty() && it.key() != function)
            continue;
        it.value()->failedStarts = 0;
        const QList<FunctionInstance *> instances = it.value()->instances;
        for (FunctionInstance *instance : instances) {
            if (instance->state() == FunctionInstance::State::Idle)
                instance->kill(u"cold"_s);
        }
    }
}

void FunctionPool::stop(int withinMs)
{
    m_stopping = true;
    QEventLoop loop;
    for (Lane *lane : std::as_const(m_lanes)) {
        lane->grow.stop();
        lane->failQueue(u"The host is closing."_s);
        for (FunctionInstance *instance : std::as_const(lane->instances)) {
            connect(instance, &FunctionInstance::gone, &loop, [this, &loop] {
                if (runningChildren() == 0)
                    loop.quit();
            }, Qt::QueuedConnection);
            instance->kill(u"shutdown"_s);
        }
    }
    if (runningChildren() == 0)
        return;
    QTimer::singleShot(withinMs, &loop, &QEventLoop::quit);
    loop.exec();
}

void FunctionPool::Lane::spawn(const QString &reason)
{
    auto *instance = new FunctionInstance(function, pool.m_api, pool.m_host, *pool.m_guard, pool.m_journal, this);
    instances.append(instance);
    connect(instance, &FunctionInstance::idle, this, [this] {
        failedStarts = 0;
        initError.clear();
        pool.reportWarm(this);
        pump();
    });
    connect(instance, &FunctionInstance::initFailed, this, [this](const QString &message) { initError = message; });
    connect(instance, &FunctionInstance::versionTold, this, [this](const QString &version) {
        pool.sayVersion(function.runtime, version);
    });
    connect(instance, &FunctionInstance::gone, this, [this, instance] { onGone(instance); });
    instance->start(reason);
}

void FunctionPool::Lane::onGone(FunctionInstance *instance)
{
    instances.removeOne(instance);
    instance->deleteLater();
    pool.reportWarm(this);
    if (pool.m_stopping)
        return;
    if (!initError.isEmpty()) {
        if (failedStarts++ == 0) {
            Notice notice;
            notice.severity = u"error"_s;
            notice.area = u"function"_s;
            notice.text = asSentence(u"The function “%1” could not be loaded: %2"_s.arg(function.key, initError));
            notice.remedy = u"Mend it; the next message tries again."_s;
            notice.file = function.place.file;
            notice.line = function.place.line;
            notice.column = function.place.column;
            pool.m_journal.record(notice);
        }
        failQueue(initError);
        return;
    }
    // Serving again at once after a crash: the next message should not pay for it.
    if (instances.isEmpty() && failedStarts < maxCrashesInARow) {
        ++failedStarts;
        spawn(u"restart"_s);
    } else if (instances.isEmpty()) {
        failQueue(u"The function “%1” exits as soon as it is loaded."_s.arg(function.key));
        failedStarts = 0;
    }
}

void FunctionPool::Lane::failQueue(const QString &message)
{
    while (!queue.isEmpty()) {
        const Waiting waiting = queue.dequeue();
        IntegrationResponse response;
        response.outcome = IntegrationResponse::Outcome::Error;
        response.errorType = u"Runtime.InitError"_s;
        response.errorMessage = message;
        response.statusCode = 0;
        waiting.promise->addResult(response);
        waiting.promise->finish();
    }
}

void FunctionPool::Lane::enqueue(const Invocation &invocation, std::shared_ptr<QPromise<IntegrationResponse>> promise)
{
    Waiting waiting { invocation, std::move(promise), {} };
    waiting.since.start();
    queue.enqueue(std::move(waiting));
    pump();
    if (queue.isEmpty())
        return;
    if (instances.isEmpty())
        spawn(u"demand"_s);
    if (!backlog.isValid())
        backlog.start();
    if (!grow.isActive())
        grow.start();
}

void FunctionPool::Lane::pump()
{
    for (FunctionInstance *instance : std::as_const(instances)) {
        if (queue.isEmpty())
            break;
        if (instance->state() != FunctionInstance::State::Idle)
            continue;
        const Waiting waiting = queue.dequeue();
        instance->invoke(waiting.invocation, double(waiting.since.nsecsElapsed()) / 1e6,
                         [this, promise = waiting.promise](IntegrationResponse response) {
                             typicalMs += (response.handlerMs - typicalMs) / 16;
                             const auto tell = [promise, response = std::move(response)] {
                                 promise->addResult(response);
                                 promise->finish();
                             };
                             // Its process asks for work in the same breath: where some waits, it goes there first.
                             if (queue.isEmpty())
                                 tell();
                             else
                                 QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
                         });
    }
    if (queue.isEmpty()) {
        grow.stop();
        backlog.invalidate();
        queueSaid = false;
    }
}

// Grows only while the queue waits, and by one at a time: starting a runtime costs more than most calls.
void FunctionPool::Lane::growIfNeeded()
{
    if (queue.isEmpty())
        return;
    if (instances.size() >= instanceCap()) {
        sayQueue();
        return;
    }
    const bool waits = queue.head().since.elapsed() >= growAfterMs;
    const bool busy = backlog.isValid() && backlog.elapsed() >= backlogMs && typicalMs >= worthAProcessMs
        && instances.size() < QThread::idealThreadCount();
    if (!waits && !busy)
        return;
    const bool starting = std::any_of(instances.begin(), instances.end(), [](const FunctionInstance *instance) {
        return instance->state() == FunctionInstance::State::Starting;
    });
    if (!starting)
        spawn(u"demand"_s);
}

// Once for each queue that forms.
void FunctionPool::Lane::sayQueue()
{
    if (queueSaid || queue.head().since.elapsed() < sayQueueAfterMs)
        return;
    queueSaid = true;
    Notice notice;
    notice.severity = u"warning"_s;
    notice.area = u"function"_s;
    notice.text = u"%1 calls of the function “%2” wait: all %3 of its processes are busy."_s
                      .arg(queue.size()).arg(function.key).arg(instances.size());
    notice.remedy = u"AWS would start more; let its handler answer sooner."_s;
    pool.m_journal.record(notice);
}

void FunctionPool::Lane::retireIdle()
{
    int idleOnes = 0;
    for (FunctionInstance *instance : std::as_const(instances)) {
        if (instance->state() == FunctionInstance::State::Idle && ++idleOnes > 1)
            instance->kill(u"idle"_s);
    }
}

} // namespace greenroom
