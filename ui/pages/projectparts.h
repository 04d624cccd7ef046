// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QTableView;

namespace greenroom {

struct Workspace;
class FilterProxy;

// The lists of the dashboard with their columns and drawings.
QTableView *makeRoutesTable(Workspace &workspace, FilterProxy *proxy);
QTableView *makeConnectionsTable(Workspace &workspace, FilterProxy *proxy);

} // namespace greenroom
