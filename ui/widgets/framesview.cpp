// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/framesview.h"

#include "delegates/framedelegate.h"
#include "models/framesmodel.h"
#include "models/invocationsmodel.h"
#include "models/logmodel.h"
#include "widgets/filterline.h"
#include "widgets/pieces.h"
#include "words.h"
#include "workspace.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QScrollBar>
#include <QSplitter>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int previewBytes = 64 * 1024;
constexpr int treeRows = 2000;

void fillTree(QTreeWidgetItem *parent, QTreeWidget *tree, const QString &name, const QJsonValue &value, int *left)
{
    if (--*left < 0)
        return;
    auto *item = parent ? new QTreeWidgetItem(parent) : new QTreeWidgetItem(tree);
    item->setText(0, name);
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        item->setText(1, u"{%1}"_s.arg(object.size()));
        for (auto it = object.begin(); it != object.end(); ++it)
            fillTree(item, tree, it.key(), *it, left);
    } else if (value.isArray()) {
        const QJsonArray array = value.toArray();
        item->setText(1, u"[%1]"_s.arg(array.size()));
        for (qsizetype i = 0; i < array.size(); ++i)
            fillTree(item, tree, QString::number(i), array.at(i), left);
    } else {
        const QByteArray json = QJsonDocument(QJsonArray { value }).toJson(QJsonDocument::Compact);
        item->setText(1, QString::fromUtf8(json.mid(1, json.size() - 2)).left(400));
    }
}

} // namespace

FramesView::FramesView(Workspace &workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_proxy(new FilterProxy(&workspace.frames, this))
    , m_table(new QTableView)
{
    const Theme &theme = workspace.theme;
    auto *filter = new FilterLine(theme, workspace.frames.filterFields());
    filter->setAccessibleName(tr("Filter messages"));
    filter->setPlaceholderText(tr("route:say, /err/, size:>1kB"));
    filter->setFixedWidth(360);
    connect(filter, &FilterLine::filterChanged, m_proxy, &FilterProxy::setFilter);
    m_count = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);

    auto *tools = new QHBoxLayout;
    tools->setContentsMargins(16, 6, 16, 6);
    tools->addWidget(filter);
    tools->addStretch();
    tools->addWidget(m_count);

    m_table->setModel(m_proxy);
    m_table->setItemDelegate(new FrameDelegate(theme, this));
    m_table->setAccessibleName(tr("Messages"));
    setUpTable(theme, m_table);
    static constexpr int widths[] = { 56, 104, 84, 32, 68, 104, 110, 128 };
    for (int column = 0; column < int(std::size(widths)); ++column)
        m_table->setColumnWidth(column, widths[column]);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    // The tree's words carry their colours.
    connect(&theme, &Theme::changed, this, [this] { showFrame(m_table->currentIndex()); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &current) { showFrame(current); });
    connect(m_table->verticalScrollBar(), &QScrollBar::sliderMoved, this, [this] {
        m_following = m_table->verticalScrollBar()->value() == m_table->verticalScrollBar()->maximum();
    });
    connect(m_proxy, &QAbstractItemModel::rowsInserted, this, &FramesView::follow);
    connect(m_proxy, &QAbstractItemModel::modelReset, this, &FramesView::follow);

    auto *left = new QWidget;
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->setSpacing(0);
    leftLayout->addLayout(tools);
    leftLayout->addWidget(makeLine(theme, Qt::Horizontal));
    leftLayout->addWidget(m_table, 1);

    auto *right = new QWidget;
    right->setMinimumWidth(320);
    auto *rightLayout = new QVBoxLayout(right);
    rightLayout->setContentsMargins(16, 12, 16, 12);
    rightLayout->setSpacing(8);
    m_frameTitle = makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1, tr("Choose a message"));
    m_tree = new QTreeWidget;
    m_tree->setColumnCount(2);
    m_tree->setHeaderHidden(true);
    m_tree->setFont(theme.font(Theme::TypeLevel::Mono));
    m_tree->setAccessibleName(tr("The message as a tree"));
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setColumnWidth(0, 160);
    m_invocationTitle = makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1);
    m_invocationFacts = makeLabel(theme, Theme::TypeLevel::Body, Token::T2);
    m_invocationFacts->setWordWrap(true);
    m_error = makeLabel(theme, Theme::TypeLevel::Mono, Token::StFailed);
    m_error->setWordWrap(true);
    m_error->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_log = new QPlainTextEdit;
    m_log->setReadOnly(true);
    m_log->setFont(theme.font(Theme::TypeLevel::Mono));
    m_log->setFrameShape(QFrame::NoFrame);
    m_log->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_log->setAccessibleName(tr("Log of this invocation"));
    rightLayout->addWidget(m_frameTitle);
    rightLayout->addWidget(m_tree, 2);
    rightLayout->addWidget(makeLine(theme, Qt::Horizontal));
    rightLayout->addWidget(m_invocationTitle);
    rightLayout->addWidget(m_invocationFacts);
    rightLayout->addWidget(m_error);
    rightLayout->addWidget(makeLabel(theme, Theme::TypeLevel::Small, Token::T3, tr("Log of this invocation")));
    rightLayout->addWidget(m_log, 1);

    auto *splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(left);
    splitter->addWidget(right);
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({ 780, 340 });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
}

// Narrow: what says least about a message goes first, its words never.
void FramesView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const int room = m_table->width();
    m_table->setColumnHidden(FramesModel::Function, room < 800);
    m_table->setColumnHidden(FramesModel::Delta, room < 640);
    m_table->setColumnHidden(FramesModel::Number, room < 520);
}

void FramesView::setConnection(const QString &connectionId)
{
    m_connection = connectionId;
    m_proxy->setCondition(connectionId.isEmpty() ? std::function<bool(const QModelIndex &)>()
                                                 : [this](const QModelIndex &source) {
                                                       return m_workspace.frames.row(source.row()).connectionId == m_connection;
                                                   });
    m_following = true;
    follow();
}

void FramesView::follow()
{
    m_count->setText(tr("%1 of %2").arg(countText(m_proxy->rowCount()), countText(m_workspace.frames.rowCount())));
    if (m_following)
        m_table->scrollToBottom();
}

void FramesView::showFrame(const QModelIndex &index)
{
    if (!index.isValid())
        return;
    // Who reads a row has stopped following.
    m_following = index.row() == m_proxy->rowCount() - 1;
    const FrameRow &frame = m_workspace.frames.row(m_proxy->mapToSource(index).row());
    m_frameTitle->setText(tr("Message %1 · %2, %3").arg(countText(frame.number), frame.toService ? tr("sent") : tr("received"), sizeText(frame.size)));
    m_tree->clear();
    const QByteArray head = frame.body.left(previewBytes);
    const QJsonDocument document = QJsonDocument::fromJson(frame.body.size() <= previewBytes ? frame.body : QByteArray());
    int left = treeRows;
    if (document.isObject()) {
        const QJsonObject object = document.object();
        for (auto it = object.begin(); it != object.end(); ++it)
            fillTree(nullptr, m_tree, it.key(), *it, &left);
    } else {
        auto *item = new QTreeWidgetItem(m_tree, { tr("text"), QString::fromUtf8(head.left(4000)) });
        item->setToolTip(1, QString::fromUtf8(head.left(2000)).toHtmlEscaped());
    }
    m_tree->expandToDepth(1);

    const InvocationRow *invocation = frame.requestId.isEmpty() ? nullptr : m_workspace.invocations.invocation(frame.requestId);
    m_invocationTitle->setText(invocation ? tr("Invocation %1").arg(frame.requestId) : tr("No invocation"));
    QString facts;
    QString error;
    if (invocation) {
        facts = tr("%1 · route %2").arg(invocation->invoked.function.isEmpty() ? invocation->invoked.integration : invocation->invoked.function,
                                        invocation->invoked.routeKey);
        if (invocation->isAnswered) {
            const IntegrationAnswered &answer = invocation->answered;
            facts += tr(" · %1 in all: queue %2, start %3, function %4, answer %5")
                         .arg(durationText(answer.durationMs), durationText(answer.queueMs), durationText(answer.initMs),
                              durationText(answer.handlerMs), durationText(answer.answerMs));
            if (answer.maxMemoryMb > 0)
                facts += tr(" · %1 MB").arg(qRound(answer.maxMemoryMb));
            if (answer.outcome != "ok"_L1) {
                error = answer.errorType + u": "_s + answer.errorMessage;
                for (const QJsonValue &line : answer.stackTrace)
                    error += u'\n' + line.toString();
            }
        }
    }
    m_invocationFacts->setText(facts);
    m_error->setText(error);
    m_error->setVisible(!error.isEmpty());
    QStringList lines;
    for (int row = 0; invocation && row < m_workspace.log.rowCount(); ++row) {
        const LogRow &line = m_workspace.log.row(row);
        if (line.requestId == frame.requestId)
            lines.append(u"%1  %2  %3"_s.arg(clockText(line.at), line.level.leftJustified(5), line.text));
    }
    m_log->setPlainText(lines.join(u'\n'));
}

} // namespace greenroom
