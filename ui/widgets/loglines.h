// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "theme.h"

#include <QWidget>

class QListView;

namespace greenroom {

class FilterProxy;
struct Workspace;

// The log lines of one invocation and of nothing else, as they come.
class LogLines : public QWidget
{
    Q_OBJECT

public:
    // Short times (14.302) where room is rare.
    LogLines(Workspace &workspace, bool shortTimes, QWidget *parent = nullptr);

    void setRequest(const QString &requestId);
    int count() const;

signals:
    void countChanged();

private:
    FilterProxy *m_proxy;
    QListView *m_view;
    QString m_request;
};

} // namespace greenroom
