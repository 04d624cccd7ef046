// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions.h"

#include "engine.h"
#include "models/projectmodel.h"
#include "models/runmodel.h"
#include "settings.h"
#include "workspace.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>

#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

const QString demoSuite = u":/demo/demo.greenroom.yaml"_s;

} // namespace

Actions::Actions(QObject *parent)
    : QObject(parent)
{
}

void Actions::startDemo()
{
    m_demoWaits = true;
    m_project = u"builtin:demo"_s;
    HostRequest request;
    request.project = m_project;
    request.nextFreePort = true;
    request.dataFolder = m_dataFolder;
    connect(&m_workspace->project, &ProjectModel::projectChanged, this, &Actions::onProjectChanged, Qt::UniqueConnection);
    m_workspace->engine.host(request);
    emit placeRequested(u"runs"_s, {});
}

void Actions::onProjectChanged()
{
    if (m_workspace->project.isListening() && std::exchange(m_demoWaits, false))
        run({ demoSuite }, {});
}

void Actions::openProject(const QString &path)
{
    m_project = path;
    HostRequest request;
    request.project = path;
    m_workspace->engine.openProject(request);
    m_workspace->settings.addRecent(path, QFileInfo(path).fileName());
    emit placeRequested(u"projects"_s, {});
}

void Actions::hostProject(QWidget *asker)
{
    if (m_project.isEmpty())
        return;
    const QString folder = m_project.startsWith("builtin:"_L1) ? m_project : QFileInfo(m_project).absoluteFilePath();
    if (!m_workspace->settings.isTrusted(folder)) {
        const auto answer = QMessageBox::question(
            asker, tr("Start this project?"),
            tr("Starting runs the code of its functions on this machine, as your user:\n\n%1\n\nGreenroom asks once per folder.").arg(folder),
            QMessageBox::Yes | QMessageBox::No, QMessageBox::No);
        if (answer != QMessageBox::Yes)
            return;
        m_workspace->settings.trust(folder);
    }
    HostRequest request;
    request.project = m_project;
    request.nextFreePort = true;
    request.dataFolder = m_dataFolder;
    m_workspace->engine.host(request);
}

void Actions::stopHost()
{
    m_workspace->engine.stopHosting(m_workspace->project.project().apiId);
}

void Actions::run(const QStringList &files, const QStringList &testIds)
{
    const ListeningChanged &listening = m_workspace->project.listening();
    RunRequest request;
    request.runId = newRunId();
    request.files = files;
    request.testIds = testIds;
    request.startedBy = u"window"_s;
    request.host = { { u"ws_url"_s, listening.wsUrl }, { u"api_url"_s, listening.httpUrl } };
    m_stopPressed = false;
    m_workspace->engine.startRun(request);
    emit placeRequested(u"runs"_s, {});
}

void Actions::runAgain()
{
    const RunSummary &summary = m_workspace->run.summary();
    if (summary.isRunning())
        return;
    if (!summary.run.file.isEmpty())
        run({ summary.run.file }, {});
    else if (m_project == "builtin:demo"_L1)
        run({ demoSuite }, {});
}

void Actions::rerunFailed()
{
    const RunSummary &summary = m_workspace->run.summary();
    const QStringList failed = m_workspace->run.problemIds();
    if (!summary.isRunning() && !failed.isEmpty())
        run({ summary.run.file }, failed);
}

void Actions::stopRun()
{
    const StopStrength strength = std::exchange(m_stopPressed, true) ? StopStrength::Kill : StopStrength::Stop;
    m_workspace->engine.stopRun(m_workspace->run.runId(), strength);
}

void Actions::exportRun(QWidget *asker, const QString &format, const QString &suffix)
{
    const QString runId = m_workspace->run.runId();
    const QString name = u"run-%1.%2"_s.arg(m_workspace->run.summary().run.number).arg(suffix);
    const QString path = QFileDialog::getSaveFileName(asker, tr("Export"), name);
    if (path.isEmpty())
        return;
    m_workspace->engine.exportRun(runId, format).then(asker, [asker, path](const Result<QByteArray> &report) {
        QFile file(path);
        if (!report || !file.open(QFile::WriteOnly) || file.write(*report) != report->size() || !file.flush())
            QMessageBox::warning(asker, tr("Export"), tr("The report could not be written: %1").arg(report ? file.errorString() : report.error().text));
    });
}

} // namespace greenroom
