// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>

#include <memory>

class QStackedWidget;

namespace greenroom {

class CommandBar;
class Engine;
class JournalFeed;
class Menus;
class Page;
class Palette;
class Rail;
class StatusLine;
class Toast;
struct Workspace;

// Builds, wires and remembers geometry: rail, command bar, the stage with its pages, status line.
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    // dataFolder: for the hosts it starts; settingsFile: instead of the platform's (tests).
    explicit MainWindow(Engine &engine, const QString &dataFolder = {}, const QString &settingsFile = {}, QWidget *parent = nullptr);
    ~MainWindow() override;

    Workspace &workspace();
    JournalFeed &feed();
    void showPlace(const QString &id, const QString &path = {});
    QString place() const;
    Palette &commandPalette() { return *m_palette; }
    const Menus &menus() const { return *m_menus; }
    // Is there something behind this action of the menus?
    static bool does(const QString &id);
    // What the command line names: a project, a suite's folder, an address, or --demo.
    void openArgument(const QString &argument);
    // Before the other windows, whatever became of it.
    void comeForward();

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void keyReleaseEvent(QKeyEvent *event) override;

private:
    struct Models;

    void buildPages();
    void buildActions();
    using Act = void (*)(MainWindow &window);
    static const QHash<QString, Act> &acts();
    void act(const QString &id);
    void openFolder();
    void runChosen();
    void goToProblem(bool forward);
    void showDrawerTab(const QString &tab);
    void foldDrawer();
    void resetLayout();
    void enableActions();
    void showStatus();
    void showTitle();
    void showWhere();
    void openPalette();
    void goBack(int step);
    void goToPane(int step);
    void filterList();
    void toggleDetails();
    void detach(QWidget *pane, const QString &title);
    void setTheme(int choice);
    void setDensity(int rowHeight);
    Page *page() const;

    std::unique_ptr<Models> m;
    Rail *m_rail;
    QStackedWidget *m_stage;
    CommandBar *m_bar;
    StatusLine *m_status;
    Toast *m_toast;
    Palette *m_palette;
    Menus *m_menus;
    QList<Page *> m_pages;
    QList<QPair<QString, QString>> m_visited;   // place and path
    qsizetype m_at = -1;
};

} // namespace greenroom
