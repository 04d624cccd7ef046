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
#include "widgets/detached.h"
#include "widgets/filterline.h"
#include "widgets/panememory.h"
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
    enable({ "pause" }, run.isRunning() && run.state != "stopping"_L1);
    enable({ "next-problem", "previous-problem" }, run.problems() > 0 && (atRuns || place() == "home"_L1));
    enable({ "why", "edit", "copy" }, atRuns && chosen);
    enable({ "export.html", "export.junit", "export.json" }, !run.state.isEmpty() && !run.isRunning());
    enable({ "start-host" }, all.project.isOpen() && !all.project.isListening());
    enable({ "stop-host" }, all.project.isListening());
    enable({ "back" }, m_at > 0);
    enable({ "forward" }, m_at + 1 < m_visited.size());
}

// What each action of menus.cpp does.
const QHash<QString, MainWindow::Act> &MainWindow::acts()
{
    using Window = MainWindow;
    static const QHash<QString, Act> acts {
        { u"open"_s, [](Window &window) { window.openFolder(); } },
        { u"demo"_s, [](Window &window) { window.workspace().actions.startDemo(); } },
        { u"export.html"_s, [](Window &window) { window.workspace().actions.exportRun(&window, u"html"_s, u"html"_s); } },
        { u"export.junit"_s, [](Window &window) { window.workspace().actions.exportRun(&window, u"junit"_s, u"xml"_s); } },
        { u"export.json"_s, [](Window &window) { window.workspace().actions.exportRun(&window, u"json"_s, u"json"_s); } },
        { u"quit"_s, [](Window &window) { window.close(); } },
        { u"run"_s, [](Window &window) { window.runChosen(); } },
        { u"rerun-failed"_s, [](Window &window) { window.workspace().actions.rerunFailed(); } },
        { u"rerun-test"_s, [](Window &window) { window.workspace().actions.rerunTests({ window.workspace().selection.testId() }); } },
        { u"pause"_s, [](Window &window) { window.workspace().actions.pauseRun(); } },
        { u"stop"_s, [](Window &window) { window.workspace().actions.stopRun(); } },
        { u"finish"_s, [](Window &window) { window.workspace().actions.finishRun(); } },
        { u"kill"_s, [](Window &window) { window.workspace().actions.killRun(); } },
        { u"next-problem"_s, [](Window &window) { window.goToProblem(true); } },
        { u"previous-problem"_s, [](Window &window) { window.goToProblem(false); } },
        { u"why"_s, [](Window &window) { window.showPlace(u"runs"_s, u"why/"_s + window.workspace().selection.testId()); } },
        { u"edit"_s, [](Window &window) { window.workspace().actions.editTest(window.workspace().selection.testId()); } },
        { u"copy"_s, [](Window &window) { window.workspace().actions.copyTest(window.workspace().selection.testId(), u"markdown"_s); } },
        { u"start-host"_s, [](Window &window) { window.workspace().actions.hostProject(&window); } },
        { u"stop-host"_s, [](Window &window) { window.workspace().actions.stopHost(); } },
        { u"cost"_s, [](Window &window) { window.showPlace(u"cloud"_s, u"cost"_s); } },
        { u"back"_s, [](Window &window) { window.goBack(-1); } },
        { u"forward"_s, [](Window &window) { window.goBack(1); } },
        { u"next-pane"_s, [](Window &window) { window.goToPane(1); } },
        { u"previous-pane"_s, [](Window &window) { window.goToPane(-1); } },
        { u"palette"_s, [](Window &window) { window.openPalette(); } },
        { u"find"_s, [](Window &window) { window.filterList(); } },
        { u"drawer"_s, [](Window &window) { window.foldDrawer(); } },
        { u"details"_s, [](Window &window) { window.toggleDetails(); } },
        { u"detach-details"_s, [](Window &window) { window.detach(window.page()->findChild<QWidget *>(u"details"_s), tr("Details")); } },
        { u"detach-drawer"_s, [](Window &window) { window.detach(window.page()->findChild<Drawer *>(), tr("Timeline, log, frames and problems")); } },
        { u"release-time"_s, [](Window &window) { window.workspace().selection.releaseRange(); } },
        { u"theme.system"_s, [](Window &window) { window.setTheme(int(Settings::ThemeChoice::System)); } },
        { u"theme.light"_s, [](Window &window) { window.setTheme(int(Settings::ThemeChoice::Light)); } },
        { u"theme.dark"_s, [](Window &window) { window.setTheme(int(Settings::ThemeChoice::Dark)); } },
        { u"theme.contrast"_s, [](Window &window) { window.setTheme(int(Settings::ThemeChoice::HighContrast)); } },
        { u"rows.compact"_s, [](Window &window) { window.setDensity(int(Theme::Density::Compact)); } },
        { u"rows.normal"_s, [](Window &window) { window.setDensity(int(Theme::Density::Normal)); } },
        { u"rows.roomy"_s, [](Window &window) { window.setDensity(int(Theme::Density::Roomy)); } },
        { u"reset-layout"_s, [](Window &window) { window.resetLayout(); } },
        { u"about"_s, [](Window &window) { window.showPlace(u"settings"_s, u"about"_s); } },
        { u"keys"_s, [](Window &window) { window.m_palette->open(window.m_menus->keys(), tr("Keys")); } },
    };
    return acts;
}

bool MainWindow::does(const QString &id)
{
    return id.startsWith("place."_L1) || id.startsWith("tab."_L1) || acts().contains(id);
}

void MainWindow::act(const QString &id)
{
    if (id.startsWith("place."_L1))
        showPlace(id.mid(6));
    else if (id.startsWith("tab."_L1))
        showDrawerTab(id.mid(4));
    else if (const Act deed = acts().value(id))
        deed(*this);
}

void MainWindow::openFolder()
{
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a project"));
    if (!folder.isEmpty())
        workspace().actions.openProject(folder);
}

// In the tree it runs what is chosen there, elsewhere everything.
void MainWindow::runChosen()
{
    const QString test = workspace().selection.testId();
    const RunTest *chosen = qobject_cast<TestTree *>(QApplication::focusWidget()) ? workspace().run.test(test) : nullptr;
    if (chosen && chosen->childCount == 0)
        workspace().actions.rerunTests({ test });
    else
        workspace().actions.runAgain();
}

void MainWindow::goToProblem(bool forward)
{
    if (place() != "runs"_L1)
        showPlace(u"runs"_s);
    emit workspace().actions.problemRequested(forward);
}

// Places without a drawer show the one of the run.
void MainWindow::showDrawerTab(const QString &tab)
{
    if (!page()->findChild<Drawer *>())
        showPlace(u"runs"_s);
    page()->findChild<Drawer *>()->showTab(tab);
}

void MainWindow::foldDrawer()
{
    if (auto *drawer = page()->findChild<Drawer *>())
        drawer->setFolded(!drawer->isFolded());
}

void MainWindow::resetLayout()
{
    for (Detached *window : findChildren<Detached *>())
        window->close();
    resize(1440, 900);
    for (PaneMemory *memory : findChildren<PaneMemory *>())
        memory->forget();
    for (Drawer *drawer : findChildren<Drawer *>())
        drawer->reset();
    if (auto *details = page()->findChild<QWidget *>(u"details"_s))
        details->show();
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

void MainWindow::setDensity(int rowHeight)
{
    workspace().settings.setDensity(Theme::Density(rowHeight));
    workspace().theme.setDensity(workspace().settings.density());
}

void MainWindow::toggleDetails()
{
    auto *details = page()->findChild<QWidget *>(u"details"_s);
    if (!details)
        return;
    if (Detached *window = Detached::of(details))
        window->close();
    else
        details->setVisible(details->isHidden());
}

void MainWindow::detach(QWidget *pane, const QString &title)
{
    if (pane)
        Detached::detach(workspace().theme, pane, title + u" – "_s + windowTitle());
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
    const QString words[] = { tr("Colours"), tr("Rows"), tr("Motion"), tr("Size"), tr("Editor"), tr("Data"), tr("About") };
    for (const QString &word : words)
        commands << Command { settings, u"settings"_s, {}, word, {}, {}, [this, word] { showPlace(u"settings"_s, word); } };
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
