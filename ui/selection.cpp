// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "selection.h"

#include "words.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

QString Selection::rangeText() const
{
    return m_range.isValid() ? clockText(m_range.from) + u" – "_s + clockText(m_range.to) : QString();
}

void Selection::selectTest(const QString &runId, const QString &testId, const TimeRange &range)
{
    const bool other = std::exchange(m_runId, runId) != runId;
    select(m_testId, testId, range, other);
}

void Selection::selectConnection(const QString &connectionId, const TimeRange &range)
{
    select(m_connectionId, connectionId, range);
}

void Selection::selectRequest(const QString &requestId, const TimeRange &range)
{
    select(m_requestId, requestId, range);
}

void Selection::setRange(const TimeRange &range)
{
    if (std::exchange(m_range, range) == range)
        return;
    emit rangeChanged();
    emit changed();
}

void Selection::clear()
{
    m_runId.clear();
    m_testId.clear();
    m_connectionId.clear();
    m_requestId.clear();
    const bool ranged = std::exchange(m_range, {}).isValid();
    if (ranged)
        emit rangeChanged();
    emit changed();
}

void Selection::select(QString &what, const QString &id, const TimeRange &range, bool other)
{
    const bool another = std::exchange(what, id) != id;
    const bool ranged = range.isValid() && std::exchange(m_range, range) != range;
    if (ranged)
        emit rangeChanged();
    if (other || another || ranged)
        emit changed();
}

} // namespace greenroom
