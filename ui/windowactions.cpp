// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the window's actions do; the table of them is in menus.cpp.
#include "mainwindow.h"

#include "actions.h"
#include "menus.h"
#include "models/projectmodel.h"
#include "models/runmodel.h"
#include "models/runsmodel.h"
#include "page.h"
#include "palette.h"
#include "panes/drawer.h"
#include "selection.h"
#include "settings.h"
#include "theme.h"
#include "widgets/filterline.h"
#include "widgets/testtree.h"
#include "workspace.h"

#include <QAction>
#include <QAbstractScrollArea>
#include <QApplication>
#include <QFileDialog>
#include <QKeyEvent>
#include <QMenuBar>
#include <QSplitter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

void MainWindow::buildActions()
{
    connect(m_menus, &Menus::triggered, this, &MainWindow::act);
    enableActions();
}

// What has nothing to act on is grey, in menus and for keys; keys are then free for the page.
void MainWindow::enableActions()
{
    Workspace &all = workspace();
    const RunSummary &run = all.run.summary();
    const bool atRuns = place() == "runs"_L1;
    const bool chosen = all.run.test(all.selection.testId()) != nullptr;
    const auto enable = [this](std::initializer_list<const char *> ids, bool on) {
        for (const char *id : ids)
            m_menus->action(QLatin1StringView(id))->setEnabled(on);
    };
    enable({ "run" }, !run.isRunning() && (!run.run.file.isEmpty() || all.project.isListening()));
    enable({ "rerun-failed" }, !run.isRunning() && run.problems() > 0);
    enable({ "rerun-test" }, !run.isRunning() && chosen);
    enable({ "stop", "finish", "kill" }, run.isRunning());
    enable({ "next-problem", "previous-problem" }, run.problems() > 0 && (atRuns || place() == "home"_L1));
    enable({ "why", "edit", "copy" }, atRuns && chosen);
    enable({ "export.html", "export.junit", "export.json" }, !run.state.isEmpty() && !run.isRunning());
    enable({ "start-host" }, all.project.isOpen() && !all.project.isListening());
    enable({ "stop-host" }, all.project.isListening());
    enable({ "back" }, m_at > 0);
    enable({ "forward" }, m_at + 1 < m_visited.size());
}

void MainWindow::act(const QString &id)
{
    if (id.startsWith("place."_L1))
        return showPlace(id.mid(6));
    if (id == "quit"_L1)
        close();
    else if (id == "back"_L1 || id == "forward"_L1)
        goBack(id == "back"_L1 ? -1 : 1);
    else if (id == "next-pane"_L1 || id == "previous-pane"_L1)
        goToPane(id == "next-pane"_L1 ? 1 : -1);
    else if (id == "open"_L1) {
        if (const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a project")); !folder.isEmpty())
            workspace().actions.openProject(folder);
    } else if (id == "demo"_L1)
        workspace().actions.startDemo();
    else if (id == "keys"_L1)
        m_palette->open(m_menus->keys(), tr("Keys"));
    else {
        actOnRun(id);
        actOnView(id);
    }
}

void MainWindow::actOnRun(const QString &id)
{
    Actions &actions = workspace().actions;
    const QString test = workspace().selection.testId();
    if (id == "run"_L1) {
        // In the tree it runs what is chosen there, elsewhere everything.
        const bool inTree = qobject_cast<TestTree *>(QApplication::focusWidget()) && workspace().run.test(test);
        if (inTree && workspace().run.test(test)->childCount == 0)
            actions.rerunTests({ test });
        else
            actions.runAgain();
    } else if (id == "rerun-failed"_L1)
        actions.rerunFailed();
    else if (id == "rerun-test"_L1)
        actions.rerunTests({ test });
    else if (id == "stop"_L1)
        actions.stopRun();
    else if (id == "finish"_L1)
        actions.finishRun();
    else if (id == "kill"_L1)
        actions.killRun();
    else if (id == "next-problem"_L1 || id == "previous-problem"_L1) {
        if (place() != "runs"_L1)
            showPlace(u"runs"_s);
        emit actions.problemRequested(id == "next-problem"_L1);
    } else if (id == "why"_L1)
        showPlace(u"runs"_s, u"why/"_s + test);
    else if (id == "edit"_L1)
        actions.editTest(test);
    else if (id == "copy"_L1)
        actions.copyTest(test, u"markdown"_s);
    else if (id == "start-host"_L1)
        actions.hostProject(this);
    else if (id == "stop-host"_L1)
        actions.stopHost();
    else if (id.startsWith("export."_L1))
        actions.exportRun(this, id.mid(7), id == "export.junit"_L1 ? u"xml"_s : id.mid(7));
}

void MainWindow::actOnView(const QString &id)
{
    static const QStringList themes { u"theme.system"_s, u"theme.light"_s, u"theme.dark"_s, u"theme.contrast"_s };
    if (id == "palette"_L1)
        return openPalette();
    if (id == "find"_L1)
        return filterList();
    if (id == "details"_L1)
        return toggleDetails();
    if (id == "release-time"_L1)
        return workspace().selection.releaseRange();
    if (const qsizetype theme = themes.indexOf(id); theme >= 0)
        return setTheme(int(theme));
    auto *drawer = page()->findChild<Drawer *>();
    if (id == "drawer"_L1 && drawer)
        drawer->setFolded(!drawer->isFolded());
    if (id.startsWith("tab."_L1)) {
        if (!drawer) {
            showPlace(u"runs"_s);
            drawer = page()->findChild<Drawer *>();
        }
        drawer->showTab(id.mid(4));
    }
    if (id == "reset-layout"_L1) {
        resize(1440, 900);
        if (drawer)
            drawer->setFolded(false);
        if (auto *details = page()->findChild<QWidget *>(u"details"_s))
            details->show();
    }
}

Page *MainWindow::page() const
{
    for (Page *page : m_pages) {
        if (page->isVisibleTo(this))
            return page;
    }
    return m_pages.first();
}

void MainWindow::setTheme(int choice)
{
    workspace().settings.setThemeChoice(Settings::ThemeChoice(choice));
    workspace().theme.setVariant(workspace().settings.variant());
}

void MainWindow::toggleDetails()
{
    auto *details = page()->findChild<QWidget *>(u"details"_s);
    if (details)
        details->setVisible(details->isHidden());
}

void MainWindow::goBack(int step)
{
    const qsizetype to = m_at + step;
    if (to < 0 || to >= m_visited.size())
        return;
    m_at = to;
    const auto [place, path] = m_visited[to];
    showPlace(place, path);
    enableActions();
}

// Lists, editors and the axis of the place, from left to right and top to bottom.
void MainWindow::goToPane(int step)
{
    QList<QWidget *> panes;
    const QList<QAbstractScrollArea *> areas = page()->findChildren<QAbstractScrollArea *>();
    for (QAbstractScrollArea *area : areas) {
        if (area->isVisible() && area->focusPolicy() != Qt::NoFocus && area->width() > 40)
            panes << area;
    }
    if (panes.isEmpty())
        return;
    std::sort(panes.begin(), panes.end(), [this](const QWidget *a, const QWidget *b) {
        const QPoint first = a->mapTo(this, QPoint());
        const QPoint second = b->mapTo(this, QPoint());
        return first.y() / 40 == second.y() / 40 ? first.x() < second.x() : first.y() < second.y();
    });
    qsizetype at = -1;
    for (qsizetype i = 0; i < panes.size(); ++i) {
        if (panes[i] == QApplication::focusWidget() || panes[i]->isAncestorOf(QApplication::focusWidget()))
            at = i;
    }
    const qsizetype next = at < 0 ? 0 : (at + step + panes.size()) % panes.size();
    panes[next]->setFocus(Qt::TabFocusReason);
}

// The field of the list one is in: the nearest above the focus, else the first that is seen.
void MainWindow::filterList()
{
    for (QWidget *up = QApplication::focusWidget(); up && up != this; up = up->parentWidget()) {
        const QList<FilterLine *> fields = up->findChildren<FilterLine *>();
        for (FilterLine *field : fields) {
            if (field->isVisible())
                return field->setFocus(Qt::ShortcutFocusReason);
        }
    }
    const QList<FilterLine *> fields = page()->findChildren<FilterLine *>();
    for (FilterLine *field : fields) {
        if (field->isVisible())
            return field->setFocus(Qt::ShortcutFocusReason);
    }
}

void MainWindow::openPalette()
{
    enableActions();
    QList<Command> commands = m_menus->commands();
    const Workspace &all = workspace();
    const QString tests = tr("Tests and suites");
    for (const RunTest *test : all.run.tests()) {
        if (test->childCount == 0)
            commands << Command { tests, {}, test->state, test->found.name, all.run.summary().run.suiteName, {},
                                  [this, id = test->found.testId] { showPlace(u"runs"_s, u"test/"_s + id); } };
    }
    for (int row = 0; row < std::min(all.runs.rowCount(), 30); ++row) {
        const RunRecord &record = all.runs.record(row);
        commands << Command { tests, u"history"_s, {}, tr("Run %1").arg(record.number), record.suiteName + u", "_s + record.sentence, {},
                              [this, id = record.runId] { showPlace(u"runs"_s, id); } };
    }
    const QString routes = tr("Routes and connections");
    for (int row = 0; row < all.project.rowCount(); ++row) {
        const QString function = all.project.row(row).function;
        commands << Command { routes, u"route"_s, {}, all.project.row(row).routeKey, function.isEmpty() ? tr("route") : tr("function %1").arg(function), {},
                              [this] { showPlace(u"projects"_s); } };
    }
    const QString settings = tr("Settings");
    const QString words[] = { tr("Colours"), tr("Editor"), tr("Data"), tr("Licences") };
    for (const QString &word : words)
        commands << Command { settings, u"settings"_s, {}, word, {}, {}, [this] { showPlace(u"settings"_s); } };
    m_palette->open(commands);
}

// Alt shows the menus, and hides them again.
void MainWindow::keyReleaseEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Alt && event->modifiers() == Qt::NoModifier)
        menuBar()->setVisible(!menuBar()->isVisible());
    QMainWindow::keyReleaseEvent(event);
}

} // namespace greenroom
