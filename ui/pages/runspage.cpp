// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/runspage.h"

#include "actions.h"
#include "core/whenready.h"
#include "delegates/testdelegate.h"
#include "earlierruns.h"
#include "engine.h"
#include "models/runmodel.h"
#include "openrun.h"
#include "pages/failurepage.h"
#include "pages/runhead.h"
#include "panes/drawer.h"
#include "panes/testdetails.h"
#include "panes/timelinepane.h"
#include "selection.h"
#include "widgets/detached.h"
#include "widgets/detailspage.h"
#include "widgets/filterline.h"
#include "widgets/panememory.h"
#include "widgets/pieces.h"
#include "widgets/segments.h"
#include "widgets/testtree.h"
#include "workspace.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

enum class Screen { Empty, Tree, Why };
constexpr int detailsWidth = 452;
constexpr int narrowAt = 1024;   // of the page: the window's 1100

const char *const groupings[] = { QT_TRANSLATE_NOOP("RunsPage", "file"), QT_TRANSLATE_NOOP("RunsPage", "first problem"),
                                  QT_TRANSLATE_NOOP("RunsPage", "tag"), QT_TRANSLATE_NOOP("RunsPage", "outcome") };

} // namespace

RunsPage::RunsPage(Workspace &workspace, QWidget *parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_earlier(new EarlierRuns(workspace, this))
    , m_stack(new QStackedWidget)
    , m_head(new RunHead(workspace))
    , m_tree(new TestTree(workspace.theme))
    , m_byFile(new FilterProxy(&workspace.run, this))
    , m_grouped(new GroupedRunModel(workspace.run, this))
    , m_byGroup(new FilterProxy(m_grouped, this))
    , m_proxy(m_byFile)
{
    auto *empty = new EmptyState(workspace.theme, u"rail-runs"_s, tr("No run yet."), tr("Start the demo and watch its checks arrive, or run a suite: greenroom run checks.greenroom.yaml"));
    connect(empty->addButton(u"run-solid"_s, tr("Try the demo")), &QPushButton::clicked, this, [this] { m_workspace.actions.startDemo(); });
    m_why = new FailurePage(workspace, *m_earlier);
    connect(m_why, &FailurePage::backRequested, this, &RunsPage::showRun);
    connect(m_why, &FailurePage::problemRequested, this, [this](bool forward) {
        selectProblem(forward);
        showWhy(currentTest());
    });
    m_stack->addWidget(empty);
    m_stack->addWidget(makeRun());
    m_stack->addWidget(m_why);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    connect(&workspace.actions, &Actions::problemRequested, this, [this](bool forward) {
        const bool why = m_stack->currentIndex() == int(Screen::Why);
        selectProblem(forward);
        if (why)
            showWhy(currentTest());
    });
    connect(&workspace.run, &RunModel::summaryChanged, this, &RunsPage::showSummary);
    connect(&workspace.run, &RunModel::runChanged, this, [this] {
        m_workspace.selection.clear();
        m_details->show({});
        showRun();
        showSummary();
        whenReady(m_workspace.engine.historyOfTests(m_workspace.run.summary().run.suite), this, [this](const QHash<QString, QString> &history) {
            m_workspace.run.setHistory(history);
        });
    });
    connect(&workspace.run, &RunModel::testChanged, this, [this](const QString &testId) {
        if (testId == m_details->testId() && !testId.isEmpty())
            m_details->show(testId);
    });
    connect(&workspace.theme, &Theme::changed, this, &RunsPage::showProblemPlace);   // its words carry a colour
    showSummary();
}

QWidget *RunsPage::makeRun()
{
    const Theme &theme = m_workspace.theme;
    m_tree->setItemDelegate(new TestDelegate(theme, this));
    m_tree->setAccessibleName(tr("Checks of the run"));
    setUpTable(theme, m_tree);
    m_tree->header()->setSectionsMovable(false);
    m_tree->setModel(m_proxy);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &index) { showTest(index.data(RunModel::TestIdRole).toString()); });
    connect(m_tree, &TestTree::scrolledByPerson, this, [this] { m_follow->setChecked(false); });
    connect(m_tree, &QAbstractItemView::activated, this, [this](const QModelIndex &index) {
        const RunTest *test = m_workspace.run.test(index.data(RunModel::TestIdRole).toString());
        if (test && test->isProblem() && test->childCount == 0)
            showWhy(test->found.testId);
    });
    m_treeStack = new QStackedWidget;
    m_treeStack->addWidget(m_tree);
    auto *nothing = new EmptyState(theme, u"filter"_s, tr("No check matches."), tr("The filter hides all of them."));
    connect(nothing->addButton({}, tr("Clear the filter")), &QPushButton::clicked, this, [this] { m_filter->clear(); });
    m_treeStack->addWidget(nothing);
    m_details = new TestDetails(m_workspace, *m_earlier);
    connect(m_details, &TestDetails::whyRequested, this, &RunsPage::showWhy);
    auto *upper = new QSplitter;
    upper->setChildrenCollapsible(false);
    upper->addWidget(m_treeStack);
    upper->addWidget(m_details);
    upper->setStretchFactor(0, 1);
    new PaneMemory(m_workspace.settings, u"runs"_s, upper, detailsWidth);
    new DetailsPage(theme, this, upper, m_details);
    m_drawer = new Drawer(m_workspace, u"runs"_s);
    connect(m_drawer, &Drawer::testChosen, this, &RunsPage::choose);
    auto *whole = new QSplitter(Qt::Vertical);
    whole->setProperty("strong", true);   // the drawer's edge
    whole->setChildrenCollapsible(false);
    whole->addWidget(upper);
    whole->addWidget(m_drawer);
    whole->setStretchFactor(0, 1);
    whole->setSizes({ 520, m_drawer->sizeHint().height() });
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addWidget(makeTools());
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addWidget(whole, 1);
    return page;
}

QWidget *RunsPage::makeTools()
{
    const Theme &theme = m_workspace.theme;
    m_filter = new FilterLine(theme, m_workspace.run.filterFields());
    m_filter->setPlaceholderText(tr("words, status:failed, time:>2s, /regex/"));
    m_filter->setAccessibleName(tr("Filter checks"));
    m_filter->setMinimumWidth(200);
    m_filter->setMaximumWidth(420);
    m_wrong = makeLabel(theme, Theme::TypeLevel::Body, Token::StFlaky);
    m_wrong->hide();
    connect(m_filter, &FilterLine::filterChanged, this, [this](const Filter &filter) {
        m_wrong->setText(filter.error());
        m_wrong->setVisible(!filter.isValid());
        const QString kept = currentTest();
        m_byFile->setFilter(filter);
        m_byGroup->setFilter(filter);
        m_treeStack->setCurrentIndex(m_proxy->rowCount() > 0 ? 0 : 1);
        if (const QModelIndex row = rowOf(kept); row.isValid()) {   // the place is kept
            m_tree->setCurrentIndex(row);
            m_tree->scrollTo(row);
        }
    });
    m_mode = new Segments(theme, Segments::Choice::One);
    m_mode->add(u"hide"_s, tr("Hide"));
    m_mode->add(u"highlight"_s, tr("Highlight"));
    connect(m_mode, &Segments::changed, this, [this] {
        for (FilterProxy *proxy : { m_byFile, m_byGroup })
            proxy->setMode(m_mode->chosen() == "hide"_L1 ? FilterProxy::Mode::Hide : FilterProxy::Mode::Highlight);
        m_treeStack->setCurrentIndex(m_proxy->rowCount() > 0 ? 0 : 1);
    });
    m_groupWord = makeLabel(theme, Theme::TypeLevel::Body, Token::T2, tr("Group by"));
    m_group = makeButton(theme, {}, tr(groupings[0]));
    m_group->setAccessibleName(tr("Group by"));
    auto *menu = new QMenu(m_group);
    for (int i = 0; i < int(std::size(groupings)); ++i)
        menu->addAction(tr(groupings[i]), this, [this, i] { setGrouping(i); });
    m_group->setMenu(menu);
    m_follow = new QCheckBox(tr("Follow"));
    m_follow->setChecked(true);
    m_follow->setToolTip(tr("Keeps what is running in sight; ends when you scroll"));
    m_problemPlace = new QWidget;
    auto *problem = new QHBoxLayout(m_problemPlace);
    problem->setContentsMargins(0, 0, 0, 0);
    problem->setSpacing(8);
    QWidget *between = makeLine(theme, Qt::Vertical);
    between->setFixedHeight(20);
    problem->addWidget(between);
    m_problemText = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    problem->addWidget(m_problemText);
    auto *next = new Button(theme, Button::Kind::Framed, {}, tr("F8"));
    next->setSize(Button::Size::Small);
    next->setToolTip(tr("Next problem; Shift+F8 goes back"));
    next->setAccessibleName(tr("Next problem"));
    connect(next, &QPushButton::clicked, this, [this] { selectProblem(true); });
    problem->addWidget(next);
    auto *box = new QWidget;
    box->setFixedHeight(40);
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(16, 0, 16, 0);
    layout->setSpacing(8);
    layout->addWidget(m_filter, 1);
    layout->addWidget(m_mode);
    layout->addWidget(m_wrong);
    layout->addStretch();
    layout->addWidget(m_groupWord);
    layout->addWidget(m_group);
    layout->addWidget(m_follow);
    layout->addWidget(m_problemPlace);
    return box;
}

void RunsPage::setGrouping(int grouping)
{
    m_group->setText(tr(groupings[grouping]));
    m_group->setAccessibleName(tr("Group by %1").arg(m_group->text()));
    const QString kept = currentTest();
    if (grouping > 0)
        m_grouped->setGrouping(GroupedRunModel::Grouping(grouping - 1));
    m_proxy = grouping > 0 ? m_byGroup : m_byFile;
    m_tree->setModel(m_proxy);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &index) { showTest(index.data(RunModel::TestIdRole).toString()); });
    choose(kept);
}

QString RunsPage::currentTest() const
{
    return m_details->testId();
}

QModelIndex RunsPage::rowOf(const QString &testId) const
{
    return m_proxy == m_byFile ? m_byFile->mapFromSource(m_workspace.run.indexOf(testId)) : m_byGroup->mapFromSource(m_grouped->indexOf(testId));
}

void RunsPage::choose(const QString &testId)
{
    const QModelIndex row = rowOf(testId);
    if (!row.isValid())
        return;
    // What is in sight stays where it is; else there is something to see around it.
    const bool seen = m_tree->viewport()->rect().contains(m_tree->visualRect(row));
    m_tree->setCurrentIndex(row);
    m_tree->scrollTo(row, seen ? QAbstractItemView::EnsureVisible : QAbstractItemView::PositionAtCenter);
}

void RunsPage::showTest(const QString &testId)
{
    const RunTest *test = m_workspace.run.test(testId);
    if (!test)
        return;
    m_details->show(testId);
    m_workspace.selection.selectTest(m_workspace.run.runId(), testId, test->childCount == 0 ? test->range() : TimeRange());
    showProblemPlace();
}

void RunsPage::showSummary()
{
    const RunSummary &summary = m_workspace.run.summary();
    if (m_stack->currentIndex() != int(Screen::Why) || summary.state.isEmpty())
        m_stack->setCurrentIndex(summary.state.isEmpty() ? int(Screen::Empty) : int(Screen::Tree));
    m_treeStack->setCurrentIndex(m_proxy->rowCount() > 0 || m_filter->text().isEmpty() ? 0 : 1);
    // Nothing is looked at yet: the first problem is what one came for.
    if (currentTest().isEmpty() && summary.problems() > 0)
        selectProblem(true);
    showProblemPlace();
    follow();
    emit changed();
}

void RunsPage::showProblemPlace()
{
    const QStringList problems = m_workspace.run.problemIds();
    const qsizetype at = problems.indexOf(currentTest());
    m_problemPlace->setVisible(!problems.isEmpty() && width() >= narrowAt);
    const QString strong = u"<b style='color:%1'>%2</b>"_s.arg(m_workspace.theme.color(Token::T1).name()).arg(at + 1);
    m_problemText->setText(at < 0 ? tr("%1 problems").arg(problems.size()) : tr("Problem %1 of %2").arg(strong).arg(problems.size()));
}

// Keeps what runs in sight; never moves the chosen row.
void RunsPage::follow()
{
    if (!m_follow->isChecked() || !m_workspace.run.summary().isRunning() || !isVisible() || m_tree->underMouse())
        return;
    // Somebody reads the chosen row: it stays where it is.
    const QModelIndex chosen = m_tree->currentIndex();
    if (chosen.isValid() && m_tree->viewport()->rect().intersects(m_tree->visualRect(chosen)))
        return;
    const QList<const RunTest *> &tests = m_workspace.run.tests();
    for (auto test = tests.rbegin(); test != tests.rend(); ++test) {
        if ((*test)->state != "running"_L1 || (*test)->childCount > 0)
            continue;
        if (const QModelIndex row = rowOf((*test)->found.testId); row.isValid())
            m_tree->scrollTo(row, QAbstractItemView::EnsureVisible);
        return;
    }
}

void RunsPage::selectProblem(bool forward)
{
    choose(m_workspace.run.nextProblem(currentTest(), forward));
}

void RunsPage::showWhy(const QString &testId)
{
    if (!m_workspace.run.test(testId))
        return;
    m_why->show(testId);
    m_stack->setCurrentIndex(int(Screen::Why));
    emit changed();
}

void RunsPage::showRun()
{
    m_stack->setCurrentIndex(m_workspace.run.summary().state.isEmpty() ? int(Screen::Empty) : int(Screen::Tree));
    emit changed();
}

void RunsPage::open(const QString &path)
{
    static const QString test = u"test/"_s;
    static const QString why = u"why/"_s;
    if (path.startsWith(test) || path.startsWith(why)) {
        const QString id = path.section(u'/', 1);
        showRun();
        choose(id);
        if (path.startsWith(why))
            showWhy(id);
        return;
    }
    showRun();
    openRun(m_workspace, path);
}

QString RunsPage::subtitle() const
{
    const RunSummary &summary = m_workspace.run.summary();
    if (summary.state.isEmpty())
        return {};
    const QString run = tr("Run %1").arg(summary.run.number);
    const RunTest *test = m_stack->currentIndex() == int(Screen::Why) ? m_workspace.run.test(m_why->testId()) : nullptr;
    return test ? run + u" – "_s + test->found.name : run;
}

int RunsPage::problemCount() const
{
    return m_workspace.run.summary().problems();
}

// Narrow windows: the details stay closed until asked for.
void RunsPage::resizeEvent(QResizeEvent *event)
{
    const bool wide = width() >= narrowAt;
    const bool wasWide = event->oldSize().width() >= narrowAt;
    if ((wide != wasWide || event->oldSize().width() < 0) && !Detached::of(m_details))
        m_details->setVisible(wide);
    m_groupWord->setVisible(width() >= 760);
    showProblemPlace();
}

} // namespace greenroom
