// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/cloudpage.h"

#include "widgets/pieces.h"
#include "workspace.h"

#include <QVBoxLayout>

namespace greenroom {

CloudPage::CloudPage(Workspace &workspace, QWidget *parent)
    : Page(parent)
{
    auto *layout = new QVBoxLayout(this);
    auto *empty = new EmptyState(workspace.theme, QStringLiteral("cloud"), tr("Deployments are not listed here yet."),
                                 tr("A deployed API can be talked to today: connect to its wss:// address."));
    layout->addWidget(empty);
    QPushButton *button = empty->addButton(QStringLiteral("connect"), tr("Connect to a WebSocket"));
    connect(button, &QPushButton::clicked, this, [this] { emit openRequested(QStringLiteral("client"), {}); });
}

} // namespace greenroom
