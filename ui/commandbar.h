// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPushButton;
class QLabel;

namespace greenroom {

struct Workspace;
class Chip;

// Project, place and the run's three buttons: always there, always at the same place.
class CommandBar : public QWidget
{
    Q_OBJECT

public:
    explicit CommandBar(Workspace &workspace, QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void show();

    Workspace &m_workspace;
    QLabel *m_project;
    Chip *m_place;
    QPushButton *m_run;
    QPushButton *m_rerun;
    QPushButton *m_stop;
};

} // namespace greenroom
