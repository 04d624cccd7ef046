// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/historypage.h"

#include "actions.h"
#include "delegates/rowdelegate.h"
#include "models/runsmodel.h"
#include "panes/comparepane.h"
#include "widgets/columnfit.h"
#include "widgets/detached.h"
#include "widgets/detailspage.h"
#include "widgets/filterbar.h"
#include "widgets/panememory.h"
#include "widgets/pieces.h"
#include "widgets/runcharts.h"
#include "widgets/segments.h"
#include "words.h"
#include "workspace.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMouseEvent>
#include <QPainter>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <iterator>
#include <utility>

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

constexpr int narrow = 1016;   // of a window of 1100
constexpr int tickWidth = 32;
constexpr qint64 dayMs = 24LL * 3600 * 1000;

void paintTick(QPainter *painter, const Theme &theme, const QRect &area, bool ticked)
{
    const QRect box(area.x(), area.y() + (area.height() - 14) / 2, 14, 14);
    paintBox(painter, box, theme.color(ticked ? Token::Accent : Token::BgControl), theme.color(ticked ? Token::Accent : Token::LineControl), 3);
    if (ticked)
        paintSymbol(painter, theme, box, u"check"_s, Token::TOn, 12);
}

} // namespace

HistoryPage::HistoryPage(Workspace &workspace, QWidget *parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_proxy(new FilterProxy(&workspace.runs, this))
    , m_stack(new QStackedWidget)
    , m_charts(new RunCharts(workspace.theme))
    , m_pane(new ComparePane(workspace))
{
    const Theme &theme = workspace.theme;
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    auto *empty = new EmptyState(theme, u"history"_s, tr("Runs appear here."), tr("Every run is kept on disk and opens again as it looked live."));
    connect(empty->addButton(u"run-solid"_s, tr("Run the demo")), &QPushButton::clicked, this, [this] { m_workspace.actions.startDemo(); });
    auto *list = new QWidget;
    auto *listLayout = new QVBoxLayout(list);
    listLayout->setContentsMargins(0, 0, 0, 0);
    listLayout->setSpacing(0);
    m_lists = new QStackedWidget;
    listLayout->addWidget(makeTools());
    listLayout->addWidget(makeLine(theme, Qt::Horizontal));
    listLayout->addWidget(m_charts);
    listLayout->addWidget(makeLine(theme, Qt::Horizontal));
    m_table = table();
    m_lists->addWidget(m_table);
    auto *none = new EmptyState(theme, u"filter"_s, tr("No run matches the filter."), tr("Clear it to see them all."));
    connect(none->addButton({}, tr("Clear filter")), &QPushButton::clicked, this, [this] {
        m_days->setChosen(u"all"_s);
        m_filter->clear();
        showList();
    });
    m_lists->addWidget(none);
    m_pane->setObjectName(u"details"_s);   // the window's button opens and closes it
    auto *split = new QSplitter(Qt::Horizontal);
    split->setChildrenCollapsible(false);
    split->addWidget(m_lists);
    split->addWidget(m_pane);
    split->setStretchFactor(0, 1);
    new PaneMemory(workspace.settings, u"history"_s, split, 412);
    new DetailsPage(theme, this, split, m_pane);
    listLayout->addWidget(split, 1);
    m_stack->addWidget(empty);
    m_stack->addWidget(new EmptyState(theme, u"clock"_s, tr("Reading the runs from disk…"), {}));
    m_stack->addWidget(list);
    layout->addWidget(m_stack, 1);
    for (QAbstractItemModel *model : { static_cast<QAbstractItemModel *>(&workspace.runs), static_cast<QAbstractItemModel *>(m_proxy) }) {
        connect(model, &QAbstractItemModel::rowsInserted, this, &HistoryPage::showList);
        connect(model, &QAbstractItemModel::rowsRemoved, this, &HistoryPage::showList);
        connect(model, &QAbstractItemModel::modelReset, this, &HistoryPage::showList);
    }
    connect(&workspace.runs, &RunsModel::runsChanged, this, &HistoryPage::showList);
    connect(m_pane, &ComparePane::openRequested, this, [this](const QString &runId) { emit openRequested(u"runs"_s, runId); });
    showList();
}

QWidget *HistoryPage::makeHead()
{
    const Theme &theme = m_workspace.theme;
    auto *box = new QWidget;
    box->setFixedHeight(52);
    auto *head = new QHBoxLayout(box);
    head->setContentsMargins(16, 0, 16, 0);
    head->setSpacing(12);
    m_facts = new Chip(theme);
    m_compare = makeButton(theme, u"compare"_s, tr("Compare the 2 chosen"));
    connect(m_compare, &Button::clicked, this, [this] {
        m_pane->setVisible(true);
        compareChosen();
    });
    head->addWidget(makeLabel(theme, Theme::TypeLevel::Title, Token::T1, tr("History")));
    head->addWidget(m_facts);
    head->addStretch();
    head->addWidget(m_compare);
    return box;
}

QWidget *HistoryPage::makeTools()
{
    const Theme &theme = m_workspace.theme;
    m_filter = new FilterBar(theme, *m_proxy, tr("Filter runs"), tr("suite:shop, verdict:failed, time:>30s"));
    connect(m_filter, &FilterBar::changed, this, &HistoryPage::showList);
    m_days = new Segments(theme, Segments::Choice::One);
    m_days->add(u"7"_s, tr("7 days"));
    m_days->add(u"30"_s, tr("30 days"));
    m_days->add(u"all"_s, tr("All"));
    m_days->setChosen(u"all"_s);
    connect(m_days, &Segments::changed, this, [this] {
        const int days = m_days->chosen().toInt();   // "all" is 0
        m_proxy->setCondition(days == 0 ? std::function<bool(const QModelIndex &)>()
                                        : [this, since = QDateTime::currentMSecsSinceEpoch() - days * dayMs](const QModelIndex &source) {
                                              return m_workspace.runs.record(source.row()).startedAt >= since;
                                          });
        showList();
    });
    m_count = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    m_filter->addRight(m_days);
    m_filter->addRight(m_count);
    return m_filter;
}

QTableView *HistoryPage::table()
{
    const Theme &theme = m_workspace.theme;
    auto *view = new QTableView;
    view->setModel(m_proxy);
    view->setAccessibleName(tr("Runs"));
    auto *rows = new RowDelegate(theme, theme.rowHeight(), view);
    rows->setLevel(RunsModel::Receipt, Theme::TypeLevel::Mono, Token::T2);
    rows->setLevel(RunsModel::When, Theme::TypeLevel::Body, Token::T3);
    rows->setCell(RunsModel::Run, [this, &theme](QPainter *painter, const QRect &area, const QModelIndex &index, bool) {
        paintTick(painter, theme, area, m_ticked.contains(runAt(index)));
        painter->setFont(theme.font(Theme::TypeLevel::BodyMedium));
        painter->setPen(theme.color(Token::T1));
        painter->drawText(area.adjusted(28, 0, 0, 0), Qt::AlignVCenter | Qt::TextSingleLine, index.data().toString());
    });
    rows->setCell(RunsModel::Verdict, [&theme](QPainter *painter, const QRect &area, const QModelIndex &index, bool selected) {
        paintVerdict(painter, theme, area, index, selected);
    });
    rows->setCell(RunsModel::Tests, [this, &theme](QPainter *painter, const QRect &area, const QModelIndex &index, bool selected) {
        paintTests(painter, theme, area, m_workspace.runs.record(m_proxy->mapToSource(index).row()), selected);
    });
    view->setItemDelegate(rows);
    setUpTable(theme, view);
    new ColumnFit(view, { { RunsModel::Run, 88, 88 }, { RunsModel::Verdict, 220, 200 }, { RunsModel::Profile, 84, 72, 2 }, { RunsModel::Tests, 132, 132, 4 },
                          { RunsModel::Time, 76, 76 }, { RunsModel::Receipt, 92, 84, 1 }, { RunsModel::When, 144, 128, 3 } }, RunsModel::Verdict);
    view->viewport()->installEventFilter(this);
    view->installEventFilter(this);
    connect(view, &QTableView::doubleClicked, this, &HistoryPage::openRun);
    connect(view, &QTableView::activated, this, &HistoryPage::openRun);
    connect(view->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &HistoryPage::compareChosen);
    return view;
}

QString HistoryPage::runAt(const QModelIndex &index) const
{
    return index.isValid() ? m_workspace.runs.record(m_proxy->mapToSource(index).row()).runId : QString();
}

void HistoryPage::openRun(const QModelIndex &index)
{
    emit openRequested(u"runs"_s, runAt(index));
}

// A press on the box, or Space, ticks a row.
bool HistoryPage::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_table && event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Space) {
        tick(runAt(m_table->currentIndex()));
        return true;
    }
    if (object == m_table->viewport() && (event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonDblClick)) {
        const QPoint at = static_cast<QMouseEvent *>(event)->pos();
        const QModelIndex index = m_table->indexAt(at);
        if (index.isValid() && at.x() < tickWidth) {
            tick(runAt(index));
            return true;
        }
    }
    return Page::eventFilter(object, event);
}

void HistoryPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    const bool isNarrow = width() < narrow;
    if (std::exchange(m_isNarrow, isNarrow) != isNarrow && !Detached::of(m_pane))
        m_pane->setVisible(!isNarrow || m_ticked.size() == 2);
}

void HistoryPage::tick(const QString &runId)
{
    if (runId.isEmpty())
        return;
    if (!m_ticked.remove(runId)) {
        if (m_ticked.size() == 2)   // two are compared: the third takes the place of the older
            m_ticked.clear();
        m_ticked.insert(runId);
    }
    m_table->viewport()->update();
    m_compare->setEnabled(m_ticked.size() == 2);
    if (m_ticked.size() == 2) {
        m_pane->setVisible(true);
        compareChosen();
    }
}

void HistoryPage::compareChosen()
{
    const RunsModel &runs = m_workspace.runs;
    if (m_ticked.size() == 2) {
        const RunRecord *one = runs.find(*m_ticked.cbegin());
        const RunRecord *two = runs.find(*std::next(m_ticked.cbegin()));
        if (!one || !two)
            return;
        if (std::pair(one->startedAt, one->number) > std::pair(two->startedAt, two->number))
            std::swap(one, two);
        m_pane->compare(one->runId, two->runId);
        return;
    }
    const QModelIndex current = m_table->currentIndex();
    if (!current.isValid())
        return m_pane->showNothing();
    const int row = m_proxy->mapToSource(current).row();
    const RunRecord &chosen = runs.record(row);
    for (int older = row + 1; older < runs.rowCount(); ++older) {
        if (runs.record(older).suite == chosen.suite)
            return m_pane->compare(runs.record(older).runId, chosen.runId);
    }
    m_pane->compare({}, chosen.runId);
}

void HistoryPage::showList()
{
    enum { Empty, Loading, List };
    const int all = m_workspace.runs.rowCount();
    const int shown = m_proxy->rowCount();
    m_stack->setCurrentIndex(all == 0 ? (m_workspace.runs.isLoading() ? Loading : Empty) : List);
    m_lists->setCurrentIndex(shown == 0 ? 1 : 0);
    m_facts->setLook({ all == 1 ? tr("1 run") : tr("%1 runs").arg(countText(all)), {}, {}, false });
    m_count->setText(shown == all ? (all == 1 ? tr("1 run") : tr("%1 runs").arg(countText(all))) : tr("%1 of %2 runs").arg(countText(shown), countText(all)));
    m_compare->setVisible(all > 1);
    m_compare->setEnabled(m_ticked.size() == 2);
    showCharts();
}

void HistoryPage::showCharts()
{
    QList<RunRecord> runs;
    for (int row = 0; row < qMin(200, m_proxy->rowCount()); ++row)
        runs << m_workspace.runs.record(m_proxy->mapToSource(m_proxy->index(row, 0)).row());
    m_charts->setRuns(runs);
}

} // namespace greenroom
