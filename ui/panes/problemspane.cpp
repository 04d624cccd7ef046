// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panes/problemspane.h"

#include "actions.h"
#include "delegates/noticedelegate.h"
#include "models/noticesmodel.h"
#include "selection.h"
#include "widgets/pieces.h"
#include "workspace.h"

#include <QListView>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

ProblemsPane::ProblemsPane(Workspace &workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_stack(new QStackedWidget)
    , m_list(new QListView)
{
    const Theme &theme = workspace.theme;
    auto *delegate = new NoticeDelegate(theme, m_list);
    m_list->setItemDelegate(delegate);
    m_list->setModel(&workspace.notices);
    m_list->setAccessibleName(tr("Problems"));
    setUpTable(theme, m_list);
    connect(delegate, &NoticeDelegate::placeRequested, this, [this](const QString &file, int line) { m_workspace.actions.openPlace(file, line); });
    connect(delegate, &NoticeDelegate::invocationRequested, this, [this](const QString &requestId) {
        m_workspace.selection.selectRequest(requestId);
        m_workspace.actions.showInvocation(requestId);
    });
    m_stack->addWidget(m_list);
    m_stack->addWidget(new EmptyState(theme, u"check"_s, tr("No problems."), tr("What goes wrong on the host is said here in sentences.")));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    connect(&workspace.notices, &QAbstractItemModel::rowsInserted, this, &ProblemsPane::showPage);
    connect(&workspace.notices, &QAbstractItemModel::rowsRemoved, this, &ProblemsPane::showPage);
    connect(&workspace.notices, &QAbstractItemModel::modelReset, this, &ProblemsPane::showPage);
    showPage();
}

void ProblemsPane::showPage()
{
    m_stack->setCurrentIndex(m_workspace.notices.rowCount() > 0 ? 0 : 1);
}

} // namespace greenroom
