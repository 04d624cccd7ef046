// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/run.h"

#include "runner/rows.h"
#include "runner/suitecheck.h"
#include "runner/variablecheck.h"

#include <QDate>
#include <QDateTime>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QThread>
#include <QTimer>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// Short, without letters that are easily mixed up; no key to anything.
QString newReceipt()
{
    static constexpr char alphabet[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    QString receipt;
    for (int i = 0; i < 6; ++i)
        receipt += QLatin1Char(alphabet[QRandomGenerator::system()->bounded(int(sizeof alphabet) - 1)]);
    return receipt.left(4) + u'-' + receipt.mid(4);
}

QString durationWords(double ms)
{
    return ms < 1000 ? u"%1 ms"_s.arg(qRound(ms)) : ms < 60'000 ? u"%1 s"_s.arg(ms / 1000, 0, 'f', 1)
                                                                : u"%1:%2"_s.arg(int(ms / 60'000)).arg(int(ms / 1000) % 60, 2, 10, QLatin1Char('0'));
}

// Rows written in the suite are its own text; found ones and a file's are not.
Variables::Origin originOf(const RowsSpec &rows)
{
    return rows.kind == RowsSpec::Kind::List ? Variables::Origin::Suite : Variables::Origin::Outside;
}

bool isBad(const QString &state)
{
    return state == "failed"_L1 || state == "timedOut"_L1 || state == "error"_L1;
}

} // namespace

Run::Run(Journal &journal, RunRequest request, int number, QObject *parent)
    : QObject(parent)
    , m_journal(journal)
    , m_request(std::move(request))
    , m_number(number)
    , m_receipt(newReceipt())
{
    m_timer.start();
}

Run::~Run() = default;

void Run::start()
{
    if (!readSuites())
        return;
    for (qsizetype i = 0; i < qsizetype(m_suites.size()); ++i)
        prepareItems(i);
    const Suite &first = m_suites.front().suite;
    m_toDraw = (first.shuffle || first.sampleCount > 0) && m_request.testIds.isEmpty();
    setUpNext(0);
}

// --- before the first test ---

void Run::refuse(const Problems &problems)
{
    for (const Problem &problem : problems) {
        Notice notice;
        notice.severity = problem.severity == Problem::Severity::Error ? u"error"_s : u"warning"_s;
        notice.area = u"suite"_s;
        notice.text = problem.text + (problem.remedy.isEmpty() ? u"."_s : u";"_s);
        notice.remedy = problem.remedy;
        notice.file = problem.place.file;
        notice.line = problem.place.line;
        notice.column = problem.place.column;
        m_journal.record(notice);
    }
    RunFinished event;
    event.runId = m_request.runId;
    event.state = u"error"_s;
    event.sentence = u"Could not be judged: %1"_s.arg(problems.isEmpty() ? u"the suite cannot be run."_s : toLine(problems.first()));
    event.receipt = m_receipt;
    m_journal.record(event);
    emit finished();
}

bool Run::readSuites()
{
    Problems errors;
    int parallel = 0;
    for (const QString &file : std::as_const(m_request.files)) {
        SuiteState &state = m_suites.emplace_back();
        state.suite = readRunnableSuite(file);
        errors += state.suite.problems + checkVariables(state.suite, m_request.vars.keys());
        parallel = std::max(parallel, state.suite.parallel);
        const Result<bool> tags = matchesTags(m_request.tags.isEmpty() ? state.suite.runTags : m_request.tags, {});
        if (!tags)
            errors.append({ Problem::Severity::Error, tags.error().text, {}, { file, 0, 0 } });
        if (m_request.blindOnly && state.suite.blind.isEmpty())
            errors.append({ Problem::Severity::Error, u"this suite has no “blind” block, so guests may not start it"_s, {}, { file, 0, 0 } });
    }
    m_jobs = m_request.jobs > 0 ? m_request.jobs : parallel > 0 ? parallel : std::clamp(QThread::idealThreadCount(), 1, 4);
    RunStarted started;
    started.runId = m_request.runId;
    started.number = m_number;
    if (!m_suites.empty()) {
        const Suite &first = m_suites.front().suite;
        started.suite = first.id;
        started.suiteName = first.name;
        started.file = first.file;
        started.blind = first.blind;
        started.profile = m_request.profile.isEmpty() && !first.profiles.isEmpty() ? first.profiles.first().first : m_request.profile;
    }
    started.target = m_request.host.value(u"ws_url"_s);
    started.workers = m_jobs;
    started.startedBy = m_request.startedBy;
    started.connectionId = m_request.connectionId;
    started.receipt = m_receipt;
    m_journal.record(started);
    if (!hasErrors(errors)) {
        for (SuiteState &state : m_suites) {
            if (!fillVariables(state))
                return false;
        }
        return true;
    }
    refuse(errors);
    return false;
}

bool Run::fillVariables(SuiteState &state)
{
    const Suite &suite = state.suite;
    Variables &variables = state.variables;
    QJsonObject host;
    for (auto it = m_request.host.begin(); it != m_request.host.end(); ++it)
        host.insert(it.key(), *it);
    if (suite.host.isMapping() && host.isEmpty()) {
        refuse({ { Problem::Severity::Error, u"this suite wants its project hosted, and nothing hosts it"_s, {}, suite.host.place } });
        return false;
    }
    variables.setGroup(u"host"_s, host);
    variables.setGroup(u"run"_s, { { u"id"_s, m_request.runId }, { u"number"_s, m_number } });
    variables.set(suite.vars);
    const QString profile = m_request.profile;
    bool known = profile.isEmpty();
    QStringList names;
    for (const auto &[name, values] : suite.profiles) {
        names.append(name);
        if (name == profile || (profile.isEmpty() && names.size() == 1)) {
            variables.set(values);
            known = true;
        }
    }
    if (!known) {
        refuse({ { Problem::Severity::Error, u"there is no profile “%1” in this suite"_s.arg(profile), u"there are: %1"_s.arg(names.join(u", "_s)),
                   { suite.file, 0, 0 } } });
        return false;
    }
    for (auto it = m_request.vars.begin(); it != m_request.vars.end(); ++it)
        variables.set(it.key(), *it);
    for (const SecretSpec &secret : suite.secrets) {
        const QString value = secret.source == "env"_L1 ? qEnvironmentVariable(secret.key.toLocal8Bit().constData()) : QString();
        if (secret.source != "env"_L1 || (value.isEmpty() && secret.required)) {
            refuse({ { Problem::Severity::Error,
                       secret.source == "env"_L1 ? u"the secret “%1” is not set"_s.arg(secret.name)
                                                 : u"the secret “%1” comes from the keyring, which this version does not read"_s.arg(secret.name),
                       u"set the environment variable %1"_s.arg(secret.key), secret.place } });
            return false;
        }
        variables.addSecret(secret.name, value);
        m_masking.add(secret.name, value);
        m_journal.hide(secret.name, value);
    }
    return true;
}

void Run::found(const QString &id, const QString &parent, const QString &type, const QString &name, const Suite &suite, const TestSpec &spec,
                bool discovered, const QJsonObject &row)
{
    TestFound event;
    event.runId = m_request.runId;
    event.testId = id;
    event.parentId = parent;
    event.type = type;
    event.name = m_masking.apply(name);
    event.suite = suite.id;
    event.file = suite.file;
    event.line = spec.place.line;
    event.tags = QJsonArray::fromStringList(suite.tags + spec.tags);
    event.groupName = spec.group;
    event.position = m_position++;
    event.discovered = discovered;
    event.row = m_masking.apply(QJsonValue(row)).toObject();
    m_journal.record(event);
}

QString Run::addGroup(qsizetype suite, const TestSpec &spec)
{
    const Suite &of = m_suites[std::size_t(suite)].suite;
    static const QRegularExpression variable(u"\\$\\{[^}]*\\}"_s);
    found(spec.id, {}, u"group"_s, QString(spec.name).replace(variable, u"…"_s), of, spec, false);
    return spec.id;
}

void Run::prepareItems(qsizetype suite)
{
    const Suite &of = m_suites[std::size_t(suite)].suite;
    for (const TestSpec &spec : of.tests) {
        const Result<bool> chosen = matchesTags(m_request.tags.isEmpty() ? of.runTags : m_request.tags, of.tags + spec.tags);
        if (!chosen || !*chosen)
            continue;
        if (spec.rows.kind == RowsSpec::Kind::None) {
            addItem(suite, spec, {}, false, 0, false, {});
            continue;
        }
        const QString parent = addGroup(suite, spec);
        if (spec.rows.kind == RowsSpec::Kind::Discover) {
            // Its rows are made while the run goes on.
            ++m_discovering;
            m_discoveringSpecs.insert(spec.id);
            continue;
        }
        Result<QList<QJsonObject>> rows = readRows(spec.rows);
        if (rows && rows->isEmpty())
            rows = Error { 2, u"there are no rows, so nothing would be tested"_s };
        if (!rows) {
            addItem(suite, spec, {}, false, 0, false, parent);
            m_waiting.removeOne(&m_items.back());
            conclude(m_items.back(), u"error"_s, rows.error().text, u"rows"_s, 0);
            continue;
        }
        int number = 0;
        for (const QJsonObject &row : *rows)
            addItem(suite, spec, row, true, ++number, false, parent);
    }
}

void Run::addItem(qsizetype suite, const TestSpec &spec, const QJsonObject &row, bool hasRow, int number, bool discovered, const QString &parentId)
{
    SuiteState &state = m_suites[std::size_t(suite)];
    Item &item = m_items.emplace_back();
    item.order = int(m_items.size());
    item.suite = suite;
    item.spec = spec;
    item.row = row;
    item.hasRow = hasRow;
    item.parentId = parentId;
    // A row's id is its first value: rows that are added later do not shift the history of the others.
    item.id = spec.id;
    if (hasRow) {
        const QString first = row.isEmpty() ? QString::number(number) : row.begin().value().toVariant().toString();
        item.id += u'/' + (discovered ? row.value(spec.rows.as).toVariant().toString() : u"%1-%2"_s.arg(number).arg(first));
    }
    Variables variables = state.variables;
    variables.set(spec.vars);
    variables.setGroup(u"row"_s, row, originOf(spec.rows));
    const Result<QString> name = variables.expand(spec.name, spec.place);
    item.name = name ? *name : spec.name;
    const bool wanted = m_request.testIds.isEmpty() || m_request.testIds.contains(item.id);
    if (!wanted) {
        m_items.pop_back();
        return;
    }
    found(item.id, parentId, u"test"_s, item.name, state.suite, spec, discovered, row);
    ++m_pendingSpecs[spec.id];
    m_waiting.append(&item);
}

// Each run draws from all tests, discovered ones too; the seed is told, so that the draw can be repeated.
void Run::drawSample()
{
    const Suite &first = m_suites.front().suite;
    const quint32 seed = first.sampleSeed ? quint32(*first.sampleSeed) : QRandomGenerator::system()->bounded(1'000'000U);
    Notice notice;
    notice.severity = u"info"_s;
    notice.area = u"suite"_s;
    notice.text = u"This run's draw has the seed %1."_s.arg(seed);
    m_journal.record(notice);
    QRandomGenerator random(seed);
    const auto byOrder = [](const Item *a, const Item *b) { return a->order < b->order; };
    std::sort(m_waiting.begin(), m_waiting.end(), byOrder);
    std::shuffle(m_waiting.begin(), m_waiting.end(), random);
    if (first.sampleCount > 0) {
        while (m_waiting.size() > first.sampleCount)
            skip(*m_waiting.takeLast(), u"not in this run's sample"_s);
    }
    if (!first.shuffle)
        std::sort(m_waiting.begin(), m_waiting.end(), byOrder);
}

std::unique_ptr<TestContext> Run::contextFor(qsizetype suite, const QString &testId)
{
    const SuiteState &state = m_suites[std::size_t(suite)];
    auto context = std::make_unique<TestContext>(m_journal, m_masking, m_http);
    context->runId = m_request.runId;
    context->testId = testId;
    context->baseFolder = QFileInfo(state.suite.file).absolutePath();
    context->variables = state.variables;
    context->variables.setGroup(u"test"_s, { { u"id"_s, testId } });
    const Result<yaml::Node> http = context->variables.expand(state.suite.http);
    if (http)
        context->httpDefaults = *http;
    return context;
}

void Run::runPhase(qsizetype suite, const QString &type, const QList<StepSpec> &steps, std::function<void(bool)> after)
{
    SuiteState &state = m_suites[std::size_t(suite)];
    if (steps.isEmpty()) {
        after(true);
        return;
    }
    const QString id = u"%1:%2"_s.arg(state.suite.id, type);
    TestSpec spec;
    spec.place = steps.first().place;
    found(id, {}, type, steps.first().name.isEmpty() ? (type == "setup"_L1 ? u"Set up"_s : u"Tear down"_s) : steps.first().name, state.suite, spec, false);
    TestStarted started;
    started.runId = m_request.runId;
    started.testId = id;
    started.attempt = 1;
    started.worker = 1;
    m_journal.record(started);
    auto context = contextFor(suite, id);
    const Result<QString> base = context->variables.expand(u"${base_url}"_s, spec.place);
    if (base)
        context->baseUrl = *base;
    auto *runner = new TestRunner(state.suite, std::move(context), 1, nullptr, this);
    m_runners.append(runner);
    runner->setDone([this, &state, id, type, runner, after = std::move(after)](const TestRunner::Outcome &outcome) {
        m_runners.removeOne(runner);
        // What a setup captured is known to every test.
        state.variables = runner->context().variables;
        TestFinished finishedEvent;
        finishedEvent.runId = m_request.runId;
        finishedEvent.testId = id;
        finishedEvent.attempt = 1;
        finishedEvent.final = true;
        finishedEvent.state = outcome.state;
        finishedEvent.durationMs = outcome.durationMs;
        finishedEvent.reason = outcome.reason;
        finishedEvent.worker = 1;
        m_journal.record(finishedEvent);
        if (outcome.state != "passed"_L1 && type == "setup"_L1)
            state.setupFailure = outcome.reason;
        if (outcome.state != "passed"_L1 && outcome.state != "stopped"_L1) {
            m_anyFailed = true;
            if (m_firstReason.isEmpty())
                m_firstReason = u"%1: %2"_s.arg(type, outcome.reason);
        }
        after(outcome.state == "passed"_L1);
    });
    runner->run({}, steps, {}, state.suite.timeoutMs);
}

void Run::setUpNext(qsizetype suite)
{
    if (suite >= qsizetype(m_suites.size())) {
        for (qsizetype i = 0; i < qsizetype(m_suites.size()); ++i) {
            for (const TestSpec &spec : m_suites[std::size_t(i)].suite.tests) {
                if (spec.rows.kind == RowsSpec::Kind::Discover)
                    discover(i, spec);
            }
        }
        schedule();
        return;
    }
    runPhase(suite, u"setup"_s, m_suites[std::size_t(suite)].suite.setup, [this, suite](bool) {
        m_suites[std::size_t(suite)].setUp = true;
        setUpNext(suite + 1);
    });
}

// --- discovery ---

void Run::discover(qsizetype suite, const TestSpec &spec)
{
    SuiteState &state = m_suites[std::size_t(suite)];
    const Result<bool> chosen = matchesTags(m_request.tags.isEmpty() ? state.suite.runTags : m_request.tags, state.suite.tags + spec.tags);
    if (!chosen || !*chosen)
        return;
    if (m_stopped || !state.setupFailure.isEmpty()) {
        --m_discovering;
        m_discoveringSpecs.remove(spec.id);
        m_endedSpecs.insert(spec.id, u"error"_s);
        return;
    }
    const QString id = spec.id + u":discovery"_s;
    found(id, spec.id, u"discovery"_s, u"Finding “%1”"_s.arg(spec.rows.as), state.suite, spec, false);
    TestStarted started;
    started.runId = m_request.runId;
    started.testId = id;
    started.attempt = 1;
    started.worker = takeWorker();
    m_journal.record(started);
    ++m_running;
    auto context = contextFor(suite, id);
    const Result<QString> base = context->variables.expand(u"${base_url}"_s, spec.place);
    if (base)
        context->baseUrl = *base;
    auto *runner = new TestRunner(state.suite, std::move(context), 1, nullptr, this);
    m_runners.append(runner);
    runner->setDone([this, suite, spec, id, runner, worker = started.worker](const TestRunner::Outcome &outcome) {
        m_runners.removeOne(runner);
        m_busyWorkers.remove(worker);
        --m_running;
        --m_discovering;
        m_discoveringSpecs.remove(spec.id);
        onDiscovered(suite, spec, id, *runner, outcome);
        schedule();
    });
    runner->run({}, spec.rows.discover, {}, state.suite.timeoutMs);
}

void Run::onDiscovered(qsizetype suite, const TestSpec &spec, const QString &id, const TestRunner &runner, const TestRunner::Outcome &outcome)
{
    TestFinished event;
    event.runId = m_request.runId;
    event.testId = id;
    event.attempt = 1;
    event.final = true;
    event.state = outcome.state;
    event.durationMs = outcome.durationMs;
    event.reason = outcome.reason;
    QJsonArray values = runner.context().variables.values().value(spec.rows.each).toArray();
    if (outcome.state == "passed"_L1 && !runner.context().variables.values().contains(spec.rows.each)) {
        event.state = u"error"_s;
        event.reason = u"the discovery captured no “%1”"_s.arg(spec.rows.each);
    } else if (outcome.state == "passed"_L1 && !runner.context().variables.values().value(spec.rows.each).isArray()) {
        event.state = u"error"_s;
        event.reason = u"the discovery captured one value as “%1”, not a list; add “all: true”"_s.arg(spec.rows.each);
    } else if (outcome.state != "passed"_L1 && outcome.state != "stopped"_L1) {
        // A failed discovery is an error, not an empty pass.
        event.state = u"error"_s;
    }
    m_journal.record(event);
    if (event.state != "passed"_L1) {
        m_endedSpecs.insert(spec.id, event.state);
        if (event.state == "error"_L1) {
            ++m_counts[u"error"_s];
            m_anyFailed = true;
            if (m_firstReason.isEmpty())
                m_firstReason = u"discovery failed: "_s + event.reason;
        }
        return;
    }
    int number = 0;
    QSet<QString> seen;
    for (const QJsonValue &value : std::as_const(values)) {
        const QString key = value.isObject() ? QString() : value.toVariant().toString();
        if (!key.isEmpty() && seen.contains(key))
            continue;
        seen.insert(key);
        if (number >= spec.rows.max) {
            TestLogged logged;
            logged.runId = m_request.runId;
            logged.testId = id;
            logged.level = u"WARN"_s;
            logged.text = u"%1 were found; only the first %2 are tested (max)"_s.arg(values.size()).arg(spec.rows.max);
            m_journal.record(logged);
            break;
        }
        addItem(suite, spec, { { spec.rows.as, value } }, true, ++number, true, spec.id);
    }
}

// --- tests ---

int Run::takeWorker()
{
    int worker = 1;
    while (m_busyWorkers.contains(worker))
        ++worker;
    m_busyWorkers.insert(worker);
    return worker;
}

bool Run::mayStart(const Item &item, bool *never, QString *why) const
{
    const SuiteState &state = m_suites[std::size_t(item.suite)];
    *never = true;
    if (!state.setupFailure.isEmpty()) {
        *why = u"the setup failed: %1"_s.arg(state.setupFailure);
        return false;
    }
    for (const QString &need : item.spec.needs) {
        const QString ended = m_endedSpecs.value(need);
        if (m_pendingSpecs.value(need) > 0 || m_discoveringSpecs.contains(need)) {
            *never = false;
            return false;
        }
        if (ended != "passed"_L1) {
            *why = u"it needs “%1”, which did not pass"_s.arg(need);
            return false;
        }
    }
    *never = false;
    return item.spec.group.isEmpty() || !m_busyGroups.contains(item.spec.group);
}

void Run::schedule()
{
    if (m_toDraw && !m_noMore) {
        if (m_discovering > 0)
            return;
        m_toDraw = false;
        drawSample();
    }
    for (qsizetype i = 0; !m_paused && i < m_waiting.size() && m_running < m_jobs;) {
        Item &item = *m_waiting.at(i);
        if (m_stopped || m_noMore) {
            m_waiting.removeAt(i);
            conclude(item, u"stopped"_s, u"stopped before it began"_s, {}, 0);
            continue;
        }
        if (!item.spec.skip.isEmpty()) {
            m_waiting.removeAt(i);
            skip(item, item.spec.skip);
            continue;
        }
        const QString profile = m_request.profile.isEmpty() && !m_suites[std::size_t(item.suite)].suite.profiles.isEmpty()
            ? m_suites[std::size_t(item.suite)].suite.profiles.first().first : m_request.profile;
        if (!item.spec.onlyProfiles.isEmpty() && !item.spec.onlyProfiles.contains(profile)) {
            m_waiting.removeAt(i);
            skip(item, u"only for the profile %1"_s.arg(item.spec.onlyProfiles.join(u", "_s)));
            continue;
        }
        if (!item.spec.onlySystems.isEmpty() && !item.spec.onlySystems.contains(QSysInfo::kernelType())) {
            m_waiting.removeAt(i);
            skip(item, u"only for %1"_s.arg(item.spec.onlySystems.join(u", "_s)));
            continue;
        }
        bool never = false;
        QString why;
        if (!mayStart(item, &never, &why)) {
            if (!never) {
                ++i;
                continue;
            }
            m_waiting.removeAt(i);
            if (m_suites[std::size_t(item.suite)].setupFailure.isEmpty())
                skip(item, why);
            else
                conclude(item, u"error"_s, why, u"setup"_s, 0);
            continue;
        }
        m_waiting.removeAt(i);
        startItem(item);
    }
    if (m_waiting.isEmpty() && m_running == 0 && m_discovering <= 0 && m_onTheWay == 0 && !std::exchange(m_tearingDown, true))
        tearDownNext(0);
}

void Run::startItem(Item &item)
{
    SuiteState &state = m_suites[std::size_t(item.suite)];
    item.running = true;
    ++item.attempt;
    ++m_running;
    item.worker = takeWorker();
    if (!item.spec.group.isEmpty())
        m_busyGroups.insert(item.spec.group);
    TestStarted started;
    started.runId = m_request.runId;
    started.testId = item.id;
    started.attempt = item.attempt;
    started.worker = item.worker;
    m_journal.record(started);
    auto context = contextFor(item.suite, item.id);
    context->variables.set(item.spec.vars);
    if (item.hasRow)
        context->variables.setGroup(u"row"_s, item.row, originOf(item.spec.rows));
    const Result<QString> base = context->variables.expand(u"${base_url}"_s, item.spec.place);
    if (base)
        context->baseUrl = *base;
    auto *runner = new TestRunner(state.suite, std::move(context), item.attempt, nullptr, this);
    m_runners.append(runner);
    runner->setDone([this, &item, runner](const TestRunner::Outcome &outcome) {
        m_runners.removeOne(runner);
        onOutcome(item, outcome);
    });
    runner->run(state.suite.beforeEach + item.spec.setup, item.spec.steps, item.spec.teardown + state.suite.afterEach,
                item.spec.timeoutMs > 0 ? item.spec.timeoutMs : state.suite.timeoutMs);
}

void Run::onOutcome(Item &item, TestRunner::Outcome outcome)
{
    item.running = false;
    --m_running;
    m_busyWorkers.remove(item.worker);
    m_busyGroups.remove(item.spec.group);
    const Suite &suite = m_suites[std::size_t(item.suite)].suite;
    const RetrySpec retries = item.spec.retries.value_or(suite.retries);
    if (isBad(outcome.state) && item.attempt <= retries.count && !m_stopped && item.spec.knownIssue.isEmpty()) {
        TestFinished event;
        event.runId = m_request.runId;
        event.testId = item.id;
        event.attempt = item.attempt;
        event.state = outcome.state;
        event.durationMs = outcome.durationMs;
        event.reason = outcome.reason;
        event.cause = outcome.cause;
        event.worker = item.worker;
        m_journal.record(event);
        double delay = retries.delayMs;
        for (int i = 1; i < item.attempt; ++i)
            delay *= retries.backoff;
        ++m_onTheWay;
        QTimer::singleShot(int(delay), this, [this, &item] {
            --m_onTheWay;
            m_waiting.prepend(&item);
            schedule();
        });
        schedule();
        return;
    }
    recordChildren(item, outcome.childTests);
    QString state = outcome.state;
    if (state == "passed"_L1 && item.attempt > 1)
        state = u"flaky"_s;
    if (!item.spec.knownIssue.isEmpty()) {
        const QDate until = QDate::fromString(item.spec.knownIssue.value("until"_L1).toString(), Qt::ISODate);
        const bool over = until.isValid() && until < QDate::currentDate();
        if (isBad(state) && !over) {
            state = u"known"_s;
        } else if (state == "passed"_L1 || state == "flaky"_L1) {
            outcome.reason = u"it passes, and is marked as a known issue: fix the file"_s;
            state = u"failed"_s;
        } else if (isBad(state)) {
            outcome.reason += u" (a known issue until %1, which has passed: fix the file)"_s.arg(until.toString(Qt::ISODate));
        }
    }
    conclude(item, state, outcome.reason, outcome.cause, outcome.durationMs);
    if (isBad(state) && suite.stopOnFirstFailure)
        m_noMore = true;
    schedule();
}

// A program that reports its own checks: children of the test, of its last attempt.
void Run::recordChildren(const Item &item, const QJsonArray &children)
{
    QHash<QString, int> seen;
    for (const QJsonValue &value : children) {
        const QString name = value["name"_L1].toString();
        const int number = ++seen[name];
        const QString id = item.id + u'/' + name + (number > 1 ? u"-%1"_s.arg(number) : QString());
        found(id, item.id, u"test"_s, name, m_suites[std::size_t(item.suite)].suite, item.spec, true);
        TestFinished event;
        event.runId = m_request.runId;
        event.testId = id;
        event.attempt = 1;
        event.final = true;
        const QString what = value["event"_L1].toString();
        event.state = what == "pass"_L1 ? u"passed"_s : what == "fail"_L1 ? u"failed"_s : u"skipped"_s;
        event.reason = m_masking.apply(value["message"_L1].toString());
        event.durationMs = value["ms"_L1].toDouble();
        m_journal.record(event);
        ++m_counts[event.state];
        if (event.state != "failed"_L1)
            continue;
        m_anyFailed = true;
        if (m_firstReason.isEmpty())
            m_firstReason = u"%1: %2"_s.arg(name, event.reason);
    }
}

void Run::conclude(Item &item, const QString &state, const QString &reason, const QString &cause, double durationMs)
{
    item.state = state;
    ++m_counts[state];
    const bool good = state == "passed"_L1 || state == "flaky"_L1;
    QString &worst = m_endedSpecs[item.spec.id];
    if (worst.isEmpty() || worst == "passed"_L1)
        worst = good ? u"passed"_s : state;
    --m_pendingSpecs[item.spec.id];
    if (isBad(state)) {
        m_anyFailed = true;
        if (m_firstReason.isEmpty())
            m_firstReason = u"%1: %2"_s.arg(item.name, reason);
    }
    const Suite &suite = m_suites[std::size_t(item.suite)].suite;
    const int slow = item.spec.slowMs > 0 ? item.spec.slowMs : suite.slowMs;
    TestFinished event;
    event.runId = m_request.runId;
    event.testId = item.id;
    event.attempt = std::max(1, item.attempt);
    event.final = true;
    event.state = state;
    event.durationMs = durationMs;
    event.reason = m_masking.apply(reason);
    event.cause = cause;
    event.worker = item.worker;
    event.slow = slow > 0 && durationMs > slow;
    m_journal.record(event);
}

void Run::skip(Item &item, const QString &reason)
{
    conclude(item, u"skipped"_s, reason, {}, 0);
}

// --- the end ---

void Run::stop(StopStrength strength)
{
    RunStopping stopping;
    stopping.runId = m_request.runId;
    stopping.strength = strength == StopStrength::Finish ? u"finish"_s : strength == StopStrength::Stop ? u"stop"_s : u"kill"_s;
    m_journal.record(stopping);
    m_noMore = true;
    m_paused = false;
    if (strength != StopStrength::Finish) {
        m_stopped = true;
        const QList<TestRunner *> runners = m_runners;
        for (TestRunner *runner : runners)
            runner->stop(strength == StopStrength::Kill);
    }
    schedule();
}

void Run::pause(bool paused)
{
    if (m_noMore || m_tearingDown || std::exchange(m_paused, paused) == paused)
        return;
    RunPaused event;
    event.runId = m_request.runId;
    event.paused = paused;
    m_journal.record(event);
    schedule();
}

void Run::tearDownNext(qsizetype suite)
{
    if (suite >= qsizetype(m_suites.size())) {
        finish();
        return;
    }
    runPhase(suite, u"teardown"_s, m_suites[std::size_t(suite)].suite.teardown, [this, suite](bool) { tearDownNext(suite + 1); });
}

QString Run::verdict(const QString &state) const
{
    int total = 0;
    for (const int count : m_counts)
        total += count;
    const int bad = m_counts.value(u"failed"_s) + m_counts.value(u"timedOut"_s) + m_counts.value(u"error"_s);
    const QString time = durationWords(double(m_timer.elapsed()));
    if (state == "stopped"_L1)
        return u"Stopped after %1 of %2."_s.arg(total - m_counts.value(u"stopped"_s)).arg(total);
    if (state == "error"_L1 && bad == total && total > 0)
        return u"Could not be judged: %1."_s.arg(m_firstReason.isEmpty() ? u"no test could start"_s : m_firstReason);
    if (total == 0)
        return u"Could not be judged: no test matched."_s;
    if (bad == 0 && m_anyFailed)
        return u"All %1 passed, but something else failed: %2"_s.arg(total - m_counts.value(u"skipped"_s)).arg(m_firstReason);
    if (bad == 0) {
        QString text = u"All %1 passed in %2."_s.arg(total - m_counts.value(u"skipped"_s)).arg(time);
        if (const int flaky = m_counts.value(u"flaky"_s))
            text += u" %1 of them on a later try."_s.arg(flaky);
        if (const int skipped = m_counts.value(u"skipped"_s))
            text += u" %1 skipped."_s.arg(skipped);
        return text;
    }
    return u"%1 of %2 failed: %3"_s.arg(bad).arg(total).arg(m_firstReason);
}

void Run::finish()
{
    RunFinished event;
    event.runId = m_request.runId;
    QJsonObject counts;
    int judged = 0;
    for (const char *state : { "passed", "failed", "flaky", "error", "timedOut", "skipped", "stopped", "known" }) {
        const QString name = QLatin1StringView(state);
        counts.insert(name, m_counts.value(name));
        judged += name == "error"_L1 || name == "skipped"_L1 ? 0 : m_counts.value(name);
    }
    event.state = m_stopped ? u"stopped"_s : judged == 0 && (m_counts.value(u"error"_s) > 0 || m_counts.value(u"skipped"_s) == 0) ? u"error"_s : m_anyFailed ? u"failed"_s : u"passed"_s;
    event.sentence = m_masking.apply(verdict(event.state));
    event.counts = counts;
    event.durationMs = double(m_timer.nsecsElapsed()) / 1e6;
    event.receipt = m_receipt;
    m_journal.record(event);
    emit finished();
}

} // namespace greenroom
