// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace greenroom {

class Actions;
class ConnectionsModel;
class Engine;
class FramesModel;
class InvocationsModel;
class LogModel;
class NoticesModel;
class ProjectModel;
class RunModel;
class RunsModel;
class Selection;
class Settings;
class Theme;

// What every page gets, and nothing more: the engine, the shared models (each folds the journal once), the
// theme and the settings. Owned by MainWindow.
struct Workspace
{
    Engine &engine;
    Theme &theme;
    Settings &settings;
    ProjectModel &project;          // the hosted API: addresses, routes with their counts
    ConnectionsModel &connections;  // open, closed and refused
    FramesModel &frames;            // every message, latest tens of thousands
    InvocationsModel &invocations;
    LogModel &log;
    NoticesModel &notices;          // problems
    RunModel &run;                  // the tree of the run being watched
    RunsModel &runs;                // history: RunRecords
    Actions &actions;               // what a person can do, from any place
    Selection &selection;           // what is looked at, and when: shared by all places
};

} // namespace greenroom
