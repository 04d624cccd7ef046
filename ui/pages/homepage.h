// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "page.h"

#include <functional>

class QVBoxLayout;

namespace greenroom {

// The three ways in, recent things, and the runs from last time.
class HomePage : public Page
{
    Q_OBJECT

public:
    HomePage(Workspace &workspace, QWidget *parent);

private:
    QWidget *card(const QString &symbol, const QString &title, const QString &text, const QString &button, bool main, std::function<void()> act);
    void showRecents();
    void showRuns();

    Workspace &m_workspace;
    QVBoxLayout *m_recents;
    QVBoxLayout *m_runs;
};

} // namespace greenroom
