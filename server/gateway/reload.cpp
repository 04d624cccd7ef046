// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Reload on save: what changed on disk takes effect for the next invocation; a broken save changes nothing.

#include "gateway/gateway.h"

#include "core/projectsettings.h"
#include "gateway/hostedapi.h"
#include "gateway/sourcewatch.h"

#include <QFileInfo>
#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace greenroom {

struct Gateway::Project
{
    HostRequest request;
    QStringList apiIds;
    QSet<QString> told;        // problems of the version that serves
    std::unique_ptr<SourceWatch> sources;
};

namespace {

Problems notYetTold(const Problems &problems, const QSet<QString> &told)
{
    Problems left = problems;
    left.removeIf([&told](const Problem &problem) { return told.contains(problem.text); });
    return left;
}

QSet<QString> textsOf(const Problems &problems)
{
    QSet<QString> texts;
    for (const Problem &problem : problems)
        texts.insert(problem.text);
    return texts;
}

QString shortNames(const QStringList &files)
{
    constexpr int most = 3;
    QStringList names;
    for (const QString &file : files.first(std::min<qsizetype>(files.size(), most)))
        names.append(QFileInfo(file).fileName());
    return names.join(u", "_s) + (files.size() > most ? u" and %1 more"_s.arg(files.size() - most) : QString());
}

} // namespace

void Gateway::watch(const HostRequest &request, const ProjectReading &reading)
{
    if (request.project.startsWith("builtin:"_L1))
        return;
    auto project = std::make_shared<Project>();
    project->request = request;
    project->sources = std::make_unique<SourceWatch>();
    connect(project->sources.get(), &SourceWatch::changed, this, [this, &project = *project](const QStringList &files) {
        reload(project, files);
    });
    watchFiles(*project, reading);
    if (!project->sources->isComplete()) {
        Notice notice;
        notice.severity = u"info"_s;
        notice.area = u"project"_s;
        notice.text = u"“%1” has more than %2 sources; saving the rest of them reloads nothing."_s.arg(request.project).arg(SourceWatch::mostFiles);
        notice.remedy = u"Start the host again after changing those."_s;
        m_journal.record(notice);
    }
    m_projects.push_back(std::move(project));
}

void Gateway::watchFiles(Project &project, const ProjectReading &reading)
{
    project.told = textsOf(reading.problems);
    project.apiIds.clear();
    for (const Api &api : reading.apis)
        project.apiIds.append(api.id);
    QStringList more = project.request.options.envFiles;
    if (!project.request.options.settingsFile.isEmpty())
        more.append(project.request.options.settingsFile);
    project.sources->watch(filesOf(reading.apis, more), codeFoldersOf(reading.apis));
}

void Gateway::reload(Project &project, const QStringList &files)
{
    if (m_closed)
        return;
    Notice notice;
    notice.severity = u"info"_s;
    notice.area = u"project"_s;
    notice.text = u"Saved: %1."_s.arg(shortNames(files));
    notice.file = files.first();
    m_journal.record(notice);

    ProjectSettings settings;
    const ProjectReading reading = readProject(project.request, &settings);
    const Problems news = notYetTold(reading.problems, project.told);
    tell(news);
    if (reading.apis.isEmpty() || hasErrors(news)) {
        notice.severity = u"error"_s;
        notice.text = u"This save is broken; the last good version goes on serving."_s;
        notice.remedy = u"Mend it and save again."_s;
        m_journal.record(notice);
        return;
    }
    recordOpened(reading);
    HostRequest next = project.request;
    next.nextFreePort = true;
    const QStringList before = project.apiIds;
    watchFiles(project, reading);
    for (const Api &api : reading.apis) {
        HostedApi *served = hosted(api.id);
        if (!served) {
            if (const Result<void> listening = host(api, settings, next); !listening)
                fail(next, api.id, listening.error().text);
        } else if (const Result<Quotas> quotas = quotasOf(api, project.request, settings)) {
            served->reload(api, *quotas, settings);
        }
    }
    for (const QString &id : before) {
        if (!project.apiIds.contains(id))
            stop(id);   // taken out of the file
    }
}

void Gateway::forgetProjectOf(const QString &apiId)
{
    std::erase_if(m_projects, [&apiId](const auto &project) {
        project->apiIds.removeAll(apiId);
        if (!project->apiIds.isEmpty())
            return false;
        project->sources.release()->deleteLater();   // it may be what called us
        return true;
    });
}

} // namespace greenroom
