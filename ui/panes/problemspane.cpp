// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panes/problemspane.h"

#include "actions.h"
#include "delegates/noticedelegate.h"
#include "models/noticesmodel.h"
#include "selection.h"
#include "widgets/filterbar.h"
#include "widgets/filterproxy.h"
#include "widgets/pieces.h"
#include "workspace.h"

#include <QListView>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int fewRows = 5;

} // namespace

ProblemsPane::ProblemsPane(Workspace &workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_proxy(new FilterProxy(&workspace.notices, this))
    , m_stack(new QStackedWidget)
    , m_list(new QListView)
{
    const Theme &theme = workspace.theme;
    auto *delegate = new NoticeDelegate(theme, m_list);
    m_list->setItemDelegate(delegate);
    m_list->setModel(m_proxy);
    m_list->setAccessibleName(tr("Problems"));
    setUpTable(theme, m_list);
    m_list->setUniformItemSizes(true);
    m_list->viewport()->setProperty("hasButtons", true);   // painted ones
    auto *filter = new FilterBar(theme, *m_proxy, tr("Filter problems"), tr("words, severity:error, file:serverless"));
    connect(filter, &FilterBar::changed, this, &ProblemsPane::showPage);
    connect(delegate, &NoticeDelegate::placeRequested, this, [this](const QString &file, int line) { m_workspace.actions.openPlace(file, line); });
    connect(delegate, &NoticeDelegate::invocationRequested, this, [this](const QString &requestId) {
        m_workspace.selection.selectRequest(requestId);
        m_workspace.actions.showInvocation(requestId);
    });
    connect(delegate, &NoticeDelegate::againRequested, this, [this](const QString &requestId) { m_workspace.actions.invokeAgain(requestId); });
    connect(delegate, &NoticeDelegate::valueRequested, this, [this](const QString &problem) { m_workspace.actions.setProjectValue(this, problem); });
    auto *none = new EmptyState(theme, u"filter"_s, tr("No problem matches the filter."), tr("It holds for what comes, too."));
    connect(none->addButton({}, tr("Clear filter")), &QPushButton::clicked, filter, &FilterBar::clear);
    m_stack->addWidget(m_list);
    m_stack->addWidget(new EmptyState(theme, u"check"_s, tr("No problems."), tr("Calls that fail, refused connections and what the project file cannot say appear here.")));
    m_stack->addWidget(none);
    m_tools = new QWidget;
    auto *tools = new QVBoxLayout(m_tools);
    tools->setContentsMargins(0, 0, 0, 0);
    tools->setSpacing(0);
    tools->addWidget(filter);
    tools->addWidget(makeLine(theme, Qt::Horizontal));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tools);
    layout->addWidget(m_stack);
    for (const QAbstractItemModel *model : { static_cast<const QAbstractItemModel *>(&workspace.notices), static_cast<const QAbstractItemModel *>(m_proxy) }) {
        connect(model, &QAbstractItemModel::rowsInserted, this, &ProblemsPane::showPage);
        connect(model, &QAbstractItemModel::rowsRemoved, this, &ProblemsPane::showPage);
        connect(model, &QAbstractItemModel::modelReset, this, &ProblemsPane::showPage);
    }
    showPage();
}

void ProblemsPane::showPage()
{
    enum { List, Empty, NoMatch };
    const int all = m_workspace.notices.rowCount();
    m_stack->setCurrentIndex(m_proxy->rowCount() > 0 ? List : all == 0 ? Empty : NoMatch);
    m_tools->setVisible(all > fewRows);   // a handful is read faster than filtered
}

} // namespace greenroom
