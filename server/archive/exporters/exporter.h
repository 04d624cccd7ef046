// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/event.h"
#include "core/result.h"

#include <QIODevice>
#include <QList>
#include <QStringList>

namespace greenroom {

// A report is a function over one run's events. Credentials are masked before it sees them.
using Exporter = Result<void> (*)(const QList<Event> &run, QIODevice &out);

struct ExportFormat
{
    const char *name;         // "junit": on the command line and in menus
    const char *suffix;       // "xml"
    const char *title;        // QT_TRANSLATE_NOOP("Export", …)
    Exporter exporter;

    // Masks, then exports.
    Result<void> write(const QList<Event> &run, QIODevice &out) const;
};

const ExportFormat *findExportFormat(const QString &name);
QStringList exportFormatNames();

Result<void> exportJUnitXml(const QList<Event> &run, QIODevice &out);
Result<void> exportJson(const QList<Event> &run, QIODevice &out);
Result<void> exportJsonLines(const QList<Event> &run, QIODevice &out);
Result<void> exportHtml(const QList<Event> &run, QIODevice &out);
Result<void> exportTap(const QList<Event> &run, QIODevice &out);
Result<void> exportMarkdown(const QList<Event> &run, QIODevice &out);
Result<void> exportGitHub(const QList<Event> &run, QIODevice &out);

} // namespace greenroom
