// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "page.h"

#include "pages/clientpage.h"
#include "pages/cloudpage.h"
#include "pages/connectionspage.h"
#include "pages/historypage.h"
#include "pages/homepage.h"
#include "pages/projectspage.h"
#include "pages/runspage.h"
#include "pages/settingspage.h"

namespace greenroom {

namespace {

template <class T>
Page *make(Workspace &workspace, QWidget *parent)
{
    return new T(workspace, parent);
}

} // namespace

// The table of pages, in the rail's order.
const QList<PageKind> &pageKinds()
{
    static const QList<PageKind> kinds {
        { "home", QT_TRANSLATE_NOOP("Page", "Home"), "rail-home", &make<HomePage> },
        { "projects", QT_TRANSLATE_NOOP("Page", "Projects"), "rail-projects", &make<ProjectsPage> },
        { "runs", QT_TRANSLATE_NOOP("Page", "Runs"), "rail-runs", &make<RunsPage> },
        { "connections", QT_TRANSLATE_NOOP("Page", "Connections"), "rail-connections", &make<ConnectionsPage> },
        { "client", QT_TRANSLATE_NOOP("Page", "Client"), "rail-client", &make<ClientPage> },
        { "history", QT_TRANSLATE_NOOP("Page", "History"), "rail-history", &make<HistoryPage> },
        { "cloud", QT_TRANSLATE_NOOP("Page", "Cloud"), "rail-cloud", &make<CloudPage> },
        { "settings", QT_TRANSLATE_NOOP("Page", "Settings"), "rail-settings", &make<SettingsPage> },
    };
    return kinds;
}

} // namespace greenroom
