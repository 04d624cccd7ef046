// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/variablecheck.h"

#include "runner/variables.h"

#include <QSet>

#include <functional>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

using Visit = std::function<void(const QString &text, const Place &place)>;

void visitTexts(const yaml::Node &node, const Visit &visit)
{
    if (node.isText() && node.text.contains("${"_L1))
        visit(node.text, node.place);
    for (const yaml::Node &item : node.items)
        visitTexts(item, visit);
}

void visitTexts(const StepSpec &step, const Visit &visit)
{
    visit(step.name, step.place);
    visitTexts(step.value, visit);
    visitTexts(step.with, visit);
    for (const CheckSpec &check : step.expect)
        visitTexts(check.value, visit);
    for (const CaptureSpec &capture : step.capture)
        visitTexts(capture.value, visit);
}

void addCaptures(const yaml::Node &node, QSet<QString> &names)
{
    for (const QString &name : node[u"capture"_s].keyNames())
        names.insert(name);
    for (const yaml::Node &item : node.items)
        addCaptures(item, names);
}

void addCaptures(const QList<StepSpec> &steps, QSet<QString> &names)
{
    for (const StepSpec &step : steps) {
        for (const CaptureSpec &capture : step.capture)
            names.insert(capture.name);
        addCaptures(step.value, names);
    }
}

class VariableCheck
{
public:
    VariableCheck(const Suite &suite, const QStringList &given)
        : m_suite(suite)
        , m_names(given.begin(), given.end())
    {
        add(suite.vars);
        for (const auto &[name, values] : suite.profiles)
            add(values);
        for (const QList<StepSpec> &block : suite.blocks)
            addCaptures(block, m_names);
        for (const QList<StepSpec> &steps : { suite.setup, suite.teardown, suite.beforeEach, suite.afterEach })
            addCaptures(steps, m_names);
        for (const TestSpec &test : suite.tests) {
            add(test.vars);
            for (const QList<StepSpec> &steps : { test.setup, test.steps, test.teardown, test.rows.discover })
                addCaptures(steps, m_names);
        }
    }

    Problems run()
    {
        for (const QMap<QString, yaml::Node> &values : valueMaps()) {
            for (const yaml::Node &value : values)
                visitTexts(value, [this](const QString &text, const Place &place) { check(text, place); });
        }
        m_with = true;
        for (auto it = m_suite.blocks.begin(); it != m_suite.blocks.end(); ++it) {
            steps(*it);
            circle(it.key());
        }
        m_with = false;
        for (const QList<StepSpec> &list : { m_suite.setup, m_suite.teardown, m_suite.beforeEach, m_suite.afterEach })
            steps(list);
        for (const TestSpec &test : m_suite.tests)
            oneTest(test);
        return m_problems;
    }

private:
    void add(const QMap<QString, yaml::Node> &values)
    {
        for (auto it = values.keyBegin(); it != values.keyEnd(); ++it)
            m_names.insert(*it);
    }
    QList<QMap<QString, yaml::Node>> valueMaps() const
    {
        QList<QMap<QString, yaml::Node>> maps { m_suite.vars };
        for (const auto &[name, values] : m_suite.profiles)
            maps.append(values);
        return maps;
    }
    void problem(const QString &text, const Place &place, const QString &word = {}, const QStringList &known = {})
    {
        const QString near = yaml::nearest(word, known);
        m_problems.append({ Problem::Severity::Error, text, near.isEmpty() ? QString() : u"did you mean “%1”?"_s.arg(near), place });
    }

    void oneTest(const TestSpec &test)
    {
        steps(test.rows.discover);
        m_rows = &test.rows;
        for (const yaml::Node &value : test.vars)
            visitTexts(value, [this](const QString &text, const Place &place) { check(text, place); });
        check(test.name, test.place);
        for (const QList<StepSpec> &list : { test.setup, test.steps, test.teardown })
            steps(list);
        m_rows = nullptr;
    }

    void steps(const QList<StepSpec> &list)
    {
        for (const StepSpec &step : list) {
            visitTexts(step, [this](const QString &text, const Place &place) { check(text, place); });
            if (step.action == "use"_L1 && m_suite.blocks.contains(step.value.toText()))
                use(step);
        }
    }

    // What a block asks for must be given, and nothing else.
    void use(const StepSpec &step)
    {
        QSet<QString> wanted;
        for (const StepSpec &inner : m_suite.blocks.value(step.value.toText())) {
            visitTexts(inner, [&wanted](const QString &text, const Place &) {
                const QStringList names = Variables::mentioned(text);
                for (const QString &name : names) {
                    if (name.startsWith("with."_L1))
                        wanted.insert(name.mid(5));
                }
            });
        }
        const QStringList given = step.with.keyNames();
        for (const QString &name : std::as_const(wanted)) {
            if (!given.contains(name.section(u'.', 0, 0)))
                problem(u"the block “%1” wants “%2”, which “with” does not give"_s.arg(step.value.toText(), name), step.place, name, given);
        }
        for (const yaml::Node &key : step.with.keys) {
            if (!wanted.contains(key.text))
                problem(u"the block “%1” has no use for “%2”"_s.arg(step.value.toText(), key.text), key.place, key.text, wanted.values());
        }
    }

    void circle(const QString &name)
    {
        QSet<QString> reached;
        QStringList next { name };
        while (!next.isEmpty()) {
            const QList<StepSpec> block = m_suite.blocks.value(next.takeFirst());
            for (const StepSpec &step : block) {
                const QString used = step.action == "use"_L1 ? step.value.toText() : QString();
                if (used == name) {
                    problem(u"the block “%1” uses itself"_s.arg(name), step.place);
                    return;
                }
                if (!used.isEmpty() && !reached.contains(used)) {
                    reached.insert(used);
                    next.append(used);
                }
            }
        }
    }

    void check(const QString &text, const Place &place)
    {
        const QStringList names = Variables::mentioned(text);
        for (const QString &name : names)
            checkName(name, place);
    }

    void checkName(const QString &name, const Place &place)
    {
        if (const qsizetype paren = name.indexOf(u'('); paren > 0 && name.endsWith(u')')) {
            const QString function = name.left(paren);
            if (!Variables::functionWords().contains(function))
                problem(u"there is no function “%1”"_s.arg(function), place, function, Variables::functionWords());
            return;
        }
        const QString head = name.section(u'.', 0, 0);
        const QString tail = name.contains(u'.') ? name.section(u'.', 1) : QString();
        if (tail.isEmpty() ? m_names.contains(name) : m_names.contains(head))
            return;
        if (tail.isEmpty())
            problem(u"there is no variable “%1”"_s.arg(name), place, name, m_names.values());
        else
            checkMember(head, tail, place);
    }

    void checkMember(const QString &group, const QString &member, const Place &place)
    {
        static const QHash<QString, QStringList> fixed { { u"run"_s, { u"id"_s, u"number"_s } }, { u"test"_s, { u"id"_s } },
                                                         { u"repeat"_s, { u"index"_s, u"times"_s } } };
        QStringList known = fixed.value(group);
        if (group == "env"_L1 || group == "host"_L1 || (group == "with"_L1 && m_with))
            return;
        if (group == "secret"_L1) {
            for (const SecretSpec &secret : m_suite.secrets)
                known.append(secret.name);
        } else if (group == "row"_L1) {
            if (!m_rows || m_rows->kind == RowsSpec::Kind::File)
                return;   // a block or before_each of tests with rows; a file is read when the run begins
            known = rowNames();
        }
        if (known.contains(member.section(u'.', 0, 0)))
            return;
        const QStringList groups { u"row"_s, u"with"_s, u"env"_s, u"secret"_s, u"host"_s, u"run"_s, u"test"_s };
        if (known.isEmpty() && !groups.contains(group))
            problem(u"there is no variable “%1”"_s.arg(group), place, group, m_names.values() + groups);
        else
            problem(u"there is no “%1.%2” here"_s.arg(group, member), place, member, known);
    }

    QStringList rowNames() const
    {
        if (m_rows->kind == RowsSpec::Kind::Discover)
            return { m_rows->as };
        QStringList names;
        for (const yaml::Node &row : m_rows->list)
            names += row.isMapping() ? row.keyNames() : QStringList { u"value"_s };
        return names;
    }

    const Suite &m_suite;
    QSet<QString> m_names;
    const RowsSpec *m_rows = nullptr;   // of the test that is looked at
    bool m_with = false;                // inside a block
    Problems m_problems;
};

} // namespace

Problems checkVariables(const Suite &suite, const QStringList &given)
{
    return VariableCheck(suite, given).run();
}

} // namespace greenroom
