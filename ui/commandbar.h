// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace greenroom {

struct Workspace;
class Button;

// The project, its place, the three actions of a run, and the way to everything else. Nothing changes its
// place or width while a run is going on.
class CommandBar : public QWidget
{
    Q_OBJECT

public:
    explicit CommandBar(Workspace &workspace, QWidget *parent = nullptr);

    // Where the page that is looked at talks to; empty: this computer.
    void setRemote(const QStringList &places);

    // Less than what its buttons would like: they get shorter by themselves.
    QSize minimumSizeHint() const override { return { 480, 44 }; }

signals:
    void searchRequested();
    void openRequested(const QString &place);
    void problemsRequested();
    void paneRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    class BellButton;
    class SearchBox;

    void buildProjectMenu();
    void fillProjectMenu();
    void fillPlaceMenu();
    void show();

    Workspace &m_workspace;
    QStringList m_remote;
    Button *m_project;
    Button *m_place;
    Button *m_run;
    Button *m_rerun;
    Button *m_stop;
    Button *m_bell;
    Button *m_pane;
    SearchBox *m_search;
};

} // namespace greenroom
