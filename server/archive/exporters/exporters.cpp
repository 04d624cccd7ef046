// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "archive/exporters/exporter.h"

#include "archive/exporters/exportmasking.h"

#include <iterator>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

// The table of report formats.
constexpr ExportFormat formats[] = {
    { "junit", "xml", "JUnit XML, for build servers", &exportJUnitXml },
    { "json", "json", "JSON, one object", &exportJson },
    { "jsonl", "jsonl", "JSON lines, every event", &exportJsonLines },
    { "html", "html", "HTML, one file that opens from disk", &exportHtml },
    { "tap", "tap", "TAP 14", &exportTap },
    { "markdown", "md", "Markdown, a summary", &exportMarkdown },
    { "github", "txt", "GitHub annotations", &exportGitHub },
};

} // namespace

Result<void> ExportFormat::write(const QList<Event> &run, QIODevice &out) const
{
    return exporter(maskedForExport(run), out);
}

const ExportFormat *findExportFormat(const QString &name)
{
    for (const ExportFormat &format : formats) {
        if (name == QLatin1StringView(format.name))
            return &format;
    }
    return nullptr;
}

QStringList exportFormatNames()
{
    QStringList names;
    for (const ExportFormat &format : formats)
        names.append(QLatin1StringView(format.name));
    return names;
}

} // namespace greenroom
