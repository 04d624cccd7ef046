// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "page.h"

class QStackedWidget;

namespace greenroom {

class CostPane;
class ListCard;
class TabLine;

// What has to do with AWS: what the traffic measured here would cost, and the deployments one has talked to.
class CloudPage : public Page
{
    Q_OBJECT

public:
    CloudPage(Workspace &workspace, QWidget *parent);

    // "cost" or "deployments".
    void open(const QString &path) override;
    QString subtitle() const override;

protected:
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeDeployments();
    void showDeployments();

    Workspace &m_workspace;
    TabLine *m_tabs;
    QStackedWidget *m_stack;
    CostPane *m_cost;
    QStackedWidget *m_deployments;
    ListCard *m_list;
};

} // namespace greenroom
