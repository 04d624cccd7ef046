// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// How the archive writes: one transaction a batch of the journal, a row for each run in it, and the folds.

#include "archive/archive.h"
#include "archive/statements.h"

#include <QJsonDocument>
#include <QSqlError>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// A null QString would be NULL, and our columns are NOT NULL.
QVariant text(const QString &value)
{
    return value.isNull() ? QVariant(QString(u""_s)) : QVariant(value);
}

// What is not kept of a payload when only facts about the traffic are.
QList<QByteArray> bodiesOf(const Payload &payload)
{
    static const QList<QByteArray> content { "body", "event", "result", "clientGot", "exchange", "url", "path", "requestHeaders" };
    static const QList<QByteArray> logged { "text" };
    const bool isLog = std::holds_alternative<FunctionLogged>(payload) || std::holds_alternative<TestLogged>(payload);
    return isLog ? logged : content;
}

} // namespace

bool Archive::execute(QSqlQuery &query)
{
    if (query.exec())
        return true;
    m_refusal = query.lastError().databaseText();
    return false;
}

bool Archive::keeps(const Event &event) const
{
    if (m_recording != Recording::Off)
        return true;
    const QString kind = kindOf(event.payload);
    return kind.startsWith("run."_L1) || kind.startsWith("test."_L1) || kind == "step.finished"_L1;
}

// Its own, or that of the client that saw it: the rule of RunEvents.
QString Archive::runOf(const Event &event)
{
    const QString run = runIdOf(event.payload);
    if (!run.isEmpty()) {
        if (const auto *opened = std::get_if<ConnectionOpened>(&event.payload))
            m_clients.insert(opened->connectionId, run);
        return run;
    }
    if (m_clients.isEmpty())
        return run;
    // A client's last word is that it is closed.
    return std::holds_alternative<ConnectionClosed>(event.payload) ? m_clients.take(connectionIdOf(event.payload))
                                                                   : m_clients.value(connectionIdOf(event.payload));
}

bool Archive::write(const QList<Event> &batch)
{
    m_rows.clear();
    if (!execute(m_statements->begin))
        return false;
    for (const Event &event : batch) {
        if (!keeps(event))
            continue;
        m_rows.add(event, runOf(event), m_recording == Recording::Meta ? bodiesOf(event.payload) : QList<QByteArray>());
        if (!fold(event))
            return false;
    }
    for (const Batch &row : m_rows.finish()) {
        if (!insert(row))
            return false;
    }
    return execute(m_statements->commit);
}

bool Archive::insert(const Batch &row)
{
    m_sinceTrim += row.events.size();
    QSqlQuery &query = m_statements->insert;
    query.addBindValue(batchId(m_launch, row.first));
    query.addBindValue(row.run.isEmpty() ? QVariant(QMetaType::fromType<QString>()) : QVariant(row.run));
    query.addBindValue(int(row.traffic));
    query.addBindValue(row.count);
    query.addBindValue(row.firstAt);
    query.addBindValue(row.lastAt);
    // As bytes: text would go to UTF-16 and back. Not shared: the query would keep it, and the buffer be made anew.
    query.addBindValue(QByteArray::fromRawData(row.events.constData(), row.events.size()));
    return execute(query);
}

bool Archive::fold(const Event &event)
{
    return std::visit(Overloaded {
        [&](const RunStarted &started) {
            QSqlQuery &query = m_statements->startRun;
            query.addBindValue(text(started.runId));
            query.addBindValue(m_launch);
            query.addBindValue(started.number);
            query.addBindValue(text(started.suite));
            query.addBindValue(text(started.suiteName));
            query.addBindValue(text(started.file));
            query.addBindValue(text(started.profile));
            query.addBindValue(text(started.startedBy));
            query.addBindValue(event.at);
            query.addBindValue(text(started.receipt));
            query.addBindValue(0);
            return execute(query);
        },
        [&](const TestFound &found) {
            m_tests[found.runId].insert(found.testId, { found.suite, found.file });
            if (found.type != "test"_L1)
                return true;
            m_statements->countTest.addBindValue(found.runId);
            return execute(m_statements->countTest);
        },
        [&](const TestFinished &finished) {
            if (!finished.final)
                return true;
            const Origin origin = m_tests.value(finished.runId).value(finished.testId);
            m_statements->doneTest.addBindValue(text(finished.runId));
            QSqlQuery &query = m_statements->result;
            query.addBindValue(text(origin.suite));
            query.addBindValue(text(finished.testId));
            query.addBindValue(text(finished.runId));
            query.addBindValue(event.at);
            query.addBindValue(text(finished.state));
            query.addBindValue(finished.durationMs);
            query.addBindValue(text(finished.reason));
            query.addBindValue(text(origin.file));
            return execute(m_statements->doneTest) && execute(query);
        },
        [&](const RunFinished &finished) {
            m_tests.remove(finished.runId);
            QSqlQuery &query = m_statements->finishRun;
            query.addBindValue(text(finished.state));
            query.addBindValue(text(finished.sentence));
            query.addBindValue(QString::fromUtf8(QJsonDocument(finished.counts).toJson(QJsonDocument::Compact)));
            query.addBindValue(finished.durationMs);
            query.addBindValue(text(finished.runId));
            return execute(query);
        },
        [](const auto &) { return true; },
    }, event.payload);
}

} // namespace greenroom
