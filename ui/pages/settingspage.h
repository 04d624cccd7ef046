// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "page.h"

class QScrollArea;

namespace greenroom {

// Theme, where the data is, and whose work is inside.
class SettingsPage : public Page
{
    Q_OBJECT

public:
    SettingsPage(Workspace &workspace, QWidget *parent);

    // The title of a section: "about".
    void open(const QString &path) override;

private:
    struct Section
    {
        QString words;
        QWidget *box;
    };

    QWidget *section(const QString &title, const QString &hint, QWidget *part);
    void search(const QString &text);
    QWidget *colours();
    QWidget *rows();
    QWidget *motion();
    QWidget *sizes();
    QWidget *editor();
    QWidget *data();
    QWidget *about();

    Workspace &m_workspace;
    QList<Section> m_sections;
    QScrollArea *m_scroll;
};

} // namespace greenroom
