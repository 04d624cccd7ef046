// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "page.h"
#include "widgets/carddrawing.h"

class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace greenroom {

class ListCard;

// The three ways in, recent things, and the runs from last time.
class HomePage : public Page
{
    Q_OBJECT

public:
    HomePage(Workspace &workspace, QWidget *parent);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    // A card; what is pressed stands in its `act` layout.
    QWidget *card(CardDrawing drawing, const QString &title, const QString &text, QWidget *act, const QString &foot);
    QWidget *demoCard();
    QWidget *projectCard();
    QWidget *clientCard();
    QWidget *greeting();
    QWidget *list(const QString &title, const QString &link, const QString &place, ListCard *card);
    QWidget *keys();
    void showRecents();
    void showRuns();

    Workspace &m_workspace;
    ListCard *m_recents;
    ListCard *m_runs;
    QWidget *m_recentList;
    QWidget *m_runList;
    QList<QLabel *> m_texts;   // of the cards, of one height
    QList<QLabel *> m_feet;
    QLineEdit *m_address;
};

} // namespace greenroom
