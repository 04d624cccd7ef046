// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Tests, steps, checks and captures of a suite (ux.md §3.3–§3.5).

#include "core/suitereader.h"

#include <QDate>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

const QStringList stepKeys { u"name"_s, u"expect"_s, u"capture"_s, u"retries"_s, u"timeout"_s, u"if"_s,
                             u"on_fail"_s, u"always"_s, u"with"_s };
const QStringList testKeys { u"name"_s, u"id"_s, u"description"_s, u"tags"_s, u"steps"_s, u"setup"_s, u"teardown"_s,
                             u"rows"_s, u"vars"_s, u"timeout"_s, u"slow"_s, u"retries"_s, u"group"_s, u"needs"_s,
                             u"skip"_s, u"only"_s, u"known_issue"_s };
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

} // namespace

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
    isMapping(node, u"capture"_s);
    for (qsizetype i = 0; i < node.keys.size() && i < node.items.size(); ++i) {
        yaml::Node value = node.items.at(i);
        CaptureSpec capture;
        capture.name = node.keys.at(i).text;
        capture.place = node.keys.at(i).place;
        if (const qsizetype secret = value.indexOf(u"secret"_s); secret >= 0) {
            capture.secret = boolean(value.items.at(secret));
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
    step.name = text(node[u"name"_s]);
    step.with = node[u"with"_s];
    isMapping(step.with, u"with"_s);
    if (!step.with.isNull() && step.action != "use"_L1)
        problem(u"“with” belongs to “use”"_s, node.keyPlace(u"with"_s));
    step.expect = checks(node[u"expect"_s]);
    step.capture = captures(node[u"capture"_s]);
    if (node.contains(u"retries"_s))
        step.retries = retries(node[u"retries"_s]);
    step.timeoutMs = duration(node[u"timeout"_s], 0);
    static const QRegularExpression condition(u"^(not )?[A-Za-z_][A-Za-z0-9_.]*$"_s);
    step.condition = text(node[u"if"_s]);
    if (!step.condition.isEmpty() && !condition.match(step.condition).hasMatch())
        problem(u"“if” takes a variable, or “not” and a variable, and no expression: “%1”"_s.arg(step.condition),
                node[u"if"_s].place);
    step.always = boolean(node[u"always"_s]);
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
    if (!isMapping(node, u"rows"_s))
        return spec;
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
    test.name = text(node[u"name"_s]);
    if (test.name.isEmpty())
        problem(u"a test needs a name"_s, node.place);
    test.id = text(node[u"id"_s], idFrom(test.name));
    test.description = text(node[u"description"_s]);
    test.tags = texts(node[u"tags"_s]);
    test.setup = steps(node[u"setup"_s], u"setup"_s);
    test.steps = steps(node[u"steps"_s], u"steps"_s);
    test.teardown = steps(node[u"teardown"_s], u"teardown"_s);
    if (test.steps.isEmpty())
        problem(u"the test “%1” has no steps"_s.arg(test.name), node.place);
    test.rows = rows(node[u"rows"_s]);
    test.vars = map(node[u"vars"_s], u"vars"_s);
    test.timeoutMs = duration(node[u"timeout"_s], 0);
    test.slowMs = duration(node[u"slow"_s], 0);
    if (node.contains(u"retries"_s))
        test.retries = retries(node[u"retries"_s]);
    test.group = text(node[u"group"_s]);
    test.needs = texts(node[u"needs"_s]);
    const yaml::Node &skip = node[u"skip"_s];
    if (!skip.isScalar())
        problem(u"“skip” is true, or the reason as a text"_s, skip.place);
    test.skip = skip.kind == yaml::Node::Kind::Boolean ? (skip.toBool() ? u"skipped in the file"_s : QString()) : skip.toText();
    const yaml::Node &only = node[u"only"_s];
    isMapping(only, u"only"_s);
    unknownKeys(only, { u"profile"_s, u"os"_s }, u"only"_s);
    test.onlyProfiles = texts(only[u"profile"_s]);
    test.onlySystems = texts(only[u"os"_s]);
    const yaml::Node &known = node[u"known_issue"_s];
    isMapping(known, u"known_issue"_s);
    unknownKeys(known, { u"link"_s, u"until"_s }, u"known_issue"_s);
    if (const yaml::Node &until = known[u"until"_s]; !until.isNull() && !QDate::fromString(text(until), Qt::ISODate).isValid())
        problem(u"“%1” is no date"_s.arg(until.toText()), until.place, u"write it as 2027-03-31"_s);
    test.knownIssue = node[u"known_issue"_s].toJson().toObject();
    return test;
}

} // namespace greenroom
