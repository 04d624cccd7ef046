// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panes/framedetails.h"

#include "copies.h"
#include "core/masking.h"
#include "engine.h"
#include "models/connectionsmodel.h"
#include "models/framesmodel.h"
#include "models/invocationsmodel.h"
#include "models/projectmodel.h"
#include "settings.h"
#include "sourceplace.h"
#include "widgets/bodyview.h"
#include "widgets/link.h"
#include "widgets/loglines.h"
#include "widgets/marklabel.h"
#include "widgets/partsbar.h"
#include "widgets/pieces.h"
#include "words.h"
#include "workspace.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QMenu>
#include <QShortcut>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int leastList = 26;   // a line, and the rest by scrolling

// A tinted box with round corners.
class TintBox : public QWidget
{
public:
    explicit TintBox(const Theme &theme)
        : m_theme(theme)
    {
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintBox(&painter, rect(), m_theme.color(Token::TintFailed), m_theme.color(Token::TintFailed), 6);
    }

private:
    const Theme &m_theme;
};

} // namespace

FrameDetails::FrameDetails(Workspace &workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_stack(new QStackedWidget)
{
    const Theme &theme = workspace.theme;
    setMinimumWidth(320);
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    m_body = new BodyView(theme);
    layout->addWidget(m_body, 3);
    m_invocation = makeInvocation();
    layout->addWidget(m_invocation, 4);
    m_foot = makeFoot();
    layout->addWidget(m_foot);
    m_stack->addWidget(new EmptyState(theme, u"message"_s, tr("Choose a message."), tr("Its body, its invocation and exactly the log of it appear here.")));
    m_stack->addWidget(page);
    auto *around = new QVBoxLayout(this);
    around->setContentsMargins(0, 0, 0, 0);
    around->addWidget(m_stack);
    connect(&workspace.invocations, &QAbstractItemModel::dataChanged, this, [this] {
        const qint64 row = m_number - m_workspace.frames.forgotten();
        if (m_number >= 0 && row >= 0 && row < m_workspace.frames.rowCount() && !m_requestId.isEmpty())
            showInvocation(m_workspace.frames.row(int(row)));
    });
    auto *key = new QShortcut(QKeySequence(u"F4"_s), this);
    key->setContext(Qt::WindowShortcut);
    connect(key, &QShortcut::activated, this, [this] {
        if (m_place->isVisible())
            m_place->click();
    });
}

QWidget *FrameDetails::makeHead()
{
    const Theme &theme = m_workspace.theme;
    auto *box = new QWidget;
    auto *head = new QHBoxLayout(box);
    head->setContentsMargins(16, 10, 16, 6);
    head->setSpacing(8);
    m_arrow = new MarkLabel(theme);
    m_title = makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1);
    QFont font = m_title->font();
    font.setPixelSize(14);
    m_title->setFont(font);
    m_facts = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    m_copy = makeButton(theme, u"copy"_s, tr("Copy as"));
    m_copy->setSize(Button::Size::Small);
    auto *menu = new QMenu(m_copy);
    for (int i = 0; i < copyKinds().size(); ++i)
        connect(menu->addAction(QCoreApplication::translate("Copies", copyKinds().at(i).title)), &QAction::triggered, this, [this, i] { copyAs(i); });
    m_copy->setMenu(menu);
    auto *key = new QShortcut(QKeySequence(u"Ctrl+Shift+C"_s), this);
    key->setContext(Qt::WidgetWithChildrenShortcut);
    connect(key, &QShortcut::activated, m_copy, &QPushButton::showMenu);
    head->addWidget(m_arrow);
    head->addWidget(m_title);
    head->addWidget(m_facts);
    head->addStretch();
    head->addWidget(m_copy);
    return box;
}

QWidget *FrameDetails::makeInvocation()
{
    const Theme &theme = m_workspace.theme;
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    auto *first = new QHBoxLayout;
    first->setContentsMargins(16, 4, 16, 0);
    first->setSpacing(8);
    m_mark = new MarkLabel(theme);
    m_name = makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1);
    m_took = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    auto *open = new Link(theme, tr("Open"));
    open->setAccessibleDescription(tr("The invocation with its event and its time"));
    connect(open, &Link::clicked, this, [this] { emit invocationRequested(m_requestId); });
    first->addWidget(m_mark);
    first->addWidget(m_name);
    first->addWidget(m_took, 1);
    first->addWidget(open);
    layout->addLayout(first);
    m_parts = new PartsBar(theme);
    auto *around = new QHBoxLayout;
    around->setContentsMargins(16, 0, 16, 0);
    around->addWidget(m_parts);
    layout->addLayout(around);
    m_error = new TintBox(theme);
    auto *error = new QVBoxLayout(m_error);
    error->setContentsMargins(12, 8, 12, 8);
    error->setSpacing(0);
    m_errorText = makeLabel(theme, Theme::TypeLevel::MonoBold, Token::StFailed);
    m_errorText->setWordWrap(true);
    m_errorText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_errorPlace = makeLabel(theme, Theme::TypeLevel::Mono, Token::T2);
    m_errorPlace->setWordWrap(true);
    error->addWidget(m_errorText);
    error->addWidget(m_errorPlace);
    auto *errorAround = new QHBoxLayout;
    errorAround->setContentsMargins(16, 0, 16, 0);
    errorAround->addWidget(m_error);
    layout->addLayout(errorAround);
    QLabel *log = makeLabel(theme, Theme::TypeLevel::Small, Token::T3, tr("Log of this invocation"));
    log->setContentsMargins(16, 4, 16, 0);
    layout->addWidget(log);
    m_log = new LogLines(m_workspace, true);
    m_log->setMinimumHeight(leastList);
    layout->addWidget(m_log, 1);
    return box;
}

QWidget *FrameDetails::makeFoot()
{
    const Theme &theme = m_workspace.theme;
    auto *box = new QWidget;
    auto *foot = new QHBoxLayout(box);
    foot->setContentsMargins(16, 12, 16, 12);
    foot->setSpacing(8);
    m_again = makeButton(theme, u"rerun"_s, tr("Invoke again"));
    m_place = makeButton(theme, u"open-editor"_s, {});
    m_place->setKey(u"F4"_s);
    m_place->setAccessibleName(tr("Open the place in the editor"));
    m_other = new Link(theme, {});
    m_other->setAccessibleName(tr("The other message of this invocation"));
    connect(m_again, &Button::clicked, this, [this] {
        if (const InvocationRow *row = m_workspace.invocations.invocation(m_requestId))
            m_workspace.engine.invokeAgain(row->invoked.apiId, row->invoked.function, row->invoked.routeKey, row->invoked.event);
    });
    connect(m_place, &Button::clicked, this, [this] {
        if (const InvocationRow *row = m_workspace.invocations.invocation(m_requestId))
            openInEditor(placeOfStack(row->answered.stackTrace), QFileInfo(m_workspace.project.project().file).absolutePath(), m_workspace.settings);
    });
    connect(m_other, &Link::clicked, this, [this] { emit frameRequested(m_otherRow); });
    foot->addWidget(m_again);
    foot->addWidget(m_place);
    foot->addStretch();
    foot->addWidget(m_other);
    return box;
}

void FrameDetails::show(const FrameRow *frame)
{
    m_stack->setCurrentIndex(frame ? 1 : 0);
    if (!frame) {
        m_number = -1;
        return;
    }
    m_connectionId = frame->connectionId;
    m_number = m_workspace.frames.forgotten() + m_workspace.frames.rowOfFrame(*frame);
    m_copy->setVisible(!frame->isControl());
    if (frame->isControl()) {
        m_arrow->setSymbol(u"ping"_s, Token::T3);
        m_title->setText(frame->opcode == "open"_L1 ? tr("Opened") : frame->opcode == "close"_L1 ? tr("Closed") : frame->opcode.toUpper());
        m_facts->setText(clockText(frame->at));
        const ConnectionRow *connection = m_workspace.connections.connection(frame->connectionId);
        m_body->setWords(frame->opcode == "open"_L1 && connection ? handshake(*connection) : QString::fromUtf8(frame->body));
        m_requestId.clear();
        m_invocation->hide();
        m_foot->hide();
        return;
    }
    m_arrow->setSymbol(frame->toService ? u"frame-out"_s : u"frame-in"_s, frame->toService ? Token::DirOut : Token::DirIn);
    m_title->setText(tr("Message %1").arg(countText(frame->number)));
    m_facts->setText(frame->toService ? tr("sent, %1").arg(sizeText(frame->size)) : tr("received, %1").arg(sizeText(frame->size)));
    m_body->setBody(frame->body, frame->opcode == "binary"_L1);
    if (frame->body.isEmpty() && frame->size > 0)
        m_body->setWords(tr("The body was not recorded, only its size."));
    showInvocation(*frame);
}

QString FrameDetails::handshake(const ConnectionRow &connection) const
{
    const ConnectionOpened &opened = connection.opened;
    QStringList lines;
    const auto add = [&lines](const QString &name, const QString &value) {
        if (!value.isEmpty())
            lines << name.leftJustified(14) + value;
    };
    add(tr("address"), Masking::maskedUrl(opened.url));
    add(tr("subprotocol"), opened.subprotocol);
    add(tr("from"), opened.sourceIp);
    add(tr("TLS"), opened.secure ? tr("yes") : tr("no"));
    add(tr("user agent"), opened.userAgent);
    for (const auto &[title, headers] : { std::pair { tr("request"), opened.requestHeaders }, std::pair { tr("answer"), opened.responseHeaders } }) {
        if (headers.isEmpty())
            continue;
        lines << QString() << title;
        const QJsonObject masked = Masking::maskedHeaders(headers);
        for (auto it = masked.begin(); it != masked.end(); ++it)
            lines << u"  %1: %2"_s.arg(it.key(), it->isArray() ? it->toArray().first().toString() : it->toString());
    }
    return lines.join(u'\n');
}

void FrameDetails::showInvocation(const FrameRow &frame)
{
    const InvocationRow *row = m_workspace.invocations.invocation(frame.requestId);
    const bool other = m_requestId != frame.requestId;
    m_requestId = frame.requestId;
    m_invocation->setVisible(row);
    m_foot->setVisible(row);
    if (!row)
        return;
    const IntegrationAnswered &answer = row->answered;
    m_mark->setState(!row->isAnswered ? u"running"_s : row->hasFailed() ? (answer.outcome == "timeout"_L1 ? u"timedOut"_s : u"failed"_s) : u"passed"_s);
    m_name->setText(tr("Invocation %1").arg(frame.requestId.left(6)));
    m_name->setToolTip(frame.requestId);
    const QString name = row->invoked.function.isEmpty() ? row->invoked.integration : row->invoked.function;
    m_took->setText(row->isAnswered ? tr("%1, %2").arg(name, durationText(answer.durationMs)) : tr("%1, running").arg(name));
    m_parts->setVisible(row->isAnswered);
    m_parts->setAnswer(answer);
    m_error->setVisible(row->hasFailed());
    m_errorText->setText(answer.errorType.isEmpty() || answer.errorMessage.startsWith(answer.errorType) ? answer.errorMessage
                                                                                                       : answer.errorType + u": "_s + answer.errorMessage);
    const SourcePlace place = placeOfStack(answer.stackTrace);
    QString line;
    for (const QJsonValue &value : answer.stackTrace) {
        if (!isRuntimeLine(value.toString()) && !placeOfLine(value.toString()).isEmpty()) {
            line = value.toString().trimmed();
            break;
        }
    }
    m_errorPlace->setText(line);
    m_errorPlace->setVisible(!line.isEmpty());
    m_place->setText(place.text());
    m_place->setVisible(!place.isEmpty());
    if (other)
        m_log->setRequest(frame.requestId);
    m_otherRow = -1;
    const QList<int> rows = m_workspace.frames.rowsOfRequest(frame.requestId);
    for (const int at : rows) {
        if (m_workspace.frames.row(at).toService != frame.toService && m_workspace.frames.row(at).connectionId == frame.connectionId) {
            m_otherRow = at;
            m_other->setText(frame.toService ? tr("Answer %1").arg(countText(m_workspace.frames.row(at).number))
                                             : tr("Asked by %1").arg(countText(m_workspace.frames.row(at).number)));
            m_other->updateGeometry();
            break;
        }
    }
    m_other->setVisible(m_otherRow >= 0);
}

void FrameDetails::copyAs(int kind)
{
    const qint64 row = m_number - m_workspace.frames.forgotten();
    const ConnectionRow *connection = m_workspace.connections.connection(m_connectionId);
    if (m_number < 0 || row < 0 || row >= m_workspace.frames.rowCount())
        return;
    QGuiApplication::clipboard()->setText(copyKinds().at(kind).make(m_workspace.frames.row(int(row)), connection ? *connection : ConnectionRow(),
                                                                    m_workspace.project.listening()));
}

} // namespace greenroom
