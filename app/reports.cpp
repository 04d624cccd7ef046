// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "reports.h"

#include "command.h"
#include "terminal.h"

#include "archive/exporters/exporter.h"

#include <QBuffer>
#include <QFile>

using namespace Qt::StringLiterals;

namespace greenroom {

void Reports::addOptions(QCommandLineParser &parser)
{
    parser.addOptions({ { u"junit"_s, u"Write JUnit XML; - for stdout."_s, u"FILE"_s },
                        { u"json"_s, u"Write JSON; - for stdout."_s, u"FILE"_s },
                        { u"html"_s, u"Write one HTML file; - for stdout."_s, u"FILE"_s } });
}

std::optional<Reports> Reports::read(const QCommandLineParser &parser)
{
    Reports reports;
    QStringList toStandardOut;
    for (const QString &format : { u"junit"_s, u"json"_s, u"html"_s }) {
        if (!parser.isSet(format))
            continue;
        reports.m_files.insert(format, parser.value(format));
        if (parser.value(format) == "-"_L1)
            toStandardOut.append(u"--"_s + format);
    }
    if (toStandardOut.size() < 2)
        return reports;
    printError(u"Standard output takes one report, not %1: give the others a file."_s.arg(toStandardOut.join(u" and "_s)));
    return std::nullopt;
}

bool Reports::takesStandardOut() const
{
    return m_files.values().contains(u"-"_s);
}

int Reports::write(const QList<Event> &run, int code) const
{
    for (auto it = m_files.begin(); it != m_files.end(); ++it) {
        if (!write(it.key(), *it, run) && code == ExitGood)
            code = ExitNotReady;
    }
    return code;
}

bool Reports::write(const QString &format, const QString &file, const QList<Event> &run) const
{
    QBuffer buffer;
    buffer.open(QBuffer::WriteOnly);
    QString why;
    if (const Result<void> done = findExportFormat(format)->write(run, buffer); !done)
        why = done.error().text;
    else if (file == "-"_L1)
        printOut(QString::fromUtf8(buffer.data()));
    else if (QFile out(file); !out.open(QFile::WriteOnly) || out.write(buffer.data()) != buffer.size() || !out.flush())
        why = out.errorString();
    if (!why.isEmpty())
        printError(u"The report %1 could not be written: %2. The results above stand."_s.arg(file, why));
    return why.isEmpty();
}

} // namespace greenroom
