// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/failurepage.h"

#include "actions.h"
#include "earlierruns.h"
#include "models/invocationsmodel.h"
#include "models/projectmodel.h"
#include "models/runmodel.h"
#include "pages/failureparts.h"
#include "panes/testdetails.h"
#include "panes/testfacts.h"
#include "selection.h"
#include "widgets/diffview.h"
#include "widgets/marklabel.h"
#include "widgets/pieces.h"
#include "widgets/segments.h"
#include "widgets/timeaxisview.h"
#include "words.h"
#include "workspace.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScrollArea>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QLabel *makeSection(const Theme &theme, const QString &text)
{
    QLabel *label = makeLabel(theme, Theme::TypeLevel::Small, Token::T3, text);
    label->setFixedHeight(24);
    label->setContentsMargins(16, 0, 16, 0);
    return label;
}

QLabel *makeWords(const Theme &theme)
{
    QLabel *label = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    label->setWordWrap(true);
    label->setContentsMargins(16, 8, 16, 8);
    return label;
}

// The middle of the times this function took otherwise.
double usualMs(const InvocationsModel &calls, const QString &function, const QString &without)
{
    QList<double> times;
    for (int row = 0; row < calls.rowCount(); ++row) {
        const InvocationRow &call = calls.row(row);
        if (call.isAnswered && call.invoked.function == function && call.invoked.requestId != without)
            times << call.answered.durationMs;
    }
    if (times.size() < 3)
        return -1;
    std::nth_element(times.begin(), times.begin() + times.size() / 2, times.end());
    return times[times.size() / 2];
}

} // namespace

FailurePage::FailurePage(Workspace &workspace, EarlierRuns &earlier, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_earlier(earlier)
    , m_logLane(workspace, false)
{
    const Theme &theme = workspace.theme;
    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(makeLeft());
    middle->addWidget(makeLine(theme, Qt::Vertical));
    m_tabs = new TestDetails(workspace, earlier, makeReason());
    middle->addWidget(m_tabs, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addWidget(makeHead());
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addLayout(middle, 1);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addWidget(makeFoot());
    connect(&earlier, &EarlierRuns::found, this, [this](const QString &testId) {
        if (testId == m_testId && isVisible())
            show(testId);
    });
    connect(&theme, &Theme::changed, this, [this] { show(m_testId); });   // some words carry a colour
    connect(&workspace.run, &RunModel::testChanged, this, [this](const QString &testId) {
        if (testId == m_testId && isVisible())
            show(testId);
    });
}

QWidget *FailurePage::makeBar()
{
    const Theme &theme = m_workspace.theme;
    auto *bar = new QWidget;
    bar->setFixedHeight(40);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(8, 0, 16, 0);
    layout->setSpacing(8);
    auto *back = new Button(theme, Button::Kind::Flat, u"chevron-left"_s, {});
    back->setAccessibleName(tr("Back to the run"));
    back->setToolTip(tr("Back to the run"));
    connect(back, &QPushButton::clicked, this, &FailurePage::backRequested);
    m_crumbs = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    m_place = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    layout->addWidget(back);
    layout->addWidget(m_crumbs);
    layout->addStretch();
    layout->addWidget(m_place);
    for (const bool forward : { false, true }) {
        auto *button = new Button(theme, Button::Kind::Framed, forward ? u"chevron-right"_s : u"chevron-left"_s, forward ? u"F8"_s : u"⇧F8"_s);
        button->setSize(Button::Size::Small);
        button->setAccessibleName(forward ? tr("Next problem") : tr("Previous problem"));
        connect(button, &QPushButton::clicked, this, [this, forward] { emit problemRequested(forward); });
        layout->addWidget(button);
    }
    return bar;
}

QWidget *FailurePage::makeHead()
{
    const Theme &theme = m_workspace.theme;
    auto *head = new QWidget;
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(16, 14, 16, 14);
    layout->setSpacing(4);
    auto *mark = new MarkLabel(theme, 24);
    mark->setState(u"failed"_s);
    m_title = makeLabel(theme, Theme::TypeLevel::Title, Token::T1);
    m_title->setTextFormat(Qt::PlainText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_triesPlace = new QHBoxLayout;
    auto *first = new QHBoxLayout;
    first->setSpacing(12);
    first->addWidget(mark);
    first->addWidget(m_title, 1);
    first->addLayout(m_triesPlace);
    auto *second = new QHBoxLayout;
    second->setContentsMargins(36, 0, 0, 0);
    second->setSpacing(8);
    m_sentence = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    m_strip = new Strip(theme);
    m_passedWhen = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    second->addWidget(m_sentence);
    second->addSpacing(8);
    second->addWidget(makeLabel(theme, Theme::TypeLevel::Body, Token::T2, tr("Last 30 runs")));
    second->addWidget(m_strip);
    second->addSpacing(4);
    second->addWidget(m_passedWhen);
    second->addStretch();
    layout->addLayout(first);
    layout->addLayout(second);
    return head;
}

QWidget *FailurePage::makeLeft()
{
    const Theme &theme = m_workspace.theme;
    auto *left = new QWidget;
    left->setFixedWidth(320);
    auto *layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeSection(theme, tr("Steps")));
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    m_steps = new StepList(theme);
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *steps = new Ground(theme, Token::BgStage);
    auto *stepsLayout = new QVBoxLayout(steps);
    stepsLayout->setContentsMargins(0, 0, 0, 8);
    stepsLayout->addWidget(m_steps);
    stepsLayout->addStretch();
    scroll->setWidget(steps);
    layout->addWidget(scroll, 1);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addWidget(makeSection(theme, tr("Same reason elsewhere")));
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    m_elsewhere = makeWords(theme);
    m_elsewhere->setTextFormat(Qt::PlainText);
    layout->addWidget(m_elsewhere);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addWidget(makeSection(theme, tr("Surroundings")));
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    m_surroundings = makeWords(theme);
    layout->addWidget(m_surroundings);
    return left;
}

QWidget *FailurePage::makeReason()
{
    const Theme &theme = m_workspace.theme;
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    auto *content = new Ground(theme, Token::BgStage);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    m_wanted = new ValueCard(theme, tr("Wanted"), false);
    m_got = new ValueCard(theme, tr("Got"), true);
    m_passed = new ValueCard(theme, tr("Last time it passed"), false);
    auto *cards = new QHBoxLayout;
    cards->setSpacing(12);
    for (ValueCard *card : { m_wanted, m_got, m_passed })
        cards->addWidget(card, 1);
    layout->addLayout(cards);
    m_diffCard = new Card(theme);
    m_diffCard->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto *diffLayout = new QVBoxLayout(m_diffCard);
    diffLayout->setContentsMargins(0, 0, 0, 0);
    diffLayout->setSpacing(0);
    m_diffTitle = makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1);
    m_diffTitle->setContentsMargins(16, 8, 16, 8);
    m_diff = new DiffView(theme);
    diffLayout->addWidget(m_diffTitle);
    diffLayout->addWidget(makeLine(theme, Qt::Horizontal));
    diffLayout->addWidget(m_diff);
    layout->addWidget(m_diffCard);
    layout->addWidget(makeServer());
    m_logCard = new Card(theme);
    m_logCard->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto *logLayout = new QVBoxLayout(m_logCard);
    logLayout->setContentsMargins(1, 4, 1, 4);
    m_log = new MonoLines(theme);
    m_log->setGround(Token::BgPanel);
    m_log->setAccessibleName(tr("Log of that time"));
    logLayout->addWidget(m_log);
    layout->addWidget(m_logCard);
    layout->addStretch();
    scroll->setWidget(content);
    return scroll;
}

QWidget *FailurePage::makeServer()
{
    const Theme &theme = m_workspace.theme;
    m_serverCard = new Card(theme);
    m_serverCard->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto *layout = new QVBoxLayout(m_serverCard);
    layout->setContentsMargins(1, 1, 1, 1);
    layout->setSpacing(0);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(15, 5, 11, 5);
    row->setSpacing(8);
    m_call = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    m_took = new Chip(theme);
    m_invocation = makeButton(theme, {}, tr("Invocation"));
    m_invocation->setSize(Button::Size::Small);
    connect(m_invocation, &QPushButton::clicked, this, [this] { m_workspace.actions.showInvocation(m_requestId); });
    row->addWidget(makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1, tr("Server at the same time")));
    row->addWidget(m_call);
    row->addWidget(m_took);
    row->addStretch();
    row->addWidget(m_invocation);
    m_axis = new TimeAxisView(theme);
    m_axis->setAccessibleName(tr("Step, function and log on one time axis"));
    m_axis->setRuler(TimeAxisView::Ruler::Clock);
    m_axis->setProviders({ &m_lanes, &m_logLane });
    layout->addLayout(row);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addWidget(m_axis);
    return m_serverCard;
}

QWidget *FailurePage::makeFoot()
{
    const Theme &theme = m_workspace.theme;
    auto *foot = new Ground(theme, Token::BgPanel);
    foot->setFixedHeight(52);
    auto *layout = new QHBoxLayout(foot);
    layout->setContentsMargins(16, 0, 16, 0);
    layout->setSpacing(8);
    Button *rerun = makeMainButton(theme, u"rerun"_s, tr("Re-run this test"));
    connect(rerun, &QPushButton::clicked, this, [this] { m_workspace.actions.rerunTests({ m_testId }); });
    m_open = makeButton(theme, u"open-editor"_s, tr("Open test"));
    m_open->setKey(u"F4"_s);
    connect(m_open, &QPushButton::clicked, this, [this] { m_workspace.actions.editTest(m_testId); });
    Button *markdown = makeButton(theme, u"copy"_s, tr("Copy as Markdown"));
    markdown->setKey(u"Ctrl+Shift+C"_s);
    connect(markdown, &QPushButton::clicked, this, [this] { m_workspace.actions.copyTest(m_testId, u"markdown"_s); });
    Button *link = makeButton(theme, u"link"_s, tr("Copy link"));
    connect(link, &QPushButton::clicked, this, [this] { m_workspace.actions.copyTest(m_testId, u"link"_s); });
    layout->addWidget(rerun);
    layout->addWidget(m_open);
    layout->addStretch();
    layout->addWidget(markdown);
    layout->addWidget(link);
    return foot;
}

void FailurePage::show(const QString &testId)
{
    if (std::exchange(m_testId, testId) != testId)
        m_try = 0;
    const RunTest *test = m_workspace.run.test(testId);
    if (!test || test->attempts.isEmpty())
        return;
    const RunAttempt &attempt = m_try > 0 && m_try <= test->attempts.size() ? test->attempts[m_try - 1] : test->attempts.last();
    m_tabs->show(testId);
    showHead(*test, attempt);
    showLeft(*test, attempt);
    showCards(*test, attempt);
    showServer(*test, attempt);
}

void FailurePage::showHead(const RunTest &test, const RunAttempt &attempt)
{
    const RunSummary &run = m_workspace.run.summary();
    QStringList crumbs { tr("Run %1").arg(run.run.number), run.run.suiteName };
    if (const RunTest *group = m_workspace.run.test(test.parentId))
        crumbs << group->found.name;
    QString path;
    for (const QString &crumb : std::as_const(crumbs))
        path += crumb.toHtmlEscaped() + u"&nbsp;&nbsp;/&nbsp;&nbsp;"_s;
    m_crumbs->setText(path + u"<span style='color:%1'>%2</span>"_s.arg(m_workspace.theme.color(Token::T1).name(), test.found.name.toHtmlEscaped()));
    const QStringList problems = m_workspace.run.problemIds();
    const qsizetype at = problems.indexOf(m_testId);
    m_place->setText(at < 0 ? QString() : tr("Problem %1 of %2").arg(u"<b style='color:%1'>%2</b>"_s.arg(m_workspace.theme.color(Token::T1).name()).arg(at + 1)).arg(problems.size()));
    const QJsonObject check = failedCheck(attempt);
    const QString what = check["selector"_L1].toString().isEmpty() ? check["subject"_L1].toString() : check["selector"_L1].toString();
    m_title->setText(check.isEmpty() ? u"%1: %2"_s.arg(test.found.name, attempt.reason) : tr("%1: %2 is %3").arg(test.found.name, what, check["got"_L1].toString()));
    m_title->setToolTip(m_title->text());
    m_sentence->setText(attemptSentence(test, &attempt) + u'.');
    m_strip->setLetters(m_workspace.run.indexOf(m_testId).data(RunModel::HistoryRole).toString());
    const PassedBefore passed = m_earlier.lastPassed(m_testId);
    m_passedWhen->setText(passed.isValid() ? tr("It passed in run %1, %2.").arg(passed.number).arg(agoText(passed.at, QDateTime::currentMSecsSinceEpoch()))
                                           : tr("It is not known to have passed."));
    delete m_tries;
    m_tries = nullptr;
    if (test.attempts.size() < 2)
        return;
    m_tries = new Segments(m_workspace.theme, Segments::Choice::One);
    for (const RunAttempt &one : test.attempts)
        m_tries->add(QString::number(one.number), tr("Try %1").arg(one.number));
    m_tries->setChosen(QString::number(attempt.number));
    m_triesPlace->addWidget(m_tries);
    // Later: the segment that was clicked is replaced by this.
    connect(m_tries, &Segments::changed, this, [this] {
        m_try = m_tries->chosen().toInt();
        m_tabs->setTry(m_try);
        show(m_testId);
    }, Qt::QueuedConnection);
}

void FailurePage::showLeft(const RunTest &test, const RunAttempt &attempt)
{
    m_steps->setSteps(attempt.steps);
    QStringList same;
    for (const RunTest *other : m_workspace.run.tests()) {
        if (other->childCount == 0 && other->isProblem() && !test.cause.isEmpty() && other->cause == test.cause && other->found.testId != m_testId)
            same << other->found.name;
    }
    m_elsewhere->setText(same.isEmpty() ? tr("No other test failed for this reason.")
                                        : tr("%1 more failed for this reason: %2").arg(same.size()).arg(same.mid(0, 5).join(u", "_s)));
    const RunSummary &run = m_workspace.run.summary();
    const QString suite = test.found.line > 0 ? tr("%1, line %2").arg(run.run.suite).arg(test.found.line) : run.run.suite;
    const QList<QPair<QString, QString>> facts { { tr("profile"), run.run.profile.isEmpty() ? tr("local") : run.run.profile },
        { tr("suite"), suite }, { tr("worker"), QString::number(attempt.worker) },
        { tr("host"), m_workspace.project.isListening() ? u"127.0.0.1:%1"_s.arg(m_workspace.project.listening().port) : u"–"_s } };
    QString html = u"<table cellspacing='0'>"_s;
    for (const auto &[name, value] : facts)
        html += u"<tr><td width='84' style='padding-bottom:6px'>%1</td><td style='color:%2; padding-bottom:6px'>%3</td></tr>"_s.arg(name.toHtmlEscaped(), m_workspace.theme.color(Token::T1).name(), value.toHtmlEscaped());
    m_surroundings->setText(html + u"</table>"_s);
}

void FailurePage::showCards(const RunTest &, const RunAttempt &attempt)
{
    const QJsonObject check = failedCheck(attempt);
    m_wanted->setValue(check["wanted"_L1].toString(), check["because"_L1].toString());
    const QString where = check["where"_L1].toString();
    const QString looked = (check["subject"_L1].toString() + u' ' + check["selector"_L1].toString()).trimmed();
    m_got->setValue(check.isEmpty() ? attempt.reason : check["got"_L1].toString(), where.isEmpty() ? looked : where);
    const PassedBefore passed = m_earlier.lastPassed(m_testId);
    m_passed->setValue(passed.got(check), passed.isValid() ? tr("run %1, %2").arg(passed.number).arg(whenText(passed.at, QDateTime::currentMSecsSinceEpoch()))
                                                           : tr("not in the last runs"));
    RunAttempt before;
    before.steps = passed.steps;
    const QString then = pageText(before).isEmpty() ? exchangeText(before) : pageText(before);
    const QString now = pageText(attempt).isEmpty() ? exchangeText(attempt) : pageText(attempt);
    m_diff->setTexts(then, now);
    m_diffCard->setVisible(!m_diff->isEmpty());
    m_diffTitle->setText(tr("What is different to run %1").arg(passed.number));
}

void FailurePage::showServer(const RunTest &test, const RunAttempt &attempt)
{
    const qint64 end = attempt.finishedAt > 0 ? attempt.finishedAt : QDateTime::currentMSecsSinceEpoch();
    const TimeRange range { attempt.startedAt, end };
    m_lanes.rows.clear();
    BarLanes::Row steps { tr("Step"), {} };
    BarLanes::Row http { tr("HTTP"), {} };
    for (const StepFinished &step : attempt.steps) {
        TimeBar bar;
        bar.from = step.startedAt;
        bar.to = step.startedAt + qint64(std::ceil(step.durationMs));
        bar.text = u"%1 %2"_s.arg(step.index + 1).arg(step.name.isEmpty() ? step.action : step.name);
        bar.state = step.state;
        bar.selected = step.state != "passed"_L1;
        steps.bars << bar;
        if (const QJsonObject request = step.exchange["request"_L1].toObject(); !request.isEmpty()) {
            bar.text = u"%1 %2"_s.arg(request["method"_L1].toString(), request["url"_L1].toString());
            bar.state.clear();
            bar.tint = Token::TintRunning;
            bar.edge = Token::DirOut;
            http.bars << bar;
        }
    }
    m_lanes.rows << steps;
    if (!http.bars.isEmpty())
        m_lanes.rows << http;
    BarLanes::Row functions { tr("Function"), {} };
    const InvocationRow *longest = nullptr;
    const InvocationsModel &calls = m_workspace.invocations;
    for (int row = 0; row < calls.rowCount(); ++row) {
        const InvocationRow &call = calls.row(row);
        const qint64 callEnd = call.at + qint64(std::ceil(call.answered.durationMs));
        if (!call.isAnswered || !range.meets(call.at, callEnd) || call.at < range.from - 50 || callEnd > range.to + 200)
            continue;
        TimeBar bar;
        bar.from = call.at;
        bar.to = qMax(callEnd, call.at + 1);
        bar.id = call.invoked.requestId;
        bar.text = u"%1  %2"_s.arg(call.invoked.function.isEmpty() ? call.invoked.routeKey : call.invoked.function, durationText(call.answered.durationMs));
        const bool slow = call.answered.durationMs > 1000;
        bar.tint = slow ? Token::TintFlaky : Token::TintRunning;
        bar.edge = slow ? Token::BarFlaky : Token::BarRunning;
        bar.state = call.hasFailed() ? u"failed"_s : QString();
        functions.bars << bar;
        if (!longest || call.answered.durationMs > longest->answered.durationMs)
            longest = &call;
    }
    // The long one is what one came for: it is painted last.
    std::sort(functions.bars.begin(), functions.bars.end(), [](const TimeBar &a, const TimeBar &b) { return a.to - a.from < b.to - b.from; });
    for (qsizetype i = 0; i + 1 < functions.bars.size(); ++i) {
        if (functions.bars[i].to > functions.bars.last().from && functions.bars[i].from < functions.bars.last().to)
            functions.bars[i].text.clear();   // half a word would look out from under it
    }
    m_lanes.rows << functions;
    const QList<LogRow> log = serverRows(m_workspace, attempt, true);
    qint64 cause = 0;
    for (const LogRow &line : log) {
        if (cause == 0 && (line.level == "WARN"_L1 || line.level == "ERROR"_L1))
            cause = line.at;
    }
    m_axis->setSpan(range.from, range.from + qMax<qint64>(20, range.length() * 27 / 25), 0);
    m_axis->setLines(cause, end);
    m_axis->setFixedHeight(m_axis->wantedHeight() + 6);
    m_requestId = longest ? longest->invoked.requestId : QString();
    m_invocation->setVisible(longest);
    m_took->setVisible(longest);
    m_call->setText(longest ? u"%1  →  %2"_s.arg(longest->invoked.routeKey, longest->invoked.function) : tr("no function was called"));
    if (longest) {
        const double usual = usualMs(calls, longest->invoked.function, m_requestId);
        const bool slow = usual > 0 && longest->answered.durationMs > 10 * usual;
        const QString took = durationText(longest->answered.durationMs);
        m_took->setLook({ slow ? tr("%1, usually %2").arg(took, durationText(usual)) : took, slow ? u"flaky"_s : QString(), {}, false });
    }
    m_log->setLines(logLines(log, true), tr("The server wrote nothing in that time."));
    m_log->setFixedHeight(qBound(44, m_log->wantedHeight() + 2, 160));
    m_open->setText(test.found.line > 0 ? tr("Open test at line %1").arg(test.found.line) : tr("Open test"));
}

void FailurePage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape || event->key() == Qt::Key_Backspace)
        emit backRequested();
    else
        QWidget::keyPressEvent(event);
}

} // namespace greenroom
