// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The run as rows: what QAbstractItemModel and the filter ask. The fold is in runmodel.cpp.
#include "models/runnode.h"
#include "widgets/paint.h"
#include "words.h"

using namespace Qt::StringLiterals;

namespace greenroom {

// An index points to the node its row stands in; the row says which item there.
QModelIndex RunModel::index(int row, int column, const QModelIndex &parent) const
{
    const Node *node = m_root.get();
    if (parent.isValid()) {
        const Item *item = itemOf(parent);
        if (!item || item->reason || parent.column() != 0)
            return {};
        node = item->node;
    }
    if (row < 0 || size_t(row) >= node->items.size() || column < 0 || column >= ColumnCount)
        return {};
    return createIndex(row, column, node);
}

const RunModel::Item *RunModel::itemOf(const QModelIndex &index) const
{
    if (!index.isValid())
        return nullptr;
    const auto *parent = static_cast<const Node *>(index.constInternalPointer());
    return size_t(index.row()) < parent->items.size() ? &parent->items[size_t(index.row())] : nullptr;
}

QModelIndex RunModel::indexOfNode(const Node *node, int column) const
{
    if (!node || node == m_root.get())
        return {};
    return createIndex(node->row, column, static_cast<const Node *>(node->parent));
}

QModelIndex RunModel::parent(const QModelIndex &child) const
{
    if (!child.isValid())
        return {};
    return indexOfNode(static_cast<const Node *>(child.constInternalPointer()));
}

int RunModel::rowCount(const QModelIndex &parent) const
{
    if (!parent.isValid())
        return int(m_root->items.size());
    const Item *item = itemOf(parent);
    return item && !item->reason && parent.column() == 0 ? int(item->node->items.size()) : 0;
}

int RunModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QVariant RunModel::data(const QModelIndex &index, int role) const
{
    const Item *item = itemOf(index);
    if (!item)
        return {};
    if (role == IsReasonRole)
        return item->reason;
    if (item->reason && (role == Qt::DisplayRole || role == Qt::ToolTipRole))
        return index.column() == 0 ? item->node->test.reason : QString();
    return cell(*item->node, index.column(), role);
}

QVariant RunModel::cell(const Node &node, int column, int role) const
{
    const RunTest &test = node.test;
    switch (role) {
    case TestIdRole: return test.found.testId;
    case StateRole: return test.state;
    case TypeRole: return test.found.type;
    case NoteRole: return noteOf(node);
    case ReasonRole: return test.reason;
    case HistoryRole: {
        // What the disk says ends before a live run; its own result comes after.
        const bool own = m_live && test.childCount == 0 && test.state != "queued"_L1 && !test.found.type.isEmpty();
        return own ? test.history + stateLetter(test.state) : test.history;
    }
    case DurationRole: return test.durationMs;
    case ProgressRole: return progressOf(test);
    case TriesRole: return int(test.attempts.size());
    case SlowRole: return test.slow;
    case WhereRole: return test.attempts.isEmpty() ? QString() : failedCheck(test.attempts.last()).value("where"_L1).toString();
    case Qt::TextAlignmentRole: return headerData(column, Qt::Horizontal, role);
    case Qt::ToolTipRole: return column == Test ? test.found.name : QString();
    case Qt::DisplayRole: break;
    default: return {};
    }
    return column == Test ? test.found.name : column == Time ? timeOf(test) : QString();
}

QString RunModel::timeOf(const RunTest &test) const
{
    if (test.state == "queued"_L1 || test.state == "skipped"_L1)
        return {};
    if (test.childCount == 0 && test.state == "running"_L1 && !test.attempts.isEmpty())
        return u"%1 s"_s.arg(double(qMax<qint64>(0, m_now - test.attempts.last().startedAt)) / 1000, 0, 'f', 1);
    return test.durationMs > 0 ? durationText(test.durationMs) : QString();
}

// What explains the state, in grey after the name.
QString RunModel::noteOf(const Node &node) const
{
    const RunTest &test = node.test;
    if (test.isGroup()) {
        QString note;
        if (node.parent == m_root.get())
            note = tr("%1 of %2%3").arg(m_summary.done()).arg(m_summary.total).arg(m_summary.growing ? u"+"_s : QString());
        else
            note = tr("%1 of %2").arg(test.testsDone).arg(test.testCount);
        const bool discovered = !node.children.empty() && node.children.front()->test.found.discovered;
        return discovered ? tr("%1 · found while running").arg(note) : note;
    }
    if (test.found.type == "setup"_L1 || test.found.type == "teardown"_L1 || test.found.type == "discovery"_L1)
        return test.found.type;
    if (test.state == "flaky"_L1)
        return test.attempts.size() == 2 ? tr("passed on the 2nd try")
                                         : tr("passed on try %1").arg(test.attempts.size());
    if (test.state == "skipped"_L1 || test.state == "known"_L1 || test.state == "stopped"_L1)
        return test.reason;
    if (test.state == "queued"_L1 && !test.found.groupName.isEmpty())
        return tr("waits for group %1").arg(test.found.groupName);
    return {};
}

// Against how long it took before in this launch; unknown otherwise.
double RunModel::progressOf(const RunTest &test) const
{
    if (test.childCount > 0 || test.state != "running"_L1 || test.attempts.isEmpty())
        return -1;
    const int done = m_summary.done();
    const double typical = m_typical.value(test.found.testId, done > 0 ? m_spent / done : 0);
    if (typical <= 0)
        return -1;
    return qBound(0.0, double(m_now - test.attempts.last().startedAt) / typical, 0.95);
}

QVariant RunModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section == Time ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Test: return tr("Test");
    case History: return tr("Last 30 runs");
    case Time: return tr("Time");
    default: return {};
    }
}

QStringList RunModel::filterFields() const
{
    return { u"status"_s, u"tag"_s, u"time"_s, u"group"_s, u"file"_s, u"tries"_s };
}

QVariant RunModel::filterValue(const QModelIndex &index, const QString &field) const
{
    const Item *item = itemOf(index);
    if (!item)
        return {};
    const RunTest &test = item->node->test;
    if (field == "status"_L1)   // a group stays for its children's sake, not for its own state
        return test.childCount > 0 ? QString() : test.state;
    if (field == "tag"_L1) {
        QStringList tags;
        for (const QJsonValue &tag : test.found.tags)
            tags << tag.toString();
        return tags.join(u' ');
    }
    if (field == "time"_L1) return test.durationMs;
    if (field == "group"_L1) return test.found.groupName;
    if (field == "file"_L1) return test.found.file;
    if (field == "tries"_L1) return int(test.attempts.size());
    return QString(test.found.name + u' ' + test.reason);
}

} // namespace greenroom
