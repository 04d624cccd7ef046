// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/api.h"
#include "core/yaml.h"

namespace greenroom {

// Reads a project: a file, or a folder that is searched for one. As much as could be read, and all that was
// wrong with it, each with its place. Runs nothing.
ProjectReading readProject(const QString &path, const ProjectOptions &options);

// One format: says whether a file is its own, and reads it.
struct ProjectFormat
{
    const char *name;
    QStringList (*fileNames)();
    bool (*recognises)(const yaml::Node &root);
    ProjectReading (*read)(const yaml::Node &root, const QString &file, const ProjectOptions &options);
};

// The names a folder is searched for, of all formats.
QStringList projectFileNames();

ProjectReading readServerless(const yaml::Node &root, const QString &file, const ProjectOptions &options);
ProjectReading readSam(const yaml::Node &root, const QString &file, const ProjectOptions &options);
ProjectReading readCloudFormation(const yaml::Node &root, const QString &file, const ProjectOptions &options);

} // namespace greenroom
