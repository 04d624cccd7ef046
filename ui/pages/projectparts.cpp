// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/projectparts.h"

#include "delegates/connectioncell.h"
#include "delegates/rowdelegate.h"
#include "models/connectionsmodel.h"
#include "models/projectmodel.h"
#include "widgets/columnfit.h"
#include "widgets/filterproxy.h"
#include "widgets/pieces.h"
#include "words.h"
#include "workspace.h"

#include <QHeaderView>
#include <QPainter>
#include <QTableView>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int roomyRow = 32;

void paintWords(QPainter *painter, const QRect &area, const QString &text)
{
    painter->drawText(area, Qt::AlignVCenter | Qt::TextSingleLine, painter->fontMetrics().elidedText(text, Qt::ElideRight, area.width()));
}

void paintFunction(QPainter *painter, const Theme &theme, const QRect &area, const RouteRow &row, bool selected)
{
    paintSymbol(painter, theme, QRect(area.x(), area.y(), 14, area.height()), u"function"_s, Token::T3, 14);
    QRect words = area.adjusted(22, 0, 0, 0);
    painter->setFont(theme.font(Theme::TypeLevel::Body));
    painter->setPen(theme.color(Token::T1));
    const QString name = row.function.isEmpty() ? row.integration : row.function;
    paintWords(painter, words, name);
    words.setLeft(words.left() + painter->fontMetrics().horizontalAdvance(name) + 8);
    painter->setFont(theme.font(Theme::TypeLevel::Small));
    painter->setPen(theme.color(selected ? Token::T2 : Token::T3));
    if (words.width() > 24)
        paintWords(painter, words, row.place);
}

void paintFailed(QPainter *painter, const Theme &theme, const QRect &area, const RouteRow &row)
{
    if (row.failed == 0) {
        painter->setFont(theme.font(Theme::TypeLevel::Body));
        painter->setPen(theme.color(Token::T3));
        return paintNumber(painter, area, u"0"_s);
    }
    painter->setFont(theme.font(Theme::TypeLevel::BodyBold));
    painter->setPen(theme.color(Token::StFailed));
    const QString text = countText(row.failed);
    paintNumber(painter, area, text);
    const int wide = numberWidth(painter->fontMetrics(), text);
    paintMark(painter, theme, QRect(area.right() - wide - 16, area.y(), 12, area.height()), u"failed"_s, false, 12);
}

double highest(const ProjectModel &project)
{
    double most = 4;   // a lone call is a low bar
    for (int row = 0; row < project.rowCount(); ++row) {
        for (const MiniBar &bar : project.row(row).minute)
            most = qMax(most, bar.amount);
    }
    return most;
}

void paintMessages(QPainter *painter, const Theme &theme, const QRect &area, const ConnectionRow &row)
{
    painter->setFont(theme.font(Theme::TypeLevel::Body));
    int x = area.x();
    for (const bool toService : { true, false }) {
        paintSymbol(painter, theme, QRect(x, area.y(), 14, area.height()), toService ? u"frame-out"_s : u"frame-in"_s,
                    toService ? Token::DirOut : Token::DirIn, 14);
        painter->setPen(theme.color(Token::T1));
        paintNumber(painter, QRect(x + 18, area.y(), 44, area.height()), countText(toService ? row.toService : row.fromService),
                    Qt::AlignLeft | Qt::AlignVCenter);
        x += 64;
    }
}

// A refused connection is told over the whole row; each cell paints its part of the line.
void paintRefused(QPainter *painter, const Theme &theme, const QTableView *view, const QRect &area, const ConnectionRow &row)
{
    const QRect line(16, area.y(), view->viewport()->width() - 32, area.height());
    const int left = area.x() <= 16 ? 0 : area.x() - 8;   // the cell with its margins: parts that overlap would be bolder
    painter->setClipRect(QRect(left, area.y(), area.right() + 9 - left, area.height()), Qt::IntersectClip);
    paintMark(painter, theme, QRect(line.x() - 3, line.y(), 14, line.height()), u"failed"_s, false, 14);
    painter->setFont(theme.font(Theme::TypeLevel::BodyMedium));
    painter->setPen(theme.color(Token::StFailed));
    const QString word = ConnectionsModel::tr("refused");
    QRect words = line.adjusted(18, 0, 0, 0);
    paintWords(painter, words, word);
    words.setLeft(words.left() + painter->fontMetrics().horizontalAdvance(word) + 10);
    painter->setFont(theme.font(Theme::TypeLevel::Body));
    painter->setPen(theme.color(Token::TLink));
    const QString why = ConnectionsModel::tr("Why?");
    const int wide = painter->fontMetrics().horizontalAdvance(why);
    painter->drawText(QRect(line.right() - wide, line.y(), wide + 1, line.height()), Qt::AlignVCenter | Qt::TextSingleLine, why);
    words.setRight(line.right() - wide - 10);
    painter->setPen(theme.color(Token::T2));
    paintWords(painter, words, ConnectionsModel::tr("%1, %2, %3").arg(row.refused.status).arg(row.refused.reason, clockText(row.openedAt).left(8)));
}

} // namespace

QTableView *makeRoutesTable(Workspace &workspace, FilterProxy *proxy)
{
    const Theme &theme = workspace.theme;
    const ProjectModel &project = workspace.project;
    auto *view = new QTableView;
    view->setModel(proxy);
    view->setAccessibleName(ProjectModel::tr("Routes"));
    auto *rows = new RowDelegate(theme, roomyRow, view);
    const auto rowOf = [proxy, &project](const QModelIndex &index) -> const RouteRow & { return project.row(proxy->mapToSource(index).row()); };
    rows->setCell(ProjectModel::Route, [&theme](QPainter *painter, const QRect &area, const QModelIndex &index, bool) {
        paintSymbol(painter, theme, QRect(area.x(), area.y(), 14, area.height()), u"route"_s, Token::T3, 14);
        painter->setFont(theme.font(Theme::TypeLevel::Mono));
        painter->setPen(theme.color(Token::T1));
        paintWords(painter, area.adjusted(22, 0, 0, 0), index.data().toString());
    });
    rows->setCell(ProjectModel::Function, [&theme, rowOf](QPainter *painter, const QRect &area, const QModelIndex &index, bool selected) {
        paintFunction(painter, theme, area, rowOf(index), selected);
    });
    rows->setCell(ProjectModel::Failed, [&theme, rowOf](QPainter *painter, const QRect &area, const QModelIndex &index, bool) {
        paintFailed(painter, theme, area, rowOf(index));
    });
    rows->setCell(ProjectModel::LastMinute, [&theme, &project, rowOf](QPainter *painter, const QRect &area, const QModelIndex &index, bool) {
        paintMiniBars(painter, theme, QRect(area.x(), area.y() + (area.height() - 18) / 2, 143, 18), rowOf(index).minute, highest(project));
    });
    rows->setLevel(ProjectModel::Calls, Theme::TypeLevel::Body, Token::T1);
    view->setItemDelegate(rows);
    setUpTable(theme, view);
    view->verticalHeader()->setDefaultSectionSize(roomyRow);
    new ColumnFit(view, { { ProjectModel::Route, 156, 116 }, { ProjectModel::Function, 172, 124 }, { ProjectModel::Calls, 64, 52 },
                          { ProjectModel::Failed, 64, 56 }, { ProjectModel::P50, 76, 62, 2 }, { ProjectModel::P95, 76, 62, 3 },
                          { ProjectModel::LastMinute, 190, 160, 4 }, { ProjectModel::LastCall, 110, 84, 1 } }, ProjectModel::LastCall);
    return view;
}

QTableView *makeConnectionsTable(Workspace &workspace, FilterProxy *proxy)
{
    const Theme &theme = workspace.theme;
    const ConnectionsModel &model = workspace.connections;
    auto *view = new QTableView;
    view->setModel(proxy);
    view->setAccessibleName(ConnectionsModel::tr("Connections"));
    auto *rows = new RowDelegate(theme, roomyRow, view);
    const auto rowOf = [proxy, &model](const QModelIndex &index) -> const ConnectionRow & { return model.row(proxy->mapToSource(index).row()); };
    const auto isRefused = [rowOf, view, &theme](QPainter *painter, const QRect &area, const QModelIndex &index) {
        const bool refused = rowOf(index).state == ConnectionRow::State::Refused;
        if (refused)
            paintRefused(painter, theme, view, area, rowOf(index));
        return refused;
    };
    for (const int column : { ConnectionsModel::Id, ConnectionsModel::OpenFor, ConnectionsModel::State, ConnectionsModel::Address }) {
        rows->setCell(column, [&theme, isRefused, column](QPainter *painter, const QRect &area, const QModelIndex &index, bool selected) {
            if (isRefused(painter, area, index))
                return;
            painter->setFont(theme.font(column == ConnectionsModel::Id ? Theme::TypeLevel::Mono : Theme::TypeLevel::Body));
            painter->setPen(theme.color(selected || column == ConnectionsModel::OpenFor ? Token::T2 : Token::T3));
            if (column == ConnectionsModel::OpenFor)
                paintNumber(painter, area, index.data().toString());
            else
                paintWords(painter, area, index.data().toString());
        });
    }
    rows->setCell(ConnectionsModel::Name, [&theme, rowOf, isRefused](QPainter *painter, const QRect &area, const QModelIndex &index, bool selected) {
        if (isRefused(painter, area, index))
            return;
        paintConnectionName(painter, theme, area, rowOf(index), selected);
    });
    rows->setCell(ConnectionsModel::ToService, [&theme, rowOf, isRefused](QPainter *painter, const QRect &area, const QModelIndex &index, bool) {
        if (!isRefused(painter, area, index))
            paintMessages(painter, theme, area, rowOf(index));
    });
    rows->setTint([&theme, rowOf](const QModelIndex &index) {
        return rowOf(index).state == ConnectionRow::State::Refused ? theme.color(Token::TintFailed) : QColor();
    });
    view->setItemDelegate(rows);
    setUpTable(theme, view);
    view->verticalHeader()->setDefaultSectionSize(roomyRow);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    for (const int hidden : { ConnectionsModel::State, ConnectionsModel::FromService, ConnectionsModel::Address })
        view->hideColumn(hidden);
    return view;
}

} // namespace greenroom
