// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>
#include <QString>
#include <QWidget>

namespace greenroom {

struct Workspace;

// One place of the rail. A page connects views to shared models and buttons to engine commands; it never
// subscribes to the journal if a shared model already folds it.
class Page : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    // The path behind the place: "run/run-x7…/test/offer-page", empty for its first screen. Used by back
    // and forward, greenroom:// links and other pages.
    virtual void open(const QString &path) { Q_UNUSED(path) }
    // What the window's title says beside the project: "Run 142".
    virtual QString subtitle() const { return {}; }
    // Problems waiting there: the count on the rail's symbol.
    virtual int problemCount() const { return 0; }
    // Which service elsewhere it talks to, in a word or two: the whole frame says so. Empty: this computer.
    virtual QStringList remotePlaces() const { return {}; }

signals:
    void changed();                            // subtitle, problem count or remote places
    void openRequested(const QString &place, const QString &path);   // another place: "connections", id
};

struct PageKind
{
    const char *id;         // "runs": the same word in links, settings and the rail's icon rail-<id>
    const char *title;      // QT_TRANSLATE_NOOP("Page", …)
    const char *icon;       // in resources/icons, without .svg
    Page *(*make)(Workspace &workspace, QWidget *parent);
};

// The table (pages.cpp), in the rail's order.
const QList<PageKind> &pageKinds();

} // namespace greenroom
