// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/groupedrunmodel.h"

#include "theme.h"
#include "words.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

GroupedRunModel::GroupedRunModel(RunModel &run, QObject *parent)
    : QAbstractItemModel(parent)
    , m_run(run)
{
    connect(&run, &RunModel::runChanged, this, &GroupedRunModel::rebuild);
    connect(&run, &QAbstractItemModel::modelReset, this, &GroupedRunModel::rebuild);
    connect(&run, &RunModel::testChanged, this, &GroupedRunModel::place);
    rebuild();
}

GroupedRunModel::~GroupedRunModel() = default;

void GroupedRunModel::setGrouping(Grouping grouping)
{
    m_grouping = grouping;
    rebuild();
}

bool GroupedRunModel::isShown(const RunTest &test) const
{
    return test.childCount == 0 && test.depth > 0 && test.found.type != "group"_L1;
}

QString GroupedRunModel::keyOf(const RunTest &test) const
{
    switch (m_grouping) {
    case Grouping::Problem: return test.isProblem() ? u'!' + (test.cause.isEmpty() ? test.reason : test.cause) : QString();
    case Grouping::Tag: return test.found.tags.isEmpty() ? QString() : test.found.tags.first().toString();
    case Grouping::Outcome: break;
    }
    return test.state;
}

QString GroupedRunModel::titleOf(const RunTest &test, const QString &key) const
{
    switch (m_grouping) {
    case Grouping::Problem: return key.isEmpty() ? tr("No problem") : test.reason.isEmpty() ? Theme::stateWord(test.state) : test.reason;
    case Grouping::Tag: return key.isEmpty() ? tr("No tag") : key;
    case Grouping::Outcome: break;
    }
    return Theme::stateWord(test.state);
}

void GroupedRunModel::rebuild()
{
    beginResetModel();
    m_groups.clear();
    m_keys.clear();
    for (const RunTest *test : m_run.tests()) {
        if (!isShown(*test))
            continue;
        const QString key = keyOf(*test);
        auto at = std::find_if(m_groups.begin(), m_groups.end(), [&](const auto &group) { return group->key == key; });
        if (at == m_groups.end())
            at = m_groups.insert(m_groups.end(), std::make_unique<Group>(Group { key, titleOf(*test, key), 0, {} }));
        ++(*at)->tests;
        (*at)->items.push_back({ test->found.testId, false });
        if (test->hasReason())
            (*at)->items.push_back({ test->found.testId, true });
        m_keys.insert(test->found.testId, key);
    }
    // Problems stand first.
    if (m_grouping == Grouping::Problem)
        std::stable_partition(m_groups.begin(), m_groups.end(), [](const auto &group) { return !group->key.isEmpty(); });
    endResetModel();
}

void GroupedRunModel::place(const QString &testId)
{
    const RunTest *test = m_run.test(testId);
    if (!test)
        return;
    if (!isShown(*test))
        return take(testId);   // a row that turned out to be a group
    const QString key = keyOf(*test);
    const auto known = m_keys.constFind(testId);
    if (known == m_keys.constEnd() || *known != key) {
        take(testId);
        put(*test, key);
        return;
    }
    const QModelIndex at = indexOf(testId);
    const Group *group = groupAt(at);
    const bool shown = group && size_t(at.row()) + 1 < group->items.size() && group->items[size_t(at.row()) + 1].reason;
    if (shown != test->hasReason()) {
        take(testId);
        put(*test, key);
    } else {
        emit dataChanged(at, at.siblingAtColumn(RunModel::ColumnCount - 1));
    }
    const QModelIndex above = at.parent();
    emit dataChanged(above, above.siblingAtColumn(RunModel::ColumnCount - 1));
}

void GroupedRunModel::put(const RunTest &test, const QString &key)
{
    auto at = std::find_if(m_groups.begin(), m_groups.end(), [&](const auto &group) { return group->key == key; });
    if (at == m_groups.end()) {
        // A new cause goes before the heap of those without a problem.
        const bool last = m_grouping != Grouping::Problem || key.isEmpty() || m_groups.empty() || !m_groups.back()->key.isEmpty();
        const int row = int(m_groups.size()) - (last ? 0 : 1);
        beginInsertRows({}, row, row);
        at = m_groups.insert(m_groups.begin() + row, std::make_unique<Group>(Group { key, titleOf(test, key), 0, {} }));
        endInsertRows();
    }
    Group &group = **at;
    const QModelIndex parent = createIndex(rowOfGroup(&group), 0, static_cast<const Group *>(nullptr));
    const int row = int(group.items.size());
    const bool reason = test.hasReason();
    beginInsertRows(parent, row, row + int(reason));
    ++group.tests;
    group.items.push_back({ test.found.testId, false });
    if (reason)
        group.items.push_back({ test.found.testId, true });
    m_keys.insert(test.found.testId, key);
    endInsertRows();
}

void GroupedRunModel::take(const QString &testId)
{
    const QModelIndex at = indexOf(testId);
    if (!at.isValid())
        return;
    const int groupRow = at.parent().row();
    Group &group = *m_groups[size_t(groupRow)];
    const int last = size_t(at.row()) + 1 < group.items.size() && group.items[size_t(at.row()) + 1].reason ? at.row() + 1 : at.row();
    beginRemoveRows(at.parent(), at.row(), last);
    group.items.erase(group.items.begin() + at.row(), group.items.begin() + last + 1);
    --group.tests;
    m_keys.remove(testId);
    endRemoveRows();
    if (!group.items.empty())
        return;
    beginRemoveRows({}, groupRow, groupRow);
    m_groups.erase(m_groups.begin() + groupRow);
    endRemoveRows();
}

int GroupedRunModel::rowOfGroup(const Group *wanted) const
{
    for (size_t i = 0; i < m_groups.size(); ++i) {
        if (m_groups[i].get() == wanted)
            return int(i);
    }
    return -1;
}

QModelIndex GroupedRunModel::indexOf(const QString &testId) const
{
    const auto key = m_keys.constFind(testId);
    if (key == m_keys.constEnd())
        return {};
    for (const auto &group : m_groups) {
        if (group->key != *key)
            continue;
        for (size_t i = 0; i < group->items.size(); ++i) {
            if (group->items[i].testId == testId)
                return createIndex(int(i), 0, static_cast<const Group *>(group.get()));
        }
    }
    return {};
}

// A group's own index points nowhere, a test's to its group.
const GroupedRunModel::Group *GroupedRunModel::groupAt(const QModelIndex &index) const
{
    return static_cast<const Group *>(index.constInternalPointer());
}

QModelIndex GroupedRunModel::index(int row, int column, const QModelIndex &parent) const
{
    if (row < 0 || column < 0 || column >= RunModel::ColumnCount)
        return {};
    if (!parent.isValid())
        return size_t(row) < m_groups.size() ? createIndex(row, column, static_cast<const Group *>(nullptr)) : QModelIndex();
    if (groupAt(parent) || parent.column() != 0 || size_t(parent.row()) >= m_groups.size())
        return {};
    const Group *group = m_groups[size_t(parent.row())].get();
    return size_t(row) < group->items.size() ? createIndex(row, column, group) : QModelIndex();
}

QModelIndex GroupedRunModel::parent(const QModelIndex &child) const
{
    const Group *group = child.isValid() ? groupAt(child) : nullptr;
    return group ? createIndex(rowOfGroup(group), 0, static_cast<const Group *>(nullptr)) : QModelIndex();
}

int GroupedRunModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_groups.size());
    return groupAt(parent) || parent.column() != 0 ? 0 : int(m_groups[size_t(parent.row())]->items.size());
}

int GroupedRunModel::columnCount(const QModelIndex &) const
{
    return RunModel::ColumnCount;
}

QModelIndex GroupedRunModel::sourceOf(const Item &item, int column) const
{
    const QModelIndex index = m_run.indexOf(item.testId, column);
    return item.reason ? index.siblingAtRow(index.row() + 1) : index;
}

QVariant GroupedRunModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const Group *group = groupAt(index);
    if (!group)
        return groupCell(*m_groups[size_t(index.row())], index.column(), role);
    const Item &item = group->items[size_t(index.row())];
    return m_run.data(sourceOf(item, index.column()), role);
}

QVariant GroupedRunModel::groupCell(const Group &group, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole: return column == RunModel::Test ? group.title : QString();
    case Qt::ToolTipRole: return column == RunModel::Test ? group.title : QString();
    case Qt::TextAlignmentRole: return headerData(column, Qt::Horizontal, role);
    case RunModel::IsReasonRole: return false;
    case RunModel::TypeRole: return u"suite"_s;
    case RunModel::NoteRole: return group.tests == 1 ? tr("1 check") : tr("%1 checks").arg(group.tests);
    case RunModel::ProgressRole: return -1.0;
    case RunModel::StateRole: break;
    default: return {};
    }
    if (m_grouping == Grouping::Problem && group.key.isEmpty())
        return u"passed"_s;
    if (m_grouping == Grouping::Tag)
        return QString();
    const RunTest *test = group.items.empty() ? nullptr : m_run.test(group.items.front().testId);
    return test ? test->state : QString();
}

QVariant GroupedRunModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return m_run.headerData(section, orientation, role);
}

QVariant GroupedRunModel::filterValue(const QModelIndex &index, const QString &field) const
{
    const Group *group = index.isValid() ? groupAt(index) : nullptr;
    if (!group)
        return QString();
    return m_run.filterValue(sourceOf(group->items[size_t(index.row())], 0), field);
}

} // namespace greenroom
