// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

namespace greenroom {

// Where something stands in a file a person can open. Lines and columns count from 1; 0 is unknown.
struct Place
{
    QString file;
    int line = 0;
    int column = 0;

    // "serverless.yml:33:11", as far as it is known.
    QString toString() const
    {
        QString text = file;
        if (line > 0)
            text += QLatin1Char(':') + QString::number(line);
        if (line > 0 && column > 0)
            text += QLatin1Char(':') + QString::number(column);
        return text;
    }
};

// Something a person should know and can mend: a value collected by readers, shown in one list.
struct Problem
{
    enum class Severity { Info, Warning, Error };

    Severity severity = Severity::Error;
    QString text;     // what happened, one sentence
    QString remedy;   // what to do about it; may be empty
    Place place;
};

using Problems = QList<Problem>;

inline bool hasErrors(const Problems &problems)
{
    for (const Problem &problem : problems) {
        if (problem.severity == Problem::Severity::Error)
            return true;
    }
    return false;
}

// "a.yml:3:5: there is no step “pgae”; did you mean “page”?": one line, as the command line prints it.
inline QString toLine(const Problem &problem)
{
    QString line = problem.place.toString();
    if (!line.isEmpty())
        line += QStringLiteral(": ");
    line += problem.text;
    if (!problem.remedy.isEmpty())
        line += QLatin1Char(' ') + problem.remedy;
    return line;
}

} // namespace greenroom
