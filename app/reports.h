// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"

#include <QCommandLineParser>
#include <QList>
#include <QMap>
#include <QString>

#include <optional>

namespace greenroom {

// The reports a run was asked for: --junit FILE, --json FILE, --html FILE.
class Reports
{
public:
    static void addOptions(QCommandLineParser &parser);
    // Nothing when they cannot all be written; why is told.
    static std::optional<Reports> read(const QCommandLineParser &parser);

    bool isEmpty() const { return m_files.isEmpty(); }
    bool takesStandardOut() const;
    // Writes all of them, and gives the exit code: the one given, or that a report is missing.
    int write(const QList<Event> &run, int code) const;

private:
    bool write(const QString &format, const QString &file, const QList<Event> &run) const;

    QMap<QString, QString> m_files;   // format → file, "-" for standard output
};

} // namespace greenroom
