// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/steps/commandstep.h"

#include "runner/steps/results.h"
#include "runner/testcontext.h"

#include <QDir>

#include <csignal>
#include <utility>

#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr qsizetype outputLimit = 4 * 1024 * 1024;   // of each stream; the rest is dropped and said
constexpr int killAfterMs = 1500;
constexpr qsizetype logLimit = 1000;                 // lines of a command with results

} // namespace

std::unique_ptr<Step> CommandStep::make()
{
    return std::make_unique<CommandStep>();
}

Problems CommandStep::validate(const StepSpec &spec)
{
    Problems problems = unknownStepKeys(spec.value, { u"run"_s, u"shell"_s, u"cwd"_s, u"env"_s, u"stdin"_s, u"timeout"_s, u"results"_s },
                                        u"a command step"_s);
    if (spec.value.contains(u"run"_s) == spec.value.contains(u"shell"_s))
        problems.append({ Problem::Severity::Error, u"a command is either “run: [program, arguments]” or “shell: text”"_s, {}, spec.place });
    if (spec.value.contains(u"run"_s) && (!spec.value[u"run"_s].isSequence() || spec.value[u"run"_s].items.isEmpty()))
        problems.append({ Problem::Severity::Error, u"“run” is a list: the program and its arguments"_s, {}, spec.value[u"run"_s].place });
    const yaml::Node &results = spec.value[u"results"_s];
    if (!results.isNull() && !resultFormats().contains(results.toText())) {
        const QString near = yaml::nearest(results.toText(), resultFormats());
        problems.append({ Problem::Severity::Error, u"there are no results “%1”"_s.arg(results.toText()),
                          near.isEmpty() ? u"there are: %1"_s.arg(resultFormats().join(u", "_s)) : u"did you mean “%1”?"_s.arg(near), results.place });
    }
    return problems;
}

CommandStep::~CommandStep()
{
    m_process.disconnect(this);
    kill();
    m_process.waitForFinished(200);
}

QFuture<StepOutput> CommandStep::run(TestContext &context, const StepSpec &spec)
{
    QFuture<StepOutput> future = promised();
    const yaml::Node &value = spec.value;
    QStringList words;
    if (value.contains(u"shell"_s)) {
        words = { u"/bin/sh"_s, u"-c"_s, value[u"shell"_s].toText() };
    } else {
        for (const yaml::Node &word : value[u"run"_s].items)
            words.append(word.toText());
    }
    m_results = value[u"results"_s].toText();
    m_context = &context;
    QProcessEnvironment environment;
    const QProcessEnvironment ours = QProcessEnvironment::systemEnvironment();
    for (const char *name : { "PATH", "HOME", "LANG", "TMPDIR", "USER", "SHELL", "TZ" }) {
        if (ours.contains(QLatin1StringView(name)))
            environment.insert(QLatin1StringView(name), ours.value(QLatin1StringView(name)));
    }
    const yaml::Node &variables = value[u"env"_s];
    for (qsizetype i = 0; i < variables.keys.size(); ++i)
        environment.insert(variables.keys.at(i).text, variables.items.at(i).toText());
    m_process.setProcessEnvironment(environment);
    m_process.setWorkingDirectory(QDir(context.baseFolder).absoluteFilePath(value[u"cwd"_s].toText(u"."_s)));
    m_process.setChildProcessModifier([] {
        ::setsid();
#ifdef Q_OS_LINUX
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
    });
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &CommandStep::onOutput);
    connect(&m_process, &QProcess::readyReadStandardError, this, &CommandStep::onOutput);
    connect(&m_process, &QProcess::started, this, [this] { m_group = m_process.processId(); });
    connect(&m_process, &QProcess::finished, this, &CommandStep::onFinished);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return;
        m_output.error = u"the program %1 could not be started: %2"_s.arg(m_process.program(), m_process.errorString());
        onFinished();
    });
    m_output.exchange = { { u"command"_s, words.join(u' ') } };
    m_timeout.setSingleShot(true);
    connect(&m_timeout, &QTimer::timeout, this, [this] {
        m_output.timedOut = true;
        cancel();
    });
    if (const std::optional<int> limit = parseDuration(value[u"timeout"_s].toText()))
        m_timeout.start(*limit);
    m_timer.start();
    m_process.start(words.takeFirst(), words);
    if (value.contains(u"stdin"_s))
        m_process.write(value[u"stdin"_s].toText().toUtf8());
    m_process.closeWriteChannel();
    return future;
}

void CommandStep::onOutput()
{
    const auto keep = [this](QByteArray &into, const QByteArray &bytes) {
        into += bytes.left(std::max<qsizetype>(0, outputLimit - into.size()));
        if (into.size() >= outputLimit && !std::exchange(m_dropped, true))
            m_output.notes.append(u"It printed more than %1 MB; the rest is not kept."_s.arg(outputLimit / 1'048'576));
    };
    keep(m_output.standardOutput, m_process.readAllStandardOutput());
    keep(m_output.standardError, m_process.readAllStandardError());
}

void CommandStep::onFinished()
{
    onOutput();
    m_timeout.stop();
    kill();   // what it left running in its group
    m_output.durationMs = double(m_timer.nsecsElapsed()) / 1e6;
    if (m_output.error.isEmpty()) {
        if (m_process.exitStatus() == QProcess::NormalExit)
            m_output.exit = m_process.exitCode();
        else if (!m_output.timedOut && !m_output.stopped)
            m_output.error = u"it was ended by signal %1"_s.arg(m_process.exitCode());
    }
    if (m_output.timedOut)
        m_output.error = u"it did not end in time"_s;
    m_output.exchange.insert("exit"_L1, m_output.exit.value_or(-1));
    m_output.exchange.insert("stdout"_L1, QString::fromUtf8(m_output.standardOutput.left(65'536)));
    m_output.exchange.insert("stderr"_L1, QString::fromUtf8(m_output.standardError.left(65'536)));
    if (!m_results.isEmpty() && m_output.error.isEmpty() && !m_output.stopped)
        tellResults();
    finish(std::move(m_output));
}

void CommandStep::tellResults()
{
    const ChildResults results = readResults(m_results, m_output.standardOutput);
    m_output.error = results.error;
    m_output.childTests = results.tests;
    for (const QString &line : results.logs.mid(0, logLimit)) {
        TestLogged logged;
        logged.runId = m_context->runId;
        logged.testId = m_context->testId;
        logged.level = u"INFO"_s;
        logged.text = m_context->masking.apply(line.left(1000));
        m_context->journal.record(logged);
    }
    if (results.logs.size() > logLimit)
        m_output.notes.append(u"It printed %1 log lines; the first %2 are kept."_s.arg(results.logs.size()).arg(logLimit));
}

void CommandStep::kill()
{
    if (m_group > 0)
        ::kill(-pid_t(std::exchange(m_group, 0)), SIGKILL);
}

void CommandStep::cancel()
{
    if (m_process.state() == QProcess::NotRunning) {
        if (!isFinished())
            finish(std::move(m_output));
        return;
    }
    m_output.stopped = !m_output.timedOut;
    m_process.terminate();
    QTimer::singleShot(killAfterMs, this, &CommandStep::kill);
}

} // namespace greenroom
