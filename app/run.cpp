// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "command.h"
#include "options.h"
#include "reports.h"
#include "signals.h"
#include "terminal.h"

#include "archive/runevents.h"
#include "core/suite.h"
#include "engine.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// Follows one run to its end: progress, results, reports, exit code.
class RunSession : public QObject
{
public:
    RunSession(Engine &engine, RunRequest request, Reports reports)
        : m_engine(engine)
        , m_request(std::move(request))
        , m_reports(std::move(reports))
        , m_quiet(m_reports.takesStandardOut())
        , m_events(m_request.runId)
    {
        connect(&engine.journal(), &Journal::appended, this, &RunSession::onAppended, Qt::QueuedConnection);
    }

    // The suite's project is hosted first; its addresses become ${host.…}.
    void startHosting(const HostRequest &host) { m_engine.host(host); m_waitsForHost = true; }
    void start() { m_engine.startRun(m_request); }
    void stop()
    {
        m_engine.stopRun(m_request.runId, m_stopping ? StopStrength::Kill : StopStrength::Stop);
        m_stopping = true;
        if (m_waitsForHost)
            QCoreApplication::exit(ExitStopped);
    }

private:
    void onAppended(const QList<Event> &batch)
    {
        for (const Event &event : batch) {
            if (!m_reports.isEmpty())
                m_events.take(event);
            handle(event);
        }
    }

    void handle(const Event &event)
    {
        std::visit(Overloaded {
            [this](const ListeningChanged &listening) {
                if (!m_waitsForHost)
                    return;
                m_waitsForHost = listening.state != "listening"_L1;
                if (listening.state == "failed"_L1) {
                    printError(u"Could not be judged: the host did not start. %1"_s.arg(listening.error));
                    writeReports(ExitNotReady);
                } else if (!m_waitsForHost) {
                    m_request.host = { { u"ws_url"_s, listening.wsUrl }, { u"api_url"_s, listening.httpUrl } };
                    start();
                }
            },
            [this](const Notice &notice) {
                if (!isTold(notice))
                    return;
                printError(oneLine(lineFor({ 0, 0, notice })));
                m_wrongFile = m_wrongFile || (notice.area == "suite"_L1 && notice.severity == "error"_L1);
            },
            [this](const TestFound &found) {
                if (found.runId != m_request.runId)
                    return;
                m_names.insert(found.testId, found.name);
                m_total += found.type == "test"_L1 ? 1 : 0;
                m_isTest.insert(found.testId, found.type == "test"_L1);
            },
            [this](const TestStarted &started) {
                m_anyStarted = m_anyStarted || (started.runId == m_request.runId && m_isTest.value(started.testId));
            },
            [this](const TestFinished &finished) {
                if (finished.runId == m_request.runId && finished.final)
                    printTest(finished);
            },
            [this](const RunFinished &finished) {
                if (finished.runId == m_request.runId)
                    finish(finished);
            },
            [](const auto &) {},
        }, event.payload);
    }

    void printTest(const TestFinished &finished)
    {
        const bool counts = m_isTest.value(finished.testId);
        m_done += counts ? 1 : 0;
        if (m_quiet || (!counts && finished.state == "passed"_L1))
            return;
        struct Word { const char *state; const char *word; const char *colour; };
        static constexpr Word words[] = {
            { "passed", "passed ", "32" }, { "failed", "FAILED ", "31" }, { "flaky", "flaky  ", "33" },
            { "timedOut", "TIMEOUT", "35" }, { "error", "ERROR  ", "35" }, { "skipped", "skipped", "90" },
            { "stopped", "stopped", "90" }, { "known", "known  ", "33" },
        };
        QString word = finished.state;
        for (const Word &candidate : words) {
            if (finished.state == QLatin1StringView(candidate.state))
                word = coloured(QLatin1StringView(candidate.word), candidate.colour);
        }
        QString line = u"%1  %2  %3"_s.arg(word, oneLine(m_names.value(finished.testId)), durationText(finished.durationMs));
        if (!finished.reason.isEmpty() && finished.state != "passed"_L1)
            line += u"\n         "_s + oneLine(finished.reason);
        clearBar();
        printOut(line + u'\n');
        drawBar();
    }

    void drawBar()
    {
        if (!outIsTerminal() || m_quiet || m_total == 0)
            return;
        const int width = 40;
        const int full = width * m_done / std::max(1, m_total);
        printOut(u"\r[%1%2] %3 of %4"_s.arg(QString(full, u'#'), QString(width - full, u'-')).arg(m_done).arg(m_total));
        m_barDrawn = true;
    }

    void clearBar()
    {
        if (std::exchange(m_barDrawn, false))
            printOut(u"\r\x1b[K"_s);
    }

    void finish(const RunFinished &finished)
    {
        clearBar();
        if (!m_quiet)
            printOut(coloured(oneLine(finished.sentence), finished.state == "passed"_L1 ? "32" : "31") + u'\n');
        const QJsonObject &counts = finished.counts;
        const int bad = counts.value("failed"_L1).toInt() + counts.value("timedOut"_L1).toInt() + counts.value("error"_L1).toInt();
        int code = ExitGood;
        if (m_stopping)
            code = ExitStopped;
        else if (finished.state == "error"_L1 && !m_anyStarted)
            code = m_wrongFile ? ExitWrongCall : ExitNotReady;
        else if (bad > 0)
            code = ExitFailures;
        writeReports(code);
    }

    // From what was shown, not from the archive: a disk that refused it may still take a report elsewhere.
    void writeReports(int code) { QCoreApplication::exit(m_reports.write(m_events.events(), code)); }

    Engine &m_engine;
    RunRequest m_request;
    Reports m_reports;
    bool m_quiet;
    bool m_waitsForHost = false;
    bool m_stopping = false;
    bool m_wrongFile = false;
    bool m_anyStarted = false;
    bool m_barDrawn = false;
    int m_done = 0;
    int m_total = 0;
    RunEvents m_events;
    QHash<QString, QString> m_names;
    QHash<QString, bool> m_isTest;
};

void addOptions(QCommandLineParser &parser)
{
    parser.setApplicationDescription(u"Runs test suites (*.greenroom.yaml).\n\n"
                                     "  greenroom run checks.greenroom.yaml --profile staging --junit results.xml\n\n"
                                     "Exit codes: 0 all good, 1 failures, 2 the file or the call is wrong, 3 the environment is "
                                     "not ready, 4 stopped."_s);
    parser.addPositionalArgument(u"SUITE"_s, u"Suite files; builtin:demo for the demo's."_s, u"SUITE…"_s);
    parser.addOptions({ { u"profile"_s, u"Named set of variables; the suite's first if not given."_s, u"P"_s },
                        { u"var"_s, u"Variable, name=value; may be repeated."_s, u"k=v"_s },
                        { u"tags"_s, u"Only tests whose tags match: “smoke and not slow”."_s, u"EXPR"_s },
                        { u"jobs"_s, u"Tests at the same time."_s, u"N"_s },
                        { u"rerun-failed"_s, u"Only the tests that failed in the last run of these suites."_s },
                        dataDirOption() });
    Reports::addOptions(parser);
}

// A run of no test, for reports: whoever collects them finds one that says so.
int tellNothingFailed(const RunRequest &request, const Reports &reports)
{
    const QString sentence = u"Nothing failed in the last run of these suites."_s;
    if (!reports.takesStandardOut())
        printOut(sentence + u'\n');
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const Suite suite = readSuiteFile(request.files.first(), {});
    RunStarted started;
    started.runId = request.runId;
    started.suite = suite.id;
    started.suiteName = suite.name;
    started.file = suite.file;
    started.profile = request.profile;
    started.startedBy = request.startedBy;
    RunFinished finished;
    finished.runId = request.runId;
    finished.state = u"passed"_s;
    finished.sentence = sentence;
    return reports.write({ { 1, now, started }, { 2, now, finished } }, ExitGood);
}

} // namespace

int runCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    addOptions(parser);
    if (const std::optional<int> code = parseOptions(parser, u"run"_s, arguments))
        return *code;
    const QStringList suites = parser.positionalArguments();
    if (suites.isEmpty()) {
        printError(u"“run” takes at least one suite (*.greenroom.yaml)."_s);
        return ExitWrongCall;
    }
    RunRequest request;
    request.runId = newRunId();
    request.startedBy = u"command line"_s;
    HostRequest host;
    for (const QString &suite : suites) {
        if (suite == "builtin:demo"_L1) {
            request.files.append(u":/demo/demo.greenroom.yaml"_s);
            host.project = suite;
            continue;
        }
        if (!QFileInfo(suite).isFile()) {
            printError(u"There is no suite %1."_s.arg(suite));
            return ExitWrongCall;
        }
        request.files.append(QFileInfo(suite).absoluteFilePath());
        const Suite read = readSuiteFile(request.files.last(), {});
        if (read.host.isMapping()) {
            QString project = read.host[u"project"_s].toText();
            if (!project.startsWith("builtin:"_L1))
                project = QDir::cleanPath(QFileInfo(suite).absoluteDir().absoluteFilePath(project));
            const QString stage = read.host[u"stage"_s].toText();
            if (!host.project.isEmpty() && (host.project != project || host.options.stage != stage)) {
                printError(u"The suites want different hosts, %1 and %2: run them one after the other."_s.arg(host.project, project));
                return ExitWrongCall;
            }
            host.project = project;
            host.options.stage = stage;
        }
    }
    const QStringList vars = parser.values(u"var"_s);
    for (const QString &var : vars) {
        const qsizetype equals = var.indexOf(u'=');
        if (equals <= 0) {
            printError(u"--var takes name=value, not “%1”."_s.arg(var));
            return ExitWrongCall;
        }
        request.vars.insert(var.left(equals), var.mid(equals + 1));
    }
    bool isNumber = true;
    request.jobs = parser.isSet(u"jobs"_s) ? parser.value(u"jobs"_s).toInt(&isNumber) : 0;
    if (!isNumber || (parser.isSet(u"jobs"_s) && request.jobs < 1) || request.jobs > 1000) {
        printError(u"--jobs takes a number from 1 to 1000, not “%1”."_s.arg(parser.value(u"jobs"_s)));
        return ExitWrongCall;
    }
    request.profile = parser.value(u"profile"_s);
    request.tags = parser.value(u"tags"_s);
    const std::optional<Reports> reports = Reports::read(parser);
    if (!reports)
        return ExitWrongCall;
    const std::optional<QString> folder = openDataFolder(parser);
    if (!folder)
        return ExitNotReady;

    auto engine = std::make_unique<Engine>(EngineOptions { .dataFolder = *folder });
    if (parser.isSet(u"rerun-failed"_s)) {
        QFuture<Result<QStringList>> answer = engine->failedTests(request.files);
        answer.waitForFinished();
        const Result<QStringList> failed = answer.result();
        if (!failed) {
            printError(u"--rerun-failed has no history to look at. %1"_s.arg(failed.error().text));
            return ExitNotReady;
        }
        request.testIds = *failed;
        if (request.testIds.isEmpty())
            return tellNothingFailed(request, *reports);
    }
    RunSession session(*engine, request, *reports);
    const Signals signalsOfOurs;
    QObject::connect(&signalsOfOurs, &Signals::stopRequested, &session, [&session] { session.stop(); });
    if (host.project.isEmpty()) {
        session.start();
    } else {
        host.port = 0;
        host.dataFolder = *folder;
        session.startHosting(host);
    }
    const int code = QCoreApplication::exec();
    engine.reset();
    // A notice of the archive may have been slower than a short run.
    QCoreApplication::processEvents();
    return code;
}

} // namespace greenroom
