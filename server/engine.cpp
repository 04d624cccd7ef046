// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine.h"

#ifdef Q_OS_LINUX
#include "gateway/epolldispatcher.h"
#endif

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// The event loop of the threads that wait for sockets: Qt's own are O(n) in open connections, and dearer for few.
QAbstractEventDispatcher *socketDispatcher()
{
#ifdef Q_OS_LINUX
    return new EpollDispatcher;
#else
    return nullptr;
#endif
}

} // namespace

Engine::Engine(const EngineOptions &options, QObject *parent)
    : QObject(parent)
    , m_archive(u"archive"_s, nullptr, m_journal, options.dataFolder, options.recording)
    , m_gateway(u"gateway"_s, socketDispatcher(), m_journal)
    , m_runner(u"runner"_s, socketDispatcher(), m_journal, options.dataFolder)
{
    qRegisterMetaType<RunRequest>();
    qRegisterMetaType<StopStrength>();
    // Whoever made us listens by the time the event loop turns; until then nothing is told to nobody.
    m_journal.hold();
    QMetaObject::invokeMethod(this, [this] {
        m_archive.post([&journal = m_journal](Archive &) { journal.release(); });
    }, Qt::QueuedConnection);
    m_archive.adopt(m_journal);

    // The archive first and directly: what is on screen is already on disk.
    connect(&m_journal, &Journal::appended, m_archive.object(), &Archive::append, Qt::DirectConnection);
    connect(&m_journal, &Journal::appended, m_gateway.object(), &Gateway::onAppended, Qt::QueuedConnection);
    connect(m_gateway.object(), &Gateway::runRequested, m_runner.object(), &Runner::start, Qt::QueuedConnection);
    connect(m_gateway.object(), &Gateway::runStopRequested, m_runner.object(), &Runner::stop,
            Qt::QueuedConnection);

    m_archive.post([limit = options.archiveLimit](Archive &archive) {
        archive.limit = limit;
        archive.open();
    });
}

Engine::~Engine() = default;

void Engine::openProject(const HostRequest &request)
{
    m_gateway.post([request](Gateway &gateway) { gateway.open(request); });
}

void Engine::host(const HostRequest &request)
{
    if (request.guests && request.usualSeconds.isEmpty()) {
        runs().then(this, [this, request](const QList<RunRecord> &records) { hostFor(request, records); });
        return;
    }
    m_gateway.post([request](Gateway &gateway) { gateway.listen(request); });
}

// Guests are told how long it usually takes: as the last whole run of each suite.
void Engine::hostFor(HostRequest request, const QList<RunRecord> &records)
{
    request.usualSeconds.insert({}, 0);   // asked once
    for (const RunRecord &record : records) {
        const bool whole = record.state == "passed"_L1 || record.state == "failed"_L1;
        if (whole && !request.usualSeconds.contains(record.file))
            request.usualSeconds.insert(record.file, record.durationMs / 1000);
    }
    host(request);
}

void Engine::stopHosting(const QString &apiId)
{
    m_gateway.post([apiId](Gateway &gateway) { gateway.stop(apiId); });
}

void Engine::startRun(const RunRequest &request)
{
    m_runner.post([request](Runner &runner) { runner.start(request); });
}

void Engine::stopRun(const QString &runId, StopStrength strength)
{
    m_runner.post([runId, strength](Runner &runner) { runner.stop(runId, strength); });
}

void Engine::pauseRun(const QString &runId, bool paused)
{
    m_runner.post([runId, paused](Runner &runner) { runner.pause(runId, paused); });
}

void Engine::connectClient(const ClientRequest &request)
{
    m_runner.post([request](Runner &runner) { runner.connectClient(request); });
}

void Engine::sendFromClient(const QString &connectionId, const Message &message)
{
    m_runner.post([connectionId, message](Runner &runner) { runner.send(connectionId, message); });
}

void Engine::closeClient(const QString &connectionId, int code, const QString &reason)
{
    m_runner.post([connectionId, code, reason](Runner &runner) {
        runner.closeClient(connectionId, code, reason);
    });
}

void Engine::postToConnection(const QString &connectionId, const QByteArray &text)
{
    m_gateway.post([connectionId, text](Gateway &gateway) { gateway.post(connectionId, text); });
}

void Engine::closeConnection(const QString &connectionId, int code, const QString &reason)
{
    m_gateway.post([connectionId, code, reason](Gateway &gateway) { gateway.closeConnection(connectionId, code, reason); });
}

void Engine::cutConnection(const QString &connectionId)
{
    m_gateway.post([connectionId](Gateway &gateway) { gateway.cutConnection(connectionId); });
}

void Engine::inflict(const Fault &fault)
{
    m_gateway.post([fault](Gateway &gateway) { gateway.inflict(fault); });
}

void Engine::invokeAgain(const QString &apiId, const QString &function, const QString &routeKey,
                         const QByteArray &event)
{
    m_gateway.post([apiId, function, routeKey, event](Gateway &gateway) {
        gateway.invoke(apiId, function, routeKey, event);
    });
}

void Engine::fixDemo()
{
    m_gateway.post([](Gateway &gateway) { gateway.fixDemo(); });
}

QFuture<QList<RunRecord>> Engine::runs(int most)
{
    QPromise<QList<RunRecord>> promise;
    const QFuture<QList<RunRecord>> answer = promise.future();
    m_archive.post([most, promise = std::move(promise)](Archive &archive) mutable {
        archive.runs(most, std::move(promise));
    });
    return answer;
}

QFuture<QList<Event>> Engine::eventsOfRun(const QString &runId)
{
    QPromise<QList<Event>> promise;
    const QFuture<QList<Event>> answer = promise.future();
    m_archive.post([runId, promise = std::move(promise)](Archive &archive) mutable {
        archive.eventsOfRun(runId, std::move(promise));
    });
    return answer;
}

QFuture<QHash<QString, QString>> Engine::historyOfTests(const QString &suite)
{
    QPromise<QHash<QString, QString>> promise;
    const QFuture<QHash<QString, QString>> answer = promise.future();
    m_archive.post([suite, promise = std::move(promise)](Archive &archive) mutable {
        archive.historyOfTests(suite, std::move(promise));
    });
    return answer;
}

QFuture<Result<QStringList>> Engine::failedTests(const QStringList &files)
{
    QPromise<Result<QStringList>> promise;
    const QFuture<Result<QStringList>> answer = promise.future();
    m_archive.post([files, promise = std::move(promise)](Archive &archive) mutable {
        archive.failedTests(files, std::move(promise));
    });
    return answer;
}

QFuture<Result<UsageSums>> Engine::usage(const UsageQuestion &question)
{
    QPromise<Result<UsageSums>> promise;
    const QFuture<Result<UsageSums>> answer = promise.future();
    m_archive.post([question, promise = std::move(promise)](Archive &archive) mutable {
        archive.usage(question, std::move(promise));
    });
    return answer;
}

QFuture<Result<QByteArray>> Engine::exportRun(const QString &runId, const QString &format)
{
    QPromise<Result<QByteArray>> promise;
    const QFuture<Result<QByteArray>> answer = promise.future();
    m_archive.post([runId, format, promise = std::move(promise)](Archive &archive) mutable {
        archive.exportRun(runId, format, std::move(promise));
    });
    return answer;
}

} // namespace greenroom
