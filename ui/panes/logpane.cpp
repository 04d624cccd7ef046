// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panes/logpane.h"

#include "delegates/rowdelegate.h"
#include "models/logmodel.h"
#include "selection.h"
#include "widgets/filterbar.h"
#include "widgets/monolines.h"
#include "widgets/pieces.h"
#include "words.h"
#include "workspace.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

LogPane::LogPane(Workspace &workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_proxy(new FilterProxy(&workspace.log, this))
    , m_stack(new QStackedWidget)
    , m_table(new QTableView)
{
    const Theme &theme = workspace.theme;
    auto *filter = new FilterBar(theme, *m_proxy, tr("Filter lines"), tr("words, level:warn, from:offer, /regex/"));
    connect(filter, &FilterBar::changed, this, &LogPane::showPage);
    auto *delegate = new RowDelegate(theme, 20, m_table);
    delegate->setLevel(LogModel::Time, Theme::TypeLevel::Mono, Token::T3);
    delegate->setLevel(LogModel::Source, Theme::TypeLevel::Mono, Token::T2);
    delegate->setLevel(LogModel::Text, Theme::TypeLevel::Mono, Token::T1);
    delegate->setCell(LogModel::Level, [&theme](QPainter *painter, const QRect &area, const QModelIndex &index, bool) {
        const QString level = index.data().toString();
        painter->setFont(theme.font(level == "WARN"_L1 || level == "ERROR"_L1 ? Theme::TypeLevel::MonoBold : Theme::TypeLevel::Mono));
        painter->setPen(theme.color(levelColor(level)));
        painter->drawText(area, Qt::AlignVCenter | Qt::TextSingleLine, level);
    });
    delegate->setTint([&theme](const QModelIndex &index) {
        const QString level = index.data(LogModel::LevelRole).toString();
        return level == "ERROR"_L1 ? theme.color(Token::TintFailed) : level == "WARN"_L1 ? theme.color(Token::TintFlaky) : QColor();
    });
    m_table->setItemDelegate(delegate);
    m_table->setModel(m_proxy);
    m_table->setAccessibleName(tr("Log"));
    setUpTable(theme, m_table);
    m_table->horizontalHeader()->hide();
    m_table->verticalHeader()->setMinimumSectionSize(20);
    m_table->verticalHeader()->setDefaultSectionSize(20);
    m_table->setColumnWidth(LogModel::Time, 128);
    m_table->setColumnWidth(LogModel::Level, 64);
    m_table->setColumnWidth(LogModel::Source, 120);
    m_table->installEventFilter(this);
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (!m_moving)
            setFollowing(value >= m_table->verticalScrollBar()->maximum() - 2);
    });
    m_stack->addWidget(m_table);
    m_stack->addWidget(new EmptyState(theme, u"log"_s, tr("Nothing was written."), tr("What functions and checks write stands here as it comes.")));
    m_stack->addWidget(new EmptyState(theme, u"filter"_s, tr("No line matches."), tr("Clear the filter, or release the time at the upper right.")));
    m_pill = makeMainButton(theme, {}, {}, this);
    m_pill->setSize(Button::Size::Small);
    m_pill->hide();
    connect(m_pill, &QPushButton::clicked, this, [this] { setFollowing(true); });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(filter);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addWidget(m_stack, 1);
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &, int first, int last) { onRows(last - first + 1); });
    connect(m_proxy, &QAbstractItemModel::rowsRemoved, this, &LogPane::showPage);
    connect(m_proxy, &QAbstractItemModel::modelReset, this, &LogPane::showPage);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex &index) {
        const QString request = index.data(LogModel::RequestIdRole).toString();
        if (!request.isEmpty())
            m_workspace.selection.selectRequest(request);
    });
    connect(&workspace.selection, &Selection::rangeChanged, this, &LogPane::showRange);
    showRange();
}

int LogPane::shownRows() const
{
    return m_proxy->rowCount();
}

void LogPane::showRange()
{
    const TimeRange range = m_workspace.selection.range();
    if (range.isValid())
        m_proxy->setCondition([range](const QModelIndex &index) { return range.contains(index.data(LogModel::AtRole).toLongLong()); });
    else
        m_proxy->setCondition({});
    showPage();
    if (m_following)
        setFollowing(true);
}

void LogPane::showPage()
{
    m_stack->setCurrentIndex(m_proxy->rowCount() > 0 ? 0 : m_workspace.log.rowCount() == 0 ? 1 : 2);
}

void LogPane::onRows(int count)
{
    showPage();
    if (m_following)
        return setFollowing(true);
    m_waiting += count;
    m_pill->setText(tr("%1 new ↓").arg(countText(m_waiting)));
    m_pill->setAccessibleName(m_pill->text());
    m_pill->show();
    placePill();
}

void LogPane::setFollowing(bool following)
{
    m_following = following;
    if (!following)
        return;
    m_waiting = 0;
    m_pill->hide();
    m_moving = true;
    m_table->scrollToBottom();
    m_moving = false;
}

void LogPane::placePill()
{
    m_pill->adjustSize();
    m_pill->move((width() - m_pill->width()) / 2, height() - m_pill->height() - 8);
    m_pill->raise();
}

void LogPane::resizeEvent(QResizeEvent *)
{
    placePill();
}

bool LogPane::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_End || key == Qt::Key_Space) {
            setFollowing(key == Qt::Key_End || !m_following);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace greenroom
