// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panes/invocationpane.h"

#include "engine.h"
#include "models/connectionsmodel.h"
#include "models/framesmodel.h"
#include "models/projectmodel.h"
#include "settings.h"
#include "sourceplace.h"
#include "widgets/codeexcerpt.h"
#include "widgets/figures.h"
#include "widgets/jsonorder.h"
#include "widgets/jsontree.h"
#include "widgets/link.h"
#include "widgets/loglines.h"
#include "widgets/marklabel.h"
#include "widgets/pieces.h"
#include "widgets/tabline.h"
#include "widgets/waterfall.h"
#include "words.h"
#include "workspace.h"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QPlainTextEdit>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QString stateOf(const InvocationRow &row)
{
    if (!row.isAnswered)
        return u"running"_s;
    return !row.hasFailed() ? u"passed"_s : row.answered.outcome == "timeout"_L1 ? u"timedOut"_s : u"failed"_s;
}

QString nameOf(const InvocationRow &row)
{
    return row.invoked.function.isEmpty() ? row.invoked.integration : row.invoked.function;
}

// What the function sees beside its event, in the order Lambda documents it.
QByteArray contextOf(const InvocationRow &row)
{
    const IntegrationAnswered &answer = row.answered;
    QByteArrayList members;
    const auto add = [&members](const char *name, const QJsonValue &value) {
        const QByteArray one = QJsonDocument(QJsonObject { { QString::fromLatin1(name), value } }).toJson(QJsonDocument::Compact);
        members << one.mid(1, one.size() - 2);
    };
    add("functionName", nameOf(row));
    add("awsRequestId", answer.lambdaRequestId);
    if (answer.memoryMb > 0)
        add("memoryLimitInMB", answer.memoryMb);
    if (!answer.instance.isEmpty())
        add("logStreamName", answer.instance);
    return '{' + members.join(',') + '}';
}

} // namespace

InvocationPane::InvocationPane(Workspace &workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
{
    const Theme &theme = workspace.theme;
    m_figures = new Figures(theme);
    m_waterfall = new Waterfall(theme);
    auto *right = new QSplitter(Qt::Vertical);
    right->setChildrenCollapsible(false);
    right->addWidget(makeCause());
    right->addWidget(makeLists());
    right->setStretchFactor(1, 1);
    auto *split = new QSplitter(Qt::Horizontal);
    split->setChildrenCollapsible(false);
    split->addWidget(makeEvent());
    split->addWidget(right);
    split->setStretchFactor(1, 1);
    split->setSizes({ 520, 840 });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addWidget(m_figures);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addWidget(m_waterfall);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addWidget(split, 1);
    connect(&workspace.invocations, &QAbstractItemModel::dataChanged, this, &InvocationPane::show);
    connect(&workspace.invocations, &QAbstractItemModel::rowsInserted, this, [this](const QModelIndex &, int first, int last) {
        const InvocationRow *mine = row();
        for (int at = first; mine && !m_sentAgain.isEmpty() && at <= last; ++at) {
            const InvocationRow &other = m_workspace.invocations.row(at);
            if (other.invoked.routeKey != mine->invoked.routeKey || other.invoked.function != mine->invoked.function)
                continue;
            m_sentAgain.clear();
            emit chosen(other.invoked.requestId);
            return;
        }
        show();
    });
}

QWidget *InvocationPane::makeHead()
{
    const Theme &theme = m_workspace.theme;
    auto *box = new QWidget;
    box->setFixedHeight(52);
    auto *head = new QHBoxLayout(box);
    head->setContentsMargins(8, 0, 16, 0);
    head->setSpacing(8);
    auto *back = new Button(theme, Button::Kind::Flat, u"chevron-left"_s, {});
    back->setAccessibleName(tr("Back"));
    back->setToolTip(tr("Back"));
    connect(back, &Button::clicked, this, &InvocationPane::backRequested);
    m_mark = new MarkLabel(theme, 20);
    m_name = makeLabel(theme, Theme::TypeLevel::Title, Token::T1);
    m_id = makeLabel(theme, Theme::TypeLevel::Mono, Token::T2);
    m_id->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_state = new Chip(theme);
    m_route = new Chip(theme);
    m_connection = new Chip(theme);
    m_time = new Chip(theme);
    m_place = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    m_place->setTextFormat(Qt::RichText);
    m_before = makeButton(theme, u"chevron-left"_s, {});
    m_before->setAccessibleName(tr("The call before"));
    m_after = makeButton(theme, u"chevron-right"_s, {});
    m_after->setAccessibleName(tr("The call after"));
    connect(m_before, &Button::clicked, this, [this] { step(-1); });
    connect(m_after, &Button::clicked, this, [this] { step(1); });
    m_copy = makeButton(theme, u"copy"_s, tr("Copy as"));
    fillCopy();
    m_again = makeMainButton(theme, u"rerun"_s, tr("Invoke again"));
    connect(m_again, &Button::clicked, this, &InvocationPane::invokeAgain);
    for (QWidget *part : std::initializer_list<QWidget *> { back, m_mark, m_name, m_id, m_state, m_route, m_connection, m_time })
        head->addWidget(part);
    head->addStretch();
    for (QWidget *part : std::initializer_list<QWidget *> { m_place, m_before, m_after, m_copy, m_again })
        head->addWidget(part);
    return box;
}

void InvocationPane::fillCopy()
{
    auto *menu = new QMenu(m_copy);
    connect(menu->addAction(tr("Event as JSON")), &QAction::triggered, this, [this] {
        if (const InvocationRow *at = row())
            QGuiApplication::clipboard()->setText(QString::fromUtf8(indentedJson(at->invoked.event)));
    });
    connect(menu->addAction(tr("Answer as JSON")), &QAction::triggered, this, [this] {
        if (const InvocationRow *at = row())
            QGuiApplication::clipboard()->setText(QString::fromUtf8(at->answered.result));
    });
    connect(menu->addAction(tr("Markdown")), &QAction::triggered, this, [this] {
        const InvocationRow *at = row();
        if (!at)
            return;
        QString text = tr("**%1** %2, route `%3`, %4\n").arg(nameOf(*at), at->answered.outcome, at->invoked.routeKey, durationText(at->answered.durationMs));
        if (at->hasFailed()) {
            text += u"\n```\n"_s + at->answered.errorType + u": "_s + at->answered.errorMessage + u'\n';
            for (const QJsonValue &line : at->answered.stackTrace)
                text += line.toString() + u'\n';
            text += u"```\n"_s;
        }
        QGuiApplication::clipboard()->setText(text);
    });
    m_copy->setMenu(menu);
}

QWidget *InvocationPane::makeEvent()
{
    const Theme &theme = m_workspace.theme;
    auto *box = new QWidget;
    m_eventTabs = new TabLine(theme);
    m_eventTabs->add(u"event"_s, tr("Event"));
    m_eventTabs->add(u"context"_s, tr("Context"));
    m_editNote = makeLabel(theme, Theme::TypeLevel::Small, Token::StFlaky);
    m_editCopy = makeButton(theme, u"open-editor"_s, tr("Edit a copy"));
    m_editCopy->setSize(Button::Size::Small);
    connect(m_editCopy, &Button::clicked, this, &InvocationPane::editCopy);
    m_eventTabs->addToRight(m_editNote);
    m_eventTabs->addToRight(m_editCopy);
    m_event = new JsonView(theme);
    m_event->setAccessibleName(tr("Event"));
    m_event->setNameWidth(210);
    m_context = new JsonView(theme);
    m_context->setAccessibleName(tr("Context"));
    m_context->setNameWidth(210);
    m_edit = new QPlainTextEdit;
    m_edit->setFont(theme.font(Theme::TypeLevel::Mono));
    m_edit->setFrameShape(QFrame::NoFrame);
    m_edit->document()->setDocumentMargin(12);
    m_edit->setAccessibleName(tr("The event to invoke with"));
    new JsonHighlighter(theme, m_edit->document());
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] {
        QJsonParseError problem;
        QJsonDocument::fromJson(m_edit->toPlainText().toUtf8(), &problem);
        const bool fine = problem.error == QJsonParseError::NoError;
        const bool edits = m_events && m_events->currentWidget() == m_edit;   // a highlighter "changes" an empty text, too
        m_editNote->setText(fine || !edits ? QString() : tr("Not JSON, at character %1").arg(problem.offset));
        m_again->setEnabled(fine || !edits);
    });
    m_events = new QStackedWidget;
    m_events->addWidget(m_event);
    m_events->addWidget(m_context);
    m_events->addWidget(m_edit);
    connect(m_eventTabs, &TabLine::currentChanged, this, [this](const QString &id) {
        m_events->setCurrentIndex(id == "context"_L1 ? 1 : 0);
        m_editCopy->setText(tr("Edit a copy"));
        m_editNote->clear();
        m_again->setEnabled(true);
    });
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_eventTabs);
    layout->addSpacing(6);
    layout->addWidget(m_events, 1);
    box->setMinimumWidth(300);
    return box;
}

QWidget *InvocationPane::makeCause()
{
    const Theme &theme = m_workspace.theme;
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    m_cause = new QWidget;
    auto *cause = new QVBoxLayout(m_cause);
    cause->setContentsMargins(0, 0, 0, 0);
    cause->setSpacing(8);
    m_errorText = makeLabel(theme, Theme::TypeLevel::BodyBold, Token::StFailed);
    QFont font = m_errorText->font();
    font.setPixelSize(14);
    m_errorText->setFont(font);
    m_errorText->setWordWrap(true);
    m_errorText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_code = new CodeExcerpt(theme);
    m_stack = makeLabel(theme, Theme::TypeLevel::Mono, Token::T2);
    m_stack->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_hidden = makeLabel(theme, Theme::TypeLevel::Mono, Token::T3);
    m_open = makeButton(theme, u"open-editor"_s, tr("Open in editor"));
    m_open->setSize(Button::Size::Small);
    m_open->setKey(u"F4"_s);
    connect(m_open, &Button::clicked, this, [this] {
        if (const InvocationRow *at = row())
            openInEditor(placeOfStack(at->answered.stackTrace), folder(), m_workspace.settings);
    });
    auto *key = new QShortcut(QKeySequence(u"F4"_s), this);
    key->setContext(Qt::WidgetWithChildrenShortcut);
    connect(key, &QShortcut::activated, m_open, &QAbstractButton::click);
    auto *place = new QHBoxLayout;
    place->setSpacing(12);
    place->addWidget(m_stack);
    place->addWidget(m_hidden);
    place->addStretch();
    place->addWidget(m_open, 0, Qt::AlignTop);
    cause->addWidget(m_errorText);
    cause->addWidget(m_code);
    cause->addLayout(place);
    cause->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addWidget(m_cause);
    m_gotArrow = new MarkLabel(theme);
    m_gotArrow->setSymbol(u"frame-in"_s, Token::DirIn);
    m_gotWords = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    m_got = new SpanLabel(theme);
    m_gotLink = new Link(theme, {});
    m_gotLink->setAccessibleName(tr("The message"));
    connect(m_gotLink, &Link::clicked, this, [this] {
        if (const InvocationRow *at = row())
            emit openRequested(u"connections"_s, at->invoked.connectionId + u"/request/"_s + m_requestId);
    });
    auto *got = new QHBoxLayout;
    got->setSpacing(8);
    got->addWidget(m_gotArrow);
    got->addWidget(m_gotWords);
    got->addWidget(m_got, 1);
    got->addWidget(m_gotLink);
    layout->addLayout(got);
    box->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    return box;
}

QWidget *InvocationPane::makeLists()
{
    const Theme &theme = m_workspace.theme;
    auto *box = new QWidget;
    m_logTabs = new TabLine(theme);
    m_logTabs->add(u"log"_s, tr("Log of this invocation"));
    m_logTabs->add(u"calls"_s, tr("All invocations"));
    m_log = new LogLines(m_workspace, false);
    connect(m_log, &LogLines::countChanged, this, [this] { m_logTabs->setCount(u"log"_s, countText(m_log->count())); });
    m_others = new FilterProxy(&m_workspace.invocations, this);
    m_calls = new QTableView;
    m_calls->setModel(m_others);
    m_calls->setAccessibleName(tr("Invocations"));
    setUpTable(theme, m_calls);
    m_calls->hideColumn(InvocationsModel::Function);
    const auto open = [this](const QModelIndex &index) { emit chosen(index.data(InvocationsModel::RequestIdRole).toString()); };
    connect(m_calls, &QTableView::activated, this, open);
    connect(m_calls, &QTableView::doubleClicked, this, open);
    m_lists = new QStackedWidget;
    m_lists->addWidget(m_log);
    m_lists->addWidget(m_calls);
    connect(m_logTabs, &TabLine::currentChanged, this, [this](const QString &id) { m_lists->setCurrentIndex(id == "calls"_L1 ? 1 : 0); });
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_logTabs);
    layout->addSpacing(6);
    layout->addWidget(m_lists, 1);
    return box;
}

const InvocationRow *InvocationPane::row() const
{
    return m_workspace.invocations.invocation(m_requestId);
}

QString InvocationPane::folder() const
{
    return QFileInfo(m_workspace.project.project().file).absolutePath();
}

QString InvocationPane::title() const
{
    const InvocationRow *at = row();
    return at ? nameOf(*at) + u' ' + m_requestId.left(6) : QString();
}

void InvocationPane::setInvocation(const QString &requestId)
{
    const bool other = m_requestId != requestId;
    m_requestId = requestId;
    const InvocationRow *at = row();
    if (!at)
        return;
    if (other) {
        showEvent(*at);
        m_log->setRequest(requestId);
        const QString function = nameOf(*at);
        m_others->setCondition([this, function](const QModelIndex &index) { return nameOf(m_workspace.invocations.row(index.row())) == function; });
        m_logTabs->setText(u"calls"_s, tr("All invocations of %1").arg(function));
    }
    show();
}

void InvocationPane::show()
{
    const InvocationRow *at = row();
    if (!at)
        return;
    const QString state = stateOf(*at);
    m_mark->setState(state);
    m_name->setText(nameOf(*at));
    m_id->setText(m_requestId.left(6));
    m_id->setToolTip(m_requestId);
    m_state->setLook({ Theme::stateWord(state), state, {}, false });
    m_route->setLook({ at->invoked.routeKey, {}, u"route"_s, false });
    const ConnectionRow *connection = m_workspace.connections.connection(at->invoked.connectionId);
    m_connection->setLook({ connection ? connection->title() : at->invoked.connectionId, {}, u"connect"_s, false });
    m_connection->setVisible(!at->invoked.connectionId.isEmpty());
    m_time->setLook({ clockText(at->at), {}, u"clock"_s, false });
    const int here = m_others->mapFromSource(m_workspace.invocations.index(m_workspace.invocations.rowOf(m_requestId), 0)).row();
    m_place->setText(tr("Call <b>%1</b> of %2").arg(countText(here + 1), countText(m_others->rowCount())));
    m_before->setEnabled(here > 0);
    m_after->setEnabled(here >= 0 && here + 1 < m_others->rowCount());
    showFigures(*at);
    showCause(*at);
    showAnswer(*at);
}

void InvocationPane::showFigures(const InvocationRow &at)
{
    const IntegrationAnswered &answer = at.answered;
    QList<double> usual;
    for (int i = 0; i < m_others->rowCount(); ++i) {
        const InvocationRow &other = m_workspace.invocations.row(m_others->mapToSource(m_others->index(i, 0)).row());
        if (other.isAnswered && !other.hasFailed() && other.invoked.routeKey == at.invoked.routeKey)
            usual << other.answered.durationMs;
    }
    std::sort(usual.begin(), usual.end());
    const QString none = u"–"_s;
    const QString memory = answer.maxMemoryMb > 0 ? tr("%1 of %2 MB").arg(qRound(answer.maxMemoryMb)).arg(answer.memoryMb)
                         : answer.memoryMb > 0    ? tr("%1 MB at most").arg(answer.memoryMb) : none;
    m_figures->setFigures({ { tr("Took"), at.isAnswered ? durationText(answer.durationMs) : tr("running") },
                            { tr("Memory"), memory },
                            { tr("Cold start"), !at.isAnswered ? none : answer.cold ? tr("yes, %1").arg(durationText(answer.initMs)) : tr("no") },
                            { tr("Waited"), at.isAnswered ? durationText(answer.queueMs) : none },
                            { tr("Usually"), usual.isEmpty() ? none : durationText(usual[usual.size() / 2]) },
                            { tr("Billed"), answer.billedMs > 0 ? tr("%1 ms").arg(answer.billedMs) : none } });
    QString what = nameOf(at) + u", "_s + durationText(answer.handlerMs);
    if (at.hasFailed())
        what += answer.outcome == "timeout"_L1 ? tr(", did not answer in time")
              : answer.errorType.isEmpty()     ? tr(", failed") : tr(", threw a %1").arg(answer.errorType);
    m_waterfall->setAnswer(answer, what);
}

void InvocationPane::showEvent(const InvocationRow &at)
{
    m_event->setJson(at.invoked.event);
    m_context->setJson(contextOf(at));
    m_eventTabs->setCurrent(u"event"_s);
    m_events->setCurrentIndex(0);
    m_editCopy->setText(tr("Edit a copy"));
    m_editNote->clear();
    m_again->setEnabled(true);
}

void InvocationPane::showCause(const InvocationRow &at)
{
    const IntegrationAnswered &answer = at.answered;
    m_cause->setVisible(at.hasFailed());
    if (!at.hasFailed())
        return;
    const bool named = answer.errorType.isEmpty() || answer.errorMessage.startsWith(answer.errorType);
    m_errorText->setText(named ? answer.errorMessage : answer.errorType + u": "_s + answer.errorMessage);
    const SourcePlace place = placeOfStack(answer.stackTrace);
    m_code->show(resolved(place, folder()), place);
    QStringList lines;
    int hidden = 0;
    for (const QJsonValue &line : answer.stackTrace) {
        const QString text = line.toString().trimmed();
        if (placeOfLine(text).isEmpty())
            continue;
        if (isRuntimeLine(text))
            ++hidden;
        else if (lines.size() < 4)
            lines << (text.startsWith("at "_L1) ? text.mid(3) : text);
    }
    m_stack->setText(lines.join(u'\n'));
    m_stack->setVisible(!lines.isEmpty());
    m_hidden->setText(hidden == 1 ? tr("1 line of the runtime hidden") : tr("%1 lines of the runtime hidden").arg(hidden));
    m_hidden->setVisible(hidden > 0);
    m_open->setVisible(!resolved(place, folder()).isEmpty());
}

void InvocationPane::showAnswer(const InvocationRow &at)
{
    const bool silent = at.answered.clientGot.isEmpty();
    m_gotArrow->setVisible(!silent);
    m_gotWords->setText(!at.isAnswered ? tr("The client waits for an answer.") : silent ? tr("The client got nothing: this route does not answer.") : tr("The client got"));
    m_got->setText(silent ? QString() : plainSentence(at.answered.clientGot, 2000));
    QString link;
    const QList<int> rows = m_workspace.frames.rowsOfRequest(m_requestId);
    for (const int frame : rows) {
        if (!m_workspace.frames.row(frame).toService || link.isEmpty())
            link = tr("Message %1").arg(countText(m_workspace.frames.row(frame).number));
    }
    m_gotLink->setText(link);
    m_gotLink->updateGeometry();
    m_gotLink->setVisible(!link.isEmpty());
}

// The event as text, to change before the function is called with it; back to the tree with a second press.
void InvocationPane::editCopy()
{
    if (m_events->currentWidget() == m_edit) {
        m_events->setCurrentIndex(0);
        m_editCopy->setText(tr("Edit a copy"));
        m_editNote->clear();
        m_again->setEnabled(true);
        return;
    }
    const InvocationRow *at = row();
    if (!at)
        return;
    m_events->setCurrentWidget(m_edit);
    m_edit->setPlainText(QString::fromUtf8(indentedJson(at->invoked.event)));
    m_editCopy->setText(tr("Forget the copy"));
    m_edit->setFocus();
}

void InvocationPane::invokeAgain()
{
    const InvocationRow *at = row();
    if (!at)
        return;
    const bool edited = m_events->currentWidget() == m_edit;
    const QByteArray event = edited ? compactJson(m_edit->toPlainText().toUtf8()) : at->invoked.event;
    m_sentAgain = m_requestId;
    m_workspace.engine.invokeAgain(at->invoked.apiId, at->invoked.function, at->invoked.routeKey, event);
}

void InvocationPane::step(int by)
{
    const int here = m_others->mapFromSource(m_workspace.invocations.index(m_workspace.invocations.rowOf(m_requestId), 0)).row() + by;
    if (here >= 0 && here < m_others->rowCount())
        emit chosen(m_others->index(here, 0).data(InvocationsModel::RequestIdRole).toString());
}

} // namespace greenroom
