// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "core/journal.h"
#include "gateway/integrations/integration.h"
#include "gateway/lambda/functionpool.h"
#include "gateway/lambda/runtimeapi.h"

#include <QElapsedTimer>
#include <QObject>
#include <QProcess>
#include <QTimer>

#include <functional>

namespace greenroom {

class ChildGuard;

// One child process that runs a function, one invocation at a time.
class FunctionInstance : public QObject
{
    Q_OBJECT

public:
    enum class State { Starting, Idle, Busy, Gone };
    using Answer = std::function<void(IntegrationResponse response)>;

    FunctionInstance(const FunctionSpec &function, const Api &api, const FunctionHost &host, ChildGuard &guard,
                     Journal &journal, QObject *parent);
    ~FunctionInstance() override;

    void start(const QString &reason);
    State state() const { return m_state; }
    QString id() const { return m_id; }
    qint64 pid() const { return m_process.processId(); }
    // Idle only. The answer comes exactly once: a result, an error, a time-out, or the process's end.
    void invoke(const Invocation &invocation, double queueMs, Answer answer);
    // Ends the process with its whole group.
    void kill(const QString &reason);

signals:
    void idle();
    void gone();
    void initFailed(const QString &message);
    void versionTold(const QString &version);   // of its runtime, by one of our bootstraps

private:
    void onWaiting();
    void onStarted();
    void onFinished(int exitCode, QProcess::ExitStatus status);
    void onOutput(QProcess::ProcessChannel channel);
    void drainOutput();
    void onLine(const QByteArray &line, bool isError);
    void onDeadline();
    void watchMemory();
    void measurePeak();
    void finish(IntegrationResponse response);
    void logTail(const IntegrationResponse &response);
    void finishWithError(const QString &type, const QString &message, const QStringList &stack = {});
    void parseError(const QByteArray &json, const QByteArray &type);
    void log(const QString &level, const QString &text);
    QString consoleLine(const QString &level, const QString &text) const;

    FunctionSpec m_function;
    QString m_functionArn;
    FunctionHost m_host;
    const Api &m_api;
    ChildGuard &m_guard;
    Journal &m_journal;
    QString m_id;
    QProcess m_process;
    RuntimeApi m_runtimeApi;
    State m_state = State::Starting;
    QElapsedTimer m_age;
    double m_initMs = 0;           // of a cold start that has not been charged yet
    bool m_served = false;
    QString m_stopReason;
    QString m_initError;
    qint64 m_group = 0;

    Invocation m_invocation;
    QString m_lambdaRequestId;
    Answer m_answer;
    QElapsedTimer m_handlerTimer;
    double m_queueMs = 0;
    QTimer m_deadline;
    QTimer m_memoryWatch;
    double m_peakMb = 0;
    QElapsedTimer m_peakAge;       // since it was read
    qint64 m_loggedBytes = 0;      // of this invocation
    bool m_dropping = false;
    QByteArray m_partial[2];       // unfinished lines of stdout and stderr
    QByteArray m_tail;             // of the log, for a caller that asked for it
};

} // namespace greenroom
