// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "openrun.h"

#include "core/whenready.h"
#include "engine.h"
#include "models/runmodel.h"
#include "models/runsmodel.h"
#include "workspace.h"

namespace greenroom {

void openRun(Workspace &workspace, const QString &runId)
{
    RunModel &model = workspace.run;
    if (model.runId() == runId && !model.isLoading())
        return;
    model.beginLoading(runId);
    whenReady(workspace.engine.eventsOfRun(runId), &model, [&model, runId](const QList<Event> &events) {
        if (model.loadingId() == runId)
            model.finishLoading(events);
    });
    const RunRecord *record = workspace.runs.find(runId);
    if (!record)
        return;
    whenReady(workspace.engine.historyOfTests(record->suite), &model, [&model](const QHash<QString, QString> &history) {
        model.setHistory(history);
    });
}

} // namespace greenroom
