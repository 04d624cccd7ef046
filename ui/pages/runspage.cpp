// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/runspage.h"

#include "actions.h"
#include "delegates/testdelegate.h"
#include "engine.h"
#include "models/logmodel.h"
#include "models/runmodel.h"
#include "openrun.h"
#include "widgets/filterline.h"
#include "widgets/pieces.h"
#include "widgets/testtree.h"
#include "widgets/timeline.h"
#include "words.h"
#include "workspace.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QMenu>
#include <QPainter>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTextBrowser>
#include <QTreeView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// The bar of the head: states in their order, as many pixels as tests.
class RunProgress : public QWidget
{
public:
    explicit RunProgress(Workspace &workspace)
        : m_workspace(workspace)
    {
        setFixedHeight(8);
        setAccessibleName(RunsPage::tr("Progress of the run"));
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &theme = m_workspace.theme;
        const RunSummary &summary = m_workspace.run.summary();
        QList<Share> shares;
        for (const char *state : { "passed", "flaky", "known", "failed", "error", "timedOut", "skipped", "stopped", "running" }) {
            const QString name = QLatin1StringView(state);
            if (summary.counts.value(name) > 0)
                shares.append({ double(summary.counts.value(name)), theme.barColor(name), name == "running"_L1 });
        }
        paintProgress(&painter, theme, rect(), shares, std::max(1, summary.total), theme.color(Token::BarQueued));
    }

private:
    Workspace &m_workspace;
};

} // namespace

// The counts in the bar's order, each with its mark: the same numbers in words.
class RunCounts : public QWidget
{
public:
    explicit RunCounts(Workspace &workspace)
        : m_workspace(workspace)
    {
        setFixedHeight(20);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setAccessibleName(RunsPage::tr("Counts of the run"));
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        struct Word
        {
            const char *state;
            const char *word;
            bool always;
        };
        static constexpr Word words[] = {
            { "passed", QT_TRANSLATE_NOOP("Count", "passed"), true },   { "failed", QT_TRANSLATE_NOOP("Count", "failed"), true },
            { "flaky", QT_TRANSLATE_NOOP("Count", "flaky"), false },    { "error", QT_TRANSLATE_NOOP("Count", "not judged"), false },
            { "timedOut", QT_TRANSLATE_NOOP("Count", "timed out"), false }, { "known", QT_TRANSLATE_NOOP("Count", "known"), false },
            { "skipped", QT_TRANSLATE_NOOP("Count", "skipped"), false }, { "stopped", QT_TRANSLATE_NOOP("Count", "stopped"), false },
            { "running", QT_TRANSLATE_NOOP("Count", "running"), false }, { "queued", QT_TRANSLATE_NOOP("Count", "waiting"), false },
        };
        QPainter painter(this);
        const Theme &theme = m_workspace.theme;
        int x = 0;
        for (const Word &word : words) {
            const QString state = QLatin1StringView(word.state);
            const int count = m_workspace.run.summary().counts.value(state);
            if (count == 0 && !word.always)
                continue;
            paintMark(&painter, theme, QRect(x, 0, 16, height()), state);
            QFont bold = theme.font(Theme::TypeLevel::BodyBold);
            bold.setPixelSize(14);
            painter.setFont(bold);
            painter.setPen(theme.color(Token::T1));
            const QString number = countText(count);
            const int wide = numberWidth(painter.fontMetrics(), number);
            paintNumber(&painter, QRect(x + 21, 0, wide + 1, height()), number, Qt::AlignLeft | Qt::AlignVCenter);
            x += 21 + wide + 5;
            painter.setFont(theme.font(Theme::TypeLevel::Body));
            painter.setPen(theme.color(Token::T2));
            const QString text = QCoreApplication::translate("Count", word.word);
            painter.drawText(QRect(x, 0, 200, height()), Qt::AlignVCenter, text);
            x += painter.fontMetrics().horizontalAdvance(text) + 20;
        }
    }

private:
    Workspace &m_workspace;
};

RunsPage::RunsPage(Workspace &workspace, QWidget *parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_stack(new QStackedWidget)
    , m_tree(new TestTree(workspace.theme))
    , m_proxy(new FilterProxy(&workspace.run, this))
    , m_timeline(new Timeline(workspace))
{
    const Theme &theme = workspace.theme;
    auto *empty = new EmptyState(theme, u"rail-runs"_s, tr("No run yet."), tr("Start the demo and watch its checks arrive, or run a suite: greenroom run checks.greenroom.yaml"));
    connect(empty->addButton(u"run-solid"_s, tr("Try the demo")), &QPushButton::clicked, this, [this] { m_workspace.actions.startDemo(); });

    auto *filter = new FilterLine(theme, workspace.run.filterFields());
    filter->setFixedWidth(400);
    filter->setPlaceholderText(tr("words, status:failed, time:>2s, /regex/"));
    filter->setAccessibleName(tr("Filter checks"));
    connect(filter, &FilterLine::filterChanged, m_proxy, &FilterProxy::setFilter);
    auto *tools = new QHBoxLayout;
    tools->setContentsMargins(16, 6, 16, 6);
    tools->addWidget(filter);
    tools->addStretch();

    m_tree->setModel(m_proxy);
    m_tree->setItemDelegate(new TestDelegate(theme, this));
    m_tree->setAccessibleName(tr("Checks of the run"));
    setUpTable(theme, m_tree);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(RunModel::Test, QHeaderView::Stretch);
    m_tree->header()->resizeSection(RunModel::History, 136);
    m_tree->header()->resizeSection(RunModel::Time, 84);
    const auto expand = [this] { m_tree->expandAll(); };
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, expand);
    connect(m_proxy, &QAbstractItemModel::modelReset, this, expand);
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &index) { showTest(index.data(RunModel::TestIdRole).toString()); });
    connect(m_timeline, &Timeline::chosen, this, [this](const QString &testId) {
        m_tree->setCurrentIndex(m_proxy->mapFromSource(m_workspace.run.indexOf(testId)));
    });

    auto *list = new QWidget;
    auto *listLayout = new QVBoxLayout(list);
    listLayout->setContentsMargins(0, 0, 0, 0);
    listLayout->setSpacing(0);
    listLayout->addLayout(tools);
    listLayout->addWidget(makeLine(theme, Qt::Horizontal));
    listLayout->addWidget(m_tree);
    auto *upper = new QSplitter;
    upper->setChildrenCollapsible(false);
    upper->addWidget(list);
    upper->addWidget(details());
    upper->setStretchFactor(0, 1);
    upper->setSizes({ 900, 452 });
    auto *whole = new QSplitter(Qt::Vertical);
    whole->setChildrenCollapsible(false);
    whole->addWidget(upper);
    whole->addWidget(m_timeline);
    whole->setStretchFactor(0, 1);
    whole->setSizes({ 520, 140 });

    auto *page = new QWidget;
    auto *pageLayout = new QVBoxLayout(page);
    pageLayout->setContentsMargins(0, 0, 0, 0);
    pageLayout->setSpacing(0);
    pageLayout->addWidget(head());
    pageLayout->addWidget(makeLine(theme, Qt::Horizontal));
    pageLayout->addWidget(whole, 1);
    m_stack->addWidget(empty);
    m_stack->addWidget(page);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);

    connect(new QShortcut(QKeySequence(u"F8"_s), this), &QShortcut::activated, this, [this] { selectProblem(true); });
    connect(new QShortcut(QKeySequence(u"Shift+F8"_s), this), &QShortcut::activated, this, [this] { selectProblem(false); });
    connect(&workspace.run, &RunModel::summaryChanged, this, &RunsPage::showSummary);
    connect(&workspace.run, &RunModel::runChanged, this, [this] {
        m_test.clear();
        m_checks->clear();
        m_testTitle->setText(tr("Choose a check"));
        m_testFacts->clear();
        showSummary();
        m_workspace.engine.historyOfTests(m_workspace.run.summary().run.suite).then(this, [this](const QHash<QString, QString> &history) {
            m_workspace.run.setHistory(history);
        });
    });
    // The details carry their colours in them.
    connect(&theme, &Theme::changed, this, [this] { showTest(m_test); });
    connect(&workspace.run, &RunModel::testChanged, this, [this](const QString &testId) {
        if (testId == m_test)
            showTest(testId);
    });
    showSummary();
}

QWidget *RunsPage::head()
{
    const Theme &theme = m_workspace.theme;
    m_title = makeLabel(theme, Theme::TypeLevel::Title, Token::T1);
    m_suite = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    m_state = new Chip(theme);
    m_workers = new Chip(theme);
    m_progress = new RunProgress(m_workspace);
    m_counts = new RunCounts(m_workspace);
    m_done = makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1);
    m_time = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    m_verdict = makeLabel(theme, Theme::TypeLevel::BodyMedium, Token::T1);
    m_fix = makeButton(theme, u"wand"_s, tr("Fix it for me"));
    m_fix->setToolTip(tr("Demo only: switches the faulty handler to its right version and runs the failed check again."));
    connect(m_fix, &QPushButton::clicked, this, [this] {
        m_workspace.engine.fixDemo();
        m_workspace.actions.rerunFailed();
    });
    QPushButton *exportButton = makeButton(theme, u"export"_s, tr("Export"));
    auto *menu = new QMenu(exportButton);
    struct Format { const char *name; const char *suffix; const char *title; };
    static constexpr Format formats[] = { { "html", "html", QT_TR_NOOP("HTML, one file") }, { "junit", "xml", QT_TR_NOOP("JUnit XML") }, { "json", "json", QT_TR_NOOP("JSON") } };
    for (const Format &format : formats) {
        menu->addAction(tr(format.title), this, [this, format] {
            m_workspace.actions.exportRun(this, QLatin1StringView(format.name), QLatin1StringView(format.suffix));
        });
    }
    exportButton->setMenu(menu);
    auto *first = new QHBoxLayout;
    first->setSpacing(8);
    first->addWidget(m_title);
    first->addWidget(m_suite);
    first->addWidget(m_state);
    first->addWidget(m_workers);
    first->addStretch();
    first->addWidget(m_fix);
    first->addWidget(exportButton);
    auto *second = new QHBoxLayout;
    second->setSpacing(16);
    second->addWidget(m_progress, 1);
    second->addWidget(m_done);
    auto *third = new QHBoxLayout;
    third->addWidget(m_counts, 1);
    third->addWidget(m_verdict);
    third->addSpacing(12);
    third->addWidget(m_time);
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    layout->addLayout(first);
    layout->addLayout(second);
    layout->addLayout(third);
    return box;
}

QWidget *RunsPage::details()
{
    const Theme &theme = m_workspace.theme;
    auto *pane = new QWidget;
    pane->setMinimumWidth(320);
    auto *layout = new QVBoxLayout(pane);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    m_testTitle = makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1, tr("Choose a check"));
    m_testTitle->setWordWrap(true);
    m_testFacts = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    m_testFacts->setWordWrap(true);
    m_checks = new QTextBrowser;
    m_checks->setFrameShape(QFrame::NoFrame);
    m_checks->setOpenLinks(false);
    m_checks->setAccessibleName(tr("Steps and what they looked at"));
    layout->addWidget(m_testTitle);
    layout->addWidget(m_testFacts);
    layout->addWidget(m_checks, 1);
    return pane;
}

void RunsPage::showSummary()
{
    const RunSummary &summary = m_workspace.run.summary();
    m_stack->setCurrentIndex(summary.state.isEmpty() ? 0 : 1);
    m_title->setText(tr("Run %1").arg(summary.run.number));
    m_suite->setText(summary.run.suiteName);
    const QString state = summary.state == "stopping"_L1 ? u"running"_s : summary.state;
    m_state->setLook({ Theme::stateWord(state), state, {}, false });
    m_workers->setLook({ tr("%n workers", nullptr, summary.run.workers), {}, u"worker"_s, false });
    m_done->setText(tr("%1 of %2%3").arg(summary.done()).arg(summary.total).arg(summary.growing ? u"+"_s : QString()));
    m_counts->update();
    const qint64 end = summary.finishedAt > 0 ? summary.finishedAt : QDateTime::currentMSecsSinceEpoch();
    QString time = durationText(double(end - summary.startedAt));
    if (summary.isRunning() && summary.leftMs >= 0)
        time += tr(" · about %1 s left").arg(qMax(1, qRound(summary.leftMs / 1000)));
    m_time->setText(time);
    m_verdict->setText(summary.isRunning() ? QString() : summary.sentence);
    m_fix->setVisible(!summary.isRunning() && summary.problems() > 0 && summary.run.file.startsWith(":/demo/"_L1));
    m_progress->update();
    if (m_test.isEmpty() && summary.problems() > 0)
        selectProblem(true);   // nothing is looked at yet: the first problem is what one came for
    emit changed();
}

void RunsPage::showTest(const QString &testId)
{
    const RunTest *test = m_workspace.run.test(testId);
    if (!test)
        return;
    m_test = testId;
    m_timeline->setSelected(testId);
    const Theme &theme = m_workspace.theme;
    m_testTitle->setText(test->found.name);
    QString facts = Theme::stateWord(test->state);
    if (test->durationMs > 0)
        facts += tr(", after %1").arg(durationText(test->durationMs));
    if (test->attempts.size() > 1)
        facts += tr(" · %n tries", nullptr, int(test->attempts.size()));
    m_testFacts->setText(facts);
    const auto colour = [&theme](Token token) { return theme.color(token).name(); };
    QString html;
    QStringList connections;
    for (const RunAttempt &attempt : test->attempts) {
        if (test->attempts.size() > 1)
            html += u"<p><b>%1</b></p>"_s.arg(tr("Try %1: %2").arg(attempt.number).arg(Theme::stateWord(attempt.state)).toHtmlEscaped());
        for (const StepFinished &step : attempt.steps) {
            const bool good = step.state == "passed"_L1;
            html += u"<p style='margin-top:10px'><span style='color:%1'>%2</span> <b>%3</b> <span style='color:%4'>%5</span></p>"_s.arg(
                colour(good ? Token::StPassed : Token::StFailed), good ? u"✓"_s : u"✕"_s,
                u"%1 %2"_s.arg(step.index + 1).arg(step.name.isEmpty() ? step.action : step.name).toHtmlEscaped(), colour(Token::T3), durationText(step.durationMs));
            if (!step.error.isEmpty())
                html += u"<p style='color:%1'>%2</p>"_s.arg(colour(Token::StFailed), step.error.toHtmlEscaped());
            for (const bool wantedFirst : { true, false }) {
                for (const QJsonValue &value : step.checks) {
                    const QJsonObject check = value.toObject();
                    const bool held = check.value("state"_L1).toString() == "passed"_L1;
                    if (held == wantedFirst)
                        continue;   // what failed stands first
                    const QString what = (check.value("subject"_L1).toString() + u' ' + check.value("selector"_L1).toString()).trimmed().toHtmlEscaped();
                    if (held) {
                        html += u"<p style='margin:2px 0'><span style='color:%1'>✓</span> %2 <span style='color:%3'>%4</span></p>"_s.arg(
                            colour(Token::StPassed), what, colour(Token::T2), check.value("wanted"_L1).toString().toHtmlEscaped());
                        continue;
                    }
                    html += u"<table width='100%' cellpadding='4' bgcolor='%1'><tr><td colspan='2'><b>%2</b></td></tr>"
                            "<tr><td width='70'>%3</td><td><code>%4</code></td></tr><tr><td>%5</td><td><code style='color:%6'>%7</code></td></tr></table>"_s.arg(
                                colour(Token::TintFailed), what, tr("wanted"), check.value("wanted"_L1).toString().toHtmlEscaped(), tr("got"),
                                colour(Token::StFailed), check.value("got"_L1).toString().toHtmlEscaped());
                }
            }
            for (const QJsonValue &id : step.connections)
                connections.append(id.toString());
        }
    }
    // The server at the same time: warnings and errors while the test ran.
    QString server;
    for (int row = 0; !test->attempts.isEmpty() && row < m_workspace.log.rowCount(); ++row) {
        const LogRow &line = m_workspace.log.row(row);
        const qint64 end = test->attempts.last().finishedAt > 0 ? test->attempts.last().finishedAt : QDateTime::currentMSecsSinceEpoch();
        if (line.at >= test->attempts.first().startedAt && line.at <= end && !line.requestId.isEmpty()
            && (line.level == "WARN"_L1 || line.level == "ERROR"_L1))
            server += u"<p style='margin:2px 0'><code>%1 <b>%2</b> %3</code></p>"_s.arg(clockText(line.at), line.level, line.text.toHtmlEscaped());
    }
    if (!server.isEmpty())
        html += u"<p style='margin-top:14px'><b>%1</b></p>%2"_s.arg(tr("Server at the same time"), server);
    m_checks->setHtml(html);
}

void RunsPage::selectProblem(bool forward)
{
    const QString next = m_workspace.run.nextProblem(m_test, forward);
    if (!next.isEmpty())
        m_tree->setCurrentIndex(m_proxy->mapFromSource(m_workspace.run.indexOf(next)));
}

void RunsPage::open(const QString &path)
{
    static const QString test = u"test/"_s;
    if (!path.startsWith(test))
        return openRun(m_workspace, path);
    const QModelIndex index = m_proxy->mapFromSource(m_workspace.run.indexOf(path.mid(test.size())));
    m_tree->setCurrentIndex(index);
    m_tree->scrollTo(index);
}

QString RunsPage::subtitle() const
{
    const RunSummary &summary = m_workspace.run.summary();
    return summary.state.isEmpty() ? QString() : tr("Run %1").arg(summary.run.number);
}

int RunsPage::problemCount() const
{
    return m_workspace.run.summary().problems();
}

} // namespace greenroom
