// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "archive/archive.h"
#include "models/rowmodel.h"

namespace greenroom {

// History: RunRecords, newest first, kept up to date by the journal.
class RunsModel : public QAbstractTableModel, public Folding, public Filterable
{
    Q_OBJECT

public:
    enum Column { Run, Verdict, Profile, Tests, Time, Receipt, When, ColumnCount };
    enum Role { RunIdRole = Qt::UserRole + 1, StateRole };

    explicit RunsModel(QObject *parent = nullptr);

    void setRuns(const QList<RunRecord> &runs);
    void setLoading(bool loading);
    bool isLoading() const { return m_loading; }
    void fold(const QList<Event> &batch) override;

    const RunRecord &record(int row) const { return m_runs[row]; }
    const RunRecord *find(const QString &runId) const;
    // The last states of a suite, oldest first, as paintStrip's letters.
    QString strip(const QString &suite) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QStringList filterFields() const override;
    QVariant filterValue(const QModelIndex &index, const QString &field) const override;

signals:
    void runsChanged();

private:
    int rowOf(const QString &runId) const;
    void started(const RunStarted &run, qint64 at);
    void finished(const RunFinished &run);
    void counted(const TestFinished &test);

    QList<RunRecord> m_runs;
    bool m_loading = false;
};

// "flaky" for a passed run with flaky tests, "stopped" for a recovered one; else the record's state.
QString verdictState(const RunRecord &run);
int testsOf(const RunRecord &run);

} // namespace greenroom
