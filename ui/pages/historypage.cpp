// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/historypage.h"

#include "delegates/rowdelegate.h"
#include "models/runsmodel.h"
#include "widgets/filterline.h"
#include "widgets/pieces.h"
#include "workspace.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <iterator>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

void paintVerdict(QPainter *painter, const Theme &theme, const QRect &area, const QModelIndex &index, bool selected)
{
    paintMark(painter, theme, QRect(area.x(), area.y(), 16, area.height()), index.data(RunsModel::StateRole).toString(), selected);
    const QRect words = area.adjusted(24, 0, 0, 0);
    painter->setFont(theme.font(Theme::TypeLevel::Body));
    painter->setPen(theme.color(Token::T1));
    painter->drawText(words, Qt::AlignVCenter | Qt::TextSingleLine,
                      painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, words.width()));
}

// Proportion, not precision: 84 × 6, then the number of tests.
void paintTests(QPainter *painter, const Theme &theme, const QRect &area, const RunRecord &run, bool selected)
{
    const QRect bar(area.x(), area.y() + (area.height() - 6) / 2, 84, 6);
    QList<Share> shares;
    for (const char *state : { "passed", "known", "skipped", "stopped", "flaky", "error", "timedOut", "failed" }) {
        const QString name = QString::fromLatin1(state);
        shares.append({ double(run.counts.value(name).toInt()), theme.barColor(name), false });
    }
    paintProgress(painter, theme, bar, shares, testsOf(run), theme.color(Token::BarQueued), 2);
    painter->setFont(theme.font(Theme::TypeLevel::Small));
    painter->setPen(theme.color(selected ? Token::T1 : Token::T2));
    paintNumber(painter, area.adjusted(92, 0, 0, 0), QString::number(testsOf(run)), Qt::AlignLeft | Qt::AlignVCenter);
}

} // namespace

HistoryPage::HistoryPage(Workspace &workspace, QWidget *parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_proxy(new FilterProxy(&workspace.runs, this))
    , m_stack(new QStackedWidget)
{
    const Theme &theme = workspace.theme;
    auto *head = new QHBoxLayout;
    head->setContentsMargins(16, 12, 16, 12);
    head->setSpacing(12);
    m_facts = new Chip(theme);
    head->addWidget(makeLabel(theme, Theme::TypeLevel::Title, Token::T1, tr("History")));
    head->addWidget(m_facts);
    head->addStretch();

    auto *filter = new FilterLine(theme, workspace.runs.filterFields());
    filter->setFixedWidth(420);
    filter->setAccessibleName(tr("Filter runs"));
    filter->setPlaceholderText(tr("suite:shop, verdict:failed, time:>30s"));
    connect(filter, &FilterLine::filterChanged, this, [this](const Filter &wanted) {
        m_proxy->setFilter(wanted);
        showList();
    });
    m_count = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    auto *tools = new QHBoxLayout;
    tools->setContentsMargins(16, 6, 16, 6);
    tools->addWidget(filter);
    tools->addStretch();
    tools->addWidget(m_count);

    m_stack->addWidget(new EmptyState(theme, u"history"_s, tr("Runs appear here."), tr("Every run is kept on disk and opens again as it looked live.")));
    auto *none = new EmptyState(theme, u"filter"_s, tr("No run matches the filter."), tr("Clear it to see them all."));
    connect(none->addButton({}, tr("Clear filter")), &QPushButton::clicked, filter, [filter] { filter->clear(); });
    m_stack->addWidget(none);
    m_stack->addWidget(new EmptyState(theme, u"clock"_s, tr("Reading the runs from disk…"), {}));
    m_stack->addWidget(table());
    for (QAbstractItemModel *model : { static_cast<QAbstractItemModel *>(&workspace.runs), static_cast<QAbstractItemModel *>(m_proxy) }) {
        connect(model, &QAbstractItemModel::rowsInserted, this, &HistoryPage::showList);
        connect(model, &QAbstractItemModel::rowsRemoved, this, &HistoryPage::showList);
        connect(model, &QAbstractItemModel::modelReset, this, &HistoryPage::showList);
    }
    connect(&workspace.runs, &RunsModel::runsChanged, this, &HistoryPage::showList);
    showList();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addLayout(tools);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addWidget(m_stack, 1);
}

QTableView *HistoryPage::table()
{
    const Theme &theme = m_workspace.theme;
    auto *view = new QTableView;
    view->setModel(m_proxy);
    view->setAccessibleName(tr("Runs"));
    auto *rows = new RowDelegate(theme, theme.rowHeight(), view);
    rows->setLevel(RunsModel::Run, Theme::TypeLevel::BodyMedium, Token::T1);
    rows->setLevel(RunsModel::Receipt, Theme::TypeLevel::Mono, Token::T2);
    rows->setLevel(RunsModel::When, Theme::TypeLevel::Body, Token::T3);
    rows->setCell(RunsModel::Verdict, [&theme](QPainter *painter, const QRect &area, const QModelIndex &index, bool selected) {
        paintVerdict(painter, theme, area, index, selected);
    });
    rows->setCell(RunsModel::Tests, [this, &theme](QPainter *painter, const QRect &area, const QModelIndex &index, bool selected) {
        paintTests(painter, theme, area, m_workspace.runs.record(m_proxy->mapToSource(index).row()), selected);
    });
    view->setItemDelegate(rows);
    setUpTable(theme, view);
    view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    static constexpr int widths[] = { 76, 0, 92, 144, 80, 100, 150 };
    view->horizontalHeader()->setStretchLastSection(false);
    for (int column = 0; column < int(std::size(widths)); ++column)
        view->setColumnWidth(column, widths[column]);
    view->horizontalHeader()->setSectionResizeMode(RunsModel::Verdict, QHeaderView::Stretch);
    const auto open = [this](const QModelIndex &index) {
        emit openRequested(u"runs"_s, m_workspace.runs.record(m_proxy->mapToSource(index).row()).runId);
    };
    connect(view, &QTableView::activated, this, open);
    connect(view, &QTableView::clicked, this, open);
    return view;
}

void HistoryPage::showList()
{
    enum { Empty, Filtered, Loading, List };
    const int all = m_workspace.runs.rowCount();
    const int shown = m_proxy->rowCount();
    m_stack->setCurrentIndex(all == 0 ? (m_workspace.runs.isLoading() ? Loading : Empty) : shown == 0 ? Filtered : List);
    m_facts->setLook({ all == 1 ? tr("1 run") : tr("%1 runs").arg(all), {}, {}, false });
    m_count->setText(shown == all ? QString() : tr("%1 of %2 runs").arg(shown).arg(all));
}

} // namespace greenroom
