// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/cloudpage.h"

#include "panes/costpane.h"
#include "panes/inspector.h"
#include "settings.h"
#include "widgets/listcard.h"
#include "widgets/pieces.h"
#include "widgets/tabline.h"
#include "words.h"
#include "workspace.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int columnWidth = 720;

} // namespace

CloudPage::CloudPage(Workspace &workspace, QWidget *parent)
    : Page(parent)
    , m_workspace(workspace)
    , m_tabs(new TabLine(workspace.theme))
    , m_stack(new QStackedWidget)
    , m_cost(new CostPane(workspace))
{
    m_tabs->add(u"cost"_s, tr("Cost"));
    m_tabs->setSymbol(u"cost"_s, u"cost"_s);
    m_tabs->add(u"deployments"_s, tr("Deployments"));
    m_tabs->setSymbol(u"deployments"_s, u"cloud"_s);
    m_stack->addWidget(m_cost);
    m_stack->addWidget(makeDeployments());
    connect(m_tabs, &TabLine::currentChanged, this, [this](const QString &id) {
        m_stack->setCurrentIndex(id == "cost"_L1 ? 0 : 1);
        showDeployments();
        emit changed();
    });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tabs);
    layout->addWidget(m_stack, 1);
}

QWidget *CloudPage::makeDeployments()
{
    const Theme &theme = m_workspace.theme;
    auto *empty = new EmptyState(theme, u"cloud"_s, tr("No deployment yet."), tr("Connect to the wss:// address of a deployed API; it is listed here from then on."));
    connect(empty->addButton(u"connect"_s, tr("Connect to a WebSocket")), &QPushButton::clicked, this, [this] { emit openRequested(u"client"_s, {}); });
    m_list = new ListCard(theme);
    auto *inner = new QWidget;
    inner->setMaximumWidth(columnWidth);
    auto *column = new QVBoxLayout(inner);
    column->setContentsMargins(0, 28, 0, 24);
    column->setSpacing(6);
    column->addWidget(makeLabel(theme, Theme::TypeLevel::Title, Token::T1, tr("Deployments")));
    column->addWidget(makeLabel(theme, Theme::TypeLevel::Body, Token::T2, tr("Services elsewhere this client has talked to; opening one asks before it connects.")));
    column->addSpacing(10);
    column->addWidget(m_list);
    column->addStretch();
    auto *page = new QWidget;
    auto *middle = new QHBoxLayout(page);
    middle->setContentsMargins(24, 0, 24, 0);
    middle->addStretch(1);
    middle->addWidget(inner, 100);
    middle->addStretch(1);
    m_deployments = new QStackedWidget;
    m_deployments->addWidget(empty);
    m_deployments->addWidget(page);
    return m_deployments;
}

void CloudPage::showDeployments()
{
    m_list->clear();
    int shown = 0;
    const QList<Settings::Recent> recents = m_workspace.settings.recents();
    for (const Settings::Recent &recent : recents) {
        if (!recent.path.startsWith("ws"_L1) || !Inspector::isRemote(recent.path))
            continue;
        CardLine line;
        line.symbol = u"cloud"_s;
        line.name = recent.name;
        line.words = recent.path;
        line.when = agoText(recent.at, QDateTime::currentMSecsSinceEpoch());
        connect(m_list->add(line), &QAbstractButton::clicked, this, [this, path = recent.path] { emit openRequested(u"client"_s, path); });
        ++shown;
    }
    m_deployments->setCurrentIndex(shown > 0 ? 1 : 0);
    m_tabs->setCount(u"deployments"_s, shown > 0 ? QString::number(shown) : QString());
}

void CloudPage::open(const QString &path)
{
    m_tabs->setCurrent(path);
}

QString CloudPage::subtitle() const
{
    return m_stack->currentIndex() == 0 ? tr("What it would cost") : tr("Deployments");
}

void CloudPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    showDeployments();
}

} // namespace greenroom
