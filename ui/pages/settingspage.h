// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "page.h"

namespace greenroom {

// Theme, where the data is, and whose work is inside.
class SettingsPage : public Page
{
    Q_OBJECT

public:
    SettingsPage(Workspace &workspace, QWidget *parent);

private:
    QWidget *colours();
    QWidget *editor();
    QWidget *data();
    QWidget *licences();

    Workspace &m_workspace;
};

} // namespace greenroom
