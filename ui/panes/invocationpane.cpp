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
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMenu>
#include <QPlainTextEdit>
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
    m_right = new QSplitter(Qt::Vertical);
    QSplitter *right = m_right;
    right->setChildrenCollapsible(false);
    m_causeBox = makeCause();
    right->addWidget(m_causeBox);
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
    if (other)
        fitCause();
}

// The cause takes what it needs, its log the rest.
void InvocationPane::fitCause()
{
    const int wanted = m_causeBox->hasHeightForWidth() ? m_causeBox->heightForWidth(m_causeBox->width()) : m_causeBox->sizeHint().height();
    m_right->setSizes({ wanted, qMax(100, m_right->height() - wanted) });
}

void InvocationPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitCause();
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
