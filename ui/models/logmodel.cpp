// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/logmodel.h"

#include "core/platformlog.h"
#include "words.h"

using namespace Qt::StringLiterals;

namespace greenroom {

LogModel::LogModel(QObject *parent, int limit)
    : RowModel(ColumnCount, limit, parent)
{
}

void LogModel::fold(const QList<Event> &batch)
{
    for (const Event &event : batch) {
        // START, END and REPORT stand in no event of their own.
        const QList<FunctionLogged> lines = logLines(event.payload);
        for (const FunctionLogged &line : lines)
            append({ event.at, line.level, line.function, line.text, line.requestId, line.connectionId, {}, {} });
        LogRow row;
        row.at = event.at;
        if (const auto *note = std::get_if<TestLogged>(&event.payload)) {
            row.level = note->level.toUpper();
            row.source = u"test"_s;
            row.text = note->text;
            row.runId = note->runId;
            row.testId = note->testId;
        } else if (const auto *notice = std::get_if<Notice>(&event.payload)) {
            row.level = notice->severity == "error"_L1 ? u"ERROR"_s : notice->severity == "warning"_L1 ? u"WARN"_s : u"INFO"_s;
            row.source = notice->area;
            row.text = notice->remedy.isEmpty() ? notice->text : QString(notice->text + u' ' + notice->remedy);
        } else {
            continue;
        }
        append(std::move(row));
    }
    commit();
}

QVariant LogModel::cell(const LogRow &row, int column, int role) const
{
    switch (role) {
    case RequestIdRole: return row.requestId;
    case ConnectionIdRole: return row.connectionId;
    case TestIdRole: return row.testId;
    case LevelRole: return row.level;
    case AtRole: return row.at;
    case Qt::ToolTipRole: return column == Text ? row.text : QString();
    case Qt::DisplayRole: break;
    default: return {};
    }
    switch (column) {
    case Time: return clockText(row.at);
    case Level: return row.level == "PLATFORM"_L1 ? QString() : row.level;
    case Source: return row.source;
    case Text: return row.text.left(2000);
    default: return {};
    }
}

QString LogModel::headerCell(int column) const
{
    switch (column) {
    case Time: return tr("Time");
    case Level: return tr("Level");
    case Source: return tr("From");
    case Text: return tr("Line");
    default: return {};
    }
}

QStringList LogModel::filterFields() const
{
    return { u"level"_s, u"from"_s, u"id"_s, u"test"_s };
}

QVariant LogModel::fieldOf(const LogRow &row, const QString &field) const
{
    if (field.isEmpty())
        return QString(row.text + u' ' + row.source);
    if (field == "level"_L1) return row.level;
    if (field == "from"_L1) return row.source;
    if (field == "test"_L1) return row.testId;
    return QString(row.requestId + u' ' + row.connectionId);
}

} // namespace greenroom
