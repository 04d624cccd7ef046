// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/runner.h"

#include "runner/console.h"
#include "runner/run.h"
#include "runner/runcounter.h"

#include <QEventLoop>
#include <QTimer>

namespace greenroom {

namespace {

constexpr int closeMs = 1500;   // teardowns and closing handshakes at the end

} // namespace

Runner::Runner(Journal &journal, QString dataFolder, QObject *parent)
    : QObject(parent)
    , m_journal(journal)
    , m_dataFolder(std::move(dataFolder))
    , m_console(new Console(journal, this))
{
}

Runner::~Runner() = default;

void Runner::start(const RunRequest &request)
{
    auto *run = new Run(m_journal, request, nextRunNumber(m_dataFolder), this);
    m_runs.insert(request.runId, run);
    connect(run, &Run::finished, this, [this, run, id = request.runId] {
        m_runs.remove(id);
        run->deleteLater();
        emit runEnded();
    });
    run->start();
}

void Runner::stop(const QString &runId, StopStrength strength)
{
    if (Run *run = m_runs.value(runId))
        run->stop(strength);
}

void Runner::pause(const QString &runId, bool paused)
{
    if (Run *run = m_runs.value(runId))
        run->pause(paused);
}

void Runner::connectClient(const ClientRequest &request)
{
    m_console->open(request);
}

void Runner::send(const QString &connectionId, const Message &message)
{
    m_console->send(connectionId, message);
}

void Runner::closeClient(const QString &connectionId, int code, const QString &reason)
{
    m_console->close(connectionId, code, reason);
}

void Runner::close()
{
    m_console->closeAll();
    const QList<Run *> runs = m_runs.values();
    for (Run *run : runs)
        run->stop(StopStrength::Kill);
    if (runs.isEmpty())
        return;
    QEventLoop loop;
    connect(this, &Runner::runEnded, &loop, [this, &loop] {
        if (m_runs.isEmpty())
            loop.quit();
    });
    QTimer::singleShot(closeMs, &loop, &QEventLoop::quit);
    if (!m_runs.isEmpty())
        loop.exec();
}

} // namespace greenroom
