// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/runsmodel.h"

#include "widgets/paint.h"
#include "words.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace greenroom {

QString verdictState(const RunRecord &run)
{
    if (run.state == "recovered"_L1)
        return u"stopped"_s;
    if (run.state == "passed"_L1 && run.counts.value(u"flaky"_s).toInt() > 0)
        return u"flaky"_s;
    return run.state;
}

int testsOf(const RunRecord &run)
{
    int ended = 0;
    for (const QJsonValue &count : run.counts)
        ended += count.toInt();
    return qMax(run.total, ended);   // tests found while running were not known when it began
}

RunsModel::RunsModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void RunsModel::setRuns(const QList<RunRecord> &runs)
{
    beginResetModel();
    m_runs = runs;
    m_loading = false;
    endResetModel();
    emit runsChanged();
}

void RunsModel::setLoading(bool loading)
{
    m_loading = loading;
    emit runsChanged();
}

void RunsModel::fold(const QList<Event> &batch)
{
    bool touched = false;
    for (const Event &event : batch) {
        std::visit(Overloaded {
            [&](const RunStarted &run) { started(run, event.at); touched = true; },
            [&](const RunFinished &run) { finished(run); touched = true; },
            [&](const TestFinished &test) { counted(test); },
            [](const auto &) {},
        }, event.payload);
    }
    if (touched)
        emit runsChanged();
}

int RunsModel::rowOf(const QString &runId) const
{
    for (int i = 0; i < m_runs.size(); ++i) {
        if (m_runs[i].runId == runId)
            return i;
    }
    return -1;
}

const RunRecord *RunsModel::find(const QString &runId) const
{
    const int row = rowOf(runId);
    return row < 0 ? nullptr : &m_runs[row];
}

void RunsModel::started(const RunStarted &run, qint64 at)
{
    RunRecord record;
    record.runId = run.runId;
    record.number = run.number;
    record.suite = run.suite;
    record.suiteName = run.suiteName;
    record.file = run.file;
    record.profile = run.profile;
    record.startedBy = run.startedBy;
    record.state = u"running"_s;
    record.startedAt = at;
    record.total = run.total;
    record.receipt = run.receipt;
    if (const int row = rowOf(run.runId); row >= 0) {   // the list was read while it started
        m_runs[row] = record;
        emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
        return;
    }
    beginInsertRows({}, 0, 0);
    m_runs.prepend(record);
    endInsertRows();
}

void RunsModel::finished(const RunFinished &run)
{
    const int row = rowOf(run.runId);
    if (row < 0)
        return;
    RunRecord &record = m_runs[row];
    record.state = run.state;
    record.sentence = run.sentence;
    record.counts = run.counts;
    record.durationMs = run.durationMs;
    if (!run.receipt.isEmpty())
        record.receipt = run.receipt;
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

void RunsModel::counted(const TestFinished &test)
{
    if (!test.final)
        return;
    const int row = rowOf(test.runId);
    if (row < 0 || m_runs[row].state != "running"_L1)
        return;
    RunRecord &record = m_runs[row];
    record.counts[test.state] = record.counts.value(test.state).toInt() + 1;
    emit dataChanged(index(row, Tests), index(row, Tests));
}

QString RunsModel::strip(const QString &suite) const
{
    QString letters;
    for (const RunRecord &run : m_runs) {
        if (run.suite == suite)
            letters.prepend(stateLetter(verdictState(run)));
        if (letters.size() == 30)
            break;
    }
    return letters;
}

int RunsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_runs.size());
}

int RunsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant RunsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const RunRecord &run = m_runs[index.row()];
    switch (role) {
    case RunIdRole: return run.runId;
    case StateRole: return verdictState(run);
    case Qt::ToolTipRole: return QDateTime::fromMSecsSinceEpoch(run.startedAt).toString(u"yyyy-MM-dd HH:mm:ss t"_s);
    case Qt::TextAlignmentRole: return headerData(index.column(), Qt::Horizontal, role);
    case Qt::DisplayRole: break;
    default: return {};
    }
    switch (index.column()) {
    case Run: return run.number;
    case Verdict:
        if (run.state == "running"_L1)
            return tr("%1 is running").arg(run.suiteName);
        if (run.state == "recovered"_L1 && run.sentence.isEmpty())
            return tr("Cut off when the program ended.");
        return run.sentence;
    case Profile: return run.profile.isEmpty() ? u"–"_s : run.profile;
    case Tests: return testsOf(run);
    case Time: return run.durationMs > 0 ? durationText(run.durationMs) : u"–"_s;
    case Receipt: return run.receipt.isEmpty() ? u"–"_s : run.receipt;
    case When: return whenText(run.startedAt, QDateTime::currentMSecsSinceEpoch());
    default: return {};
    }
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section >= Time ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Run: return tr("Run");
    case Verdict: return tr("Verdict");
    case Profile: return tr("Profile");
    case Tests: return tr("Tests");
    case Time: return tr("Time");
    case Receipt: return tr("Receipt");
    case When: return tr("When");
    default: return {};
    }
}

QStringList RunsModel::filterFields() const
{
    return { u"suite"_s, u"profile"_s, u"verdict"_s, u"time"_s, u"receipt"_s, u"run"_s, u"by"_s };
}

QVariant RunsModel::filterValue(const QModelIndex &index, const QString &field) const
{
    const RunRecord &run = m_runs[index.row()];
    if (field == "suite"_L1) return QString(run.suite + u' ' + run.suiteName);
    if (field == "profile"_L1) return run.profile;
    if (field == "verdict"_L1) return QString(run.state + u' ' + verdictState(run));
    if (field == "time"_L1) return run.durationMs;
    if (field == "receipt"_L1) return run.receipt;
    if (field == "run"_L1) return run.number;
    if (field == "by"_L1) return run.startedBy;
    return QString(QString::number(run.number) + u' ' + run.suiteName + u' ' + run.sentence + u' ' + run.receipt + u' ' + run.profile);
}

} // namespace greenroom
