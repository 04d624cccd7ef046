// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>

#include <memory>

class QStackedWidget;

namespace greenroom {

class Engine;
class JournalFeed;
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
    // What the command line names: a project, a suite's folder, an address, or --demo.
    void openArgument(const QString &argument);

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    struct Models;

    void buildPages();
    void buildShortcuts();
    void showStatus();
    void openPalette();
    void showTitle();

    std::unique_ptr<Models> m;
    Rail *m_rail;
    QStackedWidget *m_stage;
    StatusLine *m_status;
    Toast *m_toast;
    Palette *m_palette;
    QList<Page *> m_pages;
};

} // namespace greenroom
