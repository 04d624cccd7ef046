// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

namespace greenroom {

struct Workspace;

// What a person can do from any place of the window: the same commands behind buttons, menus and keys.
class Actions : public QObject
{
    Q_OBJECT

public:
    explicit Actions(QObject *parent = nullptr);
    void setWorkspace(Workspace *workspace) { m_workspace = workspace; }
    const QString &dataFolder() const { return m_dataFolder; }
    void setDataFolder(const QString &folder) { m_dataFolder = folder; }

    void startDemo();
    // Reads a project and shows it; runs nothing.
    void openProject(const QString &path);
    // Asks once per folder, since functions are code.
    void hostProject(QWidget *asker);
    void stopHost();
    void runAgain();
    void rerunFailed();
    void rerunTests(const QStringList &testIds);
    // No new tests; no new steps; now. The button stops first and kills when pressed again.
    void finishRun();
    void stopRun();
    void killRun();
    // No new tests until it is pressed again.
    void pauseRun();
    void exportRun(QWidget *asker, const QString &format, const QString &suffix);

    // As markdown, json, text or link.
    void copyTest(const QString &testId, const QString &kind);
    void editTest(const QString &testId);
    void openPlace(const QString &file, int line);
    void showInvocation(const QString &requestId);
    // The same function with the same event.
    void invokeAgain(const QString &requestId);
    // Asks for what only the cloud knows; it goes into the project's own settings, beside the project file.
    void setProjectValue(QWidget *asker, const QString &problem);

signals:
    void placeRequested(const QString &place, const QString &path);
    void problemRequested(bool forward);   // the next or the one before, in the run that is shown
    void said(const QString &severity, const QString &sentence, const QString &more);

private:
    void onProjectChanged();
    void run(const QStringList &files, const QStringList &testIds);

    Workspace *m_workspace = nullptr;
    QString m_dataFolder;
    QString m_project;          // path of the opened project
    bool m_demoWaits = false;   // the demo's host is starting: its suite follows
    bool m_stopPressed = false;
};

} // namespace greenroom
