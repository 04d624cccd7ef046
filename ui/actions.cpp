// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions.h"

#include "core/whenready.h"
#include "engine.h"
#include "models/invocationsmodel.h"
#include "models/projectmodel.h"
#include "models/runmodel.h"
#include "pages/projectvalues.h"
#include "panes/testfacts.h"
#include "selection.h"
#include "settings.h"
#include "sourceplace.h"
#include "workspace.h"

#include <QClipboard>

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QInputDialog>
#include <QJsonDocument>
#include <QMessageBox>
#include <QRegularExpression>

#include <cmath>
#include <utility>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

const QString demoSuite = u":/demo/demo.greenroom.yaml"_s;

QString jsonOf(const RunTest &test)
{
    QJsonArray attempts;
    for (const RunAttempt &attempt : test.attempts) {
        QJsonArray steps;
        for (const StepFinished &step : attempt.steps)
            steps.append(payloadToJson(step));
        attempts.append(QJsonObject { { u"number"_s, attempt.number }, { u"state"_s, attempt.state }, { u"durationMs"_s, attempt.durationMs }, { u"steps"_s, steps } });
    }
    const QJsonObject json { { u"id"_s, test.found.testId }, { u"name"_s, test.found.name }, { u"state"_s, test.state },
                             { u"reason"_s, test.reason }, { u"attempts"_s, attempts } };
    return QString::fromUtf8(QJsonDocument(json).toJson());
}

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

void Actions::rerunTests(const QStringList &testIds)
{
    const RunSummary &summary = m_workspace->run.summary();
    if (!summary.isRunning() && !testIds.isEmpty() && !summary.run.file.isEmpty())
        run({ summary.run.file }, testIds);
}

void Actions::finishRun()
{
    m_workspace->engine.stopRun(m_workspace->run.runId(), StopStrength::Finish);
}

void Actions::pauseRun()
{
    m_workspace->engine.pauseRun(m_workspace->run.runId(), !m_workspace->run.summary().isPaused());
}

void Actions::killRun()
{
    m_workspace->engine.stopRun(m_workspace->run.runId(), StopStrength::Kill);
}

void Actions::copyTest(const QString &testId, const QString &kind)
{
    const RunTest *test = m_workspace->run.test(testId);
    if (!test)
        return;
    QString text;
    if (kind == "link"_L1)
        text = u"greenroom://run/%1/test/%2"_s.arg(m_workspace->run.runId(), testId);
    else if (kind == "json"_L1)
        text = jsonOf(*test);
    else if (kind == "text"_L1)
        text = u"%1: %2\n%3"_s.arg(Theme::stateWord(test->state), test->found.name, test->reason);
    else
        text = markdownOf(*m_workspace, *test);
    QGuiApplication::clipboard()->setText(text);
    emit said(u"info"_s, tr("Copied."), test->found.name);
}

void Actions::editTest(const QString &testId)
{
    const RunTest *test = m_workspace->run.test(testId);
    if (test)
        openPlace(test->found.file.isEmpty() ? m_workspace->run.summary().run.file : test->found.file, test->found.line);
}

void Actions::openPlace(const QString &file, int line)
{
    if (file.startsWith(u':')) {
        emit said(u"info"_s, tr("The demo's suite is inside the program."), tr("It cannot be edited; suites of your own can."));
        return;
    }
    const QString folder = QFileInfo(m_project).isDir() ? m_project : QFileInfo(m_project).absolutePath();
    if (!openInEditor({ file, line, 0 }, folder, m_workspace->settings))
        emit said(u"warning"_s, tr("%1 could not be opened.").arg(file), tr("Choose an editor in Settings."));
}

void Actions::showInvocation(const QString &requestId)
{
    const InvocationRow *call = m_workspace->invocations.invocation(requestId);
    if (!call)
        return;
    m_workspace->selection.selectRequest(requestId, { call->at, call->at + qint64(std::ceil(call->answered.durationMs)) });
    emit placeRequested(u"projects"_s, u"invocation/"_s + requestId);
}

void Actions::invokeAgain(const QString &requestId)
{
    if (const InvocationRow *row = m_workspace->invocations.invocation(requestId))
        m_workspace->engine.invokeAgain(row->invoked.apiId, row->invoked.function, row->invoked.routeKey, row->invoked.event);
}

void Actions::setProjectValue(QWidget *asker, const QString &problem)
{
    static const QRegularExpression variable(u"\\$\\{[^}]*\\}"_s);
    const QString name = variable.match(problem).captured();
    const QString file = m_workspace->project.project().file;
    bool taken = false;
    const QString value = QInputDialog::getText(asker, tr("Set value"), tr("Value of %1 on this computer").arg(name), QLineEdit::Normal, {}, &taken);
    if (!taken || name.isEmpty())
        return;
    const Result<void> saved = saveProjectValue(QFileInfo(file).absolutePath(), name, value);
    if (!saved)
        QMessageBox::warning(asker, tr("Set value"), saved.error().text);
    else
        openProject(file);
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
    whenReady(m_workspace->engine.exportRun(runId, format), asker, [asker, path](const Result<QByteArray> &report) {
        QFile file(path);
        if (!report || !file.open(QFile::WriteOnly) || file.write(*report) != report->size() || !file.flush())
            QMessageBox::warning(asker, tr("Export"), tr("The report could not be written: %1").arg(report ? file.errorString() : report.error().text));
    });
}

} // namespace greenroom
