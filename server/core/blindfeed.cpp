// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/blindfeed.h"

#include <QJsonArray>
#include <QRandomGenerator>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// The few states a starter knows; how a test failed is none of its business.
QString blindState(const QString &state)
{
    if (state == "passed"_L1 || state == "flaky"_L1 || state == "known"_L1)
        return u"passed"_s;
    if (state == "skipped"_L1 || state == "stopped"_L1 || state == "running"_L1)
        return state;
    return u"problem"_s;
}

} // namespace

BlindFeed::BlindFeed(const QString &runId)
    : m_runId(runId)
{
    append("accepted");
}

void BlindFeed::append(const char *kind, QJsonObject fields)
{
    fields.insert("seq"_L1, m_records.size() + 1);
    fields.insert("kind"_L1, QLatin1StringView(kind));
    fields.insert("run"_L1, m_runId);
    m_records.append(fields);
}

void BlindFeed::wait(int number)
{
    append("waiting", { { u"total"_s, number } });
}

// A number between 0 and 1; where the total is hidden it would give it away.
void BlindFeed::appendProgress()
{
    if (m_show.contains("progress"_L1) && m_total != "hidden"_L1 && m_known > 0)
        append("progress", { { u"done"_s, std::round(100.0 * m_done / m_known) / 100 } });
}

int BlindFeed::numberOf(const QString &testId)
{
    const auto found = m_numbers.constFind(testId);
    if (found != m_numbers.constEnd())
        return *found;
    if (m_free.isEmpty()) {
        // Drawn for all that are known by now, so that one drawn early says nothing about the place in the file.
        for (int number = int(m_numbers.size()) + 1; number <= m_known; ++number)
            m_free.append(number);
        std::shuffle(m_free.begin(), m_free.end(), *QRandomGenerator::system());
    }
    const int number = m_free.takeLast();
    m_numbers.insert(testId, number);
    return number;
}

double BlindFeed::elapsed(qint64 at) const
{
    const double seconds = double(at - m_startedAt) / 1000;
    return m_round > 0 ? std::floor(seconds / m_round) * m_round : std::round(seconds * 10) / 10;
}

std::optional<double> BlindFeed::elapsedAt(qint64 at) const
{
    const bool shown = m_startedAt > 0 && (m_show.contains("elapsed"_L1) || m_show.isEmpty());
    return shown ? std::optional(elapsed(at)) : std::nullopt;
}

void BlindFeed::onTest(const QString &testId, const QString &state, qint64 at)
{
    QJsonObject fields { { u"check"_s, numberOf(testId) } };
    if (m_show.contains("status"_L1))
        fields.insert("state"_L1, blindState(state));
    if (m_show.contains("elapsed"_L1))
        fields.insert("elapsed"_L1, elapsed(at));
    if (m_show.contains("progress"_L1))
        fields.insert("done"_L1, m_done);
    if (m_total != "hidden"_L1)
        fields.insert("total"_L1, m_known);
    append("check", fields);
}

void BlindFeed::apply(const Event &event)
{
    if (m_finished)
        return;
    std::visit(Overloaded {
        [&](const RunStarted &started) {
            m_startedAt = event.at;
            const QJsonArray show = started.blind.value("show"_L1).toArray({ u"status"_s, u"elapsed"_s, u"progress"_s });
            for (const QJsonValue &word : show)
                m_show.append(word.toString());
            m_total = started.blind.value("total"_L1).toString(u"shown"_s);
            const QString round = started.blind.value("round_elapsed"_L1).toString();
            if (!round.isEmpty())   // most suites say nothing
                m_round = round.endsWith("ms"_L1) ? round.chopped(2).toDouble() / 1000 : round.chopped(1).toDouble();
        },
        [&](const TestFound &found) {
            if (found.type != "test"_L1)
                return;
            m_counted.insert(found.testId, false);
            ++m_known;
        },
        [&](const TestStarted &started) {
            if (m_counted.contains(started.testId) && started.attempt == 1)
                onTest(started.testId, u"running"_s, event.at);
        },
        [&](const TestFinished &finished) {
            if (!finished.final || !m_counted.contains(finished.testId))
                return;
            m_done += finished.state == "stopped"_L1 ? 0 : 1;   // “stopped after 11 of 20”
            onTest(finished.testId, finished.state, event.at);
            appendProgress();
        },
        [&](const RunFinished &finished) {
            const int problems = finished.counts.value("failed"_L1).toInt() + finished.counts.value("error"_L1).toInt()
                + finished.counts.value("timedOut"_L1).toInt();
            QJsonObject fields { { u"state"_s, problems == 0 ? u"passed"_s : u"problem"_s },
                                 { u"done"_s, m_done } };
            if (m_show.contains("elapsed"_L1) || m_show.isEmpty())
                fields.insert("elapsed"_L1, elapsedAt(event.at).value_or(0));
            if (m_total != "hidden"_L1)
                fields.insert("total"_L1, m_known);
            if (finished.state == "stopped"_L1) {
                append("stopped", fields);
            } else if (m_known == 0 && finished.state == "error"_L1) {
                append("refused");
            } else {
                fields.insert("receipt"_L1, finished.receipt);
                append("finished", fields);
            }
            m_finished = true;
        },
        [](const auto &) {},
    }, event.payload);
}

} // namespace greenroom
