// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/archive.h"

namespace greenroom {

// What is written again and again, prepared once.
struct Archive::Statements
{
    explicit Statements(const QSqlDatabase &database)
        : begin(database)
        , commit(database)
        , insert(database)
        , startRun(database)
        , finishRun(database)
        , countTest(database)
        , doneTest(database)
        , result(database)
    {
        using namespace Qt::StringLiterals;
        begin.prepare(u"BEGIN IMMEDIATE"_s);
        commit.prepare(u"COMMIT"_s);
        insert.prepare(u"INSERT INTO batches (id, run, traffic, count, first, last, events) VALUES (?, ?, ?, ?, ?, ?, ?)"_s);
        startRun.prepare(u"INSERT OR REPLACE INTO runs (run, launch, number, suite, name, file, profile, startedby, "
                         "state, started, receipt, total) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'running', ?, ?, ?)"_s);
        finishRun.prepare(u"UPDATE runs SET state = ?, sentence = ?, counts = ?, duration = ? WHERE run = ?"_s);
        countTest.prepare(u"UPDATE runs SET total = total + 1 WHERE run = ?"_s);
        doneTest.prepare(u"UPDATE runs SET done = done + 1 WHERE run = ?"_s);
        result.prepare(u"INSERT OR REPLACE INTO results (suite, test, run, at, state, duration, reason, file) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"_s);
    }

    QSqlQuery begin;
    QSqlQuery commit;
    QSqlQuery insert;
    QSqlQuery startRun;
    QSqlQuery finishRun;
    QSqlQuery countTest;
    QSqlQuery doneTest;
    QSqlQuery result;
};

} // namespace greenroom
