// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panes/invocationpane.h"

#include "sourceplace.h"
#include "widgets/codeexcerpt.h"
#include "widgets/figures.h"
#include "widgets/jsontree.h"
#include "widgets/link.h"
#include "widgets/loglines.h"
#include "widgets/marklabel.h"
#include "widgets/pieces.h"
#include "widgets/tabline.h"
#include "words.h"
#include "workspace.h"

#include <QHBoxLayout>
#include <QJsonDocument>
#include <QPlainTextEdit>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

// What an invocation is shown with: built once, filled by invocationpane.cpp.
namespace greenroom {

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
    layout->addStretch();
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

} // namespace greenroom
