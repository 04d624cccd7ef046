// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/suitereader.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSet>

#include <functional>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

const QStringList suiteKeys { u"greenroom"_s, u"suite"_s, u"id"_s, u"description"_s, u"tags"_s, u"host"_s,
                              u"profiles"_s, u"vars"_s, u"secrets"_s, u"defaults"_s, u"parallel"_s,
                              u"stop_on_first_failure"_s, u"run"_s, u"blind"_s, u"blocks"_s, u"setup"_s,
                              u"teardown"_s, u"before_each"_s, u"after_each"_s, u"tests"_s };

} // namespace

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
    if (!node.isScalar()) {
        problem(u"a duration is wanted here"_s, node.place, u"write a number with ms, s, m or h, for example 1.5s"_s);
        return fallback;
    }
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
    if (node.isMapping())
        problem(u"a list is wanted here, not a mapping"_s, node.place, u"write [a, b]"_s);
    QStringList list;
    for (const yaml::Node &item : node.isSequence() ? node.items : QList<yaml::Node>())
        list.append(text(item));
    return list;
}

bool SuiteReader::boolean(const yaml::Node &node, bool fallback)
{
    if (!node.isNull() && node.kind != yaml::Node::Kind::Boolean)
        problem(u"“%1” is neither true nor false"_s.arg(node.toText()), node.place, u"write true or false"_s);
    return node.toBool(fallback);
}

QString SuiteReader::text(const yaml::Node &node, const QString &fallback)
{
    if (!node.isScalar())
        problem(u"a text is wanted here, not a %1"_s.arg(node.isSequence() ? u"list"_s : u"mapping"_s), node.place,
                u"quote it if it begins with “[” or “{”"_s);
    return node.toText(fallback);
}

bool SuiteReader::isMapping(const yaml::Node &node, const QString &what)
{
    if (!node.isNull() && !node.isMapping())
        problem(u"“%1” is a mapping of names and values"_s.arg(what), node.place, u"write “name: value”, one a line"_s);
    return node.isMapping();
}

QMap<QString, yaml::Node> SuiteReader::map(const yaml::Node &node, const QString &what)
{
    QMap<QString, yaml::Node> values;
    isMapping(node, what);
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
    if (node.isSequence())
        problem(u"“retries” is a number, or a mapping of count, delay and backoff"_s, node.place);
    unknownKeys(node, { u"count"_s, u"delay"_s, u"backoff"_s }, u"retries"_s);
    if (const yaml::Node &backoff = node[u"backoff"_s]; !backoff.isNull() && backoff.toNumber(0) < 1)
        problem(u"retries.backoff is a number from 1, not “%1”"_s.arg(backoff.toText()), backoff.place);
    spec.count = number(node[u"count"_s], 0, u"retries.count"_s);
    spec.delayMs = duration(node[u"delay"_s], 0);
    spec.backoff = node[u"backoff"_s].toNumber(1);
    return spec;
}

void SuiteReader::secrets(const yaml::Node &node)
{
    isMapping(node, u"secrets"_s);
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
        if (value.contains(u"env"_s) == value.contains(u"keyring"_s)) {
            problem(u"the secret “%1” comes from one source: env or keyring"_s.arg(secret.name), value.place,
                    u"for example “%1: { env: NAME }”"_s.arg(secret.name));
            continue;
        }
        secret.source = value.contains(u"env"_s) ? u"env"_s : u"keyring"_s;
        secret.key = text(value[secret.source]);
        secret.required = boolean(value[u"required"_s], true);
        m_suite.secrets.append(secret);
    }
}

void SuiteReader::blind(const yaml::Node &node)
{
    if (!isMapping(node, u"blind"_s))
        return;
    unknownKeys(node, { u"title"_s, u"test_label"_s, u"show"_s, u"total"_s, u"reveal"_s, u"round_elapsed"_s }, u"blind"_s);
    static const QStringList allowed { u"status"_s, u"elapsed"_s, u"progress"_s };
    const struct { const char *key; QStringList words; } choices[] = {
        { "total", { u"shown"_s, u"growing"_s, u"hidden"_s } }, { "reveal", { u"never"_s, u"after_run"_s } },
    };
    for (const auto &choice : choices) {
        const yaml::Node &chosen = node[QLatin1StringView(choice.key)];
        if (!chosen.isNull() && !choice.words.contains(text(chosen)))
            problem(u"%1 is one of: %2; not “%3”"_s.arg(QLatin1StringView(choice.key), choice.words.join(u", "_s), chosen.toText()), chosen.place);
    }
    duration(node[u"round_elapsed"_s], 0);
    if (const yaml::Node &show = node[u"show"_s]; !show.isNull() && !show.isSequence())
        problem(u"“show” is a list"_s, show.place, u"show takes: %1"_s.arg(allowed.join(u", "_s)));
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
    isMapping(node, u"defaults"_s);
    unknownKeys(node, { u"timeout"_s, u"step_timeout"_s, u"slow"_s, u"retries"_s, u"http"_s }, u"defaults"_s);
    m_suite.timeoutMs = duration(node[u"timeout"_s], m_suite.timeoutMs);
    m_suite.stepTimeoutMs = duration(node[u"step_timeout"_s], m_suite.stepTimeoutMs);
    m_suite.slowMs = duration(node[u"slow"_s], 0);
    m_suite.retries = retries(node[u"retries"_s]);
    m_suite.http = node[u"http"_s];
}

void SuiteReader::runBlock(const yaml::Node &node)
{
    isMapping(node, u"run"_s);
    unknownKeys(node, { u"shuffle"_s, u"sample"_s, u"tags"_s }, u"run"_s);
    m_suite.shuffle = boolean(node[u"shuffle"_s]);
    m_suite.runTags = text(node[u"tags"_s]);
    const yaml::Node &sample = node[u"sample"_s];
    isMapping(sample, u"sample"_s);
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

QList<const StepSpec *> SuiteReader::allSteps() const
{
    QList<const StepSpec *> all;
    const auto add = [&all](const QList<StepSpec> &steps) {
        for (const StepSpec &step : steps)
            all.append(&step);
    };
    for (const QList<StepSpec> &steps : { m_suite.setup, m_suite.teardown, m_suite.beforeEach, m_suite.afterEach })
        add(steps);
    for (const QList<StepSpec> &block : m_suite.blocks)
        add(block);
    for (const TestSpec &test : m_suite.tests) {
        for (const QList<StepSpec> *steps : { &test.setup, &test.steps, &test.teardown, &test.rows.discover })
            add(*steps);
    }
    return all;
}

// `use` of a block that is not there, and blocks that use themselves.
void SuiteReader::checkUses()
{
    const auto used = [](const StepSpec &step) {
        const QString name = step.action == "use"_L1 ? step.value.toText() : QString();
        return name.contains("${"_L1) ? QString() : name;
    };
    const QList<const StepSpec *> all = allSteps();
    for (const StepSpec *step : all) {
        const QString name = used(*step);
        if (name.isEmpty() || m_suite.blocks.contains(name))
            continue;
        const QString near = yaml::nearest(name, m_suite.blocks.keys());
        problem(u"there is no block “%1” to use"_s.arg(name), step->value.place,
                near.isEmpty() ? u"write it under “blocks”"_s : u"did you mean “%1”?"_s.arg(near));
    }
    QSet<QString> underWay;
    QSet<QString> done;
    const std::function<void(const QString &)> visit = [&](const QString &block) {
        underWay.insert(block);
        const QList<StepSpec> steps = m_suite.blocks.value(block);
        for (const StepSpec &step : steps) {
            const QString next = used(step);
            if (underWay.contains(next))
                problem(u"the block “%1” uses itself"_s.arg(next), step.value.place, u"take one of them out"_s);
            else if (m_suite.blocks.contains(next) && !done.contains(next))
                visit(next);
        }
        underWay.remove(block);
        done.insert(block);
    };
    for (auto it = m_suite.blocks.cbegin(); it != m_suite.blocks.cend(); ++it) {
        if (!done.contains(it.key()))
            visit(it.key());
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
    m_suite.name = text(root[u"suite"_s]);
    if (m_suite.name.isEmpty())
        problem(u"the suite has no name"_s, root.place, u"write “suite: …”"_s);
    m_suite.id = text(root[u"id"_s], QFileInfo(m_suite.file).fileName().section(".greenroom."_L1, 0, 0));
    m_suite.description = text(root[u"description"_s]);
    m_suite.tags = texts(root[u"tags"_s]);
    m_suite.host = root[u"host"_s];
    isMapping(m_suite.host, u"host"_s);
    unknownKeys(m_suite.host, { u"project"_s, u"stage"_s }, u"host"_s);
    const yaml::Node &profiles = root[u"profiles"_s];
    isMapping(profiles, u"profiles"_s);
    for (qsizetype i = 0; i < profiles.keys.size() && i < profiles.items.size(); ++i)
        m_suite.profiles.append({ profiles.keys.at(i).text, map(profiles.items.at(i), profiles.keys.at(i).text) });
    m_suite.vars = map(root[u"vars"_s], u"vars"_s);
    secrets(root[u"secrets"_s]);
    defaults(root[u"defaults"_s]);
    m_suite.parallel = number(root[u"parallel"_s], 0, u"parallel"_s);
    m_suite.stopOnFirstFailure = boolean(root[u"stop_on_first_failure"_s]);
    runBlock(root[u"run"_s]);
    blind(root[u"blind"_s]);
    const yaml::Node &blocks = root[u"blocks"_s];
    isMapping(blocks, u"blocks"_s);
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
    checkUses();
    return m_suite;
}

namespace {

Suite suiteOf(const yaml::Reading &reading, const QString &file, const SuiteWords &words)
{
    if (reading.problems.isEmpty())
        return SuiteReader(file, words).read(reading.root);
    Suite suite;
    suite.file = file;
    suite.problems = reading.problems;
    return suite;
}

} // namespace

Suite readSuite(const QByteArray &text, const QString &file, const SuiteWords &words)
{
    return suiteOf(yaml::read(text, file), file, words);
}

Suite readSuiteFile(const QString &file, const SuiteWords &words)
{
    return suiteOf(yaml::readFile(file), file, words);
}

} // namespace greenroom
