// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Workflow commands of GitHub Actions: each failure is an annotation beside its line of the suite.

#include "archive/exporters/exporter.h"
#include "archive/exporters/runsummary.h"

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

QString message(QString text)
{
    return text.replace(u'%', "%25"_L1).replace(u'\r', "%0D"_L1).replace(u'\n', "%0A"_L1);
}

QString property(const QString &text)
{
    return message(text).replace(u':', "%3A"_L1).replace(u',', "%2C"_L1);
}

const char *levelOf(const QString &state)
{
    if (state == "failed"_L1 || state == "timedOut"_L1 || state == "error"_L1)
        return "error";
    if (state == "flaky"_L1)
        return "warning";
    return state == "known"_L1 ? "notice" : nullptr;
}

} // namespace

Result<void> exportGitHub(const QList<Event> &run, QIODevice &out)
{
    const RunSummary summary = RunSummary::of(run);
    for (const RunSummary::Test &test : summary.tests) {
        const char *level = test.isTold() ? levelOf(test.state) : nullptr;
        if (!level)
            continue;
        out.write(u"::%1 file=%2,line=%3,title=%4::%5\n"_s
                      .arg(QLatin1StringView(level), property(test.found.file), QString::number(test.found.line), property(test.found.name),
                           message(test.reason.isEmpty() ? test.state : test.reason))
                      .toUtf8());
    }
    out.write(u"::notice title=%1::%2\n"_s.arg(property(summary.started.suiteName), message(summary.finished.sentence)).toUtf8());
    return {};
}

} // namespace greenroom
