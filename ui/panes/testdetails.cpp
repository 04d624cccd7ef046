// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panes/testdetails.h"

#include "actions.h"
#include "earlierruns.h"
#include "models/runmodel.h"
#include "panes/checksview.h"
#include "panes/testfacts.h"
#include "selection.h"
#include "widgets/marklabel.h"
#include "widgets/pieces.h"
#include "widgets/segments.h"
#include "widgets/tabline.h"
#include "words.h"
#include "workspace.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPlainTextEdit>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QPlainTextEdit *makeText(const Theme &theme, const QString &name)
{
    auto *edit = new QPlainTextEdit;
    edit->setReadOnly(true);
    edit->setFrameShape(QFrame::NoFrame);
    edit->setFont(theme.font(Theme::TypeLevel::Mono));
    edit->document()->setDocumentMargin(12);
    edit->setLineWrapMode(QPlainTextEdit::NoWrap);
    edit->setAccessibleName(name);
    return edit;
}

} // namespace

TestDetails::TestDetails(Workspace &workspace, EarlierRuns &earlier, QWidget *reason, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_earlier(earlier)
{
    m_whole = !reason;
    setObjectName(m_whole ? u"details"_s : u"reasons"_s);
    setMinimumWidth(320);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_head = makeHead();
    layout->addWidget(m_head);
    m_head->setVisible(m_whole);
    m_tabs = new TabLine(workspace.theme);
    layout->addWidget(m_tabs);
    layout->addWidget(makePages(reason), 1);
    layout->addWidget(makeActions());
    connect(&earlier, &EarlierRuns::found, this, [this](const QString &testId) {
        if (testId == m_testId)
            show(testId);
    });
    connect(m_tabs, &TabLine::currentChanged, this, [this] { show(m_testId); });
    show({});
}

QWidget *TestDetails::makeHead()
{
    const Theme &theme = m_workspace.theme;
    auto *head = new QWidget;
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(16, 10, 16, 6);
    layout->setSpacing(4);
    m_mark = new MarkLabel(theme);
    m_name = makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1);
    QFont bold = m_name->font();
    bold.setPixelSize(14);
    m_name->setFont(bold);
    m_name->setMinimumWidth(40);
    m_name->setTextFormat(Qt::PlainText);
    m_group = makeLabel(theme, Theme::TypeLevel::Body, Token::T3);
    m_group->setTextFormat(Qt::PlainText);
    m_group->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_triesPlace = new QWidget;
    auto *tries = new QHBoxLayout(m_triesPlace);
    tries->setContentsMargins(0, 0, 0, 0);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_mark);
    row->addWidget(m_name);
    row->addWidget(m_group, 1);
    row->addWidget(m_triesPlace);
    m_triesPlace->setFixedHeight(28);
    layout->addLayout(row);
    m_sentence = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    layout->addWidget(m_sentence);
    return head;
}

QWidget *TestDetails::makePages(QWidget *reason)
{
    const Theme &theme = m_workspace.theme;
    m_checks = new ChecksView(theme);
    m_http = makeText(theme, tr("Request and answer"));
    m_page = makeText(theme, tr("The page as it came"));
    m_frames = new MonoLines(theme);
    m_server = new MonoLines(theme);
    m_log = new MonoLines(theme);
    m_history = new MonoLines(theme);
    m_stack = new QStackedWidget;
    if (reason) {
        m_tabs->add(u"reason"_s, tr("Reason"));
        reason->setObjectName(u"reason"_s);
        m_stack->addWidget(reason);
    }
    struct Tab { const char *id; QString title; QWidget *page; };
    const Tab tabs[] = { { "checks", tr("Checks"), m_checks }, { "http", tr("HTTP"), m_http },       { "page", tr("Page"), m_page },
                         { "frames", tr("Frames"), m_frames }, { "server", tr("Server"), m_server }, { "log", tr("Log"), m_log },
                         { "history", tr("History"), m_history } };
    for (const Tab &tab : tabs) {
        m_tabs->add(QLatin1StringView(tab.id), tab.title);
        tab.page->setObjectName(QLatin1StringView(tab.id));
        m_stack->addWidget(tab.page);
    }
    connect(m_tabs, &TabLine::currentChanged, m_stack, [this](const QString &id) {
        for (int i = 0; i < m_stack->count(); ++i) {
            if (m_stack->widget(i)->objectName() == id)
                m_stack->setCurrentIndex(i);
        }
    });
    connect(m_checks, &ChecksView::serverRequested, this, [this] { m_tabs->setCurrent(u"server"_s); });
    connect(m_frames, &MonoLines::chosen, this, [this](const QString &id) {
        m_workspace.selection.selectConnection(id);
        emit m_workspace.actions.placeRequested(u"connections"_s, id);
    });
    return m_stack;
}

QWidget *TestDetails::makeActions()
{
    const Theme &theme = m_workspace.theme;
    m_actions = new QWidget;
    auto *layout = new QHBoxLayout(m_actions);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    auto *rerun = makeButton(theme, u"rerun"_s, tr("Re-run"));
    connect(rerun, &QPushButton::clicked, this, [this] { m_workspace.actions.rerunTests({ m_testId }); });
    auto *copy = makeButton(theme, u"copy"_s, tr("Copy as"));
    auto *menu = new QMenu(copy);
    menu->addAction(tr("Markdown"), this, [this] { m_workspace.actions.copyTest(m_testId, u"markdown"_s); });
    menu->addAction(tr("JSON"), this, [this] { m_workspace.actions.copyTest(m_testId, u"json"_s); });
    menu->addAction(tr("Plain text"), this, [this] { m_workspace.actions.copyTest(m_testId, u"text"_s); });
    copy->setMenu(menu);
    auto *edit = makeButton(theme, u"open-editor"_s, tr("Edit test"));
    connect(edit, &QPushButton::clicked, this, [this] { m_workspace.actions.editTest(m_testId); });
    m_why = makeButton(theme, u"search"_s, tr("Why?"));
    m_why->setToolTip(tr("Everything that is known about this failure"));
    connect(m_why, &QPushButton::clicked, this, [this] { emit whyRequested(m_testId); });
    for (Button *button : { rerun, copy, edit, m_why })
        layout->addWidget(button);
    layout->addStretch();
    return m_actions;
}

void TestDetails::setTry(int number)
{
    m_try = number;
    show(m_testId);
}

const RunAttempt *TestDetails::attempt(const RunTest &test) const
{
    if (test.attempts.isEmpty())
        return nullptr;
    return m_try > 0 && m_try <= test.attempts.size() ? &test.attempts[m_try - 1] : &test.attempts.last();
}

void TestDetails::show(const QString &testId)
{
    if (std::exchange(m_testId, testId) != testId)
        m_try = 0;
    const RunTest *test = m_workspace.run.test(testId);
    m_actions->setVisible(m_whole && test && test->childCount == 0);
    m_tabs->setVisible(test && test->childCount == 0);
    m_stack->setVisible(test && test->childCount == 0);
    if (!test) {
        m_mark->setState({});
        m_name->setText(tr("Choose a check"));
        m_group->clear();
        m_sentence->setText(tr("Its steps, what they looked at and what the server did stand here."));
        m_triesPlace->setVisible(false);
        return;
    }
    showHead(*test);
    showTries(*test);
    showTabs(*test);
}

void TestDetails::showHead(const RunTest &test)
{
    m_mark->setState(test.state);
    m_name->setText(test.found.name);
    m_name->setToolTip(test.found.name);
    const RunTest *group = m_workspace.run.test(test.parentId);
    m_group->setText(group ? group->found.name : QString());
    m_sentence->setText(test.childCount > 0 ? tr("%1 of %2 done").arg(test.testsDone).arg(test.testCount) : attemptSentence(test, attempt(test)));
    m_sentence->setToolTip(m_sentence->text());
    m_why->setVisible(test.isProblem() && !test.attempts.isEmpty());
}

void TestDetails::showTries(const RunTest &test)
{
    const int count = int(test.attempts.size());
    m_triesPlace->setVisible(count > 1);
    if (count < 2)
        return;
    if (!m_tries || count != m_tryCount) {
        delete m_tries;
        m_tries = new Segments(m_workspace.theme, Segments::Choice::One);
        m_tries->setSmall(true);
        for (int i = 1; i <= count; ++i)
            m_tries->add(QString::number(i), tr("Try %1").arg(i));
        m_triesPlace->layout()->addWidget(m_tries);
        m_tryCount = count;
        connect(m_tries, &Segments::changed, this, [this] {
            m_try = m_tries->chosen().toInt();
            show(m_testId);
        });
    }
    m_tries->setChosen(QString::number(m_try > 0 ? m_try : count));
}

void TestDetails::showTabs(const RunTest &test)
{
    const RunAttempt *shown = attempt(test);
    if (!shown) {
        for (MonoLines *lines : { m_frames, m_server, m_log, m_history })
            lines->setLines({}, tr("It has not run."));
        m_checks->show(nullptr, {}, {});
        return;
    }
    int failed = 0;
    for (const StepFinished &step : shown->steps) {
        for (const QJsonValue &check : step.checks)
            failed += check.toObject()["state"_L1].toString() != "passed"_L1;
    }
    const PassedBefore passed = test.isProblem() ? m_earlier.lastPassed(m_testId) : PassedBefore();
    m_checks->show(shown, passed, serverRows(m_workspace, *shown, false));
    m_tabs->setCount(u"checks"_s, failed > 0 ? QString::number(failed) : QString());
    m_tabs->setBad(u"checks"_s, failed > 0);
    const QList<MonoLine> frames = frameLines(m_workspace, *shown);
    m_frames->setLines(frames, tr("This check sent no message."));
    m_tabs->setCount(u"frames"_s, QString::number(frames.size()));
    const QList<LogRow> server = serverRows(m_workspace, *shown, true);
    m_server->setLines(logLines(server, true), tr("The server wrote nothing in that time."));
    m_tabs->setCount(u"server"_s, QString::number(server.size()));
    QList<MonoLine> log;
    for (const TestLogged &line : test.log)
        log << MonoLine { 0, line.level.toUpper(), levelColor(line.level.toUpper()), line.text, {}, Token::Count };
    for (const StepFinished &step : shown->steps) {
        for (const QJsonValue &note : step.notes)
            log << MonoLine { step.startedAt, {}, Token::T2, note.toString(), {}, Token::Count };
    }
    m_log->setLines(log, tr("This check wrote nothing."));
    m_tabs->setCount(u"log"_s, QString::number(log.size()));
    m_history->setLines(historyLines(m_workspace, test), tr("It has not run before."));
    const QString current = m_tabs->current();
    const QString page = pageText(*shown);
    m_tabs->setTabVisible(u"page"_s, !page.isEmpty());
    if (current == "http"_L1)
        m_http->setPlainText(exchangeText(*shown));
    else if (current == "page"_L1)
        m_page->setPlainText(page);
    bool exchanged = false;
    for (const StepFinished &step : shown->steps)
        exchanged = exchanged || !step.exchange.isEmpty();
    m_tabs->setTabVisible(u"http"_s, exchanged);
    if ((current == "http"_L1 && !exchanged) || (current == "page"_L1 && page.isEmpty()))
        m_tabs->setCurrent(u"checks"_s);
}

} // namespace greenroom
