// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/loglines.h"

#include "models/logmodel.h"
#include "widgets/filterproxy.h"
#include "widgets/paint.h"
#include "widgets/pieces.h"
#include "words.h"
#include "workspace.h"

#include <QListView>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

class LineDelegate : public QStyledItemDelegate
{
public:
    LineDelegate(const Theme &theme, bool shortTimes, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
        , m_short(shortTimes)
    {
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override { return { 100, m_short ? 20 : 22 }; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const auto column = [&index](LogModel::Column at) { return index.siblingAtColumn(at).data().toString(); };
        const QString level = index.data(LogModel::LevelRole).toString();
        const bool error = level == "ERROR"_L1;
        painter->save();
        if (error && !m_short)
            painter->fillRect(option.rect, m_theme.color(Token::TintFailed));
        QRect line = option.rect.adjusted(16, 0, -16, 0);
        painter->setFont(m_theme.font(Theme::TypeLevel::Mono));
        painter->setPen(m_theme.color(Token::T3));
        const QString time = m_short ? column(LogModel::Time).mid(6) : column(LogModel::Time);
        painter->drawText(line, Qt::AlignVCenter | Qt::TextSingleLine, time);
        line.setLeft(line.left() + painter->fontMetrics().horizontalAdvance(time) + (m_short ? 8 : 12));
        if (error)
            painter->setFont(m_theme.font(Theme::TypeLevel::MonoBold));
        painter->setPen(m_theme.color(error ? Token::StFailed : level == "WARN"_L1 ? Token::StFlaky : Token::T3));
        painter->drawText(line, Qt::AlignVCenter | Qt::TextSingleLine, level.left(8));
        line.setLeft(line.left() + (hasLongLevel(index) ? 68 : m_short ? 44 : 54));
        painter->setFont(m_theme.font(Theme::TypeLevel::Mono));
        painter->setPen(m_theme.color(Token::T1));
        painter->drawText(line, Qt::AlignVCenter | Qt::TextSingleLine,
                          painter->fontMetrics().elidedText(column(LogModel::Text).left(1000), Qt::ElideRight, line.width()));
        painter->restore();
    }

private:
    // PLATFORM is wider than the levels of functions; with one such line all give it room.
    static bool hasLongLevel(const QModelIndex &index)
    {
        const QAbstractItemModel *model = index.model();
        for (int row = 0; row < qMin(8, model->rowCount()); ++row) {
            if (model->index(row, 0).data(LogModel::LevelRole).toString().size() > 5)
                return true;
        }
        return false;
    }

    const Theme &m_theme;
    bool m_short;
};

} // namespace

LogLines::LogLines(Workspace &workspace, bool shortTimes, QWidget *parent)
    : QWidget(parent)
    , m_proxy(new FilterProxy(&workspace.log, this))
    , m_view(new QListView)
{
    m_proxy->setCondition([this, &workspace](const QModelIndex &source) {
        return !m_request.isEmpty() && workspace.log.row(source.row()).requestId == m_request;
    });
    m_view->setModel(m_proxy);
    m_view->setModelColumn(LogModel::Text);
    m_view->setAccessibleName(tr("Log of this invocation"));
    setUpTable(workspace.theme, m_view);
    m_view->setItemDelegate(new LineDelegate(workspace.theme, shortTimes, this));
    m_view->setSelectionMode(QAbstractItemView::NoSelection);
    m_view->setMinimumHeight(44);
    m_view->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored);
    m_view->setUniformItemSizes(true);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, &LogLines::countChanged);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
}

void LogLines::setRequest(const QString &requestId)
{
    m_request = requestId;
    m_proxy->setFilter({});
    emit countChanged();
}

int LogLines::count() const
{
    return m_proxy->rowCount();
}

} // namespace greenroom
