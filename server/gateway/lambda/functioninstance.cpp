// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/lambda/functioninstance.h"

#include "core/platformlog.h"
#include "gateway/ids.h"
#include "gateway/lambda/childguard.h"
#include "gateway/lambda/functionenvironment.h"
#include "gateway/lambda/runtimes.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <utility>

#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int initLimitMs = 10'000;             // L-env: init is limited to 10 s
constexpr qint64 logLimit = 256 * 1024;         // (R) a function's own lines kept for one invocation
constexpr int lineLimit = 64 * 1024;            // (R) a longer line is cut
constexpr double memorySlackMb = 96;            // (R) what a runtime itself needs beyond memorySize
constexpr int peakEveryMs = 250;                // (R) reading it costs a tenth of a quick call
constexpr qsizetype tailBytes = 4096;           // X-Amz-Log-Result: the last 4 KB

// From /proc: a field of status in kB, as MB.
double memoryMb(qint64 pid, const char *field)
{
    QFile status(u"/proc/%1/status"_s.arg(pid));
    if (!status.open(QFile::ReadOnly))
        return 0;
    const QByteArray text = status.readAll();
    const qsizetype at = text.indexOf(field);
    return at < 0 ? 0 : text.mid(at + qstrlen(field), 20).trimmed().split(' ').first().toDouble() / 1024;
}

// nodejs20.x → nodejs:20, as INIT_START has it.
QString runtimeName(const QString &runtime)
{
    static const QRegularExpression parts(u"\\A([a-z]+)([0-9.]*?)(\\.x)?\\z"_s);
    const QRegularExpressionMatch match = parts.match(runtime);
    return match.hasMatch() && !match.captured(2).isEmpty() ? match.captured(1) + u':' + match.captured(2) : runtime;
}

QString isoTime()
{
    return QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
}

} // namespace

FunctionInstance::FunctionInstance(const FunctionSpec &function, const Api &api, const FunctionHost &host,
                                   ChildGuard &guard, Journal &journal, QObject *parent)
    : QObject(parent)
    , m_function(function)
    , m_functionArn(u"arn:aws:lambda:%1:%2:function:%3"_s.arg(api.region, api.accountId, function.name))
    , m_host(host)
    , m_api(api)
    , m_guard(guard)
    , m_journal(journal)
    , m_id(newUuid().left(8))
    , m_runtimeApi(Quotas().functionPayloadBytes)
{
    connect(&m_runtimeApi, &RuntimeApi::waiting, this, &FunctionInstance::onWaiting);
    connect(&m_runtimeApi, &RuntimeApi::responded, this, [this](const QByteArray &, const QByteArray &result) {
        IntegrationResponse response;
        response.result = result;
        response.isProxyResult = true;
        finish(std::move(response));
    });
    connect(&m_runtimeApi, &RuntimeApi::failed, this,
            [this](const QByteArray &, const QByteArray &error, const QByteArray &type) { parseError(error, type); });
    connect(&m_runtimeApi, &RuntimeApi::initFailed, this, [this](const QByteArray &error, const QByteArray &type) {
        const QJsonObject json = QJsonDocument::fromJson(error).object();
        m_initError = json.value("errorType"_L1).toString(QString::fromUtf8(type)) + u": "_s
            + json.value("errorMessage"_L1).toString(u"the runtime gave no message"_s);
        log(u"ERROR"_s, m_initError);
        emit initFailed(m_initError);
    });
    connect(&m_runtimeApi, &RuntimeApi::tooLarge, this, [this] {
        finishWithError(u"Function.ResponseSizeTooLarge"_s,
                        u"Response payload size exceeded maximum allowed payload size (6291556 bytes)."_s);
    });
    connect(&m_process, &QProcess::started, this, &FunctionInstance::onStarted);
    connect(&m_process, &QProcess::finished, this, &FunctionInstance::onFinished);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return;
        m_initError = u"%1 could not be started: %2. Install it, or put it on the PATH."_s
                          .arg(m_process.program(), m_process.errorString());
        emit initFailed(m_initError);
        onFinished(-1, QProcess::CrashExit);
    });
    connect(&m_process, &QProcess::readyReadStandardOutput, this, [this] { onOutput(QProcess::StandardOutput); });
    connect(&m_process, &QProcess::readyReadStandardError, this, [this] { onOutput(QProcess::StandardError); });
    m_deadline.setSingleShot(true);
    m_deadline.setTimerType(Qt::PreciseTimer);
    connect(&m_deadline, &QTimer::timeout, this, &FunctionInstance::onDeadline);
    m_memoryWatch.setInterval(200);
    connect(&m_memoryWatch, &QTimer::timeout, this, &FunctionInstance::watchMemory);
}

FunctionInstance::~FunctionInstance()
{
    m_process.disconnect(this);
    if (m_group > 0) {
        ::kill(-pid_t(m_group), SIGKILL);
        m_guard.remove(m_group, environmentMark(m_id));
    }
    m_process.kill();
    m_process.waitForFinished(200);
}

void FunctionInstance::start(const QString &reason)
{
    m_age.start();
    if (!m_runtimeApi.listen()) {
        m_state = State::Gone;
        QMetaObject::invokeMethod(this, &FunctionInstance::gone, Qt::QueuedConnection);
        return;
    }
    const Result<FunctionProgram> program = functionProgram({ m_function, m_api, m_host });
    if (!program) {
        m_initError = program.error().text;
        QMetaObject::invokeMethod(this, [this] {
            emit initFailed(m_initError);
            onFinished(-1, QProcess::CrashExit);
        }, Qt::QueuedConnection);
        return;
    }
    m_process.setProgram(program->program);
    m_process.setArguments(program->arguments);
    m_process.setWorkingDirectory(m_function.codeFolder);
    m_process.setProcessEnvironment(functionEnvironment(m_function, m_api, m_host, *program, m_runtimeApi.address(), m_id));
    // A group of its own, so that what it starts goes with it; and never without us.
    m_process.setChildProcessModifier([] {
        ::setsid();
#ifdef Q_OS_LINUX
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    });
    m_stopReason = reason;
    m_deadline.start(initLimitMs);
    m_process.start();
}

void FunctionInstance::onStarted()
{
    m_group = m_process.processId();
    m_guard.add(m_group, environmentMark(m_id));
    FunctionStarted started;
    started.function = m_function.key;
    started.instance = m_id;
    started.pid = m_group;
    started.runtime = m_function.runtime;
    started.program = m_process.program();
    started.reason = std::exchange(m_stopReason, {});
    m_journal.record(started);
    // Lambda numbers its builds of a runtime; ours has the digest of what runs it.
    const QByteArray digest = QCryptographicHash::hash(m_process.arguments().join(u' ').toUtf8() + m_process.program().toUtf8(),
                                                       QCryptographicHash::Sha256);
    log(u"PLATFORM"_s, u"INIT_START Runtime Version: %1.greenroom\tRuntime Version ARN: arn:aws:lambda:%2::runtime:%3"_s
                           .arg(runtimeName(m_function.runtime), m_api.region, QString::fromLatin1(digest.toHex())));
}

void FunctionInstance::onWaiting()
{
    if (m_state == State::Gone)
        return;
    if (m_state == State::Starting) {
        m_deadline.stop();
        m_initMs = double(m_age.nsecsElapsed()) / 1e6;
    }
    if (m_state == State::Busy && m_answer)
        return;   // the result was refused (too large) or is still on its way
    m_state = State::Idle;
    emit idle();
}

void FunctionInstance::invoke(const Invocation &invocation, double queueMs, Answer answer)
{
    m_state = State::Busy;
    m_invocation = invocation;
    m_queueMs = queueMs;
    m_answer = std::move(answer);
    m_lambdaRequestId = lambdaRequestIdOf(invocation.requestId);
    m_loggedBytes = 0;
    m_dropping = false;
    m_handlerTimer.start();
    m_deadline.start(m_function.timeoutMs);
    if (!m_memoryWatch.isActive())
        m_memoryWatch.start();
    m_runtimeApi.give({ m_lambdaRequestId.toLatin1(), invocation.event,
                        QDateTime::currentMSecsSinceEpoch() + m_function.timeoutMs, m_functionArn.toUtf8(),
                        traceHeader(invocation.traceId), invocation.clientContext });
}

void FunctionInstance::finish(IntegrationResponse response)
{
    if (!m_answer)
        return;
    m_deadline.stop();
    // A time-out is noticed a little after it; what is billed is the limit.
    const bool isLate = response.errorType == "Sandbox.Timedout"_L1;
    response.handlerMs = isLate ? double(m_function.timeoutMs) : double(m_handlerTimer.nsecsElapsed()) / 1e6;
    if (!m_peakAge.isValid() || m_peakAge.elapsed() >= peakEveryMs)
        measurePeak();
    response.queueMs = m_queueMs;
    response.cold = !std::exchange(m_served, true);
    response.initMs = response.cold ? m_initMs : 0;
    response.billedMs = billedMilliseconds(response.handlerMs, response.initMs);
    response.memoryMb = m_function.memoryMb;
    response.maxMemoryMb = m_peakMb;
    response.lambdaRequestId = m_lambdaRequestId;
    response.instance = m_id;
    // What it printed before it answered belongs to this invocation.
    drainOutput();
    if (m_invocation.wantsLog) {
        logTail(response);
        response.logTail = std::exchange(m_tail, {});
    }
    std::exchange(m_answer, nullptr)(std::move(response));
    if (m_state == State::Busy && m_runtimeApi.isWaiting())
        onWaiting();
}

void FunctionInstance::finishWithError(const QString &type, const QString &message, const QStringList &stack)
{
    IntegrationResponse response;
    response.outcome = IntegrationResponse::Outcome::Error;
    response.errorType = type;
    response.errorMessage = message;
    response.stackTrace = stack;
    response.statusCode = 0;
    finish(std::move(response));
}

void FunctionInstance::parseError(const QByteArray &json, const QByteArray &type)
{
    const QJsonObject error = QJsonDocument::fromJson(json).object();
    QStringList stack;
    const QJsonArray lines = error.value("stackTrace"_L1).toArray();
    for (const QJsonValue &line : lines)
        stack.append(line.toString());
    finishWithError(error.value("errorType"_L1).toString(QString::fromUtf8(type)),
                    error.value("errorMessage"_L1).toString(QString::fromUtf8(json.left(256))), stack);
}

void FunctionInstance::onDeadline()
{
    if (m_state == State::Starting) {
        m_initError = u"Init did not finish within %1 s."_s.arg(initLimitMs / 1000);
        emit initFailed(m_initError);
        kill(u"timeout"_s);
        return;
    }
    const QString text = u"Task timed out after %1 seconds"_s.arg(m_function.timeoutMs / 1000.0, 0, 'f', 2);
    log(u"ERROR"_s, u"%1 %2 %3"_s.arg(isoTime(), m_lambdaRequestId, text));
    finishWithError(u"Sandbox.Timedout"_s, u"RequestId: %1 Error: %2"_s.arg(m_lambdaRequestId, text));
    kill(u"timeout"_s);
}

// The most its process ever had resident. What it starts beside is not counted.
void FunctionInstance::measurePeak()
{
    m_peakAge.start();
    m_peakMb = std::max(m_peakMb, memoryMb(m_process.processId(), "VmHWM:"));
}

void FunctionInstance::watchMemory()
{
    // Not stopped by every answer, which would set a timer anew for every call.
    if (m_state != State::Busy) {
        m_memoryWatch.stop();
        return;
    }
    const double resident = memoryMb(m_process.processId(), "VmRSS:");
    m_peakMb = std::max(m_peakMb, resident);
    if (resident <= m_function.memoryMb + memorySlackMb)
        return;
    finishWithError(u"Runtime.OutOfMemory"_s,
                    u"RequestId: %1 Error: Runtime exited with error: signal: killed (%2 MB used, memorySize is %3 MB)"_s
                        .arg(m_lambdaRequestId).arg(qRound(resident)).arg(m_function.memoryMb));
    kill(u"crashed"_s);
}

void FunctionInstance::kill(const QString &reason)
{
    if (m_state == State::Gone)
        return;
    m_stopReason = reason;
    if (m_group > 0)
        ::kill(-pid_t(m_group), SIGKILL);
    else
        m_process.kill();
}

void FunctionInstance::onFinished(int exitCode, QProcess::ExitStatus status)
{
    if (m_state == State::Gone)
        return;
    onOutput(QProcess::StandardOutput);
    onOutput(QProcess::StandardError);
    m_state = State::Gone;
    m_deadline.stop();
    m_memoryWatch.stop();
    if (m_group > 0) {
        ::kill(-pid_t(m_group), SIGKILL);   // what it left behind in its group
        m_guard.remove(m_group, environmentMark(m_id));
        FunctionStopped stopped;
        stopped.function = m_function.key;
        stopped.instance = m_id;
        stopped.pid = std::exchange(m_group, 0);
        stopped.reason = !m_stopReason.isEmpty() ? m_stopReason : status == QProcess::CrashExit ? u"crashed"_s : u"exited"_s;
        stopped.exitCode = status == QProcess::NormalExit ? exitCode : 0;
        stopped.signal = status == QProcess::CrashExit ? exitCode : 0;
        m_journal.record(stopped);
    }
    if (m_answer) {
        const QString how = status == QProcess::CrashExit ? u"signal: %1"_s.arg(exitCode) : u"exit status %1"_s.arg(exitCode);
        finishWithError(u"Runtime.ExitError"_s,
                        u"RequestId: %1 Error: Runtime exited with error: %2"_s.arg(m_lambdaRequestId, how));
    }
    emit gone();
}

// What the caller of Invoke is shown: the last of what stands in the log for this call.
void FunctionInstance::logTail(const IntegrationResponse &response)
{
    IntegrationAnswered answered;
    answered.lambdaRequestId = response.lambdaRequestId;
    answered.errorType = response.errorType;
    answered.handlerMs = response.handlerMs;
    answered.billedMs = response.billedMs;
    answered.memoryMb = response.memoryMb;
    answered.maxMemoryMb = response.maxMemoryMb;
    answered.cold = response.cold;
    answered.initMs = response.initMs;
    const QStringList ours = platformLines(answered);
    m_tail = (startLine(m_lambdaRequestId).toUtf8() + '\n' + m_tail + ours.join(u'\n').toUtf8() + '\n').right(tailBytes);
}

// Node's own console writes its time, the id and the level; what others write stands as it is.
QString FunctionInstance::consoleLine(const QString &level, const QString &text) const
{
    if (!m_function.runtime.startsWith("nodejs"_L1) || level == "PLATFORM"_L1)
        return text;
    return u"%1\t%2\t%3\t%4"_s.arg(isoTime(), m_lambdaRequestId, level, text);
}

// --- what it prints ---

// Reads what is still in the pipes; also what has no line end yet. An end of the process that is noticed on
// the way is told later, not in the middle of an answer.
void FunctionInstance::drainOutput()
{
    {
        const QSignalBlocker quiet(&m_process);
        while (m_process.state() == QProcess::Running && m_process.waitForReadyRead(0)) {
            onOutput(QProcess::StandardOutput);
            onOutput(QProcess::StandardError);
            if (m_dropping)
                break;   // a flood has no end to wait for
        }
    }
    onOutput(QProcess::StandardOutput);
    onOutput(QProcess::StandardError);
    for (const bool isError : { false, true }) {
        if (QByteArray &partial = m_partial[isError ? 1 : 0]; !partial.isEmpty() && !partial.startsWith('\x01'))
            onLine(std::exchange(partial, {}), isError);
    }
    if (m_state != State::Gone && m_group > 0 && m_process.state() == QProcess::NotRunning) {
        QMetaObject::invokeMethod(this, [this] { onFinished(m_process.exitCode(), m_process.exitStatus()); },
                                  Qt::QueuedConnection);
    }
}

void FunctionInstance::onOutput(QProcess::ProcessChannel channel)
{
    const bool isError = channel == QProcess::StandardError;
    QByteArray &partial = m_partial[isError ? 1 : 0];
    const QByteArray bytes = isError ? m_process.readAllStandardError() : m_process.readAllStandardOutput();
    if (bytes.isEmpty())
        return;
    if (m_dropping && m_answer) {
        // Beyond the limit nothing is even looked at: a flood must not cost the neighbours their turn.
        m_loggedBytes += bytes.size();
        partial.clear();
        return;
    }
    partial += bytes;
    qsizetype start = 0;
    for (qsizetype end = 0; (end = partial.indexOf('\n', start)) >= 0; start = end + 1)
        onLine(partial.mid(start, end - start), isError);
    partial.remove(0, start);
    if (partial.size() > lineLimit)
        onLine(std::exchange(partial, {}), isError);
}

// Our bootstraps mark a console call as \x01LEVEL\x01"text as JSON"; anything else was written directly.
void FunctionInstance::onLine(const QByteArray &line, bool isError)
{
    if (line.startsWith('\x01')) {
        const qsizetype second = line.indexOf('\x01', 1);
        const QJsonArray text = QJsonDocument::fromJson('[' + line.mid(second + 1) + ']').array();
        if (second > 0 && !text.isEmpty()) {
            const QByteArray level = line.mid(1, second - 1);
            if (level == "VERSION")
                emit versionTold(text.first().toString());
            else if (level != "PLATFORM")   // which is not a function's to say
                log(QString::fromLatin1(level), text.first().toString());
            return;
        }
    }
    if (!line.isEmpty())
        log(isError ? u"ERROR"_s : u"INFO"_s, QString::fromUtf8(line.left(lineLimit)));
}

void FunctionInstance::log(const QString &level, const QString &text)
{
    m_loggedBytes += text.size();
    if (m_answer && m_invocation.wantsLog)
        m_tail = (m_tail + consoleLine(level, text).toUtf8() + '\n').right(tailBytes);
    if (m_dropping)
        return;
    FunctionLogged logged;
    logged.function = m_function.key;
    logged.instance = m_id;
    if (m_answer) {
        logged.requestId = m_invocation.requestId;
        logged.connectionId = m_invocation.connectionId;
    }
    logged.level = level;
    logged.text = text;
    if (m_loggedBytes > logLimit) {
        m_dropping = true;
        logged.level = u"WARN"_s;
        logged.text = u"This invocation printed more than %1 kB; the rest of it is not kept."_s.arg(logLimit / 1024);
    }
    m_journal.record(logged);
}

} // namespace greenroom
