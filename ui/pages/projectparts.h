// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delegates/noticedelegate.h"

class QAbstractItemModel;
class QListView;
class QTableView;

namespace greenroom {

struct Workspace;
class FilterProxy;

// The lists of the dashboard with their columns and drawings.
QTableView *makeRoutesTable(Workspace &workspace, FilterProxy *proxy);
QTableView *makeConnectionsTable(Workspace &workspace, FilterProxy *proxy);

struct NoticesView
{
    QListView *view;
    NoticeDelegate *delegate;
};
NoticesView makeNoticesList(Workspace &workspace);

} // namespace greenroom
