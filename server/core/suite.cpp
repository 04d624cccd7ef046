// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/suite.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

#include <functional>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

const QStringList stepKeys { u"name"_s, u"expect"_s, u"capture"_s, u"retries"_s, u"timeout"_s, u"if"_s,
                             u"on_fail"_s, u"always"_s, u"with"_s };
const QStringList testKeys { u"name"_s, u"id"_s, u"description"_s, u"tags"_s, u"steps"_s, u"setup"_s, u"teardown"_s,
                             u"rows"_s, u"vars"_s, u"timeout"_s, u"slow"_s, u"retries"_s, u"group"_s, u"needs"_s,
                             u"skip"_s, u"only"_s, u"known_issue"_s };
const QStringList suiteKeys { u"greenroom"_s, u"suite"_s, u"id"_s, u"description"_s, u"tags"_s, u"host"_s,
                              u"profiles"_s, u"vars"_s, u"secrets"_s, u"defaults"_s, u"parallel"_s,
                              u"stop_on_first_failure"_s, u"run"_s, u"blind"_s, u"blocks"_s, u"setup"_s,
                              u"teardown"_s, u"before_each"_s, u"after_each"_s, u"tests"_s };

QString idFrom(const QString &name)
{
    static const QRegularExpression others(u"[^a-z0-9]+"_s);
    QString id = name.toLower().replace(QRegularExpression(u"\\$\\{[^}]*\\}"_s), u"-"_s).replace(others, u"-"_s);
    while (id.startsWith(u'-'))
        id.remove(0, 1);
    while (id.endsWith(u'-'))
        id.chop(1);
    return id.left(80);
}

class SuiteReader
{
public:
    SuiteReader(const QString &file, const SuiteWords &words)
        : m_words(words)
    {
        m_suite.file = file;
    }

    Suite read(const yaml::Node &root);

    void problem(const QString &text, const Place &place, const QString &remedy = {},
                 Problem::Severity severity = Problem::Severity::Error)
    {
        m_suite.problems.append({ severity, text, remedy, place });
    }

private:
    void unknownKeys(const yaml::Node &node, const QStringList &known, const QString &what);
    int duration(const yaml::Node &node, int fallback);
    int number(const yaml::Node &node, int fallback, const QString &what);
    QStringList texts(const yaml::Node &node);
    QMap<QString, yaml::Node> map(const yaml::Node &node);
    RetrySpec retries(const yaml::Node &node);
    QList<StepSpec> steps(const yaml::Node &node, const QString &what);
    StepSpec step(const yaml::Node &node);
    QList<CheckSpec> checks(const yaml::Node &node);
    QList<CaptureSpec> captures(const yaml::Node &node);
    TestSpec test(const yaml::Node &node);
    RowsSpec rows(const yaml::Node &node);
    void secrets(const yaml::Node &node);
    void blind(const yaml::Node &node);
    void defaults(const yaml::Node &node);
    void runBlock(const yaml::Node &node);
    void checkNeeds();

    Suite m_suite;
    const SuiteWords &m_words;
};

void SuiteReader::unknownKeys(const yaml::Node &node, const QStringList &known, const QString &what)
{
    for (const yaml::Node &key : node.keys) {
        if (known.contains(key.text))
            continue;
        const QString near = yaml::nearest(key.text, known);
        problem(u"there is no key “%1” in %2"_s.arg(key.text, what), key.place,
                near.isEmpty() ? u"it takes: %1"_s.arg(known.join(u", "_s)) : u"did you mean “%1”?"_s.arg(near));
    }
}

int SuiteReader::duration(const yaml::Node &node, int fallback)
{
    if (node.isNull())
        return fallback;
    if (const std::optional<int> ms = parseDuration(node.toText()))
        return *ms;
    if (node.toText().contains("${"_L1))
        return fallback;
    problem(u"“%1” is no duration"_s.arg(node.toText()), node.place, u"write a number with ms, s, m or h, for example 1.5s"_s);
    return fallback;
}

int SuiteReader::number(const yaml::Node &node, int fallback, const QString &what)
{
    if (node.isNull())
        return fallback;
    if (node.kind == yaml::Node::Kind::Integer && node.toNumber() >= 0)
        return int(node.toNumber());
    problem(u"%1 is a whole number, not “%2”"_s.arg(what, node.toText()), node.place);
    return fallback;
}

QStringList SuiteReader::texts(const yaml::Node &node)
{
    if (node.isNull())
        return {};
    if (node.isScalar())
        return { node.toText() };
    QStringList list;
    for (const yaml::Node &item : node.items)
        list.append(item.toText());
    return list;
}

QMap<QString, yaml::Node> SuiteReader::map(const yaml::Node &node)
{
    QMap<QString, yaml::Node> values;
    for (qsizetype i = 0; i < node.keys.size() && i < node.items.size(); ++i)
        values.insert(node.keys.at(i).text, node.items.at(i));
    return values;
}

RetrySpec SuiteReader::retries(const yaml::Node &node)
{
    RetrySpec spec;
    if (node.isNull())
        return spec;
    if (node.isScalar()) {
        spec.count = number(node, 0, u"retries"_s);
        return spec;
    }
    unknownKeys(node, { u"count"_s, u"delay"_s, u"backoff"_s }, u"retries"_s);
    spec.count = number(node[u"count"_s], 0, u"retries.count"_s);
    spec.delayMs = duration(node[u"delay"_s], 0);
    spec.backoff = node[u"backoff"_s].toNumber(1);
    return spec;
}

QList<CheckSpec> SuiteReader::checks(const yaml::Node &node)
{
    QList<CheckSpec> list;
    if (node.isNull())
        return list;
    if (!node.isSequence()) {
        problem(u"“expect” is a list of checks, each a line that begins with “- ”"_s, node.place);
        return list;
    }
    for (const yaml::Node &item : node.items) {
        if (!item.isMapping() || item.keys.size() != 1) {
            problem(item.isMapping() ? u"a check looks at one thing; here are %1: %2"_s.arg(item.keys.size()).arg(item.keyNames().join(u", "_s))
                                     : u"a check is a subject and what is wanted"_s,
                    item.place, u"write each as a line of its own, for example “- status: 200”"_s);
            continue;
        }
        const QString &subject = item.keys.first().text;
        if (!m_words.subjects.isEmpty() && !m_words.subjects.contains(subject)) {
            const QString near = yaml::nearest(subject, m_words.subjects);
            problem(u"there is no check “%1”"_s.arg(subject), item.keys.first().place,
                    near.isEmpty() ? u"there are: %1"_s.arg(m_words.subjects.join(u", "_s)) : u"did you mean “%1”?"_s.arg(near));
            continue;
        }
        list.append({ subject, item.items.first(), item.keys.first().place });
    }
    return list;
}

QList<CaptureSpec> SuiteReader::captures(const yaml::Node &node)
{
    QList<CaptureSpec> list;
    for (qsizetype i = 0; i < node.keys.size() && i < node.items.size(); ++i) {
        yaml::Node value = node.items.at(i);
        CaptureSpec capture;
        capture.name = node.keys.at(i).text;
        capture.place = node.keys.at(i).place;
        if (const qsizetype secret = value.indexOf(u"secret"_s); secret >= 0) {
            capture.secret = value.items.at(secret).toBool();
            value.keys.removeAt(secret);
            value.items.removeAt(secret);
        }
        if (!value.isMapping() || value.keys.size() != 1) {
            problem(u"the capture “%1” takes from one thing"_s.arg(capture.name), capture.place,
                    u"for example “%1: { json: { path: $.id } }”"_s.arg(capture.name));
            continue;
        }
        capture.subject = value.keys.first().text;
        capture.value = value.items.first();
        if (!m_words.subjects.isEmpty() && !m_words.subjects.contains(capture.subject)) {
            const QString near = yaml::nearest(capture.subject, m_words.subjects);
            problem(u"there is nothing called “%1” to capture from"_s.arg(capture.subject), value.keys.first().place,
                    near.isEmpty() ? QString() : u"did you mean “%1”?"_s.arg(near));
            continue;
        }
        list.append(capture);
    }
    return list;
}

StepSpec SuiteReader::step(const yaml::Node &node)
{
    StepSpec step;
    step.place = node.place;
    QStringList actions;
    for (const yaml::Node &key : node.keys) {
        if (m_words.actions.contains(key.text) || (m_words.actions.isEmpty() && !stepKeys.contains(key.text)))
            actions.append(key.text);
        else if (!stepKeys.contains(key.text)) {
            const QStringList known = m_words.actions + stepKeys;
            const QString near = yaml::nearest(key.text, known);
            problem(u"there is no step “%1”"_s.arg(key.text), key.place,
                    near.isEmpty() ? u"there are: %1"_s.arg(m_words.actions.join(u", "_s)) : u"did you mean “%1”?"_s.arg(near));
        }
    }
    if (actions.size() > 1)
        problem(u"a step does one thing; here are %1: %2"_s.arg(actions.size()).arg(actions.join(u", "_s)), node.keyPlace(actions.at(1)),
                u"make them steps of their own"_s);
    if (actions.isEmpty() && node.isMapping() && m_suite.problems.isEmpty())
        problem(u"this step does nothing"_s, node.place, u"give it one of: %1"_s.arg(m_words.actions.join(u", "_s)));
    step.action = actions.value(0);
    step.value = node[step.action];
    step.name = node[u"name"_s].toText();
    step.with = node[u"with"_s];
    step.expect = checks(node[u"expect"_s]);
    step.capture = captures(node[u"capture"_s]);
    if (node.contains(u"retries"_s))
        step.retries = retries(node[u"retries"_s]);
    step.timeoutMs = duration(node[u"timeout"_s], 0);
    step.condition = node[u"if"_s].toText();
    step.always = node[u"always"_s].toBool();
    const QString onFail = node[u"on_fail"_s].toText(u"stop"_s);
    if (onFail != "continue"_L1 && onFail != "stop"_L1)
        problem(u"on_fail is “continue” or “stop”, not “%1”"_s.arg(onFail), node[u"on_fail"_s].place);
    step.continueOnFail = onFail == "continue"_L1;
    return step;
}

QList<StepSpec> SuiteReader::steps(const yaml::Node &node, const QString &what)
{
    QList<StepSpec> list;
    if (node.isNull())
        return list;
    if (!node.isSequence()) {
        problem(u"“%1” is a list of steps"_s.arg(what), node.place);
        return list;
    }
    for (const yaml::Node &item : node.items) {
        if (!item.isMapping())
            problem(u"a step is a mapping, for example “- page: /”"_s, item.place);
        else
            list.append(step(item));
    }
    return list;
}

RowsSpec SuiteReader::rows(const yaml::Node &node)
{
    RowsSpec spec;
    spec.place = node.place;
    if (node.isNull())
        return spec;
    if (node.isSequence()) {
        spec.kind = RowsSpec::Kind::List;
        spec.list = node.items;
        return spec;
    }
    if (node.contains(u"file"_s)) {
        unknownKeys(node, { u"file"_s }, u"rows"_s);
        spec.kind = RowsSpec::Kind::File;
        spec.file = QDir(QFileInfo(m_suite.file).absolutePath()).absoluteFilePath(node[u"file"_s].toText());
        if (!QFile::exists(spec.file))
            problem(u"the rows file %1 is missing"_s.arg(node[u"file"_s].toText()), node[u"file"_s].place,
                    u"paths start at the suite's folder"_s);
        return spec;
    }
    unknownKeys(node, { u"discover"_s, u"each"_s, u"as"_s, u"max"_s }, u"rows"_s);
    spec.kind = RowsSpec::Kind::Discover;
    spec.discover = steps(node[u"discover"_s], u"discover"_s);
    spec.each = node[u"each"_s].toText();
    spec.as = node[u"as"_s].toText(u"value"_s);
    spec.max = number(node[u"max"_s], 0, u"rows.max"_s);
    if (spec.discover.isEmpty() || spec.each.isEmpty())
        problem(u"discovered rows need “discover” (steps) and “each” (a list they capture)"_s, node.place);
    if (spec.max <= 0)
        problem(u"discovered rows need “max”"_s, node.place, u"so that a page with 50,000 links cannot make 50,000 tests"_s);
    return spec;
}

TestSpec SuiteReader::test(const yaml::Node &node)
{
    TestSpec test;
    test.place = node.place;
    unknownKeys(node, testKeys, u"a test"_s);
    test.name = node[u"name"_s].toText();
    if (test.name.isEmpty())
        problem(u"a test needs a name"_s, node.place);
    test.id = node[u"id"_s].toText(idFrom(test.name));
    test.description = node[u"description"_s].toText();
    test.tags = texts(node[u"tags"_s]);
    test.setup = steps(node[u"setup"_s], u"setup"_s);
    test.steps = steps(node[u"steps"_s], u"steps"_s);
    test.teardown = steps(node[u"teardown"_s], u"teardown"_s);
    if (test.steps.isEmpty())
        problem(u"the test “%1” has no steps"_s.arg(test.name), node.place);
    test.rows = rows(node[u"rows"_s]);
    test.vars = map(node[u"vars"_s]);
    test.timeoutMs = duration(node[u"timeout"_s], 0);
    test.slowMs = duration(node[u"slow"_s], 0);
    if (node.contains(u"retries"_s))
        test.retries = retries(node[u"retries"_s]);
    test.group = node[u"group"_s].toText();
    test.needs = texts(node[u"needs"_s]);
    const yaml::Node &skip = node[u"skip"_s];
    test.skip = skip.kind == yaml::Node::Kind::Boolean ? (skip.toBool() ? u"skipped in the file"_s : QString()) : skip.toText();
    const yaml::Node &only = node[u"only"_s];
    unknownKeys(only, { u"profile"_s, u"os"_s }, u"only"_s);
    test.onlyProfiles = texts(only[u"profile"_s]);
    test.onlySystems = texts(only[u"os"_s]);
    unknownKeys(node[u"known_issue"_s], { u"link"_s, u"until"_s }, u"known_issue"_s);
    test.knownIssue = node[u"known_issue"_s].toJson().toObject();
    return test;
}

void SuiteReader::secrets(const yaml::Node &node)
{
    for (qsizetype i = 0; i < node.keys.size() && i < node.items.size(); ++i) {
        const yaml::Node &value = node.items.at(i);
        SecretSpec secret;
        secret.name = node.keys.at(i).text;
        secret.place = node.keys.at(i).place;
        if (!value.isMapping()) {
            problem(u"the value of the secret “%1” stands in the file"_s.arg(secret.name), value.place,
                    u"name where it comes from: “%1: { env: NAME }”, and change the secret"_s.arg(secret.name));
            continue;
        }
        unknownKeys(value, { u"env"_s, u"keyring"_s, u"required"_s }, u"a secret"_s);
        secret.source = value.contains(u"env"_s) ? u"env"_s : u"keyring"_s;
        secret.key = value[secret.source].toText();
        secret.required = value[u"required"_s].toBool(true);
        m_suite.secrets.append(secret);
    }
}

void SuiteReader::blind(const yaml::Node &node)
{
    if (node.isNull())
        return;
    unknownKeys(node, { u"title"_s, u"test_label"_s, u"show"_s, u"total"_s, u"reveal"_s, u"round_elapsed"_s }, u"blind"_s);
    static const QStringList allowed { u"status"_s, u"elapsed"_s, u"progress"_s };
    for (const yaml::Node &word : node[u"show"_s].items) {
        if (!allowed.contains(word.toText()))
            problem(u"a starter may not see “%1”"_s.arg(word.toText()), word.place, u"show takes: %1"_s.arg(allowed.join(u", "_s)));
    }
    m_suite.blind = node.toJson().toObject();
    if (m_suite.blind.isEmpty())
        problem(u"“blind” needs at least a title"_s, node.place);
}

void SuiteReader::defaults(const yaml::Node &node)
{
    unknownKeys(node, { u"timeout"_s, u"step_timeout"_s, u"slow"_s, u"retries"_s, u"http"_s }, u"defaults"_s);
    m_suite.timeoutMs = duration(node[u"timeout"_s], m_suite.timeoutMs);
    m_suite.stepTimeoutMs = duration(node[u"step_timeout"_s], m_suite.stepTimeoutMs);
    m_suite.slowMs = duration(node[u"slow"_s], 0);
    m_suite.retries = retries(node[u"retries"_s]);
    m_suite.http = node[u"http"_s];
}

void SuiteReader::runBlock(const yaml::Node &node)
{
    unknownKeys(node, { u"shuffle"_s, u"sample"_s, u"tags"_s }, u"run"_s);
    m_suite.shuffle = node[u"shuffle"_s].toBool();
    m_suite.runTags = node[u"tags"_s].toText();
    const yaml::Node &sample = node[u"sample"_s];
    unknownKeys(sample, { u"count"_s, u"seed"_s }, u"sample"_s);
    m_suite.sampleCount = number(sample[u"count"_s], 0, u"sample.count"_s);
    if (sample.contains(u"seed"_s))
        m_suite.sampleSeed = number(sample[u"seed"_s], 0, u"sample.seed"_s);
}

// Unknown ids and circles in `needs`.
void SuiteReader::checkNeeds()
{
    QHash<QString, const TestSpec *> byId;
    for (const TestSpec &test : std::as_const(m_suite.tests)) {
        if (byId.contains(test.id))
            problem(u"the id “%1” is there twice"_s.arg(test.id), test.place, u"give one of the tests another “id”"_s);
        byId.insert(test.id, &test);
    }
    QSet<QString> done;
    QSet<QString> underWay;
    const std::function<bool(const TestSpec &)> visit = [&](const TestSpec &test) {
        if (done.contains(test.id))
            return true;
        if (underWay.contains(test.id))
            return false;
        underWay.insert(test.id);
        for (const QString &need : test.needs) {
            const TestSpec *other = byId.value(need);
            if (!other) {
                const QString near = yaml::nearest(need, byId.keys());
                problem(u"“%1” needs “%2”, which is no test of this suite"_s.arg(test.id, need), test.place,
                        near.isEmpty() ? QString() : u"did you mean “%1”?"_s.arg(near));
            } else if (!visit(*other)) {
                return false;
            }
        }
        underWay.remove(test.id);
        done.insert(test.id);
        return true;
    };
    for (const TestSpec &test : std::as_const(m_suite.tests)) {
        if (!visit(test)) {
            problem(u"the “needs” of “%1” go in a circle"_s.arg(test.id), test.place, u"take one of them out"_s);
            return;
        }
    }
}

Suite SuiteReader::read(const yaml::Node &root)
{
    if (!root.isMapping()) {
        problem(u"a suite is a mapping that begins with “greenroom: 1”"_s, { m_suite.file, 1, 1 });
        return m_suite;
    }
    unknownKeys(root, suiteKeys, u"a suite"_s);
    if (root[u"greenroom"_s].toNumber() != 1)
        problem(root.contains(u"greenroom"_s) ? u"this Greenroom reads version 1 of the format"_s
                                              : u"the format's version is missing"_s,
                root.keyPlace(u"greenroom"_s), u"write “greenroom: 1” on top"_s);
    m_suite.name = root[u"suite"_s].toText();
    if (m_suite.name.isEmpty())
        problem(u"the suite has no name"_s, root.place, u"write “suite: …”"_s);
    m_suite.id = root[u"id"_s].toText(QFileInfo(m_suite.file).fileName().section(".greenroom."_L1, 0, 0));
    m_suite.description = root[u"description"_s].toText();
    m_suite.tags = texts(root[u"tags"_s]);
    m_suite.host = root[u"host"_s];
    unknownKeys(m_suite.host, { u"project"_s, u"stage"_s }, u"host"_s);
    const yaml::Node &profiles = root[u"profiles"_s];
    for (qsizetype i = 0; i < profiles.keys.size() && i < profiles.items.size(); ++i)
        m_suite.profiles.append({ profiles.keys.at(i).text, map(profiles.items.at(i)) });
    m_suite.vars = map(root[u"vars"_s]);
    secrets(root[u"secrets"_s]);
    defaults(root[u"defaults"_s]);
    m_suite.parallel = number(root[u"parallel"_s], 0, u"parallel"_s);
    m_suite.stopOnFirstFailure = root[u"stop_on_first_failure"_s].toBool();
    runBlock(root[u"run"_s]);
    blind(root[u"blind"_s]);
    const yaml::Node &blocks = root[u"blocks"_s];
    for (qsizetype i = 0; i < blocks.keys.size() && i < blocks.items.size(); ++i)
        m_suite.blocks.insert(blocks.keys.at(i).text, steps(blocks.items.at(i), blocks.keys.at(i).text));
    m_suite.setup = steps(root[u"setup"_s], u"setup"_s);
    m_suite.teardown = steps(root[u"teardown"_s], u"teardown"_s);
    m_suite.beforeEach = steps(root[u"before_each"_s], u"before_each"_s);
    m_suite.afterEach = steps(root[u"after_each"_s], u"after_each"_s);
    const yaml::Node &tests = root[u"tests"_s];
    if (!tests.isSequence() || tests.items.isEmpty())
        problem(u"the suite has no tests"_s, root.keyPlace(u"tests"_s), u"write a list under “tests:”"_s);
    for (const yaml::Node &item : tests.items) {
        if (item.isMapping())
            m_suite.tests.append(test(item));
        else
            problem(u"a test is a mapping with “name” and “steps”"_s, item.place);
    }
    checkNeeds();
    return m_suite;
}

} // namespace

Suite readSuite(const QByteArray &text, const QString &file, const SuiteWords &words)
{
    SuiteReader reader(file, words);
    const yaml::Reading reading = yaml::read(text, file);
    if (!reading.problems.isEmpty()) {
        Suite suite;
        suite.file = file;
        suite.problems = reading.problems;
        return suite;
    }
    return reader.read(reading.root);
}

Suite readSuiteFile(const QString &file, const SuiteWords &words)
{
    QFile source(file);
    if (!source.open(QFile::ReadOnly)) {
        Suite suite;
        suite.file = file;
        suite.problems.append({ Problem::Severity::Error, u"This suite cannot be read: %1."_s.arg(source.errorString()),
                                u"Check the path and its permissions."_s, { file, 0, 0 } });
        return suite;
    }
    return readSuite(source.readAll(), file, words);
}

} // namespace greenroom
