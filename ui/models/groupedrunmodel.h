// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/runmodel.h"

#include <memory>
#include <vector>

namespace greenroom {

// The same tests in other heaps: by their first problem ("3 causes"), by tag, by outcome. Two levels; every
// value is RunModel's own, so the numbers are too.
class GroupedRunModel : public QAbstractItemModel, public Filterable
{
    Q_OBJECT

public:
    enum class Grouping { Problem, Tag, Outcome };

    explicit GroupedRunModel(RunModel &run, QObject *parent = nullptr);
    ~GroupedRunModel() override;

    void setGrouping(Grouping grouping);
    QModelIndex indexOf(const QString &testId) const;
    int groupCount() const { return int(m_groups.size()); }

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    QStringList filterFields() const override { return m_run.filterFields(); }
    QVariant filterValue(const QModelIndex &index, const QString &field) const override;

private:
    struct Item
    {
        QString testId;
        bool reason = false;
    };
    struct Group
    {
        QString key;
        QString title;
        int tests = 0;
        std::vector<Item> items;
    };
    QString keyOf(const RunTest &test) const;
    QString titleOf(const RunTest &test, const QString &key) const;
    const Group *groupAt(const QModelIndex &index) const;
    QVariant groupCell(const Group &group, int column, int role) const;
    QModelIndex sourceOf(const Item &item, int column) const;
    bool isShown(const RunTest &test) const;
    void rebuild();
    void place(const QString &testId);
    void put(const RunTest &test, const QString &key);
    void take(const QString &testId);
    int rowOfGroup(const Group *group) const;

    RunModel &m_run;
    Grouping m_grouping = Grouping::Problem;
    std::vector<std::unique_ptr<Group>> m_groups;
    QHash<QString, QString> m_keys;   // test → its group's key
    QString m_runId;
};

} // namespace greenroom
