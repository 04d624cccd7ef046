// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTest>

// Rules that need a test of their own, as rows: the name (“3.1 D a ping: a pong, no event”: section, tag, rule) and
// the member function that checks it. tests/conformance/table counts rows by such names.
template <class Test>
struct Rule
{
    const char *name;
    void (Test::*check)();
};

template <class Test, std::size_t count>
void addRules(const Rule<Test> (&rules)[count])
{
    QTest::addColumn<void (Test::*)()>("check");
    for (const Rule<Test> &rule : rules)
        QTest::newRow(rule.name) << rule.check;
}
